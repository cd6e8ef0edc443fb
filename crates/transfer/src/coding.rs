//! Open answers and their codes as bytes.

use befund_survey::coding::{
    AnswerLine, AnswerPage, Asked, Code, CoderAnswers, CodingEdit, Count, Given, Hit, Listed,
    Source,
};

use crate::{plain_enum, plain_struct};

plain_struct!(Asked {
    coder,
    terms,
    listed,
    from,
    most
});
plain_enum!(Listed {
    0 All {}
    1 Open {}
    2 Hits {}
});
plain_struct!(Code {
    code,
    label,
    terms,
    codes
});
plain_enum!(CodingEdit {
    0 Codes { codes }
    1 Decide { coder, answer, codes }
});
plain_struct!(AnswerPage {
    all,
    by_hand,
    by_terms,
    hits,
    codes,
    coders,
    listed,
    from,
    answers
});
plain_struct!(Count { different, rows });
plain_struct!(CoderAnswers { coder, answers });
plain_struct!(AnswerLine {
    fingerprint,
    text,
    rows,
    given,
    hits
});
plain_struct!(Given { codes, source });
plain_struct!(Hit { start, end });
plain_enum!(Source {
    0 Open {}
    1 Terms {}
    2 Hand {}
});
