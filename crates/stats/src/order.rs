//! Sorting without a sort of its own for every type.
//!
//! The standard sort is compiled anew for every type and every comparison and brings some 4 KB each time, which the browser
//! would load. Plain numbers are all sorted by it, in one function; everything else by a short sort of our own.

use std::cmp::Ordering;

/// Sorts numbers from the smallest to the largest; -0 before 0 and NaN last, as [`f64::total_cmp`] has it. O(n log n).
pub fn sort_numbers(numbers: &mut [f64]) {
    numbers.sort_unstable_by(f64::total_cmp);
}

/// How many values are sorted by insertion before runs are merged.
const RUN: usize = 12;

/// Sorts values that are copied; equal values keep their order. Insertion into short runs, then merges of every two runs
/// (Knuth, The Art of Computer Programming 3, 5.2.4), a tenth of the code of the standard sort. O(n log n), O(n) where the
/// values are in order already.
pub fn sort_by<T: Copy>(values: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for run in values.chunks_mut(RUN) {
        for next in 1..run.len() {
            let value = run[next];
            let mut place = next;
            while place > 0 && compare(&run[place - 1], &value) == Ordering::Greater {
                run[place] = run[place - 1];
                place -= 1;
            }
            run[place] = value;
        }
    }
    let length = values.len();
    let mut lefts: Vec<T> = Vec::new();
    let mut width = RUN;
    while width < length {
        for pair in values.chunks_mut(2 * width) {
            if pair.len() <= width || compare(&pair[width - 1], &pair[width]) != Ordering::Greater {
                continue;
            }
            lefts.clear();
            lefts.extend_from_slice(&pair[..width]);
            // the place that is written never overtakes the right run
            let (mut left, mut right) = (0, width);
            while left < width {
                let place = left + right - width;
                if right < pair.len() && compare(&pair[right], &lefts[left]) == Ordering::Less {
                    pair[place] = pair[right];
                    right += 1;
                } else {
                    pair[place] = lefts[left];
                    left += 1;
                }
            }
        }
        width *= 2;
    }
}

/// Sorts a list of anything; equal elements keep their order. O(n log n), with the elements moved twice.
pub fn sort<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = indices(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| taken[index].take()));
}

/// The indices of a list of `length` in the order of its elements; equal elements keep their order. R: `order`.
pub fn indices(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..length).collect();
    sort_by(&mut indices, |a, b| compare(*a, *b));
    indices
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn is_the_standard_sort(items in prop::collection::vec((0u8..30, 0u16..), 0..300)) {
            let (mut ours, mut standard, mut moved) = (items.clone(), items.clone(), items);
            super::sort_by(&mut ours, |a, b| a.0.cmp(&b.0));
            super::sort(&mut moved, |a, b| a.0.cmp(&b.0));
            standard.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &standard);
            prop_assert_eq!(moved, standard);
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
