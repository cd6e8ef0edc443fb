//! The larger instances: footrule, MC4 and ranked pairs, as other programs have them.

use befund_ranking::{TELEPORT, Unranked, footrule, markov_chain, ranked_pairs};
use befund_tests::shared;

use Unranked::{Bottom, Ignored};

use crate::instance::Instance;

struct Rules {
    instance: &'static str,
    unranked: Unranked,
    footrule: f64,
    /// Largest and smallest stationary share.
    chain: [f64; 2],
    ranked_pairs: &'static [usize],
}

const fn rules(
    instance: &'static str,
    unranked: Unranked,
    footrule: f64,
    chain: [f64; 2],
    ranked_pairs: &'static [usize],
) -> Rules {
    Rules {
        instance,
        unranked,
        footrule,
        chain,
        ranked_pairs,
    }
}

/// Footrule: scipy 1's `linear_sum_assignment` on costs in exact fractions. MC4: mpmath's `lu_solve` with 40 digits on the equations
/// of the stationary distribution. Ranked pairs: edges added one by one to a graph of networkx where `has_path` finds no way
/// back, equal margins in the order of the items.
const RULES: [Rules; 20] = [
    rules(
        "a1_mallows_n22_phi0.90",
        Bottom,
        11284.0,
        [0.24096385542168675, 0.0070921985815602835],
        &[
            8, 13, 5, 0, 21, 9, 14, 11, 19, 20, 17, 1, 4, 7, 6, 12, 2, 10, 18, 16, 15, 3,
        ],
    ),
    rules(
        "a2_pl_n22_sd0.5",
        Bottom,
        11484.0,
        [0.24096385542168675, 0.007389162561576354],
        &[
            2, 8, 6, 5, 19, 11, 18, 21, 3, 16, 20, 0, 12, 9, 17, 14, 15, 10, 13, 4, 1, 7,
        ],
    ),
    rules(
        "a3_plmix_n22",
        Bottom,
        11038.0,
        [0.21901690235418017, 0.0070921985815602835],
        &[
            6, 13, 5, 10, 7, 8, 4, 1, 17, 18, 9, 14, 16, 20, 21, 11, 12, 3, 19, 0, 2, 15,
        ],
    ),
    rules(
        "b1_uniform_n22_m94",
        Bottom,
        13876.0,
        [0.14602474596240658, 0.008120783075524718],
        &[
            14, 8, 6, 13, 3, 0, 10, 15, 11, 5, 9, 12, 1, 18, 20, 7, 17, 19, 16, 21, 2, 4,
        ],
    ),
    rules(
        "b2_uniform_n22_m93",
        Bottom,
        13890.0,
        [0.1373066279766821, 0.0070921985815602835],
        &[
            16, 8, 2, 13, 20, 17, 12, 18, 21, 4, 15, 3, 6, 5, 19, 11, 7, 14, 10, 0, 9, 1,
        ],
    ),
    rules(
        "b3_uniform_n22_m5",
        Bottom,
        460.0,
        [0.13793761853024494, 0.0070921985815602835],
        &[
            0, 3, 14, 19, 10, 20, 17, 5, 6, 4, 1, 9, 7, 11, 16, 21, 2, 8, 15, 13, 12, 18,
        ],
    ),
    rules(
        "b4_uniform_n30_m94",
        Bottom,
        26160.0,
        [0.11419515732765789, 0.005145797598627787],
        &[
            22, 18, 23, 25, 1, 29, 11, 26, 15, 14, 4, 8, 17, 2, 16, 5, 24, 7, 6, 12, 3, 9, 13, 21,
            20, 0, 19, 27, 28, 10,
        ],
    ),
    rules(
        "b5_uniform_n40_m94",
        Bottom,
        46140.0,
        [0.13395435820448345, 0.0038314176245210726],
        &[
            12, 30, 24, 2, 11, 25, 21, 39, 5, 29, 27, 32, 9, 20, 15, 28, 3, 34, 38, 16, 37, 19, 4,
            18, 33, 26, 31, 13, 0, 17, 6, 35, 36, 7, 22, 1, 14, 10, 23, 8,
        ],
    ),
    rules(
        "b6_uniform_n60_m94",
        Bottom,
        103136.0,
        [0.07580047182113893, 0.0027805074548155058],
        &[
            37, 27, 24, 44, 50, 10, 32, 18, 53, 23, 12, 49, 51, 34, 41, 52, 6, 4, 35, 55, 59, 57,
            58, 46, 3, 26, 17, 56, 20, 33, 16, 13, 2, 11, 5, 14, 8, 28, 0, 19, 45, 21, 38, 42, 15,
            30, 9, 40, 54, 7, 31, 22, 25, 36, 29, 43, 47, 39, 1, 48,
        ],
    ),
    rules(
        "c1_top5_mallows_n22_phi0.90",
        Bottom,
        11216.0,
        [0.24096385542168675, 0.0070921985815602835],
        &[
            17, 10, 5, 0, 1, 13, 11, 16, 9, 19, 18, 14, 4, 8, 6, 20, 21, 3, 7, 12, 15, 2,
        ],
    ),
    rules(
        "c1_top5_mallows_n22_phi0.90",
        Ignored,
        2819.6,
        [0.08622914786465592, 0.022847955883189528],
        &[
            18, 10, 11, 16, 9, 2, 6, 19, 5, 7, 1, 14, 3, 21, 17, 8, 12, 13, 20, 0, 4, 15,
        ],
    ),
    rules(
        "c2_top5_pl_n22_sd0.5",
        Bottom,
        11386.0,
        [0.24096385542168675, 0.0070921985815602835],
        &[
            6, 7, 16, 0, 3, 5, 8, 19, 2, 10, 20, 21, 4, 13, 1, 18, 9, 15, 17, 14, 12, 11,
        ],
    ),
    rules(
        "c2_top5_pl_n22_sd0.5",
        Ignored,
        2841.0,
        [0.09154547452226644, 0.020125042870012964],
        &[
            7, 17, 3, 1, 5, 8, 9, 6, 19, 2, 4, 13, 16, 0, 11, 14, 18, 21, 10, 15, 20, 12,
        ],
    ),
    rules(
        "c3_mixedlen_n22",
        Bottom,
        10123.0,
        [0.24096385542168675, 0.0070921985815602835],
        &[
            9, 6, 11, 19, 3, 18, 20, 15, 7, 2, 14, 1, 13, 21, 4, 8, 5, 16, 10, 12, 0, 17,
        ],
    ),
    rules(
        "c3_mixedlen_n22",
        Ignored,
        6383.604575352409,
        [0.24096385542168675, 0.007744457116571587],
        &[
            9, 6, 20, 19, 11, 15, 18, 7, 3, 2, 14, 1, 5, 16, 13, 21, 8, 4, 17, 0, 10, 12,
        ],
    ),
    rules(
        "d1_mallows_n40_phi0.70",
        Bottom,
        11934.0,
        [0.14598540145985403, 0.0038314176245210726],
        &[
            26, 19, 12, 32, 31, 35, 28, 37, 9, 5, 27, 4, 7, 8, 13, 34, 36, 21, 33, 1, 15, 25, 10,
            39, 3, 14, 30, 24, 16, 38, 23, 17, 0, 29, 11, 18, 2, 22, 6, 20,
        ],
    ),
    rules(
        "d2_pl_n60_sd1.0",
        Bottom,
        63964.0,
        [0.10152284263959391, 0.00253592561284869],
        &[
            14, 30, 52, 46, 50, 27, 6, 25, 28, 37, 13, 45, 15, 58, 57, 34, 11, 4, 51, 23, 31, 19,
            39, 16, 9, 24, 8, 55, 18, 32, 21, 20, 1, 40, 26, 22, 44, 36, 59, 54, 49, 29, 56, 48,
            10, 41, 53, 43, 0, 2, 7, 35, 38, 33, 42, 47, 12, 3, 17, 5,
        ],
    ),
    rules(
        "d3_pl_n60_sd0.5",
        Bottom,
        88176.0,
        [0.09345794392523364, 0.00253592561284869],
        &[
            28, 31, 0, 7, 22, 16, 12, 35, 52, 1, 44, 13, 24, 2, 53, 49, 30, 6, 18, 37, 15, 10, 39,
            32, 50, 33, 57, 34, 54, 51, 23, 47, 38, 45, 26, 59, 25, 11, 27, 36, 41, 21, 4, 19, 3,
            40, 8, 9, 14, 5, 46, 56, 29, 42, 48, 55, 43, 20, 58, 17,
        ],
    ),
    rules(
        "e1_ties_mallows_n22",
        Bottom,
        11188.0,
        [0.24096385542168675, 0.0070921985815602835],
        &[
            1, 6, 11, 10, 0, 5, 16, 9, 19, 4, 8, 15, 3, 21, 2, 20, 18, 14, 13, 12, 17, 7,
        ],
    ),
    rules(
        "e2_ties_pl_n22_likert5",
        Bottom,
        10830.0,
        [0.24096385542168675, 0.0070921985815602835],
        &[
            4, 10, 21, 7, 5, 9, 19, 2, 14, 15, 1, 20, 8, 3, 0, 12, 6, 18, 16, 11, 17, 13,
        ],
    ),
];

#[test]
fn rules_of_the_larger_instances() {
    if shared::path("rankings/bench").is_none() {
        eprintln!(
            "skipped: {} results of other programs, because ../shared/rankings/bench is not there",
            3 * RULES.len()
        );
        return;
    }
    for rules in &RULES {
        let name = rules.instance;
        let instance = Instance::of_bench(name).unwrap();
        let pairwise = instance.pairwise(rules.unranked);
        let nearest = footrule(&instance.ballots, rules.unranked);
        near(nearest.distance, rules.footrule, name);
        near(nearest.lower_bound, rules.footrule, name);
        let shares = markov_chain(pairwise, TELEPORT).stationary;
        near(
            shares.iter().copied().fold(0.0, f64::max),
            rules.chain[0],
            name,
        );
        near(
            shares.iter().copied().fold(1.0, f64::min),
            rules.chain[1],
            name,
        );
        assert_eq!(ranked_pairs(pairwise).order, rules.ranked_pairs, "{name}");
    }
}

fn near(ours: f64, theirs: f64, name: &str) {
    assert!(
        (ours - theirs).abs() <= 1e-13 * theirs,
        "{name}: {ours} {theirs}"
    );
}
