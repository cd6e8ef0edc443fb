//! A ranking in words: who leads, how sure that is, how good the consensus is, who agrees.

use befund_survey::finding::RankingTable;
use befund_survey::{Figure, Language};

use super::{Writer, ranks};
use crate::consensus::{Column, Consensus};
use crate::messages::{Message, list, number_word};
use crate::number::{decimal, p_value, percent, plain, weighted_count};
use crate::words::{among_the_first, capitalised, item_label, of_the};

/// Above it a difference may be chance.
const SIGNIFICANT: f64 = 0.05;
/// From so many places on methods or groups are said to differ.
const DIFFERS: f64 = 3.0;

/// How good the consensus is: proven to be the best or not, the only one or not.
pub(crate) fn certificate(consensus: &Consensus<'_>, language: Language) -> Option<String> {
    let number = |name| consensus.number(&["kemeny", name]);
    let score = number("score")?;
    let words = weighted_count(score, language);
    let words = match (score == 1.0, language) {
        (true, Language::De) => format!("{words} paarweiser Widerspruch"),
        (true, Language::En) => format!("{words} pairwise disagreement"),
        (false, Language::De) => format!("{words} paarweise Widersprüche"),
        (false, Language::En) => format!("{words} pairwise disagreements"),
    };
    if consensus.truth(&["kemeny", "proven"]) != Some(true) {
        let bound = number("lower_bound").filter(|bound| *bound > 0.0);
        let gap = bound.map(|bound| {
            let share = (score - bound) / bound;
            // never printed as nothing
            let gap = percent(share.max(0.001), 1, language);
            (weighted_count(bound, language), gap)
        });
        return Some(match (language, gap) {
            (Language::De, Some((bound, gap))) => format!(
                "Die gemeinsame Rangfolge ist die beste, die gefunden wurde ({words} zu den Angaben); dass es keine bessere gibt, ist nicht bewiesen. Weniger als {bound} Widersprüche sind unmöglich; der Abstand zum Optimum beträgt höchstens {gap}."
            ),
            (Language::De, None) => format!(
                "Die gemeinsame Rangfolge ist die beste, die gefunden wurde ({words} zu den Angaben); dass es keine bessere gibt, ist nicht bewiesen."
            ),
            (Language::En, Some((bound, gap))) => format!(
                "The consensus order is the best that was found ({words} with the answers); that there is no better one is not proven. Fewer than {bound} disagreements are impossible, so the gap to the optimum is at most {gap}."
            ),
            (Language::En, None) => format!(
                "The consensus order is the best that was found ({words} with the answers); that there is no better one is not proven."
            ),
        });
    }
    let only = match (
        consensus.truth(&["kemeny", "unique"]),
        number("n_optimal"),
        language,
    ) {
        (Some(true), _, Language::De) => ", und keine andere ist ebenso gut".to_owned(),
        (Some(true), _, Language::En) => ", and no other order is as good".to_owned(),
        (Some(false), Some(optima), Language::De) => format!(
            ", aber insgesamt {} Rangfolgen sind gleich gut",
            weighted_count(optima, language)
        ),
        (Some(false), Some(optima), Language::En) => format!(
            ", but {} orders are equally good",
            weighted_count(optima, language)
        ),
        (Some(false), None, Language::De) => ", aber sie ist nicht die einzige".to_owned(),
        (Some(false), None, Language::En) => ", but it is not the only one".to_owned(),
        (None, _, Language::De) => "; ob eine andere ebenso gut ist, ist offen".to_owned(),
        (None, _, Language::En) => "; whether another order is as good is open".to_owned(),
    };
    Some(match language {
        Language::De => format!(
            "Die gemeinsame Rangfolge widerspricht den Angaben so wenig wie möglich ({words}); das ist bewiesen{only}."
        ),
        Language::En => format!(
            "The consensus order contradicts the answers as little as possible ({words}); this is proven{only}."
        ),
    })
}

/// Whether every optimal order, as far as they are known, has the same object first.
fn first_alone(consensus: &Consensus<'_>) -> bool {
    let last = consensus
        .order
        .first()
        .and_then(|&item| consensus.number(&["kemeny", "last_rank", consensus.name(item)]));
    last.is_none_or(|last| last == 1.0)
}

impl Writer<'_> {
    pub(super) fn ranking(&self, table: &RankingTable) -> Option<String> {
        let mut text = self.top(table)?;
        if let Some(consensus) = Consensus::of(table) {
            // who shares the first place with others is first by no merit, and one respondent agrees with nobody
            let firm = first_alone(&consensus);
            let several = table.n > 1;
            let sentences = [
                self.leader(&consensus).filter(|_| firm),
                self.spread(&consensus).filter(|_| firm && several),
                certificate(&consensus, self.language),
                self.majorities(&consensus),
                self.concordance(&consensus).filter(|_| several),
                self.methods(&consensus).filter(|_| firm),
                self.groups(&consensus),
            ];
            for sentence in sentences.into_iter().flatten() {
                text.push(' ');
                text.push_str(&sentence);
            }
        }
        Some(text)
    }

    fn object(&self, consensus: &Consensus<'_>, item: usize) -> String {
        self.quoted(consensus.label(item, self.language))
    }

    /// Who comes first and next.
    fn leader(&self, consensus: &Consensus<'_>) -> Option<String> {
        let first = self.object(consensus, *consensus.order.first()?);
        let next = consensus.order.iter().skip(1).take(2);
        let next: Vec<String> = next.map(|item| self.object(consensus, *item)).collect();
        let next = list(&next, self.language);
        let wins = matches!(
            consensus.get(&["condorcet", "winner"]),
            Some(Figure::Names(_))
        );
        let (de, en) = match wins {
            true => (
                " und gewinnt auch jeden einzelnen Vergleich",
                " and also wins every single comparison",
            ),
            false => ("", ""),
        };
        self.pick(
            format!("In der gemeinsamen Rangfolge liegt {first} vor {next}{de}."),
            format!("In the consensus order, {first} comes before {next}{en}."),
        )
    }

    /// How sure the first place is.
    fn spread(&self, consensus: &Consensus<'_>) -> Option<String> {
        let item = *consensus.order.first()?;
        let (first, spread) = (self.object(consensus, item), consensus.spread(item)?);
        let rank = |rank| plain(rank, 1, self.language);
        let (low, high) = (spread.interval.lower, spread.interval.upper);
        let level = percent(spread.interval.level, 0, self.language);
        let range = match (low == high, self.language) {
            (true, _) => rank(low),
            (false, Language::De) => format!("{} bis {}", rank(low), rank(high)),
            (false, Language::En) => format!("{} to {}", rank(low), rank(high)),
        };
        let k = consensus.table.k;
        let (mut de, mut en) = (String::new(), String::new());
        if let Some(p) = spread.top_k.filter(|_| k < consensus.table.items.len()) {
            let most = percent(0.99, 0, self.language);
            let probability = match (p > 0.995, self.language) {
                (true, Language::De) => format!("über {most}"),
                (true, Language::En) => format!("more than {most}"),
                (false, _) => percent(p, 0, self.language),
            };
            let word = number_word(k, self.language);
            (de, en) = match k {
                0 | 1 => (
                    format!(" und mit einer Wahrscheinlichkeit von {probability} auf Rang 1"),
                    format!(" and is first with a probability of {probability}"),
                ),
                _ => (
                    format!(
                        " und gehört mit einer Wahrscheinlichkeit von {probability} zu den ersten {word}"
                    ),
                    format!(" and is among the first {word} with a probability of {probability}"),
                ),
            };
        }
        self.pick(
            format!("Im Bootstrap kommt {first} mit {level} Sicherheit auf Rang {range}{de}."),
            format!("In the bootstrap, {first} has rank {range} with {level} confidence{en}."),
        )
    }

    /// Whether majorities run in circles at the front.
    fn majorities(&self, consensus: &Consensus<'_>) -> Option<String> {
        if consensus.truth(&["condorcet", "transitive"])? {
            return None;
        }
        // Circles behind a winner change nothing at the front; the tables count them.
        let smith = match consensus.get(&["condorcet", "smith_set"])? {
            Figure::Names(names) if names.len() > 2 => names.len(),
            _ => return None,
        };
        let (word, noun) = (
            number_word(smith, self.language),
            Message::ObjectsNoun.text(self.language),
        );
        self.pick(
            format!("Einen klaren Sieger gibt es nicht: Unter {word} {noun} laufen die Mehrheiten im Kreis."),
            format!("There is no clear winner: among {word} {noun} the majorities run in circles."),
        )
    }

    /// Whether the respondents agree.
    fn concordance(&self, consensus: &Consensus<'_>) -> Option<String> {
        let w = consensus.number(&["kendall_w", "w"])?;
        let p = consensus.number(&["kendall_w", "p_value"]);
        let of = of_the(self.finding, consensus.table.n, self.language);
        let test = p.map_or_else(String::new, |p| format!("; {}", p_value(p, self.language)));
        let figure = decimal(w, 2, self.language);
        if p.is_some_and(|p| p >= SIGNIFICANT) {
            return self.pick(
                format!("Dass die Rangfolgen {of} mehr als zufällig übereinstimmen, ist nicht gesichert (Kendalls W = {figure}{test})."),
                format!("That the rankings {of} agree by more than chance is not certain (Kendall’s W = {figure}{test})."),
            );
        }
        // Schmidt (1997), Managing Delphi surveys.
        let grade = [0.1, 0.3, 0.5, 0.7]
            .iter()
            .filter(|least| w >= **least)
            .count();
        let de = ["kaum", "schwach", "mäßig", "deutlich", "stark"][grade];
        let en = ["hardly", "weakly", "moderately", "clearly", "strongly"][grade];
        self.pick(
            format!("Die Rangfolgen {of} stimmen {de} überein (Kendalls W = {figure}{test})."),
            format!("The rankings {of} agree {en} (Kendall’s W = {figure}{test})."),
        )
    }

    /// The object on whose rank these columns differ most, and its lowest and highest rank.
    fn disputed(
        &self,
        consensus: &Consensus<'_>,
        columns: &[Column<'_>],
    ) -> Option<(String, f64, f64)> {
        let mut most: Option<(usize, f64, f64)> = None;
        for item in &consensus.order {
            let ranks = columns
                .iter()
                .filter_map(|column| column.ranks.number(&[consensus.name(*item)]));
            let low = ranks.clone().fold(f64::INFINITY, f64::min);
            let high = ranks.fold(f64::NEG_INFINITY, f64::max);
            if high - low >= DIFFERS && most.is_none_or(|(_, least, top)| high - low > top - least)
            {
                most = Some((*item, low, high));
            }
        }
        let (item, low, high) = most?;
        Some((self.object(consensus, item), low, high))
    }

    /// Whether other methods come to another order.
    fn methods(&self, consensus: &Consensus<'_>) -> Option<String> {
        let methods = consensus.methods();
        if methods.len() < 2 {
            return None;
        }
        let rank = |rank| plain(rank, 1, self.language);
        match self.disputed(consensus, &methods) {
            Some((object, low, high)) => {
                let (low, high) = (rank(low), rank(high));
                self.pick(
                    format!("Je nach Verfahren ändert sich am meisten der Rang von {object} ({low} bis {high})."),
                    format!("By method, the rank of {object} changes most ({low} to {high})."),
                )
            }
            None => self.pick(
                "Andere Verfahren kommen fast zur selben Rangfolge.".to_owned(),
                "Other methods come to nearly the same order.".to_owned(),
            ),
        }
    }

    /// Whether groups have other priorities, and where.
    fn groups(&self, consensus: &Consensus<'_>) -> Option<String> {
        let groups = consensus.groups();
        let p = consensus.number(&["groups", "permutation_test", "p_value"])?;
        let test = p_value(p, self.language);
        if p >= SIGNIFICANT {
            return self.pick(
                format!("Dass die Gruppen verschieden sortieren, ist nicht gesichert ({test})."),
                format!("That the groups rank differently is not certain ({test})."),
            );
        }
        // The first column is that of all.
        let disputed = self.disputed(consensus, groups.get(1..).unwrap_or_default());
        let rank = |rank| plain(rank, 1, self.language);
        let where_de = disputed
            .as_ref()
            .map_or_else(String::new, |(object, low, high)| {
                format!(
                    ", am stärksten bei {object} (Rang {} bis {})",
                    rank(*low),
                    rank(*high)
                )
            });
        let where_en = disputed
            .as_ref()
            .map_or_else(String::new, |(object, low, high)| {
                format!(
                    ", most of all on {object} (rank {} to {})",
                    rank(*low),
                    rank(*high)
                )
            });
        self.pick(
            format!("Die Gruppen sortieren verschieden ({test}){where_de}."),
            format!("The groups rank differently ({test}){where_en}."),
        )
    }

    /// Who is named most among the first.
    fn top(&self, table: &RankingTable) -> Option<String> {
        let names = |of: &[usize]| {
            self.names(of, Message::ObjectsNoun, |index| {
                item_label(&table.items[index].item, self.language).to_owned()
            })
        };
        let of = of_the(self.finding, table.n, self.language);
        // Every object is among the first k of k: there the mean rank tells.
        if table.k >= table.items.len() {
            let ranks = ranks(
                table
                    .items
                    .iter()
                    .map(|row| row.mean_rank.map(|mean| -mean)),
            );
            let (mean, first) = ranks.first()?;
            let (best, mean) = (names(first), self.figures.mean(-mean));
            let (have_de, have_en) = if first.len() == 1 {
                ("hat", "has")
            } else {
                ("haben", "have")
            };
            let (rank_de, rank_en) = if self.finding.base.weight.is_some() {
                (
                    "besten gewichteten mittleren Rang",
                    "best weighted mean rank",
                )
            } else {
                ("besten mittleren Rang", "best mean rank")
            };
            let n = self.figures.count(table.n);
            let (mut de, mut en) = (
                format!("Den {rank_de} {have_de} {best} ({mean}; n = {n})"),
                format!(
                    "{} {have_en} the {rank_en} ({mean}; n = {n})",
                    capitalised(&best)
                ),
            );
            if let Some((mean, second)) = ranks.get(1)
                && first.len() == 1
                && second.len() <= 2
            {
                let (next, mean) = (names(second), self.figures.mean(-mean));
                de.push_str(&format!(", gefolgt von {next} ({mean})"));
                en.push_str(&format!(", followed by {next} ({mean})"));
            }
            return self.pick(format!("{de}."), format!("{en}."));
        }
        let chosen = table.items.iter().map(|row| row.top_k.share);
        let ranks = ranks(chosen.map(|share| share.filter(|share| *share > 0.0)));
        let place = among_the_first(table.k, self.language);
        let (share, first) = ranks.first()?;
        let (share, best) = (self.figures.percent(*share), names(first));
        if first.len() > 1 {
            return self.pick(
                format!(
                    "{} setzen jeweils {share} {of} {place}.",
                    capitalised(&best)
                ),
                format!(
                    "{} are each ranked {place} by {share} {of}.",
                    capitalised(&best)
                ),
            );
        }
        let (mut de, mut en) = (
            format!("{share} {of} setzen {best} {place}"),
            format!("{share} {of} rank {best} {place}"),
        );
        if let Some((share, second)) = ranks.get(1)
            && second.len() <= 2
        {
            let (share, next) = (self.figures.percent(*share), names(second));
            if second.len() == 1 {
                de.push_str(&format!("; es folgt {next} ({share})"));
                en.push_str(&format!("; {next} comes next ({share})"));
            } else {
                de.push_str(&format!("; es folgen {next} (jeweils {share})"));
                en.push_str(&format!("; {next} come next ({share} each)"));
            }
        }
        self.pick(format!("{de}."), format!("{en}."))
    }
}
