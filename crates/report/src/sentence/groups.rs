//! Sentences on groups set against each other.

use befund_survey::Language;
use befund_survey::finding::{ClusterTree, ContingencyTable, ProfileTable};

use super::{Writer, extremes};
use crate::messages::{list, number_word};
use crate::number::{decimal, p_value, plain};
use crate::reliability::{Doubt, exact_test, rao_scott, strength, test_doubt};
use crate::words::{category_label, item_label};

/// A sentence names no more groups than these.
const MOST_NAMED: usize = 40;
/// A cell strikes only where at least so many are expected (Cochran 1954).
const LEAST_EXPECTED: f64 = 5.0;

impl Writer<'_> {
    pub(super) fn crosstab(&self, table: &ContingencyTable) -> Option<String> {
        let test = table.chi_square.as_ref()?;
        let language = self.language;
        let row_name = self.quoted(item_label(&table.row_variable, language));
        let column_name = self.quoted(item_label(&table.column_variable, language));
        let strength = format!(
            "{} = {}",
            match language {
                Language::De => "Cramérs V",
                Language::En => "Cramér’s V",
            },
            strength(table, test.cramers_v, language),
        );
        let doubt = test_doubt(self.finding, table);
        if matches!(doubt, None | Some(Doubt::Weighted | Doubt::Dependent))
            && let Some(text) = self.rao_scott(table, [&row_name, &column_name], &strength, doubt)
        {
            return Some(text);
        }
        let exact =
            exact_test(table).filter(|_| doubt.is_some_and(|doubt| doubt.is_of_small_counts()));
        if let (Some(doubt), None) = (doubt, exact) {
            let because = doubt.because(language);
            return self.pick(
                format!("Die Stärke des Zusammenhangs zwischen {row_name} und {column_name} ist {strength} (0 = keiner, 1 = vollständig); ein Signifikanztest ist hier nicht verlässlich, {because}."),
                format!("The strength of the association between {row_name} and {column_name} is {strength} (0 = none, 1 = complete); a significance test is not reliable here {because}."),
            );
        }
        let (figures, p) = match exact {
            Some((p, _)) => {
                let test = match language {
                    Language::De => "exakter Test nach Fisher",
                    Language::En => "Fisher’s exact test",
                };
                (format!("{test}: {}; {strength}", p_value(p, language)), p)
            }
            None => (
                format!(
                    "χ²({}) = {}; {}; {strength}",
                    plain(test.df, 1, language),
                    decimal(test.statistic, 2, language),
                    p_value(test.p_value, language),
                ),
                test.p_value,
            ),
        };
        let significant = p < 0.05;
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
                    // where hardly anybody is expected, one case is a large residual
                    let expected = test.expected.get(row).and_then(|row| row.get(column));
                    let is_reliable = expected.is_some_and(|expected| *expected >= LEAST_EXPECTED);
                    if is_reliable && *residual > strongest.map_or(1.96, |(_, _, value)| value) {
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

    /// The test that knows of weights, design and cases, where it could be made.
    fn rao_scott(
        &self,
        table: &ContingencyTable,
        [rows, columns]: [&str; 2],
        strength: &str,
        doubt: Option<Doubt>,
    ) -> Option<String> {
        let p = table.statistics.number(&["rao_scott", "p_value"])?;
        let figures = format!("{}; {strength}", rao_scott(table, self.language)?);
        if doubt == Some(Doubt::Dependent) {
            return if p < 0.05 {
                self.pick(
                    format!("Zwischen {rows} und {columns} besteht ein statistisch signifikanter Zusammenhang ({figures}; Test von Rao und Scott mit den Fällen als Klumpen)."),
                    format!("There is a statistically significant association between {rows} and {columns} ({figures}; Rao and Scott’s test with cases as clusters)."),
                )
            } else {
                self.pick(
                    format!("Zwischen {rows} und {columns} zeigt sich kein statistisch signifikanter Zusammenhang ({figures}; Test von Rao und Scott mit den Fällen als Klumpen)."),
                    format!("There is no statistically significant association between {rows} and {columns} ({figures}; Rao and Scott’s test with cases as clusters)."),
                )
            };
        }
        if p < 0.05 {
            self.pick(
                format!("Zwischen {rows} und {columns} besteht auch unter Berücksichtigung von Gewichtung und Stichprobenplan ein statistisch signifikanter Zusammenhang ({figures}; Test von Rao und Scott)."),
                format!("There is a statistically significant association between {rows} and {columns}, weights and design considered ({figures}; Rao and Scott’s test)."),
            )
        } else {
            self.pick(
                format!("Zwischen {rows} und {columns} zeigt sich unter Berücksichtigung von Gewichtung und Stichprobenplan kein statistisch signifikanter Zusammenhang ({figures}; Test von Rao und Scott)."),
                format!("There is no statistically significant association between {rows} and {columns}, weights and design considered ({figures}; Rao and Scott’s test)."),
            )
        }
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
            return self.means(&means, &labels, &table.scale, |index| {
                self.figures.of_item(table, &table.items[index])
            });
        }
        let mut widest: Option<(usize, usize, usize, f64, f64)> = None;
        for (index, row) in table.items.iter().enumerate() {
            let means: Vec<Option<f64>> = row.means.iter().map(|mean| mean.mean).collect();
            if let Some(ends) = extremes(&means)
                && let (Some(most), Some(least)) = (ends.highest.first(), ends.lowest.first())
                && ends.high - ends.low > widest.map_or(0.0, |(_, _, _, high, low)| high - low)
            {
                widest = Some((index, *most, *least, ends.high, ends.low));
            }
        }
        let (item, high, low, most, least) = widest?;
        let group = |index: usize| -> Option<String> {
            let group = table.groups.get(index)?.group.as_ref()?;
            Some(self.quoted(&category_label(group, self.language)))
        };
        let (high, low) = (group(high)?, group(low)?);
        let figures = self.figures.of_item(table, &table.items[item]);
        let item = self.quoted(labels[item]);
        let (most, least) = (figures.mean(most), figures.mean(least));
        if most == least {
            return None;
        }
        let (de, en) = match self.finding.base.weight {
            Some(_) => ("gewichteten Mittelwerte", "weighted means"),
            None => ("Mittelwerte", "means"),
        };
        self.pick(
            format!("Am weitesten liegen die {de} bei {item} auseinander: {most} bei {high}, {least} bei {low}."),
            format!("The {en} differ most for {item}: {most} for {high}, {least} for {low}."),
        )
    }

    pub(super) fn clusters(&self, tree: &ClusterTree) -> Option<String> {
        let number = tree.clusters.iter().copied().max()?;
        if tree.by.is_none() || tree.groups.len() > MOST_NAMED {
            return self.cluster_sizes(tree, number);
        }
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

    /// How many objects each cluster has, where they are too many to be named.
    fn cluster_sizes(&self, tree: &ClusterTree, number: usize) -> Option<String> {
        let sizes: Vec<String> = (1..=number)
            .map(|cluster| {
                let members = tree.clusters.iter().filter(|of| **of == cluster);
                self.figures.count(members.count() as u64)
            })
            .collect();
        let all = self.figures.count(tree.clusters.len() as u64);
        let word = number_word(number, self.language);
        let sizes = list(&sizes, self.language);
        self.pick(
            format!("Cluster nach der Ähnlichkeit: {word} aus {all}, mit der Größe {sizes}."),
            format!("Clusters by similarity: {word} of {all}, with sizes {sizes}."),
        )
    }
}
