//! An analysis under way: a finding that grows part by part, so that the caller can show how far it is, or stop it.

use super::defaults::completed;
use super::{Analysis, AnalysisSpec};
use super::{
    agreement, attrition, battery, change, clusters, compare_groups, components, correlation,
    correspondence, crosstab, descriptives, estimate, frequencies, multiple, paired, permanova,
    profile, ranking, regression, reliability, response, sampling, scaling, weighting,
};
use crate::Error;
use crate::dataset::Dataset;
use crate::finding::{Finding, Note};

use super::run::Run;

/// Work that is too much for one go, such as a search or a resampling. It has its data, so that it outlives the call that
/// made it, and writes into the finding what it finds out.
///
/// The parts are counted in elementary steps and never by a clock: the finding is the same on every machine, however often
/// somebody looked at it meanwhile.
pub(super) trait Work {
    /// Does the next part, some 10 to 30 ms of native work, and writes down what is complete.
    ///
    /// # Errors
    /// What makes the whole finding worthless. Where only a figure is missing, the sheet says why and the work is done.
    fn step(&mut self, finding: &mut Finding) -> Result<Stage, Error>;

    /// How much was done and how much there is in all. The works of a task add up, so all count in the same unit: about a
    /// microsecond of native work. A total that is only a bound may be reached
    /// early; the share that is done never falls.
    fn progress(&self) -> Progress;

    /// The reader wants no more of it: writes down what is known so far, such as the best order with its gap. It may be that
    /// no step was done.
    fn settle(&mut self, _finding: &mut Finding) {}
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// There is more to do.
    Working,
    /// That was all.
    Done,
}

/// How far something has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Progress {
    /// Work done so far.
    pub done: u64,
    /// Work in all.
    pub total: u64,
}

/// An analysis under way.
///
/// ```text
/// let mut task = begin(&spec, &datasets)?;
/// while task.step()? == Stage::Working { show(task.progress()) }
/// let finding = task.finish();
/// ```
pub struct Task {
    finding: Finding,
    /// What is still to do, in this order.
    works: Vec<Box<dyn Work>>,
    /// What those that are done came to.
    past: u64,
}

/// Begins an analysis of the open datasets: everything that is done at once, and the plan of what takes longer.
///
/// # Errors
/// Whatever makes the analysis impossible, see [`Error`]. What merely calls for care is a note of the finding.
pub fn begin(spec: &AnalysisSpec, datasets: &[Dataset]) -> Result<Task, Error> {
    let placed = placed(spec);
    let spec = placed.as_ref().unwrap_or(spec);
    let counted = completed(spec, datasets)?;
    let spec = counted.as_ref().unwrap_or(spec);
    sampling::takes_design(spec)?;
    let run = Run::new(spec, datasets)?;
    // Each kind stays a function of its own (`#[inline(never)]`): in one function with hundreds of variables every access to
    // one takes more room, and making wasm small takes minutes.
    let finding = match &spec.analysis {
        Analysis::Response(response) => response::run(response, run),
        Analysis::Frequencies(frequencies) => frequencies::run(frequencies, run),
        Analysis::Battery(battery) => battery::run(battery, run),
        Analysis::Crosstab(crosstab) => crosstab::run(crosstab, run),
        Analysis::Profile(profile) => profile::run(profile, run),
        Analysis::Multiple(multiple) => multiple::run(multiple, run),
        Analysis::Descriptives(descriptives) => descriptives::run(descriptives, run),
        Analysis::Ranking(ranking) => return ranking::begin(ranking, run),
        Analysis::Clusters(clusters) => clusters::run(clusters, run),
        Analysis::Correspondence(correspondence) => correspondence::run(correspondence, run),
        Analysis::Components(components) => components::run(components, run),
        Analysis::Scaling(scaling) => scaling::run(scaling, run),
        Analysis::Attrition(attrition) => attrition::run(attrition, run),
        Analysis::Change(change) => change::run(change, run),
        Analysis::Permanova(permanova) => permanova::run(permanova, run),
        Analysis::Estimate(estimate) => estimate::run(estimate, run),
        Analysis::Regression(regression) => regression::run(regression, run),
        Analysis::Weighting(weighting) => weighting::run(weighting, run),
        Analysis::Correlation(correlation) => correlation::run(correlation, run),
        Analysis::Reliability(reliability) => reliability::run(reliability, run),
        Analysis::Agreement(agreement) => agreement::run(agreement, run),
        Analysis::CompareGroups(groups) => compare_groups::run(groups, run),
        Analysis::Paired(paired) => paired::run(paired, run),
    }?;
    Ok(Task::new(finding, Vec::new()))
}

/// An analysis of waves that names no dataset: it stands in the first of them.
fn placed(spec: &AnalysisSpec) -> Option<AnalysisSpec> {
    let waves = match &spec.analysis {
        Analysis::Attrition(attrition) => &attrition.waves,
        Analysis::Change(change) => &change.waves,
        _ => return None,
    };
    let first = waves.first().filter(|_| spec.data.is_empty())?;
    Some(AnalysisSpec {
        data: first.clone(),
        ..spec.clone()
    })
}

/// Runs one analysis to its end.
///
/// # Errors
/// As [`begin`].
pub fn analyse(spec: &AnalysisSpec, datasets: &[Dataset]) -> Result<Finding, Error> {
    let mut task = begin(spec, datasets)?;
    while task.step()? == Stage::Working {}
    Ok(task.finish())
}

impl Task {
    /// A finding with what is known at once, and the works that complete it, in their order.
    pub(super) fn new(finding: Finding, works: Vec<Box<dyn Work>>) -> Self {
        Self {
            finding,
            works,
            past: 0,
        }
    }

    /// Does the next part of the work; costs nothing once all is done.
    ///
    /// # Errors
    /// What makes the finding worthless; the task is then of no further use.
    pub fn step(&mut self) -> Result<Stage, Error> {
        if let Some(work) = self.works.first_mut()
            && work.step(&mut self.finding)? == Stage::Done
        {
            // Not the total, which may have been a bound far off: what follows then has its share of the bar.
            let Progress { done, total } = work.progress();
            self.past = self.past.saturating_add(done.min(total));
            self.works.remove(0);
        }
        Ok(if self.works.is_empty() {
            Stage::Done
        } else {
            Stage::Working
        })
    }

    /// How much of the work is done.
    pub fn progress(&self) -> Progress {
        let mut sum = Progress {
            done: self.past,
            total: self.past,
        };
        for work in &self.works {
            let Progress { done, total } = work.progress();
            sum.done = sum.done.saturating_add(done.min(total));
            sum.total = sum.total.saturating_add(total);
        }
        sum
    }

    /// Ends the work where it is. What is known so far is in the finding, which says that it is not all.
    pub fn settle(&mut self) {
        if self.works.is_empty() {
            return;
        }
        let Progress { done, total } = self.progress();
        for mut work in self.works.drain(..) {
            work.settle(&mut self.finding);
        }
        self.finding.notes.push(Note::Stopped { done, total });
    }

    /// The finding; where work is left it is as [`Task::settle`] leaves it.
    pub fn finish(mut self) -> Finding {
        self.settle();
        self.finding
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;
    use crate::finding::{Base, Results, Statistics};

    /// Counts in the base of the finding to `total`, three at a time, and fails at `stumble`.
    struct Counting {
        done: u64,
        total: u64,
        stumble: Option<u64>,
    }

    impl Work for Counting {
        fn step(&mut self, finding: &mut Finding) -> Result<Stage, Error> {
            self.done = (self.done + 3).min(self.total);
            if self.stumble.is_some_and(|at| self.done >= at) {
                return Err(Error::UnknownDataset {
                    data: "lost".to_owned(),
                    known: Vec::new(),
                });
            }
            if self.done < self.total {
                return Ok(Stage::Working);
            }
            finding.base.n += self.done;
            Ok(Stage::Done)
        }

        fn progress(&self) -> Progress {
            Progress {
                done: self.done,
                total: self.total,
            }
        }

        fn settle(&mut self, finding: &mut Finding) {
            finding.base.n += self.done;
        }
    }

    fn counting(total: u64) -> Box<dyn Work> {
        Box::new(Counting {
            done: 0,
            total,
            stumble: None,
        })
    }

    fn task(works: Vec<Box<dyn Work>>) -> Task {
        let base = Base {
            data: String::new(),
            unit: Text::default(),
            rows: 0,
            selected: 0,
            filter: None,
            n: 0,
            smallest_n: 0,
            largest_n: 0,
            cases: None,
            weight: None,
            weighted_n: 0.0,
        };
        let finding = Finding {
            id: String::new(),
            section: Text::default(),
            title: Text::default(),
            question: Text::default(),
            base,
            results: Results::Reliability(Statistics {
                by: None,
                parts: Vec::new(),
            }),
            notes: Vec::new(),
            display: crate::analysis::Display::default(),
        };
        Task::new(finding, works)
    }

    fn progress(done: u64, total: u64) -> Progress {
        Progress { done, total }
    }

    #[test]
    fn works_are_done_one_after_the_other_and_add_up() {
        let mut task = task(vec![counting(7), counting(3)]);
        let mut seen = vec![task.progress()];
        while task.step() == Ok(Stage::Working) {
            seen.push(task.progress());
        }
        let expected = [0, 3, 6, 7].map(|done| progress(done, 10));
        assert_eq!(seen, expected);
        assert_eq!(task.progress(), progress(10, 10));
        let finding = task.finish();
        assert_eq!((finding.base.n, finding.notes.len()), (10, 0));
    }

    #[test]
    fn a_work_that_ends_early_leaves_the_bar_to_the_others() {
        /// May take long and is done with the first step.
        struct Lucky(u64);
        impl Work for Lucky {
            fn step(&mut self, _: &mut Finding) -> Result<Stage, Error> {
                self.0 = 2;
                Ok(Stage::Done)
            }
            fn progress(&self) -> Progress {
                progress(self.0, 1_000_000)
            }
        }
        let mut task = task(vec![Box::new(Lucky(0)), counting(8)]);
        assert_eq!(task.progress(), progress(0, 1_000_008));
        assert_eq!(task.step(), Ok(Stage::Working));
        assert_eq!(task.progress(), progress(2, 10));
        assert_eq!(task.step(), Ok(Stage::Working));
        assert_eq!(task.progress(), progress(5, 10));
    }

    #[test]
    fn what_is_done_at_once_needs_one_step_and_has_no_note() {
        let mut task = task(Vec::new());
        assert_eq!(task.step(), Ok(Stage::Done));
        task.settle();
        assert_eq!(task.progress(), Progress::default());
        assert_eq!(task.finish().notes, []);
    }

    #[test]
    fn a_stopped_analysis_gives_what_is_known_and_says_so_once() {
        let mut stopped = task(vec![counting(4), counting(7), counting(9)]);
        for _ in 0..3 {
            assert_eq!(stopped.step(), Ok(Stage::Working));
        }
        stopped.settle();
        assert_eq!(stopped.step(), Ok(Stage::Done));
        let finding = stopped.finish();
        assert_eq!(finding.base.n, 4 + 3);
        assert_eq!(finding.notes, [Note::Stopped { done: 7, total: 20 }]);

        let unbegun = task(vec![counting(5)]).finish();
        assert_eq!(unbegun.notes, [Note::Stopped { done: 0, total: 5 }]);
    }

    #[test]
    fn an_error_of_a_later_part_is_the_error_of_the_analysis() {
        let mut failing = task(vec![
            counting(3),
            Box::new(Counting {
                done: 0,
                total: 9,
                stumble: Some(6),
            }),
        ]);
        assert_eq!(failing.step(), Ok(Stage::Working));
        assert_eq!(failing.step(), Ok(Stage::Working));
        assert!(failing.step().is_err());
    }
}
