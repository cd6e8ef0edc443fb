//! The finding of one's own while it is being built: what was picked, what fits, and what was changed. No browser here.

use std::sync::Arc;

use befund_survey::Text;

use crate::state::Task;
use befund_conversation::message::{Entry, Reply, Request, Shown, Suggestion};

/// A finding that is being built.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Draft {
    /// Identifier of the dataset.
    pub(crate) data: String,
    /// The variables, in the order of picking.
    pub(crate) picked: Vec<String>,
    /// Fitting analyses, the best first.
    pub(crate) suggestions: Vec<Suggestion>,
    /// Which of them is taken.
    pub(crate) taken: usize,
    /// What it found, or why it found nothing.
    pub(crate) shown: Option<Arc<Shown>>,
    /// What the engine could not do.
    pub(crate) problem: Option<Text>,
    /// Whether the engine has been asked and has not answered yet.
    pub(crate) waiting: bool,
    /// The analysis that was asked for last, and the one whose filter and weight it takes over.
    asked: Option<(Entry, Option<Entry>)>,
    /// What was changed about it and is not part of it yet.
    changes: Vec<(String, String)>,
    count: u32,
}

impl Draft {
    /// An empty draft on a dataset.
    pub(crate) fn on(&self, data: &str) -> Self {
        Self {
            data: data.to_owned(),
            count: self.count + 1,
            ..Self::default()
        }
    }

    /// Picks a variable or gives it up, and asks what fits now.
    pub(crate) fn toggle(&mut self, name: &str) -> Option<(Task, Request)> {
        match self.picked.iter().position(|picked| picked == name) {
            Some(place) => {
                self.picked.remove(place);
            }
            None => self.picked.push(name.to_owned()),
        }
        self.ask_what_fits()
    }

    /// Gives up everything that was picked.
    pub(crate) fn clear(&mut self) {
        *self = self.on(&self.data);
    }

    fn ask_what_fits(&mut self) -> Option<(Task, Request)> {
        self.count += 1;
        if self.picked.is_empty() {
            self.clear();
            return None;
        }
        self.waiting = true;
        let request = Request::Suggest {
            data: self.data.clone(),
            variables: self.picked.clone(),
        };
        Some((Task::Suggest(self.count), request))
    }

    /// Whether an answer to this task is still wanted.
    pub(crate) fn wants(&self, task: &Task) -> bool {
        matches!(task, Task::Suggest(count) | Task::Draft(count) if *count == self.count)
    }

    /// Takes an answer in; gives what to ask next.
    pub(crate) fn receive(&mut self, task: &Task, reply: Reply) -> Option<(Task, Request)> {
        if !self.wants(task) {
            return None;
        }
        self.waiting = false;
        match reply {
            Reply::Suggested { suggestions } => {
                self.suggestions = suggestions;
                if self.suggestions.is_empty() {
                    self.shown = None;
                    self.problem = None;
                }
                self.take(0)
            }
            Reply::Found { shown } => {
                self.asked = Some((shown.entry, None));
                self.shown = Some(Arc::new(shown));
                self.problem = None;
                self.changes.clear();
                None
            }
            Reply::Failed { problem } => {
                self.shown = None;
                self.problem = Some(problem);
                None
            }
            _ => None,
        }
    }

    /// Takes one of the suggestions, with the rows and weights of the analysis before it.
    pub(crate) fn take(&mut self, place: usize) -> Option<(Task, Request)> {
        let entry = self.suggestions.get(place)?.entry;
        let before = self.shown.as_ref().map(|shown| shown.entry);
        self.taken = place;
        self.asked = Some((entry, before));
        self.changes.clear();
        self.run()
    }

    /// Gives a control a value. An answer under way does not come any more; what it was about is asked for again.
    pub(crate) fn change(&mut self, control: &str, value: String) -> Option<(Task, Request)> {
        self.changes.push((control.to_owned(), value));
        self.run()
    }

    fn run(&mut self) -> Option<(Task, Request)> {
        let (entry, like) = self.asked?;
        self.count += 1;
        self.waiting = true;
        let request = Request::Run {
            entry,
            like,
            changes: self.changes.clone(),
        };
        Some((Task::Draft(self.count), request))
    }

    /// Everything the engine has to keep for this draft.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry> {
        let suggested = self.suggestions.iter().map(|suggestion| suggestion.entry);
        suggested.chain(self.shown.iter().map(|shown| shown.entry))
    }

    /// What is shown, where it has a chart.
    pub(crate) fn chart(&self) -> Option<Entry> {
        let shown = self.shown.as_ref()?;
        shown.has_chart.then_some(shown.entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(entry: Entry) -> Suggestion {
        Suggestion {
            entry,
            kind: "frequencies".to_owned(),
            words: Text::default(),
        }
    }

    fn found(entry: Entry) -> Reply {
        Reply::Found {
            shown: Shown {
                entry,
                has_chart: true,
                ..Shown::default()
            },
        }
    }

    fn run(entry: Entry, like: Option<Entry>, changes: &[(&str, &str)]) -> Request {
        let changes = changes.iter();
        Request::Run {
            entry,
            like,
            changes: changes
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    /// A draft on which one variable was picked and the engine has suggested two analyses.
    fn suggested() -> (Draft, (Task, Request)) {
        let mut draft = Draft::default().on("wave1");
        let (task, _) = draft.toggle("q1").expect("something was picked");
        let suggestions = vec![suggestion(1), suggestion(2)];
        let next = draft.receive(&task, Reply::Suggested { suggestions });
        (draft, next.expect("the best is run"))
    }

    #[test]
    fn picking_asks_what_fits_in_the_order_of_picking() {
        let mut draft = Draft::default().on("wave1");
        draft.toggle("q2");
        let asked = draft.toggle("q1").map(|(_, request)| request);
        assert_eq!(
            asked,
            Some(Request::Suggest {
                data: "wave1".to_owned(),
                variables: vec!["q2".to_owned(), "q1".to_owned()],
            })
        );
    }

    #[test]
    fn the_best_suggestion_runs_at_once() {
        let (draft, (task, request)) = suggested();
        assert!(matches!(task, Task::Draft(_)));
        assert_eq!(request, run(1, None, &[]));
        assert_eq!((draft.taken, draft.waiting), (0, true));
    }

    #[test]
    fn answers_to_what_is_no_longer_asked_change_nothing() {
        let (mut draft, (task, _)) = suggested();
        draft.toggle("q2");
        let before = draft.clone();
        assert_eq!(draft.receive(&task, found(3)), None);
        assert_eq!(draft, before);
    }

    #[test]
    fn giving_up_the_last_variable_empties_the_draft() {
        let (mut draft, (task, _)) = suggested();
        draft.receive(&task, found(3));
        assert_eq!(draft.toggle("q1"), None);
        assert_eq!((draft.chart(), draft.suggestions.len()), (None, 0));
        assert_eq!(draft.data, "wave1");
    }

    #[test]
    fn another_kind_is_like_the_one_before() {
        let (mut draft, (task, _)) = suggested();
        draft.receive(&task, found(3));
        let taken = draft.take(1).map(|(_, request)| request);
        assert_eq!(taken, Some(run(2, Some(3), &[])));
        assert_eq!(draft.taken, 1);
        assert_eq!(draft.take(2), None, "there is no third");
    }

    #[test]
    fn changes_add_up_until_they_are_answered() {
        let (mut draft, (task, _)) = suggested();
        draft.receive(&task, found(3));
        let mut change = |name: &str, value: &str| draft.change(name, value.to_owned());
        let first = change("weight", "w").map(|(_, request)| request);
        assert_eq!(first, Some(run(3, None, &[("weight", "w")])));
        let second = change("swap", "").expect("something is shown");
        assert_eq!(second.1, run(3, None, &[("weight", "w"), ("swap", "")]));
        draft.receive(&second.0, found(5));
        let third = draft.change("top", "2".to_owned());
        let third = third.map(|(_, request)| request);
        assert_eq!(third, Some(run(5, None, &[("top", "2")])));
    }

    #[test]
    fn what_is_changed_is_what_was_asked_for_last() {
        let (mut draft, (task, _)) = suggested();
        draft.receive(&task, found(3));
        draft.take(1);
        let changed = draft.change("weight", "w".to_owned());
        let changed = changed.map(|(_, request)| request);
        assert_eq!(changed, Some(run(2, Some(3), &[("weight", "w")])));
    }

    #[test]
    fn everything_that_can_still_be_asked_for_is_kept() {
        let (mut draft, (task, _)) = suggested();
        draft.receive(&task, found(3));
        assert_eq!(draft.entries().collect::<Vec<_>>(), [1, 2, 3]);
    }
}
