//! The statistics of a table under their textbook terms.

use befund_stats::contingency::{
    ChiSquareTest, Directed, Estimate, OrdinalMeasure, WithInterval, bowker, cell_tests,
    column_proportions, conditional_odds_ratio, fisher_exact, fisher_fourfold, fisher_monte_carlo,
    goodman_kruskal_tau, lambda, likelihood_ratio, linear_by_linear, marginal_homogeneity, mcnemar,
    nominal_association, ordinal_association, risk_comparison, uncertainty_coefficient, yates,
};
use befund_stats::distribution::noncentral_chi_squared::noncentrality_at;
use befund_stats::multiplicity::adjust;
use befund_stats::{CountTable, Level, chi_square};
use ndarray::Array2;

use super::super::estimate::{interval, method};
use super::super::run::Run;
use super::super::{Adjustment, Crosstab, FisherTest};
use crate::codebook;
use crate::coded::Coded;
use crate::finding::Category;
use crate::tabulate::Tabulation;
use crate::{Error, Figure, Label, Matrix, Sheet, Value};

/// Half tables of Fisher's exact test that take no noticeable time, and those one may wait for; each takes some 20 bytes.
const STEPS: [u64; 2] = [4_000_000, 50_000_000];

/// Random tables where the specification does not say how many.
const REPLICATES: u64 = 100_000;

/// More cells than these are not tested one by one, more comparisons of columns not listed.
const MOST: usize = 2_000;

/// A table as it stands in the finding.
pub(super) struct Table<'a> {
    pub(super) spec: &'a Crosstab,
    pub(super) run: &'a Run<'a>,
    pub(super) rows: &'a [Category],
    pub(super) columns: &'a [Category],
    pub(super) counts: &'a [Vec<f64>],
    /// Factor that brings sums of weights to the number of cases.
    pub(super) scale: f64,
}

/// The rows and columns somebody is in.
struct Used {
    rows: Vec<Label>,
    columns: Vec<Label>,
    counts: Vec<Vec<f64>>,
    row_scores: Option<Vec<f64>>,
    column_scores: Option<Vec<f64>>,
}

/// Every figure the table allows; why not, where one is undefined.
pub(super) fn figures(table: &Table<'_>) -> Result<Sheet, Error> {
    let level = table.run.level()?;
    let used = used(table)?;
    let mut sheet = Sheet::new();
    let cells = used.counts.iter().flatten().copied().collect();
    let shape = (used.rows.len(), used.columns.len());
    let counted = Array2::from_shape_vec(shape, cells)
        .map_err(|_| befund_stats::Error::TableTooSmall {
            rows: shape.0,
            columns: shape.1,
        })
        .and_then(CountTable::new);
    let counted = match counted {
        Ok(counted) => counted,
        Err(error) => {
            // every main figure says why there is none
            for name in ["pearson_chi_square", "likelihood_ratio", "association"] {
                let mut none = Sheet::new();
                let terms: &[&'static str] = if name == "association" {
                    &["cramers_v"]
                } else {
                    &["statistic", "df", "p_value"]
                };
                for term in terms {
                    none.put(term, error.clone());
                }
                sheet.put(name, none);
            }
            return Ok(sheet);
        }
    };
    // sums of weights are no cases, and several records of one are not independent: nothing exact, no letters
    let cases = !table.run.rows.weighted
        && table.run.spec.design.is_none()
        && table.run.case_clusters().is_none();
    independence(&mut sheet, table, &used, &counted);
    if cases {
        sheet.put("fisher_exact", fisher(table, &counted, level));
    }
    sheet.put("association", association(&counted, level, cases));
    if let Some(counts) = counted.fourfold() {
        sheet.put("risk", risk(counts, level));
    }
    sheet.put("prediction", prediction(&counted, level));
    if let (Some(rows), Some(columns)) = (&used.row_scores, &used.column_scores) {
        sheet.put("ordinal", ordinal(&counted, rows, columns, level));
    }
    if let Some(paired) = paired(table) {
        sheet.put("paired", paired);
    }
    if cases {
        compare_columns(&mut sheet, table, &used)?;
    }
    Ok(sheet)
}

fn used(table: &Table<'_>) -> Result<Used, Error> {
    let totals: Vec<f64> = (0..table.columns.len())
        .map(|column| table.counts.iter().map(|row| row[column]).sum())
        .collect();
    let columns: Vec<usize> = (0..totals.len())
        .filter(|column| totals[*column] > 0.0)
        .collect();
    let counts = table.counts.iter();
    let spec = table.spec;
    Ok(Used {
        rows: table.rows.iter().map(Label::from).collect(),
        columns: columns
            .iter()
            .map(|column| Label::from(&table.columns[*column]))
            .collect(),
        counts: counts
            .map(|row| {
                columns
                    .iter()
                    .map(|column| row[*column] * table.scale)
                    .collect()
            })
            .collect(),
        row_scores: scores(
            table.run,
            &spec.rows,
            !spec.row_order.is_empty(),
            table.rows.iter(),
        )?,
        column_scores: scores(
            table.run,
            &spec.columns,
            !spec.column_order.is_empty(),
            columns.iter().map(|column| &table.columns[*column]),
        )?,
    })
}

/// The scores of categories: their numbers, or their places where they have an order; nothing where they have none.
fn scores<'c>(
    run: &Run<'_>,
    variable: &str,
    ordered: bool,
    categories: impl Iterator<Item = &'c Category>,
) -> Result<Option<Vec<f64>>, Error> {
    let (variable, _) = run.find(variable)?;
    let numbers: Vec<Option<f64>> = categories.map(|category| category.value.number()).collect();
    let ordered = ordered || variable.level != codebook::Level::Nominal;
    let numbered: Option<Vec<f64>> = numbers.iter().copied().collect();
    // numbers in their order are scores; in another order the places count
    let rising = |scores: &Vec<f64>| scores.windows(2).all(|pair| pair[0] < pair[1]);
    Ok(match numbered.filter(rising) {
        Some(scores) => Some(scores),
        None if ordered => Some((1..=numbers.len()).map(|place| place as f64).collect()),
        None => None,
    })
}

fn put_test(sheet: &mut Sheet, test: &ChiSquareTest) {
    sheet
        .put("statistic", test.statistic)
        .put("df", test.df)
        .put("p_value", test.p_value);
}

fn test_sheet(test: &ChiSquareTest) -> Sheet {
    let mut sheet = Sheet::new();
    put_test(&mut sheet, test);
    sheet
}

fn independence(sheet: &mut Sheet, table: &Table<'_>, used: &Used, counted: &CountTable) {
    let test = chi_square(counted);
    let expected: Vec<f64> = test.expected.iter().copied().collect();
    let below = expected.iter().filter(|count| **count < 5.0).count();
    let mut pearson = Sheet::new();
    pearson
        .put("statistic", test.statistic)
        .put("df", test.df)
        .put("p_value", test.p_value)
        .put(
            "minimum_expected",
            expected.iter().copied().fold(f64::INFINITY, f64::min),
        )
        .put("expected_below_5", below);
    sheet.put("pearson_chi_square", pearson);
    if let Some(corrected) = yates(counted) {
        sheet.put("yates", test_sheet(&corrected));
    }
    sheet.put("likelihood_ratio", test_sheet(&likelihood_ratio(counted)));
    let matrix = |values: &Array2<f64>| Matrix {
        rows: used.rows.clone(),
        columns: used.columns.clone(),
        values: values
            .rows()
            .into_iter()
            .map(|row| row.iter().map(|value| Some(*value)).collect())
            .collect(),
    };
    let mut cells = Sheet::new();
    cells
        .put("expected", matrix(&test.expected))
        .put("residuals", matrix(&test.residuals))
        .put("adjusted_residuals", matrix(&test.adjusted_residuals));
    if expected.len() <= MOST {
        let p = cell_tests(&test);
        let corrected = adjust(&p, method(table.spec.adjust));
        let mut records = Vec::new();
        for (at, ((row, column), residual)) in test.adjusted_residuals.indexed_iter().enumerate() {
            let mut record = Sheet::new();
            record
                .put("row", used.rows[row].clone())
                .put("column", used.columns[column].clone())
                .put("adjusted_residual", *residual)
                .put("p_value", p[at])
                .put("adjusted_p_value", corrected[at]);
            records.push(record);
        }
        cells.put("tests", records);
    }
    sheet.put("cells", cells);
}

fn probability(value: f64) -> Figure {
    Figure::Probability { value, log10: None }
}

fn with_interval(found: Option<WithInterval>, level: Level) -> Sheet {
    let mut sheet = Sheet::new();
    sheet.put("estimate", found.map(|found| found.value)).put(
        "confidence_interval",
        found
            .and_then(|found| found.interval)
            .map(|found| interval(found, level)),
    );
    sheet
}

fn fisher(table: &Table<'_>, counted: &CountTable, level: Level) -> Sheet {
    let mut sheet = Sheet::new();
    let spec = table.spec;
    if spec.exact == FisherTest::Never {
        return sheet;
    }
    if let Some(counts) = counted.fourfold()
        && spec.exact != FisherTest::MonteCarlo
    {
        match fisher_fourfold(counts) {
            Err(error) => {
                sheet.put("p_value", error);
            }
            Ok(test) => {
                sheet
                    .put("p_value", test.two_sided)
                    .put("p_less", test.less)
                    .put("p_greater", test.greater)
                    .put("mid_p", test.mid_p)
                    .put("point_probability", test.point_probability);
                match conditional_odds_ratio(counts, level) {
                    Ok(ratio) => sheet.put("odds_ratio", with_interval(Some(ratio), level)),
                    Err(error) => sheet.put("odds_ratio", error),
                };
                sheet.put("method", "exact");
            }
        }
        return sheet;
    }
    let Some(counts) = counted.whole() else {
        sheet.put("p_value", befund_stats::Error::NotWhole);
        return sheet;
    };
    let exact = match spec.exact {
        FisherTest::Always => Some(fisher_exact(&counts, STEPS[1])),
        FisherTest::Auto => Some(fisher_exact(&counts, STEPS[0])),
        FisherTest::MonteCarlo | FisherTest::Never => None,
    };
    match exact {
        Some(Ok(test)) => {
            sheet
                .put("p_value", test.p_value)
                .put("point_probability", test.point_probability)
                .put("method", "exact");
            return sheet;
        }
        Some(Err(error)) if spec.exact == FisherTest::Always => {
            sheet.put("p_value", error);
            return sheet;
        }
        _ => {}
    }
    let replicates = spec.replicates.unwrap_or(REPLICATES);
    match fisher_monte_carlo(&counts, replicates, spec.seed) {
        Err(error) => {
            sheet.put("p_value", error);
        }
        Ok(test) => {
            sheet
                .put("p_value", probability(test.p_value))
                .put("standard_error_of_p", test.standard_error)
                .put("replicates", test.replicates)
                .put("seed", spec.seed)
                .put("method", "monte_carlo");
        }
    }
    sheet
}

fn association(counted: &CountTable, level: Level, cases: bool) -> Sheet {
    let found = nominal_association(counted);
    let test = chi_square(counted);
    let (rows, columns) = counted.dim();
    // V² n (k − 1) estimates the noncentrality of X². Smithson (2003)
    let most = counted.total() * (rows.min(columns) - 1) as f64;
    let end = |p: f64| {
        (noncentrality_at(test.statistic, test.df, p) / most)
            .sqrt()
            .min(1.0)
    };
    let bounds = befund_stats::Interval {
        lower: end(1.0 - level.tail()),
        upper: end(level.tail()),
    };
    let bounds: Figure = if cases {
        let defined = bounds.lower.is_finite() && bounds.upper.is_finite();
        defined.then(|| interval(bounds, level)).into()
    } else {
        Figure::Undefined(
            "an interval from chi-square would ignore the weights, the design, and which records belong to one case".to_owned(),
        )
    };
    let mut sheet = Sheet::new();
    sheet
        .put("cramers_v", found.cramers_v)
        .put("confidence_interval", bounds)
        .put("bias_corrected_cramers_v", found.bias_corrected_cramers_v)
        .put("phi", found.phi);
    if let Some(signed) = found.signed_phi {
        sheet.put("signed_phi", signed);
    }
    sheet
        .put("contingency_coefficient", found.contingency_coefficient)
        .put("tschuprows_t", found.tschuprows_t);
    sheet
}

fn risk(counts: [f64; 4], level: Level) -> Sheet {
    let mut sheet = Sheet::new();
    match risk_comparison(counts, level) {
        Err(error) => {
            sheet.put("odds_ratio", error);
        }
        Ok(found) => {
            sheet
                .put("odds_ratio", with_interval(found.odds_ratio, level))
                .put("risk_ratio", with_interval(found.risk_ratio, level))
                .put(
                    "risk_difference",
                    with_interval(Some(found.risk_difference), level),
                )
                .put("yules_q", found.yules_q);
        }
    }
    sheet
}

/// An interval by the standard error, within the range of the measure.
fn wald(value: f64, error: f64, least: f64, level: Level) -> Figure {
    let bounds = befund_stats::Interval {
        lower: (value - level.z() * error).max(least),
        upper: (value + level.z() * error).min(1.0),
    };
    Some(interval(bounds, level)).into()
}

fn prediction(counted: &CountTable, level: Level) -> Sheet {
    let one = |found: Option<Estimate>| {
        let mut sheet = Sheet::new();
        let error = found.map(|found| found.standard_error);
        sheet
            .put("estimate", found.map(|found| found.value))
            .put("standard_error", error);
        if let Some(found) = found {
            sheet.put(
                "confidence_interval",
                wald(found.value, found.standard_error, 0.0, level),
            );
        }
        sheet
    };
    let all = |found: Directed| {
        let mut sheet = Sheet::new();
        sheet
            .put("column", one(found.column))
            .put("row", one(found.row));
        if found.symmetric.is_some() {
            sheet.put("symmetric", one(found.symmetric));
        }
        sheet
    };
    let mut sheet = Sheet::new();
    sheet
        .put("lambda", all(lambda(counted)))
        .put("goodman_kruskal_tau", all(goodman_kruskal_tau(counted)))
        .put(
            "uncertainty_coefficient",
            all(uncertainty_coefficient(counted)),
        );
    sheet
}

fn ordinal(counted: &CountTable, rows: &[f64], columns: &[f64], level: Level) -> Sheet {
    let found = ordinal_association(counted);
    let one = |found: Option<OrdinalMeasure>| {
        let mut sheet = Sheet::new();
        sheet.put("estimate", found.map(|found| found.value));
        if let Some(found) = found {
            sheet
                .put("standard_error", found.standard_error)
                .put("standard_error_null", found.standard_error_null)
                .put("t", found.t)
                .put("p_value", found.p_value)
                .put(
                    "confidence_interval",
                    wald(found.value, found.standard_error, -1.0, level),
                );
        }
        sheet
    };
    let mut sheet = Sheet::new();
    sheet
        .put("gamma", one(found.gamma))
        .put("kendalls_tau_b", one(Some(found.tau_b)))
        .put("kendalls_tau_c", one(Some(found.tau_c)))
        .put("somers_d_column", one(Some(found.somers_d_column)))
        .put("somers_d_row", one(Some(found.somers_d_row)))
        .put("somers_d_symmetric", one(Some(found.somers_d)));
    let mut trend = Sheet::new();
    match linear_by_linear(counted, rows, columns) {
        Err(error) => {
            trend.put("r", error);
        }
        Ok(found) => {
            trend.put("r", found.r);
            put_test(&mut trend, &found.test);
        }
    }
    sheet.put("linear_by_linear", trend);
    sheet
}

/// Tests of paired answers, where both variables have the same categories: 0 and 1 of a vote are not those of a scale from 0 to 6, and 1
/// for men is not 1 for yes.
fn paired(table: &Table<'_>) -> Option<Sheet> {
    // every category of either variable, the rows' order first
    let mut values: Vec<&Value> = table.rows.iter().map(|category| &category.value).collect();
    let known = values.clone();
    let total = |column: usize| table.counts.iter().map(|row| row[column]).sum::<f64>();
    for (column, category) in table.columns.iter().enumerate() {
        if !known.iter().any(|value| value.same(&category.value)) && total(column) > 0.0 {
            values.push(&category.value);
        }
    }
    let position =
        |of: &[Category], value: &Value| of.iter().position(|category| category.value.same(value));
    // answers to one question share their categories and what these stand for; of those nobody gave, one side may lack some
    let is_named = |category: &Category| {
        !category.label.is_empty() && category.label != category.value.to_string().into()
    };
    let is_same = |row: &Category, column: &Category| {
        row.value.same(&column.value)
            && (row.label == column.label || !is_named(row) || !is_named(column))
    };
    let is_shared = |row: &&Category| table.columns.iter().any(|column| is_same(row, column));
    let shared = table.rows.iter().filter(is_shared).count();
    if shared < 2 || shared < table.rows.len() || 2 * shared <= values.len() {
        return None;
    }
    let counts: Vec<Vec<f64>> = values
        .iter()
        .map(|row| {
            values
                .iter()
                .map(|column| {
                    let cell = position(table.rows, row).zip(position(table.columns, column));
                    cell.map_or(0.0, |(row, column)| table.counts[row][column] * table.scale)
                })
                .collect()
        })
        .collect();
    Some(changes(&counts, !table.run.rows.weighted))
}

/// Whether answers changed from one measurement to the other, from a square table of counts of cases with at least two
/// categories; exact where they are `cases` and not sums of weights.
pub(in super::super) fn changes(counts: &[Vec<f64>], cases: bool) -> Sheet {
    let mut sheet = Sheet::new();
    if let [[_, b], [c, _]] = [counts[0].as_slice(), counts[1].as_slice()] {
        let mut figures = Sheet::new();
        match mcnemar(*b, *c) {
            Err(error) => {
                figures.put("statistic", error);
            }
            Ok(found) => {
                put_test(&mut figures, &found.test);
                figures.put("corrected", test_sheet(&found.corrected));
                if cases {
                    figures
                        .put("exact_p_value", found.exact)
                        .put("mid_p", found.mid_p);
                }
            }
        }
        sheet.put("mcnemar", figures);
    }
    if counts.len() > 2 {
        let mut figures = Sheet::new();
        match bowker(counts) {
            Err(error) => {
                figures.put("statistic", error);
            }
            Ok(found) => {
                put_test(&mut figures, &found.test);
                if let Some(occupied) = found.occupied {
                    figures.put("occupied_pairs", test_sheet(&occupied));
                }
            }
        }
        sheet.put("bowker", figures);
    }
    let (mut homogeneity, mut bhapkar) = (Sheet::new(), Sheet::new());
    match marginal_homogeneity(counts) {
        Err(error) => {
            homogeneity.put("statistic", error.clone());
            bhapkar.put("statistic", error);
        }
        Ok(found) => {
            put_test(&mut homogeneity, &found.stuart_maxwell);
            match found.bhapkar {
                Some(test) => put_test(&mut bhapkar, &test),
                None => {
                    bhapkar.put("statistic", None::<f64>);
                }
            }
        }
    }
    sheet
        .put("stuart_maxwell", homogeneity)
        .put("bhapkar", bhapkar);
    sheet
}

/// The letter of a column: A to Z, then AA and so on.
fn letter(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        column /= 26;
        if column == 0 {
            break;
        }
        column -= 1;
    }
    letters.into_iter().rev().collect()
}

fn adjustment_word(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::Holm => "holm",
        Adjustment::Bonferroni => "bonferroni",
        Adjustment::Sidak => "sidak",
        Adjustment::Hochberg => "hochberg",
        Adjustment::BenjaminiHochberg => "benjamini_hochberg",
        Adjustment::BenjaminiYekutieli => "benjamini_yekutieli",
        Adjustment::None => "no_correction",
    }
}

/// Which columns differ in a row: every comparison, and the letters of the smaller shares beside the larger ones.
fn compare_columns(sheet: &mut Sheet, table: &Table<'_>, used: &Used) -> Result<(), Error> {
    let comparisons = column_proportions(&used.counts).map_err(|error| Error::Statistics {
        variables: vec![table.spec.rows.clone(), table.spec.columns.clone()],
        reason: error.to_string(),
    })?;
    if comparisons.len() > MOST {
        return Ok(());
    }
    let columns = used.columns.len();
    let options = table.spec.compare_columns;
    let mut letters = vec![vec![Vec::new(); columns]; used.rows.len()];
    let mut records = Vec::new();
    for row in 0..used.rows.len() {
        let here: Vec<_> = comparisons
            .iter()
            .filter(|found| found.row == row)
            .collect();
        let p: Vec<_> = here.iter().map(|found| found.p_value).collect();
        let corrected = adjust(&p, method(options.adjust));
        for (found, corrected) in here.into_iter().zip(corrected) {
            if corrected.value() < options.alpha {
                let (larger, smaller) = if found.z > 0.0 {
                    (found.first, found.second)
                } else {
                    (found.second, found.first)
                };
                letters[row][larger].push(smaller);
            }
            let mut record = Sheet::new();
            record
                .put("row", used.rows[row].clone())
                .put("first", used.columns[found.first].clone())
                .put("second", used.columns[found.second].clone())
                .put("z", found.z)
                .put("p_value", found.p_value)
                .put("adjusted_p_value", corrected);
            records.push(record);
        }
    }
    let word = |text: String| Label {
        value: Value::Text(text),
        label: crate::Text::default(),
    };
    let mut named = Vec::new();
    for (row, columns) in letters.iter_mut().enumerate() {
        for (column, above) in columns.iter_mut().enumerate() {
            above.sort_unstable();
            let above: Vec<String> = above.iter().map(|column| letter(*column)).collect();
            let mut record = Sheet::new();
            record
                .put("row", used.rows[row].clone())
                .put("column", used.columns[column].clone())
                .put("letter", word(letter(column)))
                .put("above", word(above.join(" ")));
            named.push(record);
        }
    }
    let mut found = Sheet::new();
    found
        .put("significance_level", options.alpha)
        .put("adjustment", adjustment_word(options.adjust))
        .put("pairs", records)
        .put("letters", named);
    sheet.put("column_proportions", found);
    Ok(())
}

/// Several 2 x 2 tables, one for each stratum.
pub(super) fn mantel_haenszel(
    tables: &Tabulation,
    rows: &[usize],
    columns: &[usize],
    strata: &Coded<'_>,
    run: &Run<'_>,
) -> Result<Sheet, Error> {
    let level = run.level()?;
    if run.rows.weighted {
        let mut sheet = Sheet::new();
        sheet.put("statistic", befund_stats::Error::NotWhole);
        return Ok(sheet);
    }
    let used: Vec<usize> = columns
        .iter()
        .copied()
        .filter(|column| {
            (1..=strata.categories.len()).any(|stratum| {
                rows.iter()
                    .any(|row| tables.n(&[*row, *column, stratum]) > 0)
            })
        })
        .collect();
    let mut sheet = Sheet::new();
    let ([first, second], [one, other]) = (rows, used.as_slice()) else {
        sheet.put(
            "statistic",
            befund_stats::Error::NotFourfold {
                rows: rows.len(),
                columns: used.len(),
            },
        );
        return Ok(sheet);
    };
    let counts: Vec<[f64; 4]> = (1..=strata.categories.len())
        .map(|stratum| {
            [(first, one), (first, other), (second, one), (second, other)]
                .map(|(row, column)| tables.weight(&[*row, *column, stratum]))
        })
        .collect();
    match befund_stats::contingency::mantel_haenszel(&counts, level) {
        Err(error) => {
            sheet.put("statistic", error);
        }
        Ok(found) => {
            sheet.put("odds_ratio", with_interval(found.odds_ratio, level));
            put_test(&mut sheet, &found.test);
            sheet.put("corrected", test_sheet(&found.corrected));
            if let Some(test) = found.breslow_day {
                sheet.put("breslow_day", test_sheet(&test));
            }
            if let Some(test) = found.tarone {
                sheet.put("tarone", test_sheet(&test));
            }
            sheet.put("strata", found.strata);
        }
    }
    Ok(sheet)
}
