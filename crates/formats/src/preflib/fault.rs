//! What can be wrong with orders of preference.

use serde::{Deserialize, Serialize};

/// Why a line of a file of orders cannot be read, with the remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Neither layout.
    NoHeader,
    /// Another type of data.
    DataType,
    /// A number of the header is none.
    Number,
    /// A line `number,name` is none, or its number came before.
    Name,
    /// An order does not begin with its count.
    Count,
    /// An alternative that the header does not know.
    Unknown,
    /// An alternative that stands twice in an order.
    Twice,
    /// A brace without its other half.
    Brace,
    /// A tie in a file without ties.
    Tie,
    /// An order that leaves alternatives out in a file of complete orders.
    Incomplete,
    /// More than can be held.
    TooLarge,
}

impl Fault {
    pub(crate) fn english(self) -> &'static str {
        match self {
            Self::NoHeader => {
                "no PrefLib file begins like this: it begins with lines such as `# DATA TYPE: soc`, or with the number of alternatives"
            }
            Self::DataType => {
                "this type of data holds no orders: what can be read is soc, soi, toc, toi"
            }
            Self::Number => {
                "whole numbers have to stand here: of the alternatives (at most 10,000), or of voters, ballots and orders, as in `12,12,3`"
            }
            Self::Name => {
                "a number and a name have to stand here, each number once and among those the file announces, as in `3,Green`"
            }
            Self::Count => {
                "an order begins with how many gave it, a whole number, as in `12: 1,{2,3}`; in the old layout `12,1,{2,3}`"
            }
            Self::Unknown => {
                "this alternative is not among those the file announces: correct it, or name it in the header"
            }
            Self::Twice => "this alternative stands twice in one order: leave one of them out",
            Self::Brace => {
                "a brace is not closed or was not opened: a tie is written as `{2,3}`, without braces inside"
            }
            Self::Tie => {
                "the file says that it has no ties (soc, soi), but here is one: declare it as toc or toi"
            }
            Self::Incomplete => {
                "the file says that every order is complete (soc, toc), but this one leaves alternatives out: declare it as soi or toi"
            }
            Self::TooLarge => {
                "more orders and alternatives than fit into memory: split the file, or leave out what is rare"
            }
        }
    }

    pub(crate) fn german(self) -> &'static str {
        match self {
            Self::NoHeader => {
                "So beginnt keine PrefLib-Datei: Sie beginnt mit Zeilen wie „# DATA TYPE: soc“ oder mit der Anzahl der Alternativen"
            }
            Self::DataType => {
                "Diese Art von Daten enthält keine Rangfolgen; lesbar sind soc, soi, toc und toi"
            }
            Self::Number => {
                "Hier müssen ganze Zahlen stehen: der Alternativen (höchstens 10.000) oder der Wählenden, Stimmzettel und Rangfolgen, wie in „12,12,3“"
            }
            Self::Name => {
                "Hier müssen eine Nummer und ein Name stehen, jede Nummer einmal und unter den angekündigten, wie in „3,Grün“"
            }
            Self::Count => {
                "Eine Rangfolge beginnt mit ihrer Anzahl, einer ganzen Zahl, wie in „12: 1,{2,3}“, im alten Format „12,1,{2,3}“"
            }
            Self::Unknown => {
                "Diese Alternative kündigt die Datei nicht an. Bitte berichtigen oder im Kopf der Datei benennen"
            }
            Self::Twice => {
                "Diese Alternative steht zweimal in einer Rangfolge. Bitte eine davon streichen"
            }
            Self::Brace => {
                "Eine geschweifte Klammer wird nicht geschlossen oder wurde nicht geöffnet; Gleichstand schreibt man als „{2,3}“, ohne Klammern darin"
            }
            Self::Tie => {
                "Laut Datei gibt es keinen Gleichstand (soc, soi), hier aber doch. Bitte als toc oder toi kennzeichnen"
            }
            Self::Incomplete => {
                "Laut Datei ist jede Rangfolge vollständig (soc, toc), in dieser fehlen aber Alternativen. Bitte als soi oder toi kennzeichnen"
            }
            Self::TooLarge => {
                "Mehr Rangfolgen und Alternativen, als in den Speicher passen. Bitte die Datei teilen oder Seltenes weglassen"
            }
        }
    }
}
