//! A good consensus in no time: items move to where they cost least.

use befund_stats::order;

use super::costs::Costs;

/// A place for one item: in a bucket, or alone before it.
#[derive(Debug, Clone, Copy)]
struct Place {
    bucket: u32,
    alone: bool,
}

/// Moves single items into the bucket, or between the buckets, where they cost least until none moves any more
/// (BioConsert: Cohen-Boulakia, Denise and Hamel 2011). `bucket` holds the number of the bucket of every item and ends up
/// without gaps; the steps done come back. A pass is O(items²).
pub(super) fn descend(costs: &Costs, bucket: &mut [u32]) -> u64 {
    let mut steps = 0;
    close_gaps(bucket);
    let (mut unmoved, mut item) = (0, 0);
    while unmoved < costs.items {
        steps += costs.items as u64;
        match best_move(costs, bucket, item) {
            Some((gain, place)) if gain < 0 => {
                put(bucket, item, place);
                unmoved = 0;
            }
            _ => unmoved += 1,
        }
        item = (item + 1) % costs.items;
    }
    steps
}

/// Whether moving one item leads to another weak order that costs the same; `bucket` is without gaps and no item can be moved
/// for less. O(items²).
pub(super) fn level(costs: &Costs, bucket: &[u32]) -> bool {
    (0..costs.items).any(|item| best_move(costs, bucket, item).is_some_and(|(gain, _)| gain == 0))
}

/// The cheapest place for an item other than where it is, and what it costs beyond that.
fn best_move(costs: &Costs, bucket: &[u32], item: usize) -> Option<(i64, Place)> {
    let buckets = bucket.iter().max().map_or(0, |&last| last as usize + 1);
    // what it costs to be before a bucket, in it, behind it
    let mut parts = vec![[0i64; 3]; buckets + 1];
    let own = bucket[item] as usize;
    let mut single = true;
    for other in (0..bucket.len()).filter(|&other| other != item) {
        let at = bucket[other] as usize;
        single &= at != own;
        parts[at][0] += costs.before(item, other);
        parts[at][1] += costs.tied(item, other);
        parts[at][2] += costs.before(other, item);
    }
    // alone before the bucket that is looked at
    let mut alone: i64 = parts.iter().map(|part| part[0]).sum();
    let mut now = 0;
    let mut best: Option<(i64, Place)> = None;
    let mut offer = |cost: i64, at: usize, alone: bool| {
        if best.is_none_or(|(least, _)| cost < least) {
            let bucket = at as u32;
            best = Some((cost, Place { bucket, alone }));
        }
    };
    for (at, [before, inside, behind]) in parts.into_iter().enumerate() {
        let joined = alone - before + inside;
        if at == own {
            now = joined;
        } else if at < buckets {
            offer(joined, at, false);
        }
        if !(single && (at == own || at == own + 1)) {
            offer(alone, at, true);
        }
        alone += behind - before;
    }
    best.map(|(cost, place)| (cost - now, place))
}

fn put(bucket: &mut [u32], item: usize, place: Place) {
    if place.alone {
        for other in bucket.iter_mut() {
            *other += u32::from(*other >= place.bucket);
        }
    }
    bucket[item] = place.bucket;
    close_gaps(bucket);
}

/// Numbers the buckets from 0 on without gaps; no number is larger than the number of items.
pub(super) fn close_gaps(bucket: &mut [u32]) {
    let mut used = vec![0u32; bucket.len() + 1];
    for &at in bucket.iter() {
        used[at as usize] = 1;
    }
    let mut next = 0;
    for number in &mut used {
        let new = next;
        next += *number;
        *number = new;
    }
    for at in bucket {
        *at = used[*at as usize];
    }
}

/// Every item a bucket of its own, in the order of what it costs to be before all others. O(items²).
pub(super) fn by_cost(costs: &Costs) -> Vec<u32> {
    let price: Vec<f64> = (0..costs.items)
        .map(|i| {
            (0..costs.items)
                .map(|j| (costs.before(i, j) - costs.before(j, i)) as f64)
                .sum()
        })
        .collect();
    ascending(&price)
}

/// Every item a bucket of its own, the smallest value first.
pub(super) fn ascending(values: &[f64]) -> Vec<u32> {
    let sorted = order::indices(values.len(), &|a, b| values[a].total_cmp(&values[b]));
    let mut bucket = vec![0; values.len()];
    for (place, item) in sorted.into_iter().enumerate() {
        bucket[item] = place as u32;
    }
    bucket
}
