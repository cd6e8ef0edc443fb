//! Coding of open answers as the reader sees it: a list of answers, the codes, and what keys do. No browser here.

use befund_survey::coding::CodingEdit;
use befund_survey::coding::{Asked, Code, CoderAnswers, Count, Listed, Source, Term};
use befund_survey::{Language, Text};

use befund_conversation::message::{Coded, Request};

/// Answers on the page at once.
pub(crate) const PORTION: u64 = 40;

/// Where a list begins that is not asked for: only counts are.
const COUNTS: u64 = u64::MAX;

/// What the reader is coding.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Desk {
    /// The dataset.
    pub(crate) data: String,
    /// The variable with the answers.
    pub(crate) variable: String,
    /// Who codes.
    pub(crate) coder: String,
    /// The terms sought, as they were typed.
    pub(crate) sought: String,
    /// Whether only open answers are listed.
    pub(crate) open_only: bool,
    /// The beginning of a code that is being typed.
    pub(crate) typed: String,
    /// Place of the answer that is being coded, on the page.
    pub(crate) active: usize,
    /// Where the answer to be coded stands once the next page has come.
    lands_last: bool,
    /// What the engine has told.
    pub(crate) coded: Option<Coded>,
    /// Answers that were decided about, with the decision before.
    history: Vec<(String, Option<Vec<String>>)>,
    /// Whether anything was changed.
    pub(crate) changed: bool,
}

/// A code in the list of all.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Flat {
    /// The code.
    pub(crate) code: Code,
    /// The place of the code above it among those of the first level.
    pub(crate) parent: Option<usize>,
}

impl Desk {
    /// The answers to a variable, and what to ask for.
    pub(crate) fn open(data: &str, variable: &str) -> Self {
        Self {
            data: data.to_owned(),
            variable: variable.to_owned(),
            ..Self::default()
        }
    }

    /// The terms sought, without those that are none yet.
    pub(crate) fn terms(&self) -> Vec<String> {
        terms(&self.sought)
    }

    /// Somebody else codes.
    pub(crate) fn signed(&mut self, coder: &str) -> Option<Request> {
        let coder = coder.trim();
        if coder.is_empty() || coder == self.coder {
            return None;
        }
        self.coder = coder.to_owned();
        self.history.clear();
        Some(self.again())
    }

    /// Who has coded how much, and how often codes are given, once there are two to be compared; it changes with every decision.
    pub(crate) fn compared(&self) -> Option<(Vec<CoderAnswers>, Vec<Count>)> {
        let page = &self.coded.as_ref()?.page;
        let busy = page.coders.iter().filter(|coder| coder.answers > 0);
        (busy.count() > 1).then(|| (page.coders.clone(), page.codes.clone()))
    }

    /// All codes, those of the second level below theirs.
    pub(crate) fn flat(&self) -> Vec<Flat> {
        let mut all = Vec::new();
        let codes = self.coded.iter().flat_map(|coded| &coded.codes);
        for (place, code) in codes.enumerate() {
            let flat = |code: &Code, parent| Flat {
                code: code.clone(),
                parent,
            };
            all.push(flat(code, None));
            all.extend(code.codes.iter().map(|child| flat(child, Some(place))));
        }
        all
    }

    /// Asks for answers from one on.
    pub(crate) fn ask(&self, from: u64) -> Request {
        self.request(Vec::new(), from, PORTION)
    }

    /// Asks for the answers anew, from the first on.
    pub(crate) fn again(&mut self) -> Request {
        self.active = 0;
        self.ask(0)
    }

    fn request(&self, edits: Vec<CodingEdit>, from: u64, most: u64) -> Request {
        let terms = self.terms();
        Request::Code {
            data: self.data.clone(),
            variable: self.variable.clone(),
            edits,
            asked: Asked {
                coder: self.coder.clone(),
                listed: match (terms.is_empty(), self.open_only) {
                    (false, _) => Listed::Hits,
                    (true, true) => Listed::Open,
                    (true, false) => Listed::All,
                },
                terms,
                from,
                most,
            },
        }
    }

    /// Takes what the engine has told; counts alone leave the answers as they are. Gives what is to be asked next.
    pub(crate) fn receive(&mut self, mut told: Coded) -> Option<Request> {
        let mut next = None;
        if self.coder.is_empty() {
            // what several have decided was shown together
            let several = told.page.coders.len() > 1;
            let first = told.page.coders.first().map(|first| first.coder.clone());
            self.coder = first.unwrap_or_else(|| "A".to_owned());
            next = several.then(|| self.ask(0));
        }
        if let Some(known) = &mut self.coded
            && told.page.from == COUNTS
        {
            std::mem::swap(&mut told.page.answers, &mut known.page.answers);
            told.page.from = known.page.from;
            told.page.listed = known.page.listed;
        }
        let last = told.page.answers.len().saturating_sub(1);
        if std::mem::take(&mut self.lands_last) {
            self.active = last;
        }
        self.active = self.active.min(last);
        self.coded = Some(told);
        next
    }

    /// Codes the answer in hand with a code, or takes the code from it.
    pub(crate) fn toggle(&mut self, place: usize) -> Option<Request> {
        self.typed.clear();
        let codes = self.flat();
        let mut given = self.line()?.given.codes.clone();
        let now = !*given.get(place)?;
        given[place] = now;
        let root = codes[place].parent.is_none();
        for (other, code) in codes.iter().enumerate() {
            let below = root && code.parent.is_some() && self.root(&codes, other) == place;
            if below && !now {
                given[other] = false;
            }
        }
        // what stands above a code comes and goes with it
        if let (Some(_), above) = (codes[place].parent, self.root(&codes, place)) {
            let mut below = (0..codes.len()).filter(|other| {
                *other != above && self.root(&codes, *other) == above && given[*other]
            });
            given[above] = below.next().is_some();
        }
        self.decide(Some(given))
    }

    /// Says that none of the codes fits.
    pub(crate) fn none(&mut self) -> Option<Request> {
        let codes = vec![false; self.line()?.given.codes.len()];
        self.decide(Some(codes))
    }

    /// Takes back the last decision.
    pub(crate) fn undo(&mut self) -> Option<Request> {
        let (answer, codes) = self.history.pop()?;
        let page = &self.coded.as_ref()?.page;
        let from = page.from;
        if let Some(place) = page
            .answers
            .iter()
            .position(|line| line.fingerprint == answer)
        {
            self.active = place;
        }
        let edit = CodingEdit::Decide {
            coder: self.coder.clone(),
            answer,
            codes,
        };
        Some(self.request(vec![edit], from, PORTION))
    }

    fn decide(&mut self, given: Option<Vec<bool>>) -> Option<Request> {
        let codes = self.flat();
        let given = given?;
        let line = self.line()?;
        let answer = line.fingerprint.clone();
        let before =
            (line.given.source == Source::Hand).then(|| self.names(&codes, &line.given.codes));
        let names = self.names(&codes, &given);
        let active = self.active;
        let coded = self.coded.as_mut()?;
        let line = coded.page.answers.get_mut(active)?;
        line.given.codes = given;
        line.given.source = Source::Hand;
        self.history.push((answer.clone(), before));
        self.changed = true;
        let edit = CodingEdit::Decide {
            coder: self.coder.clone(),
            answer,
            codes: Some(names),
        };
        Some(self.request(vec![edit], COUNTS, 0))
    }

    /// The codes that were given, without those that follow from finer ones.
    fn names(&self, codes: &[Flat], given: &[bool]) -> Vec<String> {
        let is_given = |place: usize| given.get(place) == Some(&true);
        let follows = |place: usize| {
            codes[place].parent.is_none()
                && (0..codes.len()).any(|other| {
                    other != place && is_given(other) && self.root(codes, other) == place
                })
        };
        let places = (0..codes.len()).filter(|place| is_given(*place) && !follows(*place));
        places.map(|place| codes[place].code.code.clone()).collect()
    }

    /// The place of the code of the first level that a code stands below, or its own.
    fn root(&self, codes: &[Flat], place: usize) -> usize {
        let before = (0..=place).rev();
        let mut before = before.filter(|place| codes[*place].parent.is_none());
        before.next().unwrap_or(place)
    }

    /// The answer in hand.
    pub(crate) fn line(&self) -> Option<&befund_survey::coding::AnswerLine> {
        self.coded.as_ref()?.page.answers.get(self.active)
    }

    /// Goes on to the next answer, which may stand on the next page.
    pub(crate) fn next(&mut self) -> Option<Request> {
        self.typed.clear();
        let page = &self.coded.as_ref()?.page;
        let shown = page.answers.len();
        if self.active + 1 < shown {
            self.active += 1;
            return None;
        }
        if page.from + shown as u64 >= page.listed {
            return None;
        }
        // open answers that were coded are no longer in the list
        let left = |line: &&befund_survey::coding::AnswerLine| line.given.source == Source::Open;
        let passed = match self.open_only && self.terms().is_empty() {
            true => page.answers.iter().filter(left).count(),
            false => shown,
        };
        let from = page.from + passed as u64;
        self.active = 0;
        Some(self.ask(from))
    }

    /// Goes back to the answer before.
    pub(crate) fn previous(&mut self) -> Option<Request> {
        self.typed.clear();
        if self.active > 0 {
            self.active -= 1;
            return None;
        }
        let from = self.coded.as_ref()?.page.from;
        if from == 0 {
            return None;
        }
        self.lands_last = true;
        Some(self.ask(from.saturating_sub(PORTION)))
    }

    /// A digit is the code of that number; other characters are the beginning of a label, which codes once it is the only one.
    pub(crate) fn press(&mut self, character: char, language: Language) -> Option<Request> {
        if self.typed.is_empty() {
            if let Some(digit) = character.to_digit(10).filter(|digit| *digit > 0) {
                return self.toggle(digit as usize - 1);
            }
            if matches!(character, '-' | '0') {
                return self.none();
            }
        }
        self.typed.extend(character.to_lowercase());
        let found = self.meant(language);
        match found.as_slice() {
            [] => {
                self.typed.clear();
                None
            }
            [only] => self.toggle(*only),
            _ => None,
        }
    }

    /// Takes the first of the codes that may be meant, or goes on where none is typed.
    pub(crate) fn enter(&mut self, language: Language) -> Option<Request> {
        let meant = self.meant(language);
        match meant.first().filter(|_| !self.typed.is_empty()) {
            Some(first) => self.toggle(*first),
            None => self.next(),
        }
    }

    /// Takes the last character back, or the last decision where none is typed.
    pub(crate) fn back(&mut self) -> Option<Request> {
        match self.typed.pop() {
            Some(_) => None,
            None => self.undo(),
        }
    }

    /// The codes whose labels begin as was typed.
    pub(crate) fn meant(&self, language: Language) -> Vec<usize> {
        let begins = |flat: &Flat| {
            let title = flat.code.title();
            title.get(language).to_lowercase().starts_with(&self.typed)
        };
        let codes = self.flat();
        let places = codes.iter().enumerate().filter(|(_, flat)| begins(flat));
        places.map(|(place, _)| place).collect()
    }

    /// Other codes in the place of those there are.
    pub(crate) fn recode(&mut self, codes: Vec<Code>) -> Option<Request> {
        let from = self.coded.as_ref().map_or(0, |coded| coded.page.from);
        // decisions before may speak of codes that are gone
        self.history.clear();
        self.changed = true;
        Some(self.request(vec![CodingEdit::Codes { codes }], from, PORTION))
    }

    /// A new code with this label, below another where that is one of the first level.
    pub(crate) fn add(&mut self, label: &str, parent: Option<usize>) -> Option<Request> {
        let label = label.trim();
        let mut codes = self.coded.as_ref()?.codes.clone();
        if label.is_empty() {
            return None;
        }
        let known: Vec<String> = self.flat().into_iter().map(|flat| flat.code.code).collect();
        let mut code = Code::new(&name(label, &known));
        code.label = Text::from(label);
        match parent.and_then(|parent| codes.get_mut(parent)) {
            Some(parent) => parent.codes.push(code),
            None => codes.push(code),
        }
        self.recode(codes)
    }

    /// Changes the code at a place; what gives nothing back takes it out.
    pub(crate) fn change(
        &mut self,
        place: usize,
        change: impl FnOnce(Code) -> Option<Code>,
    ) -> Option<Request> {
        let all = self.flat();
        let name = &all.get(place)?.code.code;
        let mut codes = self.coded.as_ref()?.codes.clone();
        let list = match all[place].parent {
            Some(parent) => &mut codes.get_mut(parent)?.codes,
            None => &mut codes,
        };
        let at = list.iter().position(|code| code.code == *name)?;
        let code = list.remove(at);
        if let Some(code) = change(code) {
            list.insert(at, code);
        }
        self.recode(codes)
    }

    /// Puts a code below another one, or on the first level. One that has codes below it stays.
    pub(crate) fn nest(&mut self, place: usize, parent: Option<usize>) -> Option<Request> {
        let all = self.flat();
        let flat = all.get(place)?;
        let mut codes = self.coded.as_ref()?.codes.clone();
        let above = parent
            .and_then(|parent| codes.get(parent))
            .map(|code| code.code.clone());
        if above.is_some() && !flat.code.codes.is_empty() {
            return None;
        }
        for code in &mut codes {
            code.codes.retain(|child| child.code != flat.code.code);
        }
        codes.retain(|code| code.code != flat.code.code);
        match codes
            .iter_mut()
            .find(|code| Some(&code.code) == above.as_ref())
        {
            Some(above) => above.codes.push(flat.code.clone()),
            None => codes.push(flat.code.clone()),
        }
        self.recode(codes)
    }

    /// Has all answers with the terms sought get a code, now and in other files.
    pub(crate) fn keep_terms(&mut self, place: usize) -> Option<Request> {
        let terms = self.terms();
        self.sought.clear();
        self.change(place, |mut code| {
            for term in terms {
                if !code.terms.contains(&term) {
                    code.terms.push(term);
                }
            }
            Some(code)
        })
    }
}

/// Terms as they are typed, without those that are none yet.
pub(crate) fn terms(typed: &str) -> Vec<String> {
    let terms = typed.split([',', ';']).map(str::trim);
    let terms = terms.filter(|term| Term::new(term).is_ok());
    terms.map(str::to_owned).collect()
}

/// A short name for a code: its label in small letters, and a number where that is taken.
fn name(label: &str, known: &[String]) -> String {
    let mut name = String::new();
    for character in label.to_lowercase().chars().take(24) {
        if character.is_alphanumeric() {
            name.push(character);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    let name = match name.trim_end_matches('_') {
        "" => "code".to_owned(),
        name => name.to_owned(),
    };
    let mut numbered = (2..).map(|number| format!("{name}_{number}"));
    if known.contains(&name) {
        numbered
            .find(|name| !known.contains(name))
            .unwrap_or_default()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_survey::coding::{AnswerLine, AnswerPage, Given};

    fn code(code: &str, label: &str, codes: Vec<Code>) -> Code {
        Code {
            label: label.into(),
            codes,
            ..Code::new(code)
        }
    }

    /// Means (staff, money) and meals; answers without codes.
    fn desk(answers: usize, listed: u64) -> Desk {
        let below = vec![
            code("staff", "Staff", vec![]),
            code("money", "Money", vec![]),
        ];
        let codes = vec![
            code("means", "Means", below),
            code("meals", "Meals", vec![]),
        ];
        let lines = (0..answers).map(|place| AnswerLine {
            fingerprint: format!("x{place}"),
            text: format!("answer {place}"),
            rows: 1,
            given: Given {
                codes: vec![false; 4],
                source: Source::Open,
            },
            hits: Vec::new(),
        });
        let count = Count::default();
        let mut desk = Desk::open("d", "why");
        desk.receive(Coded {
            question: "Why?".into(),
            codes,
            page: AnswerPage {
                all: count,
                by_hand: count,
                by_terms: count,
                hits: count,
                codes: vec![count; 4],
                coders: Vec::new(),
                listed,
                from: 0,
                answers: lines.collect(),
            },
        });
        desk
    }

    /// What is decided: the answer and its codes.
    fn decided(request: Option<Request>) -> Option<(String, Option<Vec<String>>)> {
        let Some(Request::Code { edits, .. }) = request else {
            return None;
        };
        edits.into_iter().find_map(|edit| match edit {
            CodingEdit::Decide { answer, codes, .. } => Some((answer, codes)),
            CodingEdit::Codes { .. } => None,
        })
    }

    fn some(answer: &str, codes: &[&str]) -> Option<(String, Option<Vec<String>>)> {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        Some((answer.to_owned(), Some(codes)))
    }

    #[test]
    fn digits_and_beginnings_of_labels_give_codes() {
        let mut desk = desk(3, 3);
        let en = Language::En;
        assert_eq!(decided(desk.press('2', en)), some("x0", &["staff"]));
        assert_eq!(desk.line().unwrap().given.codes, [true, true, false, false]);
        assert_eq!(desk.press('m', en), None, "money, means, meals");
        assert_eq!(desk.press('e', en), None);
        assert_eq!(desk.meant(en), [0, 3]);
        assert_eq!(desk.press('a', en), None);
        assert_eq!(
            decided(desk.press('L', en)),
            some("x0", &["staff", "meals"])
        );
        assert_eq!(desk.typed, "");
        assert_eq!(desk.press('q', en), None);
        // a code above goes with those below it
        assert_eq!(decided(desk.press('1', en)), some("x0", &["meals"]));
        assert_eq!(decided(desk.press('-', en)), some("x0", &[]));
        assert_eq!(decided(desk.press('9', en)), None);
    }

    #[test]
    fn decisions_are_taken_back_one_by_one() {
        let mut desk = desk(2, 2);
        let en = Language::En;
        desk.press('4', en);
        desk.press('2', en);
        desk.next();
        desk.press('3', en);
        assert_eq!(decided(desk.undo()), Some(("x1".into(), None)));
        assert_eq!(desk.active, 1);
        assert_eq!(decided(desk.undo()), some("x0", &["meals"]));
        assert_eq!(desk.active, 0);
        assert_eq!(decided(desk.undo()), Some(("x0".into(), None)));
        assert_eq!(desk.undo(), None);
    }

    #[test]
    fn the_list_goes_on_where_a_page_ends() {
        let mut desk = desk(2, 5);
        assert_eq!(desk.previous(), None);
        assert_eq!(desk.next(), None);
        let from = |request: Option<Request>| match request {
            Some(Request::Code { asked, .. }) => Some(asked.from),
            _ => None,
        };
        assert_eq!(from(desk.next()), Some(2));
        desk.active = 1;
        desk.open_only = true;
        desk.press('1', Language::En);
        assert_eq!(
            from(desk.next()),
            Some(1),
            "one of the two is no longer open"
        );
    }

    #[test]
    fn codes_are_added_nested_renamed_and_taken_out() {
        let codes = |request: Option<Request>| -> Vec<String> {
            let Some(Request::Code { edits, .. }) = request else {
                return Vec::new();
            };
            let Some(CodingEdit::Codes { codes }) = edits.into_iter().next() else {
                return Vec::new();
            };
            let flat = |code: &Code| {
                let below: Vec<&str> = code.codes.iter().map(|code| code.code.as_str()).collect();
                format!("{}:{}", code.code, below.join(","))
            };
            codes.iter().map(flat).collect()
        };
        let mut desk = desk(1, 1);
        assert_eq!(codes(desk.add("  ", None)), [""; 0]);
        assert_eq!(codes(desk.add("Zu wenig Zeit!", None))[2], "zu_wenig_zeit:");
        assert_eq!(
            codes(desk.add("Staff", Some(0)))[0],
            "means:staff,money,staff_2"
        );
        assert_eq!(codes(desk.nest(3, Some(0))), ["means:staff,money,meals"]);
        assert_eq!(codes(desk.nest(0, Some(1))), [""; 0], "three levels");
        assert_eq!(codes(desk.nest(1, None))[2], "staff:");
        assert_eq!(codes(desk.change(2, |_| None))[0], "means:staff");
        desk.sought = "geld*, *mittel, *".to_owned();
        assert_eq!(desk.terms(), ["geld*", "*mittel"]);
        let Some(Request::Code { edits, asked, .. }) = desk.keep_terms(2) else {
            panic!("a request")
        };
        let [CodingEdit::Codes { codes }] = edits.as_slice() else {
            panic!("{edits:?}")
        };
        assert_eq!(codes[0].codes[1].terms, ["geld*", "*mittel"]);
        assert_eq!(asked.listed, Listed::All);
    }
}
