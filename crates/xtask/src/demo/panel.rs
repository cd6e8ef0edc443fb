//! Who was contacted and who took part, wave by wave.

use super::distribute::{incidence, split};
use super::offices::{HOUSING, Unit};
use super::random::Random;

/// Municipalities with more than 50,000 inhabitants (1169 / 6 is about 195).
const MUNICIPALITIES: usize = 195;
/// With at least one office in wave 1: two thirds of 195.
const WAVE1_MUNICIPALITIES: usize = 130;
/// Of these without any office in wave 2.
const DROPPED_OUT: usize = 11;
/// Joined in wave 2: 130 − 11 + 8 = 127 of 191 contacted municipalities are two thirds again.
const JOINED: usize = 8;
/// With at least one office in wave 3: two thirds of the 130 + 8 contacted.
const WAVE3_MUNICIPALITIES: usize = 92;
/// Contacted in wave 2: the largest number of contacted offices of one type.
const WAVE2_CONTACTED: usize = 191;

// Published: the sizes of wave 1. Placeholders: the rest by type; their sums are published or follow from
// published ones (153 + 101 + 32 = 286 offices took part in wave 1 or 2).
const WAVE1: [usize; 6] = [54, 53, 14, 49, 45, 53];
const BOTH: [usize; 6] = [33, 30, 0, 30, 27, 33];
const ONLY_WAVE2: [usize; 6] = [7, 6, 0, 7, 6, 6];
const WAVE3_RETURNED: [usize; 6] = [22, 21, 0, 18, 15, 18];
const WAVE3_PARTIAL: [usize; 6] = [1, 1, 0, 1, 0, 1];

/// The panel: the contacted and the participating offices of each wave, in order.
pub struct Panel {
    /// Inhabitants of each municipality in hundreds.
    pub inhabitants: Vec<usize>,
    /// Contacted offices by wave.
    pub contacted: [Vec<Unit>; 3],
    /// Offices with a record by wave.
    pub participants: [Vec<Unit>; 3],
    /// Offices of wave 3 that broke off: they have a record but are not counted as returned.
    pub partial: Vec<Unit>,
}

impl Panel {
    /// The one panel of the demo.
    pub fn new() -> Self {
        let random = &mut Random::stream("panel");
        let inhabitants = (0..MUNICIPALITIES)
            .map(|_| {
                let u = random.unit();
                500 + (300.0 * u / (1.05 - u)) as usize
            })
            .collect();

        let all: Vec<usize> = (0..MUNICIPALITIES).collect();
        let willing = random.sample(&all, WAVE1_MUNICIPALITIES + JOINED);
        let (first, joined) = willing.split_at(WAVE1_MUNICIPALITIES);
        let wave1 = wave1(random, first);
        let (both, new) = wave2(random, &wave1, joined);
        let wave2 = sorted([both, new].concat());
        let eligible = sorted(
            wave1
                .iter()
                .chain(&wave2)
                .copied()
                .filter(|unit| unit.office != HOUSING)
                .collect(),
        );
        let (returned, partial) = wave3(random, &eligible);

        let bystanders: Vec<usize> = all
            .iter()
            .copied()
            .filter(|municipality| !willing.contains(municipality))
            .collect();
        let [contacted1, contacted2] = contacted(random, &bystanders);
        Self {
            inhabitants,
            contacted: [contacted1, contacted2, eligible],
            participants: [wave1, wave2, sorted([returned, partial.clone()].concat())],
            partial,
        }
    }
}

fn sorted(mut units: Vec<Unit>) -> Vec<Unit> {
    units.sort();
    units.dedup();
    units
}

/// Participants of wave 1: every municipality with at least one office, housing only beside others.
fn wave1(random: &mut Random, municipalities: &[usize]) -> Vec<Unit> {
    let others: Vec<usize> = (0..6).filter(|&office| office != HOUSING).collect();
    let sizes: Vec<usize> = others.iter().map(|&office| WAVE1[office]).collect();
    let offices = split(random, sizes.iter().sum(), municipalities.len(), 1, 5);
    let matrix = incidence(random, &offices, &sizes, |_, _| 0.0);
    let mut units: Vec<Unit> = random
        .sample(municipalities, WAVE1[HOUSING])
        .into_iter()
        .map(|municipality| Unit {
            municipality,
            office: HOUSING,
        })
        .collect();
    for (&municipality, row) in municipalities.iter().zip(matrix) {
        for (&office, _) in others.iter().zip(row).filter(|(_, takes_part)| *takes_part) {
            units.push(Unit {
                municipality,
                office,
            });
        }
    }
    sorted(units)
}

/// Participants of wave 2: those who took part in wave 1 as well, and those who did not.
fn wave2(random: &mut Random, wave1: &[Unit], joined: &[usize]) -> (Vec<Unit>, Vec<Unit>) {
    let size = |municipality| {
        wave1
            .iter()
            .filter(|unit| unit.municipality == municipality)
            .count()
    };
    let mut municipalities: Vec<usize> = wave1.iter().map(|unit| unit.municipality).collect();
    municipalities.dedup();
    random.shuffle(&mut municipalities);
    // the municipalities with the fewest offices are the likeliest to drop out
    municipalities.sort_by_key(|&municipality| size(municipality));
    let stayed = &municipalities[DROPPED_OUT..];

    let candidates: Vec<Unit> = wave1
        .iter()
        .copied()
        .filter(|unit| stayed.contains(&unit.municipality))
        .collect();
    let both = select(random, &candidates, BOTH, stayed.len());

    let mut new = Vec::new();
    for (office, count) in ONLY_WAVE2.into_iter().enumerate() {
        let mut open: Vec<usize> = stayed
            .iter()
            .copied()
            .filter(|&municipality| {
                !wave1.contains(&Unit {
                    municipality,
                    office,
                })
            })
            .collect();
        random.shuffle(&mut open);
        // the municipalities that joined are shared out among the types in turn
        let joining = (0..JOINED)
            .filter(|turn| [0, 1, 3, 4, 5][turn % 5] == office)
            .map(|turn| joined[turn]);
        new.extend(joining.chain(open).take(count).map(|municipality| Unit {
            municipality,
            office,
        }));
    }
    (both, new)
}

/// Participants of wave 3: returned and partial.
fn wave3(random: &mut Random, eligible: &[Unit]) -> (Vec<Unit>, Vec<Unit>) {
    let returned = select(random, eligible, WAVE3_RETURNED, WAVE3_MUNICIPALITIES);
    let rest: Vec<Unit> = eligible
        .iter()
        .copied()
        .filter(|unit| !returned.contains(unit))
        .collect();
    let partial = sorted(
        (0..6)
            .flat_map(|office| random.sample(&of_type(&rest, office), WAVE3_PARTIAL[office]))
            .collect(),
    );
    (returned, partial)
}

fn of_type(units: &[Unit], office: usize) -> Vec<Unit> {
    units
        .iter()
        .copied()
        .filter(|unit| unit.office == office)
        .collect()
}

/// So many candidates of each type that they cover exactly so many municipalities: a random choice, then exchanges that do
/// not lead away from that number.
fn select(
    random: &mut Random,
    candidates: &[Unit],
    sizes: [usize; 6],
    municipalities: usize,
) -> Vec<Unit> {
    let mut pools: Vec<(Vec<Unit>, usize)> = (0..6)
        .map(|office| {
            let mut pool = of_type(candidates, office);
            random.shuffle(&mut pool);
            (pool, sizes[office])
        })
        .collect();
    let distance = |pools: &[(Vec<Unit>, usize)]| {
        let mut covered: Vec<usize> = pools
            .iter()
            .flat_map(|(pool, size)| &pool[..*size])
            .map(|unit| unit.municipality)
            .collect();
        covered.sort_unstable();
        covered.dedup();
        covered.len().abs_diff(municipalities)
    };
    let mut current = distance(&pools);
    while current > 0 {
        let office = random.below(6);
        let (pool, size) = &pools[office];
        if *size == 0 || *size == pool.len() {
            continue;
        }
        let (inside, outside) = (random.below(*size), size + random.below(pool.len() - size));
        pools[office].0.swap(inside, outside);
        let next = distance(&pools);
        if next <= current {
            current = next;
        } else {
            pools[office].0.swap(inside, outside);
        }
    }
    pools
        .into_iter()
        .flat_map(|(pool, size)| pool.into_iter().take(size))
        .collect()
}

/// The contacted offices of waves 1 and 2. Offices that were not contacted are in municipalities where nobody took part.
fn contacted(random: &mut Random, bystanders: &[usize]) -> [Vec<Unit>; 2] {
    let all = |office| {
        (0..MUNICIPALITIES).map(move |municipality| Unit {
            municipality,
            office,
        })
    };
    let order = random.sample(bystanders, bystanders.len());
    let (skipped, others) = order.split_at(MUNICIPALITIES - WAVE2_CONTACTED);
    // one municipality has no housing office: 6 x 195 − 1 = 1169
    let wave1 = (0..6)
        .flat_map(all)
        .filter(|unit| unit.office != HOUSING || unit.municipality != others[0])
        .collect();
    // 4 x 190 + 191 = 951: each type but the last lacks one municipality
    let wave2 = (0..6)
        .filter(|&office| office != HOUSING)
        .flat_map(all)
        .filter(|unit| !skipped.contains(&unit.municipality))
        .filter(|unit| unit.office == 5 || unit.municipality != others[unit.office + 1])
        .collect();
    [sorted(wave1), sorted(wave2)]
}
