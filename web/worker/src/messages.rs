//! The worker's own words, in German and English: of controls, and of files that could not be read. Words about findings come from
//! `befund-report`.

use befund_conversation::shortened;
use befund_survey::Text;
use befund_survey::analysis::ChartKind;

/// What a control or one of its choices is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Say {
    Swap,
    GroupBy,
    Weight,
    OnlyWhere,
    NoGroups,
    NoWeight,
    AllCases,
    Order,
    OrderCodebook,
    OrderDescending,
    SortBy,
    AsAsked,
    TopCategories,
    TopRanks,
    Unranked,
    UnrankedBottom,
    UnrankedIgnored,
    Resamples,
    Chart,
    ChartFitting,
    ChartBars,
    ChartStacked,
    ChartRadar,
    ChartDots,
    ChartBox,
    ChartPie,
    ChartHeatmap,
    ChartDendrogram,
    ChartNone,
}

impl Say {
    /// In German and English.
    pub(crate) fn text(self) -> Text {
        let (german, english) = match self {
            Self::Swap => ("Zeilen und Spalten tauschen", "Swap rows and columns"),
            Self::GroupBy => ("Gruppieren nach", "Group by"),
            Self::Weight => ("Gewicht", "Weight"),
            Self::OnlyWhere => ("Nur Fälle mit", "Only cases with"),
            Self::NoGroups => ("ohne Gruppen", "no groups"),
            Self::NoWeight => ("ohne Gewicht", "no weight"),
            Self::AllCases => ("alle Fälle", "all cases"),
            Self::Order => ("Reihenfolge", "Order"),
            Self::OrderCodebook => ("wie im Codebuch", "as in the codebook"),
            Self::OrderDescending => ("häufigste zuerst", "most frequent first"),
            Self::SortBy => ("Sortieren nach", "Sort by"),
            Self::AsAsked => ("wie gefragt", "as asked"),
            Self::TopCategories => (
                "Oberste Stufen zusammenfassen",
                "Count the top steps together",
            ),
            Self::TopRanks => (
                "Oberste Ränge zusammenfassen",
                "Count the top ranks together",
            ),
            Self::Unranked => ("Nicht eingestuft heißt", "Not ranked means"),
            Self::UnrankedBottom => ("hinter allen anderen", "below all others"),
            Self::UnrankedIgnored => ("keine Meinung", "no opinion"),
            Self::Resamples => ("Bootstrap-Stichproben", "Bootstrap resamples"),
            Self::Chart => ("Diagramm", "Chart"),
            Self::ChartFitting => ("automatisch", "automatic"),
            Self::ChartBars => ("Balken", "Bars"),
            Self::ChartStacked => ("Gestapelte Balken", "Stacked bars"),
            Self::ChartRadar => ("Netz", "Radar"),
            Self::ChartDots => ("Punkte", "Dots"),
            Self::ChartBox => ("Boxplot", "Box plot"),
            Self::ChartPie => ("Kreis", "Pie"),
            Self::ChartHeatmap => ("Heatmap", "Heatmap"),
            Self::ChartDendrogram => ("Dendrogramm", "Dendrogram"),
            Self::ChartNone => ("keines", "none"),
        };
        Text::both(german, english)
    }
}

/// What a kind of chart is called.
pub(crate) fn chart(kind: ChartKind) -> Say {
    match kind {
        ChartKind::Bars => Say::ChartBars,
        ChartKind::Stacked => Say::ChartStacked,
        ChartKind::Radar => Say::ChartRadar,
        ChartKind::Dots => Say::ChartDots,
        ChartKind::Box => Say::ChartBox,
        ChartKind::Pie => Say::ChartPie,
        ChartKind::Heatmap => Say::ChartHeatmap,
        ChartKind::Dendrogram => Say::ChartDendrogram,
        ChartKind::None => Say::ChartNone,
    }
}

/// The browser could not give the bytes of a file.
pub(crate) fn unreadable(name: &str) -> Text {
    Text::both(
        format!(
            "{name} ließ sich nicht lesen. Vielleicht wurde die Datei verschoben oder geändert, oder es ist ein Ordner: wählen Sie sie noch einmal aus."
        ),
        format!(
            "{name} could not be read. Perhaps the file was moved or changed, or it is a folder: choose it again."
        ),
    )
}

/// What reads files died over one; what was open is still open.
pub(crate) fn reading_died(name: &str, reason: &str) -> Text {
    let named = match name {
        "" => String::new(),
        name => format!("{name}: "),
    };
    let memory = ["memory", "allocation", "unreachable"];
    let (german, english) = if memory.into_iter().any(|word| reason.contains(word)) {
        (
            "Der Arbeitsspeicher dieses Browserfensters hat nicht gereicht. Schließen Sie andere Fenster, öffnen Sie eine kleinere Datei oder rechnen Sie mit dem Befehl „befund“.",
            "This browser tab ran out of memory. Close other tabs, open a smaller file, or use the command `befund`.",
        )
    } else {
        (
            "Das Lesen ist abgestürzt. Das ist ein Fehler in Befund; bitte melden Sie ihn.",
            "Reading crashed. This is an error in Befund; please report it.",
        )
    };
    let reason = shortened(reason, 240);
    Text::both(
        format!("{named}{german} ({reason})"),
        format!("{named}{english} ({reason})"),
    )
}
