//! The rows on which a condition holds.

/// Rows of a block, whose places in it are bytes.
const BLOCK: usize = 1 << 8;

/// The rows whose code has a 1 in a table where all others have a 0.
#[inline(never)]
pub fn choose(codes: &[u8], table: &[u8; 256]) -> Vec<usize> {
    let mut chosen = Vec::new();
    let mut places = [0_u8; BLOCK];
    for (start, codes) in (0..).step_by(BLOCK).zip(codes.chunks(BLOCK)) {
        // every row is written, and the next one in its place where it is not chosen: that is quicker than to look
        let (mut row, mut holds) = (0_u8, 0);
        let mut next = |code: &u8| {
            places[holds % BLOCK] = row;
            row = row.wrapping_add(1);
            holds += usize::from(table[usize::from(*code)]);
        };
        // eight without a look at the end
        let (eights, rest) = codes.as_chunks::<8>();
        for eight in eights {
            eight.iter().for_each(&mut next);
        }
        rest.iter().for_each(&mut next);
        let places = places[..holds.min(BLOCK)].iter();
        chosen.extend(places.map(|place| start + usize::from(*place)));
    }
    chosen
}

/// How often a code occurs: eight are compared in one go.
#[inline(never)]
pub fn count_of(codes: &[u8], code: u8) -> u64 {
    const SEVEN_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let eight = u64::from_le_bytes([code; 8]);
    let (words, rest) = codes.as_chunks::<8>();
    let found: u64 = words
        .iter()
        .map(|word| {
            let differs = u64::from_le_bytes(*word) ^ eight;
            // added to its lower bits, it carries into the highest one unless they are all 0
            let carried = (differs & SEVEN_BITS) + SEVEN_BITS;
            u64::from((!(carried | differs | SEVEN_BITS)).count_ones())
        })
        .sum();
    found
        + rest
            .iter()
            .map(|other| u64::from(*other == code))
            .sum::<u64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_rows_are_those_of_a_look_at_every_row() {
        for length in [0, 1, 7, 8, 9, 255, 256, 257, 2_047, 2_048, 2_049, 10_007] {
            let codes = |codes: u32| -> Vec<u8> {
                let code = |row: u32| row * 7919 / 3 % codes;
                (0..length).map(|row| code(row) as u8).collect()
            };
            let every: Vec<u8> = (0..=255).collect();
            for codes in [codes(6), codes(256), codes(1)] {
                for holds in [&[2][..], &[2, 5], &[0], &[], &[128, 255, 127], &every] {
                    let mut table = [0; 256];
                    holds.iter().for_each(|code| table[usize::from(*code)] = 1);
                    let is_chosen = |row: &usize| holds.contains(&codes[*row]);
                    let rows: Vec<usize> = (0..codes.len()).filter(is_chosen).collect();
                    assert_eq!(choose(&codes, &table), rows, "{holds:?}");
                    let counted: u64 = holds.iter().map(|code| count_of(&codes, *code)).sum();
                    assert_eq!(counted, rows.len() as u64, "{holds:?}");
                }
            }
        }
    }

    #[test]
    fn a_code_is_told_from_others_by_every_bit() {
        for code in 0..=u8::MAX {
            let codes: Vec<u8> = (0..=u8::MAX).chain([code; 11]).collect();
            assert_eq!(count_of(&codes, code), 12);
        }
    }
}
