//! Sentences on correlation, reliability and agreement.

use befund_survey::finding::Statistics;
use befund_survey::{Figure, Label, Language, Sheet};

use crate::number::{decimal, p_value, percent, plain};
use crate::sentence::Writer;
use crate::terms::term;

/// From here on an association counts as clear.
const CLEAR: f64 = 0.05;

impl Writer<'_> {
    /// The strongest linear association, and how many of all are clear.
    pub(super) fn correlation(&self, statistics: &Statistics) -> Option<String> {
        let figures = &statistics.parts.first()?.figures;
        let Figure::Table(pairs) = figures.get(&["pearson"])? else {
            return None;
        };
        let size = |pair: &Sheet| pair.number(&["r"]).map(f64::abs);
        let mut strongest: Option<(f64, &Sheet)> = None;
        for pair in pairs {
            if let Some(size) = size(pair)
                && strongest.is_none_or(|(most, _)| size > most)
            {
                strongest = Some((size, pair));
            }
        }
        let (_, pair) = strongest?;
        let (first, second) = (self.named(pair, "first")?, self.named(pair, "second")?);
        let r = pair.number(&["r"])?;
        let corrected = |pair: &Sheet| pair.number(&["adjusted_p_value"]);
        let p = corrected(pair);
        let mut shown = format!("r = {}", self.coefficient(r));
        if let Some(interval) = self.interval_of(pair) {
            shown.push_str(&format!(", {interval}"));
        }
        if let Some(p) = p {
            shown.push_str(&format!("; {}", p_value(p, self.language)));
        }
        let clear = p.is_some_and(|p| p < CLEAR);
        if pairs.len() == 1 {
            let (de, en) = match (clear, r > 0.0) {
                (true, true) => ("gehen gleichsinnig zusammen", "go together"),
                (true, false) => ("gehen gegensinnig zusammen", "go in opposite directions"),
                (false, _) => (
                    "hängen nicht deutlich linear zusammen",
                    "show no clear linear association",
                ),
            };
            return self.pick(
                format!("{first} und {second} {de} ({shown})."),
                format!("{first} and {second} {en} ({shown})."),
            );
        }
        let all = pairs
            .iter()
            .filter(|pair| corrected(pair).is_some())
            .count();
        let found = pairs
            .iter()
            .filter_map(corrected)
            .filter(|p| *p < CLEAR)
            .count();
        let (all, found) = (
            self.figures.count(all as u64),
            self.figures.count(found as u64),
        );
        let method = match figures.get(&["adjustment"])? {
            Figure::Word(word) if word != "none" => Some(term(word, self.language)),
            _ => None,
        };
        let (de, en) = match &method {
            Some(method) => (
                format!("nach der Korrektur ({method})"),
                format!("after correction ({method})"),
            ),
            None => ("ohne Korrektur".to_owned(), "without correction".to_owned()),
        };
        let (differ_de, differ_en, found_de, found_en) = match found.as_str() {
            "0" => ("unterscheidet", "differs", "keine", "none"),
            "1" => ("unterscheidet", "differs", "eine", "one"),
            _ => ("unterscheiden", "differ", found.as_str(), found.as_str()),
        };
        self.pick(
            format!("Am engsten hängen {first} und {second} zusammen ({shown}). Von {all} Korrelationen {differ_de} sich {de} {found_de} statistisch signifikant von 0."),
            format!("The strongest association is that of {first} and {second} ({shown}). Of {all} correlations, {found_en} {differ_en} significantly from 0 {en}."),
        )
    }

    /// Alpha with its interval, omega, and the item without which alpha would be clearly larger.
    pub(super) fn reliability(&self, statistics: &Statistics) -> Option<String> {
        let figures = &statistics.parts.first()?.figures;
        let Figure::Sheet(cronbach) = figures.get(&["cronbach_alpha"])? else {
            return None;
        };
        let alpha = cronbach.number(&["alpha"])?;
        let shown = self.coefficient(alpha);
        let items = self.counted(figures.number(&["number_of_items"])?);
        let interval = match self.interval_of(cronbach) {
            Some(interval) => format!(" ({interval})"),
            None => String::new(),
        };
        let (mut de, mut en) = match figures.number(&["mcdonald_omega", "omega"]) {
            Some(omega) => {
                let omega = self.coefficient(omega);
                (
                    format!(", McDonalds Omega {omega}"),
                    format!(", McDonald’s omega {omega}"),
                )
            }
            None => (String::new(), String::new()),
        };
        de.push('.');
        en.push('.');
        if let Some((item, without)) = self.better_without(figures, alpha) {
            de.push_str(&format!(" Ohne {item} läge Alpha bei {without}."));
            en.push_str(&format!(" Without {item}, alpha would be {without}."));
        }
        self.pick(
            format!(
                "Die Skala aus {items} Items hat ein Cronbachs Alpha von {shown}{interval}{de}"
            ),
            format!("The scale of {items} items has a Cronbach’s alpha of {shown}{interval}{en}"),
        )
    }

    /// The item whose omission raises alpha most, where that shows in the second decimal.
    fn better_without(&self, figures: &Sheet, alpha: f64) -> Option<(String, String)> {
        let Figure::Table(items) = figures.get(&["item_analysis"])? else {
            return None;
        };
        let mut best: Option<(f64, &Sheet)> = None;
        for item in items {
            if let Some(without) = item.number(&["alpha_if_deleted"])
                && without >= alpha + 0.01
                && best.is_none_or(|(most, _)| without > most)
            {
                best = Some((without, item));
            }
        }
        let (without, item) = best?;
        Some((self.named(item, "item")?, self.coefficient(without)))
    }

    /// How often the raters agree, and what is left of it beyond chance.
    pub(super) fn agreement(&self, statistics: &Statistics) -> Option<String> {
        let figures = &statistics.parts.first()?.figures;
        if figures.get(&["coded_by_two"]).is_some() {
            return self.coders(figures);
        }
        let cohen = ("cohen_kappa", "kappa", "Cohens Kappa", "Cohen’s kappa");
        let fleiss = ("fleiss_kappa", "kappa", "Fleiss’ Kappa", "Fleiss’ kappa");
        let found = [cohen, fleiss]
            .into_iter()
            .find_map(|(section, figure, de, en)| {
                let Figure::Sheet(sheet) = figures.get(&[section])? else {
                    return None;
                };
                Some((sheet, sheet.number(&[figure])?, de, en))
            });
        let Some((sheet, kappa, de, en)) = found else {
            return self.nominal_alpha(figures);
        };
        let mut shown = self.coefficient(kappa);
        if let Some(interval) = self.interval_of(sheet) {
            shown.push_str(&format!(" ({interval})"));
        }
        let weights = match sheet.get(&["weights"]) {
            Some(Figure::Word(word)) if word != "unweighted" => match self.language {
                Language::De => format!(" mit Gewichten ({})", term(word, self.language)),
                Language::En => format!(" with weights ({})", term(word, self.language)),
            },
            _ => String::new(),
        };
        // of weighted kappas the plain agreement, not the weighted one
        let observed = figures
            .number(&["gwet_ac1", "observed_agreement"])
            .or(sheet.number(&["observed_agreement"]))?;
        let observed = percent(observed, 1, self.language);
        self.pick(
            format!("Die Urteile stimmen zu {observed} überein; um den Zufall bereinigt ergibt das ein {de}{weights} von {shown}."),
            format!("The ratings agree in {observed} of all comparisons; corrected for chance, {en}{weights} is {shown}."),
        )
    }

    /// How far coders of open answers give the same codes, and where they agree least.
    fn coders(&self, figures: &Sheet) -> Option<String> {
        let answers = self.counted(figures.number(&["coded_by_two"])?);
        let identical = percent(figures.number(&["identical_codes"])?, 1, self.language);
        let Figure::Sheet(sheet) = figures.get(&["krippendorff_alpha", "masi"])? else {
            return None;
        };
        let mut shown = self.coefficient(sheet.number(&["alpha"])?);
        if let Some(interval) = self.interval_of(sheet) {
            shown.push_str(&format!(" ({interval})"));
        }
        let mut text = self.pick(
            format!("Zu {identical} geben die Codierenden einer Antwort genau dieselben Codes (verschiedene Antworten, von mindestens zweien codiert: {answers}); um den Zufall bereinigt und mit teilweiser Übereinstimmung (MASI) ergibt das ein Krippendorffs Alpha von {shown}."),
            format!("In {identical} of all comparisons the coders give an answer exactly the same codes (different answers coded by at least two: {answers}); corrected for chance and counting partial agreement (MASI), Krippendorff’s alpha is {shown}."),
        )?;
        let Figure::Table(codes) = figures.get(&["codes"])? else {
            return Some(text);
        };
        let mut least: Option<(f64, &Sheet)> = None;
        for code in codes {
            if let Some(alpha) = code.number(&["alpha"])
                && least.is_none_or(|(lowest, _)| alpha < lowest)
            {
                least = Some((alpha, code));
            }
        }
        if let Some((alpha, code)) = least.filter(|_| codes.len() > 1) {
            let (name, alpha) = (self.named(code, "code")?, self.coefficient(alpha));
            text.push(' ');
            text += &self.pick(
                format!("Am wenigsten stimmen sie bei {name} überein (Alpha {alpha})."),
                format!("They agree least on {name} (alpha {alpha})."),
            )?;
        }
        Some(text)
    }

    fn nominal_alpha(&self, figures: &Sheet) -> Option<String> {
        let Figure::Sheet(sheet) = figures.get(&["krippendorff_alpha", "nominal"])? else {
            return None;
        };
        let mut shown = self.coefficient(sheet.number(&["alpha"])?);
        if let Some(interval) = self.interval_of(sheet) {
            shown.push_str(&format!(" ({interval})"));
        }
        let ratings = self.counted(sheet.number(&["ratings"])?);
        self.pick(
            format!(
                "Die Übereinstimmung von {ratings} Urteilen, Krippendorffs Alpha, beträgt {shown}."
            ),
            format!("The agreement of {ratings} ratings, Krippendorff’s alpha, is {shown}."),
        )
    }

    /// A coefficient between −1 and 1.
    fn coefficient(&self, value: f64) -> String {
        decimal(value, 2, self.language)
    }

    /// A count that stands in a sheet; whole and not negative.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn counted(&self, count: f64) -> String {
        self.figures.count(count as u64)
    }

    /// "95-%-Konfidenzintervall 0,30 bis 0,81".
    fn interval_of(&self, sheet: &Sheet) -> Option<String> {
        let Figure::Interval(interval) = sheet.get(&["confidence_interval"])? else {
            return None;
        };
        let level = plain(interval.level * 100.0, 2, self.language);
        let (lower, upper) = (
            self.coefficient(interval.lower),
            self.coefficient(interval.upper),
        );
        self.pick(
            format!("{level}-%-Konfidenzintervall {lower} bis {upper}"),
            format!("{level}% confidence interval {lower} to {upper}"),
        )
    }

    /// What a record is about, in quotation marks.
    fn named(&self, record: &Sheet, side: &str) -> Option<String> {
        let Figure::Label(label) = record.get(&[side])? else {
            return None;
        };
        Some(self.quoted(&words(label, self.language)))
    }
}

fn words(label: &Label, language: Language) -> String {
    match label.label.get(language).trim() {
        "" => label.to_string(),
        words => words.to_owned(),
    }
}
