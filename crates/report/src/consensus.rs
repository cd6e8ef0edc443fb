//! What the figures of a ranking say of each object, found by its variable: one reading for charts, tables and sentences.
//!
//! Figures that are not there are absent, whatever the reason; nothing is computed again.

use befund_survey::finding::{Interval, RankingTable};
use befund_survey::{Figure, Label, Language, Sheet};

use crate::terms::term;
use crate::words::{capitalised, item_label};

/// The objects of a ranking in the order of their consensus.
pub(crate) struct Consensus<'a> {
    pub(crate) table: &'a RankingTable,
    /// Places of the objects in the table, the first of the consensus first.
    pub(crate) order: Vec<usize>,
}

/// How sure the rank of an object is.
pub(crate) struct RankSpread<'a> {
    /// Confidence interval of the rank.
    pub(crate) interval: Interval,
    /// Share of the replicates in which it has rank 1, 2, ...
    pub(crate) distribution: &'a [f64],
    /// Share of the replicates in which it is among the first k.
    pub(crate) top_k: Option<f64>,
}

/// The ranks of the objects by one method or in one group.
pub(crate) struct Column<'a> {
    /// The method, or nothing where it is a group.
    pub(crate) method: &'a str,
    /// The group, where it is one.
    pub(crate) group: Option<&'a Label>,
    /// Ballots of the group.
    pub(crate) n: Option<f64>,
    /// Ranks by the name of the object.
    pub(crate) ranks: &'a Sheet,
}

impl Column<'_> {
    /// What the method or the group is called.
    pub(crate) fn words(&self, language: Language) -> String {
        let Some(label) = self.group else {
            return capitalised(&term(self.method, language));
        };
        match label.label.get(language).trim() {
            "" => label.to_string(),
            words => words.to_owned(),
        }
    }
}

impl<'a> Consensus<'a> {
    /// Nothing where there is no order of at least two objects.
    pub(crate) fn of(table: &'a RankingTable) -> Option<Self> {
        let Figure::Names(names) = table.statistics.get(&["kemeny", "order"])? else {
            return None;
        };
        let place = |name: &String| table.items.iter().position(|row| row.item.name == *name);
        let order: Vec<usize> = names.iter().filter_map(place).collect();
        (order.len() >= 2).then_some(Self { table, order })
    }

    /// The variable of the object at a place of the table.
    pub(crate) fn name(&self, item: usize) -> &'a str {
        &self.table.items[item].item.name
    }

    /// What the object at a place of the table is called.
    pub(crate) fn label(&self, item: usize, language: Language) -> &'a str {
        item_label(&self.table.items[item].item, language)
    }

    /// A figure by its path of terms.
    pub(crate) fn get(&self, path: &[&str]) -> Option<&'a Figure> {
        self.table.statistics.get(path)
    }

    /// A number by its path of terms.
    pub(crate) fn number(&self, path: &[&str]) -> Option<f64> {
        self.table.statistics.number(path)
    }

    /// Whether a statement holds, by its path of terms.
    pub(crate) fn truth(&self, path: &[&str]) -> Option<bool> {
        match self.get(path)? {
            Figure::Truth(holds) => Some(*holds),
            _ => None,
        }
    }

    /// Share of the ballots with an opinion on both that put the first object before the second; ties count for neither.
    pub(crate) fn preferred(&self, first: usize, second: usize) -> Option<f64> {
        let (a, b) = (self.name(first), self.name(second));
        let wins = self.number(&["pairwise", a, b])?;
        let losses = self.number(&["pairwise", b, a])?;
        (wins + losses > 0.0).then(|| wins / (wins + losses))
    }

    /// How sure the rank of an object in the consensus is.
    pub(crate) fn spread(&self, item: usize) -> Option<RankSpread<'a>> {
        self.spread_by("kemeny", self.name(item))
    }

    /// The methods whose ranks were resampled.
    pub(crate) fn resampled(&self) -> Vec<&'a str> {
        let Some(Figure::Sheet(bootstrap)) = self.get(&["bootstrap"]) else {
            return Vec::new();
        };
        let methods = bootstrap.iter().filter_map(|(name, figure)| match figure {
            Figure::Sheet(_) => Some(name),
            _ => None,
        });
        methods.collect()
    }

    /// How sure the rank of an object by a method is.
    pub(crate) fn spread_by(&self, method: &str, name: &str) -> Option<RankSpread<'a>> {
        let Figure::Sheet(figures) = self.get(&["bootstrap", method, name])? else {
            return None;
        };
        let distribution = match figures.get(&["distribution"]) {
            Some(Figure::List(shares)) => shares.as_slice(),
            _ => &[],
        };
        Some(RankSpread {
            interval: Interval {
                lower: figures.number(&["lower"])?,
                upper: figures.number(&["upper"])?,
                level: self.number(&["bootstrap", "level"]).unwrap_or(0.95),
            },
            distribution,
            top_k: figures.number(&["p_top_k"]),
        })
    }

    /// The ranks by every method, that of the consensus first.
    pub(crate) fn methods(&self) -> Vec<Column<'a>> {
        let mut columns: Vec<Column<'a>> = Vec::new();
        if let Some(Figure::Sheet(methods)) = self.get(&["methods"]) {
            for (method, figure) in methods.iter() {
                if let Figure::Sheet(ranks) = figure {
                    let place = if method == "kemeny" { 0 } else { columns.len() };
                    columns.insert(
                        place,
                        Column {
                            method,
                            group: None,
                            n: None,
                            ranks,
                        },
                    );
                }
            }
        }
        columns
    }

    /// The ranks of all together and in every group.
    pub(crate) fn groups(&self) -> Vec<Column<'a>> {
        let Some(Figure::Table(groups)) = self.get(&["groups", "consensus"]) else {
            return Vec::new();
        };
        let all = self
            .get(&["methods", "kemeny"])
            .and_then(|ranks| match ranks {
                Figure::Sheet(ranks) => Some(Column {
                    method: "all_groups",
                    group: None,
                    n: None,
                    ranks,
                }),
                _ => None,
            });
        let column = |group: &'a Sheet| {
            let Some(Figure::Sheet(ranks)) = group.get(&["ranks"]) else {
                return None;
            };
            let label = match group.get(&["group"]) {
                Some(Figure::Label(label)) => Some(label),
                _ => None,
            };
            Some(Column {
                method: "",
                group: label,
                n: group.number(&["n"]),
                ranks,
            })
        };
        all.into_iter()
            .chain(groups.iter().filter_map(column))
            .collect()
    }
}
