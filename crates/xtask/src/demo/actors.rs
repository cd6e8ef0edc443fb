//! The actors of the cooperation networks (slides 5 to 8). Axes and means were only printed as images: all of this is invented,
//! within what the text of the slides says.

use super::distribute::{Column, NOT_APPLICABLE, deal};
use super::offices::Words;
use super::random::Random;

/// An actor offices cooperate with.
pub struct Actor {
    /// Name of the variable.
    pub id: &'static str,
    /// Name of the actor.
    pub name: Words,
    /// Position in [`FIELDS`].
    pub field: usize,
    /// Means by type of office in tenths; 0 for the own office.
    means: [usize; 6],
}

/// The fields the actors belong to.
pub const FIELDS: [Words; 6] = [
    Words {
        de: "Sicherheit",
        en: "Safety",
    },
    Words {
        de: "Planung",
        en: "Planning",
    },
    Words {
        de: "Wohnen und Quartier",
        en: "Housing and neighbourhood",
    },
    Words {
        de: "Soziales",
        en: "Social services",
    },
    Words {
        de: "Jugend",
        en: "Youth",
    },
    Words {
        de: "Vielfalt",
        en: "Diversity",
    },
];

const fn actor(
    id: &'static str,
    de: &'static str,
    en: &'static str,
    field: usize,
    means: [usize; 6],
) -> Actor {
    Actor {
        id,
        name: Words { de, en },
        field,
        means,
    }
}

/// The actors; means in the order of the offices: order, planning, housing, social, youth, integration.
pub const ACTORS: [Actor; 24] = [
    actor(
        "ac_police",
        "Polizei",
        "Police",
        0,
        [39, 24, 21, 27, 35, 23],
    ),
    actor(
        "ac_justice",
        "Staatsanwaltschaft/Justiz",
        "Prosecution/judiciary",
        0,
        [26, 12, 12, 16, 26, 13],
    ),
    actor(
        "ac_order",
        "Ordnungsamt",
        "Public order office",
        0,
        [0, 28, 25, 29, 28, 22],
    ),
    actor(
        "ac_council",
        "Kriminalpräventiver Rat",
        "Crime prevention council",
        0,
        [31, 19, 14, 21, 29, 19],
    ),
    actor(
        "ac_private",
        "Private Sicherheitsdienste",
        "Private security services",
        0,
        [26, 13, 16, 19, 14, 13],
    ),
    actor(
        "ac_transport",
        "Verkehrsbetriebe",
        "Public transport operators",
        0,
        [29, 26, 14, 16, 16, 14],
    ),
    actor(
        "ac_planning",
        "Stadtplanungsamt",
        "Urban planning office",
        1,
        [31, 0, 27, 25, 23, 19],
    ),
    actor(
        "ac_building",
        "Bauordnungsamt",
        "Building control office",
        1,
        [32, 36, 25, 22, 18, 15],
    ),
    actor(
        "ac_green",
        "Grünflächen-/Tiefbauamt",
        "Parks and civil engineering office",
        1,
        [32, 36, 18, 19, 22, 15],
    ),
    actor(
        "ac_housing",
        "Wohnungsamt",
        "Housing office",
        2,
        [22, 30, 0, 34, 24, 25],
    ),
    actor(
        "ac_housing_companies",
        "Wohnungsunternehmen",
        "Housing companies",
        2,
        [20, 33, 31, 31, 20, 21],
    ),
    actor(
        "ac_neighbourhood",
        "Quartiersmanagement",
        "Neighbourhood management",
        2,
        [24, 35, 26, 33, 31, 32],
    ),
    actor(
        "ac_social",
        "Sozialamt",
        "Social services office",
        3,
        [29, 27, 34, 0, 35, 34],
    ),
    actor(
        "ac_welfare",
        "Wohlfahrtsverbände",
        "Welfare associations",
        3,
        [20, 20, 26, 35, 33, 35],
    ),
    actor(
        "ac_health",
        "Gesundheitsamt",
        "Public health office",
        3,
        [28, 16, 19, 30, 29, 22],
    ),
    actor(
        "ac_youth",
        "Jugendamt",
        "Youth welfare office",
        4,
        [30, 26, 25, 35, 0, 33],
    ),
    actor(
        "ac_schools",
        "Schulen",
        "Schools",
        4,
        [24, 21, 15, 27, 37, 31],
    ),
    actor(
        "ac_youth_ngo",
        "Freie Träger der Jugendhilfe",
        "Independent youth welfare providers",
        4,
        [20, 19, 18, 28, 38, 29],
    ),
    actor(
        "ac_streetwork",
        "Streetwork/aufsuchende Sozialarbeit",
        "Streetwork/outreach social work",
        4,
        [28, 19, 20, 29, 36, 24],
    ),
    actor(
        "ac_integration",
        "Integrationsbeauftragte",
        "Integration commissioners",
        5,
        [23, 22, 24, 33, 31, 0],
    ),
    actor(
        "ac_migrant_orgs",
        "Migrantenorganisationen",
        "Migrant organisations",
        5,
        [18, 17, 19, 28, 26, 39],
    ),
    actor(
        "ac_religion",
        "Religionsgemeinschaften",
        "Religious communities",
        5,
        [18, 16, 17, 25, 23, 35],
    ),
    actor(
        "ac_equality",
        "Gleichstellungs-/Antidiskriminierungsstelle",
        "Equality/anti-discrimination unit",
        5,
        [19, 19, 17, 25, 26, 32],
    ),
    actor(
        "ac_volunteers",
        "Ehrenamtliche Initiativen (z. B. Flüchtlingshilfe)",
        "Volunteer initiatives (e.g. refugee support)",
        5,
        [18, 17, 22, 31, 28, 38],
    ),
];

/// The answers on one actor; `rows_of(type)` are the rows of a type of office.
pub fn answers(actor: &Actor, rows_of: &[Vec<usize>; 6], traits: &[f64]) -> Column {
    let random = &mut Random::stream(actor.id);
    let mut column = vec![None; traits.len()];
    for (rows, mean) in rows_of.iter().zip(actor.means) {
        let dealt = match mean {
            0 => rows.iter().map(|_| Some(NOT_APPLICABLE)).collect(),
            tenths => {
                let silent = random.below(3.min(rows.len() / 5));
                let counts = counts(tenths, rows.len() - silent);
                let dealt = deal(random, rows, traits, 0.7, &counts);
                rows.iter().map(|&row| dealt[row]).collect::<Vec<_>>()
            }
        };
        for (&row, cell) in rows.iter().zip(dealt) {
            column[row] = cell;
        }
    }
    column
}

/// How often each of the codes 1 to 4 occurs among n answers so that their mean rounds to `tenths`: two binomial
/// distributions around that mean, then single steps up or down until the sum fits.
fn counts(tenths: usize, n: usize) -> [usize; 4] {
    let p = (tenths as f64 / 10.0 - 1.0) / 3.0;
    let spread = 0.18_f64.min(p).min(1.0 - p);
    let share = |k: usize| {
        let binomial = |p: f64| {
            let q = 1.0 - p;
            [q * q * q, 3.0 * p * q * q, 3.0 * p * p * q, p * p * p][k]
        };
        f64::midpoint(binomial(p - spread), binomial(p + spread))
    };
    let mut counts = [0, 1, 2, 3].map(|k| (share(k) * n as f64) as usize);
    // what rounding down left over goes to the middle of the distribution
    counts[(tenths + 5) / 10 - 1] += n - counts.iter().sum::<usize>();

    let target = (tenths * n + 5) / 10;
    loop {
        let sum: usize = (1..).zip(&counts).map(|(code, count)| code * count).sum();
        let (from, to) = match sum.cmp(&target) {
            std::cmp::Ordering::Equal => return counts,
            std::cmp::Ordering::Less => ([0, 1, 2], 1),
            std::cmp::Ordering::Greater => ([1, 2, 3], -1),
        };
        let fullest = from
            .into_iter()
            .max_by_key(|&k| counts[k])
            .expect("three categories to take from");
        counts[fullest] -= 1;
        counts[fullest.wrapping_add_signed(to)] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn counts_have_the_mean_they_were_made_for() {
        for tenths in 12..=39 {
            for n in 12..=54 {
                let counts = counts(tenths, n);
                assert_eq!(counts.iter().sum::<usize>(), n);
                let sum: usize = (1..).zip(counts).map(|(code, count)| code * count).sum();
                assert_eq!((sum as f64 / n as f64 * 10.0).round() as usize, tenths);
            }
        }
    }
}
