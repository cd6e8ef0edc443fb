//! A good consensus in no time: items move to where they cost least.

use befund_stats::order;

use super::costs::Costs;

/// Moves single items into the bucket, or between the buckets, where they cost least until none moves any more
/// (BioConsert: Cohen-Boulakia, Denise and Hamel 2011). `bucket` holds the number of the bucket of every item and ends up
/// without gaps; the steps done come back. A pass is O(items²).
pub(super) fn descend(costs: &Costs, bucket: &mut [u32]) -> u64 {
    let items = costs.items;
    let mut steps = 0;
    // what it costs to put one item into every bucket, and to put it before every bucket
    let (mut before, mut tied, mut behind) =
        (vec![0; items + 1], vec![0; items + 1], vec![0; items + 1]);
    close_gaps(bucket);
    let mut unmoved = 0;
    let mut item = 0;
    while unmoved < items {
        steps += items as u64;
        let buckets = items + 1;
        for costs in [&mut before, &mut tied, &mut behind] {
            costs[..buckets].fill(0);
        }
        for other in (0..items).filter(|&other| other != item) {
            let at = bucket[other] as usize;
            before[at] += costs.before(item, other);
            tied[at] += costs.tied(item, other);
            behind[at] += costs.before(other, item);
        }
        // buckets ahead of the place are before the item, the others behind it
        let mut between: i64 = before.iter().sum();
        let own = bucket[item] as usize;
        let (mut best, mut place, mut joins) = (i64::MAX, 0, true);
        let mut now = 0;
        for at in 0..buckets {
            let inside = between - before[at] + tied[at];
            if at == own {
                now = inside;
            }
            if inside < best {
                (best, place, joins) = (inside, at, true);
            }
            if between < best {
                (best, place, joins) = (between, at, false);
            }
            between += behind[at] - before[at];
        }
        if best < now {
            if joins {
                bucket[item] = place as u32;
            } else {
                for other in bucket.iter_mut() {
                    *other += u32::from(*other as usize >= place);
                }
                bucket[item] = place as u32;
            }
            close_gaps(bucket);
            unmoved = 0;
        } else {
            unmoved += 1;
        }
        item = (item + 1) % items;
    }
    steps
}

/// Numbers the buckets from 0 on without gaps.
fn close_gaps(bucket: &mut [u32]) {
    let mut used = vec![0u32; 2 * bucket.len() + 1];
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

/// Every item a bucket of its own, in the order of what it costs to be before all others.
pub(super) fn by_cost(costs: &Costs) -> Vec<u32> {
    let price: Vec<i64> = (0..costs.items)
        .map(|i| {
            (0..costs.items)
                .map(|j| costs.before(i, j) - costs.before(j, i))
                .sum()
        })
        .collect();
    let sorted = order::indices(costs.items, &|a, b| price[a].cmp(&price[b]));
    let mut bucket = vec![0; costs.items];
    for (place, item) in sorted.into_iter().enumerate() {
        bucket[item] = place as u32;
    }
    bucket
}
