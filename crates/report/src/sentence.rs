//! A finding in a sentence or two, fit to publish.
//!
//! Labels are data: they stand in quotation marks and are never inflected.

use befund_survey::Language;
use befund_survey::finding::{
    BatteryItem, BatteryTable, ClusterTree, ContingencyTable, DescriptivesTable, Finding,
    FrequencyTable, MultipleTable, ProfileTable, RankingTable, ResponseRates, Results,
};

use crate::chart::emphasis;
use crate::messages::{list, number_word, quoted};
use crate::number::{Figures, decimal, p_value, plain};
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

    /// A label in quotation marks; of a long one, examples in brackets at its end are left out.
    fn quoted(&self, words: &str) -> String {
        let words = words.trim();
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
        let unit = self.finding.base.unit.get(self.language).trim();
        // German wants a dative after "von"; the unit is given in the nominative, so a genitive carries it.
        let mut text = if unit.is_empty() {
            self.pick(
                format!("Von {contacted} Kontaktierten haben {returned} geantwortet ({rate})."),
                format!("Of {contacted} contacted, {returned} answered ({rate})."),
            )
        } else {
            self.pick(
                format!(
                    "{returned} der {contacted} kontaktierten {unit} haben geantwortet ({rate})."
                ),
                format!("Of the {contacted} {unit} contacted, {returned} answered ({rate})."),
            )
        }?;
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

    fn crosstab(&self, table: &ContingencyTable) -> Option<String> {
        let test = table.chi_square.as_ref()?;
        let language = self.language;
        let row_name = self.quoted(item_label(&table.row_variable, language));
        let column_name = self.quoted(item_label(&table.column_variable, language));
        let figures = format!(
            "χ²({}) = {}; {}; {} = {}",
            plain(test.df, 1, language),
            decimal(test.statistic, 2, language),
            p_value(test.p_value, language),
            match language {
                Language::De => "Cramérs V",
                Language::En => "Cramér’s V",
            },
            decimal(test.cramers_v, 2, language),
        );
        let significant = test.p_value < 0.05;
        if !significant {
            return self.pick(
                format!("Zwischen {row_name} und {column_name} zeigt sich kein statistisch signifikanter Zusammenhang ({figures})."),
                format!("There is no statistically significant association between {row_name} and {column_name} ({figures})."),
            );
        }
        let mut text = self.pick(
            format!("Zwischen {row_name} und {column_name} besteht ein statistisch signifikanter Zusammenhang ({figures})."),
            format!("There is a statistically significant association between {row_name} and {column_name} ({figures})."),
        )?;
        if table.rows.len() == test.adjusted_residuals.len() {
            let mut strongest: Option<(usize, usize, f64)> = None;
            for (row, residuals) in test.adjusted_residuals.iter().enumerate() {
                for (column, residual) in residuals.iter().enumerate() {
                    if *residual > strongest.map_or(1.96, |(_, _, value)| value) {
                        strongest = Some((row, column, *residual));
                    }
                }
            }
            if let Some((row, column, _)) = strongest
                && let (Some(share), Some(all), Some(row), Some(column)) = (
                    table
                        .row_shares
                        .get(row)
                        .and_then(|shares| shares.get(column)),
                    table.total_shares.get(column),
                    table.rows.get(row),
                    table.columns.get(column),
                )
            {
                let row = self.quoted(&category_label(row, language));
                let column = self.quoted(&category_label(column, language));
                let (share, all) = (self.figures.percent(*share), self.figures.percent(*all));
                text.push_str(&self.pick(
                    format!(" Auffällig häufig ist {column} bei {row}: {share} gegenüber {all} insgesamt."),
                    format!(" {column} is remarkably frequent for {row}: {share} compared with {all} overall."),
                )?);
            }
        }
        Some(text)
    }

    fn profile(&self, table: &ProfileTable) -> Option<String> {
        let labels: Vec<&str> = table
            .items
            .iter()
            .map(|row| item_label(&row.item, self.language))
            .collect();
        if table.groups.len() < 2 {
            let means: Vec<Option<f64>> = table
                .items
                .iter()
                .map(|row| row.means.first().and_then(|mean| mean.mean))
                .collect();
            return self.means(&means, &labels, &table.scale);
        }
        let mut widest: Option<(usize, usize, usize, f64, f64)> = None;
        for (index, row) in table.items.iter().enumerate() {
            let means: Vec<Option<f64>> = row.means.iter().map(|mean| mean.mean).collect();
            if let Some((high, low)) = extremes(&means)
                && let (Some(most), Some(least)) = (means[high], means[low])
                && most - least > widest.map_or(0.0, |(_, _, _, most, least)| most - least)
            {
                widest = Some((index, high, low, most, least));
            }
        }
        let (item, high, low, most, least) = widest?;
        let group = |index: usize| -> Option<String> {
            let group = table.groups.get(index)?.group.as_ref()?;
            Some(self.quoted(&category_label(group, self.language)))
        };
        let (high, low) = (group(high)?, group(low)?);
        let item = self.quoted(labels[item]);
        let (most, least) = (self.figures.mean(most), self.figures.mean(least));
        self.pick(
            format!("Am weitesten liegen die Mittelwerte bei {item} auseinander: {most} bei {high}, {least} bei {low}."),
            format!("The means differ most for {item}: {most} for {high}, {least} for {low}."),
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

    fn clusters(&self, tree: &ClusterTree) -> Option<String> {
        let number = tree.clusters.iter().copied().max()?;
        let groups: Vec<String> = (1..=number)
            .map(|cluster| {
                let members: Vec<String> = tree
                    .groups
                    .iter()
                    .zip(&tree.clusters)
                    .filter(|(_, of)| **of == cluster)
                    .map(|(group, _)| self.quoted(&category_label(group, self.language)))
                    .collect();
                list(&members, self.language)
            })
            .collect();
        let members = groups.join("; ");
        let word = number_word(number, self.language);
        if number == 1 {
            return self.pick(
                format!("Alle Gruppen bilden einen Cluster: {members}."),
                format!("All groups form one cluster: {members}."),
            );
        }
        self.pick(
            format!(
                "Nach der Ähnlichkeit ihrer Profile bilden die Gruppen {word} Cluster: {members}."
            ),
            format!(
                "By the similarity of their profiles the groups form {word} clusters: {members}."
            ),
        )
    }
}
