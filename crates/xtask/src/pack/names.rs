//! Short names for what a wasm module and its script call each other by. wasm-bindgen makes them long and ends them with a number of
//! chance (`__wbg_appendChild_f553e8704c4f14a6`), which no packing makes smaller, and they stand in both files.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::leb128;

/// A module and the script that wasm-bindgen made for it.
pub struct Bound {
    /// The wasm.
    pub module: Vec<u8>,
    /// The script.
    pub script: String,
}

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

impl Bound {
    /// Both with short names in place of those that wasm-bindgen made. What the script offers to others keeps its name.
    ///
    /// # Errors
    /// Where the module is none, or the script has such short names already.
    pub fn shortened(&self) -> Result<Self> {
        let mut names = Names::default();
        let mut module = self.module.get(..8).context("no module")?.to_vec();
        let mut rest = &self.module[8..];
        while let Some((id, behind)) = rest.split_first() {
            rest = behind;
            let length = leb128::read(&mut rest).context("a section without a length")?;
            let (section, behind) = rest.split_at_checked(length).context("a section is cut")?;
            rest = behind;
            let renamed = match *id {
                IMPORTS => names.imports(section).context("damaged imports")?,
                EXPORTS => names.exports(section).context("damaged exports")?,
                _ => section.to_vec(),
            };
            module.push(*id);
            leb128::write(&mut module, renamed.len());
            module.extend(renamed);
        }
        if let Some(taken) =
            words(&self.script).find(|word| names.0.values().any(|name| name == word))
        {
            bail!("`{taken}` is a name in the script already");
        }
        let mut script = String::with_capacity(self.script.len());
        for word in words(&self.script) {
            script.push_str(names.0.get(word).map_or(word, String::as_str));
        }
        Ok(Self { module, script })
    }
}

/// The short name of each long one.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn imports(&mut self, section: &[u8]) -> Option<Vec<u8>> {
        let (mut from, mut to) = (section, Vec::new());
        let count = leb128::read(&mut from)?;
        leb128::write(&mut to, count);
        for _ in 0..count {
            let module = text(&mut from)?;
            write(&mut to, module);
            self.rename(text(&mut from)?, &mut to);
            let before = from;
            let (kind, behind) = from.split_first()?;
            from = behind;
            match kind {
                0 => {
                    leb128::read(&mut from)?;
                }
                // the type of a table stands before its limits
                1 | 2 => {
                    from = from.get(usize::from(*kind == 1)..)?;
                    let (flags, behind) = from.split_first()?;
                    from = behind;
                    leb128::read(&mut from)?;
                    if flags & 1 == 1 {
                        leb128::read(&mut from)?;
                    }
                }
                _ => from = from.get(2..)?,
            }
            to.extend(&before[..before.len() - from.len()]);
        }
        from.is_empty().then_some(to)
    }

    fn exports(&mut self, section: &[u8]) -> Option<Vec<u8>> {
        let (mut from, mut to) = (section, Vec::new());
        let count = leb128::read(&mut from)?;
        leb128::write(&mut to, count);
        for _ in 0..count {
            self.rename(text(&mut from)?, &mut to);
            let before = from;
            from = from.get(1..)?;
            leb128::read(&mut from)?;
            to.extend(&before[..before.len() - from.len()]);
        }
        from.is_empty().then_some(to)
    }

    fn rename(&mut self, name: &str, to: &mut Vec<u8>) {
        if !name.starts_with("__wb") && !name.starts_with("wasm_bindgen__") {
            return write(to, name);
        }
        let number = self.0.len();
        let short = self.0.entry(name.to_owned());
        let short = short.or_insert_with(|| format!("${number:x}"));
        write(to, short);
    }
}

fn text<'a>(from: &mut &'a [u8]) -> Option<&'a str> {
    let length = leb128::read(from)?;
    let (text, rest) = from.split_at_checked(length)?;
    *from = rest;
    std::str::from_utf8(text).ok()
}

fn write(to: &mut Vec<u8>, text: &str) {
    leb128::write(to, text.len());
    to.extend(text.bytes());
}

/// Names and what stands between them, in turn; together the whole script.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
    let mut rest = script;
    std::iter::from_fn(move || {
        let first = is_word(rest.chars().next()?);
        let end = rest.find(|letter| is_word(letter) != first);
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_and_script_call_each_other_by_short_names() -> Result<()> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        // a function and a memory are imported; a function and a memory are exported
        module.extend(b"\x02\x1e\x02\x01m\x0a__wbg_a_12\0\x05\x01m\x07__wbg_b\x02\x01\x01\x02");
        module.extend(b"\x07\x18\x02\x0d__wbg_a_12_12\0\x05\x04read\x02\0\x0b\x00");
        let bound = Bound {
            module,
            script:
                "const imports = { __wbg_a_12: () => wasm.__wbg_a_12_12(), __wbg_b };\nwasm.read();"
                    .to_owned(),
        };
        let short = bound.shortened()?;
        assert_eq!(
            short.script,
            "const imports = { $0: () => wasm.$2(), $1 };\nwasm.read();"
        );
        let expected: &[u8] = b"\0asm\x01\0\0\0\
            \x02\x11\x02\x01m\x02$0\0\x05\x01m\x02$1\x02\x01\x01\x02\
            \x07\x0d\x02\x02$2\0\x05\x04read\x02\0\x0b\x00";
        assert_eq!(short.module, expected);
        assert!(
            short.shortened()?.module == short.module,
            "nothing is left to do"
        );
        let script = "let $1;".to_owned();
        let module = bound.module.clone();
        assert!(Bound { module, script }.shortened().is_err(), "taken");
        let module = bound.module[..20].to_vec();
        let script = String::new();
        assert!(Bound { module, script }.shortened().is_err(), "cut");
        Ok(())
    }
}
