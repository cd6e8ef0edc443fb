//! A finding in a sentence or two, fit to publish.
//!
//! Labels are data: they stand in quotation marks and are never inflected.

mod groups;
mod items;
mod ranking;
mod statistics;

pub(crate) use ranking::certificate;

use befund_survey::finding::{Finding, FrequencyTable, MultipleTable, ResponseRates, Results};
use befund_survey::{Language, order};

use crate::messages::{Message, list, number_word, quoted};
use crate::number::Figures;
use crate::words::{category_label, item_label, of_the};

/// One or two plain sentences on the main numbers; nothing where nobody was counted.
pub fn sentence(finding: &Finding, language: Language) -> Option<String> {
    let writer = Writer {
        finding,
        language,
        figures: Figures::of(finding, language),
    };
    match &finding.results {
        Results::Response(rates) => writer.response(rates),
        Results::Frequencies(table) => writer.frequencies(table),
        Results::Battery(table) => writer.battery(table),
        Results::Crosstab(table) => writer.crosstab(table),
        Results::Profile(table) => writer.profile(table),
        Results::Multiple(table) => writer.multiple(table),
        Results::Descriptives(table) => writer.descriptives(table),
        Results::Ranking(table) => writer.ranking(table),
        Results::Clusters(tree) => writer.clusters(tree),
        other => writer.statistics(other.kind(), other.statistics()?),
    }
}

/// What comes first and what comes next, in the order of size: those of equal size together.
fn ranks(values: impl Iterator<Item = Option<f64>>) -> Vec<(f64, Vec<usize>)> {
    let mut order: Vec<(usize, f64)> = values
        .enumerate()
        .filter_map(|(index, value)| value.map(|value| (index, value)))
        .collect();
    order::sort(&mut order, |a, b| b.1.total_cmp(&a.1));
    let mut ranks: Vec<(f64, Vec<usize>)> = Vec::new();
    for (index, value) in order {
        match ranks.last_mut() {
            // Doubles that differ in their noise alone are equal.
            Some((of, tied)) if *of - value <= 1e-9 * of.abs() => tied.push(index),
            _ => ranks.push((value, vec![index])),
        }
    }
    ranks
}

/// The largest and the smallest of several values that are not all alike.
struct Extremes {
    high: f64,
    highest: Vec<usize>,
    low: f64,
    lowest: Vec<usize>,
}

fn extremes(values: &[Option<f64>]) -> Option<Extremes> {
    let mut ranks = ranks(values.iter().copied());
    let (low, lowest) = ranks.pop()?;
    let (high, highest) = ranks.into_iter().next()?;
    Some(Extremes {
        high,
        highest,
        low,
        lowest,
    })
}

struct Writer<'a> {
    finding: &'a Finding,
    language: Language,
    figures: Figures,
}

impl Writer<'_> {
    fn pick(&self, de: String, en: String) -> Option<String> {
        Some(match self.language {
            Language::De => de,
            Language::En => en,
        })
    }

    /// A label in quotation marks, without its full stop; of a long one, brackets at its end are left out.
    fn quoted(&self, words: &str) -> String {
        let words = words.trim();
        let words = match words.strip_suffix('.') {
            Some(statement) if statement.contains(' ') && !statement.ends_with('.') => statement,
            _ => words,
        };
        let short = words
            .strip_suffix(')')
            .and_then(|inner| inner.split_once(" ("))
            .map(|(head, _)| head.trim_end())
            .filter(|head| words.chars().count() > 60 && head.chars().count() > 3);
        quoted(short.unwrap_or(words), self.language)
    }

    fn response(&self, rates: &ResponseRates) -> Option<String> {
        let total = rates.total;
        let rate = self.figures.percent(total.rate?);
        let number = |value: u64, de: [&str; 2], en: [&str; 2]| {
            let words = match self.language {
                Language::De => de,
                Language::En => en,
            };
            let word = words[usize::from(value != 1)];
            format!("{} {word}", self.figures.count(value))
        };
        let contacted = number(
            total.contacted,
            ["Anfrage", "Anfragen"],
            ["contact", "contacts"],
        );
        let returned = number(
            total.returned,
            ["Antwort", "Antworten"],
            ["response", "responses"],
        );
        let came = if total.returned == 1 { "kam" } else { "kamen" };
        let mut text = self.pick(
            format!("Auf {contacted} {came} {returned}, ein Rücklauf von {rate}."),
            format!("{contacted} brought {returned}, a response rate of {rate}."),
        )?;
        if let (Some(item), Some(clusters)) = (&rates.cluster, rates.clusters)
            && let Some(rate) = clusters.rate
        {
            let name = self.quoted(item_label(item, self.language));
            let (some, all) = (
                self.figures.count(clusters.returned),
                number(
                    clusters.contacted,
                    ["Einheit", "Einheiten"],
                    ["unit", "units"],
                ),
            );
            let rate = self.figures.percent(rate);
            text.push_str(&self.pick(
                format!(
                    " Aus {some} von {all} der Ebene {name} kam mindestens eine Antwort ({rate})."
                ),
                format!(
                    " At least one answer came from {some} of {all} at the level {name} ({rate})."
                ),
            )?);
        } else {
            let shares: Vec<Option<f64>> =
                rates.groups.iter().map(|group| group.rate.rate).collect();
            if let Some(ends) = extremes(&shares) {
                let (high, low) = (
                    self.figures.percent(ends.high),
                    self.figures.percent(ends.low),
                );
                let names = |of: &[usize]| {
                    self.names(of, Message::GroupsNoun, |index| {
                        category_label(&rates.groups[index].group, self.language)
                    })
                };
                let (most, least) = (names(&ends.highest), names(&ends.lowest));
                if high != low {
                    text.push_str(&self.pick(
                        format!(" Am höchsten ist der Rücklauf bei {most} ({high}), am niedrigsten bei {least} ({low})."),
                        format!(" The response rate is highest for {most} ({high}) and lowest for {least} ({low})."),
                    )?);
                }
            }
        }
        Some(text)
    }

    /// One or two by their names; of more it says how many they are: none of them stands out.
    fn names(&self, of: &[usize], noun: Message, name: impl Fn(usize) -> String) -> String {
        if of.len() > 2 {
            return self.so_many(of.len(), noun);
        }
        let names: Vec<String> = of.iter().map(|index| self.quoted(&name(*index))).collect();
        list(&names, self.language)
    }

    /// "drei Antworten".
    fn so_many(&self, number: usize, noun: Message) -> String {
        let word = number_word(number, self.language);
        format!("{word} {}", noun.text(self.language))
    }

    fn frequencies(&self, table: &FrequencyTable) -> Option<String> {
        let chosen = table
            .categories
            .iter()
            .map(|row| row.share.share.filter(|share| *share > 0.0));
        let ranks = ranks(chosen);
        let (share, first) = ranks.first()?;
        let share = self.figures.percent(*share);
        let of = of_the(self.finding, self.finding.base.n, self.language);
        let names = |of: &[usize]| {
            self.names(of, Message::AnswersNoun, |index| {
                category_label(&table.categories[index].category, self.language)
            })
        };
        let answers = names(first);
        if table.cases.is_some() && first.len() <= 2 {
            return self.records(table, first, &answers, &share);
        }
        match first.len() {
            1 => {}
            2 => {
                return self.pick(
                    format!("{answers} antworteten jeweils {share} {of}."),
                    format!("{answers} were each answered by {share} {of}."),
                );
            }
            _ => return self.tied(&answers, &share, &of),
        }
        let (mut de, mut en) = (
            format!("{share} {of} antworteten {answers}"),
            format!("{share} {of} answered {answers}"),
        );
        if let Some((share, second)) = ranks.get(1)
            && second.len() <= 2
        {
            let (share, answers) = (self.figures.percent(*share), names(second));
            if second.len() == 1 {
                de.push_str(&format!(", {share} {answers}"));
                en.push_str(&format!(", {share} {answers}"));
            } else {
                de.push_str(&format!(", jeweils {share} {answers}"));
                en.push_str(&format!(", {share} each {answers}"));
            }
        }
        self.pick(format!("{de}."), format!("{en}."))
    }

    /// Shares of records, and of the cases that have one: "Auf „A“ entfallen 56 % der 437 Maßnahmen; „A“ kommt bei 71 % der 268
    /// Fälle mindestens einmal vor."
    fn records(
        &self,
        table: &FrequencyTable,
        first: &[usize],
        answers: &str,
        share: &str,
    ) -> Option<String> {
        let of = of_the(self.finding, self.finding.base.n, self.language);
        let cases = table.cases.as_ref()?;
        let n = self.figures.count(cases.records.n);
        let of_cases: Vec<String> = first
            .iter()
            .filter_map(|index| cases.shares.get(*index)?.share)
            .map(|share| self.figures.percent(share))
            .collect();
        let (each_de, each_en) = match first.len() {
            1 => ("", ""),
            _ => ("jeweils ", " each"),
        };
        let weighted = match (self.finding.base.weight.is_some(), self.language) {
            (false, _) => "",
            (true, Language::De) => " (gewichtet)",
            (true, Language::En) => " (weighted)",
        };
        let of_cases = list(&of_cases, self.language);
        self.pick(
            format!("Auf {answers} entfallen {each_de}{share} {of}; mindestens einen solchen Eintrag haben {of_cases} der {n} Fälle{weighted}."),
            match first.len() {
                1 => format!("{answers} accounts for {share} {of}; {of_cases} of the {n} cases have at least one such record{weighted}."),
                _ => format!("{answers} account for {share} {of}{each_en}; {of_cases} of the {n} cases have at least one such record{weighted}."),
            },
        )
    }

    /// More answers than two lead together.
    fn tied(&self, answers: &str, share: &str, of: &str) -> Option<String> {
        self.pick(
            format!("Keine Antwort liegt vorn: {answers} erreichen jeweils {share} {of}."),
            format!("No answer leads: {answers} have {share} {of} each."),
        )
    }

    fn multiple(&self, table: &MultipleTable) -> Option<String> {
        let chosen = table.total.shares_of_cases.iter().map(|share| Some(*share));
        let ranks = ranks(chosen.map(|share| share.filter(|share| *share > 0.0)));
        let of = of_the(self.finding, table.total.n, self.language);
        let names = |of: &[usize]| {
            self.names(of, Message::AnswersNoun, |index| {
                let answer = table.answers.get(index);
                answer.map_or_else(String::new, |answer| {
                    answer.label.get(self.language).to_owned()
                })
            })
        };
        let (share, first) = ranks.first()?;
        let (share, answers) = (self.figures.percent(*share), names(first));
        let (each, are, are_named) = match first.len() {
            1 => ("", ("ist", "is"), ("wird", "is")),
            2 => (
                match self.language {
                    Language::De => "jeweils ",
                    Language::En => "each ",
                },
                ("sind", "are"),
                ("werden", "are"),
            ),
            _ => return self.tied(&answers, &share, &of),
        };
        let (mut de, mut en) = if table.exclusive {
            (
                format!("Am häufigsten {} {answers} ({each}{share} {of})", are.0),
                format!("Most frequent {} {answers} ({each}{share} {of})", are.1),
            )
        } else {
            (
                format!(
                    "Am häufigsten {} {answers} genannt ({each}{share} {of})",
                    are_named.0
                ),
                format!(
                    "{answers} {} mentioned most often ({each}{share} {of})",
                    are_named.1
                ),
            )
        };
        if let Some((share, second)) = ranks.get(1)
            && first.len() == 1
            && second.len() <= 2
        {
            let (share, answers) = (self.figures.percent(*share), names(second));
            let (each_de, each_en) = match second.len() {
                1 => ("", ""),
                _ => ("jeweils ", "each "),
            };
            de.push_str(&format!(", gefolgt von {answers} ({each_de}{share})"));
            en.push_str(&format!(", followed by {answers} ({each_en}{share})"));
        }
        self.pick(format!("{de}."), format!("{en}."))
    }
}
