//! Loops over the rows of columns.
//!
//! Everything else in the page is compiled for size; what runs once for every row is here and compiled for speed. Plain slices
//! go in, plain numbers come out. No function is generic or inlined: its instructions would be compiled where it is called.
//!
//! Invariants: no dependencies; no panic on slices of equal lengths and codes that have a place in their table,
//! and rows that are there.

mod choose;
mod pack;

pub use choose::{choose, count_of};
pub use pack::{pack, per_word, unpack};

/// Cells of a small table.
const SMALL: usize = 256;
/// Comparisons that are counted in a byte.
const RUN: usize = 128;

/// How often each code occurs.
#[inline(never)]
pub fn count(codes: &[u8]) -> [u64; 256] {
    // two rows at a time into tables of their own, so that equal neighbours do not wait for each other
    let mut counts = [[0_u64; 256]; 2];
    let (twos, rest) = codes.as_chunks::<2>();
    for [first, second] in twos {
        counts[0][usize::from(*first)] += 1;
        counts[1][usize::from(*second)] += 1;
    }
    for code in rest {
        counts[0][usize::from(*code)] += 1;
    }
    std::array::from_fn(|code| counts[0][code] + counts[1][code])
}

/// Adds how often each code occurs; codes beyond the counts are passed over.
#[inline(never)]
pub fn count_wide(codes: &[u16], counts: &mut [u64]) {
    for code in codes {
        if let Some(count) = counts.get_mut(usize::from(*code)) {
            *count += 1;
        }
    }
}

/// Whether a code is above `most`: eight are looked at in one go.
#[inline(never)]
pub fn is_any_above(codes: &[u8], most: u8) -> bool {
    const SEVEN_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    // added to seven bits, it carries into the eighth where they are above those of `most`
    let carry = u64::from_le_bytes([0x7F - (most & 0x7F); 8]);
    let all = if most < 0x80 { u64::MAX } else { 0 };
    let (words, rest) = codes.as_chunks::<8>();
    let above = words.iter().fold(0, |above, word| {
        let word = u64::from_le_bytes(*word);
        let carried = (word & SEVEN_BITS) + carry;
        // with its eighth bit a code is above every `most` without; with both, the others decide
        above | (carried & (word | all)) | (word & all)
    });
    above & !SEVEN_BITS != 0 || rest.iter().any(|code| *code > most)
}

/// The greatest code, 0 where there are none.
#[inline(never)]
pub fn greatest_wide(codes: &[u16]) -> u16 {
    codes.iter().fold(0, |most, code| most.max(*code))
}

/// How often each pair of codes occurs in at most 2³² rows: the cell of a pair is `a * b_codes + b`.
#[inline(never)]
pub fn count_pairs(a: &[u8], b: &[u8], a_codes: usize, b_codes: usize) -> Vec<u32> {
    let cells = a_codes * b_codes;
    if cells > SMALL {
        let mut counts = vec![0; cells];
        for (a, b) in a.iter().zip(b) {
            counts[usize::from(*a) * b_codes + usize::from(*b)] += 1;
        }
        return counts;
    }
    // four tables in turn: a processor that adds to one and the same count waits for its last addition
    let mut counts = [[0_u32; SMALL]; 4];
    // below the number of cells
    let cell = |a: u8, b: u8| (usize::from(a) * b_codes + usize::from(b)) % SMALL;
    let (a_fours, a_rest) = a.as_chunks::<4>();
    let (b_fours, b_rest) = b.as_chunks::<4>();
    for (a, b) in a_fours.iter().zip(b_fours) {
        counts[0][cell(a[0], b[0])] += 1;
        counts[1][cell(a[1], b[1])] += 1;
        counts[2][cell(a[2], b[2])] += 1;
        counts[3][cell(a[3], b[3])] += 1;
    }
    for (a, b) in a_rest.iter().zip(b_rest) {
        counts[0][cell(*a, *b)] += 1;
    }
    (0..cells)
        .map(|cell| counts.iter().map(|counts| counts[cell]).sum())
        .collect()
}

/// Rows and sum of weights of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Weighed {
    /// Rows.
    pub rows: u64,
    /// Sum of their weights, added in the order of the rows.
    pub weight: f64,
}

/// The same with weights.
#[inline(never)]
pub fn weigh_pairs(
    a: &[u8],
    b: &[u8],
    weights: &[f64],
    a_codes: usize,
    b_codes: usize,
) -> Vec<Weighed> {
    let mut cells = vec![Weighed::default(); a_codes * b_codes];
    for ((a, b), weight) in a.iter().zip(b).zip(weights) {
        let cell = &mut cells[usize::from(*a) * b_codes + usize::from(*b)];
        cell.rows += 1;
        cell.weight += weight;
    }
    cells
}

/// The same over some of the rows; there is a weight for every one.
#[inline(never)]
pub fn weigh_pairs_of(
    rows: &[usize],
    a: &[u8],
    b: &[u8],
    weights: &[f64],
    a_codes: usize,
    b_codes: usize,
) -> Vec<Weighed> {
    let mut cells = vec![Weighed::default(); a_codes * b_codes];
    let mut add = |row: usize| {
        let cell = &mut cells[usize::from(a[row]) * b_codes + usize::from(b[row])];
        cell.rows += 1;
        cell.weight += weights[row];
    };
    let (fours, rest) = rows.as_chunks::<4>();
    for rows in fours {
        add(rows[0]);
        add(rows[1]);
        add(rows[2]);
        add(rows[3]);
    }
    rest.iter().copied().for_each(add);
    cells
}

/// The codes of some rows.
#[inline(never)]
pub fn pick(codes: &[u8], rows: &[usize]) -> Vec<u8> {
    rows.iter().map(|row| codes[*row]).collect()
}

/// Numbers that shall be weights.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weights {
    /// The numbers.
    pub numbers: Vec<f64>,
    /// How many of them can be no weight: they are not finite, or not above 0.
    pub unusable: u64,
}

/// How many of some rows, or of all, have a number that can be no weight.
#[inline(never)]
pub fn unusable(rows: Option<&[usize]>, numbers: &[f64]) -> u64 {
    let count = |number: f64| u64::from(is_no_weight(number));
    match rows {
        Some(rows) => rows.iter().map(|row| count(numbers[*row])).sum(),
        None => numbers.iter().map(|number| count(*number)).sum(),
    }
}

/// Numbers as weights.
#[inline(never)]
pub fn weights(numbers: Vec<f64>) -> Weights {
    let unusable = |number: &f64| u64::from(is_no_weight(*number));
    Weights {
        unusable: numbers.iter().map(unusable).sum(),
        numbers,
    }
}

/// Whether a number is not finite or not above 0.
fn is_no_weight(number: f64) -> bool {
    // the bits of positive numbers are in their order, infinity is above all of them and 0 below: that is a single comparison
    number.to_bits().wrapping_sub(1) >= f64::INFINITY.to_bits() - 1
}

/// For every code what stands in a table at its place.
#[inline(never)]
pub fn look_up(codes: &[u8], table: &[u8; 256]) -> Vec<u8> {
    codes.iter().map(|code| table[usize::from(*code)]).collect()
}

/// The same with numbers.
#[inline(never)]
pub fn look_up_numbers(codes: &[u8], table: &[f64; 256]) -> Vec<f64> {
    codes.iter().map(|code| table[usize::from(*code)]).collect()
}

/// Marks with 1 the rows whose code is marked in a table.
#[inline(never)]
pub fn mark(rows: &mut [u8], codes: &[u8], table: &[u8; 256]) {
    for (row, code) in rows.iter_mut().zip(codes) {
        *row |= table[usize::from(*code)];
    }
}

/// Rows in which the first place is before the second.
#[inline(never)]
pub fn count_before(first: &[u8], second: &[u8]) -> u64 {
    let runs = first.chunks(RUN).zip(second.chunks(RUN));
    let count = |(first, second): (&[u8], &[u8])| {
        let before = first.iter().zip(second).map(|(a, b)| u8::from(a < b));
        u64::from(before.fold(0_u8, u8::wrapping_add))
    };
    runs.map(count).sum()
}

/// What a row of several marks holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marked {
    /// The marks that occur, as bits.
    pub seen: u64,
    /// How many were given.
    pub given: u32,
    /// Whether one was given twice.
    pub twice: bool,
}

/// Adds the mark of every code, one bit or none, to what its row holds.
#[inline(never)]
pub fn mark_bits(rows: &mut [Marked], codes: &[u8], bits: &[u64; 256]) {
    for (row, code) in rows.iter_mut().zip(codes) {
        let bit = bits[usize::from(*code)];
        row.twice |= row.seen & bit != 0;
        row.seen |= bit;
        row.given += u32::from(bit != 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_are_what_a_look_at_every_row_gives() {
        let a: Vec<u8> = (0..10_007_u32).map(|row| (row * 7919 % 6) as u8).collect();
        let b: Vec<u8> = (0..10_007_u32)
            .map(|row| (row * 104_729 / 3 % 5) as u8)
            .collect();
        let weights: Vec<f64> = (0..10_007).map(|row| f64::from(row % 4) / 3.0).collect();
        let pairs = || a.iter().zip(&b);
        assert_eq!(
            count(&a)[2],
            a.iter().filter(|code| **code == 2).count() as u64
        );
        let cell = pairs().filter(|pair| pair == &(&4, &3)).count();
        assert_eq!(count_pairs(&a, &b, 6, 5)[4 * 5 + 3] as usize, cell);
        // a large table takes another way
        assert_eq!(count_pairs(&a, &b, 200, 5)[4 * 5 + 3] as usize, cell);
        let weighed = weigh_pairs(&a, &b, &weights, 6, 5)[4 * 5 + 3];
        let of_cell = || pairs().zip(&weights).filter(|(pair, _)| pair == &(&4, &3));
        let sum = of_cell().fold(0.0, |sum, (_, weight)| sum + weight);
        assert_eq!(
            (weighed.rows, weighed.weight),
            (of_cell().count() as u64, sum)
        );
        let before = pairs().filter(|(a, b)| a < b).count() as u64;
        assert_eq!(count_before(&a, &b), before);
    }

    #[test]
    fn a_code_above_the_others_is_found() {
        for most in 0..=255 {
            for code in 0..=255 {
                let mut codes = [0; 19];
                codes[7] = code;
                assert_eq!(is_any_above(&codes, most), code > most, "{code} {most}");
                codes[7] = most;
                codes[17] = code;
                assert_eq!(is_any_above(&codes, most), code > most, "{code} {most}");
            }
        }
    }

    #[test]
    fn some_rows_are_weighed_as_if_they_were_alone() {
        let a: Vec<u8> = (0..10_007_u32).map(|row| (row * 7919 % 6) as u8).collect();
        let b: Vec<u8> = a.iter().rev().copied().collect();
        let rows: Vec<usize> = (0..a.len()).filter(|row| row % 3 == 1).collect();
        let numbers: Vec<f64> = (1..=10_007).map(|row| f64::from(row) / 7.0).collect();
        let picked: Vec<f64> = rows.iter().map(|row| numbers[*row]).collect();
        assert_eq!(
            weigh_pairs_of(&rows, &a, &b, &numbers, 6, 6),
            weigh_pairs(&pick(&a, &rows), &pick(&b, &rows), &picked, 6, 6)
        );
    }

    #[test]
    fn weights_are_finite_and_above_nothing() {
        let (nan, infinity) = (f64::NAN, f64::INFINITY);
        let small = f64::from_bits(1);
        let numbers = [2.5, nan, -nan, 0.0, -0.0, infinity, -infinity, -1.0, -small];
        let weights = weights(numbers.to_vec());
        assert_eq!(weights.unusable, 8);
        assert_eq!(weights.numbers.len(), numbers.len());
        let usable = [small, 0.5, f64::MAX, nan, 1e-300];
        assert_eq!(super::weights(usable.to_vec()).unusable, 1);
        assert_eq!((unusable(None, &usable), unusable(None, &numbers)), (1, 8));
        assert_eq!(
            (
                unusable(Some(&[4, 3, 0]), &usable),
                unusable(Some(&[0, 2]), &usable)
            ),
            (1, 0)
        );
    }

    #[test]
    fn marks_are_seen_once_or_twice() {
        let mut bits = [0; 256];
        (bits[1], bits[2]) = (1, 2);
        let mut rows = [Marked::default(); 3];
        mark_bits(&mut rows, &[1, 2, 0], &bits);
        mark_bits(&mut rows, &[2, 2, 0], &bits);
        let marked = |seen, given, twice| Marked { seen, given, twice };
        assert_eq!(
            rows,
            [marked(3, 2, false), marked(2, 2, true), marked(0, 0, false)]
        );
    }
}
