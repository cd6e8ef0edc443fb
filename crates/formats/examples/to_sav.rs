//! Writes any file as SAV: `cargo run -p befund-formats --example to_sav -- FILE OUT.sav`

use befund_formats::{FileReader, write};
use befund_survey::Language;

#[allow(clippy::print_stdout)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [file, out] = [1, 2].map(|at| std::env::args().nth(at).unwrap_or_default());
    let mut reader = FileReader::new(&file, Default::default());
    reader.feed(&std::fs::read(&file)?)?;
    let reading = reader.finish()?;
    for note in &reading.notes {
        println!("{}", note.text().get(Language::En));
    }
    let export = write::sav(&reading.dataset, Language::En)?;
    for note in &export.notes {
        println!("{}", note.text().get(Language::En));
    }
    Ok(std::fs::write(out, export.bytes)?)
}
