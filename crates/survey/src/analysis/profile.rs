//! Means of several items, by group or overall.

use super::run::Run;
use super::samples::samples;
use super::{ItemGroup, Profile};
use crate::Error;
use crate::coded::Coded;
use crate::finding::{
    Finding, Mean, ProfileGroup, ProfileItem, ProfileItemGroup, ProfileTable, Results,
};

#[inline(never)]
pub(super) fn run(spec: &Profile, run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 1)?;
    run.once(spec.items.iter().chain(&spec.by))?;
    let by = spec.by.as_deref().map(|by| run.coded(by)).transpose()?;
    let (kept, groups) = groups(&run, by.as_ref());
    let mut items = Vec::with_capacity(spec.items.len());
    for name in &spec.items {
        let samples = samples(&run, name, by.as_ref())?;
        let means = kept
            .iter()
            .map(|group| {
                let moments = samples[*group].moments();
                Mean {
                    n: moments.n(),
                    mean: moments.mean(),
                    standard_deviation: moments.standard_deviation(),
                }
            })
            .collect();
        items.push(ProfileItem {
            item: run.item(name)?,
            means,
        });
    }
    let item_groups = spec
        .item_groups
        .iter()
        .map(|heading| average(heading, &items, groups.len()))
        .collect::<Result<_, _>>()?;
    let scale = common_labels(&run, &spec.items);
    let answered = run.answered_numbers(&spec.items, by.as_ref())?;
    let names: Vec<&str> = spec
        .items
        .iter()
        .chain(&spec.by)
        .map(String::as_str)
        .collect();
    let by = spec.by.as_deref().map(|by| run.item(by)).transpose()?;
    run.finding(
        Results::Profile(ProfileTable {
            by,
            groups,
            items,
            item_groups,
            scale,
        }),
        answered,
        &names,
    )
}

/// The groups somebody belongs to: their indices among the categories, and how a finding names them.
pub(super) fn groups(run: &Run<'_>, by: Option<&Coded<'_>>) -> (Vec<usize>, Vec<ProfileGroup>) {
    let Some(by) = by else {
        return (
            vec![0],
            vec![ProfileGroup {
                group: None,
                n: run.rows.selected,
            }],
        );
    };
    let mut sizes = vec![0; by.categories.len() + 1];
    for (row, _) in run.rows.iter() {
        sizes[by.slot(row)] += run.rows.cases(row);
    }
    by.categories
        .iter()
        .enumerate()
        .filter(|(index, _)| sizes[index + 1] > 0)
        .map(|(index, category)| {
            (
                index,
                ProfileGroup {
                    group: Some(category.clone()),
                    n: sizes[index + 1],
                },
            )
        })
        .unzip()
}

fn average(
    heading: &ItemGroup,
    items: &[ProfileItem],
    groups: usize,
) -> Result<ProfileItemGroup, Error> {
    let mut members = Vec::new();
    for name in &heading.items {
        members.push(
            items
                .iter()
                .find(|item| item.item.name == *name)
                .ok_or_else(|| Error::NotAnItem {
                    variable: name.clone(),
                })?,
        );
    }
    let means = (0..groups)
        .map(|group| {
            let means: Vec<f64> = members
                .iter()
                .filter_map(|item| item.means[group].mean)
                .collect();
            (!means.is_empty()).then(|| means.iter().sum::<f64>() / means.len() as f64)
        })
        .collect();
    Ok(ProfileItemGroup {
        label: heading.label.clone(),
        items: heading.items.clone(),
        means,
    })
}

/// The value labels all items share; none where they differ.
fn common_labels(run: &Run<'_>, items: &[String]) -> Vec<crate::finding::Category> {
    let mut labels = items
        .iter()
        .filter_map(|name| run.data.codebook.variable(name))
        .map(|variable| {
            let valid = variable
                .values
                .iter()
                .filter(|known| !variable.is_missing(&known.value));
            valid
                .map(|known| crate::finding::Category {
                    value: known.value.clone(),
                    label: known.label.clone(),
                })
                .collect::<Vec<_>>()
        });
    let Some(first) = labels.next() else {
        return Vec::new();
    };
    if labels.all(|other| other == first) {
        first
    } else {
        Vec::new()
    }
}
