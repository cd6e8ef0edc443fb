//! What can be wrong with a codebook.

use serde::{Deserialize, Serialize};

/// Why a codebook cannot be read, with the remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Nothing that says what variables mean.
    Nothing,
    /// Far larger than any codebook.
    TooLarge,
    /// A text that is opened with a quote and not closed.
    Quote,
    /// A name of a variable is expected.
    Name,
    /// A value is expected.
    Value,
    /// A label in quotes is expected.
    Label,
    /// No well-formed XML.
    Xml,
    /// XML of another kind.
    OtherXml,
    /// A study document that cannot be read.
    Study,
    /// A table whose columns say nothing about variables.
    Columns,
    /// Values without the variable they belong to.
    Orphan,
}

impl Fault {
    pub(crate) fn english(self) -> &'static str {
        match self {
            Self::Nothing => {
                "nothing here says what variables mean: what can be read is SPSS syntax (VARIABLE LABELS, VALUE LABELS, ...), DDI-Codebook XML, a LimeSurvey questionnaire (.lss), a table with the columns variable and label, or a study"
            }
            Self::TooLarge => "this is larger than any codebook: is it the data file?",
            Self::Quote => {
                "a quote is not closed: close it, and double it where it is part of the text"
            }
            Self::Name => "the name of a variable has to stand here",
            Self::Value => "a value has to stand here, a number or a text in quotes",
            Self::Label => "a label in quotes has to stand here",
            Self::Xml => "this is no well-formed XML: export the codebook again, without a DOCTYPE",
            Self::OtherXml => {
                "this XML is neither a DDI-Codebook (codeBook with dataDscr) nor a LimeSurvey questionnaire: export one of them"
            }
            Self::Study => "this study cannot be read: check it with `befund analyse --study`",
            Self::Columns => {
                "the table has no column named variable (or name) with one named label: name the columns variable, label, or variable, value, label"
            }
            Self::Orphan => {
                "this value belongs to no variable: write the variable in its first row"
            }
        }
    }

    pub(crate) fn german(self) -> &'static str {
        match self {
            Self::Nothing => {
                "Hier steht nichts darüber, was Variablen bedeuten. Gelesen werden SPSS-Syntax (VARIABLE LABELS, VALUE LABELS, …), DDI-Codebook-XML, ein LimeSurvey-Fragebogen (.lss), eine Tabelle mit den Spalten Variable und Label oder eine Studie"
            }
            Self::TooLarge => "Das ist größer als jedes Codebuch. Ist es die Datendatei?",
            Self::Quote => {
                "Ein Anführungszeichen wird nicht geschlossen. Bitte schließen und, wo es zum Text gehört, verdoppeln"
            }
            Self::Name => "Hier muss der Name einer Variable stehen",
            Self::Value => {
                "Hier muss ein Wert stehen, eine Zahl oder ein Text in Anführungszeichen"
            }
            Self::Label => "Hier muss ein Label in Anführungszeichen stehen",
            Self::Xml => {
                "Das ist kein wohlgeformtes XML. Bitte das Codebuch neu exportieren, ohne DOCTYPE"
            }
            Self::OtherXml => {
                "Dieses XML ist weder ein DDI-Codebook (codeBook mit dataDscr) noch ein LimeSurvey-Fragebogen. Bitte eines davon exportieren"
            }
            Self::Study => {
                "Diese Studie ist nicht lesbar. Bitte mit `befund analyse --study` prüfen"
            }
            Self::Columns => {
                "Der Tabelle fehlt eine Spalte „Variable“ (oder „Name“) mit einer Spalte „Label“. Bitte die Spalten Variable, Label oder Variable, Wert, Label nennen"
            }
            Self::Orphan => {
                "Dieser Wert gehört zu keiner Variable. Bitte die Variable in seine erste Zeile schreiben"
            }
        }
    }
}
