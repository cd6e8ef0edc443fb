//! Rows drawn one by one, where a statistic sees nothing of a row but its category.

use crate::random::Random;

/// Draws n = Σ counts rows with replacement, every row by itself, and counts their categories in `drawn`. O(n).
///
/// In law the same as a draw of [`crate::random::Multinomial`], which does not depend on n; this is the bootstrap of rows in
/// the literal sense. Rows are imagined in the order of their categories: the number of a row is drawn from its highest bits
/// on, and only as far as its category is in doubt. Nearly always the first eight bits decide.
pub fn draw_rows(random: &mut Random, counts: &[u64], drawn: &mut [u64]) {
    let n: u64 = counts.iter().sum();
    // how many rows got each value of their first eight bits; several counters, so that equal bytes need not wait
    let mut leading = [[0_u32; 256]; 4];
    let mut left = n;
    while left >= 8 {
        // a counter holds 2³² rows of one byte
        let bytes = random.bits().to_le_bytes();
        for (place, byte) in bytes.into_iter().enumerate() {
            leading[place & 3][usize::from(byte)] += 1;
        }
        left -= 8;
    }
    for byte in &random.bits().to_le_bytes()[..left as usize] {
        leading[0][usize::from(*byte)] += 1;
    }
    drawn.fill(0);
    // the row is ⌊(byte + rest) n / 256⌋ with the rest uniform below 1
    let mut category = 0;
    let mut up_to = counts.first().copied().unwrap_or(0);
    for byte in 0..256_u64 {
        let mut rows: u64 = leading
            .iter()
            .map(|counters| u64::from(counters[byte as usize]))
            .sum();
        let (low, high) = (byte * n, (byte + 1) * n);
        // rows of this byte lie between low / 256 and high / 256
        while up_to * 256 <= low && category + 1 < counts.len() {
            category += 1;
            up_to += counts[category];
        }
        let (mut here, mut end, mut from) = (category, up_to, low);
        while end * 256 < high && here + 1 < counts.len() {
            // among those from `from` on, a share (256 end − from) / (high − from) belongs to this category
            let mine = (0..rows)
                .filter(|_| random.below(high - from) < end * 256 - from)
                .count() as u64;
            drawn[here] += mine;
            rows -= mine;
            from = end * 256;
            here += 1;
            end += counts[here];
        }
        drawn[here] += rows;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_equally_likely() {
        for counts in [
            vec![1_u64, 2, 3, 4],
            vec![0, 700, 0, 1, 299],
            vec![3, 0, 0],
            vec![5000, 4000, 3000, 2000, 1],
            vec![1; 300],
        ] {
            let n: u64 = counts.iter().sum();
            let mut random = Random::new(31);
            let draws = 3000_u64;
            let (mut sums, mut squares) = (vec![0.0; counts.len()], vec![0.0; counts.len()]);
            for _ in 0..draws {
                let mut drawn = vec![7; counts.len()];
                draw_rows(&mut random, &counts, &mut drawn);
                assert_eq!(drawn.iter().sum::<u64>(), n);
                for (index, drawn) in drawn.iter().enumerate() {
                    let difference = *drawn as f64 - counts[index] as f64;
                    sums[index] += difference;
                    squares[index] += difference * difference;
                }
            }
            for (index, count) in counts.iter().enumerate() {
                let p = *count as f64 / n as f64;
                let variance = n as f64 * p * (1.0 - p);
                let draws = draws as f64;
                assert!(
                    sums[index].abs() <= 6.0 * (variance * draws).sqrt(),
                    "{counts:?} {index}: {}",
                    sums[index] / draws
                );
                if variance > 1.0 {
                    let ratio = squares[index] / draws / variance;
                    assert!((ratio - 1.0).abs() < 0.2, "{counts:?} {index}: {ratio}");
                }
            }
        }
    }
}
