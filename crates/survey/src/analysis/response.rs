//! Response rate from a contact frame.

use befund_stats::multiplicity::{Adjustment, adjust};
use befund_stats::proportion::{IntervalMethod, equivalent_sample, proportion_difference};
use befund_stats::{Level, Probability};

use super::Response;
use super::run::{Answered, Run, share};
use crate::coded::Coded;
use crate::finding::{
    CategoryShare, Finding, GroupResponseRate, Interval, ResponseRate, ResponseRates, Results,
};
use crate::{Error, Label, Sheet};

/// More groups than are compared pair by pair.
const MOST_COMPARED: usize = 30;

#[inline(never)]
pub(super) fn run(spec: &Response, run: Run<'_>) -> Result<Finding, Error> {
    run.need("returned", spec.returned.len(), 1)?;
    if run.rows.weighted {
        return Err(Error::NoWeight {
            kind: run.spec.analysis.kind().to_owned(),
        });
    }
    let disposition = run.coded(&spec.disposition)?;
    let mut returned = vec![false; disposition.categories.len() + 1];
    for value in &spec.returned {
        let Some(at) = disposition
            .categories
            .iter()
            .position(|category| category.value.same(value))
        else {
            return Err(Error::UnknownValue {
                variable: spec.disposition.clone(),
                value: value.clone(),
                known: disposition
                    .categories
                    .iter()
                    .map(|category| category.value.clone())
                    .collect(),
            });
        };
        returned[at + 1] = true;
    }
    let by = spec.by.as_deref().map(|by| run.coded(by)).transpose()?;
    let cluster = spec
        .cluster
        .as_deref()
        .map(|name| {
            run.find(name)
                .and_then(|(variable, column)| Coded::unlimited(variable, column))
        })
        .transpose()?;

    let mut groups = vec![(0, 0); by.as_ref().map_or(0, |by| by.categories.len()) + 1];
    let mut clusters = vec![
        (false, false);
        cluster
            .as_ref()
            .map_or(0, |cluster| cluster.categories.len())
            + 1
    ];
    let mut outcomes = vec![0u64; disposition.categories.len() + 1];
    for (row, _) in run.rows.iter() {
        let outcome = disposition.slot(row);
        let cases = run.rows.cases(row);
        outcomes[outcome] += cases;
        if let Some(by) = &by {
            let group = &mut groups[by.slot(row)];
            group.0 += cases;
            group.1 += cases * u64::from(returned[outcome]);
        }
        if let Some(cluster) = &cluster {
            let seen = &mut clusters[cluster.slot(row)];
            seen.0 = true;
            seen.1 |= returned[outcome];
        }
    }
    let contacted = run.rows.selected;
    let total = rate(
        contacted,
        outcomes
            .iter()
            .zip(&returned)
            .filter(|(_, returned)| **returned)
            .map(|(n, _)| n)
            .sum(),
    );
    let groups = by.as_ref().map_or_else(Vec::new, |by| {
        by.categories
            .iter()
            .zip(&groups[1..])
            .filter(|(_, (contacted, _))| *contacted > 0)
            .map(|(group, &(contacted, returned))| GroupResponseRate {
                group: group.clone(),
                rate: rate(contacted, returned),
            })
            .collect()
    });
    let clusters = cluster.is_some().then(|| {
        let seen = &clusters[1..];
        rate(
            seen.iter().filter(|cluster| cluster.0).count() as u64,
            seen.iter().filter(|cluster| cluster.1).count() as u64,
        )
    });
    let statistics = statistics(&run, total, &groups)?;
    let dispositions = disposition
        .categories
        .iter()
        .zip(&outcomes[1..])
        .map(|(category, &n)| {
            let share = share(n as f64, contacted as f64);
            CategoryShare {
                category: category.clone(),
                share,
                confidence_interval: None,
            }
        })
        .collect();
    let results = Results::Response(ResponseRates {
        total,
        by: spec.by.as_deref().map(|by| run.item(by)).transpose()?,
        groups,
        cluster: spec
            .cluster
            .as_deref()
            .map(|cluster| run.item(cluster))
            .transpose()?,
        clusters,
        dispositions,
        statistics,
    });
    let answered = Answered {
        n: contacted,
        weighted_n: contacted as f64,
        smallest: contacted,
        largest: contacted,
    };
    run.finding(results, answered, &[&spec.disposition])
}

/// Intervals of the rates, as if the contacted were a sample (the rate of a whole frame is a fact), and the differences
/// between groups.
fn statistics(
    run: &Run<'_>,
    total: ResponseRate,
    groups: &[GroupResponseRate],
) -> Result<Sheet, Error> {
    let named = std::iter::once((None, total));
    let named = named.chain(groups.iter().map(|group| (Some(&group.group), group.rate)));
    let rates = named.map(|(group, rate)| {
        let mut record = Sheet::new();
        match group {
            Some(group) => record.put("group", Label::from(group)),
            None => record.put("group", "overall"),
        };
        let contacted = rate.contacted as f64;
        let returned = share(rate.returned as f64, contacted);
        let interval = |method| run.interval_by(returned, contacted, method);
        record
            .put("contacted", rate.contacted)
            .put("returned", rate.returned)
            .put("rate", rate.rate)
            .put("wilson_interval", interval(IntervalMethod::Wilson))
            .put(
                "clopper_pearson_interval",
                interval(IntervalMethod::ClopperPearson),
            );
        record
    });
    let mut sheet = Sheet::new();
    sheet.put("rates", rates.collect::<Vec<_>>());
    if (2..=MOST_COMPARED).contains(&groups.len()) {
        sheet.put("differences", differences(run, groups, run.level()?));
    }
    Ok(sheet)
}

/// Every two groups, the first less the second, with Newcombe's interval and the test of two proportions.
fn differences(run: &Run<'_>, groups: &[GroupResponseRate], level: Level) -> Vec<Sheet> {
    let mut records = Vec::new();
    let mut p = Vec::new();
    for (index, first) in groups.iter().enumerate() {
        for second in &groups[index + 1..] {
            let mut record = Sheet::new();
            record
                .put("first", Label::from(&first.group))
                .put("second", Label::from(&second.group));
            let contacted = first.rate.contacted as f64;
            if run.population(contacted) == Some(contacted) {
                // all were asked: the difference is a fact
                let rate = |rate: ResponseRate| rate.rate.unwrap_or(0.0);
                record.put("difference", rate(first.rate) - rate(second.rate));
                records.push(record);
                p.push(Probability::new(f64::NAN));
                continue;
            }
            let found = counts(run, first.rate).and_then(|one| {
                counts(run, second.rate).and_then(|other| proportion_difference(one, other, level))
            });
            match found {
                Ok(found) => {
                    record.put("difference", found.difference).put(
                        "confidence_interval",
                        Interval {
                            lower: found.newcombe.lower,
                            upper: found.newcombe.upper,
                            level: level.get(),
                        },
                    );
                    let test = found.pooled;
                    record
                        .put("statistic", test.map(|test| test.statistic))
                        .put("p_value", test.map(|test| test.p_value));
                    p.push(test.map_or(Probability::new(f64::NAN), |test| test.p_value));
                }
                Err(error) => {
                    record.put("difference", error);
                    p.push(Probability::new(f64::NAN));
                }
            }
            records.push(record);
        }
    }
    if records.len() > 1 {
        let adjusted = adjust(&p, Adjustment::Holm);
        for (record, p) in records.iter_mut().zip(adjusted) {
            record.put("adjusted_p_value", p);
        }
    }
    records
}

/// Returned and contacted of the sample that is as precise without the finite population.
fn counts(run: &Run<'_>, rate: ResponseRate) -> Result<(f64, f64), befund_stats::Error> {
    let (returned, contacted) = (rate.returned as f64, rate.contacted as f64);
    let Some(population) = run.population(contacted) else {
        return Ok((returned, contacted));
    };
    let equivalent = equivalent_sample(contacted, population)?;
    Ok((returned / contacted * equivalent, equivalent))
}

fn rate(contacted: u64, returned: u64) -> ResponseRate {
    ResponseRate {
        contacted,
        returned,
        rate: (contacted > 0).then(|| returned as f64 / contacted as f64),
    }
}
