//! Functions of a wasm file in the order of their likeness, so that compression finds near by what they share: short
//! distances take fewer bits.
//!
//! The order is written as names, which sort as the functions are to stand; `wasm-opt --reorder-functions-by-name` does
//! the rest, because a function that moves changes its number in every call.

use std::collections::HashMap;

use crate::pack::leb128;

/// Pieces of code of so many bytes are compared.
const PIECE: usize = 5;
/// A piece that stands in more functions says nothing about their likeness.
const COMMON: usize = 300;

/// The same wasm with names that give the order; nothing where the bytes are no wasm.
pub fn named(wasm: &[u8]) -> Option<Vec<u8>> {
    let mut named = wasm.get(..8)?.to_vec();
    let mut rest = &wasm[8..];
    let (mut imported, mut bodies) = (0, Vec::new());
    while let [id, after @ ..] = rest {
        let mut content = after;
        let length = leb128::read(&mut content)?;
        let (mut section, behind) = content.split_at_checked(length)?;
        let whole = &rest[..rest.len() - behind.len()];
        rest = behind;
        match id {
            0 if section.get(1..)?.starts_with(b"name") => continue,
            2 => imported = imported_functions(section)?,
            10 => {
                for _ in 0..leb128::read(&mut section)? {
                    let length = leb128::read(&mut section)?;
                    let (body, behind) = section.split_at_checked(length)?;
                    bodies.push(body);
                    section = behind;
                }
            }
            _ => {}
        }
        named.extend(whole);
    }
    let mut names = Vec::new();
    leb128::write(&mut names, bodies.len());
    let mut keys = vec![0; bodies.len()];
    for (key, function) in by_likeness(&bodies).into_iter().enumerate() {
        keys[function] = key;
    }
    for (function, key) in keys.into_iter().enumerate() {
        leb128::write(&mut names, imported + function);
        let name = format!("{key:07}");
        leb128::write(&mut names, name.len());
        names.extend(name.bytes());
    }
    let mut section = b"\x04name\x01".to_vec();
    leb128::write(&mut section, names.len());
    section.extend(names);
    named.push(0);
    leb128::write(&mut named, section.len());
    named.extend(section);
    Some(named)
}

/// The functions, each behind the one that it shares most with, by the length of both; the longest first.
fn by_likeness(bodies: &[&[u8]]) -> Vec<usize> {
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, body) in bodies.iter().enumerate() {
        for piece in body.windows(PIECE) {
            let holders = holders.entry(piece).or_default();
            if holders.last() != Some(&function) {
                holders.push(function);
            }
        }
    }
    let mut of: Vec<Vec<&[usize]>> = vec![Vec::new(); bodies.len()];
    for holders in holders.values() {
        if (2..=COMMON).contains(&holders.len()) {
            holders.iter().for_each(|holder| of[*holder].push(holders));
        }
    }
    let mut longest: Vec<usize> = (0..bodies.len()).collect();
    longest.sort_by_key(|function| std::cmp::Reverse(bodies[*function].len()));
    let mut longest = longest.into_iter();
    let mut placed = vec![false; bodies.len()];
    let mut shared = vec![0_usize; bodies.len()];
    let mut order: Vec<usize> = Vec::new();
    while order.len() < bodies.len() {
        let alike = order.last().and_then(|last| {
            let mut candidates = Vec::new();
            for function in of[*last].iter().copied().flatten() {
                if !placed[*function] {
                    if shared[*function] == 0 {
                        candidates.push(*function);
                    }
                    shared[*function] += 1;
                }
            }
            // whole numbers, so that the order is the same everywhere
            let likeness = |function: usize| {
                let length = bodies[function].len() + bodies[*last].len();
                (
                    (shared[function] << 20) / length,
                    std::cmp::Reverse(function),
                )
            };
            let best = candidates
                .iter()
                .copied()
                .max_by_key(|candidate| likeness(*candidate));
            candidates
                .iter()
                .for_each(|candidate| shared[*candidate] = 0);
            best
        });
        let Some(next) = alike.or_else(|| longest.find(|function| !placed[*function])) else {
            break;
        };
        placed[next] = true;
        order.push(next);
    }
    order
}

/// How many functions an import section brings; they are counted before those of the file.
fn imported_functions(mut section: &[u8]) -> Option<usize> {
    let mut functions = 0;
    for _ in 0..leb128::read(&mut section)? {
        for _ in 0..2 {
            let length = leb128::read(&mut section)?;
            section = section.get(length..)?;
        }
        let (kind, behind) = section.split_first()?;
        section = behind;
        match kind {
            0 => {
                functions += 1;
                leb128::read(&mut section)?;
            }
            // the type of a table stands before its limits
            1 | 2 => {
                section = section.get(usize::from(*kind == 1)..)?;
                let (flags, behind) = section.split_first()?;
                section = behind;
                leb128::read(&mut section)?;
                if flags & 1 == 1 {
                    leb128::read(&mut section)?;
                }
            }
            _ => section = section.get(2..)?,
        }
    }
    Some(functions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_stands_together() {
        let bodies: [&[u8]; 4] = [
            b"abcdefghijklmnop",
            b"01234567890123456",
            b"abcdefghijklmnox",
            b"0123456789012345_and more",
        ];
        assert_eq!(by_likeness(&bodies), [3, 1, 0, 2]);
    }

    #[test]
    fn every_function_gets_a_name_and_the_code_stays() {
        // one import of a function, two functions that do nothing, and a name section that goes
        let wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0\x03\x03\x02\0\0\
            \x0a\x07\x02\x02\0\x0b\x02\0\x0b\0\x07\x04nameXY";
        let named = named(wasm).expect("wasm");
        let (code, names) = named.split_at(wasm.len() - 9);
        assert_eq!(code, &wasm[..wasm.len() - 9]);
        let expected = b"\0\x1a\x04name\x01\x13\x02\x01\x070000000\x02\x070000001";
        assert_eq!(names, expected);
        assert_eq!(super::named(b"\0asm"), None);
    }
}
