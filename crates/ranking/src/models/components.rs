//! Who can be reached through wins from whom.

/// The strongly connected components of the graph with an edge from i to j where i won against j somewhere, those that win
/// before those that lose, O(items²). Kosaraju's two searches (Sharir 1981). A single one means that no group of items always beats
/// all others: Ford's (1957) and Hunter's (2004) condition for finite log worths.
pub(super) fn components(items: usize, won: &dyn Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut seen = vec![false; items];
    let mut finished = Vec::with_capacity(items);
    // backwards, so that of two groups without wins over one another the first stays first
    for item in (0..items).rev() {
        search(item, won, &mut seen, &mut finished);
    }
    seen.fill(false);
    let mut components = Vec::new();
    for &item in finished.iter().rev() {
        let mut component = Vec::new();
        search(item, &|i, j| won(j, i), &mut seen, &mut component);
        if !component.is_empty() {
            befund_stats::order::sort_by(&mut component, Ord::cmp);
            components.push(component);
        }
    }
    components
}

/// Depth first: appends what is newly reached, an item after all that are reached through it.
fn search(
    start: usize,
    edge: &dyn Fn(usize, usize) -> bool,
    seen: &mut [bool],
    reached: &mut Vec<usize>,
) {
    if seen[start] {
        return;
    }
    seen[start] = true;
    let mut path = vec![(start, 0)];
    while let Some((item, next)) = path.last_mut() {
        let from = *item;
        match (*next..seen.len()).find(|&to| !seen[to] && edge(from, to)) {
            Some(to) => {
                *next = to + 1;
                seen[to] = true;
                path.push((to, 0));
            }
            None => {
                reached.push(from);
                path.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn components_are_who_reach_one_another(edges in prop::collection::vec(prop::bool::weighted(0.25), 49)) {
            let won = |i: usize, j: usize| edges[i * 7 + j];
            let mut reach: Vec<bool> = (0..49).map(|k| edges[k] || k / 7 == k % 7).collect();
            for k in 0..7 {
                for i in 0..7 {
                    for j in 0..7 {
                        reach[i * 7 + j] |= reach[i * 7 + k] && reach[k * 7 + j];
                    }
                }
            }
            let found = components(7, &won);
            let mut place = [usize::MAX; 7];
            for (index, component) in found.iter().enumerate() {
                for &item in component {
                    prop_assert_eq!(place[item], usize::MAX);
                    place[item] = index;
                }
            }
            for i in 0..7 {
                for j in 0..7 {
                    prop_assert_eq!(place[i] == place[j], reach[i * 7 + j] && reach[j * 7 + i]);
                    // winners come first
                    prop_assert!(!won(i, j) || place[i] <= place[j]);
                }
            }
        }
    }
}
