//! The tasks about rankings: an instance of `../shared/rankings/bench` in, a figure of the answer out.

use befund_ranking::uncertainty::{Bootstrap, Weighting};
use befund_ranking::{
    Ballots, Kemeny, KemenySearch, Method, MethodSettings, Pairwise, PlackettLuce,
    PlackettLuceOptions, Unranked, kemeny, plackett_luce,
};
use befund_stats::Level;
use serde_json::Value as Json;

/// Both meanings of an unranked item by name.
pub const MEANINGS: [(&str, Unranked); 2] =
    [("bottom", Unranked::Bottom), ("ignored", Unranked::Ignored)];

/// Steps after which a search for a consensus is given up.
const EFFORT: u64 = 20_000_000_000;

/// What can be timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Exact Kemeny until the order is proven to be optimal.
    Proof,
    /// Exact Kemeny with the number of optimal orders.
    Whole,
    /// Ten thousand bootstrap replicates of Borda, mean rank and TOP-5, with their intervals.
    Bootstrap,
    /// A thousand bootstrap replicates of exact Kemeny, with their intervals.
    KemenyBootstrap,
    /// The fit of the Plackett-Luce model with standard errors and quasi-variances.
    PlackettLuce,
}

impl Task {
    /// All of them by name.
    pub const ALL: [(&str, Self); 5] = [
        ("proof", Self::Proof),
        ("whole", Self::Whole),
        ("bootstrap", Self::Bootstrap),
        ("kemeny_bootstrap", Self::KemenyBootstrap),
        ("plackett_luce", Self::PlackettLuce),
    ];
}

/// Ballots with everything that a task does not time.
#[derive(Debug)]
pub struct Instance {
    /// What it is called.
    pub name: String,
    /// The ballots.
    pub ballots: Ballots,
    /// What an unranked item means.
    pub unranked: Unranked,
    /// Who is preferred by how many.
    pub pairwise: Pairwise,
    /// Steps until the optimum is proven.
    pub effort: u64,
}

impl Instance {
    /// Reads `{"name", "n", "ballots": [[[item, ..], ..], ..]}`, a ballot as its buckets or as `{"w", "r"}` with its weight.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn read(text: &str, unranked: Unranked) -> Result<Self, String> {
        let found: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let items = found["n"].as_u64().ok_or("no number of items")? as usize;
        let mut ballots = Ballots::new(items);
        for ballot in found["ballots"].as_array().ok_or("no ballots")? {
            let weight = ballot["w"].as_f64().unwrap_or(1.0);
            let buckets = ballot["r"].as_array().or(ballot.as_array());
            let mut ranks = vec![None; items];
            for (rank, bucket) in (0..).zip(buckets.ok_or("a ballot is no list")?) {
                for item in bucket.as_array().into_iter().flatten() {
                    let place = item.as_u64().and_then(|item| ranks.get_mut(item as usize));
                    *place.ok_or("no such item")? = Some(rank);
                }
            }
            ballots
                .push(&ranks, weight)
                .map_err(|error| error.to_string())?;
        }
        let name = found["name"].as_str().unwrap_or_default();
        Ok(Self::of(name, ballots, unranked))
    }

    /// Counts pairs, and the steps until the optimum is proven.
    pub fn of(name: &str, ballots: Ballots, unranked: Unranked) -> Self {
        let pairwise = Pairwise::new(&ballots, unranked);
        Self {
            name: name.to_owned(),
            effort: steps_of_proof(&pairwise),
            ballots,
            unranked,
            pairwise,
        }
    }

    /// The consensus with the number of optimal orders.
    pub fn kemeny(&self) -> Kemeny {
        kemeny(&self.pairwise, EFFORT)
    }

    /// The worths of the items.
    ///
    /// # Errors
    /// What is wrong with the ballots.
    pub fn plackett_luce(&self) -> Result<PlackettLuce, befund_ranking::Error> {
        plackett_luce(&self.ballots, self.unranked, PlackettLuceOptions::default())
    }

    /// Does a task; a figure that depends on all of its answer, NaN where there is none.
    pub fn run(&self, task: Task) -> f64 {
        let replicates = |methods: &[Method], replicates| {
            self.bootstrap(methods, replicates).unwrap_or(f64::NAN)
        };
        match task {
            Task::Proof => kemeny(&self.pairwise, self.effort).lower_bound,
            Task::Whole => self.kemeny().score,
            Task::Bootstrap => replicates(&[Method::Borda, Method::MeanRank, Method::TopK], 10_000),
            Task::KemenyBootstrap => replicates(&[Method::Kemeny], 1000),
            Task::PlackettLuce => self.plackett_luce().map_or(f64::NAN, |model| {
                let quasi = model
                    .quasi_variance
                    .map_or(f64::NAN, |quasi| quasi.variance.iter().sum::<f64>());
                model.log_likelihood + model.std_error.iter().sum::<f64>() + quasi
            }),
        }
    }

    /// The sum of all bounds of the intervals of ranks.
    fn bootstrap(
        &self,
        methods: &[Method],
        replicates: usize,
    ) -> Result<f64, befund_ranking::Error> {
        let settings = MethodSettings {
            unranked: self.unranked,
            k: 5,
            effort: EFFORT,
        };
        let weighting = Weighting::of(&self.ballots);
        let mut bootstrap = Bootstrap::new(
            &self.ballots,
            methods,
            &settings,
            weighting,
            replicates,
            20_260_401,
        )?;
        while !bootstrap.step(100) {}
        let found = bootstrap.result(Level::P95);
        let items = found.iter().flat_map(|method| &method.items);
        Ok(items
            .filter_map(|item| item.rank_interval)
            .map(|interval| interval.lower + interval.upper)
            .sum())
    }
}

/// How many steps a search takes until its order is proven: the same on every machine.
fn steps_of_proof(pairwise: &Pairwise) -> u64 {
    let mut search = KemenySearch::new(pairwise);
    loop {
        let finished = search.step((search.steps() / 200).max(1));
        if finished || search.result().proven || search.steps() > EFFORT {
            return search.steps();
        }
    }
}
