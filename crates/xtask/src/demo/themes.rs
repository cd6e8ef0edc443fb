//! Open answers and their codes (slides 13, 14 and 20). The codes are published, how often they were given is not: the counts
//! are placeholders.

use super::distribute::{incidence, split};
use super::item::{Item, item};
use super::offices::{ORDER, Unit, Words};
use super::random::Random;
use super::table::Table;

/// A code with its sub-codes.
pub struct Theme {
    /// The code.
    pub name: Words,
    /// Its sub-codes, each with the number of offices that named it.
    pub codes: &'static [Item],
}

const fn words(de: &'static str, en: &'static str) -> Words {
    Words { de, en }
}

/// Opportunities of diversity for safety (slide 13).
pub const OPPORTUNITIES: [Theme; 5] = [
    Theme {
        name: words(
            "Vielfalt als Reflexionsressource",
            "Diversity as a resource for reflection",
        ),
        codes: &[
            item(
                "ch1_1",
                "Abbau von Vorurteilen und Vorbehalten",
                "Reducing prejudice and reservations",
                &[22],
            ),
            item(
                "ch1_2",
                "Lernprozesse durch Ausräumen von Missverständnissen und Stärkung von Sensibilitäten",
                "Learning by clearing up misunderstandings and raising sensitivity",
                &[19],
            ),
            item(
                "ch1_3",
                "Unterschiedliche kulturspezifische Sichtweisen auf Sicherheit und Sicherheitswahrnehmung",
                "Different culture-specific views on safety and perceived safety",
                &[17],
            ),
        ],
    },
    Theme {
        name: words(
            "Multiperspektivische Konfliktbearbeitung",
            "Multi-perspective conflict handling",
        ),
        codes: &[
            item("ch2_1", "Aufbau von Netzwerken", "Building networks", &[24]),
            item(
                "ch2_2",
                "Lösungswege gemeinsam mit einer Vielfalt an beteiligten Gruppen",
                "Solutions worked out with a variety of groups",
                &[26],
            ),
            item(
                "ch2_3",
                "Breite Zustimmung zu Vielfalt fördert Blick für plurale Interessen und Interessenausgleich",
                "Broad acceptance of diversity opens the view for plural interests and balancing them",
                &[11],
            ),
        ],
    },
    Theme {
        name: words(
            "Präventive Stärkung sozialer Kohäsion",
            "Preventive strengthening of social cohesion",
        ),
        codes: &[
            item(
                "ch3_1",
                "Austausch zwischen Bevölkerungsgruppen als Voraussetzung für Verständigung",
                "Exchange between population groups as precondition of understanding",
                &[31],
            ),
            item(
                "ch3_2",
                "Förderung der interkulturellen Kompetenz und Akzeptanz verschiedener Lebensweisen sowie gesellschaftlicher Regeln",
                "Promoting intercultural competence, acceptance of ways of life and of social rules",
                &[28],
            ),
        ],
    },
    Theme {
        name: words(
            "Stärkung des Sicherheitsgefühls",
            "Strengthening the feeling of safety",
        ),
        codes: &[
            item(
                "ch4_1",
                "Abbau von subjektiven Angsträumen durch interkulturelle Kompetenz",
                "Fewer subjectively feared places through intercultural competence",
                &[14],
            ),
            item(
                "ch4_2",
                "Vermeintliche Sicherheitsprobleme werden durch gelebte Vielfalt relativiert",
                "Supposed safety problems are put into perspective by lived diversity",
                &[12],
            ),
            item(
                "ch4_3",
                "Kommunal unterstützte Beteiligung und Begegnung baut Ängste und Vorurteile ab",
                "Municipally supported participation and encounter reduces fears and prejudice",
                &[18],
            ),
        ],
    },
    Theme {
        name: words(
            "Diversifizierung der Verwaltung",
            "Diversification of the administration",
        ),
        codes: &[
            item(
                "ch5_1",
                "Sensibilität für kulturelle und religiöse Vielfalt durch IKO bzw. Diversity-Ansätze",
                "Sensitivity for cultural and religious diversity through intercultural opening / diversity approaches",
                &[13],
            ),
            item(
                "ch5_2",
                "Differenzierte Erkenntnisse über gesellschaftliche Gruppen für kommunale Sicherheitsstrukturen",
                "Differentiated knowledge about social groups used for municipal safety structures",
                &[9],
            ),
        ],
    },
];

/// Challenges of diversity for safety (slide 14).
pub const CHALLENGES: [Theme; 4] = [
    Theme {
        name: words(
            "Wertvorstellungen, Bedürfnisse, Interessen",
            "Values, needs, interests",
        ),
        codes: &[
            item(
                "he1_1",
                "Einbindung aller Gruppen: Sprachbarrieren, kulturelle Codes, Selbstverständnisse; Koordinierungs- und Kostenprobleme",
                "Involving all groups: language barriers, cultural codes, self-images; coordination and cost problems",
                &[38],
            ),
            item(
                "he1_2",
                "Sicherheitsgefühle und -bedürfnisse variieren stark",
                "Feelings and needs of safety vary strongly",
                &[27],
            ),
            item(
                "he1_3",
                "Toleranz als Schlüssel",
                "Tolerance as the key",
                &[12],
            ),
        ],
    },
    Theme {
        name: words(
            "Verunsicherungen durch sozialen Wandel",
            "Uncertainty through social change",
        ),
        codes: &[
            item(
                "he2_1",
                "Neue Ambivalenzen und Uneindeutigkeiten",
                "New ambivalences and ambiguities",
                &[16],
            ),
            item(
                "he2_2",
                "Kontingenzsteigerung begünstigt Xenophobie und Rassismus",
                "Growing contingency favours xenophobia and racism",
                &[21],
            ),
            item(
                "he2_3",
                "Vielfaltsbezogene Ängste durch mediale Berichterstattung",
                "Diversity-related fears through media coverage",
                &[18],
            ),
        ],
    },
    Theme {
        name: words(
            "Prozesse sozialer Segmentierung",
            "Processes of social segmentation",
        ),
        codes: &[
            item(
                "he3_1",
                "(Sozialräumliche) Segregation, Ethnisierung sozialer Konfliktlinien",
                "(socio-spatial) segregation, ethnicisation of conflict lines",
                &[30],
            ),
            item(
                "he3_2",
                "Orientierung im deutschen Rechtsstaat",
                "Orientation in the German legal system",
                &[19],
            ),
            item(
                "he3_3",
                "Import internationaler Konflikte",
                "Import of international conflicts",
                &[9],
            ),
        ],
    },
    Theme {
        name: words(
            "Verwaltungsbezogene Herausforderungen",
            "Challenges for the administration",
        ),
        codes: &[
            item(
                "he4_1",
                "Erreichbarkeit bestimmter Gruppen",
                "Reaching certain groups",
                &[24],
            ),
            item(
                "he4_2",
                "Erschwerte behördliche Kommunikation",
                "Impeded official communication",
                &[22],
            ),
        ],
    },
];

/// How structures should change, in the words of the offices (slide 20).
pub const CHANGES: [Item; 11] = [
    item(
        "vt_01",
        "Ausbau von Vernetzungsaktivitäten",
        "More networking",
        &[24],
    ),
    item(
        "vt_02",
        "Etablierung von (lokaler) Prävention und Monitoringmöglichkeiten",
        "(Local) prevention and monitoring",
        &[15],
    ),
    item(
        "vt_03",
        "Öffnung und Diversifizierung der Verwaltung",
        "Opening and diversification of the administration",
        &[14],
    ),
    item(
        "vt_04",
        "Dynamische Anpassung an neue Problemlagen und Bedarfe",
        "Dynamic adaptation to new problems and needs",
        &[11],
    ),
    item(
        "vt_05",
        "Neue Leitlinien für Prozesse und Abläufe",
        "New guidelines for processes",
        &[10],
    ),
    item(
        "vt_06",
        "Neue Diskursformate für schwer erreichbare Gruppen",
        "New formats of discourse for hard-to-reach groups",
        &[12],
    ),
    item(
        "vt_07",
        "Durchführung von Sicherheitsaudits",
        "Safety audits",
        &[8],
    ),
    item(
        "vt_08",
        "Erstellung von Integrationskonzepten",
        "Integration concepts",
        &[9],
    ),
    item(
        "vt_09",
        "Richtlinien für den Umgang mit EU-Migration bei fehlendem Sozialleistungsanspruch",
        "Guidelines for EU migration without entitlement to social benefits",
        &[5],
    ),
    item(
        "vt_10",
        "Vielfalt und Sicherheit als Querschnittsaufgabe",
        "Diversity and safety as a cross-cutting task",
        &[17],
    ),
    item(
        "vt_11",
        "Spezielle Netzwerke zum Thema Sicherheit",
        "Special networks on safety",
        &[16],
    ),
];

/// Adds one 0/1 column per code; offices that wrote nothing have empty cells.
pub fn add(table: &mut Table, question: &str, codes: &[&Item], answering: usize, units: &[Unit]) {
    let random = &mut Random::stream(question);
    let all: Vec<usize> = (0..units.len()).collect();
    let rows = random.sample(&all, answering);
    let counts: Vec<usize> = codes.iter().map(|code| code.counts[0]).collect();
    let sizes = split(random, counts.iter().sum(), answering, 1, 5);
    let matrix = incidence(random, &sizes, &counts, |row, code| {
        affinity(units[rows[row]], codes[code])
    });
    for (position, code) in codes.iter().enumerate() {
        let mut column = vec![None; units.len()];
        for (&row, given) in rows.iter().zip(&matrix) {
            column[row] = Some(i32::from(given[position]));
        }
        table.codes(code.id, &column);
    }
}

/// Networks on safety are demanded above all by public order offices (published).
fn affinity(unit: Unit, code: &Item) -> f64 {
    if code.id == SAFETY_NETWORKS && unit.office == ORDER {
        1.0
    } else {
        0.0
    }
}

const SAFETY_NETWORKS: &str = "vt_11";
