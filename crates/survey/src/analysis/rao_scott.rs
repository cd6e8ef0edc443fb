//! Tests of independence that know how the sample was drawn.

use befund_stats::design::{CellWeights, rao_scott_of_weights};

use super::run::Run;
use super::sampling::survey_design;
use crate::coded::Coded;
use crate::{Error, Sheet};

/// Rao and Scott's tests of two variables, where the rows have weights or a design or are records of cases, which are clusters then;
/// none otherwise.
///
/// Categories nobody chose are left out of the table.
///
/// # Errors
/// Those of the design; a test that cannot be made is an undefined figure.
pub(super) fn rao_scott(
    run: &Run<'_>,
    rows: &Coded<'_>,
    columns: &Coded<'_>,
) -> Result<Option<Sheet>, Error> {
    let clustered = run.case_clusters().is_some();
    if run.spec.design.is_none() && !run.rows.weighted && !clustered {
        return Ok(None);
    }
    let mut used_rows = vec![0; rows.categories.len() + 1];
    let mut used_columns = vec![0; columns.categories.len() + 1];
    for (row, _) in run.rows.iter() {
        let (one, other) = (rows.slot(row), columns.slot(row));
        if one > 0 && other > 0 {
            used_rows[one] = 1;
            used_columns[other] = 1;
        }
    }
    let (r, c) = (number(&mut used_rows), number(&mut used_columns));
    // weights alone, of all rows: their table is enough
    let (test, units, strata) = if !clustered
        && run.spec.design.is_none()
        && run.spec.filter.is_none()
        && run.rows.unusable == 0
    {
        let units = run.rows.selected;
        let mut cells = vec![CellWeights::default(); r * c];
        for (row, weight) in run.rows.iter() {
            let (one, other) = (used_rows[rows.slot(row)], used_columns[columns.slot(row)]);
            if one > 0 && other > 0 {
                let cases = run.rows.cases(row);
                let cell = &mut cells[(one - 1) * c + other - 1];
                cell.n += cases;
                cell.weight += weight;
                cell.squares += weight * weight / cases as f64;
            }
        }
        let test = rao_scott_of_weights(&cells, r, c, units);
        (test, units as f64, 1)
    } else {
        let design = match survey_design(run, None) {
            Ok(design) => design,
            // nobody asked for more than a weighted table
            Err(_) if run.spec.design.is_none() => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut row_of = vec![0; run.rows.len()];
        let mut column_of = vec![0; run.rows.len()];
        for (row, _) in run.rows.iter() {
            row_of[row] = used_rows[rows.slot(row)];
            column_of[row] = used_columns[columns.slot(row)];
        }
        let test = design.rao_scott(&row_of, &column_of, r, c);
        (test, design.units(), design.strata())
    };
    let mut sheet = Sheet::new();
    match test {
        Err(error) => {
            sheet.put("statistic", error);
        }
        Ok(test) => {
            let mut first = Sheet::new();
            first
                .put("statistic", test.first_order)
                .put("df", test.df)
                .put("p_value", test.first_order_p_value);
            sheet
                .put("statistic", test.statistic)
                .put("df1", test.df1)
                .put("df2", test.df2)
                .put("p_value", test.p_value)
                .put("pearson_chi_square", test.pearson)
                .put("mean_generalised_design_effect", test.mean_design_effect)
                .put("cramers_v", test.cramers_v)
                .put("first_order", first)
                .put("sampling_units", units)
                .put("strata", strata);
        }
    }
    Ok(Some(sheet))
}

/// Numbers those that are used from 1 on; how many there are.
fn number(used: &mut [usize]) -> usize {
    let mut count = 0;
    for used in used {
        if *used > 0 {
            count += 1;
            *used = count;
        }
    }
    count
}
