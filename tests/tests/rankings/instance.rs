//! Ballots of the files.

use befund_ranking::{Ballots, Pairwise, Unranked};
use befund_tests::shared;
use serde_json::Value as Json;

/// The ballots of an instance, and their pairs under both meanings of "unranked".
pub struct Instance {
    pub items: usize,
    pub ballots: Ballots,
    pub bottom: Pairwise,
    pub ignored: Pairwise,
}

/// Both meanings, with the names that the files give them.
pub const MEANINGS: [(&str, Unranked); 2] =
    [("bottom", Unranked::Bottom), ("ignored", Unranked::Ignored)];

impl Instance {
    /// One of the larger instances; absent where there is no shared folder.
    pub fn of_bench(name: &str) -> Option<Self> {
        let path = shared::path(&format!("rankings/bench/{name}.json"))?;
        let file: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        Some(Self::new(&file))
    }

    /// Reads `n` and `ballots`: lists of buckets, either alone or in `r` beside a weight `w`.
    pub fn new(file: &Json) -> Self {
        let items = file["n"].as_u64().unwrap() as usize;
        let mut ballots = Ballots::new(items);
        for ballot in file["ballots"].as_array().unwrap() {
            let (buckets, weight) = match ballot.get("r") {
                Some(buckets) => (buckets, ballot["w"].as_f64().unwrap()),
                None => (ballot, 1.0),
            };
            let mut ranks = vec![None; items];
            for (place, bucket) in buckets.as_array().unwrap().iter().enumerate() {
                for item in bucket.as_array().unwrap() {
                    ranks[item.as_u64().unwrap() as usize] = Some(place as u32 + 1);
                }
            }
            ballots.push(&ranks, weight).unwrap();
        }
        Self {
            items,
            bottom: Pairwise::new(&ballots, Unranked::Bottom),
            ignored: Pairwise::new(&ballots, Unranked::Ignored),
            ballots,
        }
    }

    pub fn pairwise(&self, unranked: Unranked) -> &Pairwise {
        match unranked {
            Unranked::Bottom => &self.bottom,
            Unranked::Ignored => &self.ignored,
        }
    }
}

/// Indices of the file.
pub fn indices(list: &Json) -> Vec<usize> {
    let index = |value: &Json| value.as_u64().unwrap() as usize;
    list.as_array().unwrap().iter().map(index).collect()
}
