//! Reads files and says how long it took: `cargo run --release -p befund-formats --example read -- FILE ...`

use std::io::Read;
use std::time::Instant;

use befund_formats::FileReader;

#[allow(clippy::print_stdout)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    for file in std::env::args().skip(1) {
        let start = Instant::now();
        let mut reader = FileReader::new(&file, Default::default());
        let mut input = std::fs::File::open(&file)?;
        let mut slice = vec![0; 1 << 20];
        loop {
            let count = input.read(&mut slice)?;
            if count == 0 {
                break;
            }
            reader.feed(&slice[..count])?;
        }
        let reading = reader.finish()?;
        let (rows, columns) = (reading.dataset.rows(), reading.dataset.columns().len());
        println!("{file}: {rows} x {columns} in {:?}", start.elapsed());
    }
    Ok(())
}
