//! Wave 1: cooperation networks, attitudes to cooperation, measures.

use super::actors::{self, ACTORS};
use super::distribute::{deal, split};
use super::item::{Item, item};
use super::offices::Unit;
use super::random::Random;
use super::table::Table;
use super::traits;

/// Attitudes towards cooperation (slide 9). Means are published, counts are placeholders that give them.
pub const ATTITUDES: [Item; 4] = [
    item(
        "att_complexity",
        "Die Zusammenarbeit mit anderen erhöht die Komplexität bei der Suche nach pragmatischen Problemlösungen",
        "Cooperation with others increases complexity in the search for pragmatic solutions",
        &[18, 72, 108, 57],
    ),
    item(
        "att_only_jointly",
        "Aufgaben und Konflikte in diesem Bereich lassen sich nur durch Zusammenarbeit von Ämtern/Fachbereichen behandeln",
        "Tasks and conflicts in this area can only be handled through cooperation between offices/departments",
        &[3, 15, 72, 171],
    ),
    item(
        "att_waste_time",
        "Die Zusammenarbeit mit anderen führt zu einem unnötigen Verbrauch von zeitlichen Ressourcen",
        "Cooperation with others leads to an unnecessary use of time",
        &[98, 118, 32, 10],
    ),
    item(
        "att_perspectives",
        "Die Zusammenarbeit mit anderen erzeugt eine nützliche Perspektivenvielfalt für die Bearbeitung von solchen Aufgaben",
        "Cooperation with others creates a useful variety of perspectives for dealing with such tasks",
        &[1, 7, 62, 194],
    ),
];

/// Fields of action (slide 10). The header of the table is lost: the labels are placeholders.
pub const FIELDS: [Item; 8] = [
    item(
        "f_info",
        "Ansprechpartner sein und informieren",
        "Being a contact and informing",
        &[],
    )
    .placeholder(),
    item(
        "f_social_space",
        "Sozialraum- und Quartiersentwicklung",
        "Social-space and neighbourhood development",
        &[],
    )
    .placeholder(),
    item(
        "f_presence",
        "Präsenz und Kontrolle",
        "Presence and control",
        &[],
    )
    .placeholder(),
    item(
        "f_built",
        "Planen, Bauen, Pflegen",
        "Planning, building, maintaining",
        &[],
    )
    .placeholder(),
    item(
        "f_structural",
        "Strukturelle Integration",
        "Structural integration",
        &[],
    )
    .placeholder(),
    item(
        "f_cultural",
        "Kulturelle Integration",
        "Cultural integration",
        &[],
    )
    .placeholder(),
    item("f_social", "Soziale Integration", "Social integration", &[]).placeholder(),
    item(
        "f_political",
        "Politische Integration",
        "Political integration",
        &[],
    )
    .placeholder(),
];

/// Measures by type of office: one field alone in the order of [`FIELDS`], then several fields (published).
const MEASURES: [[usize; 9]; 6] = [
    [1, 8, 13, 4, 1, 0, 1, 1, 40],   // ord
    [2, 6, 0, 7, 3, 0, 6, 2, 38],    // plan
    [0, 1, 0, 0, 4, 0, 1, 0, 14],    // wohn
    [0, 17, 2, 0, 4, 1, 6, 3, 46],   // soz
    [1, 10, 0, 3, 6, 4, 8, 5, 48],   // jug
    [1, 17, 0, 0, 6, 14, 20, 1, 61], // int
];

/// One row per office.
pub fn offices(units: &[Unit]) -> Table {
    let traits = traits(units);
    let rows_of: [Vec<usize>; 6] = std::array::from_fn(|office| {
        (0..units.len())
            .filter(|&row| units[row].office == office)
            .collect()
    });
    let all: Vec<usize> = (0..units.len()).collect();

    let mut table = Table::keyed(units);
    for actor in &ACTORS {
        table.codes(actor.id, &actors::answers(actor, &rows_of, &traits));
    }
    for (item, loading) in ATTITUDES.iter().zip([-0.5, 0.6, -0.7, 0.7]) {
        let random = &mut Random::stream(item.id);
        table.codes(item.id, &deal(random, &all, &traits, loading, item.counts));
    }
    table
}

/// One row per measure: offices described none, one or several, and each belongs to one or several fields.
pub fn measures(units: &[Unit]) -> Table {
    let random = &mut Random::stream("measures");
    let mut rows: Vec<(Unit, usize, [bool; 8])> = Vec::new();
    for (office, planted) in MEASURES.iter().enumerate() {
        let of_type: Vec<Unit> = units
            .iter()
            .copied()
            .filter(|unit| unit.office == office)
            .collect();
        let numbers = split(random, planted.iter().sum(), of_type.len(), 0, 5);

        let mut fields: Vec<[bool; 8]> = single_fields(planted);
        fields.extend(several_fields(random, planted));
        random.shuffle(&mut fields);
        let mut fields = fields.into_iter();
        for (unit, number) in of_type.into_iter().zip(numbers) {
            rows.extend(
                (1..)
                    .zip(fields.by_ref().take(number))
                    .map(|(measure, fields)| (unit, measure, fields)),
            );
        }
    }
    rows.sort_by_key(|(unit, measure, _)| (*unit, *measure));

    let mut table = Table::default();
    table.texts("id", rows.iter().map(|(unit, ..)| unit.id()));
    table.texts("office", rows.iter().map(|(unit, ..)| unit.office_id()));
    table.texts("measure", rows.iter().map(|(_, measure, _)| measure));
    for (field, item) in FIELDS.iter().enumerate() {
        table.texts(
            item.id,
            rows.iter().map(|(.., fields)| u8::from(fields[field])),
        );
    }
    table
}

/// The measures of a type of office that belong to one field.
fn single_fields(planted: &[usize; 9]) -> Vec<[bool; 8]> {
    (0..8)
        .flat_map(|field| {
            let alone = std::array::from_fn(|other| other == field);
            std::iter::repeat_n(alone, planted[field])
        })
        .collect()
}

/// Those that belong to two or three: which ones is a placeholder that follows what the office does most.
fn several_fields(random: &mut Random, planted: &[usize; 9]) -> Vec<[bool; 8]> {
    let sizes: Vec<usize> = (0..planted[8]).map(|_| 2 + random.below(5) / 4).collect();
    let weights: Vec<f64> = (0..8)
        .map(|field| {
            let everywhere: usize = MEASURES.iter().map(|office| office[field]).sum();
            planted[field] as f64 + everywhere as f64 / 15.0 + 0.5
        })
        .collect();
    sizes
        .into_iter()
        .map(|size| {
            let mut fields = [false; 8];
            while fields.iter().filter(|field| **field).count() < size {
                let mut point = random.unit() * weights.iter().sum::<f64>();
                let drawn = weights.iter().position(|weight| {
                    point -= weight;
                    point < 0.0
                });
                fields[drawn.unwrap_or(7)] = true;
            }
            fields
        })
        .collect()
}
