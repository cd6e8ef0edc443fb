//! Everything that is read of a file, as JSON: `cargo run -p befund-formats --example dump -- FILE [field=value ...]`, where the
//! fields are those of [`befund_survey::ReadOptions`].

use std::io::Read;

use befund_formats::FileReader;
use befund_survey::{Language, ReadOptions};
use serde_json::{Map, Value, json};

#[allow(clippy::print_stdout)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("name a file")?;
    let mut options = Map::new();
    for argument in arguments {
        let (field, value) = argument.split_once('=').ok_or("write field=value")?;
        let value = match field {
            "skip" | "header_rows" => value.parse::<u32>()?.into(),
            _ => Value::from(value),
        };
        options.insert(field.to_owned(), value);
    }
    let options: ReadOptions = serde_json::from_value(options.into())?;
    println!("{}", read(&file, options)?);
    Ok(())
}

fn read(file: &str, options: ReadOptions) -> Result<Value, std::io::Error> {
    let mut reader = FileReader::new(file, options);
    let mut input = std::fs::File::open(file)?;
    let mut slice = vec![0; 1 << 20];
    let refused = |error: befund_formats::Error| {
        let text = error.text();
        json!({"error": text.get(Language::En), "fehler": text.get(Language::De)})
    };
    loop {
        let count = input.read(&mut slice)?;
        if count == 0 {
            break;
        }
        if let Err(error) = reader.feed(&slice[..count]) {
            return Ok(refused(error));
        }
    }
    let reading = match reader.finish() {
        Ok(reading) => reading,
        Err(error) => return Ok(refused(error)),
    };
    let notes = reading.notes.iter().map(|note| {
        let mark = if note.is_warning() { "! " } else { "" };
        format!("{mark}{}", note.text().get(Language::En))
    });
    let notes: Vec<String> = notes.collect();
    let data = &reading.dataset;
    let variables = data.codebook.variables.iter().zip(data.columns());
    let columns = variables.map(|(variable, column)| {
        let values: Vec<_> = (0..column.len()).map(|row| column.value(row)).collect();
        json!({"variable": variable, "values": values})
    });
    let columns: Vec<Value> = columns.collect();
    Ok(
        json!({"rows": data.rows(), "notes": notes, "columns": columns, "sets": data.codebook.sets, "roles": data.codebook.roles}),
    )
}
