//! A good order quickly: insertion moves from several starts.

use befund_stats::random::Random;

use super::margins::Margins;

/// Moves single items to their best place until no move helps; gives the steps it took.
pub(super) fn improve(margins: &Margins, order: &mut [usize]) -> u64 {
    let n = order.len();
    let mut steps = 0;
    loop {
        let mut improved = false;
        for item in 0..n {
            let Some(from) = order.iter().position(|&other| other == item) else {
                continue;
            };
            // gain of moving the item past its neighbours, one after the other
            let (mut best, mut to, mut gain) = (0, from, 0);
            for place in (0..from).rev() {
                gain += margins.get(item, order[place]);
                if gain > best {
                    (best, to) = (gain, place);
                }
            }
            gain = 0;
            for place in from + 1..n {
                gain += margins.get(order[place], item);
                if gain > best {
                    (best, to) = (gain, place);
                }
            }
            steps += 2 * n as u64;
            if to < from {
                order[to..=from].rotate_right(1);
            } else if to > from {
                order[from..=to].rotate_left(1);
            }
            improved |= best > 0;
        }
        if !improved {
            return steps;
        }
    }
}

/// Shakes the order a little and improves it again, `rounds` times; keeps what is better.
pub(super) fn shake(margins: &Margins, order: &mut Vec<usize>, rounds: u64, seed: u64) -> u64 {
    let n = order.len();
    if n < 4 {
        return 0;
    }
    let mut random = Random::new(seed);
    let mut best = margins.excess(order);
    let mut steps = 0;
    for _ in 0..rounds {
        let mut other = order.clone();
        for _ in 0..2 + n / 10 {
            let (from, to) = (random.index(n), random.index(n));
            if to < from {
                other[to..=from].rotate_right(1);
            } else {
                other[from..=to].rotate_left(1);
            }
        }
        steps += improve(margins, &mut other) + (n * n) as u64;
        let excess = margins.excess(&other);
        if excess <= best {
            best = excess;
            *order = other;
        }
    }
    steps
}

/// Whether some item may stand elsewhere at no cost.
pub(super) fn level(margins: &Margins, order: &[usize]) -> bool {
    (0..order.len()).any(|from| {
        let mut gain = 0;
        order[from + 1..].iter().any(|&other| {
            gain += margins.get(other, order[from]);
            gain == 0
        }) || {
            gain = 0;
            order[..from].iter().rev().any(|&other| {
                gain += margins.get(order[from], other);
                gain == 0
            })
        }
    })
}
