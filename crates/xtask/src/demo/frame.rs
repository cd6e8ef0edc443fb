//! The contact frame: one row per contacted office and wave.

use super::offices::Unit;
use super::panel::Panel;
use super::random::Random;
use super::table::Table;

/// Answered and counted as returned.
pub const RETURNED: i32 = 1;
/// Broke off; the answers given are used, the office is not counted as returned.
pub const PARTIAL: i32 = 2;
const REFUSED: i32 = 3;
const NOT_REACHED: i32 = 4;
const NO_ANSWER: i32 = 5;

/// The frame of all waves.
pub fn contacts(panel: &Panel) -> Table {
    let random = &mut Random::stream("frame");
    let mut rows: Vec<(usize, Unit, i32)> = Vec::new();
    for wave in 0..3 {
        for unit in &panel.contacted[wave] {
            let disposition = if !panel.participants[wave].contains(unit) {
                match random.below(100) {
                    0..8 => REFUSED,
                    8..12 => NOT_REACHED,
                    _ => NO_ANSWER,
                }
            } else if wave == 2 {
                status(*unit, &panel.partial)
            } else {
                RETURNED
            };
            rows.push((wave + 1, *unit, disposition));
        }
    }

    let mut table = Table::default();
    table.texts("wave", rows.iter().map(|(wave, ..)| wave));
    table.texts(
        "municipality",
        rows.iter().map(|(_, unit, _)| unit.municipality_id()),
    );
    table.texts(
        "inhabitants",
        rows.iter().map(|(_, unit, _)| {
            let hundreds = panel.inhabitants[unit.municipality];
            format!("{},{}", hundreds / 10, hundreds % 10)
        }),
    );
    table.texts("office", rows.iter().map(|(_, unit, _)| unit.office_id()));
    table.texts("id", rows.iter().map(|(_, unit, _)| unit.id()));
    table.texts(
        "disposition",
        rows.iter().map(|(.., disposition)| disposition),
    );
    table
}

/// Whether an office of wave 3 counts as returned.
pub fn status(unit: Unit, partial: &[Unit]) -> i32 {
    if partial.contains(&unit) {
        PARTIAL
    } else {
        RETURNED
    }
}
