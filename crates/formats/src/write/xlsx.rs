//! A dataset with its codebook as a workbook.

use befund_survey::codebook::{Origin, Temporal, Variable};
use befund_survey::dataset::{Column, Dataset};
use befund_survey::{Language, Text, Value};

use super::Fault;
use super::sheets::{SheetWriter, Style, escape};
use super::zip::ZipWriter;
use crate::Error;
use crate::layout::{self, Storage, Words};
use crate::workbook::serial;

const MAX_ROWS: usize = (1 << 20) - 1;
const MAX_COLUMNS: usize = 1 << 14;
/// Characters (as UTF-16 counts them) of a cell.
const LONGEST_TEXT: usize = 32_767;

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const MIME: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The dataset as XLSX: a sheet of the stored values, one of the codebook, and one of what variables share. Read back it is the
/// same dataset; guesses stay guesses.
///
/// # Errors
/// What no sheet can hold.
pub fn xlsx(dataset: &Dataset, language: Language) -> Result<Vec<u8>, Error> {
    let words = Words::of(language);
    check(dataset).map_err(|fault| Error::Write {
        file: dataset.file.clone(),
        fault,
    })?;
    let sheets = [
        (words.data, data(dataset)),
        (words.codebook, codebook(dataset, words)),
        (words.sets, sets(dataset, words)),
    ];
    let mut zip = ZipWriter::default();
    zip.add(
        "[Content_Types].xml",
        content_types(sheets.len()).as_bytes(),
    );
    let root = relations(&[("officeDocument", "xl/workbook.xml".to_owned())]);
    zip.add("_rels/.rels", root.as_bytes());
    let names: Vec<&str> = sheets.iter().map(|(name, _)| *name).collect();
    zip.add("xl/workbook.xml", workbook(&names).as_bytes());
    let mut targets: Vec<(&str, String)> = (1..=sheets.len())
        .map(|number| ("worksheet", format!("worksheets/sheet{number}.xml")))
        .collect();
    targets.push(("styles", "styles.xml".to_owned()));
    zip.add("xl/_rels/workbook.xml.rels", relations(&targets).as_bytes());
    zip.add("xl/styles.xml", styles().as_bytes());
    for (number, (_, sheet)) in (1..).zip(&sheets) {
        zip.add(
            &format!("xl/worksheets/sheet{number}.xml"),
            sheet.as_bytes(),
        );
    }
    Ok(zip.finish())
}

/// Whether sheets can hold it.
fn check(dataset: &Dataset) -> Result<(), Fault> {
    let (rows, columns) = (dataset.rows(), dataset.columns().len());
    if rows > MAX_ROWS {
        return Err(Fault::Rows {
            rows,
            limit: MAX_ROWS,
        });
    }
    if columns > MAX_COLUMNS {
        return Err(Fault::Columns {
            columns,
            limit: MAX_COLUMNS,
        });
    }
    let long = |text: &str| text.len() > LONGEST_TEXT && text.encode_utf16().count() > LONGEST_TEXT;
    for (variable, column) in dataset.codebook.variables.iter().zip(dataset.columns()) {
        let row = match column {
            Column::Codes(codes) => {
                let is_long = |value: &Value| matches!(value, Value::Text(text) if long(text));
                let code = codes.dictionary().iter().position(is_long);
                code.and_then(|code| (0..rows).find(|row| codes.code(*row) == code + 1))
            }
            Column::Texts(texts) => (0..rows).find(|row| texts.get(*row).is_some_and(long)),
            Column::Numbers(_) => None,
        };
        if let Some(row) = row {
            return Err(Fault::LongText {
                variable: variable.name.clone(),
                row: row + 1,
                limit: LONGEST_TEXT,
            });
        }
    }
    Ok(())
}

/// What is stored in a column.
fn storage(variable: &Variable, column: &Column) -> Storage {
    let texts = match column {
        Column::Texts(_) => true,
        Column::Numbers(_) => false,
        // a lettered missing value is a text among numbers
        Column::Codes(codes) => {
            let mut values = codes.dictionary().iter();
            let is_text = |value: &Value| value.number().is_none() && !variable.is_missing(value);
            values.any(is_text)
                || codes
                    .dictionary()
                    .iter()
                    .all(|value| value.number().is_none())
        }
    };
    match variable.temporal {
        _ if texts => Storage::Texts,
        Some(temporal) => Storage::Moments(temporal),
        None => Storage::Numbers,
    }
}

fn data(dataset: &Dataset) -> String {
    let variables = &dataset.codebook.variables;
    let mut sheet = SheetWriter::new(&[]);
    sheet.header(variables.iter().map(|variable| variable.name.as_str()));
    for row in 0..dataset.rows() {
        sheet.begin();
        for (variable, column) in variables.iter().zip(dataset.columns()) {
            match column.value(row) {
                None => sheet.skip(),
                Some(Value::Text(text)) => sheet.text(&text),
                Some(Value::Number(number)) => match variable.temporal {
                    None => sheet.number(number, Style::Plain),
                    Some(temporal) => moment(&mut sheet, number, temporal),
                },
            }
        }
        sheet.end();
    }
    sheet.finish()
}

/// A date or a time as Excel has it; as a text where Excel has none, or not as exactly.
fn moment(sheet: &mut SheetWriter, number: f64, temporal: Temporal) {
    let style = match temporal {
        Temporal::Date => Style::Date,
        Temporal::DateTime => Style::DateTime,
        Temporal::Time => Style::Time,
    };
    match (serial(number, temporal), temporal.write(number)) {
        (Some(serial), _) => sheet.number(serial, style),
        (None, Some(text)) => sheet.text(&text),
        (None, None) => sheet.number(number, Style::Plain),
    }
}

fn codebook(dataset: &Dataset, words: &Words) -> String {
    let mut sheet = SheetWriter::new(&[18, 50, 20, 12, 14, 8, 10, 8, 40, 20, 10, 10]);
    sheet.header(words.fields);
    for (variable, column) in dataset.codebook.variables.iter().zip(dataset.columns()) {
        let label = words.split(&variable.label);
        sheet.begin();
        for text in [
            &variable.name,
            label.text,
            label.other,
            layout::level(variable.level),
            layout::storage(storage(variable, column)),
        ] {
            sheet.text(text);
        }
        match variable.decimals {
            Some(decimals) => sheet.number(f64::from(decimals), Style::Plain),
            None => sheet.skip(),
        }
        // those of values
        (0..5).for_each(|_| sheet.skip());
        sheet.text(layout::origin(&variable.origin));
        sheet.end();
        values(&mut sheet, variable, words);
    }
    sheet.finish()
}

/// A row for each value that has a label or counts as missing.
fn values(sheet: &mut SheetWriter, variable: &Variable, words: &Words) {
    let mut row = |value: Option<&Value>, to: Option<f64>, label: &Text, missing| {
        sheet.begin();
        sheet.text(&variable.name);
        (0..5).for_each(|_| sheet.skip());
        match value {
            Some(Value::Number(number)) => sheet.number(*number, Style::Plain),
            Some(Value::Text(text)) => sheet.text(text),
            None => sheet.skip(),
        }
        match to {
            Some(to) => sheet.number(to, Style::Plain),
            None => sheet.skip(),
        }
        let label = words.split(label);
        sheet.text(label.text);
        sheet.text(label.other);
        sheet.text(missing);
        sheet.end();
    };
    for labelled in &variable.values {
        row(Some(&labelled.value), None, &labelled.label, "");
    }
    for missing in &variable.missing {
        row(Some(&missing.value), None, &missing.label, words.missing);
    }
    for range in &variable.missing_ranges {
        let from = range.from.map(Value::Number);
        // a range that is open above ends with infinity
        let to = range.to.unwrap_or(f64::MAX);
        row(from.as_ref(), Some(to), &Text::default(), words.missing);
    }
}

/// A row of the sheet of sets.
struct Shared<'d> {
    name: &'d str,
    label: &'d Text,
    counted: Option<&'d Value>,
    variable: &'d str,
    origin: &'d Origin,
}

fn sets(dataset: &Dataset, words: &Words) -> String {
    let mut sheet = SheetWriter::new(&[14, 18, 50, 20, 14, 18, 10]);
    sheet.header(words.set_fields);
    let mut row = |kind: &str, shared: Shared| {
        sheet.begin();
        sheet.text(kind);
        sheet.text(shared.name);
        let label = words.split(shared.label);
        sheet.text(label.text);
        sheet.text(label.other);
        match shared.counted {
            Some(Value::Number(number)) => sheet.number(*number, Style::Plain),
            Some(Value::Text(text)) => sheet.text(text),
            None => sheet.skip(),
        }
        sheet.text(shared.variable);
        sheet.text(layout::origin(shared.origin));
        sheet.end();
    };
    let none = Text::default();
    let about = |label, variable| Shared {
        name: "",
        label,
        counted: None,
        variable,
        origin: &Origin::Given,
    };
    if !dataset.title.is_empty() {
        row(layout::TITLE, about(&dataset.title, ""));
    }
    if !dataset.unit.is_empty() {
        row(layout::UNIT, about(&dataset.unit, ""));
    }
    if let Some(frequency) = &dataset.frequency {
        row(layout::COUNTS, about(&none, frequency));
    }
    for set in &dataset.codebook.sets {
        for item in &set.items {
            let shared = Shared {
                name: &set.name,
                label: &set.label,
                counted: set.counted.as_ref(),
                variable: item,
                origin: &set.origin,
            };
            row(&layout::set(set.kind), shared);
        }
    }
    for role in &dataset.codebook.roles {
        let shared = Shared {
            origin: &role.origin,
            ..about(&none, &role.variable)
        };
        row(layout::role(role.kind), shared);
    }
    sheet.finish()
}

fn content_types(sheets: usize) -> String {
    let part = |name: &str, kind: &str| {
        format!("<Override PartName=\"/xl/{name}.xml\" ContentType=\"{MIME}.{kind}+xml\"/>")
    };
    let sheets: String = (1..=sheets)
        .map(|number| part(&format!("worksheets/sheet{number}"), "worksheet"))
        .collect();
    format!(
        "{XML}<Types xmlns=\"{TYPES}\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}{}{sheets}</Types>",
        part("workbook", "sheet.main"),
        part("styles", "styles"),
    )
}

fn relations(targets: &[(&str, String)]) -> String {
    let mut xml = format!("{XML}<Relationships xmlns=\"{RELATIONS}\">");
    for (number, (kind, target)) in (1..).zip(targets) {
        xml += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"
        );
    }
    xml + "</Relationships>"
}

fn workbook(names: &[&str]) -> String {
    let mut xml = format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (number, name) in (1..).zip(names) {
        xml += "<sheet name=\"";
        escape(name, &mut xml);
        xml += &format!("\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
    }
    xml + "</sheets></workbook>"
}

/// The formats in the order of [`Style`].
fn styles() -> String {
    let format = |number: u32, font: u32| {
        format!(
            "<xf numFmtId=\"{number}\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>"
        )
    };
    let font = |look: &str| format!("<font>{look}<sz val=\"11\"/><name val=\"Calibri\"/></font>");
    format!(
        "{XML}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"3\">\
        <numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>\
        <numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/>\
        <numFmt numFmtId=\"166\" formatCode=\"[h]:mm:ss\"/></numFmts>\
        <fonts count=\"2\">{}{}</fonts>\
        <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
        <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
        <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
        <cellXfs count=\"5\">{}{}{}{}{}</cellXfs>\
        <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        font(""),
        font("<b/>"),
        format(0, 0),
        format(164, 0),
        format(165, 0),
        format(166, 0),
        format(0, 1),
    )
}
