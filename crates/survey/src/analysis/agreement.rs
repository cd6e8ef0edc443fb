//! Agreement of raters.

use befund_stats::{
    IccForm, Level, MeasurementLevel, RatingWeights, Ratings, cohen_kappa, fleiss_kappa, gwet_ac1,
    icc, krippendorff_alpha,
};

use super::correlation::interval as interval_figure;
use super::points::{between, impossible, refuse};
use super::run::{Answered, Run};
use super::{Agreement, KappaWeights};
use crate::codebook;
use crate::coded::{Coded, places};
use crate::finding::{Category, Finding, Item, Part, Results, Statistics};
use crate::order;
use crate::rows::numbers;
use crate::{Error, Figure, Label, Sheet};

/// Raters up to which every two are compared.
const MOST_RATERS: usize = 60;

/// What the raters said: a category for each unit and rater who rated it.
struct Rated {
    categories: Vec<Category>,
    /// The numbers of the categories, where all are numbers.
    values: Option<Vec<f64>>,
    /// Whether the order of the categories means something.
    ordered: bool,
    /// Units: categories by rater, and how many cases.
    units: Vec<(Vec<Option<usize>>, u64)>,
}

#[inline(never)]
pub(super) fn run(spec: &Agreement, run: Run<'_>) -> Result<Finding, Error> {
    if let Some(coding) = &spec.coding {
        return super::coders::run(spec, coding, run);
    }
    run.need("raters", spec.raters.len(), 2)?;
    between("raters", spec.raters.len(), 2, MOST_RATERS)?;
    run.once(&spec.raters)?;
    refuse(&run, &["weight", "design"])?;
    let level = run.level()?;
    let items = spec
        .raters
        .iter()
        .map(|name| run.item(name))
        .collect::<Result<Vec<_>, _>>()?;
    let (sheet, answered) = if spec.counts {
        by_counts(spec, &run, &items, level)?
    } else {
        by_raters(spec, &run, &items, level)?
    };
    let names: Vec<&str> = spec.raters.iter().map(String::as_str).collect();
    let results = Results::Agreement(Statistics {
        by: None,
        parts: vec![Part {
            variables: items,
            figures: sheet,
        }],
    });
    run.finding(results, answered, &names)
}

/// One variable per category, holding how many raters chose it.
fn by_counts(
    spec: &Agreement,
    run: &Run<'_>,
    items: &[Item],
    level: Level,
) -> Result<(Sheet, Answered), Error> {
    let given = spec
        .raters
        .iter()
        .map(|name| numbers(run.data, name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut units: Vec<(Vec<(usize, u64)>, u64)> = Vec::new();
    for (row, _) in run.rows.iter() {
        let mut unit = Vec::with_capacity(given.len());
        for (category, counts) in given.iter().enumerate() {
            let Some(count) = counts[row] else { continue };
            if !(0.0..=1e15).contains(&count) || count.fract() != 0.0 {
                return Err(Error::NotACount {
                    variable: spec.raters[category].clone(),
                    row: row as u64 + 1,
                    value: count,
                });
            }
            // a whole number between 0 and 1e15
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            unit.push((category, count as u64));
        }
        if unit.len() == given.len() {
            units.push((unit, run.rows.cases(row)));
        }
    }
    let answered = run.answered(given.len(), |item, row| given[item][row].is_some());
    let ratings =
        Ratings::new(units, items.len()).map_err(|error| impossible(&spec.raters, error))?;
    let labels: Vec<Label> = items.iter().map(Label::from).collect();
    let mut sheet = Sheet::new();
    several_raters(&mut sheet, &ratings, &labels, level);
    let mut alpha = Sheet::new();
    alpha.put(
        "nominal",
        krippendorff(&ratings, &[], MeasurementLevel::Nominal, level),
    );
    sheet.put("krippendorff_alpha", alpha);
    Ok((sheet, answered))
}

/// One variable per rater.
fn by_raters(
    spec: &Agreement,
    run: &Run<'_>,
    items: &[Item],
    level: Level,
) -> Result<(Sheet, Answered), Error> {
    let coded = spec
        .raters
        .iter()
        .map(|name| run.coded(name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut ordinal = true;
    for name in &spec.raters {
        let (variable, _) = run.find(name)?;
        ordinal &= variable.level == codebook::Level::Ordinal;
    }
    let rated = Rated::new(&coded, ordinal, run);
    let raters = items.len();
    let mut sheet = Sheet::new();
    let weights = match spec.weights {
        KappaWeights::None => RatingWeights::Unweighted,
        KappaWeights::Linear => RatingWeights::Linear,
        KappaWeights::Quadratic => RatingWeights::Quadratic,
    };
    let mut pairs = Vec::new();
    for second in 1..raters {
        for first in 0..second {
            let mut counts = vec![vec![0; rated.categories.len()]; rated.categories.len()];
            for (unit, cases) in &rated.units {
                if let (Some(first), Some(second)) = (unit[first], unit[second]) {
                    counts[first][second] += cases;
                }
            }
            let mut record = Sheet::new();
            if raters == 2 {
                record.put("weights", weights_word(spec.weights));
            } else {
                record
                    .put("first", Label::from(&items[first]))
                    .put("second", Label::from(&items[second]));
            }
            cohen(&mut record, &counts, weights, level);
            pairs.push(record);
        }
    }
    if raters == 2 {
        sheet.put("cohen_kappa", pairs.swap_remove(0));
    } else {
        sheet
            .put("weights", weights_word(spec.weights))
            .put("cohen_kappa_pairs", pairs);
    }

    let labels: Vec<Label> = rated.categories.iter().map(Label::from).collect();
    let given = |unit: &[Option<usize>]| -> Vec<(usize, u64)> {
        unit.iter()
            .flatten()
            .map(|category| (*category, 1))
            .collect()
    };
    let complete = rated
        .units
        .iter()
        .filter(|(unit, _)| unit.iter().all(Option::is_some));
    match Ratings::new(
        complete.map(|(unit, cases)| (given(unit), *cases)),
        labels.len(),
    ) {
        Ok(ratings) => several_raters(&mut sheet, &ratings, &labels, level),
        Err(_) => {
            let reason = "no unit was rated by all raters";
            sheet.put("fleiss_kappa", Figure::Undefined(reason.to_owned()));
        }
    }
    let units = rated
        .units
        .iter()
        .map(|(unit, cases)| (given(unit), *cases));
    let mut alpha = Sheet::new();
    match Ratings::new(units, labels.len()) {
        Ok(ratings) => {
            let values = rated.values.as_deref().unwrap_or(&[]);
            alpha.put(
                "nominal",
                krippendorff(&ratings, values, MeasurementLevel::Nominal, level),
            );
            if rated.ordered {
                alpha.put(
                    "ordinal",
                    krippendorff(&ratings, values, MeasurementLevel::Ordinal, level),
                );
            }
            if rated.values.is_some() {
                alpha
                    .put(
                        "interval",
                        krippendorff(&ratings, values, MeasurementLevel::Interval, level),
                    )
                    .put(
                        "ratio",
                        krippendorff(&ratings, values, MeasurementLevel::Ratio, level),
                    );
            }
        }
        Err(_) => {
            let reason = "no unit was rated twice";
            alpha.put("nominal", Figure::Undefined(reason.to_owned()));
        }
    }
    sheet.put("krippendorff_alpha", alpha);
    if let Some(values) = &rated.values {
        sheet.put("intraclass_correlations", intraclass(&rated, values, level));
    }
    let answered = run.answered(raters, |rater, row| coded[rater].slot(row) > 0);
    Ok((sheet, answered))
}

impl Rated {
    /// The categories of all raters together: numbers by size, others in the order of the codebook.
    fn new(coded: &[Coded<'_>], ordinal: bool, run: &Run<'_>) -> Self {
        let mut categories: Vec<Category> = Vec::new();
        for category in coded.iter().flat_map(|coded| &coded.categories) {
            if !categories
                .iter()
                .any(|known| known.value.same(&category.value))
            {
                categories.push(category.clone());
            }
        }
        let all_numbers = categories
            .iter()
            .all(|known| known.value.number().is_some());
        if all_numbers {
            order::sort(&mut categories, |a, b| a.value.order(&b.value));
        }
        let places = places(coded, &categories);
        let units = run.rows.iter().map(|(row, _)| {
            let unit = coded.iter().zip(&places);
            let unit = unit.map(|(coded, places)| places[coded.slot(row)]);
            (unit.collect(), run.rows.cases(row))
        });
        Self {
            values: all_numbers.then(|| {
                categories
                    .iter()
                    .filter_map(|known| known.value.number())
                    .collect()
            }),
            ordered: all_numbers || ordinal,
            units: units.collect(),
            categories,
        }
    }
}

/// An interval by the jackknife.
fn by_jackknife(interval: Option<befund_stats::Interval>, level: Level) -> Figure {
    match interval {
        Some(interval) => interval_figure(Some(interval), level),
        None => Figure::Undefined(
            "the jackknife needs three units or more, and not too many different ones".to_owned(),
        ),
    }
}

fn weights_word(weights: KappaWeights) -> &'static str {
    match weights {
        KappaWeights::None => "unweighted",
        KappaWeights::Linear => "linear_weights",
        KappaWeights::Quadratic => "quadratic_weights",
    }
}

fn cohen(sheet: &mut Sheet, counts: &[Vec<u64>], weights: RatingWeights, level: Level) {
    match cohen_kappa(counts, weights, level) {
        Ok(found) => {
            sheet
                .put("n", found.n)
                .put("kappa", found.kappa)
                .put(
                    "confidence_interval",
                    interval_figure(Some(found.interval), level),
                )
                .put("observed_agreement", found.observed)
                .put("expected_agreement", found.expected)
                .put("standard_error", found.standard_error)
                .put("null_standard_error", found.null_standard_error)
                .put("statistic", found.z)
                .put("p_value", found.p_value);
        }
        Err(error) => {
            sheet.put("kappa", error);
        }
    }
}

/// Figures of ratings of all units by equally many raters.
fn several_raters(sheet: &mut Sheet, ratings: &Ratings, labels: &[Label], level: Level) {
    let mut fleiss = Sheet::new();
    match fleiss_kappa(ratings, level) {
        Ok(found) => {
            fleiss
                .put("n", found.n)
                .put("raters", found.raters)
                .put("kappa", found.kappa.estimate)
                .put(
                    "confidence_interval",
                    by_jackknife(found.kappa.interval, level),
                )
                .put("observed_agreement", found.kappa.observed)
                .put("expected_agreement", found.kappa.expected)
                .put("standard_error", found.kappa.standard_error)
                .put("null_standard_error", found.null_standard_error)
                .put("statistic", found.z)
                .put("p_value", found.p_value);
            let categories = labels.iter().zip(found.categories).map(|(label, found)| {
                let mut record = Sheet::new();
                record.put("category", label.clone());
                match found {
                    Some(found) => record
                        .put("kappa", found.kappa)
                        .put("statistic", found.z)
                        .put("p_value", found.p_value),
                    None => {
                        let reason = "nobody or everybody chose it";
                        record.put("kappa", Figure::Undefined(reason.to_owned()))
                    }
                };
                record
            });
            fleiss.put("categories", categories.collect::<Vec<_>>());
        }
        Err(error) => {
            fleiss.put("kappa", error);
        }
    }
    sheet.put("fleiss_kappa", fleiss);
    let mut gwet = Sheet::new();
    match gwet_ac1(ratings, level) {
        Ok(found) => {
            gwet.put("ac1", found.estimate)
                .put("confidence_interval", by_jackknife(found.interval, level))
                .put("observed_agreement", found.observed)
                .put("expected_agreement", found.expected)
                .put("standard_error", found.standard_error);
        }
        Err(error) => {
            gwet.put("ac1", error);
        }
    }
    sheet.put("gwet_ac1", gwet);
}

fn krippendorff(ratings: &Ratings, values: &[f64], scale: MeasurementLevel, level: Level) -> Sheet {
    let mut sheet = Sheet::new();
    match krippendorff_alpha(ratings, values, scale, level) {
        Ok(found) => {
            sheet
                .put("alpha", found.alpha)
                .put("confidence_interval", by_jackknife(found.interval, level))
                .put("observed_disagreement", found.observed)
                .put("expected_disagreement", found.expected)
                .put("standard_error", found.standard_error)
                .put("n", found.n)
                .put("ratings", found.ratings);
        }
        Err(error) => {
            sheet.put("alpha", error);
        }
    }
    sheet
}

fn intraclass(rated: &Rated, values: &[f64], level: Level) -> Figure {
    let rows: Vec<(Vec<f64>, u64)> = rated
        .units
        .iter()
        .filter_map(|(unit, cases)| {
            let unit: Option<Vec<f64>> = unit.iter().map(|place| Some(values[(*place)?])).collect();
            Some((unit?, *cases))
        })
        .collect();
    let found = match icc(&rows, level) {
        Ok(found) => found,
        Err(error) => return error.into(),
    };
    let records = found.iter().map(|found| {
        let mut record = Sheet::new();
        record
            .put(
                "form",
                match found.form {
                    IccForm::OneWaySingle => "icc_1_1",
                    IccForm::RandomSingle => "icc_2_1",
                    IccForm::FixedSingle => "icc_3_1",
                    IccForm::OneWayMean => "icc_1_k",
                    IccForm::RandomMean => "icc_2_k",
                    IccForm::FixedMean => "icc_3_k",
                },
            )
            .put("icc", found.icc)
            .put(
                "confidence_interval",
                interval_figure(Some(found.interval), level),
            )
            .put("statistic", found.f)
            .put("df1", found.df1)
            .put("df2", found.df2)
            .put("p_value", found.p_value);
        record
    });
    records.collect::<Vec<_>>().into()
}
