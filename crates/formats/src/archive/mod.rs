//! Files inside files: gzip and ZIP.

mod container;
mod fault;
mod gzip;

pub(crate) use container::{PartReader, Zip};
pub use fault::Fault;
pub(crate) use fault::listed;
pub(crate) use gzip::GzipReader;

use std::io::Read;

use befund_survey::ReadOptions;

use crate::{Error, Family, FileReader, Reading, ReadingNote, workbook};

/// Archives in archives, so deep.
pub(crate) const DEEPEST: u8 = 3;
/// How files of data end; others in an archive (documentation, licences) are not asked for.
const DATA: [&str; 18] = [
    "csv", "tsv", "tab", "dat", "xlsx", "xlsm", "xls", "ods", "sav", "zsav", "por", "dta",
    "parquet", "gz", "soc", "soi", "toc", "toi",
];

/// Reads what is in a ZIP container: a workbook, or a file of data.
pub(crate) fn read_zip(
    file: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
    depth: u8,
) -> Result<Reading, Error> {
    let broken = |fault| Error::Archive {
        file: file.to_owned(),
        fault,
    };
    let zip = Zip::open(bytes).map_err(broken)?;
    if workbook::is_workbook(&zip) {
        let mut reading = workbook::read_zip(file, zip, options)?;
        reading.notes.extend(Family::Workbook.ignores(options));
        return Ok(reading);
    }
    let member = member(&zip, options.member.as_deref()).map_err(broken)?;
    let name = format!("{file}/{}", member.name);
    let options = ReadOptions {
        member: None,
        ..options.clone()
    };
    let mut inner = FileReader::nested(&name, options, depth);
    let mut stream = zip.stream(&zip.parts()[member.at]).map_err(broken)?;
    let mut buffer = vec![0; 1 << 16];
    let mut unpacked = 0;
    let mut damaged = false;
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                unpacked += read as u64;
                inner.feed(&buffer[..read])?;
            }
            Err(_) => match stream.fault(&member.name) {
                Fault::Damaged { .. } if unpacked > 0 => {
                    damaged = true;
                    break;
                }
                fault => return Err(broken(fault)),
            },
        }
    }
    let mut reading = inner.finish()?;
    if damaged {
        reading.notes.push(ReadingNote::DamagedArchive { unpacked });
    }
    if !member.others.is_empty() {
        reading.notes.push(ReadingNote::Member {
            member: member.name,
            others: member.others,
        });
    }
    Ok(reading)
}

/// The file in an archive that is read.
struct Member {
    at: usize,
    name: String,
    others: Vec<String>,
}

fn member(zip: &Zip, wanted: Option<&str>) -> Result<Member, Fault> {
    let base = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let files: Vec<(usize, String)> = zip
        .parts()
        .iter()
        .enumerate()
        .filter(|(_, part)| {
            let base = base(&part.name);
            !base.is_empty() && !base.starts_with('.') && !part.name.starts_with("__MACOSX/")
        })
        .map(|(at, part)| (at, part.name.clone()))
        .collect();
    let names = || files.iter().map(|(_, name)| name.clone()).collect();
    let chosen = if let Some(wanted) = wanted {
        let named = |(_, name): &&(usize, String)| name == wanted;
        let by_base = |(_, name): &&(usize, String)| base(name) == wanted;
        let number = wanted
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        files
            .iter()
            .find(named)
            .or_else(|| files.iter().find(by_base))
            .or_else(|| files.get(number?))
            .ok_or_else(|| Fault::NoMember {
                wanted: wanted.to_owned(),
                members: names(),
            })?
    } else {
        let is_data = |name: &str| {
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            DATA.iter().any(|data| ending.eq_ignore_ascii_case(data))
        };
        let data: Vec<&(usize, String)> = files.iter().filter(|(_, name)| is_data(name)).collect();
        match (&files[..], &data[..]) {
            ([], _) => return Err(Fault::Nothing),
            ([only], _) => only,
            (_, [only]) => only,
            _ => return Err(Fault::Several { members: names() }),
        }
    };
    Ok(Member {
        at: chosen.0,
        name: chosen.1.clone(),
        others: files
            .iter()
            .filter(|(at, _)| *at != chosen.0)
            .map(|(_, name)| name.clone())
            .collect(),
    })
}
