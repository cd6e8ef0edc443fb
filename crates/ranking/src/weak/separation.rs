//! Which items can be put wholly before others.

/// The finest sequence of sets of items in which `may(i, j)` holds for every `i` of an earlier and every `j` of a later
/// set: the strongly connected components of its complement in topological order (Kosaraju). O(items²).
pub(super) fn separate(items: usize, may: &dyn Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    // an arrow where the first must not come wholly behind the second
    let arrow = |from: usize, to: usize| from != to && !may(to, from);
    let mut finished = Vec::with_capacity(items);
    let mut next = vec![0; items];
    let mut path = Vec::new();
    for start in 0..items {
        if next[start] == 0 {
            path.push(start);
        }
        while let Some(&item) = path.last() {
            let to = next[item];
            next[item] += 1;
            if to >= items {
                path.pop();
                finished.push(item);
            } else if arrow(item, to) && next[to] == 0 {
                path.push(to);
            }
        }
    }
    // the number of the set of every item
    let mut number = vec![usize::MAX; items];
    let mut sets = 0;
    for &start in finished.iter().rev() {
        if number[start] != usize::MAX {
            continue;
        }
        number[start] = sets;
        path.push(start);
        while let Some(item) = path.pop() {
            for from in 0..items {
                if number[from] == usize::MAX && arrow(from, item) {
                    number[from] = sets;
                    path.push(from);
                }
            }
        }
        sets += 1;
    }
    let mut members = vec![Vec::new(); sets];
    for (item, set) in number.into_iter().enumerate() {
        members[set].push(item);
    }
    members
}
