//! Latent classes: respondents of several kinds, each with worths of its own.

#[cfg(test)]
mod tests;

use befund_stats::order::sort_by;
use befund_stats::random::Random;

use crate::models::choices::{Choices, Read, Weighted, read};
use crate::models::linear::Cholesky;
use crate::models::newton::{Newton, Penalty, centre};
use crate::models::plackett_luce::check_pseudo_wins;
use crate::{Ballots, Error, Unranked};

/// How classes are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassOptions {
    /// The largest number of classes that is tried.
    pub most: usize,
    /// Random starts for every number of classes.
    pub starts: usize,
    /// Seed of the starts.
    pub seed: u64,
    /// Wins, and as many losses, of every item against a ghost item in every class.
    pub pseudo_wins: f64,
}

impl Default for ClassOptions {
    /// Up to 4 classes, 20 starts, seed 1, half a win and half a loss.
    fn default() -> Self {
        Self {
            most: 4,
            starts: 20,
            seed: 1,
            pseudo_wins: 0.5,
        }
    }
}

/// Mixtures of Plackett-Luce models with one class, two, three, ...
#[derive(Debug, Clone, PartialEq)]
pub struct PlackettLuceClasses {
    /// The number of classes with the smallest BIC.
    pub best: usize,
    /// The best mixture found with 1, 2, 3, ... classes.
    pub models: Vec<ClassModel>,
}

impl PlackettLuceClasses {
    /// The mixture with the smallest BIC.
    pub fn best_model(&self) -> Option<&ClassModel> {
        self.models.get(self.best.wrapping_sub(1))
    }
}

/// A mixture of Plackett-Luce models.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassModel {
    /// The classes, the largest first.
    pub classes: Vec<PreferenceClass>,
    /// How many items were tied somewhere; empty where nothing was.
    pub tie_orders: Vec<usize>,
    /// For every ballot the probability of each class; that of a ballot without weight are the shares of the classes.
    pub membership: Vec<Vec<f64>>,
    /// Σ w ln Σ share P(ballot), without pseudo-wins.
    pub log_likelihood: f64,
    /// Free parameters.
    pub parameters: usize,
    /// −2 ln L + parameters × ln Σw.
    pub bic: f64,
    /// −2 ln L + 2 parameters.
    pub aic: f64,
    /// Of the starts that were followed to the end, how many came to this likelihood.
    pub found: usize,
    /// How many were followed to the end.
    pub followed: usize,
    /// Whether the steps came to an end.
    pub converged: bool,
}

/// One class of respondents.
#[derive(Debug, Clone, PartialEq)]
pub struct PreferenceClass {
    /// Its share of the weight.
    pub share: f64,
    /// ln of the worth of every item, with mean 0.
    pub log_worth: Vec<f64>,
    /// ln δ for each of [`ClassModel::tie_orders`].
    pub log_delta: Vec<f64>,
}

/// Steps from every start before the best of them are followed.
const SHORT: usize = 12;
/// Steps after which a start is given up.
const LONG: usize = 1000;
/// How many starts are followed to the end.
const FOLLOWED: usize = 4;
/// A step that raises the log-likelihood by less than this share ends the run.
const TOLERANCE: f64 = 1e-11;
/// Steps before second derivatives are computed anew.
const RENEWED: usize = 5;
/// Wins against the ghost when a class starts from a single ballot.
const START_WINS: f64 = 2.0;

/// Mixtures of Plackett-Luce models by maximum likelihood, up to `options.most` classes, O(starts × steps × classes × (ballots ×
/// items² + items³)); [`ClassSearch`] does the same in steps.
///
/// P(ballot) = Σ share P(ballot | worths of the class), unranked items and ties as in [`plackett_luce`](crate::plackett_luce). The EM algorithm with a Newton
/// step for the worths (Dempster, Laird and Rubin 1977; Gormley and Murphy 2008) starts each class from a ballot drawn by chance, takes some steps from
/// every start and follows the best of them to the end: the best found, which need not be the global maximum. So that no class diverges, every item has
/// `pseudo_wins` wins and losses against a ghost item in every class. The number of classes has the smallest BIC, with the sum of the weights as n: weights
/// are frequencies. R: `PLMIX::mapPLMIX_multistart`, with another prior.
///
/// # Errors
/// Those of [`plackett_luce`](crate::plackett_luce).
pub fn plackett_luce_classes(
    ballots: &Ballots,
    unranked: Unranked,
    options: ClassOptions,
) -> Result<PlackettLuceClasses, Error> {
    let mut search = ClassSearch::new(ballots, unranked, options)?;
    while !search.step() {}
    Ok(search.result())
}

/// A search for classes that can be interrupted.
pub struct ClassSearch {
    read: Read,
    /// How many ballots there are, those without weight too.
    ballots: usize,
    options: ClassOptions,
    random: Random,
    /// The run that is under way.
    current: Option<Run>,
    /// Short runs, then the best of them.
    kept: Vec<Run>,
    /// How many of the best were followed to the end, once all starts have been tried.
    followed: Option<usize>,
    models: Vec<ClassModel>,
}

impl ClassSearch {
    /// Reads the ballots.
    ///
    /// # Errors
    /// As [`plackett_luce_classes`].
    pub fn new(
        ballots: &Ballots,
        unranked: Unranked,
        options: ClassOptions,
    ) -> Result<Self, Error> {
        check_pseudo_wins(options.pseudo_wins)?;
        let read = read(ballots, unranked)?;
        Ok(Self {
            options: ClassOptions {
                // more classes than ballots cannot be told apart
                most: options.most.clamp(1, read.weights.len()),
                starts: options.starts.max(1),
                ..options
            },
            random: Random::new(options.seed),
            ballots: ballots.len(),
            read,
            current: None,
            kept: Vec::new(),
            followed: None,
            models: Vec::new(),
        })
    }

    /// One step of the EM algorithm, O(classes × (ballots × items² + items³)); true when all is done.
    pub fn step(&mut self) -> bool {
        let classes = self.models.len() + 1;
        if classes > self.options.most {
            return true;
        }
        let starts = if classes == 1 { 1 } else { self.options.starts };
        let (read, wins) = (&self.read, self.options.pseudo_wins);
        if let Some(followed) = self.followed {
            let run = &mut self.kept[followed];
            run.step(read, wins);
            if run.done || run.steps >= LONG {
                self.followed = Some(followed + 1);
                if followed + 1 == self.kept.len() {
                    self.conclude();
                }
            }
            return self.models.len() == self.options.most;
        }
        let run = match &mut self.current {
            Some(run) => {
                run.step(read, wins);
                run
            }
            none => {
                let stream = self
                    .random
                    .split(classes as u64)
                    .split(self.kept.len() as u64);
                none.insert(Run::start(read, classes, stream, wins))
            }
        };
        if run.done || run.steps >= SHORT {
            // a run that waits keeps no second derivatives
            run.age = RENEWED;
            run.earlier.clear();
            self.kept.extend(self.current.take());
            if self.kept.len() == starts {
                // the best first, of equal ones the earlier
                befund_stats::order::sort(&mut self.kept, |a, b| {
                    b.objective.total_cmp(&a.objective)
                });
                self.kept.truncate(FOLLOWED);
                self.followed = Some(0);
            }
        }
        false
    }

    /// About which share of the work is done.
    pub fn progress(&self) -> f64 {
        let starts = self.options.starts as f64;
        let part = match self.followed {
            Some(followed) => 0.5 + 0.5 * followed as f64 / FOLLOWED as f64,
            None => 0.5 * (self.kept.len() as f64 / starts).min(1.0),
        };
        // a model with k classes takes about k times as long as one
        let work = |classes: f64| classes * (classes + 1.0) / 2.0;
        let done = self.models.len() as f64;
        (work(done) + part * (done + 1.0)).min(work(self.options.most as f64))
            / work(self.options.most as f64)
    }

    /// What was found so far.
    pub fn result(&self) -> PlackettLuceClasses {
        let mut best = 0;
        for (index, model) in self.models.iter().enumerate() {
            if model.bic < self.models[best].bic {
                best = index;
            }
        }
        PlackettLuceClasses {
            best: best + 1,
            models: self.models.clone(),
        }
    }

    /// Takes the best of the runs as the model.
    fn conclude(&mut self) {
        let mut runs = std::mem::take(&mut self.kept);
        self.followed = None;
        befund_stats::order::sort(&mut runs, |a, b| b.objective.total_cmp(&a.objective));
        let Some(best) = runs.first() else { return };
        let near =
            |run: &&Run| best.objective - run.objective <= 1e-6 * (1.0 + best.objective.abs());
        let found = runs.iter().filter(near).count();
        let choices = &*self.read.choices;
        let (items, classes) = (choices.items(), best.shares.len());
        let mut order: Vec<usize> = (0..classes).collect();
        sort_by(&mut order, |a, b| {
            best.shares[*b].total_cmp(&best.shares[*a])
        });
        let shares: Vec<f64> = order.iter().map(|&class| best.shares[class]).collect();
        let mut membership = vec![shares; self.ballots];
        for (index, &ballot) in self.read.ballots.iter().enumerate() {
            for (to, &class) in membership[ballot].iter_mut().zip(&order) {
                *to = best.membership[class][index];
            }
        }
        let parameters = classes * (choices.parameters() - 1) + classes - 1;
        let cost = parameters as f64;
        let n: f64 = self.read.weights.iter().sum();
        self.models.push(ClassModel {
            classes: order
                .iter()
                .map(|&class| {
                    let mut log_worth = best.at[class][..items].to_vec();
                    centre(&mut log_worth, 1);
                    PreferenceClass {
                        share: best.shares[class],
                        log_worth,
                        log_delta: best.at[class][items..].to_vec(),
                    }
                })
                .collect(),
            tie_orders: choices.tie_orders().to_vec(),
            membership,
            log_likelihood: best.log_likelihood,
            parameters,
            bic: cost * libm::log(n) - 2.0 * best.log_likelihood,
            aic: 2.0 * cost - 2.0 * best.log_likelihood,
            found,
            followed: runs.len(),
            converged: best.done,
        });
    }
}

/// The EM algorithm from one start.
struct Run {
    shares: Vec<f64>,
    /// The parameters of every class.
    at: Vec<Vec<f64>>,
    /// For every class the probability of it given each ballot.
    membership: Vec<Vec<f64>>,
    log_likelihood: f64,
    /// The log-likelihood with the pseudo-wins.
    objective: f64,
    steps: usize,
    done: bool,
    /// The information of every class where it was computed last, with the share of the class there.
    earlier: Vec<Earlier>,
    /// Steps since.
    age: usize,
}

struct Earlier {
    factor: Option<Cholesky>,
    share: f64,
}

impl Run {
    /// Every class from a ballot of its own; a single class from equal worths.
    fn start(read: &Read, classes: usize, mut random: Random, pseudo_wins: f64) -> Self {
        let choices = &*read.choices;
        let at = if classes == 1 {
            vec![choices.start(&read.weights)]
        } else {
            let drawn = random.permutation(read.weights.len());
            let mut weights = vec![0.0; read.weights.len()];
            let from_one = |ballot: usize| {
                weights[ballot] = 1.0;
                let mut newton = Newton::new(choices.start(&weights), Penalty::Ghost(START_WINS));
                newton.run(&weighted(choices, &weights), 20);
                weights[ballot] = 0.0;
                newton.into_parameters()
            };
            drawn.into_iter().take(classes).map(from_one).collect()
        };
        let mut run = Self {
            shares: vec![1.0 / classes as f64; classes],
            at,
            membership: vec![vec![0.0; read.weights.len()]; classes],
            log_likelihood: f64::NEG_INFINITY,
            objective: f64::NEG_INFINITY,
            steps: 0,
            done: false,
            earlier: Vec::new(),
            age: RENEWED,
        };
        run.expect(read, pseudo_wins);
        run
    }

    /// Shares and worths from memberships, then memberships from those.
    fn step(&mut self, read: &Read, pseudo_wins: f64) {
        self.steps += 1;
        let before = self.objective;
        if self.age < RENEWED {
            let (shares, at, membership, log_likelihood) = (
                self.shares.clone(),
                self.at.clone(),
                self.membership.clone(),
                self.log_likelihood,
            );
            self.maximise(read, pseudo_wins);
            self.expect(read, pseudo_wins);
            if self.objective < before || self.objective.is_nan() {
                // an outdated information led astray
                (self.shares, self.at, self.membership, self.log_likelihood) =
                    (shares, at, membership, log_likelihood);
                self.objective = before;
                self.age = RENEWED;
            } else {
                self.age += 1;
            }
        }
        if self.age == RENEWED && self.objective == before {
            self.maximise(read, pseudo_wins);
            self.expect(read, pseudo_wins);
            self.age = 0;
        }
        let still = (self.objective - before).abs() <= TOLERANCE * (1.0 + self.objective.abs());
        // the end is confirmed by a step of Newton's method
        self.done = still && self.age == 0;
        if still && !self.done {
            self.age = RENEWED;
        }
    }

    /// Shares and worths from memberships: two steps of Newton's method where the information is to be renewed, else one with the
    /// information of before.
    fn maximise(&mut self, read: &Read, pseudo_wins: f64) {
        let choices = &*read.choices;
        let total: f64 = read.weights.iter().sum();
        let renewed = self.age == RENEWED;
        if renewed {
            self.earlier.clear();
        }
        let mut weights = vec![0.0; read.weights.len()];
        for (class, membership) in self.membership.iter().enumerate() {
            for (index, weight) in weights.iter_mut().enumerate() {
                *weight = membership[index] * read.weights[index];
            }
            let share = weights.iter().sum::<f64>() / total;
            self.shares[class] = share;
            let start = std::mem::take(&mut self.at[class]);
            let mut newton = Newton::new(start, Penalty::Ghost(pseudo_wins));
            let likelihood = weighted(choices, &weights);
            if renewed {
                newton.run(&likelihood, 2);
                let factor = newton.factor();
                self.earlier.push(Earlier { factor, share });
            } else if let Earlier {
                factor: Some(factor),
                share: earlier,
            } = &self.earlier[class]
            {
                newton.chord(&likelihood, factor, (share / earlier).max(0.1));
            }
            self.at[class] = newton.into_parameters();
        }
    }

    /// Memberships and the log-likelihood.
    fn expect(&mut self, read: &Read, pseudo_wins: f64) {
        for (class, membership) in self.membership.iter_mut().enumerate() {
            let share = libm::log(self.shares[class]);
            let visit =
                &mut |ballot: usize, value: f64, _: &[f64]| membership[ballot] = share + value;
            read.choices.each_ballot(&self.at[class], visit);
        }
        self.log_likelihood = 0.0;
        for (ballot, weight) in read.weights.iter().enumerate() {
            let logs = self.membership.iter().map(|class| class[ballot]);
            let most = logs.fold(f64::NEG_INFINITY, f64::max);
            let mut sum = 0.0;
            for class in &mut self.membership {
                class[ballot] = libm::exp(class[ballot] - most);
                sum += class[ballot];
            }
            for class in &mut self.membership {
                class[ballot] /= sum;
            }
            self.log_likelihood += weight * (most + libm::log(sum));
        }
        let penalty = Penalty::Ghost(pseudo_wins);
        self.objective = self.log_likelihood;
        for at in &self.at {
            self.objective += penalty.value(at);
        }
    }
}

fn weighted<'a>(choices: &'a dyn Choices, weights: &'a [f64]) -> Weighted<'a> {
    Weighted { choices, weights }
}
