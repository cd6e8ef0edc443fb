//! Rows and columns of a table in a common plane.

use befund_stats::multivariate::{
    Points, correspondence_analysis, multiple_correspondence as analyse_burt,
};
use befund_stats::{CountTable, chi_square};
use ndarray::Array2;

use super::Correspondence;
use super::points::{between, by_dimension, impossible, refuse, shares_of};
use super::run::{Answered, Run};
use crate::coded::Coded;
use crate::finding::{Finding, Part, Results, Statistics};
use crate::rows::numbers;
use crate::tabulate::Tabulation;
use crate::{Error, Figure, Label, Sheet};

/// Categories of the smaller side (or of all variables together) up to which the decomposition is quick.
const MOST_CATEGORIES: usize = 150;

#[inline(never)]
pub(super) fn run(spec: &Correspondence, run: Run<'_>) -> Result<Finding, Error> {
    run.need("dimensions", spec.dimensions, 1)?;
    run.once(spec.variables.iter().chain(&spec.counts))?;
    refuse(&run, &["design", "confidence"])?;
    let (figures, answered) = if !spec.counts.is_empty() {
        refuse(&run, &["weight", "frequency"])?;
        between("variables", spec.variables.len(), 1, 1)?;
        of_counts(spec, &run)?
    } else if spec.variables.len() > 2 {
        multiple(spec, &run)?
    } else {
        run.need("variables", spec.variables.len(), 2)?;
        of_two(spec, &run)?
    };
    let names: Vec<&String> = spec.variables.iter().chain(&spec.counts).collect();
    let variables = names
        .iter()
        .map(|name| run.item(name))
        .collect::<Result<_, _>>()?;
    let results = Results::Correspondence(Statistics {
        by: None,
        parts: vec![Part { variables, figures }],
    });
    let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
    run.finding(results, answered, &names)
}

/// A table with named rows and columns.
struct Named {
    rows: Vec<Label>,
    columns: Vec<Label>,
    counts: Array2<f64>,
}

impl Named {
    /// Without empty rows and columns, which have no place in the plane.
    fn filled(self) -> Self {
        let some = |totals: Vec<f64>| -> Vec<usize> {
            (0..totals.len())
                .filter(|index| totals[*index] > 0.0)
                .collect()
        };
        let rows = some(
            self.counts
                .rows()
                .into_iter()
                .map(|row| row.sum())
                .collect(),
        );
        let columns = some(
            self.counts
                .columns()
                .into_iter()
                .map(|column| column.sum())
                .collect(),
        );
        Self {
            counts: Array2::from_shape_fn((rows.len(), columns.len()), |(row, column)| {
                self.counts[(rows[row], columns[column])]
            }),
            rows: rows.iter().map(|row| self.rows[*row].clone()).collect(),
            columns: columns
                .iter()
                .map(|column| self.columns[*column].clone())
                .collect(),
        }
    }

    fn figures(self, spec: &Correspondence, run: &Run<'_>) -> Result<Sheet, Error> {
        let named = self.filled();
        let smaller = named.rows.len().min(named.columns.len());
        between("categories", smaller, 2, MOST_CATEGORIES)?;
        let table =
            CountTable::new(named.counts).map_err(|error| impossible(&spec.variables, error))?;
        let found = correspondence_analysis(&table);
        let independence = chi_square(&table);
        let mut test = Sheet::new();
        if run.rows.weighted {
            test.put(
                "statistic",
                Figure::Undefined("rows with sampling weights: use the kind `crosstab`".to_owned()),
            );
        } else {
            test.put("statistic", independence.statistic)
                .put("df", independence.df)
                .put("p_value", independence.p_value);
        }
        let mut sheet = Sheet::new();
        let dimensions = shares_of("inertia", "dimension", &found.inertias, found.total_inertia);
        sheet
            .put("method", "simple_correspondence")
            .put("n", table.total())
            .put("total_inertia", found.total_inertia)
            .put("chi_square", test)
            .put("dimensions", dimensions);
        let k = spec.dimensions.min(found.inertias.len());
        sheet.put("rows", place(&found.rows, &named.rows, k));
        sheet.put("columns", place(&found.columns, &named.columns, k));
        Ok(sheet)
    }
}

/// The figures of rows, columns or categories in the first k dimensions.
fn place(points: &Points, names: &[Label], k: usize) -> Sheet {
    let masses = names.iter().enumerate().map(|(point, name)| {
        let quality: f64 = points.squared_cosines.row(point).iter().take(k).sum();
        let mut record = Sheet::new();
        record
            .put("category", name.clone())
            .put("mass", points.masses[point])
            .put("inertia", points.inertias[point])
            .put("quality", quality.min(1.0));
        record
    });
    let mut sheet = Sheet::new();
    sheet.put("points", masses.collect::<Vec<_>>());
    for (term, values) in [
        ("principal_coordinates", &points.principal),
        ("standard_coordinates", &points.standard),
        ("contributions", &points.contributions),
        ("squared_cosines", &points.squared_cosines),
    ] {
        sheet.put(term, by_dimension(names, k, |row, k| values[(row, k)]));
    }
    sheet
}

/// Variables that hold the counts of the columns; rows of the same name are added up.
fn of_counts(spec: &Correspondence, run: &Run<'_>) -> Result<(Sheet, Answered), Error> {
    let name = &spec.variables[0];
    let coded = run.coded(name)?;
    let mut counts = Array2::zeros((coded.categories.len(), spec.counts.len()));
    let mut n = 0;
    for (column, counted) in spec.counts.iter().enumerate() {
        let given = numbers(run.data, counted)?;
        for (row, _) in run.rows.iter() {
            if let (Some(category), Some(count)) = (coded.slot(row).checked_sub(1), given[row]) {
                if !(count >= 0.0 && count.is_finite()) {
                    return Err(Error::NotACount {
                        variable: counted.clone(),
                        row: row as u64 + 1,
                        value: count,
                    });
                }
                counts[(category, column)] += count;
                n += u64::from(column == 0);
            }
        }
    }
    let columns = spec
        .counts
        .iter()
        .map(|name| Ok(Label::from(&run.item(name)?)))
        .collect::<Result<_, Error>>()?;
    let named = Named {
        rows: coded.categories.iter().map(Label::from).collect(),
        columns,
        counts,
    };
    let answered = Answered {
        n,
        weighted_n: n as f64,
        smallest: n,
        largest: n,
    };
    Ok((named.figures(spec, run)?, answered))
}

/// The table of two variables.
fn of_two(spec: &Correspondence, run: &Run<'_>) -> Result<(Sheet, Answered), Error> {
    let (rows, columns) = (
        run.coded(&spec.variables[0])?,
        run.coded(&spec.variables[1])?,
    );
    let table = Tabulation::of(&run.rows, &[&rows, &columns]);
    let shape = (rows.categories.len(), columns.categories.len());
    let named = Named {
        rows: rows.categories.iter().map(Label::from).collect(),
        columns: columns.categories.iter().map(Label::from).collect(),
        counts: Array2::from_shape_fn(shape, |(row, column)| table.weight(&[row + 1, column + 1])),
    };
    let answered = complete(run, &[rows, columns]);
    Ok((named.figures(spec, run)?, answered))
}

/// Who answered all of them.
fn complete(run: &Run<'_>, variables: &[Coded<'_>]) -> Answered {
    run.answered(1, |_, row| {
        variables.iter().all(|coded| coded.slot(row) > 0)
    })
}

/// Multiple correspondence analysis of the rows with an answer to all variables.
fn multiple(spec: &Correspondence, run: &Run<'_>) -> Result<(Sheet, Answered), Error> {
    let coded = spec
        .variables
        .iter()
        .map(|name| run.coded(name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut starts = Vec::new();
    let mut all = 0;
    for variable in &coded {
        starts.push(all);
        all += variable.categories.len();
    }
    between("categories", all, 3, 10 * MOST_CATEGORIES)?;
    let mut burt = Array2::<f64>::zeros((all, all));
    let mut chosen = Vec::new();
    for (row, weight) in run.rows.iter() {
        chosen.clear();
        chosen.extend(
            coded
                .iter()
                .zip(&starts)
                .filter_map(|(variable, start)| Some(start + variable.slot(row).checked_sub(1)?)),
        );
        if chosen.len() == coded.len() {
            for first in &chosen {
                for second in &chosen {
                    burt[(*first, *second)] += weight;
                }
            }
        }
    }
    // categories nobody chose have no place
    let kept: Vec<usize> = (0..all).filter(|k| burt[(*k, *k)] > 0.0).collect();
    between("categories", kept.len(), coded.len() + 1, MOST_CATEGORIES)?;
    let mut names = Vec::new();
    let mut sizes = Vec::new();
    for ((variable, start), name) in coded.iter().zip(&starts).zip(&spec.variables) {
        let item = run.item(name)?;
        let before = names.len();
        for (index, category) in variable.categories.iter().enumerate() {
            if kept.contains(&(start + index)) {
                names.push((Label::from(&item), Label::from(category)));
            }
        }
        sizes.push(names.len() - before);
    }
    let burt = Array2::from_shape_fn((kept.len(), kept.len()), |(row, column)| {
        burt[(kept[row], kept[column])]
    });
    let found = analyse_burt(&burt, &sizes).map_err(|error| impossible(&spec.variables, error))?;
    let labels: Vec<Label> = names
        .iter()
        .map(|(variable, category)| Label {
            value: format!("{variable}: {category}").as_str().into(),
            label: crate::Text::default(),
        })
        .collect();
    let k = spec.dimensions.min(found.inertias.len());
    let mut sheet = Sheet::new();
    sheet
        .put("method", "multiple_correspondence")
        .put("n", burt.diag().iter().take(sizes[0]).sum::<f64>())
        .put("total_inertia", found.total_inertia)
        .put(
            "dimensions",
            shares_of("inertia", "dimension", &found.inertias, found.total_inertia),
        )
        .put("adjusted_total_inertia", found.adjusted_total)
        .put(
            "adjusted_dimensions",
            shares_of(
                "adjusted_inertia",
                "dimension",
                &found.adjusted_inertias,
                found.adjusted_total,
            ),
        )
        .put("categories", place(&found.categories, &labels, k));
    Ok((sheet, complete(run, &coded)))
}
