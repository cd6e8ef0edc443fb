//! Figures under the names of objects.

use crate::{Figure, Sheet};

/// A figure for every two objects, the first of them outside.
pub(super) fn square(names: &[String], figure: impl Fn(usize, usize) -> f64) -> Sheet {
    let all = 0..names.len();
    let row = |i| Sheet::by_name(names, all.clone().map(|j| figure(i, j)));
    Sheet::by_name(names, all.clone().map(row))
}

/// The names of objects.
pub(super) fn named(names: &[String], objects: &[usize]) -> Vec<String> {
    objects.iter().map(|item| names[*item].clone()).collect()
}

/// The names of classes of objects.
pub(super) fn classes(names: &[String], classes: &[Vec<usize>]) -> Vec<Vec<String>> {
    classes.iter().map(|class| named(names, class)).collect()
}

/// No figure, and why.
pub(super) fn undefined(reason: &str) -> Figure {
    Figure::Undefined(reason.to_owned())
}
