//! From planted counts to rows: who gave which answer.

use super::random::Random;

/// The code of an answer that was refused ("keine Angabe").
pub const REFUSED: i32 = -9;
/// The code of a question that did not apply.
pub const NOT_APPLICABLE: i32 = -7;

/// The answers to one question, one cell per row.
pub type Column = Vec<Option<i32>>;

/// Deals the codes 1, 2, ... to the eligible rows, as often as `counts` says.
///
/// Rows with a higher trait tend to get the higher codes (the lower ones for a negative loading), so that items of one
/// battery correlate as those of real respondents do. Eligible rows beyond the counts stay without an answer, every third
/// of them refused.
pub fn deal(
    random: &mut Random,
    eligible: &[usize],
    traits: &[f64],
    loading: f64,
    counts: &[usize],
) -> Column {
    let answered: usize = counts.iter().sum();
    assert!(answered <= eligible.len(), "more answers than rows");
    let order = random.sample(eligible, eligible.len());
    let (answering, silent) = order.split_at(answered);

    let mut column = vec![None; traits.len()];
    for row in silent.iter().step_by(3) {
        column[*row] = Some(REFUSED);
    }
    let mut scored: Vec<(f64, usize)> = answering
        .iter()
        .map(|&row| (loading * traits[row] + random.noise(), row))
        .collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let codes = (1..)
        .zip(counts)
        .flat_map(|(code, &count)| std::iter::repeat_n(code, count));
    for ((_, row), code) in scored.into_iter().zip(codes) {
        column[row] = Some(code);
    }
    column
}

/// A random 0/1 matrix with these row and column sums; `affinity(row, column)` makes a one there likelier.
///
/// Ryser's construction (each column goes to the rows that still need most), then 2 x 2 swaps that keep the margins.
pub fn incidence(
    random: &mut Random,
    row_sums: &[usize],
    column_sums: &[usize],
    affinity: impl Fn(usize, usize) -> f64,
) -> Vec<Vec<bool>> {
    let (rows, columns) = (row_sums.len(), column_sums.len());
    let mut left = row_sums.to_vec();
    let mut matrix = vec![vec![false; columns]; rows];
    let mut by_size: Vec<usize> = (0..columns).collect();
    by_size.sort_by_key(|&column| std::cmp::Reverse(column_sums[column]));
    for column in by_size {
        let mut order: Vec<usize> = (0..rows).collect();
        random.shuffle(&mut order);
        order.sort_by_key(|&row| std::cmp::Reverse(left[row]));
        for &row in &order[..column_sums[column]] {
            assert!(left[row] > 0, "no matrix has these margins");
            left[row] -= 1;
            matrix[row][column] = true;
        }
    }
    assert!(left.iter().all(|&left| left == 0), "the margins differ");

    for _ in 0..rows * columns * 20 {
        let (r, s) = (random.below(rows), random.below(rows));
        let (a, b) = (random.below(columns), random.below(columns));
        let swappable = matrix[r][a] && !matrix[r][b] && matrix[s][b] && !matrix[s][a];
        let gain = affinity(r, b) + affinity(s, a) - affinity(r, a) - affinity(s, b);
        if swappable && gain + random.noise() > 0.0 {
            matrix[r][a] = false;
            matrix[r][b] = true;
            matrix[s][b] = false;
            matrix[s][a] = true;
        }
    }
    matrix
}

/// Splits `total` over `n` rows at random, each between `least` and `most`.
pub fn split(random: &mut Random, total: usize, n: usize, least: usize, most: usize) -> Vec<usize> {
    assert!(
        (n * least..=n * most).contains(&total),
        "the total does not fit"
    );
    let mut parts = vec![least; n];
    let mut left = total - n * least;
    while left > 0 {
        let row = random.below(n);
        if parts[row] < most {
            parts[row] += 1;
            left -= 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dealt_answers_have_the_planted_counts() {
        let mut random = Random::stream("test");
        let traits: Vec<f64> = (0..50).map(f64::from).collect();
        let eligible: Vec<usize> = (0..40).collect();
        let column = deal(&mut random, &eligible, &traits, 0.5, &[3, 0, 20, 10]);
        let count = |code| column.iter().filter(|cell| **cell == Some(code)).count();
        assert_eq!([1, 2, 3, 4].map(count), [3, 0, 20, 10]);
        assert_eq!(count(REFUSED), 3);
        assert!(column[40..].iter().all(Option::is_none));
    }

    #[test]
    fn an_incidence_matrix_keeps_its_margins() {
        let mut random = Random::stream("test");
        let (rows, columns) = ([3, 1, 2, 2, 1], [4, 1, 3, 1]);
        let matrix = incidence(&mut random, &rows, &columns, |_, _| 0.0);
        for (row, sum) in matrix.iter().zip(rows) {
            assert_eq!(row.iter().filter(|cell| **cell).count(), sum);
        }
        for (column, sum) in columns.into_iter().enumerate() {
            assert_eq!(matrix.iter().filter(|row| row[column]).count(), sum);
        }
    }
}
