//! Sentences on items and variables: shares of a scale, means.

use befund_survey::Language;
use befund_survey::analysis::ChartKind;
use befund_survey::finding::{BatteryItem, BatteryTable, Category, DescriptivesTable};

use super::{Writer, extremes};
use crate::chart::emphasis;
use crate::messages::Message;
use crate::number::{Figures, plain};
use crate::words::{category_label, item_label, of_the};

impl Writer<'_> {
    pub(super) fn battery(&self, table: &BatteryTable) -> Option<String> {
        if self.finding.display.chart == Some(ChartKind::Bars)
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
        let name = |index: usize| item_label(&table.items[index].item, self.language).to_owned();
        let weighted = match (&self.finding.base.weight, self.language) {
            (None, _) => "",
            (Some(_), Language::De) => "gewichtet ",
            (Some(_), Language::En) => "weighted ",
        };
        let ends = extremes(&shares)
            .filter(|ends| self.figures.percent(ends.high) != self.figures.percent(ends.low));
        let Some(ends) = ends else {
            let answered: Vec<usize> = (0..shares.len())
                .filter(|index| shares[*index].is_some())
                .collect();
            let share = self.figures.percent(shares[*answered.first()?]?);
            let items = self.names(&answered, Message::ItemsNoun, name);
            if let [only] = answered.as_slice() {
                let of = of_the(self.finding, table.items[*only].n, self.language);
                return self.pick(
                    format!("Bei {items} antworteten {share} {of} {answers}."),
                    format!("For {items}, {share} {of} answered {answers}."),
                );
            }
            return self.pick(
                format!("Die Antwort {answers} ist bei {items} gleich häufig (jeweils {weighted}{share})."),
                format!("The answer {answers} is equally frequent for {items} ({weighted}{share} each)."),
            );
        };
        let part = |of: &[usize], share: f64| {
            let (items, share) = (
                self.names(of, Message::ItemsNoun, name),
                self.figures.percent(share),
            );
            match (of, self.language) {
                ([only], language) => {
                    let n = self.figures.count(table.items[*only].n);
                    match language {
                        Language::De => format!("{items} ({weighted}{share} von {n})"),
                        Language::En => format!("{items} ({weighted}{share} of {n})"),
                    }
                }
                (_, Language::De) => format!("{items} (jeweils {weighted}{share})"),
                (_, Language::En) => format!("{items} ({weighted}{share} each)"),
            }
        };
        let (most, least) = (part(&ends.highest, ends.high), part(&ends.lowest, ends.low));
        self.pick(
            format!(
                "Die Antwort {answers} ist am häufigsten bei {most} und am seltensten bei {least}."
            ),
            format!(
                "The answer {answers} is most frequent for {most} and least frequent for {least}."
            ),
        )
    }

    fn battery_means(&self, table: &BatteryTable) -> Option<String> {
        let means: Vec<Option<f64>> = table.items.iter().map(|row| row.mean).collect();
        let labels: Vec<&str> = table
            .items
            .iter()
            .map(|row| item_label(&row.item, self.language))
            .collect();
        self.means(&means, &labels, &table.categories, |_| self.figures)
    }

    /// The highest and the lowest of the means of several items, with the ends of the scale they share.
    pub(super) fn means(
        &self,
        means: &[Option<f64>],
        labels: &[&str],
        scale: &[Category],
        figures: impl Fn(usize) -> Figures,
    ) -> Option<String> {
        let figure = |index: usize, mean: f64| figures(index).mean(mean);
        let names =
            |of: &[usize]| self.names(of, Message::ItemsNoun, |index| labels[index].to_owned());
        let (mean_de, mean_en) = self.weighted_mean();
        let ends = extremes(means)
            .filter(|ends| figure(ends.highest[0], ends.high) != figure(ends.lowest[0], ends.low));
        let Some(ends) = ends else {
            let answered: Vec<usize> = (0..means.len())
                .filter(|index| means[*index].is_some())
                .collect();
            let first = *answered.first()?;
            let mean = figure(first, means[first]?);
            let items = names(&answered);
            return if answered.len() == 1 {
                self.pick(
                    format!("Der {mean_de} von {items} ist {mean}."),
                    format!("The {mean_en} of {items} is {mean}."),
                )
            } else {
                self.pick(
                    format!("Der {mean_de} ist bei {items} gleich hoch ({mean})."),
                    format!("The {mean_en} is the same for {items} ({mean})."),
                )
            };
        };
        let end = |category: &Category| -> Option<String> {
            let value = plain(category.value.number()?, 2, self.language);
            let label = self.quoted(&category_label(category, self.language));
            Some(format!("{value} ({label})"))
        };
        let span = match scale {
            [first, .., last] => end(first).zip(end(last)),
            _ => None,
        };
        let (de, en) = match span {
            Some((first, last)) => (
                format!("Auf der Skala von {first} bis {last} ist der {mean_de} am höchsten"),
                format!("On the scale from {first} to {last}, the {mean_en} is highest"),
            ),
            None => (
                format!("Der {mean_de} ist am höchsten"),
                format!("The {mean_en} is highest"),
            ),
        };
        let (high, low) = (
            figure(ends.highest[0], ends.high),
            figure(ends.lowest[0], ends.low),
        );
        let (most, least) = (names(&ends.highest), names(&ends.lowest));
        self.pick(
            format!("{de} bei {most} ({high}) und am niedrigsten bei {least} ({low})."),
            format!("{en} for {most} ({high}) and lowest for {least} ({low})."),
        )
    }

    /// "Mittelwert", "gewichtete Mittelwert" after an article.
    fn weighted_mean(&self) -> (&'static str, &'static str) {
        if self.finding.base.weight.is_some() {
            ("gewichtete Mittelwert", "weighted mean")
        } else {
            ("Mittelwert", "mean")
        }
    }

    pub(super) fn descriptives(&self, table: &DescriptivesTable) -> Option<String> {
        let mut sentences: Vec<String> = Vec::new();
        for rows in table.rows.chunk_by(|a, b| a.item.name == b.item.name) {
            if sentences.len() == 2 {
                break;
            }
            let Some(first) = rows.first() else { continue };
            let figures = self.figures.of_variable(table, &first.item.name);
            let item = self.quoted(item_label(&first.item, self.language));
            let means: Vec<Option<f64>> = rows.iter().map(|row| row.mean).collect();
            let answered: Vec<usize> = (0..rows.len())
                .filter(|index| means[*index].is_some())
                .collect();
            let Some(only) = answered.first().copied() else {
                continue;
            };
            let (mean_de, mean_en) = self.weighted_mean();
            let names = |of: &[usize]| {
                self.names(of, Message::GroupsNoun, |index| {
                    let group = rows[index].group.as_ref();
                    group.map_or_else(String::new, |group| category_label(group, self.language))
                })
            };
            let ends =
                extremes(&means).filter(|ends| figures.mean(ends.high) != figures.mean(ends.low));
            let text = if first.group.is_some()
                && let Some(ends) = ends
            {
                let (high, low) = (figures.mean(ends.high), figures.mean(ends.low));
                let (most, least) = (names(&ends.highest), names(&ends.lowest));
                self.pick(
                    format!("Der {mean_de} von {item} reicht von {low} bei {least} bis {high} bei {most}."),
                    format!("The {mean_en} of {item} ranges from {low} for {least} to {high} for {most}."),
                )
            } else if first.group.is_some() && answered.len() > 1 {
                let (mean, groups) = (figures.mean(means[only]?), names(&answered));
                self.pick(
                    format!("Der {mean_de} von {item} ist bei {groups} gleich hoch ({mean})."),
                    format!("The {mean_en} of {item} is the same for {groups} ({mean})."),
                )
            } else {
                let row = &rows[only];
                let (mean, n) = (figures.mean(row.mean?), self.figures.count(row.n));
                let (mut de, mut en) = if self.finding.base.weight.is_some() {
                    (
                        format!("{item} hat den gewichteten Mittelwert {mean}"),
                        format!("{item} has a weighted mean of {mean}"),
                    )
                } else {
                    (
                        format!("{item} hat den Mittelwert {mean}"),
                        format!("{item} has a mean of {mean}"),
                    )
                };
                if let Some(spread) = row.standard_deviation {
                    let spread = figures.mean(spread);
                    de.push_str(&format!(" (Standardabweichung {spread}; n = {n})"));
                    en.push_str(&format!(" (standard deviation {spread}; n = {n})"));
                }
                if let Some(five) = &row.five_numbers {
                    let median = figures.value(five.median);
                    de.push_str(&format!(" und den Median {median}"));
                    en.push_str(&format!(" and a median of {median}"));
                }
                self.pick(format!("{de}."), format!("{en}."))
            };
            sentences.extend(text);
        }
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }
}
