//! Items, rankings, frequencies and mentions.

use befund_survey::Text;
use befund_survey::analysis::{ChartKind, Display, Unranked};
use befund_survey::finding::*;

use super::{agree4, both, category, finding, item, shares};

/// A battery from counts by category; means and top shares as an analysis gives them.
pub(crate) fn battery_item(name: &str, label: Text, counts: &[f64], top: usize) -> BatteryItem {
    let n: f64 = counts.iter().sum();
    let mean = counts
        .iter()
        .enumerate()
        .map(|(place, count)| (place as f64 + 1.0) * count)
        .sum::<f64>()
        / n;
    let squares: f64 = counts
        .iter()
        .enumerate()
        .map(|(place, count)| (place as f64 + 1.0 - mean).powi(2) * count)
        .sum();
    let top_count: f64 = counts[counts.len() - top..].iter().sum();
    BatteryItem {
        item: item(name, label),
        n: n as u64,
        missing: 0,
        counts: counts.to_vec(),
        shares: shares(counts),
        top: (top > 0).then_some(Share {
            count: top_count,
            share: Some(top_count / n),
        }),
        mean: Some(mean),
        standard_deviation: Some((squares / (n - 1.0)).sqrt()),
        median: Some(3.0),
    }
}

pub(crate) fn likert() -> Finding {
    let rows = [
        (
            "… durch formelle Richtlinien der Verwaltungsarbeit",
            "… by formal guidelines of administrative work",
            [11.0, 48.0, 76.0, 28.0],
        ),
        (
            "… durch schriftliche Festlegungen zwischen Ämtern/Fachbereichen",
            "… by written agreements between offices/departments",
            [11.0, 60.0, 68.0, 26.0],
        ),
        (
            "… durch rechtliche Vorgaben",
            "… by legal requirements",
            [9.0, 38.0, 82.0, 39.0],
        ),
        (
            "… durch persönliche Absprachen",
            "… by personal arrangements",
            [5.0, 12.0, 100.0, 46.0],
        ),
        (
            "Die Zuständigkeiten bei der Zusammenarbeit sind geregelt.",
            "Responsibilities in the cooperation are settled.",
            [1.0, 22.0, 70.0, 20.0],
        ),
    ];
    let items = rows
        .iter()
        .enumerate()
        .map(|(index, (de, en, counts))| {
            battery_item(&format!("zu{index}"), both(de, en), counts, 2)
        })
        .collect();
    let mut finding = finding(
        "s19",
        both(
            "Zuständigkeiten im Bereich Vielfalt – Sicherheit",
            "Responsibilities in the field diversity – safety",
        ),
        168,
        Results::Battery(BatteryTable {
            categories: agree4(),
            top_categories: 2,
            items,
        }),
        Display {
            hide_below: Some(5.0),
            ..Display::default()
        },
    );
    finding.question = both(
        "Inwieweit treffen die folgenden Aussagen zur Regelung der Zuständigkeiten zu?",
        "To what extent do the following statements on responsibilities apply?",
    );
    finding.base.rows = 185;
    finding.base.selected = 185;
    finding.base.smallest_n = 113;
    finding.base.largest_n = 168;
    finding.notes = vec![Note::RoundedSum];
    finding
}

pub(crate) fn trend() -> Finding {
    let rows = [
        (
            "Sozialraum- und Quartiersentwicklung (z.B. Gemeinwesenarbeit, Verbesserung der sozialen Infrastruktur, „Communities that Care“)",
            "Social-space and neighbourhood development (e.g. community work, better social infrastructure, \"Communities that Care\")",
            [1.0, 10.0, 85.0],
        ),
        (
            "Planen, Bauen, Pflegen (z.B. städtebauliche Maßnahmen, Gestaltung und Pflege des öffentlichen Raums)",
            "Planning, building, maintaining",
            [1.0, 27.0, 68.0],
        ),
        (
            "Soziale Integration",
            "Social integration",
            [5.0, 27.0, 64.0],
        ),
        (
            "Maßnahmen der Präsenz und Kontrolle",
            "Presence and control",
            [1.0, 36.0, 59.0],
        ),
        (
            "Als Ansprechpartner zur Verfügung stehen und über Sicherheitsaufgaben informieren",
            "Being available as contact and informing about safety",
            [0.0, 39.0, 57.0],
        ),
    ];
    let items = rows
        .iter()
        .enumerate()
        .map(|(index, (de, en, counts))| {
            battery_item(&format!("zf{index}"), both(de, en), counts, 0)
        })
        .collect();
    let categories = vec![
        category(1, "Bedeutung wird abnehmen", "importance will decrease"),
        category(
            2,
            "Bedeutung wird gleich bleiben",
            "importance will stay the same",
        ),
        category(3, "Bedeutung wird zunehmen", "importance will increase"),
    ];
    finding(
        "s27",
        both(
            "Zukünftige Relevanz von Handlungsfeldern",
            "Future relevance of fields of action",
        ),
        96,
        Results::Battery(BatteryTable {
            categories,
            top_categories: 0,
            items,
        }),
        Display {
            reverse_legend: true,
            ..Display::default()
        },
    )
}

pub(crate) fn presence() -> Finding {
    let rows = [
        (
            "Sicherheits-/Ordnungspartnerschaften",
            "Order partnerships",
            [109.0, 41.0, 34.0],
        ),
        (
            "Kriminalpräventiver Rat",
            "Crime prevention council",
            [97.0, 60.0, 22.0],
        ),
        (
            "Quartiersmanagement",
            "Neighbourhood management",
            [160.0, 11.0, 12.0],
        ),
        (
            "Arbeitsgruppen/-kreise, Runde Tische",
            "Working groups, round tables",
            [175.0, 3.0, 5.0],
        ),
    ];
    let items = rows
        .iter()
        .enumerate()
        .map(|(index, (de, en, counts))| {
            battery_item(&format!("st{index}"), both(de, en), counts, 0)
        })
        .collect();
    let categories = vec![
        category(1, "vorhanden", "exists"),
        category(2, "nicht vorhanden", "does not exist"),
        category(3, "weiß nicht", "don't know"),
    ];
    finding(
        "s17",
        both("Strukturen der Zusammenarbeit", "Structures of cooperation"),
        184,
        Results::Battery(BatteryTable {
            categories,
            top_categories: 0,
            items,
        }),
        Display::default(),
    )
}

pub(crate) fn means() -> Finding {
    let rows = [
        (
            "Die Zusammenarbeit mit anderen erhöht die Komplexität bei der Suche nach pragmatischen Problemlösungen",
            "Cooperation with others increases complexity in the search for pragmatic solutions",
            [18.0, 72.0, 108.0, 57.0],
        ),
        (
            "Aufgaben und Konflikte in diesem Bereich lassen sich nur durch Zusammenarbeit von Ämtern/Fachbereichen behandeln",
            "Tasks and conflicts in this area can only be handled through cooperation between offices/departments",
            [3.0, 15.0, 72.0, 171.0],
        ),
        (
            "Die Zusammenarbeit mit anderen führt zu einem unnötigen Verbrauch von zeitlichen Ressourcen",
            "Cooperation with others leads to an unnecessary use of time",
            [98.0, 118.0, 32.0, 10.0],
        ),
        (
            "Die Zusammenarbeit mit anderen erzeugt eine nützliche Perspektivenvielfalt für die Bearbeitung von solchen Aufgaben",
            "Cooperation with others creates a useful variety of perspectives",
            [1.0, 7.0, 62.0, 194.0],
        ),
    ];
    let items = rows
        .iter()
        .enumerate()
        .map(|(index, (de, en, counts))| {
            battery_item(&format!("att{index}"), both(de, en), counts, 2)
        })
        .collect();
    finding(
        "s09",
        both(
            "Einstellungen zu Zusammenarbeit",
            "Attitudes towards cooperation",
        ),
        264,
        Results::Battery(BatteryTable {
            categories: agree4(),
            top_categories: 2,
            items,
        }),
        Display {
            chart: Some(ChartKind::Bars),
            decimals: Some(1),
            axis: Some([1.0, 4.0]),
            ..Display::default()
        },
    )
}

pub(crate) fn ranking() -> Finding {
    let rows = [
        ("Personalknappheit", "Shortage of staff", 60.0),
        ("Knappheit zeitlicher Ressourcen", "Shortage of time", 59.0),
        (
            "Fehlen einer gesamtstädtischen Strategie zur Zusammenarbeit",
            "Lack of a city-wide strategy for cooperation",
            38.0,
        ),
        (
            "Mangelnder Austausch von Informationen zwischen den Ämtern und Fachbereichen",
            "Insufficient exchange of information between offices and departments",
            37.0,
        ),
        (
            "Unterschiedliche Verständnisse zwischen den Ämtern und Fachbereichen",
            "Different understandings between offices and departments",
            31.0,
        ),
        (
            "Zentrale Ansprechpersonen fehlen",
            "No coordination unit",
            30.0,
        ),
    ];
    let items = rows
        .iter()
        .enumerate()
        .map(|(index, (de, en, count))| RankedItem {
            item: item(&format!("hm{index}"), both(de, en)),
            n: 95,
            top_k: Share {
                count: *count,
                share: Some(count / 95.0),
            },
            confidence_interval: Some(Interval {
                lower: count / 95.0 - 0.09,
                upper: count / 95.0 + 0.08,
                level: 0.95,
            }),
            mean_rank: Some(5.0 + index as f64 * 0.7),
            median_rank: Some(4.0 + index as f64),
            rank_counts: Vec::new(),
        })
        .collect();
    finding(
        "s24",
        both(
            "TOP 5 Hemmnisse der Zusammenarbeit",
            "TOP 5 obstacles to cooperation",
        ),
        95,
        Results::Ranking(RankingTable {
            statistics: befund_survey::Sheet::new(),
            k: 5,
            unranked: Unranked::Bottom,
            n: 95,
            complete: 81,
            items,
        }),
        Display {
            limit: Some(5),
            axis: Some([0.0, 70.0]),
            ..Display::default()
        },
    )
}

pub(crate) fn frequencies(chart: Option<ChartKind>) -> Finding {
    let share = |value: i32, de: &str, en: &str, count: f64| CategoryShare {
        category: category(value, de, en),
        share: Share {
            count,
            share: Some(count / 98.0),
        },
        confidence_interval: Some(Interval {
            lower: count / 98.0 - 0.1,
            upper: count / 98.0 + 0.09,
            level: 0.95,
        }),
    };
    finding(
        "s25",
        both(
            "Konflikte im öffentlichen Raum",
            "Conflicts in public space",
        ),
        98,
        Results::Frequencies(FrequencyTable {
            cases: None,
            statistics: befund_survey::Sheet::new(),
            variable: item(
                "conflict",
                both(
                    "Die Konflikte im und um den öffentlichen Raum werden künftig …",
                    "Conflicts in and around public space will in future …",
                ),
            ),
            categories: vec![
                share(1, "zunehmen", "increase", 62.0),
                share(
                    2,
                    "auf ähnlichem Niveau bleiben",
                    "stay at a similar level",
                    36.0,
                ),
            ],
            cumulative_shares: None,
            valid: 98.0,
            user_missing: vec![CategoryCount {
                category: category(9, "keine Angabe", "refused"),
                count: 3.0,
            }],
            system_missing: 1.0,
        }),
        Display {
            chart,
            ..Display::default()
        },
    )
}

pub(crate) fn reasons() -> Finding {
    let labels = [
        ("Mangel an personellen Ressourcen", "Lack of staff", 41.0),
        (
            "Förderangebote passen nicht zu den spezifischen kommunalen Bedarfslagen",
            "Funding offers do not fit the specific municipal needs",
            27.0,
        ),
        ("Mangel an zeitlichen Ressourcen", "Lack of time", 17.0),
        ("Formale Kriterien", "Formal criteria", 14.0),
    ];
    let counts: Vec<f64> = labels.iter().map(|(_, _, count)| *count).collect();
    let mut finding = finding(
        "s21",
        both(
            "Gründe für die Nicht-Nutzung von Förderprogrammen",
            "Reasons for not using funding programmes",
        ),
        88,
        Results::Multiple(MultipleTable {
            variables: Vec::new(),
            answers: labels
                .iter()
                .enumerate()
                .map(|(index, (de, en, _))| Answer {
                    name: Some(format!("fu{index}")),
                    value: None,
                    label: both(de, en),
                    placeholder: false,
                })
                .collect(),
            exclusive: false,
            by: None,
            groups: Vec::new(),
            total: MultipleRow {
                group: None,
                n: 88,
                cases: 88.0,
                mentions: 99.0,
                shares_of_cases: counts.iter().map(|count| count / 88.0).collect(),
                shares_of_mentions: shares(&counts),
                mention_counts: counts.clone(),
                counts,
                answered: 0.0,
                shares_of_answered: Vec::new(),
                per_unit: None,
            },
            answer_groups: Vec::new(),
        }),
        Display::default(),
    );
    finding.base.rows = 185;
    finding.base.selected = 91;
    finding.base.filter = Some(both(
        "Förderprogramme = nicht genutzt",
        "Funding programmes = not used",
    ));
    finding.notes = vec![
        Note::UndecidedFilter { rows: 7 },
        Note::Placeholder {
            variables: 4,
            of: 4,
        },
    ];
    finding
}

/// The same reasons by office.
pub(crate) fn reasons_by_office() -> Finding {
    let mut finding = reasons();
    finding.id = "s21b".to_owned();
    if let Results::Multiple(table) = &mut finding.results {
        table.by = Some(super::office());
        table.groups = super::offices()
            .into_iter()
            .take(4)
            .zip([14.0, 24.0, 20.0, 30.0])
            .map(|(office, cases)| {
                let counts: Vec<f64> = (0..4).map(|place| cases / 2.0 - f64::from(place)).collect();
                MultipleRow {
                    group: Some(office),
                    n: cases as u64,
                    cases,
                    mentions: counts.iter().sum(),
                    shares_of_cases: counts.iter().map(|count| count / cases).collect(),
                    shares_of_mentions: shares(&counts),
                    mention_counts: counts.clone(),
                    counts,
                    answered: 0.0,
                    shares_of_answered: Vec::new(),
                    per_unit: None,
                }
            })
            .collect();
        table.answer_groups = vec![AnswerGroup {
            label: both("Ressourcen", "Resources"),
            items: vec!["fu0".to_owned(), "fu2".to_owned()],
            total: Share {
                count: 50.0,
                share: Some(50.0 / 88.0),
            },
            groups: vec![
                Share {
                    count: 10.0,
                    share: Some(0.5)
                };
                4
            ],
        }];
    }
    finding
}
