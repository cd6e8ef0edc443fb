//! How a file is to be read, as the reader of the app may overrule it: which questions a file of its kind leaves open, what can
//! be answered, and what was found out. No browser here.

use befund_survey::{HowRead, ReadOptions, Text};

use crate::messages::Say;
use befund_conversation::message::Choice;

/// A question about how a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// Which sheet of a workbook.
    Sheet,
    /// Which file of an archive.
    Member,
    /// In which encoding texts are.
    Encoding,
    /// What stands between cells.
    Separator,
    /// What stands before decimals.
    Decimal,
    /// How many rows the header has.
    HeaderRows,
    /// How many rows stand above it.
    Skip,
}

/// A question with what can be answered; the first answer leaves it to the reader of the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    /// The question.
    pub(crate) question: Question,
    /// The answers.
    pub(crate) answers: Vec<Choice>,
}

/// Encodings that survey files are in, by their names on the web, with the languages they are known for.
const ENCODINGS: [(&str, &str, &str, &str); 14] = [
    ("utf-8", "UTF-8", "", ""),
    (
        "windows-1252",
        "Windows-1252",
        "Westeuropa",
        "Western Europe",
    ),
    (
        "windows-1250",
        "Windows-1250",
        "Mitteleuropa",
        "Central Europe",
    ),
    ("windows-1251", "Windows-1251", "kyrillisch", "Cyrillic"),
    ("windows-1253", "Windows-1253", "griechisch", "Greek"),
    ("windows-1254", "Windows-1254", "türkisch", "Turkish"),
    ("iso-8859-2", "ISO-8859-2", "Mitteleuropa", "Central Europe"),
    (
        "iso-8859-15",
        "ISO-8859-15",
        "Westeuropa, mit €",
        "Western Europe with €",
    ),
    ("macintosh", "Macintosh", "alte Macs", "old Macs"),
    ("utf-16le", "UTF-16 LE", "", ""),
    ("utf-16be", "UTF-16 BE", "", ""),
    ("shift_jis", "Shift_JIS", "japanisch", "Japanese"),
    ("gb18030", "GB18030", "chinesisch", "Chinese"),
    ("euc-kr", "EUC-KR", "koreanisch", "Korean"),
];

/// What stands between cells.
const SEPARATORS: [(char, Say); 5] = [
    (',', Say::Comma),
    (';', Say::Semicolon),
    ('\t', Say::Tabulator),
    ('|', Say::VerticalBar),
    (' ', Say::Blanks),
];

/// Rows above the header that can be skipped by a choice.
const MOST_SKIPPED: u32 = 20;

impl Question {
    /// Its words.
    pub(crate) fn say(self) -> Say {
        match self {
            Self::Sheet => Say::Sheet,
            Self::Member => Say::Member,
            Self::Encoding => Say::Encoding,
            Self::Separator => Say::Separator,
            Self::Decimal => Say::DecimalMark,
            Self::HeaderRows => Say::HeaderRows,
            Self::Skip => Say::RowsAbove,
        }
    }

    /// Its name on the page.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sheet => "read-sheet",
            Self::Member => "read-member",
            Self::Encoding => "read-encoding",
            Self::Separator => "read-separator",
            Self::Decimal => "read-decimal",
            Self::HeaderRows => "read-header-rows",
            Self::Skip => "read-skip",
        }
    }

    /// The options with another answer; an empty one leaves it to the reader of the file.
    pub(crate) fn answered(self, options: &ReadOptions, answer: &str) -> ReadOptions {
        let mut options = options.clone();
        let text = || Some(answer.to_owned()).filter(|answer| !answer.is_empty());
        match self {
            Self::Sheet => options.sheet = text(),
            Self::Member => {
                options.member = text();
                options.sheet = None;
            }
            Self::Encoding => options.encoding = text(),
            Self::Separator => options.separator = answer.chars().next(),
            Self::Decimal => options.decimal = answer.chars().next(),
            Self::HeaderRows => options.header_rows = answer.parse().ok(),
            Self::Skip => options.skip = answer.parse().ok(),
        }
        options
    }

    /// What options say about it.
    fn answer(self, options: &ReadOptions) -> Option<String> {
        match self {
            Self::Sheet => options.sheet.clone(),
            Self::Member => options.member.clone(),
            Self::Encoding => options.encoding.clone(),
            Self::Separator => options.separator.map(String::from),
            Self::Decimal => options.decimal.map(String::from),
            Self::HeaderRows => options.header_rows.map(|rows| rows.to_string()),
            Self::Skip => options.skip.map(|rows| rows.to_string()),
        }
    }
}

/// The questions that are open for a file, which may also be one that could not be read.
pub(crate) fn questions(name: &str, how: &HowRead, asked: &ReadOptions) -> Vec<Asked> {
    let name = name.to_ascii_lowercase();
    let name = name.trim_end_matches(".gz");
    let endings = [".csv", ".tsv", ".tab", ".txt", ".dat", ".asc"];
    let is_text = how.options.separator.is_some()
        || how.sheets.is_empty() && endings.iter().any(|ending| name.ends_with(ending));
    let is_sheet = !how.sheets.is_empty();
    let open = [
        (Question::Member, how.members.len() > 1),
        (Question::Sheet, how.sheets.len() > 1),
        (
            Question::Encoding,
            is_text || how.options.encoding.is_some(),
        ),
        (Question::Separator, is_text),
        (Question::Decimal, is_text),
        (Question::HeaderRows, is_text || is_sheet),
        (Question::Skip, is_text || is_sheet),
    ];
    let open = open.into_iter().filter(|(_, open)| *open);
    open.map(|(question, _)| ask(question, how, asked))
        .collect()
}

fn ask(question: Question, how: &HowRead, asked: &ReadOptions) -> Asked {
    let told = question.answer(asked);
    let plain = |words: &String| (words.clone(), Text::from(words.as_str()));
    let answers: Vec<(String, Text)> = match question {
        Question::Sheet => how.sheets.iter().map(plain).collect(),
        Question::Member => how.members.iter().map(plain).collect(),
        Question::Encoding => ENCODINGS
            .iter()
            .map(|(value, name, german, english)| {
                let with = |more: &str| match more {
                    "" => (*name).to_owned(),
                    more => format!("{name} ({more})"),
                };
                ((*value).to_owned(), Text::both(with(german), with(english)))
            })
            .collect(),
        Question::Separator => {
            let usual = SEPARATORS.iter();
            usual
                .map(|(mark, say)| (mark.to_string(), say.text()))
                .collect()
        }
        Question::Decimal => [(',', Say::Comma), ('.', Say::Point)]
            .map(|(mark, say)| (mark.to_string(), say.text()))
            .to_vec(),
        Question::HeaderRows => (0..=3u32)
            .map(|rows| match rows {
                0 => ("0".to_owned(), Say::NoHeaderRow.text()),
                rows => plain(&rows.to_string()),
            })
            .collect(),
        Question::Skip => (0..=MOST_SKIPPED)
            .map(|rows| match rows {
                0 => ("0".to_owned(), Say::None.text()),
                rows => plain(&rows.to_string()),
            })
            .collect(),
    };
    // what the study or the command line asks for need not be among the usual answers
    let unusual = told
        .iter()
        .filter(|told| !answers.iter().any(|(value, _)| value == *told))
        .map(plain);
    let found = match &told {
        Some(_) => None,
        None => question.answer(&how.options).map(|found| {
            let known = answers
                .iter()
                .find(|(value, _)| value.eq_ignore_ascii_case(&found));
            known.map_or_else(|| Text::from(found.as_str()), |(_, words)| words.clone())
        }),
    };
    let automatic = Choice {
        value: String::new(),
        words: crate::messages::automatic(found.as_ref()),
        chosen: told.is_none(),
    };
    let rest = unusual
        .chain(answers.iter().cloned())
        .map(|(value, words)| Choice {
            chosen: told.as_ref() == Some(&value),
            value,
            words,
        });
    Asked {
        question,
        answers: std::iter::once(automatic).chain(rest).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_survey::Language;

    fn chosen(asked: &[Asked], question: Question) -> &Choice {
        let found = asked.iter().find(|asked| asked.question == question);
        let answers = &found.expect("it is asked").answers;
        answers
            .iter()
            .find(|answer| answer.chosen)
            .expect("one is chosen")
    }

    #[test]
    fn a_text_file_can_be_read_otherwise_and_says_what_was_found() {
        let how = HowRead {
            options: ReadOptions {
                encoding: Some("Windows-1252".to_owned()),
                separator: Some(';'),
                ..ReadOptions::default()
            },
            ..HowRead::default()
        };
        let asked = questions("a.csv", &how, &ReadOptions::default());
        assert_eq!(asked.len(), 5);
        let encoding = chosen(&asked, Question::Encoding);
        assert!(
            encoding.value.is_empty() && encoding.words.get(Language::De).contains("Westeuropa")
        );

        let options = Question::Separator.answered(&ReadOptions::default(), "\t");
        assert_eq!(options.separator, Some('\t'));
        let asked = questions("a.csv", &how, &options);
        assert_eq!(chosen(&asked, Question::Separator).value, "\t");
        let options = Question::Separator.answered(&options, "");
        assert!(options.is_default());
    }

    #[test]
    fn a_workbook_has_sheets_and_a_system_file_an_encoding() {
        let how = HowRead {
            sheets: vec!["Daten".to_owned(), "Codebuch".to_owned()],
            options: ReadOptions {
                sheet: Some("Daten".to_owned()),
                ..ReadOptions::default()
            },
            ..HowRead::default()
        };
        let asked = questions("a.xlsx", &how, &ReadOptions::default());
        let open: Vec<Question> = asked.iter().map(|asked| asked.question).collect();
        assert_eq!(
            open,
            [Question::Sheet, Question::HeaderRows, Question::Skip]
        );
        let how = HowRead {
            options: ReadOptions {
                encoding: Some("UTF-8".to_owned()),
                ..ReadOptions::default()
            },
            ..HowRead::default()
        };
        let asked = questions("a.sav", &how, &ReadOptions::default());
        assert_eq!(asked.len(), 1);
        // nothing can be asked about a file that says everything itself
        assert!(questions("a.parquet", &HowRead::default(), &ReadOptions::default()).is_empty());
    }

    #[test]
    fn an_unusual_answer_stays_among_the_choices() {
        let asked = ReadOptions {
            separator: Some('~'),
            ..ReadOptions::default()
        };
        let asked = questions("a.txt", &HowRead::default(), &asked);
        assert_eq!(chosen(&asked, Question::Separator).value, "~");
    }
}
