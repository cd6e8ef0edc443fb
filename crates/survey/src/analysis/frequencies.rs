//! Frequencies of one variable.

use befund_stats::contingency::{ChiSquareTest, goodness_of_fit};
use befund_stats::proportion::{binomial_test, finite_population};

use super::run::{Run, share};
use super::under_design::under_design;
use super::{CategoryOrder, Frequencies};
use crate::codebook::Level;
use crate::coded::Coded;
use crate::finding::{
    Category, CategoryCount, CategoryShare, Finding, FrequenciesByCase, FrequencyTable, Results,
    Share,
};
use crate::order;
use crate::rows::numbers;
use crate::tabulate::Tabulation;
use crate::{Error, Figure, Label, Sheet};

#[inline(never)]
pub(super) fn run(spec: &Frequencies, mut run: Run<'_>) -> Result<Finding, Error> {
    let (variable, column) = run.find(&spec.variable)?;
    let coded = run.coded(&spec.variable)?;
    let table = Tabulation::of(&run.rows, &[&coded]);
    let valid: f64 = (1..=coded.categories.len())
        .map(|slot| table.weight(&[slot]))
        .sum();

    let drawn = under_design(&run, &coded)?;
    let mut categories: Vec<CategoryShare> = coded
        .categories
        .iter()
        .enumerate()
        .map(|(index, category)| {
            let share = share(table.weight(&[index + 1]), valid);
            CategoryShare {
                category: category.clone(),
                share,
                confidence_interval: match &drawn {
                    Some(drawn) => drawn.intervals[index],
                    None => run.interval_by(share, valid, spec.interval.method()),
                },
            }
        })
        .collect();
    let mut statistics = statistics(spec, &run, &coded, &categories, valid)?;
    let mut cases = by_case(&mut run, &coded)?;
    if spec.order == CategoryOrder::Descending {
        let sorted = order::indices(categories.len(), &|a, b| {
            let count = |at: usize| categories[at].share.count;
            count(b).total_cmp(&count(a))
        });
        if let Some(cases) = &mut cases {
            cases.shares = sorted.iter().map(|at| cases.shares[*at]).collect();
        }
        categories = sorted.iter().map(|at| categories[*at].clone()).collect();
    }
    let ordered = matches!(variable.level, Level::Ordinal | Level::Scale)
        && spec.order == CategoryOrder::Codebook;
    let cumulative_shares = (ordered && valid > 0.0).then(|| {
        categories
            .iter()
            .scan(0.0, |sum, category| {
                *sum += category.share.count;
                Some(*sum / valid)
            })
            .collect()
    });

    let mut user_missing: Vec<CategoryCount> = variable
        .missing
        .iter()
        .map(|missing| {
            let label = if missing.label.is_empty() {
                variable.value_label(&missing.value)
            } else {
                missing.label.clone()
            };
            CategoryCount {
                category: Category {
                    value: missing.value.clone(),
                    label,
                },
                count: 0.0,
            }
        })
        .collect();
    let mut system_missing = 0.0;
    for (row, weight) in run.rows.iter() {
        if coded.slot(row) > 0 {
            continue;
        }
        let stored = column.value(row);
        match user_missing
            .iter_mut()
            .find(|missing| Some(&missing.category.value) == stored.as_ref())
        {
            Some(missing) => missing.count += weight,
            None => system_missing += weight,
        }
    }

    let answered = run.answered(1, |_, row| coded.slot(row) > 0);
    if let Some(drawn) = drawn {
        statistics.put("under_design", drawn.figures);
    }
    let results = Results::Frequencies(FrequencyTable {
        variable: run.item(&spec.variable)?,
        categories,
        cumulative_shares,
        valid,
        user_missing,
        system_missing,
        cases,
        statistics,
    });
    run.finding(results, answered, &[&spec.variable])
}

/// Cases with at least one record of each category, where cases are named.
fn by_case(run: &mut Run<'_>, coded: &Coded<'_>) -> Result<Option<FrequenciesByCase>, Error> {
    let categories = coded.categories.len();
    let counted = run.count_by_case(categories, &|row, cells| {
        cells.extend(coded.slot(row).checked_sub(1));
    })?;
    Ok(counted.and_then(|counted| {
        let base = counted.records.weighted_n;
        let shares: Vec<Share> = counted
            .cells?
            .into_iter()
            .map(|count| share(count, base))
            .collect();
        Some(FrequenciesByCase {
            records: counted.records,
            shares,
        })
    }))
}

/// Goodness of fit, the exact test of a share, and the precision of shares from a finite population.
fn statistics(
    spec: &Frequencies,
    run: &Run<'_>,
    coded: &Coded<'_>,
    categories: &[CategoryShare],
    valid: f64,
) -> Result<Sheet, Error> {
    let mut sheet = Sheet::new();
    let level = run.level()?;
    let population = run.population(valid).filter(|_| !run.rows.weighted);
    if let Some(population) = population {
        let mut records = Vec::new();
        for category in categories {
            let mut record = Sheet::new();
            record.put("category", Label::from(&category.category));
            match finite_population(category.share.count, valid, population, level) {
                Err(error) => {
                    record.put("standard_error", error);
                }
                Ok(found) => {
                    record
                        .put("standard_error", found.standard_error)
                        .put("standard_error_n", found.standard_error_n)
                        .put("margin_of_error", found.margin_of_error);
                }
            }
            records.push(record);
        }
        sheet.put("finite_population", records);
    }
    let shares = match &spec.expected_from {
        Some(name) => expected_from(run, coded, name, categories.len())?,
        None if spec.expected.is_empty() => return Ok(sheet),
        None => spec.expected.iter().copied().map(Some).collect(),
    };
    // a category without a share that nobody chose is none of this question
    let asked = |at: &usize| {
        shares.get(*at).is_none_or(Option::is_some) || categories[*at].share.count > 0.0
    };
    let tested: Vec<usize> = (0..categories.len()).filter(asked).collect();
    let shares: Vec<f64> = if spec.expected_from.is_some() {
        let of = tested.iter().map(|at| shares[*at]);
        of.map(|share| share.unwrap_or(f64::NAN)).collect()
    } else {
        spec.expected.clone()
    };
    if run.rows.weighted {
        // sums of weights are no cases
        return Err(Error::Unsupported {
            kind: "frequencies".to_owned(),
            field: "weight".to_owned(),
        });
    }
    let counts: Vec<f64> = tested
        .iter()
        .map(|at| categories[*at].share.count)
        .collect();
    let mut fit = Sheet::new();
    match goodness_of_fit(&counts, &shares) {
        Err(error) => {
            fit.put("statistic", error);
        }
        Ok(found) => {
            put_test(&mut fit, &found.pearson);
            let mut ratio = Sheet::new();
            put_test(&mut ratio, &found.likelihood_ratio);
            fit.put("likelihood_ratio", ratio)
                .put("cohens_w", found.cohens_w);
            let mut records = Vec::new();
            for (at, category) in tested.iter().enumerate() {
                let mut record = Sheet::new();
                record
                    .put("category", Label::from(&categories[*category].category))
                    .put("count", counts[at])
                    .put("expected", found.expected[at])
                    .put("residual", found.residuals[at])
                    .put("adjusted_residual", found.adjusted_residuals[at]);
                records.push(record);
            }
            fit.put("categories", records);
        }
    }
    sheet.put("goodness_of_fit", fit);
    if let ([successes, failures], [expected, other]) = (counts.as_slice(), shares.as_slice()) {
        sheet.put(
            "binomial_test",
            binomial(
                *successes,
                successes + failures,
                expected / (expected + other),
            ),
        );
    }
    Ok(sheet)
}

fn put_test(sheet: &mut Sheet, test: &ChiSquareTest) {
    sheet
        .put("statistic", test.statistic)
        .put("df", test.df)
        .put("p_value", test.p_value);
}

fn binomial(successes: f64, trials: f64, expected: f64) -> Figure {
    match binomial_test(successes, trials, expected) {
        Err(error) => error.into(),
        Ok(found) => {
            let mut sheet = Sheet::new();
            sheet
                .put("expected", expected)
                .put("p_value", found.two_sided)
                .put("p_doubled", found.doubled)
                .put("p_less", found.less)
                .put("p_greater", found.greater);
            sheet.into()
        }
    }
}

/// The expected share of each category, as the rows that fulfil the filter say, whatever their frequency.
fn expected_from(
    run: &Run<'_>,
    coded: &Coded<'_>,
    name: &str,
    categories: usize,
) -> Result<Vec<Option<f64>>, Error> {
    let given = numbers(run.data, name)?;
    let kept = match &run.spec.filter {
        Some(filter) => filter.choose(run.data)?.rows,
        None => (0..given.len()).collect(),
    };
    let mut shares: Vec<Option<f64>> = vec![None; categories];
    for (row, share) in kept.into_iter().map(|row| (row, given[row])) {
        let Some(at) = coded.slot(row).checked_sub(1) else {
            continue;
        };
        match (shares[at], share) {
            (None, share) => shares[at] = share,
            (Some(known), Some(share)) if known != share => {
                return Err(Error::Statistics {
                    variables: vec![name.to_owned()],
                    reason: format!(
                        "{known} and {share} in one category: it has one expected share"
                    ),
                });
            }
            _ => {}
        }
    }
    Ok(shares)
}
