//! Wave 2: importance of diversity and safety, structures and culture of cooperation, change, funding.

use super::distribute::{NOT_APPLICABLE, deal, incidence, split};
use super::importance::{self, IMPORTANCE};
use super::item::{Item, item};
use super::offices::Unit;
use super::random::Random;
use super::table::Table;
use super::themes::{self, CHALLENGES, CHANGES, OPPORTUNITIES};
use super::traits;

/// Structures of cooperation (slide 17): exists, does not exist, do not know. The shares of "exists" are published.
pub const STRUCTURES: [Item; 6] = [
    item(
        "st_order_partnership",
        "Sicherheits-/Ordnungspartnerschaften",
        "Safety/public order partnerships",
        &[109, 41, 34],
    ),
    item(
        "st_prevention_council",
        "Kriminalpräventiver Rat",
        "Crime prevention council",
        &[97, 60, 22],
    ),
    item(
        "st_neighbourhood_mgmt",
        "Quartiersmanagement",
        "Neighbourhood management",
        &[160, 11, 12],
    ),
    item(
        "st_district_bodies",
        "Stadtteilbeiräte, -gremien, -foren",
        "District advisory boards, bodies, forums",
        &[141, 27, 15],
    ),
    item(
        "st_working_groups",
        "Arbeitsgruppen/-kreise, Runde Tische",
        "Working groups/circles, round tables",
        &[175, 3, 5],
    ),
    item(
        "st_steering",
        "Lenkungs-/Steuerungsgruppen",
        "Steering groups",
        &[142, 20, 19],
    ),
];

/// Culture of cooperation (slide 18): wording and counts are placeholders within what the text says.
pub const CULTURE: [Item; 4] = [
    item(
        "kc_trust",
        "Die Zusammenarbeit ist von großem gegenseitigen Vertrauen geprägt.",
        "Cooperation is marked by great mutual trust.",
        &[2, 13, 98, 59],
    )
    .placeholder(),
    item(
        "kc_binding",
        "In der Zusammenarbeit werden verbindliche Entscheidungen getroffen.",
        "Binding decisions are taken in cooperation.",
        &[6, 32, 90, 38],
    )
    .placeholder(),
    item(
        "kc_concrete",
        "Die Zusammenarbeit ist vor allem auf konkrete Maßnahmen ausgerichtet.",
        "Cooperation is mainly oriented to concrete measures.",
        &[3, 19, 92, 55],
    )
    .placeholder(),
    item(
        "kc_goals_difficult",
        "Die Verständigung auf gemeinsame Ziele ist schwierig.",
        "Agreeing on common goals is difficult.",
        &[28, 91, 38, 7],
    )
    .placeholder(),
];

/// Responsibilities (slide 19), published. The lead item really rests on 113 answers only.
pub const RESPONSIBILITIES: [Item; 5] = [
    item(
        "zu_settled",
        "Die Zuständigkeiten bei der Zusammenarbeit sind geregelt.",
        "Responsibilities in cooperation are settled.",
        &[1, 22, 70, 20],
    ),
    item(
        "zu_personal",
        "… durch persönliche Absprachen",
        "… by personal arrangements",
        &[5, 12, 100, 46],
    ),
    item(
        "zu_legal",
        "… durch rechtliche Vorgaben",
        "… by legal requirements",
        &[9, 38, 82, 39],
    ),
    item(
        "zu_written",
        "… durch schriftliche Festlegungen zwischen Ämtern/Fachbereichen",
        "… by written agreements between offices/departments",
        &[11, 60, 68, 26],
    ),
    item(
        "zu_formal",
        "… durch formelle Richtlinien der Verwaltungsarbeit",
        "… by formal guidelines of administrative work",
        &[11, 48, 76, 28],
    ),
];

/// Change of structures (slide 20), published.
pub const CHANGE: [Item; 2] = [
    item(
        "ve_adapt",
        "Bestehende Strukturen sollten an veränderte kommunale Herausforderungen angepasst werden.",
        "Existing structures should be adapted to changed municipal challenges.",
        &[9, 46, 94, 27],
    ),
    item(
        "ve_new",
        "Es sollten neue Strukturen geschaffen werden, um veränderten kommunalen Herausforderungen zu begegnen.",
        "New structures should be created to meet changed municipal challenges.",
        &[14, 101, 53, 10],
    ),
];

/// Reasons for not using funding programmes (slide 21). The order of the first two is published, mentions are placeholders.
pub const FUNDING: [Item; 8] = [
    item(
        "fu_staff",
        "Mangel an personellen Ressourcen",
        "Lack of staff",
        &[41],
    ),
    item(
        "fu_fit",
        "Förderangebote passen nicht zu den spezifischen kommunalen Bedarfslagen",
        "Funding offers do not fit the specific municipal needs",
        &[27],
    ),
    item(
        "fu_time",
        "Mangel an zeitlichen Ressourcen",
        "Lack of time",
        &[17],
    ),
    item(
        "fu_money",
        "Mangel an finanziellen Ressourcen",
        "Lack of financial resources",
        &[15],
    ),
    item("fu_formal", "Formale Kriterien", "Formal criteria", &[14]),
    item(
        "fu_political",
        "Fehlender politischer Wille",
        "Lack of political will",
        &[8],
    ),
    item(
        "fu_knowledge",
        "Fehlendes Wissen zu den Modalitäten der Beantragung",
        "Lack of knowledge about application procedures",
        &[10],
    ),
    item(
        "fu_restructuring",
        "Umstrukturierungsprozesse",
        "Restructuring processes",
        &[4],
    ),
];

/// Whether an office uses funding programmes: yes, no.
pub const FUNDING_USED: Item = item(
    "fu_used",
    "Nutzt Ihr Amt/Fachbereich Förderprogramme im Bereich Vielfalt und Sicherheit?",
    "Does your office/department use funding programmes on diversity and safety?",
    &[90, 88],
)
.placeholder();

/// One row per office.
pub fn offices(units: &[Unit]) -> Table {
    let traits = traits(units);
    let all: Vec<usize> = (0..units.len()).collect();
    let mut table = Table::keyed(units);

    for (position, item) in IMPORTANCE.iter().enumerate() {
        table.codes(item.id, &importance::answers(position, units, &traits));
    }
    let subcodes = |codes: &'static [themes::Theme]| -> Vec<&'static Item> {
        codes.iter().flat_map(|theme| theme.codes).collect()
    };
    themes::add(
        &mut table,
        "opportunities",
        &subcodes(&OPPORTUNITIES),
        124,
        units,
    );
    themes::add(&mut table, "challenges", &subcodes(&CHALLENGES), 131, units);

    // agreement that things go well rises with the trait, "exists" is code 1
    let batteries: [(&[Item], f64); 4] = [
        (&STRUCTURES, -0.5),
        (&CULTURE, 0.7),
        (&RESPONSIBILITIES, 0.6),
        (&CHANGE, 0.3),
    ];
    for (item, loading) in batteries
        .into_iter()
        .flat_map(|(items, loading)| items.iter().map(move |item| (item, loading)))
    {
        let loading = if item.id == "kc_goals_difficult" {
            -loading
        } else {
            loading
        };
        let random = &mut Random::stream(item.id);
        table.codes(item.id, &deal(random, &all, &traits, loading, item.counts));
    }
    let changes: Vec<&Item> = CHANGES.iter().collect();
    themes::add(&mut table, "changes", &changes, 92, units);
    funding(&mut table, &all, &traits);
    table
}

/// Use of funding programmes, and the reasons of those who do not use them.
fn funding(table: &mut Table, all: &[usize], traits: &[f64]) {
    let random = &mut Random::stream("funding");
    let used = deal(random, all, traits, -0.4, FUNDING_USED.counts);
    table.codes(FUNDING_USED.id, &used);

    let users: Vec<usize> = rows_with(&used, 1);
    let others: Vec<usize> = rows_with(&used, 2);
    let mentions: Vec<usize> = FUNDING.iter().map(|reason| reason.counts[0]).collect();
    let sizes = split(random, mentions.iter().sum(), others.len(), 1, 4);
    let matrix = incidence(random, &sizes, &mentions, |_, _| 0.0);
    for (position, reason) in FUNDING.iter().enumerate() {
        let mut column = vec![None; traits.len()];
        for &row in &users {
            column[row] = Some(NOT_APPLICABLE);
        }
        for (&row, given) in others.iter().zip(&matrix) {
            column[row] = Some(i32::from(given[position]));
        }
        table.codes(reason.id, &column);
    }
}

/// The rows with that code.
pub fn rows_with(column: &[Option<i32>], code: i32) -> Vec<usize> {
    (0..column.len())
        .filter(|&row| column[row] == Some(code))
        .collect()
}
