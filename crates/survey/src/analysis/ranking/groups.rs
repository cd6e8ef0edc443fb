//! Groups of respondents: what each of them says, and whether they differ.

use std::rc::Rc;

use befund_ranking::uncertainty::{
    BallotDistance, GroupDifference, GroupTest, ItemByGroup, TopTest, item_group_tests,
};
use befund_ranking::{
    Ballots, Kemeny, KemenySearch, PairCounts, Pairwise, item_ranks, kendall_w, pair_counts,
    plackett_luce_groups, ranks_by_order,
};
use befund_stats::multiplicity::Adjustment;
use befund_stats::ranks::KruskalWallis;

use super::names::{named, undefined};
use super::{Context, kemeny, reason, sheet};
use crate::analysis::run::Run;
use crate::analysis::task::{Progress, Stage, Work};
use crate::finding::{Finding, Item};
use crate::{Error, Figure, Label, Matrix, Sheet};

/// Random divisions, where nothing is said.
const USUAL_PERMUTATIONS: u64 = 999;
/// Elementary steps of a search between looks at the caller, and in a microsecond.
const STEP: u64 = 2_000_000;
const PACE: u64 = 100;
/// Microseconds between looks at the caller.
const PATIENCE: u64 = 20_000;

/// Who belongs to which group.
struct Division {
    /// The variable.
    by: Item,
    /// The groups with ballots.
    groups: Vec<Label>,
    /// Cases of each.
    n: Vec<u64>,
    /// The group of every ballot.
    of: Vec<usize>,
    /// The ballots; those without a group have no weight.
    ballots: Ballots,
}

/// What is still to do.
enum Todo {
    /// The order of a group.
    Consensus(usize, Box<KemenySearch>),
    /// The tests that take one step.
    Tests,
    /// The test by random divisions; which.
    Permutations(usize),
    Nothing,
}

/// The comparison of groups.
pub(super) struct Groups {
    context: Rc<Context>,
    division: Division,
    todo: Todo,
    /// The orders so far.
    orders: Vec<Kemeny>,
    tests: Vec<(&'static str, Result<GroupTest, befund_ranking::Error>)>,
    figures: Sheet,
    /// Elementary steps that the search for the order of a group may take.
    effort: u64,
    /// Those that the groups before took.
    steps: u64,
    /// Microseconds that a random division takes, roughly.
    cost: u64,
}

impl Division {
    fn of(by: &str, context: &Context, cases: &[u64], run: &Run<'_>) -> Result<Self, Error> {
        let coded = run.coded(by)?;
        let slots: Vec<usize> = context.rows.iter().map(|row| coded.slot(*row)).collect();
        let present: Vec<usize> = (1..=coded.categories.len())
            .filter(|slot| slots.contains(slot))
            .collect();
        run.need("by", present.len(), 2)?;
        let of = slots
            .iter()
            .map(|slot| present.iter().position(|group| group == slot));
        let of: Vec<Option<usize>> = of.collect();
        let mut n = vec![0; present.len()];
        for (group, cases) in of.iter().zip(cases) {
            if let Some(group) = group {
                n[*group] += cases;
            }
        }
        let kept = context.ballots.weights().iter().zip(&of);
        let weights: Vec<f64> = kept
            .map(|(weight, group)| if group.is_some() { *weight } else { 0.0 })
            .collect();
        let ballots = context.ballots.with_weights(&weights);
        Ok(Self {
            by: run.item(by)?,
            groups: present
                .iter()
                .map(|slot| Label::from(&coded.categories[slot - 1]))
                .collect(),
            n,
            of: of.into_iter().map(|group| group.unwrap_or(0)).collect(),
            // as many weights as ballots, and each as before or 0
            ballots: ballots.unwrap_or_else(|_| context.ballots.clone()),
        })
    }

    /// The ballots of a group: those of others have no weight.
    fn ballots(&self, group: usize) -> Ballots {
        let weights = self.ballots.weights().iter().zip(&self.of);
        let weights: Vec<f64> = weights
            .map(|(weight, of)| if *of == group { *weight } else { 0.0 })
            .collect();
        // as above
        self.ballots
            .with_weights(&weights)
            .unwrap_or_else(|_| self.ballots.clone())
    }

    fn names(&self) -> Vec<String> {
        self.groups.iter().map(ToString::to_string).collect()
    }
}

impl Groups {
    /// # Errors
    /// Those of reading the variable; [`Error::TooFew`] below two groups.
    pub(super) fn new(
        by: &str,
        context: &Rc<Context>,
        cases: &[u64],
        run: &Run<'_>,
    ) -> Result<Self, Error> {
        let division = Division::of(by, context, cases, run)?;
        let permutations = context.spec.permutations.map(|count| count as u64);
        let permutations = permutations.unwrap_or(USUAL_PERMUTATIONS);
        let test = |distance| {
            GroupTest::new(
                &division.ballots,
                &division.of,
                context.unranked,
                distance,
                context.weighting,
                permutations,
                context.spec.seed,
            )
        };
        let tests = if permutations == 0 {
            Vec::new()
        } else {
            vec![
                ("permutation_test", test(BallotDistance::Kendall)),
                ("spearman_permutation_test", test(BallotDistance::Spearman)),
            ]
        };
        let items = context.names.len() as u64;
        Ok(Self {
            effort: kemeny::effort(context) / division.groups.len() as u64,
            cost: 1 + context.ballots.len() as u64 * items * items / 4000,
            todo: Self::search(&division, context, 0),
            context: Rc::clone(context),
            division,
            orders: Vec::new(),
            steps: 0,
            tests,
            figures: Sheet::new(),
        })
    }

    fn search(division: &Division, context: &Context, group: usize) -> Todo {
        let pairwise = Pairwise::new(&division.ballots(group), context.unranked);
        Todo::Consensus(group, Box::new(KemenySearch::new(&pairwise)))
    }

    /// What all groups say, and how far their orders are from each other.
    fn consensus(&mut self) {
        let (context, division) = (&self.context, &self.division);
        let ranks: Vec<Vec<f64>> = self
            .orders
            .iter()
            .map(|found| ranks_by_order(&found.order))
            .collect();
        let records = self.orders.iter().zip(&ranks).enumerate();
        let records = records.map(|(group, (found, ranks))| {
            let mut record = Sheet::new();
            record
                .put("group", division.groups[group].clone())
                .put("n", division.n[group]);
            described(&mut record, context, &division.ballots(group));
            record
                .put("score", found.score)
                .put("proven", found.proven)
                .put("unique", found.unique)
                .put("order", named(&context.names, &found.order))
                .put("ranks", Sheet::by_name(&context.names, ranks.clone()));
            record
        });
        let records: Vec<Sheet> = records.collect();
        let table = |figure: &dyn Fn(&PairCounts) -> Option<f64>| Matrix {
            rows: division.groups.clone(),
            columns: division.groups.clone(),
            values: ranks
                .iter()
                .map(|first| {
                    let others = ranks.iter();
                    others
                        .map(|second| figure(&pair_counts(first, second)))
                        .collect()
                })
                .collect(),
        };
        self.figures
            .put("by", Label::from(&division.by))
            .put("consensus", records)
            .put(
                "kendall_distance",
                table(&|counts| Some(counts.kendall_distance(0.5))),
            )
            .put("kendall_tau", table(&PairCounts::tau_a));
    }

    /// Tests of single objects, and of the worths of all.
    fn test(&mut self) {
        let (context, division) = (&self.context, &self.division);
        let objects = item_group_tests(
            &division.ballots,
            &division.of,
            context.unranked,
            context.k,
            Adjustment::Holm,
        );
        match objects {
            Ok(found) => {
                let groups = division.names();
                let objects = found.iter().map(|found| object(context, &groups, found));
                let objects = Sheet::by_name(&context.names, objects);
                self.figures.put("objects", objects);
            }
            Err(error) => {
                self.figures
                    .put("objects", undefined(&reason(context, &error)));
            }
        }
        let mut worths = Sheet::new();
        match plackett_luce_groups(&division.ballots, context.unranked, &division.of) {
            Ok(found) => {
                worths
                    .put("statistic", found.test.statistic)
                    .put("df", found.test.df)
                    .put("p_value", found.test.p_value);
                let worths_of = found.groups.iter();
                let worths_of = worths_of
                    .map(|group| Sheet::by_name(&context.names, group.worths.log_worth.clone()));
                worths.put("log_worth", Sheet::by_name(&division.names(), worths_of));
            }
            Err(error) => {
                let reason = match error {
                    befund_ranking::Error::GroupWithoutMaximum { group } => format!(
                        "worths of the group {} have no finite maximum",
                        division.groups[group]
                    ),
                    other => reason(context, &other),
                };
                worths.put("p_value", undefined(&reason));
            }
        }
        self.figures.put("plackett_luce_test", worths);
    }

    /// Goes on with a random division; true when all are done.
    fn permute(&mut self, number: usize) -> bool {
        let part = (PATIENCE / self.cost).max(1);
        match self.tests.get_mut(number) {
            Some((_, Ok(test))) => test.step(part),
            _ => true,
        }
    }

    fn write_test(&mut self, number: usize) {
        let Some((term, test)) = self.tests.get(number) else {
            return;
        };
        let figures = match test {
            Ok(test) if test.done() == 0 => return,
            Ok(test) => difference(&self.division, &test.result()),
            Err(error) => {
                let mut sheet = Sheet::new();
                sheet.put("p_value", undefined(&reason(&self.context, error)));
                sheet
            }
        };
        self.figures.put(term, figures);
    }

    fn write(&mut self, finding: &mut Finding) {
        if let Some(sheet) = sheet(finding) {
            sheet.put("groups", std::mem::take(&mut self.figures));
        }
    }
}

impl Work for Groups {
    fn step(&mut self, finding: &mut Finding) -> Result<Stage, Error> {
        match &mut self.todo {
            Todo::Consensus(group, search) => {
                let left = self.effort.saturating_sub(search.steps());
                if search.step(STEP.min(left)) || search.steps() >= self.effort {
                    self.orders.push(search.result());
                    self.steps += search.steps();
                    let next = *group + 1;
                    self.todo = if next < self.division.groups.len() {
                        Self::search(&self.division, &self.context, next)
                    } else {
                        self.consensus();
                        Todo::Tests
                    };
                }
            }
            Todo::Tests => {
                self.test();
                self.todo = Todo::Permutations(0);
            }
            Todo::Permutations(number) => {
                let number = *number;
                if self.permute(number) {
                    self.write_test(number);
                    self.todo = if number + 1 < self.tests.len() {
                        Todo::Permutations(number + 1)
                    } else {
                        Todo::Nothing
                    };
                }
            }
            Todo::Nothing => {}
        }
        if matches!(self.todo, Todo::Nothing) {
            self.write(finding);
            return Ok(Stage::Done);
        }
        Ok(Stage::Working)
    }

    fn progress(&self) -> Progress {
        let left = (self.division.groups.len() - self.orders.len()) as u64;
        let current = match &self.todo {
            Todo::Consensus(_, search) => search.steps(),
            _ => 0,
        };
        let permutations = |count: fn(&GroupTest) -> u64| -> u64 {
            let tests = self.tests.iter();
            tests
                .filter_map(|(_, test)| test.as_ref().ok())
                .map(count)
                .sum()
        };
        Progress {
            done: (self.steps + current) / PACE + permutations(GroupTest::done) * self.cost,
            total: (self.steps + left * self.effort) / PACE
                + permutations(GroupTest::permutations) * self.cost,
        }
    }

    fn settle(&mut self, finding: &mut Finding) {
        if let Todo::Permutations(number) = self.todo {
            self.write_test(number);
        }
        self.write(finding);
    }
}

/// How a group ranked each object, and whether it agrees.
fn described(record: &mut Sheet, context: &Context, ballots: &Ballots) {
    let ranks = item_ranks(ballots, context.unranked);
    let weight = ballots.total_weight();
    let top = ranks.iter().map(|ranks| ranks.top[context.k - 1] / weight);
    let means = ranks.iter().map(|ranks| match ranks.mean_rank {
        Some(mean) => Figure::Number(mean),
        None => undefined("nobody ranked it"),
    });
    let w = match kendall_w(ballots, context.unranked) {
        Ok(found) => Figure::Number(found.w),
        Err(error) => undefined(&reason(context, &error)),
    };
    record
        .put("top_k", Sheet::by_name(&context.names, top))
        .put("mean_rank", Sheet::by_name(&context.names, means))
        .put("kendall_w", w);
}

/// One object in all groups.
fn object(context: &Context, groups: &[String], found: &ItemByGroup) -> Sheet {
    let none = |reason: &befund_ranking::Error| {
        let mut sheet = Sheet::new();
        sheet.put("p_value", undefined(&self::reason(context, reason)));
        sheet
    };
    let ranks = |test: &KruskalWallis| {
        let mut sheet = Sheet::new();
        sheet
            .put("statistic", test.statistic)
            .put("df", test.df)
            .put("p_value", test.p_value)
            .put("p_adjusted", found.ranks_adjusted)
            .put("epsilon_squared", test.epsilon_squared);
        sheet
    };
    let top = |test: &TopTest| {
        let mut sheet = Sheet::new();
        sheet
            .put("statistic", test.chi_square)
            .put("df", test.df)
            .put("p_value", test.p_value);
        if let Some(exact) = test.exact_p_value {
            sheet.put("exact_p_value", exact);
        }
        sheet.put("p_adjusted", found.top_adjusted);
        sheet
    };
    let mut sheet = Sheet::new();
    sheet
        .put(
            "mean_rank",
            Sheet::by_name(groups, found.mean_ranks.iter().copied()),
        )
        .put(
            "top_k",
            Sheet::by_name(groups, found.top_shares.iter().copied()),
        )
        .put(
            "kruskal_wallis",
            found.ranks.as_ref().map_or_else(none, ranks),
        )
        .put("top_test", found.top.as_ref().map_or_else(none, top));
    sheet
}

/// Whether ballots of different groups are farther apart than those of one.
fn difference(division: &Division, found: &GroupDifference) -> Sheet {
    let mut sheet = Sheet::new();
    sheet
        .put("statistic", found.pseudo_f)
        .put("df_between", found.df_between)
        .put("df_within", found.df_within)
        .put("r_squared", found.r_squared)
        .put(
            "p_value",
            Figure::Probability {
                value: found.p_value,
                log10: None,
            },
        )
        .put("standard_error", found.standard_error)
        .put("permutations", found.permutations)
        .put(
            "mean_distances",
            Matrix {
                rows: division.groups.clone(),
                columns: division.groups.clone(),
                values: found.distances.clone(),
            },
        );
    sheet
}
