//! Numbers compared between groups.

use befund_stats::Level;
use befund_stats::groups::{
    Anova, AnovaOfMeans, ByPair, Groups, Sample, TTest, Variances, anova, bartlett, brown_forsythe,
    brown_forsythe_means, chi_squared_share, explained_share, games_howell, glass_delta, levene,
    pairwise_t, standardized_difference, tukey_hsd, two_sample_t, variance_ratio, welch_anova,
};
use befund_stats::multiplicity::adjust;
use befund_stats::ranks::{
    GroupRanks, dominance, dunn, jonckheere_terpstra, kruskal_wallis, mann_whitney,
    mann_whitney_exact, shift,
};

use super::CompareGroups;
use super::comparison::{
    Effects, corrected, interval, p_of, pair, put_exact, put_location, simple_random_sample, t_test,
};
use super::run::{Answered, Run};
use crate::codebook::Level as Scale;
use crate::coded::Coded;
use crate::dataset::Column;
use crate::finding::{Finding, Part, Results, Statistics};
use crate::rows::numbers;
use crate::tabulate::Tabulation;
use crate::{Error, Figure, Label, Sheet};

/// More groups than are compared pair by pair.
const MOST_COMPARED: usize = 40;

#[inline(never)]
pub(super) fn run(spec: &CompareGroups, run: Run<'_>) -> Result<Finding, Error> {
    simple_random_sample(&run)?;
    run.need("variables", spec.variables.len(), 1)?;
    run.once(spec.variables.iter().chain([&spec.by]))?;
    let level = run.level()?;
    let by = run.coded(&spec.by)?;
    let (grouping, _) = run.find(&spec.by)?;
    let ordered = matches!(grouping.level, Scale::Ordinal | Scale::Scale | Scale::Date);
    let mut parts = Vec::new();
    let mut bases = Vec::new();
    let mut answers = Vec::new();
    for name in &spec.variables {
        let (outcome, found) = Outcome::collect(&run, name, &by)?;
        answers.push(found);
        bases.push(outcome.samples.iter().map(|sample| sample.n() as u64).sum());
        parts.push(Part {
            variables: vec![run.item(name)?],
            figures: outcome.figures(spec, level, ordered),
        });
    }
    let answered = answered(&run, &by, &answers, &bases);
    let by = Some(run.item(&spec.by)?);
    let names: Vec<&str> = spec
        .variables
        .iter()
        .chain([&spec.by])
        .map(String::as_str)
        .collect();
    run.finding(
        Results::CompareGroups(Statistics { by, parts }),
        answered,
        &names,
    )
}

/// Who answered at least one of the outcomes; how many answered each is known from its groups.
fn answered(run: &Run<'_>, by: &Coded<'_>, answers: &[Answers<'_>], bases: &[u64]) -> Answered {
    let mut n = 0;
    for (row, _) in run.rows.iter() {
        if by.slot(row) > 0 && answers.iter().any(|answers| answers.holds(row)) {
            n += run.rows.cases(row);
        }
    }
    Answered {
        n,
        weighted_n: n as f64,
        smallest: bases.iter().copied().min().unwrap_or(0),
        largest: bases.iter().copied().max().unwrap_or(0),
    }
}

/// The answers to an outcome, row by row.
enum Answers<'a> {
    Coded(Coded<'a>),
    Numbers(Vec<Option<f64>>),
}

impl Answers<'_> {
    /// Whether a row has a valid one.
    fn holds(&self, row: usize) -> bool {
        match self {
            Self::Coded(coded) => coded.slot(row) > 0,
            Self::Numbers(numbers) => numbers[row].is_some(),
        }
    }
}

/// The answers to one outcome in every group somebody belongs to.
struct Outcome {
    labels: Vec<Label>,
    samples: Vec<Sample>,
    missing: Vec<u64>,
    /// Distances between answers mean something.
    metric: bool,
    /// The codebook says that answers are ranks at best.
    ordinal: bool,
}

impl Outcome {
    /// Coded answers from their table, others from sorted answers.
    fn collect<'a>(
        run: &Run<'a>,
        name: &str,
        by: &Coded<'_>,
    ) -> Result<(Self, Answers<'a>), Error> {
        let (variable, column) = run.find(name)?;
        let ordinal = variable.level == Scale::Ordinal;
        let mut metric = true;
        // values with their counts, and how many gave none
        let mut found: Vec<(Vec<(f64, u64)>, u64)> = vec![Default::default(); by.categories.len()];
        let answers = if matches!(column, Column::Numbers(_)) {
            let numbers = numbers(run.data, name)?;
            for (row, _) in run.rows.iter() {
                if let Some(group) = by.slot(row).checked_sub(1) {
                    let cases = run.rows.cases(row);
                    match numbers[row] {
                        Some(number) => found[group].0.push((number, cases)),
                        None => found[group].1 += cases,
                    }
                }
            }
            Answers::Numbers(numbers)
        } else {
            let coded = Coded::unlimited(variable, column)?;
            let values = values(name, &coded, ordinal)?;
            metric = coded
                .categories
                .iter()
                .all(|category| category.value.number().is_some());
            let table = Tabulation::of(&run.rows, &[by, &coded]);
            for (group, (answers, missing)) in found.iter_mut().enumerate() {
                for (slot, value) in values.iter().enumerate() {
                    answers.push((*value, table.n(&[group + 1, slot + 1])));
                }
                *missing = table.n(&[group + 1, 0]);
            }
            Answers::Coded(coded)
        };
        let mut outcome = Self {
            labels: Vec::new(),
            samples: Vec::new(),
            missing: Vec::new(),
            metric,
            ordinal,
        };
        for ((answers, missing), category) in found.into_iter().zip(&by.categories) {
            let sample = Sample::new(answers).map_err(|error| Error::Statistics {
                variables: vec![name.to_owned()],
                reason: error.to_string(),
            })?;
            if sample.n() > 0.0 || missing > 0 {
                outcome.labels.push(category.into());
                outcome.samples.push(sample);
                outcome.missing.push(missing);
            }
        }
        Ok((outcome, answers))
    }

    fn figures(mut self, spec: &CompareGroups, level: Level, ordered: bool) -> Sheet {
        let mut sheet = Sheet::new();
        // groups in which somebody answered are compared
        let compared: Vec<usize> = (0..self.samples.len())
            .filter(|group| self.samples[*group].n() > 0.0)
            .collect();
        let samples = compared
            .iter()
            .map(|group| std::mem::take(&mut self.samples[*group]))
            .collect();
        let groups = match Groups::new(samples) {
            Ok(groups) => groups,
            Err(error) => {
                sheet.put("groups", error);
                return sheet;
            }
        };
        let ranks = GroupRanks::of(&groups);
        let mut records = Vec::new();
        for (group, label) in self.labels.iter().enumerate() {
            let mut record = Sheet::new();
            record.put("group", label.clone());
            if let Some(index) = compared.iter().position(|compared| *compared == group) {
                record.put("n", groups.sizes()[index]);
                if self.metric {
                    let mean = groups.mean_interval(index, level);
                    record
                        .put("mean", groups.mean(index))
                        .put(
                            "confidence_interval",
                            mean.map(|mean| interval(mean, level)),
                        )
                        .put("standard_deviation", groups.standard_deviation(index))
                        .put("median", groups.median(index));
                }
                record.put("mean_rank", ranks.mean_rank(index));
            } else {
                record.put("n", 0.0);
            }
            record.put("missing", self.missing[group]);
            records.push(record);
        }
        sheet.put("groups", records);
        let comparison = Comparison {
            labels: compared
                .iter()
                .map(|group| self.labels[*group].clone())
                .collect(),
            groups,
            ranks,
            level,
            spec,
            metric: self.metric,
        };
        if comparison.labels.len() < 2 {
            let error = befund_stats::Error::TooFewGroups {
                groups: comparison.labels.len(),
                needed: 2,
            };
            sheet.put("main_test", error);
            return sheet;
        }
        comparison.put(&mut sheet, ordered, self.ordinal || !self.metric);
        sheet
    }
}

/// The numbers of coded answers; of words in the order of the codebook their places.
fn values(name: &str, coded: &Coded<'_>, ordinal: bool) -> Result<Vec<f64>, Error> {
    let mut values = Vec::with_capacity(coded.categories.len());
    for category in &coded.categories {
        match category.value.number() {
            Some(number) => values.push(number),
            None if ordinal => {
                return Ok((1..=coded.categories.len())
                    .map(|place| place as f64)
                    .collect());
            }
            None => {
                return Err(Error::NotNumeric {
                    variable: name.to_owned(),
                    value: category.value.clone(),
                });
            }
        }
    }
    Ok(values)
}

/// Groups with answers, at least two.
struct Comparison<'a> {
    labels: Vec<Label>,
    groups: Groups,
    ranks: GroupRanks,
    level: Level,
    spec: &'a CompareGroups,
    metric: bool,
}

impl Comparison<'_> {
    fn put(&self, sheet: &mut Sheet, ordered: bool, by_ranks: bool) {
        let two = self.labels.len() == 2;
        let mut effects = Effects::default();
        let welch_is_defined = if two {
            two_sample_t(&self.groups, 0, 1, Variances::Unequal, self.level).is_ok()
        } else {
            welch_anova(&self.groups).is_ok()
        };
        sheet.put(
            "main_test",
            match (by_ranks || !welch_is_defined, two) {
                (true, true) => "mann_whitney",
                (true, false) => "kruskal_wallis",
                (false, true) => "welch",
                (false, false) => "welch_anova",
            },
        );
        if two {
            self.two_groups(sheet, &mut effects);
        }
        if self.metric {
            self.means(sheet, &mut effects);
        }
        self.by_ranks(sheet, &mut effects);
        if ordered {
            sheet.put("jonckheere_terpstra", self.trend());
        }
        if self.metric {
            self.spreads(sheet, two);
        }
        sheet.put("effect_sizes", effects.sheets());
        if !two && self.spec.pairs {
            self.pairs(sheet);
        }
    }

    fn two_groups(&self, sheet: &mut Sheet, effects: &mut Effects) {
        let (groups, level) = (&self.groups, self.level);
        if self.metric {
            for (term, variances) in [("welch", Variances::Unequal), ("student", Variances::Equal)]
            {
                let test = two_sample_t(groups, 0, 1, variances, level);
                sheet.put(term, test.map(|test| t_test(&test, level)));
            }
            match standardized_difference(groups, 0, 1, level) {
                Ok(found) => {
                    effects.put("cohens_d", Ok(found.cohens_d), level);
                    effects.put("hedges_g", Ok(found.hedges_g), level);
                    effects.add(
                        "hedges_g_approximate",
                        found.hedges_g_approximate,
                        None,
                        level,
                    );
                }
                Err(error) => effects.put("cohens_d", Err(error), level),
            }
            effects.put("glass_delta", glass_delta(groups, 0, 1, level), level);
        }
        let limit = self.spec.exact.steps();
        let test = mann_whitney(&self.ranks);
        sheet.put(
            "mann_whitney",
            test.as_ref().map_err(Clone::clone).map(|test| {
                let mut sheet = Sheet::new();
                sheet
                    .put("u_first", test.u_first)
                    .put("u_second", test.u_second)
                    .put("rank_sum", test.rank_sum)
                    .put("z", test.z)
                    .put("p_value", test.p_value)
                    .put("z_corrected", test.z_corrected)
                    .put("p_corrected", test.p_corrected);
                if limit > 0.0 {
                    put_exact(&mut sheet, mann_whitney_exact(&self.ranks, limit));
                }
                if self.metric {
                    put_location(&mut sheet, shift(groups, level, limit), level);
                }
                sheet
            }),
        );
        if let (Ok(test), Ok(found)) = (test, dominance(groups, level)) {
            effects.add("cliffs_delta", found.delta, found.interval, level);
            let superiority = found.interval.map(|delta| befund_stats::Interval {
                lower: (1.0 + delta.lower) / 2.0,
                upper: (1.0 + delta.upper) / 2.0,
            });
            effects.add(
                "probability_of_superiority",
                test.probability_of_superiority,
                superiority,
                level,
            );
            effects.add("r", test.r, None, level);
        }
    }

    /// Tests of equal means of any number of groups.
    fn means(&self, sheet: &mut Sheet, effects: &mut Effects) {
        let groups = &self.groups;
        if self.labels.len() > 2 {
            sheet
                .put("welch_anova", welch_anova(groups).map(|test| f_test(&test)))
                .put(
                    "brown_forsythe_means",
                    brown_forsythe_means(groups).map(|test| f_test(&test)),
                );
        }
        match anova(groups) {
            Ok(found) => {
                sheet.put("anova", analysis_of_variance(&found));
                let n = found.df_between + found.df_within + 1.0;
                let share = explained_share(
                    found.statistic,
                    found.df_between,
                    found.df_within,
                    n,
                    self.level,
                );
                effects.add("eta_squared", found.eta_squared, Some(share), self.level);
                effects.add(
                    "omega_squared",
                    found.omega_squared,
                    Some(share),
                    self.level,
                );
                effects.add(
                    "epsilon_squared",
                    found.epsilon_squared,
                    Some(share),
                    self.level,
                );
                // f² = η² / (1 − η²)
                let f = |share: f64| (share / (1.0 - share)).sqrt();
                let interval = befund_stats::Interval {
                    lower: f(share.lower),
                    upper: f(share.upper),
                };
                effects.add("cohens_f", found.cohens_f, Some(interval), self.level);
            }
            Err(error) => {
                sheet.put("anova", error);
            }
        }
    }

    fn by_ranks(&self, sheet: &mut Sheet, effects: &mut Effects) {
        let test = match kruskal_wallis(&self.ranks) {
            Ok(test) => test,
            Err(error) => {
                sheet.put("kruskal_wallis", error);
                return;
            }
        };
        let mut figures = Sheet::new();
        figures
            .put("statistic", test.statistic)
            .put("df", test.df)
            .put("p_value", test.p_value);
        sheet.put("kruskal_wallis", figures);
        let share = chi_squared_share(test.statistic, test.df, test.n - 1.0, self.level);
        effects.add(
            "rank_epsilon_squared",
            test.epsilon_squared,
            Some(share),
            self.level,
        );
        effects.add(
            "rank_eta_squared",
            test.eta_squared,
            Some(share),
            self.level,
        );
    }

    fn trend(&self) -> Figure {
        let limit = self.spec.exact.steps();
        jonckheere_terpstra(&self.groups, limit)
            .map(|test| {
                let mut sheet = Sheet::new();
                sheet
                    .put("statistic", test.statistic)
                    .put("expected", test.expected)
                    .put("z", test.z)
                    .put("p_value", test.p_value);
                if let Some(exact) = test.exact {
                    put_exact(&mut sheet, Ok(exact));
                }
                sheet
            })
            .into()
    }

    /// Tests of equal variances.
    fn spreads(&self, sheet: &mut Sheet, two: bool) {
        let groups = &self.groups;
        sheet
            .put("levene", levene(groups).map(|test| f_test(&test)))
            .put(
                "brown_forsythe",
                brown_forsythe(groups).map(|test| f_test(&test)),
            )
            .put(
                "bartlett",
                bartlett(groups).map(|test| {
                    let mut sheet = Sheet::new();
                    sheet
                        .put("statistic", test.statistic)
                        .put("df", test.df)
                        .put("p_value", test.p_value);
                    sheet
                }),
            );
        if two {
            sheet.put(
                "variance_ratio",
                variance_ratio(groups, 0, 1, self.level).map(|test| {
                    let mut sheet = Sheet::new();
                    sheet
                        .put("f", test.statistic)
                        .put("confidence_interval", interval(test.interval, self.level))
                        .put("df_first", test.df_first)
                        .put("df_second", test.df_second)
                        .put("p_value", test.p_value);
                    sheet
                }),
            );
        }
    }

    /// For each group the letters of those whose mean is significantly smaller, as custom tables show them.
    fn letters(&self, found: &ByPair<TTest>) -> Vec<Sheet> {
        let p: Vec<_> = found
            .iter()
            .map(|(_, test)| p_of(test, |test| test.p_value))
            .collect();
        let adjusted = adjust(&p, self.spec.adjust.into());
        let mut smaller: Vec<Vec<usize>> = vec![Vec::new(); self.labels.len()];
        for (((first, second), test), p) in found.iter().zip(adjusted) {
            if let Ok(test) = test
                && p.value() < 1.0 - self.level.get()
            {
                if test.difference > 0.0 {
                    smaller[*first].push(*second);
                } else {
                    smaller[*second].push(*first);
                }
            }
        }
        let text = |text: String| Label {
            value: text.as_str().into(),
            label: text.as_str().into(),
        };
        let groups = self.labels.iter().zip(&mut smaller).enumerate();
        let records = groups.map(|(index, (label, smaller))| {
            smaller.sort_unstable();
            let letters: Vec<String> = smaller.iter().map(|group| letter(*group)).collect();
            let mut record = Sheet::new();
            record
                .put("group", label.clone())
                .put("letter", text(letter(index)))
                .put("larger_than", text(letters.join(" ")));
            record
        });
        records.collect()
    }

    /// Comparisons of every two groups.
    fn pairs(&self, sheet: &mut Sheet) {
        let (labels, level) = (&self.labels, self.level);
        if labels.len() > MOST_COMPARED {
            sheet.put(
                "pairs",
                befund_stats::Error::TooManyGroups {
                    groups: labels.len(),
                    limit: MOST_COMPARED,
                },
            );
            return;
        }
        if self.metric {
            for (term, compared) in [
                ("games_howell", games_howell(&self.groups, level)),
                ("tukey_hsd", tukey_hsd(&self.groups, level)),
            ] {
                let records = compared.map(|compared| {
                    let records = compared.into_iter().map(|(of, test)| {
                        let mut record = pair(labels, of);
                        match test {
                            Ok(test) => record
                                .put("difference", test.difference)
                                .put("confidence_interval", interval(test.interval, level))
                                .put("t", test.t)
                                .put("q", test.q)
                                .put("critical_q", test.critical_q)
                                .put("df", test.df)
                                .put("adjusted_p_value", test.p_value),
                            Err(error) => record.put("difference", error),
                        };
                        record
                    });
                    records.collect::<Vec<Sheet>>()
                });
                sheet.put(term, records);
            }
        }
        let k = labels.len();
        sheet.put(
            "dunn",
            dunn(&self.ranks).map(|found| {
                let records = found.into_iter().map(|test| {
                    let mut record = pair(labels, test.pair);
                    record
                        .put("difference", test.difference)
                        .put("z", test.z)
                        .put("p_value", test.p_value);
                    (record, test.p_value)
                });
                corrected(k, records.collect(), self.spec.adjust)
            }),
        );
        if self.metric {
            for (term, variances) in [
                ("pairwise_t_welch", Variances::Unequal),
                ("pairwise_t_pooled", Variances::Equal),
            ] {
                let found = pairwise_t(&self.groups, variances, level);
                if let (Ok(found), Variances::Equal) = (&found, variances) {
                    sheet.put("larger_groups", self.letters(found));
                }
                let records = found.map(|found| {
                    let records = found.into_iter().map(|(of, test)| {
                        let mut record = pair(labels, of);
                        let p = p_of(&test, |test| test.p_value);
                        match test {
                            Ok(test) => record
                                .put("difference", test.difference)
                                .put("t", test.statistic)
                                .put("df", test.df)
                                .put("p_value", test.p_value),
                            Err(error) => record.put("difference", error),
                        };
                        (record, p)
                    });
                    corrected(k, records.collect(), self.spec.adjust)
                });
                sheet.put(term, records);
            }
        }
    }
}

/// A, B, ..., Z, AA, AB, ...
fn letter(index: usize) -> String {
    let last = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letter(before - 1)),
    }
}

fn f_test(test: &AnovaOfMeans) -> Sheet {
    let mut sheet = Sheet::new();
    sheet
        .put("f", test.statistic)
        .put("df_between", test.df_between)
        .put("df_within", test.df_within)
        .put("p_value", test.p_value);
    sheet
}

fn analysis_of_variance(found: &Anova) -> Sheet {
    let mut sheet = Sheet::new();
    sheet
        .put("sum_of_squares_between", found.sum_of_squares_between)
        .put("df_between", found.df_between)
        .put("mean_square_between", found.mean_square_between)
        .put("sum_of_squares_within", found.sum_of_squares_within)
        .put("df_within", found.df_within)
        .put("mean_square_within", found.mean_square_within)
        .put("sum_of_squares_total", found.sum_of_squares_total)
        .put("f", found.statistic)
        .put("p_value", found.p_value)
        .put(
            "residual_standard_deviation",
            found.residual_standard_deviation,
        );
    sheet
}
