//! One sort for short lists.
//!
//! The standard sort is compiled anew for every type and brings some 5 KB each time, which the browser would load. Lists of
//! categories and items are short: here they are all sorted by their indices.

use std::cmp::Ordering;

/// Sorts a list; equal elements keep their order.
pub(crate) fn sort<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = indices(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| taken[index].take()));
}

/// The indices of a list of `length` in the order of its elements; equal elements keep their order.
pub(crate) fn indices(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..length).collect();
    indices.sort_by(|a, b| compare(*a, *b));
    indices
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn is_the_standard_sort(items in prop::collection::vec((0u8..9, 0u8..9), 0..60)) {
            let (mut ours, mut standard) = (items.clone(), items);
            super::sort(&mut ours, |a, b| a.0.cmp(&b.0));
            standard.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, standard);
        }
    }
}
