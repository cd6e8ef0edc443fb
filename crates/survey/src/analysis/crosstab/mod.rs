//! Two variables against each other.

mod figures;

pub(super) use figures::changes;

use befund_stats::{CountTable, chi_square, cramers_v};
use ndarray::Array2;

use super::Crosstab;
use super::rao_scott::rao_scott;
use super::run::{Run, shares};
use crate::coded::Coded;
use crate::finding::{
    Category, ContingencyTable, CrosstabByCase, Finding, Note, Results, TestOfIndependence,
};
use crate::tabulate::Tabulation;
use crate::{Error, Value};

/// More cells than a table can show.
const MAX_CELLS: usize = 10_000;

#[inline(never)]
pub(super) fn run(spec: &Crosstab, mut run: Run<'_>) -> Result<Finding, Error> {
    run.once([&spec.rows, &spec.columns])?;
    let row_codes = run.coded(&spec.rows)?;
    let column_codes = run.coded(&spec.columns)?;
    let cells = row_codes.categories.len() * column_codes.categories.len();
    if cells > MAX_CELLS {
        return Err(Error::TooManyCategories {
            variable: format!("{} × {}", spec.rows, spec.columns),
            categories: cells,
            limit: MAX_CELLS,
        });
    }
    let strata = spec
        .strata
        .as_deref()
        .map(|strata| run.coded(strata))
        .transpose()?;
    let table = Tabulation::of(&run.rows, &[&row_codes, &column_codes]);
    let row_order = slots(&row_codes, &spec.rows, &spec.row_order)?;
    let column_slots = slots(&column_codes, &spec.columns, &spec.column_order)?;

    // rows nobody belongs to are groups outside this base; a column nobody chose is a finding
    let row_slots: Vec<usize> = row_order
        .into_iter()
        .filter(|row| {
            column_slots
                .iter()
                .any(|column| table.n(&[*row, *column]) > 0)
        })
        .collect();
    let counts: Vec<Vec<f64>> = row_slots
        .iter()
        .map(|row| {
            column_slots
                .iter()
                .map(|column| table.weight(&[*row, *column]))
                .collect()
        })
        .collect();
    let columns: Vec<Category> = column_slots
        .iter()
        .map(|slot| column_codes.categories[slot - 1].clone())
        .collect();
    let rows: Vec<Category> = row_slots
        .iter()
        .map(|slot| row_codes.categories[slot - 1].clone())
        .collect();
    let row_totals: Vec<f64> = counts.iter().map(|row| row.iter().sum()).collect();
    let column_totals: Vec<f64> = (0..columns.len())
        .map(|column| counts.iter().map(|row| row[column]).sum())
        .collect();
    let total: f64 = row_totals.iter().sum();

    let answered = run.answered(1, |_, row| {
        row_codes.slot(row) > 0 && column_codes.slot(row) > 0
    });
    // weights that add up to millions are no millions of answers
    let scale = if run.rows.weighted && total > 0.0 {
        answered.n as f64 / total
    } else {
        1.0
    };
    let chi_square = independence(&counts, &column_totals, scale, &mut run.notes);
    if chi_square.is_some() && run.rows.weighted {
        run.notes.push(Note::WeightedTest);
    }
    let mut statistics = figures::figures(&figures::Table {
        spec,
        run: &run,
        rows: &rows,
        columns: &columns,
        counts: &counts,
        scale,
    })?;
    if let Some(strata) = &strata {
        let coded = [&row_codes, &column_codes, strata];
        let tables = Tabulation::of(&run.rows, &coded);
        statistics.put(
            "mantel_haenszel",
            figures::mantel_haenszel(&tables, &row_slots, &column_slots, strata, &run)?,
        );
    }
    if let Some(tests) = rao_scott(&run, &row_codes, &column_codes)? {
        statistics.put("rao_scott", tests);
    }
    let cases = by_case(
        &mut run,
        (&row_codes, &row_slots),
        (&column_codes, &column_slots),
    )?;
    let results = Results::Crosstab(ContingencyTable {
        row_variable: run.item(&spec.rows)?,
        column_variable: run.item(&spec.columns)?,
        row_shares: counts
            .iter()
            .zip(&row_totals)
            .map(|(row, total)| shares(row, *total))
            .collect(),
        column_shares: counts
            .iter()
            .map(|row| {
                row.iter()
                    .zip(&column_totals)
                    .map(|(count, total)| if *total > 0.0 { count / total } else { 0.0 })
                    .collect()
            })
            .collect(),
        total_shares: shares(&column_totals, total),
        rows,
        columns,
        counts,
        row_totals,
        column_totals,
        total,
        cases,
        chi_square,
        statistics,
    });
    run.finding(results, answered, &[&spec.rows, &spec.columns])
}

/// Cases with at least one record in each cell, where cases are named.
fn by_case(
    run: &mut Run<'_>,
    (row_codes, row_slots): (&Coded<'_>, &[usize]),
    (column_codes, column_slots): (&Coded<'_>, &[usize]),
) -> Result<Option<CrosstabByCase>, Error> {
    let (rows, columns) = (row_slots.len(), column_slots.len());
    let places = |slots: &[usize], categories: usize| {
        let mut places = vec![None; categories + 1];
        for (place, slot) in slots.iter().enumerate() {
            places[*slot] = Some(place);
        }
        places
    };
    let row_places = places(row_slots, row_codes.categories.len());
    let column_places = places(column_slots, column_codes.categories.len());
    // the cells row by row, then the rows, then the columns
    let margins = rows * columns;
    let counted = run.count_by_case(margins + rows + columns, &|row, cells| {
        let row_place = row_places[row_codes.slot(row)];
        if let Some((row, column)) = row_place.zip(column_places[column_codes.slot(row)]) {
            cells.extend([
                row * columns + column,
                margins + row,
                margins + rows + column,
            ]);
        }
    })?;
    Ok(counted.and_then(|counted| {
        let cells = counted.cells?;
        let counts: Vec<Vec<f64>> = (0..rows)
            .map(|row| cells[row * columns..(row + 1) * columns].to_vec())
            .collect();
        let (row_totals, column_totals) = cells[margins..].split_at(rows);
        let share = |count: f64, base: f64| if base > 0.0 { count / base } else { 0.0 };
        Some(CrosstabByCase {
            row_shares: counts
                .iter()
                .zip(row_totals)
                .map(|(row, total)| shares(row, *total))
                .collect(),
            column_shares: counts
                .iter()
                .map(|row| {
                    let row = row.iter().zip(column_totals);
                    row.map(|(count, total)| share(*count, *total)).collect()
                })
                .collect(),
            total_shares: shares(column_totals, counted.records.weighted_n),
            row_totals: row_totals.to_vec(),
            column_totals: column_totals.to_vec(),
            counts,
            records: counted.records,
        })
    }))
}

/// Pearson's test over the columns somebody chose; none where fewer than two rows or columns are left.
fn independence(
    counts: &[Vec<f64>],
    column_totals: &[f64],
    scale: f64,
    notes: &mut Vec<Note>,
) -> Option<TestOfIndependence> {
    let used: Vec<usize> = (0..column_totals.len())
        .filter(|column| column_totals[*column] > 0.0)
        .collect();
    let kept = Array2::from_shape_fn((counts.len(), used.len()), |(row, column)| {
        counts[row][used[column]] * scale
    });
    let table = CountTable::new(kept).ok()?;
    let test = chi_square(&table);
    if used.len() < column_totals.len() {
        notes.push(Note::EmptyMargin {
            dropped: (column_totals.len() - used.len()) as u64,
        });
    }
    let small = test
        .expected
        .iter()
        .filter(|expected| **expected < 5.0)
        .count();
    if small > 0 {
        notes.push(Note::SmallExpected {
            cells: small as u64,
            of: test.expected.len() as u64,
        });
    }
    // back to the columns of the table: what was left out has no expectation and no residual
    let spread = |values: &Array2<f64>| {
        (0..counts.len())
            .map(|row| {
                (0..column_totals.len())
                    .map(|column| {
                        used.iter()
                            .position(|kept| *kept == column)
                            .map_or(0.0, |at| values[(row, at)])
                    })
                    .collect()
            })
            .collect()
    };
    Some(TestOfIndependence {
        statistic: test.statistic,
        df: test.df,
        p_value: test.p_value.value(),
        cramers_v: cramers_v(&table),
        expected: spread(&test.expected),
        adjusted_residuals: spread(&test.adjusted_residuals),
    })
}

/// The slots of a variable in the order of these values, all others after them.
fn slots(coded: &Coded<'_>, variable: &str, order: &[Value]) -> Result<Vec<usize>, Error> {
    let mut slots = Vec::with_capacity(coded.categories.len());
    for value in order {
        let found = coded
            .categories
            .iter()
            .position(|category| category.value.same(value));
        let slot = found.ok_or_else(|| Error::UnknownValue {
            variable: variable.to_owned(),
            value: value.clone(),
            known: coded
                .categories
                .iter()
                .map(|category| category.value.clone())
                .collect(),
        })?;
        if !slots.contains(&(slot + 1)) {
            slots.push(slot + 1);
        }
    }
    for slot in 1..=coded.categories.len() {
        if !slots.contains(&slot) {
            slots.push(slot);
        }
    }
    Ok(slots)
}
