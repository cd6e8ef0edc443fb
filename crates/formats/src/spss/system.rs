//! A system file slice by slice: first the dictionary, then the cases as they come.

use befund_survey::codebook::Codebook;
use befund_survey::dataset::Dataset;
use befund_survey::{ReadOptions, Text};

use super::cases::{Answers, Cases, ReadCases};
use super::charset::Charset;
use super::codebook::Finished;
use super::dictionary::{self, Dictionary, Progress};
use super::extension::Extensions;
use super::layout::{Place, places};
use super::meaning::Meaning;
use super::{Fault, Flaw};
use crate::csv::stem;
use crate::note::Counted;
use crate::reader::Reader;
use crate::{Error, Reading, ReadingNote};

/// Rows are counted in four bytes.
const MAX_ROWS: u64 = u32::MAX as u64;

/// Reads a system file slice by slice.
pub(crate) struct SystemReader {
    file: String,
    options: ReadOptions,
    /// The first bytes until the dictionary is there.
    head: Vec<u8>,
    /// Bytes at which another look at the head is worth it.
    look_at: usize,
    body: Option<Box<Body>>,
}

struct Body {
    dictionary: Dictionary,
    extensions: Extensions,
    places: Vec<Place>,
    cases: Cases,
}

impl SystemReader {
    pub(crate) fn new(file: &str, options: ReadOptions) -> Self {
        Self {
            file: file.to_owned(),
            options,
            head: Vec::new(),
            look_at: 0,
            body: None,
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Flaw> {
        if let Some(body) = &mut self.body {
            return body.cases.feed(bytes);
        }
        self.head.extend_from_slice(bytes);
        if self.head.len() < self.look_at {
            return Ok(());
        }
        match dictionary::read(&self.head)? {
            // twice as many bytes, so that looking again and again takes no longer than looking once
            Progress::Unfinished => self.look_at = self.head.len() * 2,
            Progress::Read(dictionary) => {
                let head = std::mem::take(&mut self.head);
                let mut body = Body::new(*dictionary)?;
                body.cases.feed(&head[body.dictionary.end..])?;
                self.body = Some(Box::new(body));
            }
        }
        Ok(())
    }

    fn reading(mut self) -> Result<Reading, Flaw> {
        if self.body.is_none() {
            self.look_at = 0;
            self.read(&[])?;
        }
        let Some(body) = self.body else {
            return Err(Flaw {
                offset: self.head.len() as u64,
                fault: Fault::Cut,
            });
        };
        body.finish(&self.file, &self.options)
    }
}

impl Reader for SystemReader {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.read(bytes).map_err(|flaw| flaw.in_file(&self.file))
    }

    fn finish(self: Box<Self>) -> Result<Reading, Error> {
        let file = self.file.clone();
        let reading = self.reading().map_err(|flaw| flaw.in_file(&file))?;
        if reading.dataset.rows() as u64 > MAX_ROWS {
            return Err(Error::TooManyRows {
                file,
                limit: MAX_ROWS,
            });
        }
        Ok(reading)
    }
}

impl Body {
    fn new(dictionary: Dictionary) -> Result<Self, Flaw> {
        let mut extensions = Extensions::read(&dictionary.extensions, dictionary.order)?;
        let at_end = |fault| Flaw {
            offset: dictionary.end as u64,
            fault,
        };
        if matches!(extensions.floats, Some(2 | 3)) {
            return Err(at_end(Fault::Floats));
        }
        if extensions.page == Some(1) && extensions.encoding.is_none() {
            return Err(at_end(Fault::Ebcdic));
        }
        let places = places(&dictionary, &mut extensions)?;
        let cases = Cases::new(&dictionary, &extensions, places.clone());
        Ok(Self {
            dictionary,
            extensions,
            places,
            cases,
        })
    }

    fn finish(self, file: &str, options: &ReadOptions) -> Result<Reading, Flaw> {
        let cases = self.cases.finish()?;
        let (charset, is_sniffed) = charset(&self.dictionary, &self.extensions, &cases, options)?;
        let header = &self.dictionary.header;
        let mut notes = vec![ReadingNote::SystemFile {
            program: charset
                .words(&header.product)
                .replace("@(#) ", "")
                .trim()
                .to_owned(),
            encoding: charset.name().to_owned(),
            sniffed: is_sniffed,
        }];
        count(&self.extensions, header.cases, &cases, &mut notes);
        if cases.not_finite > 0 {
            notes.push(ReadingNote::NotFinite {
                cells: cases.not_finite,
            });
        }
        let mut meaning = Meaning {
            dictionary: &self.dictionary,
            extensions: &self.extensions,
            places: &self.places,
            charset,
            damaged: self.extensions.damaged.clone(),
        };
        let declared = meaning.declared(&mut notes)?;
        let shorts = meaning.by_short_name(&declared);
        let mut codebook = Codebook {
            variables: Vec::new(),
            sets: meaning.response_sets(&declared, &shorts),
            roles: meaning.roles(&declared),
        };
        codebook
            .sets
            .extend(meaning.batteries(&declared, &codebook.sets));
        let mut columns = Vec::new();
        for (declared, answers) in declared.into_iter().zip(cases.columns) {
            let Finished { variable, column } = match answers {
                Answers::Numbers(numbers) => declared.numbers(numbers),
                Answers::Texts(texts) => {
                    let finished = texts.finish(charset);
                    if finished.broken > 0 {
                        notes.push(ReadingNote::UndecodedTexts {
                            columns: vec![declared.name.clone()],
                            texts: finished.broken,
                            encoding: charset.name().to_owned(),
                        });
                    }
                    declared.texts(finished.column)
                }
            };
            codebook.variables.push(variable);
            columns.push(column);
        }
        if !meaning.damaged.is_empty() {
            let mut records = meaning.damaged;
            records.sort_unstable();
            records.dedup();
            notes.push(ReadingNote::SkippedRecords { records });
        }
        let documents: Vec<String> = self
            .dictionary
            .documents
            .iter()
            .map(|line| charset.words(line))
            .collect();
        if !documents.is_empty() {
            notes.push(ReadingNote::Documents { lines: documents });
        }
        // columns have the rows that were read, and every one has a variable
        let dataset = Dataset::new(stem(file), file.to_owned(), codebook, columns);
        let mut dataset = dataset.ok_or(Flaw {
            offset: self.dictionary.end as u64,
            fault: Fault::NoVariables,
        })?;
        dataset.title = Text::Plain(charset.words(&header.title));
        Ok(Reading { dataset, notes })
    }
}

/// Compares the cases found with those announced.
fn count(extensions: &Extensions, header: i32, cases: &ReadCases, notes: &mut Vec<ReadingNote>) {
    let announced = extensions.cases.filter(|cases| *cases >= 0);
    let announced = announced.or((header >= 0).then_some(i64::from(header)));
    let announced = announced.and_then(|cases| u64::try_from(cases).ok());
    let found = cases.rows;
    match announced {
        Some(announced) if found < announced => notes.push(ReadingNote::CutOff {
            rows: found,
            announced: Some(announced),
        }),
        _ if cases.is_cut => notes.push(ReadingNote::CutOff {
            rows: found,
            announced,
        }),
        Some(announced) if found > announced => notes.push(ReadingNote::Miscounted {
            counted: Counted::Cases,
            announced,
            found,
        }),
        _ => {}
    }
}

/// The encoding of the texts, and whether it was found out rather than told.
fn charset(
    dictionary: &Dictionary,
    extensions: &Extensions,
    cases: &ReadCases,
    options: &ReadOptions,
) -> Result<(Charset, bool), Flaw> {
    if let Some(label) = &options.encoding {
        let unknown = || Flaw {
            offset: 0,
            fault: Fault::Encoding(label.clone()),
        };
        return Ok((Charset::named(label).ok_or_else(unknown)?, false));
    }
    let named = extensions.encoding.as_deref().and_then(Charset::named);
    if let Some(charset) = named.or_else(|| extensions.page.and_then(Charset::of_page)) {
        return Ok((charset, false));
    }
    let variables = dictionary.variables.iter();
    let words = variables.flat_map(|variable| [&variable.name[..], &variable.label]);
    let labels = dictionary.labels.iter().flat_map(|set| &set.labels);
    let words = words.chain(labels.map(|label| &label.label[..]));
    let texts = cases.columns.iter().filter_map(|column| match column {
        Answers::Texts(texts) => Some(texts.texts()),
        Answers::Numbers(_) => None,
    });
    Ok((Charset::guess(words.chain(texts.flatten())), true))
}
