//! Sentences on groups set against each other and on rows measured more than once.

use befund_survey::finding::{Part, Statistics};
use befund_survey::{Figure, Label, Language, Sheet};

use crate::messages::{list, number_word};
use crate::number::{decimal, p_value, plain, significant};
use crate::sentence::Writer;
use crate::words::item_label;

/// Below it a difference is called one.
const SIGNIFICANT: f64 = 0.05;

/// What the main test of a part says.
struct Verdict {
    p: f64,
    /// Statistic, p-value and effect size, as they stand in brackets.
    figures: String,
    /// Means are compared, not ranks.
    means: bool,
}

impl Writer<'_> {
    /// Whether the groups differ; of several outcomes, in which of them.
    pub(super) fn compare_groups(&self, statistics: &Statistics) -> Option<String> {
        let by = self.quoted(item_label(statistics.by.as_ref()?, self.language));
        let [part] = statistics.parts.as_slice() else {
            return self.several_outcomes(&statistics.parts, &by);
        };
        let name = self.quoted(item_label(part.variables.first()?, self.language));
        let verdict = self.verdict(&part.figures)?;
        let Some(Figure::Table(records)) = part.figures.get(&["groups"]) else {
            return None;
        };
        let place = if verdict.means { "mean" } else { "mean_rank" };
        let mut groups: Vec<(f64, &Sheet)> = records
            .iter()
            .filter_map(|record| Some((record.number(&[place])?, record)))
            .collect();
        groups.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let ((most, highest), (least, lowest)) = (groups.first()?, groups.last()?);
        let (highest, lowest) = (
            self.label_of(highest, "group")?,
            self.label_of(lowest, "group")?,
        );
        let (most, least) = (
            significant(*most, self.language),
            significant(*least, self.language),
        );
        let figures = &verdict.figures;
        let k = number_word(groups.len(), self.language);
        match (verdict.p < SIGNIFICANT, groups.len() == 2, verdict.means) {
            (false, _, true) => self.pick(
                format!("Zwischen den Gruppen von {by} zeigt sich kein statistisch signifikanter Unterschied der Mittelwerte von {name} ({figures})."),
                format!("The means of {name} do not differ significantly between the groups of {by} ({figures})."),
            ),
            (false, _, false) => self.pick(
                format!("Zwischen den Gruppen von {by} zeigt sich kein statistisch signifikanter Unterschied bei {name} ({figures})."),
                format!("{name} does not differ significantly between the groups of {by} ({figures})."),
            ),
            (true, true, true) => self.pick(
                format!("Der Mittelwert von {name} ist bei {highest} ({most}) statistisch signifikant höher als bei {lowest} ({least}; {figures})."),
                format!("The mean of {name} is significantly higher for {highest} ({most}) than for {lowest} ({least}; {figures})."),
            ),
            (true, true, false) => self.pick(
                format!("Die Werte von {name} sind bei {highest} statistisch signifikant höher als bei {lowest} ({figures})."),
                format!("The values of {name} are significantly higher for {highest} than for {lowest} ({figures})."),
            ),
            (true, false, true) => self.pick(
                format!("Die Mittelwerte von {name} unterscheiden sich zwischen den {k} Gruppen von {by} statistisch signifikant ({figures}); am höchsten ist der Mittelwert bei {highest} ({most}), am niedrigsten bei {lowest} ({least})."),
                format!("The means of {name} differ significantly between the {k} groups of {by} ({figures}); the mean is highest for {highest} ({most}) and lowest for {lowest} ({least})."),
            ),
            (true, false, false) => self.pick(
                format!("{name} unterscheidet sich zwischen den {k} Gruppen von {by} statistisch signifikant ({figures}); die höchsten Werte hat {highest}, die niedrigsten {lowest}."),
                format!("{name} differs significantly between the {k} groups of {by} ({figures}); values are highest for {highest} and lowest for {lowest}."),
            ),
        }
    }

    fn several_outcomes(&self, parts: &[Part], by: &str) -> Option<String> {
        let mut different = Vec::new();
        let mut tested = 0;
        for part in parts {
            if let Some(verdict) = self.verdict(&part.figures) {
                tested += 1;
                if verdict.p < SIGNIFICANT {
                    different.push(self.quoted(item_label(part.variables.first()?, self.language)));
                }
            }
        }
        let of = number_word(tested, self.language);
        match (different.len(), tested) {
            (_, 0) => None,
            (0, _) => self.pick(
                format!("Bei keinem der {of} Merkmale unterscheiden sich die Gruppen von {by} statistisch signifikant."),
                format!("The groups of {by} do not differ significantly in any of the {of} variables."),
            ),
            (n, _) if n > 6 => self.pick(
                format!("Bei {n} von {tested} Merkmalen unterscheiden sich die Gruppen von {by} statistisch signifikant (p < {} je Merkmal).", decimal(SIGNIFICANT, 2, Language::De)),
                format!("The groups of {by} differ significantly in {n} of {tested} variables (p < {} for each).", decimal(SIGNIFICANT, 2, Language::En)),
            ),
            (n, _) => {
                let different = list(&different, self.language);
                self.pick(
                    format!("Bei {n} von {tested} Merkmalen unterscheiden sich die Gruppen von {by} statistisch signifikant (p < {} je Merkmal): {different}.", decimal(SIGNIFICANT, 2, Language::De)),
                    format!("The groups of {by} differ significantly in {n} of {tested} variables (p < {} for each): {different}.", decimal(SIGNIFICANT, 2, Language::En)),
                )
            }
        }
    }

    /// Whether measurements of the same rows differ.
    pub(super) fn paired(&self, statistics: &Statistics) -> Option<String> {
        let part = statistics.parts.first()?;
        let verdict = self.verdict(&part.figures)?;
        let figures = &verdict.figures;
        let clear = verdict.p < SIGNIFICANT;
        let names: Vec<String> = part
            .variables
            .iter()
            .map(|item| self.quoted(item_label(item, self.language)))
            .collect();
        let [first, rest @ ..] = names.as_slice() else {
            return None;
        };
        if rest.len() > 1 {
            let k = number_word(names.len(), self.language);
            return if clear {
                self.pick(
                    format!(
                        "Die {k} Messungen unterscheiden sich statistisch signifikant ({figures})."
                    ),
                    format!("The {k} measurements differ significantly ({figures})."),
                )
            } else {
                self.pick(
                    format!("Zwischen den {k} Messungen zeigt sich kein statistisch signifikanter Unterschied ({figures})."),
                    format!("The {k} measurements do not differ significantly ({figures})."),
                )
            };
        }
        let second = match rest {
            [second] => second.clone(),
            _ => plain(part.figures.number(&["value"])?, 6, self.language),
        };
        let direction = match verdict.means {
            true => part.figures.number(&["paired_t", "difference"])?,
            false => part.figures.number(&["wilcoxon_signed_rank", "z"])?,
        };
        if !clear {
            return self.pick(
                format!("{first} unterscheidet sich nicht statistisch signifikant von {second} ({figures})."),
                format!("{first} does not differ significantly from {second} ({figures})."),
            );
        }
        let (de, en) = if direction > 0.0 {
            ("höher", "higher")
        } else {
            ("niedriger", "lower")
        };
        if !verdict.means {
            return self.pick(
                format!("{first} ist statistisch signifikant {de} als {second} ({figures})."),
                format!("{first} is significantly {en} than {second} ({figures})."),
            );
        }
        let size = significant(direction.abs(), self.language);
        self.pick(
            format!("{first} ist im Mittel um {size} {de} als {second}; der Unterschied ist statistisch signifikant ({figures})."),
            format!("{first} is {en} than {second} by {size} on average, a significant difference ({figures})."),
        )
    }

    /// The main test with its effect size.
    fn verdict(&self, sheet: &Sheet) -> Option<Verdict> {
        let Some(Figure::Word(test)) = sheet.get(&["main_test"]) else {
            return None;
        };
        let language = self.language;
        let number = |term: &str| sheet.number(&[test, term]);
        let two = |value: f64| decimal(value, 2, language);
        let df = |value: f64| plain(value, 1, language);
        let exact = number("exact_p_value");
        let p = exact.or_else(|| number("p_value"))?;
        let (statistic, effect, means) = match test.as_ref() {
            "welch" | "paired_t" => (
                format!("t({}) = {}", df(number("df")?), two(number("t")?)),
                if test == "welch" {
                    ("g", "hedges_g")
                } else {
                    ("d", "cohens_dz")
                },
                true,
            ),
            "welch_anova" => (
                format!(
                    "F({}; {}) = {}",
                    df(number("df_between")?),
                    df(number("df_within")?),
                    two(number("f")?)
                ),
                ("ω²", "omega_squared"),
                true,
            ),
            "mann_whitney" => (
                format!("U = {}", df(number("u_first")?)),
                ("δ", "cliffs_delta"),
                false,
            ),
            "wilcoxon_signed_rank" => (
                format!("V = {}", df(number("positive_ranks")?)),
                ("r", "rank_biserial"),
                false,
            ),
            _ => (
                format!("χ²({}) = {}", df(number("df")?), two(number("statistic")?)),
                match test.as_ref() {
                    "kruskal_wallis" => ("ε²", "rank_epsilon_squared"),
                    _ => ("W", "kendalls_w"),
                },
                false,
            ),
        };
        let mut figures = format!("{statistic}; {}", p_value(p, language));
        if let Some(size) = effect_size(sheet, effect.1) {
            figures.push_str(&format!("; {} = {}", effect.0, two(size)));
        }
        Some(Verdict { p, figures, means })
    }

    fn label_of(&self, record: &Sheet, term: &str) -> Option<String> {
        let Figure::Label(Label { value, label }) = record.get(&[term])? else {
            return None;
        };
        Some(match label.get(self.language).trim() {
            "" => self.quoted(&value.to_string()),
            words => self.quoted(words),
        })
    }
}

fn effect_size(sheet: &Sheet, measure: &str) -> Option<f64> {
    let Figure::Table(records) = sheet.get(&["effect_sizes"])? else {
        return None;
    };
    let found = records.iter().find(
        |record| matches!(record.get(&["measure"]), Some(Figure::Word(word)) if word == measure),
    );
    found?.number(&["estimate"])
}
