//! Response rate from a contact frame.

use super::Response;
use super::run::{Answered, Run, share};
use crate::coded::Coded;
use crate::finding::{
    CategoryShare, Finding, GroupResponseRate, ResponseRate, ResponseRates, Results,
};
use crate::{Error, Sheet};

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
        statistics: Sheet::new(),
    });
    let answered = Answered {
        n: contacted,
        weighted_n: contacted as f64,
        smallest: contacted,
        largest: contacted,
    };
    run.finding(results, answered, &[&spec.disposition])
}

fn rate(contacted: u64, returned: u64) -> ResponseRate {
    ResponseRate {
        contacted,
        returned,
        rate: (contacted > 0).then(|| returned as f64 / contacted as f64),
    }
}
