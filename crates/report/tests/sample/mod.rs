//! Findings made by hand, one or more of every kind, with labels as long as real ones.

#![allow(missing_docs, dead_code)]

use befund_survey::analysis::{ChartKind, Display, QuartileRule, Unranked};
use befund_survey::finding::*;
use befund_survey::{Text, Value};

pub fn both(de: &str, en: &str) -> Text {
    Text::both(de, en)
}

pub fn item(name: &str, label: Text) -> Item {
    Item {
        name: name.to_owned(),
        label,
        placeholder: false,
    }
}

pub fn category(value: i32, de: &str, en: &str) -> Category {
    Category {
        value: Value::from(value),
        label: both(de, en),
    }
}

pub fn finding(id: &str, title: Text, n: u64, results: Results, display: Display) -> Finding {
    Finding {
        id: id.to_owned(),
        section: Text::default(),
        title,
        question: Text::default(),
        base: Base {
            data: "wave".to_owned(),
            unit: both("Ämter", "offices"),
            rows: n,
            selected: n,
            filter: None,
            n,
            smallest_n: n,
            largest_n: n,
            weight: None,
            weighted_n: n as f64,
        },
        results,
        notes: Vec::new(),
        display,
    }
}

pub fn agree4() -> Vec<Category> {
    vec![
        category(1, "trifft gar nicht zu", "does not apply at all"),
        category(2, "trifft eher nicht zu", "rather does not apply"),
        category(3, "trifft eher zu", "rather applies"),
        category(4, "trifft voll zu", "fully applies"),
    ]
}

pub fn offices() -> Vec<Category> {
    vec![
        category(1, "Ordnungsämter", "Public order offices"),
        category(2, "Stadtplanungsämter", "Urban planning offices"),
        category(3, "Wohnungsämter", "Housing offices"),
        category(4, "Sozialämter", "Social services"),
        category(5, "Jugendämter", "Youth welfare offices"),
        category(6, "Integrationsbeauftragte", "Integration commissioners"),
    ]
}

pub fn office() -> Item {
    item("office", both("Amtstyp", "Office type"))
}

fn shares(counts: &[f64]) -> Vec<f64> {
    let total: f64 = counts.iter().sum();
    counts.iter().map(|count| count / total).collect()
}

/// A battery from counts by category; means and top shares as an analysis gives them.
pub fn battery_item(name: &str, label: Text, counts: &[f64], top: usize) -> BatteryItem {
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

pub fn likert() -> Finding {
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
    finding.notes = vec![
        Note::DifferentBases {
            smallest: 113,
            largest: 168,
        },
        Note::RoundedSum,
    ];
    finding
}

pub fn trend() -> Finding {
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

pub fn presence() -> Finding {
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

pub fn means() -> Finding {
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

pub fn ranking() -> Finding {
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

pub fn frequencies(chart: Option<ChartKind>) -> Finding {
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

pub const ACTORS: [(&str, &str, [f64; 6]); 24] = [
    ("Polizei", "Police", [3.9, 2.4, 2.1, 2.7, 3.5, 2.3]),
    (
        "Staatsanwaltschaft/Justiz",
        "Prosecution/judiciary",
        [2.9, 1.3, 1.4, 1.9, 3.0, 1.4],
    ),
    (
        "Ordnungsamt",
        "Public order office",
        [f64::NAN, 3.1, 2.6, 2.8, 3.2, 2.4],
    ),
    (
        "Kriminalpräventiver Rat",
        "Crime prevention council",
        [3.2, 2.1, 1.5, 2.1, 2.9, 2.0],
    ),
    (
        "Private Sicherheitsdienste",
        "Private security services",
        [3.0, 1.6, 1.7, 1.8, 1.6, 1.2],
    ),
    (
        "Verkehrsbetriebe",
        "Public transport companies",
        [2.8, 2.4, 1.3, 1.5, 1.7, 1.3],
    ),
    (
        "Stadtplanungsamt",
        "Urban planning office",
        [2.9, f64::NAN, 3.2, 2.3, 2.2, 2.1],
    ),
    (
        "Bauordnungsamt",
        "Building control",
        [3.1, 3.6, 2.9, 1.9, 1.6, 1.4],
    ),
    (
        "Grünflächen-/Tiefbauamt",
        "Parks and engineering",
        [3.0, 3.7, 2.0, 1.6, 1.8, 1.3],
    ),
    (
        "Wohnungsamt",
        "Housing office",
        [2.3, 3.2, f64::NAN, 3.3, 2.3, 2.2],
    ),
    (
        "Wohnungsunternehmen",
        "Housing companies",
        [2.2, 3.4, 3.4, 2.9, 2.0, 1.9],
    ),
    (
        "Quartiersmanagement",
        "Neighbourhood management",
        [2.4, 3.5, 2.9, 3.2, 3.0, 3.1],
    ),
    (
        "Sozialamt",
        "Social services",
        [2.7, 2.4, 3.2, f64::NAN, 3.4, 3.2],
    ),
    (
        "Wohlfahrtsverbände",
        "Welfare associations",
        [2.1, 2.0, 2.6, 3.7, 3.5, 3.5],
    ),
    (
        "Gesundheitsamt",
        "Health office",
        [2.8, 1.7, 1.9, 3.0, 2.9, 1.9],
    ),
    (
        "Jugendamt",
        "Youth office",
        [2.9, 2.3, 2.2, 3.5, f64::NAN, 3.2],
    ),
    ("Schulen", "Schools", [2.5, 2.2, 1.5, 2.5, 3.8, 3.1]),
    (
        "Freie Träger der Jugendhilfe",
        "Independent youth service providers",
        [2.0, 1.9, 1.6, 2.9, 3.9, 2.8],
    ),
    ("Streetwork", "Street work", [2.7, 1.9, 1.7, 2.8, 3.5, 2.2]),
    (
        "Integrationsbeauftragte",
        "Integration commissioners",
        [2.2, 2.2, 2.1, 3.3, 3.1, f64::NAN],
    ),
    (
        "Migrantenorganisationen",
        "Migrant organisations",
        [1.7, 1.8, 1.7, 2.8, 2.6, 3.9],
    ),
    (
        "Religionsgemeinschaften",
        "Religious communities",
        [1.7, 1.6, 1.4, 2.4, 2.3, 3.6],
    ),
    (
        "Gleichstellungs-/Antidiskriminierungsstelle",
        "Equality/anti-discrimination unit",
        [1.6, 1.7, 1.5, 2.2, 2.2, 3.4],
    ),
    (
        "Ehrenamtliche Initiativen",
        "Volunteer initiatives",
        [1.9, 2.2, 2.0, 3.2, 2.9, 3.8],
    ),
];

pub fn profile(chart: Option<ChartKind>, groups: &[usize]) -> Finding {
    const SIZES: [u64; 6] = [54, 53, 14, 49, 45, 53];
    let items = ACTORS
        .iter()
        .enumerate()
        .map(|(index, (de, en, means))| ProfileItem {
            item: item(&format!("ac{index}"), both(de, en)),
            means: groups
                .iter()
                .map(|group| Mean {
                    n: if means[*group].is_nan() {
                        0
                    } else {
                        SIZES[*group]
                    },
                    mean: Some(means[*group]).filter(|mean| !mean.is_nan()),
                    standard_deviation: Some(0.8).filter(|_| !means[*group].is_nan()),
                })
                .collect(),
        })
        .collect();
    finding(
        &format!("s05-{chart:?}-{}", groups.len()),
        both(
            "Vergleich der Kooperationsnetzwerke",
            "Comparison of cooperation networks",
        ),
        groups.iter().map(|group| SIZES[*group]).sum(),
        Results::Profile(ProfileTable {
            by: Some(office()),
            groups: groups
                .iter()
                .map(|group| ProfileGroup {
                    group: Some(offices()[*group].clone()),
                    n: SIZES[*group],
                })
                .collect(),
            items,
            item_groups: vec![ProfileItemGroup {
                label: both("Sicherheit", "Safety"),
                items: vec!["ac0".to_owned(), "ac1".to_owned()],
                means: groups.iter().map(|_| Some(2.5)).collect(),
            }],
            scale: vec![
                category(1, "nie", "never"),
                category(2, "selten", "rarely"),
                category(3, "gelegentlich", "occasionally"),
                category(4, "oft", "often"),
            ],
        }),
        Display {
            chart,
            axis: Some([1.0, 4.0]),
            ..Display::default()
        },
    )
}

pub fn measures(chart: Option<ChartKind>) -> Finding {
    let labels = [
        (
            "Als Ansprechpartner zur Verfügung stehen und informieren",
            "Contact and information",
        ),
        ("Sozialräumliche Prävention", "Social-space prevention"),
        ("Präsenz und Kontrolle", "Presence and control"),
        ("Planen, Bauen, Pflegen", "Planning, building, maintaining"),
        ("Strukturelle Integration", "Structural integration"),
        ("Kulturelle Integration", "Cultural integration"),
        ("Soziale Integration", "Social integration"),
        ("Politische Integration", "Political integration"),
        ("Mehrere Handlungsfelder", "Several fields"),
    ];
    let counts: [[f64; 9]; 7] = [
        [1.0, 8.0, 13.0, 4.0, 1.0, 0.0, 1.0, 1.0, 40.0],
        [2.0, 6.0, 0.0, 7.0, 3.0, 0.0, 6.0, 2.0, 38.0],
        [0.0, 1.0, 0.0, 0.0, 4.0, 0.0, 1.0, 0.0, 14.0],
        [0.0, 17.0, 2.0, 0.0, 4.0, 1.0, 6.0, 3.0, 46.0],
        [1.0, 10.0, 0.0, 3.0, 6.0, 4.0, 8.0, 5.0, 48.0],
        [1.0, 17.0, 0.0, 0.0, 6.0, 14.0, 20.0, 1.0, 61.0],
        [5.0, 59.0, 15.0, 14.0, 24.0, 19.0, 42.0, 12.0, 247.0],
    ];
    let row = |index: usize| -> MultipleRow {
        let n: f64 = counts[index].iter().sum();
        MultipleRow {
            group: offices().get(index).cloned(),
            n: n as u64,
            cases: n,
            mentions: n,
            counts: counts[index].to_vec(),
            shares_of_cases: shares(&counts[index]),
            shares_of_mentions: shares(&counts[index]),
            per_unit: Some(RowsPerUnit {
                units: 54,
                mean: Some(n / 54.0),
            }),
        }
    };
    finding(
        &format!("s10-{chart:?}"),
        both(
            "Strategien, Maßnahmen und Handlungsfelder",
            "Strategies, measures and fields of action",
        ),
        437,
        Results::Multiple(MultipleTable {
            answers: labels
                .iter()
                .enumerate()
                .map(|(index, (de, en))| Answer {
                    name: (index < 8).then(|| format!("f{index}")),
                    label: both(de, en),
                    placeholder: true,
                })
                .collect(),
            exclusive: true,
            by: Some(office()),
            groups: (0..6).map(row).collect(),
            total: row(6),
            answer_groups: Vec::new(),
        }),
        Display {
            chart,
            ..Display::default()
        },
    )
}

pub fn reasons() -> Finding {
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
            answers: labels
                .iter()
                .enumerate()
                .map(|(index, (de, en, _))| Answer {
                    name: Some(format!("fu{index}")),
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
                counts,
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

pub fn crosstab(chart: Option<ChartKind>) -> Finding {
    let counts = [
        [18.0, 5.0],
        [17.0, 5.0],
        [10.0, 9.0],
        [8.0, 7.0],
        [9.0, 10.0],
    ];
    let rows: Vec<Category> = offices()
        .into_iter()
        .filter(|office| office.value != Value::from(3))
        .collect();
    finding(
        &format!("s25b-{chart:?}"),
        Text::default(),
        98,
        Results::Crosstab(ContingencyTable {
            row_variable: office(),
            column_variable: item(
                "conflict",
                both("Entwicklung der Konflikte", "Development of conflicts"),
            ),
            rows,
            columns: vec![
                category(1, "zunehmen", "increase"),
                category(2, "auf ähnlichem Niveau bleiben", "stay at a similar level"),
            ],
            counts: counts.iter().map(|row| row.to_vec()).collect(),
            row_totals: counts.iter().map(|row| row.iter().sum()).collect(),
            column_totals: vec![62.0, 36.0],
            total: 98.0,
            row_shares: counts.iter().map(|row| shares(row)).collect(),
            column_shares: counts
                .iter()
                .map(|row| vec![row[0] / 62.0, row[1] / 36.0])
                .collect(),
            total_shares: vec![62.0 / 98.0, 36.0 / 98.0],
            chi_square: Some(TestOfIndependence {
                statistic: 7.43,
                df: 4.0,
                p_value: 0.1149,
                cramers_v: 0.275,
                expected: vec![
                    vec![14.6, 8.4],
                    vec![13.9, 8.1],
                    vec![12.0, 7.0],
                    vec![9.5, 5.5],
                    vec![12.0, 7.0],
                ],
                adjusted_residuals: vec![
                    vec![1.7, -1.7],
                    vec![1.5, -1.5],
                    vec![-1.1, 1.1],
                    vec![-0.9, 0.9],
                    vec![-1.6, 1.6],
                ],
            }),
        }),
        Display {
            chart,
            ..Display::default()
        },
    )
}

pub fn box_plot() -> Finding {
    let variables = [
        (
            "Bedeutung von Fragen gesellschaftlicher Vielfalt für die eigene Arbeit",
            "Importance of questions of societal diversity for the own work",
            [
                [1.0, 4.0, 5.0, 7.0, 10.0],
                [2.0, 6.0, 7.0, 8.0, 10.0],
                [4.0, 7.0, 8.0, 9.0, 10.0],
                [4.0, 8.0, 9.0, 10.0, 10.0],
                [6.0, 9.0, 9.0, 10.0, 10.0],
            ],
            [5.4, 6.8, 8.3, 8.5, 9.1],
        ),
        (
            "Bedeutung von Fragen der Sicherheit für die eigene Arbeit",
            "Importance of questions of safety for the own work",
            [
                [5.0, 8.0, 9.0, 10.0, 10.0],
                [1.0, 4.0, 5.0, 6.0, 9.0],
                [2.0, 5.0, 6.0, 7.0, 10.0],
                [2.0, 5.0, 6.0, 7.0, 10.0],
                [1.0, 3.0, 6.0, 9.0, 10.0],
            ],
            [8.9, 5.0, 5.8, 6.0, 5.7],
        ),
    ];
    let mut rows = Vec::new();
    for (index, (de, en, fives, means)) in variables.iter().enumerate() {
        let offices = offices()
            .into_iter()
            .filter(|office| office.value != Value::from(3));
        for ((office, five), mean) in offices.zip(fives).zip(means) {
            let span = 1.5 * (five[3] - five[1]);
            let (low, high) = (
                f64::max(five[0], five[1] - span),
                f64::min(five[4], five[3] + span),
            );
            let mut outliers = Vec::new();
            if low > five[0] {
                outliers.push(Outlier {
                    value: five[0],
                    n: 2,
                });
            }
            if high < five[4] {
                outliers.push(Outlier {
                    value: five[4],
                    n: 1,
                });
            }
            rows.push(DescriptivesRow {
                item: item(&format!("imp{index}"), both(de, en)),
                group: Some(office),
                n: 37,
                missing: 1,
                mean: Some(*mean),
                standard_deviation: Some(1.9),
                variance: Some(3.61),
                five_numbers: Some(FiveNumbers {
                    minimum: five[0],
                    lower_quartile: five[1],
                    median: five[2],
                    upper_quartile: five[3],
                    maximum: five[4],
                    lower_whisker: low.ceil(),
                    upper_whisker: high.floor(),
                    outliers,
                }),
            });
        }
    }
    finding(
        "s16",
        both(
            "Unterschiede in der Bedeutung von Vielfalt und Sicherheit",
            "Differences in the importance of diversity and safety",
        ),
        185,
        Results::Descriptives(DescriptivesTable {
            quartiles: QuartileRule::Type7,
            by: Some(office()),
            rows,
        }),
        Display {
            axis: Some([1.0, 10.0]),
            ..Display::default()
        },
    )
}

pub fn response() -> Finding {
    let sizes = [
        (195, 54),
        (195, 53),
        (194, 14),
        (195, 49),
        (195, 45),
        (195, 53),
    ];
    let rate = |contacted: u64, returned: u64| ResponseRate {
        contacted,
        returned,
        rate: Some(returned as f64 / contacted as f64),
    };
    let mut finding = finding(
        "s04",
        Text::default(),
        1169,
        Results::Response(ResponseRates {
            total: rate(1169, 268),
            by: Some(office()),
            groups: offices()
                .into_iter()
                .zip(sizes)
                .map(|(group, (contacted, returned))| GroupResponseRate {
                    group,
                    rate: rate(contacted, returned),
                })
                .collect(),
            cluster: Some(item("municipality", both("Kommune", "Municipality"))),
            clusters: Some(rate(195, 130)),
            dispositions: vec![
                CategoryShare {
                    category: category(1, "ausgefüllt", "completed"),
                    share: Share {
                        count: 268.0,
                        share: Some(268.0 / 1169.0),
                    },
                    confidence_interval: None,
                },
                CategoryShare {
                    category: category(2, "keine Reaktion", "no reaction"),
                    share: Share {
                        count: 901.0,
                        share: Some(901.0 / 1169.0),
                    },
                    confidence_interval: None,
                },
            ],
        }),
        Display::default(),
    );
    finding.section = both("1. Welle", "Wave 1");
    finding
}

pub fn clusters(chart: Option<ChartKind>) -> Finding {
    let r = |value: f64| Some(value);
    finding(
        &format!("s08-{chart:?}"),
        both("Akteurskonstellationen", "Actor constellations"),
        268,
        Results::Clusters(ClusterTree {
            by: office(),
            groups: offices(),
            correlations: vec![
                vec![r(1.0), r(0.31), r(0.05), r(-0.12), r(0.08), r(-0.55)],
                vec![r(0.31), r(1.0), r(0.72), r(0.11), r(-0.21), r(-0.18)],
                vec![r(0.05), r(0.72), r(1.0), r(0.35), r(-0.09), r(0.02)],
                vec![r(-0.12), r(0.11), r(0.35), r(1.0), r(0.66), r(0.71)],
                vec![r(0.08), r(-0.21), r(-0.09), r(0.66), r(1.0), r(0.41)],
                vec![r(-0.55), r(-0.18), r(0.02), r(0.71), r(0.41), None],
            ],
            merges: vec![
                Merge {
                    first: 1,
                    second: 2,
                    height: 0.28,
                },
                Merge {
                    first: 3,
                    second: 5,
                    height: 0.29,
                },
                Merge {
                    first: 7,
                    second: 4,
                    height: 0.46,
                },
                Merge {
                    first: 0,
                    second: 6,
                    height: 0.82,
                },
                Merge {
                    first: 8,
                    second: 9,
                    height: 1.05,
                },
            ],
            clusters: vec![1, 2, 2, 3, 3, 3],
        }),
        Display {
            chart,
            ..Display::default()
        },
    )
}

/// One finding for every kind of results and every kind of chart.
pub fn all() -> Vec<Finding> {
    vec![
        response(),
        profile(Some(ChartKind::Radar), &[0, 1]),
        profile(None, &[0, 1, 2, 3, 4, 5]),
        clusters(None),
        clusters(Some(ChartKind::Heatmap)),
        means(),
        measures(None),
        measures(Some(ChartKind::Stacked)),
        box_plot(),
        presence(),
        likert(),
        reasons(),
        ranking(),
        frequencies(Some(ChartKind::Pie)),
        frequencies(None),
        crosstab(None),
        crosstab(Some(ChartKind::Heatmap)),
        trend(),
    ]
}
