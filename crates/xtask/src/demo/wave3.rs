//! Wave 3: obstacles to cooperation, conflicts in public space, future fields of action.

use super::distribute::{Column, NOT_APPLICABLE, deal, incidence};
use super::frame::status;
use super::item::{Item, item};
use super::offices::Unit;
use super::random::Random;
use super::table::Table;
use super::traits;
use super::wave2::rows_with;

/// Reasons for more conflicts (slide 26), published.
pub const CONFLICT_REASONS: [Item; 3] = [
    item(
        "ko_interests",
        "… sich die Nutzungsinteressen, -bedürfnisse und -angebote immer weiter ausdifferenzieren und daraus Konflikte resultieren.",
        "… interests, needs and offers of use become ever more differentiated and conflicts result.",
        &[0, 4, 38, 19],
    ),
    item(
        "ko_pressure",
        "… durch den Zuzug in die Städte der Nutzungsdruck und die Gefahr der Übernutzung von öffentlichen Räumen ansteigt.",
        "… migration into the cities raises pressure of use and the danger of overuse of public spaces.",
        &[1, 14, 34, 12],
    ),
    item(
        "ko_polarisation",
        "… gesellschaftliche Prozesse der Polarisierung einer erfolgreichen Vermittlung bei Nutzungskonflikten zunehmend entgegenstehen.",
        "… societal polarisation increasingly stands against successful mediation in conflicts of use.",
        &[0, 5, 38, 18],
    ),
];

/// Future relevance of fields of action (slide 27), published.
pub const FUTURE: [Item; 8] = [
    item(
        "zf_social_space",
        "Sozialraum- und Quartiersentwicklung (z.B. Gemeinwesenarbeit, Verbesserung der sozialen Infrastruktur, „Communities that Care“)",
        "Social-space and neighbourhood development (e.g. community work, better social infrastructure, \"Communities that Care\")",
        &[1, 10, 85],
    ),
    item(
        "zf_built",
        "Planen, Bauen, Pflegen (z.B. städtebauliche Kriminalprävention)",
        "Planning, building, maintaining (e.g. crime prevention through urban design)",
        &[1, 27, 68],
    ),
    item(
        "zf_social",
        "Soziale Integration (z.B. durch Teilhabe am sozialen Leben, etwa in Organisationen oder Vereinen)",
        "Social integration (e.g. taking part in social life, in organisations or clubs)",
        &[5, 27, 64],
    ),
    item(
        "zf_structural",
        "Strukturelle Integration (z.B. Arbeitsmarkt, Bildung)",
        "Structural integration (e.g. labour market, education)",
        &[1, 33, 62],
    ),
    item(
        "zf_political",
        "Politische Integration (z.B. durch Partizipationsmöglichkeiten für Menschen mit Migrationshintergrund oder Geflüchtete)",
        "Political integration (e.g. participation for people with a migration background or refugees)",
        &[3, 32, 61],
    ),
    item(
        "zf_presence",
        "Maßnahmen der Präsenz und Kontrolle zur Bekämpfung von Straftaten und Ordnungswidrigkeiten",
        "Measures of presence and control against crimes and administrative offences",
        &[1, 36, 59],
    ),
    item(
        "zf_contact",
        "Als Ansprechpartner zur Verfügung stehen und über Sicherheitsaufgaben informieren",
        "Being available as a contact and informing about safety tasks",
        &[0, 39, 57],
    ),
    item(
        "zf_cultural",
        "Kulturelle Integration (z.B. Wertevermittlung oder Sprachkurse)",
        "Cultural integration (e.g. conveying values or language courses)",
        &[2, 38, 56],
    ),
];

/// Obstacles to cooperation (slide 24) with the number of offices that rank them 1 to 5. The first five are published.
pub const OBSTACLES: [Item; 22] = [
    item("hm_staff", "Personalknappheit", "Shortage of staff", &[60]),
    item(
        "hm_time",
        "Knappheit zeitlicher Ressourcen",
        "Shortage of time",
        &[59],
    ),
    item(
        "hm_strategy",
        "Fehlen einer gesamtstädtischen Strategie zur Zusammenarbeit",
        "Lack of a city-wide strategy for cooperation",
        &[38],
    ),
    item(
        "hm_information",
        "Mangelnder Austausch von Informationen zwischen den Ämtern und Fachbereichen",
        "Insufficient exchange of information between offices and departments",
        &[37],
    ),
    item(
        "hm_understanding",
        "Unterschiedliche Verständnisse zwischen den Ämtern und Fachbereichen",
        "Different understandings between offices and departments",
        &[31],
    ),
    item(
        "hm_no_contact",
        "Fehlende zentrale Ansprechpersonen bzw. Koordinierungsstelle",
        "No central contact person or coordination unit",
        &[30],
    )
    .placeholder(),
    item(
        "hm_unclear_resp",
        "Unklare Zuständigkeiten",
        "Unclear responsibilities",
        &[28],
    )
    .placeholder(),
    item(
        "hm_finance",
        "Knappheit finanzieller Ressourcen",
        "Shortage of financial resources",
        &[26],
    )
    .placeholder(),
    item(
        "hm_silo",
        "Ressortdenken / Abschottung der Ämter und Fachbereiche",
        "Departmental thinking / sealing off of offices",
        &[24],
    )
    .placeholder(),
    item(
        "hm_goals",
        "Unterschiedliche Ziele und Interessen der Ämter und Fachbereiche",
        "Different goals and interests of offices",
        &[22],
    )
    .placeholder(),
    item(
        "hm_data_protection",
        "Datenschutzrechtliche Vorgaben",
        "Data protection rules",
        &[20],
    )
    .placeholder(),
    item(
        "hm_political_support",
        "Fehlende Unterstützung durch die Politik",
        "Lack of political support",
        &[18],
    )
    .placeholder(),
    item(
        "hm_leadership",
        "Fehlende Unterstützung durch die Verwaltungsspitze",
        "Lack of support from the head of administration",
        &[16],
    )
    .placeholder(),
    item(
        "hm_structures",
        "Fehlende Strukturen und Gremien der Zusammenarbeit",
        "Lack of structures and bodies for cooperation",
        &[14],
    )
    .placeholder(),
    item(
        "hm_turnover",
        "Personelle Fluktuation",
        "Staff turnover",
        &[12],
    )
    .placeholder(),
    item(
        "hm_hierarchy",
        "Hierarchische Entscheidungswege",
        "Hierarchical decision making",
        &[10],
    )
    .placeholder(),
    item(
        "hm_competence",
        "Fehlende interkulturelle Kompetenz",
        "Lack of intercultural competence",
        &[8],
    )
    .placeholder(),
    item(
        "hm_legal",
        "Rechtliche Rahmenbedingungen",
        "Legal framework",
        &[7],
    )
    .placeholder(),
    item(
        "hm_knowledge",
        "Mangelnde Kenntnis der Aufgaben anderer Ämter und Fachbereiche",
        "Little knowledge of the tasks of other offices",
        &[6],
    )
    .placeholder(),
    item(
        "hm_trust",
        "Fehlendes Vertrauen zwischen den Beteiligten",
        "Lack of trust between those involved",
        &[4],
    )
    .placeholder(),
    item(
        "hm_external",
        "Schwierige Einbindung externer Akteur*innen",
        "Difficult involvement of external actors",
        &[3],
    )
    .placeholder(),
    item(
        "hm_space",
        "Räumliche Distanz zwischen den Ämtern und Fachbereichen",
        "Spatial distance between offices",
        &[2],
    )
    .placeholder(),
];

/// Whether conflicts in public space will increase or stay at a similar level (slide 25), published.
pub const CONFLICT: Item = item(
    "conflict",
    "Die Konflikte im und um den öffentlichen Raum werden vor dem Hintergrund meiner beruflichen Erfahrung künftig …",
    "Against the background of my professional experience, conflicts in and around public space will in future …",
    &[62, 36],
);

/// The same by type of office: placeholders within what the text says.
const CONFLICT_BY_OFFICE: [[usize; 2]; 6] = [[18, 5], [17, 5], [0, 0], [10, 9], [8, 7], [9, 10]];

/// One row per office. The partial records give the published bases, which exceed the 94 returned ones: 98 answered
/// on conflicts, 96 on the future, 95 ranked the obstacles, and 61 of 62 gave reasons.
pub fn offices(units: &[Unit], partial: &[Unit]) -> Table {
    let traits = traits(units);
    let all: Vec<usize> = (0..units.len()).collect();
    let conflict = conflict(units, &traits);
    // those who broke off after the question on conflicts, beginning with one who had said that they increase
    let mut broke_off: Vec<usize> = (0..units.len())
        .filter(|&row| partial.contains(&units[row]))
        .collect();
    broke_off.sort_by_key(|&row| conflict[row]);
    let without = |rows: &[usize], silent: &[usize]| -> Vec<usize> {
        rows.iter()
            .copied()
            .filter(|row| !silent.contains(row))
            .collect()
    };

    let mut table = Table::keyed(units);
    table.texts("status", units.iter().map(|unit| status(*unit, partial)));
    let ranks = ranks(&without(&all, &broke_off[..3]), &traits);
    for (item, column) in OBSTACLES.iter().zip(&ranks) {
        table.codes(item.id, column);
    }
    table.codes(CONFLICT.id, &conflict);

    let increase = without(&rows_with(&conflict, 1), &broke_off[..1]);
    for item in &CONFLICT_REASONS {
        let random = &mut Random::stream(item.id);
        let mut column = deal(random, &increase, &traits, 0.5, item.counts);
        for row in rows_with(&conflict, 2) {
            column[row] = Some(NOT_APPLICABLE);
        }
        table.codes(item.id, &column);
    }
    let last = without(&all, &broke_off[..2]);
    for item in &FUTURE {
        let random = &mut Random::stream(item.id);
        table.codes(item.id, &deal(random, &last, &traits, 0.4, item.counts));
    }
    table
}

fn conflict(units: &[Unit], traits: &[f64]) -> Column {
    let random = &mut Random::stream(CONFLICT.id);
    let mut column = vec![None; units.len()];
    for (office, counts) in CONFLICT_BY_OFFICE.iter().enumerate() {
        let rows: Vec<usize> = (0..units.len())
            .filter(|&row| units[row].office == office)
            .collect();
        let dealt = deal(random, &rows, traits, 0.0, counts);
        for row in rows {
            column[row] = dealt[row];
        }
    }
    column
}

/// Complete rankings of those rows, one column per obstacle.
///
/// Who has which obstacles among the first five is drawn with the planted counts as margins; within the first five and
/// below them the offices follow the common order more or less closely.
fn ranks(rows: &[usize], traits: &[f64]) -> Vec<Column> {
    let random = &mut Random::stream("obstacles");
    let counts: Vec<usize> = OBSTACLES.iter().map(|item| item.counts[0]).collect();
    let scarce = ["hm_staff", "hm_time", "hm_finance", "hm_turnover"];
    let top = incidence(random, &vec![5; rows.len()], &counts, |row, obstacle| {
        let sign = if scarce.contains(&OBSTACLES[obstacle].id) {
            0.5
        } else {
            -0.5
        };
        sign * traits[rows[row]]
    });

    let mut columns = vec![vec![None; traits.len()]; OBSTACLES.len()];
    for (&row, top) in rows.iter().zip(&top) {
        let mut order: Vec<(bool, f64, usize)> = (0..OBSTACLES.len())
            .map(|obstacle| {
                let relevance = counts[obstacle] as f64 / 15.0 + random.noise();
                (top[obstacle], relevance, obstacle)
            })
            .collect();
        order.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
        for (rank, (.., obstacle)) in (1..).zip(order) {
            columns[obstacle][row] = Some(rank);
        }
    }
    columns
}
