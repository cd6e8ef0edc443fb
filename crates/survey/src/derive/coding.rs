//! Open answers and their codes, as a 0/1 variable for each code.

use super::{DerivedSpec, Made, MadeVariable, mentioned_or_not};
use crate::codebook::{Level, Origin, Set, SetKind, Variable};
use crate::coding::{Answers, Code, CodeFault, Coder, Coding};
use crate::dataset::{CodeStore, Codes, Column, Dataset};
use crate::{Error, Text, Value};

pub(super) fn coding(spec: &DerivedSpec, coding: &Coding, data: &Dataset) -> Result<Made, Error> {
    let (variable, column) = data.find(&coding.of)?;
    if coding.codes.is_empty() {
        return Err(CodeFault::Empty.of(""));
    }
    let answers = Answers::new(variable, column);
    let coders: Vec<&Coder> = coding.coders.iter().collect();
    let given = coding.given(&answers, &coders)?;
    let how = Text::both(
        format!("Code der Antwort in {}", coding.of),
        format!("code of the answer in {}", coding.of),
    );
    let name = |code: &Code| format!("{}_{}", spec.name, code.code);
    let mut variables = Vec::new();
    for (place, (code, _)) in coding.flat().into_iter().enumerate() {
        // 0 missing, 1 not mentioned, 2 mentioned
        let of_row = |row| match answers.of_row(row) {
            None => 0,
            Some(answer) => 1 + u8::from(given[answer].codes[place]),
        };
        let codes = CodeStore::U8((0..data.rows()).map(of_row).collect());
        let dictionary = vec![Value::Number(0.0), Value::Number(1.0)];
        let level = spec.level.unwrap_or(Level::Nominal);
        let mut made = Variable::new(&name(code), level, Origin::Derived(how.clone()));
        made.label = code.title();
        made.values = mentioned_or_not();
        variables.push(MadeVariable {
            variable: made,
            column: Column::Codes(Codes::new(codes, dictionary)),
        });
    }
    let set = |name_of: String, label: Text, codes: &[Code]| Set {
        name: name_of,
        kind: SetKind::Multiple,
        label,
        items: codes.iter().map(name).collect(),
        counted: Some(Value::Number(1.0)),
        origin: Origin::Derived(how.clone()),
    };
    let question = if spec.label.is_empty() {
        variable.title()
    } else {
        spec.label.clone()
    };
    let mut sets = vec![set(spec.name.clone(), question, &coding.codes)];
    for code in coding.codes.iter().filter(|code| !code.codes.is_empty()) {
        sets.push(set(name(code), code.title(), &code.codes));
    }
    Ok(Made {
        variables,
        sets,
        raked: None,
        faults: coding.strays(&answers),
    })
}
