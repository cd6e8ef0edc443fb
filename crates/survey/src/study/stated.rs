//! A study that states everything that is known of a dataset, so that it can be edited.

use std::collections::BTreeMap;

use super::{DatasetSpec, Study, VariableSpec};
use crate::ReadOptions;
use crate::codebook::{Origin, ValueLabel, Variable};
use crate::dataset::Dataset;

/// So many variables share value labels before these become a scale of their own.
const SHARED: usize = 2;
/// Shorter lists of labels are repeated: "no" and "yes" need no name.
const LONG: usize = 3;

impl DatasetSpec {
    /// States the value labels of shared scales variable by variable, so that the scales may be shared anew.
    pub fn spell_out(&mut self, scales: &BTreeMap<String, Vec<ValueLabel>>) {
        for variable in &mut self.variables {
            let scale = variable.scale.take();
            let labels = scale.and_then(|scale| scales.get(&scale));
            if let Some(labels) = labels.filter(|_| variable.values.is_empty()) {
                variable.values.clone_from(labels);
            }
        }
    }

    /// Everything that is known of a dataset, inferred or given; what was derived is stated by how it is made.
    pub fn stated(data: &Dataset, read: &ReadOptions, before: Option<&Self>) -> Self {
        let variables = data.codebook.variables.iter();
        let given = variables.filter(|variable| !data.is_derived(&variable.name));
        let is_given = |origin: &Origin| !matches!(origin, Origin::Derived(_));
        let mut sets = data.codebook.sets.clone();
        sets.retain(|set| is_given(&set.origin));
        for set in &mut sets {
            set.origin = Origin::Given;
        }
        let mut roles = data.codebook.roles.clone();
        for role in &mut roles {
            role.origin = Origin::Given;
        }
        Self {
            id: data.id.clone(),
            file: before.map_or_else(|| data.file.clone(), |spec| spec.file.clone()),
            read: read.clone(),
            // everything it says is stated below
            codebook: None,
            title: data.title.clone(),
            unit: data.unit.clone(),
            variables: given
                .map(|variable| VariableSpec::stated(variable, before))
                .collect(),
            sets,
            roles,
            derived: before.map(|spec| spec.derived.clone()).unwrap_or_default(),
        }
    }
}

impl VariableSpec {
    fn stated(variable: &Variable, before: Option<&DatasetSpec>) -> Self {
        let mut known = before.iter().flat_map(|spec| &spec.variables);
        let known = known.find(|spec| spec.name == variable.name);
        // that none is missing is worth saying where the file says or lets us guess otherwise
        let is_overruled = variable.missing_origin == Origin::Overruled;
        let states_missing = !variable.missing.is_empty()
            || is_overruled
            || known.is_some_and(|spec| spec.missing.is_some());
        let states_ranges = !variable.missing_ranges.is_empty()
            || is_overruled
            || known.is_some_and(|spec| spec.missing_ranges.is_some());
        Self {
            name: variable.name.clone(),
            label: variable.label.clone(),
            level: Some(variable.level),
            scale: None,
            values: variable.values.clone(),
            dates: variable.dates.or(known.and_then(|spec| spec.dates)),
            missing: states_missing.then(|| variable.missing.clone()),
            missing_ranges: states_ranges.then(|| variable.missing_ranges.clone()),
            placeholder: variable.placeholder,
        }
    }
}

impl Study {
    /// Gives value labels that several variables share a name, so that they are edited in one place.
    pub fn share_scales(&mut self) {
        let mut lists: Vec<(Vec<ValueLabel>, usize)> = Vec::new();
        let all = self.datasets.iter().flat_map(|data| &data.variables);
        for variable in all.filter(|variable| variable.values.len() >= LONG) {
            match lists.iter_mut().find(|(list, _)| *list == variable.values) {
                Some((_, uses)) => *uses += 1,
                None => lists.push((variable.values.clone(), 1)),
            }
        }
        lists.retain(|(_, uses)| *uses >= SHARED);
        let mut scales = BTreeMap::new();
        for (number, (list, _)) in lists.into_iter().enumerate() {
            let name = format!("scale_{}", number + 1);
            let variables = self
                .datasets
                .iter_mut()
                .flat_map(|data| &mut data.variables);
            for variable in variables.filter(|variable| variable.values == list) {
                variable.scale = Some(name.clone());
                variable.values.clear();
            }
            scales.insert(name, list);
        }
        self.scales = scales;
    }
}
