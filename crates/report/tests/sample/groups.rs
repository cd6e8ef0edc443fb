//! Groups set against each other.

use befund_survey::analysis::{ChartKind, Display, QuartileRule};
use befund_survey::finding::*;
use befund_survey::{Text, Value};

use super::{both, category, finding, item, office, offices, shares};

pub(crate) const ACTORS: [(&str, &str, [f64; 6]); 24] = [
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

pub(crate) fn profile(chart: Option<ChartKind>, groups: &[usize]) -> Finding {
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

pub(crate) fn measures(chart: Option<ChartKind>) -> Finding {
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
            mention_counts: counts[index].to_vec(),
            shares_of_cases: shares(&counts[index]),
            shares_of_mentions: shares(&counts[index]),
            answered: 0.0,
            shares_of_answered: Vec::new(),
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
            variables: Vec::new(),
            answers: labels
                .iter()
                .enumerate()
                .map(|(index, (de, en))| Answer {
                    name: (index < 8).then(|| format!("f{index}")),
                    value: None,
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

pub(crate) fn crosstab(chart: Option<ChartKind>) -> Finding {
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
            cases: None,
            statistics: befund_survey::Sheet::new(),
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

pub(crate) fn box_plot() -> Finding {
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
                statistics: befund_survey::Sheet::new(),
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
            statistics: befund_survey::Sheet::new(),
        }),
        Display {
            axis: Some([1.0, 10.0]),
            ..Display::default()
        },
    )
}

pub(crate) fn response() -> Finding {
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
            statistics: befund_survey::Sheet::new(),
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

pub(crate) fn clusters(chart: Option<ChartKind>) -> Finding {
    let r = |value: f64| Some(value);
    finding(
        &format!("s08-{chart:?}"),
        both("Akteurskonstellationen", "Actor constellations"),
        268,
        Results::Clusters(ClusterTree {
            statistics: befund_survey::Sheet::new(),
            by: Some(office()),
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
