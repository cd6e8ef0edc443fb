//! Sorting without a sort of its own for every type.
//!
//! The standard sort is compiled anew for every type and every comparison and brings some 4 KB each time, which the browser
//! would load. Numbers are all sorted by one function; short lists of anything else by their indices.

use std::cmp::Ordering;

/// Sorts numbers from the smallest to the largest; -0 before 0 and NaN last, as [`f64::total_cmp`] has it. O(n log n).
pub fn sort_numbers(numbers: &mut [f64]) {
    numbers.sort_unstable_by(f64::total_cmp);
}

/// Sorts a list; equal elements keep their order. O(n log n), with the elements moved twice.
pub fn sort<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = indices(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| taken[index].take()));
}

/// The indices of a list of `length` in the order of its elements; equal elements keep their order. R: `order`.
pub fn indices(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
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

    #[test]
    fn numbers_stand_in_their_total_order() {
        let mut numbers = [f64::NAN, 0.0, f64::INFINITY, -0.0, -1.5, f64::NEG_INFINITY];
        super::sort_numbers(&mut numbers);
        let bits = numbers.map(f64::to_bits);
        let sorted = [f64::NEG_INFINITY, -1.5, -0.0, 0.0, f64::INFINITY, f64::NAN];
        assert_eq!(bits, sorted.map(f64::to_bits));
    }
}
