//! Sentences on groups set against each other.

use befund_survey::Language;
use befund_survey::finding::{ClusterTree, ContingencyTable, ProfileTable};

use super::{Writer, extremes};
use crate::messages::{list, number_word};
use crate::number::{decimal, p_value, plain};
use crate::words::{category_label, item_label};

impl Writer<'_> {
    pub(super) fn crosstab(&self, table: &ContingencyTable) -> Option<String> {
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

    pub(super) fn profile(&self, table: &ProfileTable) -> Option<String> {
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

    pub(super) fn clusters(&self, tree: &ClusterTree) -> Option<String> {
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
