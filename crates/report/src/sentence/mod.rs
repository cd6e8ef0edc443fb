//! A finding in a sentence or two, fit to publish.
//!
//! Labels are data: they stand in quotation marks and are never inflected.

mod groups;

use befund_survey::Language;
use befund_survey::finding::{
    BatteryItem, BatteryTable, DescriptivesTable, Finding, FrequencyTable, MultipleTable,
    RankingTable, ResponseRates, Results,
};

use crate::chart::emphasis;
use crate::messages::quoted;
use crate::number::{Figures, plain};
use crate::words::{among_the_first, category_label, item_label, unit};

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
    }
}

/// The index of the first largest and the first smallest of the values that are there.
fn extremes(values: &[Option<f64>]) -> Option<(usize, usize)> {
    let present = || {
        values
            .iter()
            .enumerate()
            .filter_map(|(index, value)| value.map(|value| (index, value)))
    };
    let first = present().next()?;
    let highest = present().fold(
        first,
        |best, next| if next.1 > best.1 { next } else { best },
    );
    let lowest = present().fold(
        first,
        |best, next| if next.1 < best.1 { next } else { best },
    );
    Some((highest.0, lowest.0))
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
        let contacted = self.figures.count(total.contacted);
        let returned = self.figures.count(total.returned);
        let mut text = self.pick(
            format!(
                "Auf {contacted} Anfragen kamen {returned} Antworten, ein Rücklauf von {rate}."
            ),
            format!(
                "{contacted} contacts brought {returned} responses, a response rate of {rate}."
            ),
        )?;
        if let (Some(item), Some(clusters)) = (&rates.cluster, rates.clusters)
            && let Some(rate) = clusters.rate
        {
            let name = self.quoted(item_label(item, self.language));
            let (some, all) = (
                self.figures.count(clusters.returned),
                self.figures.count(clusters.contacted),
            );
            let rate = self.figures.percent(rate);
            text.push_str(&self.pick(
                format!(
                    " Aus {some} von {all} Einheiten der Ebene {name} kam mindestens eine Antwort ({rate})."
                ),
                format!(" At least one answer came from {some} of {all} units at the level {name} ({rate})."),
            )?);
        } else if let Some((high, low)) = extremes(
            &rates
                .groups
                .iter()
                .map(|group| group.rate.rate)
                .collect::<Vec<_>>(),
        ) && high != low
        {
            let name = |index: usize| {
                let group = &rates.groups[index];
                (
                    self.quoted(&category_label(&group.group, self.language)),
                    self.figures.percent(group.rate.rate.unwrap_or_default()),
                )
            };
            let ((high, high_rate), (low, low_rate)) = (name(high), name(low));
            text.push_str(&self.pick(
                format!(" Am höchsten ist der Rücklauf bei {high} ({high_rate}), am niedrigsten bei {low} ({low_rate})."),
                format!(" The response rate is highest for {high} ({high_rate}) and lowest for {low} ({low_rate})."),
            )?);
        }
        Some(text)
    }

    fn frequencies(&self, table: &FrequencyTable) -> Option<String> {
        let mut order: Vec<_> = table
            .categories
            .iter()
            .filter_map(|row| row.share.share.map(|share| (row, share)))
            .filter(|(_, share)| *share > 0.0)
            .collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (first, share) = *order.first()?;
        let n = self.figures.count(self.finding.base.n);
        let unit = unit(self.finding, self.language);
        let label = |row: &befund_survey::finding::CategoryShare| {
            self.quoted(&category_label(&row.category, self.language))
        };
        let share = self.figures.percent(share);
        let (mut de, mut en) = (
            format!("{share} der {n} {unit} antworteten {}", label(first)),
            format!("{share} of the {n} {unit} answered {}", label(first)),
        );
        if let Some((second, share)) = order.get(1) {
            let share = self.figures.percent(*share);
            de.push_str(&format!(", {share} {}", label(second)));
            en.push_str(&format!(", {share} {}", label(second)));
        }
        self.pick(format!("{de}."), format!("{en}."))
    }

    fn battery(&self, table: &BatteryTable) -> Option<String> {
        if self.finding.display.chart == Some(befund_survey::analysis::ChartKind::Bars)
            && let Some(text) = self.battery_means(table)
        {
            return Some(text);
        }
        let top = table.items.iter().any(|row| row.top.is_some())
            && table.top_categories > 0
            && table.top_categories < table.categories.len();
        let chosen: Vec<usize> = if top {
            (table.categories.len() - table.top_categories..table.categories.len()).collect()
        } else {
            vec![emphasis(&table.categories)?]
        };
        let labels: Vec<String> = chosen
            .iter()
            .filter_map(|index| table.categories.get(*index))
            .map(|category| self.quoted(&category_label(category, self.language)))
            .collect();
        let answers = match self.language {
            Language::De => labels.join(" oder "),
            Language::En => labels.join(" or "),
        };
        let share = |row: &BatteryItem| -> Option<f64> {
            match (top, row.top) {
                (true, Some(top)) => top.share,
                _ => row.shares.get(*chosen.first()?).copied(),
            }
        };
        let shares: Vec<Option<f64>> = table.items.iter().map(share).collect();
        let (high, low) = extremes(&shares)?;
        let figure = |index: usize| {
            let row = &table.items[index];
            (
                self.quoted(item_label(&row.item, self.language)),
                self.figures.percent(shares[index].unwrap_or_default()),
                self.figures.count(row.n),
            )
        };
        let (item, share, n) = figure(high);
        if high == low {
            let unit = unit(self.finding, self.language);
            return self.pick(
                format!("Bei {item} antworteten {share} der {n} {unit} {answers}."),
                format!("For {item}, {share} of the {n} {unit} answered {answers}."),
            );
        }
        let (low_item, low_share, low_n) = figure(low);
        self.pick(
            format!("Die Antwort {answers} ist am häufigsten bei {item} ({share} von {n}) und am seltensten bei {low_item} ({low_share} von {low_n})."),
            format!("The answer {answers} is most frequent for {item} ({share} of {n}) and least frequent for {low_item} ({low_share} of {low_n})."),
        )
    }

    fn battery_means(&self, table: &BatteryTable) -> Option<String> {
        let means: Vec<Option<f64>> = table.items.iter().map(|row| row.mean).collect();
        let labels: Vec<&str> = table
            .items
            .iter()
            .map(|row| item_label(&row.item, self.language))
            .collect();
        self.means(&means, &labels, &table.categories)
    }

    fn means(
        &self,
        means: &[Option<f64>],
        labels: &[&str],
        scale: &[befund_survey::finding::Category],
    ) -> Option<String> {
        let (high, low) = extremes(means)?;
        let figure = |index: usize| {
            (
                self.quoted(labels[index]),
                self.figures.mean(means[index].unwrap_or_default()),
            )
        };
        let end = |category: &befund_survey::finding::Category| -> Option<String> {
            let value = plain(category.value.number()?, 2, self.language);
            let label = self.quoted(&category_label(category, self.language));
            Some(format!("{value} ({label})"))
        };
        let ends = match scale {
            [first, .., last] => end(first).zip(end(last)),
            _ => None,
        };
        let (scale_de, scale_en) = ends.map_or_else(Default::default, |(first, last)| {
            (
                format!("Auf der Skala von {first} bis {last} ist der Mittelwert am höchsten"),
                format!("On the scale from {first} to {last}, the mean is highest"),
            )
        });
        let de = if scale_de.is_empty() {
            "Der Mittelwert ist am höchsten".to_owned()
        } else {
            scale_de
        };
        let en = if scale_en.is_empty() {
            "The mean is highest".to_owned()
        } else {
            scale_en
        };
        let (item, mean) = figure(high);
        if high == low {
            return self.pick(
                format!("Der Mittelwert von {item} ist {mean}."),
                format!("The mean of {item} is {mean}."),
            );
        }
        let (low_item, low_mean) = figure(low);
        self.pick(
            format!("{de} bei {item} ({mean}) und am niedrigsten bei {low_item} ({low_mean})."),
            format!("{en} for {item} ({mean}) and lowest for {low_item} ({low_mean})."),
        )
    }

    fn multiple(&self, table: &MultipleTable) -> Option<String> {
        let shares = &table.total.shares_of_cases;
        let mut order: Vec<(usize, f64)> = shares.iter().copied().enumerate().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        let n = self.figures.count(table.total.n);
        let unit = unit(self.finding, self.language);
        let part = |rank: usize| -> Option<(String, String)> {
            let (index, share) = *order.get(rank)?;
            let label = table.answers.get(index)?.label.get(self.language);
            Some((self.quoted(label), self.figures.percent(share)))
        };
        let (first, share) = part(0)?;
        let (mut de, mut en) = if table.exclusive {
            (
                format!("Am häufigsten ist {first} ({share} der {n} {unit})"),
                format!("Most frequent is {first} ({share} of the {n} {unit})"),
            )
        } else {
            (
                format!("Am häufigsten wird {first} genannt ({share} der {n} {unit})"),
                format!("{first} is mentioned most often ({share} of the {n} {unit})"),
            )
        };
        if let Some((second, share)) = part(1) {
            de.push_str(&format!(", gefolgt von {second} ({share})"));
            en.push_str(&format!(", followed by {second} ({share})"));
        }
        self.pick(format!("{de}."), format!("{en}."))
    }

    fn descriptives(&self, table: &DescriptivesTable) -> Option<String> {
        let mut sentences: Vec<String> = Vec::new();
        for rows in table.rows.chunk_by(|a, b| a.item.name == b.item.name) {
            if sentences.len() == 2 {
                break;
            }
            let Some(first) = rows.first() else { continue };
            let item = self.quoted(item_label(&first.item, self.language));
            let means: Vec<Option<f64>> = rows.iter().map(|row| row.mean).collect();
            let Some((high, low)) = extremes(&means) else {
                continue;
            };
            let figure = |index: usize| self.figures.mean(means[index].unwrap_or_default());
            let group = |index: usize| {
                rows[index]
                    .group
                    .as_ref()
                    .map(|group| self.quoted(&category_label(group, self.language)))
            };
            let text = if let (Some(most), Some(least)) = (group(high), group(low))
                && high != low
            {
                let (high, low) = (figure(high), figure(low));
                self.pick(
                    format!("Der Mittelwert von {item} reicht von {low} bei {least} bis {high} bei {most}."),
                    format!("The mean of {item} ranges from {low} for {least} to {high} for {most}."),
                )
            } else {
                let row = &rows[high];
                let median = row
                    .five_numbers
                    .as_ref()
                    .map(|five| plain(five.median, 2, self.language));
                let spread = row.standard_deviation.map(|value| self.figures.mean(value));
                let n = self.figures.count(row.n);
                let mean = figure(high);
                let mut de = format!("{item} hat den Mittelwert {mean}");
                let mut en = format!("{item} has a mean of {mean}");
                if let Some(spread) = spread {
                    de.push_str(&format!(" (Standardabweichung {spread}; n = {n})"));
                    en.push_str(&format!(" (standard deviation {spread}; n = {n})"));
                }
                if let Some(median) = median {
                    de.push_str(&format!(" und den Median {median}"));
                    en.push_str(&format!(" and a median of {median}"));
                }
                self.pick(format!("{de}."), format!("{en}."))
            };
            sentences.extend(text);
        }
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    fn ranking(&self, table: &RankingTable) -> Option<String> {
        let first = table.items.first()?;
        let share = self.figures.percent(first.top_k.share?);
        let n = self.figures.count(table.n);
        let unit = unit(self.finding, self.language);
        let item = self.quoted(item_label(&first.item, self.language));
        let place = among_the_first(table.k, self.language);
        let (mut de, mut en) = (
            format!("{share} der {n} {unit} setzen {item} {place}"),
            format!("{share} of the {n} {unit} rank {item} {place}"),
        );
        if let Some(second) = table.items.get(1)
            && let Some(share) = second.top_k.share
        {
            let item = self.quoted(item_label(&second.item, self.language));
            let share = self.figures.percent(share);
            de.push_str(&format!("; es folgt {item} ({share})"));
            en.push_str(&format!("; {item} comes next ({share})"));
        }
        self.pick(format!("{de}."), format!("{en}."))
    }
}
