//! The same rows measured twice or more, or once against a value.

use befund_stats::Level;
use befund_stats::groups::{Effect, Groups, Sample, chi_squared_share, pairs};
use befund_stats::order::sort_numbers;
use befund_stats::paired::{
    Blocks, Differences, cochran_q, conover, friedman, paired_difference, paired_t, sign_test,
    signed_rank, signed_rank_exact,
};

use super::comparison::{
    Effects, corrected, interval, p_of, pair, put_exact, put_location, simple_random_sample, t_test,
};
use super::crosstab::changes;
use super::run::Run;
use super::{Paired, Zeros};
use crate::codebook::Level as Scale;
use crate::finding::{Finding, Part, Results, Statistics};
use crate::rows::numbers;
use crate::{Error, Label, Sheet};

/// More values than categories that could change.
const MOST_CATEGORIES: usize = 12;

/// More measurements than are compared pair by pair.
const MOST_COMPARED: usize = 40;

#[inline(never)]
pub(super) fn run(spec: &Paired, run: Run<'_>) -> Result<Finding, Error> {
    simple_random_sample(&run)?;
    run.need("variables", spec.variables.len(), 1)?;
    run.once(&spec.variables)?;
    let level = run.level()?;
    let columns = spec
        .variables
        .iter()
        .map(|name| numbers(run.data, name))
        .collect::<Result<Vec<_>, _>>()?;
    let items = spec
        .variables
        .iter()
        .map(|name| run.item(name))
        .collect::<Result<Vec<_>, _>>()?;
    let ordinal = spec.variables.iter().any(|name| {
        let variable = run.data.codebook.variable(name);
        variable.is_some_and(|variable| variable.level == Scale::Ordinal)
    });
    // rows with answers to all
    let mut values = Vec::new();
    let mut counts = Vec::new();
    let mut incomplete = 0;
    for (row, _) in run.rows.iter() {
        let cases = run.rows.cases(row);
        if columns.iter().all(|column| column[row].is_some()) {
            values.extend(columns.iter().filter_map(|column| column[row]));
            counts.push(cases);
        } else if columns.iter().any(|column| column[row].is_some()) {
            incomplete += cases;
        }
    }
    let measured = Measurements {
        spec,
        level,
        labels: items.iter().map(Label::from).collect(),
        values,
        counts,
        ordinal,
    };
    let figures = measured
        .figures(incomplete)
        .map_err(|error| Error::Statistics {
            variables: spec.variables.clone(),
            reason: error.to_string(),
        })?;
    let parts = vec![Part {
        variables: items,
        figures,
    }];
    let answered = run.answered(1, |_, row| {
        columns.iter().all(|column| column[row].is_some())
    });
    let names: Vec<&str> = spec.variables.iter().map(String::as_str).collect();
    run.finding(
        Results::Paired(Statistics { by: None, parts }),
        answered,
        &names,
    )
}

/// Complete rows, one after the other, with how many cases each stands for.
struct Measurements<'a> {
    spec: &'a Paired,
    level: Level,
    labels: Vec<Label>,
    values: Vec<f64>,
    counts: Vec<u64>,
    ordinal: bool,
}

impl Measurements<'_> {
    fn figures(&self, incomplete: u64) -> Result<Sheet, befund_stats::Error> {
        let mut sheet = Sheet::new();
        sheet
            .put("n", self.counts.iter().sum::<u64>())
            .put("incomplete", incomplete);
        if self.counts.is_empty() {
            return Ok(sheet);
        }
        match self.labels.len() {
            1 => {
                sheet.put("measurements", self.descriptions(None)?);
                let pairs = self.column(0).map(|(value, n)| (value, self.spec.value, n));
                sheet.put("value", self.spec.value);
                self.two(&mut sheet, &pairs.collect::<Vec<_>>())?;
            }
            2 => {
                sheet.put("measurements", self.descriptions(None)?);
                let pairs = self.pairs_of(0, 1);
                self.two(&mut sheet, &pairs)?;
                if let Some(counts) = categories(&pairs) {
                    sheet.put("changes", changes(&counts, true));
                }
            }
            _ => self.several(&mut sheet)?,
        }
        Ok(sheet)
    }

    /// One measurement with its counts.
    fn column(&self, index: usize) -> impl Iterator<Item = (f64, u64)> {
        let rows = self.values.chunks_exact(self.labels.len());
        rows.zip(&self.counts).map(move |(row, n)| (row[index], *n))
    }

    fn pairs_of(&self, first: usize, second: usize) -> Vec<(f64, f64, u64)> {
        let firsts = self.column(first);
        firsts
            .zip(self.column(second))
            .map(|((first, n), (second, _))| (first, second, n))
            .collect()
    }

    /// Mean, spread and median of each measurement, and its mean rank among all.
    fn descriptions(&self, mean_ranks: Option<&[f64]>) -> Result<Vec<Sheet>, befund_stats::Error> {
        let mut records = Vec::new();
        for (index, label) in self.labels.iter().enumerate() {
            let sample = Sample::new(self.column(index).collect())?;
            let group = Groups::new(vec![sample])?;
            let mean = group.mean_interval(0, self.level);
            let mut record = Sheet::new();
            record
                .put("variable", label.clone())
                .put("mean", group.mean(0))
                .put(
                    "confidence_interval",
                    mean.map(|mean| interval(mean, self.level)),
                )
                .put("standard_deviation", group.standard_deviation(0))
                .put("median", group.median(0));
            if let Some(ranks) = mean_ranks {
                record.put("mean_rank", ranks[index]);
            }
            records.push(record);
        }
        Ok(records)
    }

    fn zeros(&self) -> befund_stats::paired::Zeros {
        match self.spec.zeros {
            Zeros::Wilcoxon => befund_stats::paired::Zeros::Wilcoxon,
            Zeros::Pratt => befund_stats::paired::Zeros::Pratt,
        }
    }

    /// Two measurements, or one against a value.
    fn two(&self, sheet: &mut Sheet, pairs: &[(f64, f64, u64)]) -> Result<(), befund_stats::Error> {
        let (level, limit) = (self.level, self.spec.exact.steps());
        let differences = Differences::new(pairs)?;
        let t = paired_t(&differences, level);
        sheet.put(
            "main_test",
            if self.ordinal || t.is_err() {
                "wilcoxon_signed_rank"
            } else {
                "paired_t"
            },
        );
        sheet.put("paired_t", t.map(|test| t_test(&test, level)));
        let signed = signed_rank(&differences, self.zeros(), level);
        sheet.put(
            "wilcoxon_signed_rank",
            signed.as_ref().map_err(Clone::clone).map(|test| {
                let mut sheet = Sheet::new();
                sheet
                    .put("n", test.n)
                    .put("zeros", test.zeros)
                    .put("positive_ranks", test.positive)
                    .put("negative_ranks", test.negative)
                    .put("z", test.z)
                    .put("p_value", test.p_value)
                    .put("z_corrected", test.z_corrected)
                    .put("p_corrected", test.p_corrected);
                if limit > 0.0 {
                    let exact = signed_rank_exact(&differences, self.zeros(), limit);
                    put_exact(&mut sheet, exact);
                }
                put_location(&mut sheet, differences.pseudo_median(level, limit), level);
                sheet
            }),
        );
        sheet.put(
            "sign_test",
            sign_test(&differences).map(|test| {
                let mut sheet = Sheet::new();
                sheet
                    .put("positive", test.positive)
                    .put("negative", test.negative)
                    .put("zeros", test.zeros)
                    .put("exact_p_value", test.p_value);
                sheet
            }),
        );
        let mut effects = Effects::default();
        match paired_difference(&differences, level) {
            Ok(found) => {
                effects.put("cohens_dz", Ok(found.cohens_dz), level);
                effects.put("hedges_gz", Ok(found.hedges_gz), level);
            }
            Err(error) => effects.put("cohens_dz", Err(error), level),
        }
        match signed {
            Ok(test) => {
                let effect = Effect {
                    estimate: test.rank_biserial,
                    interval: test.interval,
                };
                effects.put("rank_biserial", Ok(effect), level);
                effects.add("r", test.r, None, level);
            }
            Err(error) => effects.put("rank_biserial", Err(error), level),
        }
        sheet.put("effect_sizes", effects.sheets());
        Ok(())
    }

    /// Three measurements or more.
    fn several(&self, sheet: &mut Sheet) -> Result<(), befund_stats::Error> {
        let k = self.labels.len();
        let blocks = Blocks::new(k, self.values.clone(), &self.counts)?;
        let test = match friedman(&blocks) {
            Ok(test) => test,
            Err(error) => {
                sheet
                    .put("measurements", self.descriptions(None)?)
                    .put("friedman", error);
                return Ok(());
            }
        };
        let binary = cochran_q(&blocks);
        let main = if binary.is_ok() {
            "cochran_q"
        } else {
            "friedman"
        };
        sheet
            .put("measurements", self.descriptions(Some(&test.mean_ranks))?)
            .put("main_test", main);
        let mut figures = Sheet::new();
        figures
            .put("statistic", test.statistic)
            .put("df", test.df)
            .put("p_value", test.p_value)
            .put("f", test.f)
            .put("df_within", test.df_within)
            .put("p_f", test.f_p_value);
        sheet.put("friedman", figures);
        if let Ok(test) = binary {
            let mut figures = Sheet::new();
            figures
                .put("statistic", test.statistic)
                .put("df", test.df)
                .put("p_value", test.p_value);
            sheet.put("cochran_q", figures);
        }
        let mut effects = Effects::default();
        let share = chi_squared_share(test.statistic, test.df, test.n * test.df, self.level);
        effects.add("kendalls_w", test.kendalls_w, Some(share), self.level);
        sheet.put("effect_sizes", effects.sheets());
        if k > MOST_COMPARED {
            let limit = MOST_COMPARED;
            sheet.put(
                "pairs",
                befund_stats::Error::TooManyGroups { groups: k, limit },
            );
            return Ok(());
        }
        sheet.put("signed_rank_pairs", self.signed_rank_pairs()?);
        sheet.put(
            "conover",
            conover(&test).map(|compared| {
                let records = compared.into_iter().map(|test| {
                    let mut record = pair(&self.labels, test.pair);
                    let nemenyi = befund_stats::distribution::studentized_range::tail(
                        test.nemenyi_q,
                        k as f64,
                        f64::INFINITY,
                    );
                    record
                        .put("difference", test.difference)
                        .put("t", test.t)
                        .put("p_value", test.p_value)
                        .put("nemenyi_p_value", nemenyi);
                    (record, test.p_value)
                });
                corrected(k, records.collect(), self.spec.adjust)
            }),
        );
        Ok(())
    }

    /// Signed rank tests of every two measurements.
    fn signed_rank_pairs(&self) -> Result<Vec<Sheet>, befund_stats::Error> {
        let mut records = Vec::new();
        for of in pairs(self.labels.len()) {
            let mut record = pair(&self.labels, of);
            let differences = Differences::new(&self.pairs_of(of.0, of.1))?;
            let test = signed_rank(&differences, self.zeros(), self.level);
            let p = p_of(&test, |test| test.p_value);
            match test {
                Ok(test) => record
                    .put("rank_biserial", test.rank_biserial)
                    .put("confidence_interval", interval(test.interval, self.level))
                    .put("z", test.z)
                    .put("p_value", test.p_value),
                Err(error) => record.put("rank_biserial", error),
            };
            records.push((record, p));
        }
        Ok(corrected(self.labels.len(), records, self.spec.adjust))
    }
}

/// The square table of both measurements, where they take few values and share some.
fn categories(pairs: &[(f64, f64, u64)]) -> Option<Vec<Vec<f64>>> {
    let mut values: Vec<f64> = Vec::new();
    for value in pairs.iter().flat_map(|(first, second, _)| [first, second]) {
        if !values.contains(value) {
            values.push(*value);
            if values.len() > MOST_CATEGORIES {
                return None;
            }
        }
    }
    sort_numbers(&mut values);
    let place = |value: f64| values.iter().position(|known| *known == value);
    let mut counts = vec![vec![0.0; values.len()]; values.len()];
    for (first, second, n) in pairs {
        counts[place(*first)?][place(*second)?] += *n as f64;
    }
    let both = (0..values.len()).filter(|&category| {
        counts[category].iter().any(|n| *n > 0.0) && counts.iter().any(|row| row[category] > 0.0)
    });
    (both.count() > 1).then_some(counts)
}
