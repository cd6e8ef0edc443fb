//! Means, totals, shares and ratios with standard errors under the sampling design.

use befund_stats::design::{
    Estimate as Found, Means, ProportionMethod, Quantile, SurveyDesign, proportion_interval,
};
use befund_stats::multiplicity::adjust;
use befund_stats::{Error as Stats, Level, Probability};

use super::run::Run;
use super::sampling::{kept, survey_design};
use super::weighting::Margins;
use super::{Adjustment, Estimate, EstimatedFigures, Replication, ShareInterval};
use crate::codebook::Level as Measured;
use crate::coded::Coded;
use crate::finding::{Category, Finding, Interval, Part, Results, Statistics};
use crate::rows::numbers;
use crate::{Error, Figure, Label, Sheet};

/// More groups than are compared pair by pair.
const MOST_COMPARED: usize = 30;

/// Answers of every row, none outside the subpopulation.
pub(super) type Answers = Vec<Option<f64>>;

/// What all estimates of an analysis share.
struct Estimation<'a> {
    spec: &'a Estimate,
    level: Level,
    design: SurveyDesign,
    margins: Option<Margins>,
    cases: Vec<u64>,
    kept: Vec<bool>,
    groups: Vec<Category>,
    /// Group of each row, from 1; 0 outside.
    group: Vec<usize>,
}

#[inline(never)]
pub(super) fn run(spec: &Estimate, mut run: Run<'_>) -> Result<Finding, Error> {
    run.need("variables", spec.variables.len(), 1)?;
    run.once(spec.variables.iter().chain(&spec.by))?;
    let level = run.level()?;
    let mut kept = kept(&run);
    let mut margins = None;
    let design = if spec.margins.is_empty() {
        survey_design(&run, None)?
    } else {
        let known = Margins::read(&run, &spec.margins)?;
        known.note_left_out(&mut run);
        for (kept, usable) in kept.iter_mut().zip(&known.usable) {
            *kept &= usable;
        }
        let design = survey_design(&run, Some(&known.usable))?;
        let design = known.calibrate(&run, design)?;
        margins = Some(known);
        design
    };
    let by = spec.by.as_deref().map(|by| run.coded(by)).transpose()?;
    let (groups, group) = groups(&run, by.as_ref());
    let cases = (0..design.rows()).map(|row| design.cases(row)).collect();
    let estimation = Estimation {
        spec,
        level,
        design,
        margins,
        cases,
        kept,
        groups,
        group,
    };
    let denominator = spec
        .denominator
        .as_deref()
        .map(|name| numbers(run.data, name))
        .transpose()?;
    let mut parts = Vec::new();
    let mut answers = Vec::new();
    for name in &spec.variables {
        let (figures, answered) = estimation.variable(&run, name, denominator.as_deref())?;
        answers.push(answered);
        parts.push(Part {
            variables: vec![run.item(name)?],
            figures,
        });
    }
    let answered = run.answered(answers.len(), |item, row| answers[item][row]);
    let by = spec.by.as_deref().map(|by| run.item(by)).transpose()?;
    let names = spec.variables.iter().chain(&spec.by);
    let names: Vec<&str> = names.map(String::as_str).collect();
    run.finding(
        Results::Estimate(Statistics { by, parts }),
        answered,
        &names,
    )
}

/// The categories somebody belongs to, and which of them each row belongs to.
fn groups(run: &Run<'_>, by: Option<&Coded<'_>>) -> (Vec<Category>, Vec<usize>) {
    let Some(by) = by else {
        return (Vec::new(), vec![0; run.rows.len()]);
    };
    let mut used = vec![false; by.categories.len() + 1];
    for (row, _) in run.rows.iter() {
        used[by.slot(row)] = true;
    }
    let mut numbers = vec![0; used.len()];
    let mut groups = Vec::new();
    for (index, category) in by.categories.iter().enumerate() {
        if used[index + 1] {
            groups.push(category.clone());
            numbers[index + 1] = groups.len();
        }
    }
    let mut group = vec![0; run.rows.len()];
    for (row, _) in run.rows.iter() {
        group[row] = numbers[by.slot(row)];
    }
    (groups, group)
}

impl Estimation<'_> {
    /// The figures of a variable, and which rows have an answer.
    fn variable(
        &self,
        run: &Run<'_>,
        name: &str,
        denominator: Option<&[Option<f64>]>,
    ) -> Result<(Sheet, Vec<bool>), Error> {
        let (variable, _) = run.find(name)?;
        let numeric = match (self.spec.figures, variable.level) {
            (EstimatedFigures::Shares, _) => None,
            (EstimatedFigures::Auto, Measured::Nominal | Measured::Text | Measured::Date) => None,
            (EstimatedFigures::Auto, Measured::Ordinal) => numbers(run.data, name).ok(),
            _ => Some(numbers(run.data, name)?),
        };
        let shares = match self.spec.figures {
            EstimatedFigures::Shares => true,
            EstimatedFigures::Means => false,
            EstimatedFigures::Auto => numeric.is_none() || variable.level == Measured::Ordinal,
        };
        let mut sheet = Sheet::new();
        let coded = shares.then(|| run.coded(name)).transpose()?;
        let answered: Vec<bool> = (0..self.kept.len())
            .map(|row| {
                self.kept[row]
                    && match (&numeric, &coded) {
                        (Some(numbers), _) => numbers[row].is_some(),
                        (None, Some(coded)) => coded.slot(row) > 0,
                        (None, None) => false,
                    }
            })
            .collect();
        let (mut n, mut population) = (0, 0.0);
        for (row, cases) in self.cases.iter().enumerate() {
            if answered[row] {
                n += cases;
                population += self.design.weight(row) * *cases as f64;
            }
        }
        sheet
            .put("n", n)
            .put("estimated_population", population)
            .put("strata", self.design.strata())
            .put("sampling_units", self.design.units())
            .put("df", self.design.df_within(&|row| answered[row]));
        if let Some(numbers) = numeric {
            let y: Answers = numbers
                .iter()
                .zip(&answered)
                .map(|(number, answered)| number.filter(|_| *answered))
                .collect();
            self.numbers(&mut sheet, &y, denominator);
        }
        if let Some(coded) = coded {
            self.categories(&mut sheet, &coded);
        }
        Ok((sheet, answered))
    }

    /// Mean, total, quantiles and ratio, of all and by group.
    fn numbers(&self, sheet: &mut Sheet, y: &Answers, denominator: Option<&[Option<f64>]>) {
        let mean = |y: &Answers| self.design.mean(y);
        let total = |y: &Answers| self.design.total(y);
        let pairs = denominator.map(|x| -> (Answers, Answers) {
            let both = |row: usize| y[row].is_some() && x[row].is_some();
            let take = |of: &[Option<f64>]| {
                (0..y.len())
                    .map(|row| of[row].filter(|_| both(row)))
                    .collect()
            };
            (take(y), take(x))
        });
        let mut means = self.estimate(mean(y));
        self.replicated(&mut means, &|weights| {
            weighted_mean(weights, &self.cases, y)
        });
        let mut totals = self.estimate(total(y));
        self.replicated(&mut totals, &|weights| {
            weighted_sum(weights, &self.cases, y).map(|(_, total)| total)
        });
        sheet.put("mean", means).put("population_total", totals);
        let orders = match &self.spec.quantiles {
            None => sheet_of_quantile(self.quantile(y, 0.5), self.level)
                .map(|median| {
                    sheet.put("median", median);
                    Vec::new()
                })
                .unwrap_or_default(),
            Some(orders) => orders.clone(),
        };
        if !orders.is_empty() {
            let records = orders.iter().map(|order| {
                let mut record = Sheet::new();
                record.put("order", *order);
                match self.quantile(y, *order) {
                    Ok(quantile) => put_quantile(&mut record, &quantile, self.level),
                    Err(error) => {
                        record.put("estimate", error);
                    }
                }
                record
            });
            let records: Vec<Sheet> = records.collect();
            sheet.put("quantiles", records);
        }
        if let Some((y, x)) = &pairs {
            let mut ratio = self.estimate(self.design.ratio(y, x));
            self.replicated(&mut ratio, &|weights| {
                let (_, above) = weighted_sum(weights, &self.cases, y)?;
                let (_, below) = weighted_sum(weights, &self.cases, x)?;
                (below != 0.0).then(|| above / below)
            });
            sheet.put("ratio", ratio);
        }
        if self.groups.is_empty() {
            return;
        }
        sheet.put("domain_means", self.domains(y, &mean));
        sheet.put("domain_totals", self.domains(y, &total));
        let medians: Vec<Sheet> = (0..self.groups.len())
            .map(|group| {
                let mut record = self.group_record(group);
                match self.quantile(&self.within(y, group), 0.5) {
                    Ok(median) => put_quantile(&mut record, &median, self.level),
                    Err(error) => {
                        record.put("estimate", error);
                    }
                }
                record
            })
            .collect();
        sheet.put("domain_medians", medians);
        if let Some((y, x)) = &pairs {
            sheet.put(
                "domain_ratios",
                self.domains(y, &|y| self.design.ratio(y, x)),
            );
        }
        let (compared, group) = self.answering(y);
        match self.compared(y, &compared, &group) {
            Ok(means) => {
                let mut differences = Vec::new();
                self.differences(&mut differences, &means, &compared, None);
                self.adjust(&mut differences);
                sheet.put(
                    "differences",
                    differences
                        .into_iter()
                        .map(|(_, sheet)| sheet)
                        .collect::<Vec<_>>(),
                );
                match means.equality() {
                    Ok(test) => {
                        let mut wald = Sheet::new();
                        wald.put("statistic", test.statistic)
                            .put("df1", test.df1)
                            .put("df2", test.df2)
                            .put("p_value", test.p_value);
                        sheet.put("wald", wald);
                    }
                    Err(error) => {
                        sheet.put("wald", error);
                    }
                }
            }
            Err(error) => {
                sheet.put("differences", error);
            }
        }
    }

    /// Shares of the categories, of all and by group.
    fn categories(&self, sheet: &mut Sheet, coded: &Coded<'_>) {
        let mut shares = Vec::new();
        let mut domains = Vec::new();
        let mut differences = Vec::new();
        for (index, category) in coded.categories.iter().enumerate() {
            let indicator = &indicator(coded, index + 1, &self.kept);
            let mut record = Sheet::new();
            record.put("category", Label::from(category));
            self.put_share(&mut record, indicator);
            self.replicated(&mut record, &|weights| {
                weighted_mean(weights, &self.cases, indicator)
            });
            shares.push(record);
            for group in 0..self.groups.len() {
                let mut record = self.group_record(group);
                record.put("category", Label::from(category));
                self.put_share(&mut record, &self.within(indicator, group));
                domains.push(record);
            }
            // of two shares that add up to 1 the second says it all
            if coded.categories.len() == 2 && index == 0 {
                continue;
            }
            let (compared, group) = self.answering(indicator);
            if let Ok(means) = self.compared(indicator, &compared, &group) {
                self.differences(&mut differences, &means, &compared, Some(category));
            }
        }
        sheet.put("shares", shares);
        if self.groups.is_empty() {
            return;
        }
        sheet.put("domain_shares", domains);
        if !differences.is_empty() {
            self.adjust(&mut differences);
            sheet.put(
                "share_differences",
                differences
                    .into_iter()
                    .map(|(_, sheet)| sheet)
                    .collect::<Vec<_>>(),
            );
        }
    }

    fn put_share(&self, record: &mut Sheet, indicator: &Answers) {
        let count: u64 = indicator
            .iter()
            .zip(&self.cases)
            .filter(|(answer, _)| **answer == Some(1.0))
            .map(|(_, cases)| cases)
            .sum();
        let share = match self.design.mean(indicator) {
            Ok(share) => share,
            Err(error) => {
                record.put("count", count).put("estimate", error);
                return;
            }
        };
        record
            .put("count", count)
            .put("n", share.n)
            .put("estimate", share.value)
            .put("standard_error", share.standard_error)
            .put(
                "confidence_interval",
                share_interval(&share, self.level, self.spec.interval),
            )
            .put("design_effect", share.design_effect)
            .put(
                "design_effect_with_replacement",
                share.design_effect_with_replacement,
            );
        if let Ok(total) = self.design.total(indicator) {
            record
                .put("population_total", total.value)
                .put("total_standard_error", total.standard_error);
        }
    }

    fn estimate(&self, found: Result<Found, Stats>) -> Sheet {
        let mut sheet = Sheet::new();
        put_estimate(&mut sheet, found, self.level);
        sheet
    }

    fn quantile(&self, y: &Answers, order: f64) -> Result<Quantile, Stats> {
        self.design.quantile(y, order, self.level)
    }

    /// One record per group.
    fn domains(
        &self,
        y: &Answers,
        estimate: &dyn Fn(&Answers) -> Result<Found, Stats>,
    ) -> Vec<Sheet> {
        (0..self.groups.len())
            .map(|group| {
                let found = estimate(&self.within(y, group));
                let mut record = self.group_record(group);
                if let Ok(found) = &found {
                    record
                        .put("n", found.n)
                        .put("estimated_population", found.population)
                        .put("df", found.df);
                }
                put_estimate(&mut record, found, self.level);
                record
            })
            .collect()
    }

    fn group_record(&self, group: usize) -> Sheet {
        let mut record = Sheet::new();
        record.put("group", Label::from(&self.groups[group]));
        record
    }

    /// The answers of a group, from 0.
    fn within(&self, y: &Answers, group: usize) -> Answers {
        y.iter()
            .zip(&self.group)
            .map(|(y, own)| y.filter(|_| *own == group + 1))
            .collect()
    }

    /// The groups with an answer, and the rows' numbers among them.
    fn answering(&self, y: &Answers) -> (Vec<usize>, Vec<usize>) {
        let mut answering = vec![false; self.groups.len() + 1];
        for (y, group) in y.iter().zip(&self.group) {
            answering[*group] |= y.is_some();
        }
        let mut numbers = vec![0; answering.len()];
        let mut compared = Vec::new();
        for group in 0..self.groups.len() {
            if answering[group + 1] {
                compared.push(group);
                numbers[group + 1] = compared.len();
            }
        }
        let group = self.group.iter().map(|group| numbers[*group]).collect();
        (compared, group)
    }

    fn compared(&self, y: &Answers, compared: &[usize], group: &[usize]) -> Result<Means, Stats> {
        if compared.len() > MOST_COMPARED {
            return Err(Stats::TooManyGroups {
                groups: compared.len(),
                limit: MOST_COMPARED,
            });
        }
        if compared.len() < 2 {
            return Err(Stats::EmptyDomain);
        }
        self.design.means(y, group, compared.len())
    }

    /// Differences of every two groups, the later less the earlier one, each with its p-value.
    fn differences(
        &self,
        records: &mut Vec<(Probability, Sheet)>,
        means: &Means,
        compared: &[usize],
        category: Option<&Category>,
    ) {
        for (second, later) in compared.iter().enumerate() {
            for (first, earlier) in compared[..second].iter().enumerate() {
                let found = means.difference(second, first);
                let mut record = Sheet::new();
                if let Some(category) = category {
                    record.put("category", Label::from(category));
                }
                record
                    .put("first", Label::from(&self.groups[*later]))
                    .put("second", Label::from(&self.groups[*earlier]))
                    .put("difference", found.difference)
                    .put("standard_error", found.standard_error)
                    .put("statistic", found.statistic)
                    .put("df", found.df)
                    .put("p_value", found.p_value)
                    .put(
                        "confidence_interval",
                        found
                            .interval(self.level)
                            .map(|found| interval(found, self.level)),
                    );
                let p = found.p_value.unwrap_or(Probability::new(f64::NAN));
                records.push((p, record));
            }
        }
    }

    /// Adds p-values corrected for the number of comparisons, where there are several.
    fn adjust(&self, records: &mut [(Probability, Sheet)]) {
        if records.len() > 1 {
            let p: Vec<Probability> = records.iter().map(|(p, _)| *p).collect();
            let adjusted = adjust(&p, method(self.spec.adjust));
            for ((_, record), p) in records.iter_mut().zip(adjusted) {
                record.put("adjusted_p_value", p);
            }
        }
    }

    /// Adds the standard error by replication, where it is asked for.
    fn replicated(&self, sheet: &mut Sheet, statistic: &dyn Fn(&[f64]) -> Option<f64>) {
        use befund_stats::design::Replication as Method;
        let method = match self.spec.replication {
            None => return,
            Some(Replication::Jackknife) => Method::Jackknife,
            Some(Replication::Bootstrap { replicates, seed }) => {
                Method::Bootstrap { replicates, seed }
            }
            Some(Replication::Balanced { fay }) => Method::Balanced { fay },
        };
        let found = self
            .design
            .replicate(method, &|weights| match &self.margins {
                None => statistic(weights),
                Some(margins) => statistic(&margins.again(weights, &self.cases)?),
            });
        match found {
            Ok(found) => sheet
                .put("replicate_standard_error", found.standard_error)
                .put("replicates", found.replicates),
            Err(error) => sheet.put("replicate_standard_error", error),
        };
    }
}

/// Adds estimate, standard error, intervals and design effects.
pub(super) fn put_estimate(sheet: &mut Sheet, found: Result<Found, Stats>, level: Level) {
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            sheet.put("estimate", error);
            return;
        }
    };
    sheet
        .put("estimate", found.value)
        .put("standard_error", found.standard_error)
        .put(
            "confidence_interval",
            found.interval(level).map(|found| interval(found, level)),
        )
        .put(
            "normal_interval",
            interval(found.normal_interval(level), level),
        )
        .put("coefficient_of_variation", found.coefficient_of_variation())
        .put("design_effect", found.design_effect)
        .put(
            "design_effect_with_replacement",
            found.design_effect_with_replacement,
        );
}

/// 1 for the rows with this category, 0 for those with another, none outside the subpopulation.
pub(super) fn indicator(coded: &Coded<'_>, slot: usize, kept: &[bool]) -> Answers {
    let answer = |(row, kept): (usize, &bool)| match coded.slot(row) {
        0 => None,
        found => kept.then_some(if found == slot { 1.0 } else { 0.0 }),
    };
    kept.iter().enumerate().map(answer).collect()
}

/// Σ w and Σ w y; none without weight.
fn weighted_sum(weights: &[f64], cases: &[u64], y: &Answers) -> Option<(f64, f64)> {
    let (mut weight, mut total) = (0.0, 0.0);
    for (row, y) in y.iter().enumerate() {
        if let Some(y) = y {
            let each = weights[row] * cases[row] as f64;
            weight += each;
            total += each * y;
        }
    }
    (weight > 0.0).then_some((weight, total))
}

fn weighted_mean(weights: &[f64], cases: &[u64], y: &Answers) -> Option<f64> {
    weighted_sum(weights, cases, y).map(|(weight, total)| total / weight)
}

fn sheet_of_quantile(found: Result<Quantile, Stats>, level: Level) -> Option<Figure> {
    Some(match found {
        Ok(quantile) => {
            let mut sheet = Sheet::new();
            put_quantile(&mut sheet, &quantile, level);
            sheet.into()
        }
        Err(error) => error.into(),
    })
}

/// Adds estimate, standard error and interval.
pub(super) fn put_quantile(sheet: &mut Sheet, quantile: &Quantile, level: Level) {
    sheet
        .put("estimate", quantile.value)
        .put("standard_error", quantile.standard_error)
        .put(
            "confidence_interval",
            quantile.interval.map(|found| interval(found, level)),
        );
}

/// The interval of a share; that of the beta distribution where the share leaves nothing else.
pub(super) fn share_interval(
    share: &Found,
    level: Level,
    method: ShareInterval,
) -> Option<Interval> {
    let edge = share.value == 0.0 || share.value == 1.0;
    let found = match method {
        ShareInterval::Logit if edge => proportion_interval(share, level, ProportionMethod::Beta),
        ShareInterval::Logit => proportion_interval(share, level, ProportionMethod::Logit),
        ShareInterval::Beta => proportion_interval(share, level, ProportionMethod::Beta),
        ShareInterval::Wilson => proportion_interval(share, level, ProportionMethod::Wilson),
        ShareInterval::Wald => share.interval(level),
    };
    found.map(|found| interval(found, level))
}

/// An interval as findings have it.
pub(super) fn interval(found: befund_stats::Interval, level: Level) -> Interval {
    Interval {
        lower: found.lower,
        upper: found.upper,
        level: level.get(),
    }
}

pub(super) fn method(adjustment: Adjustment) -> befund_stats::multiplicity::Adjustment {
    use befund_stats::multiplicity::Adjustment as Stats;
    match adjustment {
        Adjustment::Holm => Stats::Holm,
        Adjustment::Bonferroni => Stats::Bonferroni,
        Adjustment::Sidak => Stats::Sidak,
        Adjustment::Hochberg => Stats::Hochberg,
        Adjustment::BenjaminiHochberg => Stats::BenjaminiHochberg,
        Adjustment::BenjaminiYekutieli => Stats::BenjaminiYekutieli,
        Adjustment::None => Stats::None,
    }
}
