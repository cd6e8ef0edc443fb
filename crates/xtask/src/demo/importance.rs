//! Importance of diversity and of safety for the own work (slides 15 and 16). The figures were only printed as images: scale,
//! wording, means and five-number summaries are invented, within what the text of the slides says.

use super::distribute::{Column, deal};
use super::item::{Item, item};
use super::offices::Unit;
use super::random::Random;

/// The two items.
pub const IMPORTANCE: [Item; 2] = [
    item(
        "imp_diversity",
        "Bedeutung von Fragen gesellschaftlicher Vielfalt für die eigene Arbeit",
        "Importance of questions of societal diversity for the own work",
        &[],
    )
    .placeholder(),
    item(
        "imp_safety",
        "Bedeutung von Fragen der Sicherheit für die eigene Arbeit",
        "Importance of questions of safety for the own work",
        &[],
    )
    .placeholder(),
];

/// What the answers of a type of office come to: mean in tenths; smallest, quartiles, largest.
struct Summary {
    office: usize,
    mean: usize,
    five: [usize; 5],
}

const fn summary(office: usize, mean: usize, five: [usize; 5]) -> Summary {
    Summary { office, mean, five }
}

const SUMMARIES: [[Summary; 5]; 2] = [
    [
        summary(0, 54, [1, 4, 5, 7, 10]),
        summary(1, 68, [2, 6, 7, 8, 10]),
        summary(3, 83, [4, 7, 8, 9, 10]),
        summary(4, 85, [4, 8, 9, 10, 10]),
        summary(5, 91, [6, 9, 9, 10, 10]),
    ],
    [
        summary(0, 89, [5, 8, 9, 10, 10]),
        summary(1, 50, [1, 4, 5, 6, 9]),
        summary(3, 58, [2, 5, 6, 7, 10]),
        summary(4, 60, [2, 5, 6, 7, 10]),
        summary(5, 57, [1, 3, 6, 9, 10]),
    ],
];

/// The answers to the item of that position.
pub fn answers(position: usize, units: &[Unit], traits: &[f64]) -> Column {
    let random = &mut Random::stream(IMPORTANCE[position].id);
    let mut column = vec![None; units.len()];
    for summary in &SUMMARIES[position] {
        let rows: Vec<usize> = (0..units.len())
            .filter(|&row| units[row].office == summary.office)
            .collect();
        let counts = counts(random, summary, rows.len());
        let dealt = deal(random, &rows, traits, 0.3, &counts);
        for row in rows {
            column[row] = dealt[row];
        }
    }
    column
}

/// How often each of the codes 1 to 10 occurs.
///
/// The sorted answers are held at the five numbers (quartiles of type 7, the default of R); between them they move up or
/// down until their mean rounds to the given one.
fn counts(random: &mut Random, summary: &Summary, n: usize) -> [usize; 10] {
    let [smallest, lower, median, upper, largest] = summary.five;
    let mut held = vec![None; n];
    held[0] = Some(smallest);
    held[n - 1] = Some(largest);
    for (quarter, value) in [(1, lower), (2, median), (3, upper)] {
        let position = quarter * (n - 1);
        held[position / 4..=position.div_ceil(4)].fill(Some(value));
    }
    let below = |i: usize| held[..=i].iter().rev().flatten().next().copied();
    let above = |i: usize| held[i..].iter().flatten().next().copied();
    let bounds: Vec<(usize, usize)> = (0..n)
        .map(|i| (below(i).unwrap_or(smallest), above(i).unwrap_or(largest)))
        .collect();
    let mut answers: Vec<usize> = bounds.iter().map(|(low, high)| (low + high) / 2).collect();

    let target = (summary.mean * n + 5) / 10;
    while answers.iter().sum::<usize>() != target {
        let i = random.below(n);
        let (low, high) = bounds[i];
        if answers.iter().sum::<usize>() < target {
            answers[i] = (answers[i] + 1).min(high);
        } else {
            answers[i] = (answers[i] - 1).max(low);
        }
    }
    std::array::from_fn(|code| answers.iter().filter(|&&answer| answer == code + 1).count())
}
