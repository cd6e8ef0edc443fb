//! The same for every column, by as many threads as there are processors.

/// What `work` makes of all `items`, in their order.
#[cfg(target_family = "wasm")]
pub(super) fn each<T, R>(items: Vec<T>, work: &impl Fn(T) -> R) -> Vec<R> {
    items.into_iter().map(work).collect()
}

/// What `work` makes of all `items`, in their order. Whoever is free takes the next one, because columns take unequally long.
#[cfg(not(target_family = "wasm"))]
pub(super) fn each<T: Send, R: Send>(items: Vec<T>, work: &(impl Fn(T) -> R + Sync)) -> Vec<R> {
    use std::sync::{Mutex, PoisonError};

    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if threads.min(items.len()) < 2 {
        return items.into_iter().map(work).collect();
    }
    let mut made: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let waiting = Mutex::new(items.into_iter().zip(&mut made));
    // a panic of another thread is passed on when all have ended
    let next = || {
        waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .next()
    };
    let run = || {
        while let Some((item, place)) = next() {
            *place = Some(work(item));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
    made.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays() {
        let square = |number: u32| (0..number % 7 * 1000).fold(number * number, |sum, _| sum);
        let found = each((0..500).collect(), &square);
        assert_eq!(found, (0..500).map(|n| n * n).collect::<Vec<u32>>());
        assert!(each(Vec::new(), &square).is_empty());
    }
}
