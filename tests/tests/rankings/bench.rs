//! The larger instances, with the optima that HiGHS proved.

use befund_ranking::{Unranked, condorcet, kemeny};
use befund_tests::shared;

use crate::instance::Instance;
use crate::kemeny::{EFFORT, disagreements};

/// A proven optimum.
struct Optimum {
    instance: &'static str,
    unranked: Unranked,
    largest_component: usize,
    score: f64,
    /// How many orders have it, where they were counted.
    optima: Option<u128>,
}

const fn optimum(
    instance: &'static str,
    unranked: Unranked,
    largest_component: usize,
    score: f64,
    optima: Option<u128>,
) -> Optimum {
    Optimum {
        instance,
        unranked,
        largest_component,
        score,
        optima,
    }
}

use Unranked::{Bottom, Ignored};

/// From the table of `../shared/rankings/README.md`: integer programming (HiGHS), counts by dynamic programming over subsets.
const OPTIMA: [Optimum; 20] = [
    optimum("a1_mallows_n22_phi0.90", Bottom, 4, 7889.0, Some(4)),
    optimum("a2_pl_n22_sd0.5", Bottom, 10, 7912.0, Some(12)),
    optimum("a3_plmix_n22", Bottom, 15, 7664.0, Some(1)),
    optimum("b1_uniform_n22_m94", Bottom, 22, 9953.0, Some(16)),
    optimum("b2_uniform_n22_m93", Bottom, 21, 9877.0, Some(1)),
    optimum("b3_uniform_n22_m5", Bottom, 19, 325.0, Some(6)),
    optimum("b4_uniform_n30_m94", Bottom, 29, 18834.0, None),
    optimum("b5_uniform_n40_m94", Bottom, 39, 33743.0, None),
    optimum("b6_uniform_n60_m94", Bottom, 60, 76254.0, None),
    optimum("c1_top5_mallows_n22_phi0.90", Bottom, 5, 2775.0, Some(6)),
    optimum("c1_top5_mallows_n22_phi0.90", Ignored, 22, 380.0, Some(228)),
    optimum("c2_top5_pl_n22_sd0.5", Bottom, 4, 2869.0, Some(8)),
    optimum("c2_top5_pl_n22_sd0.5", Ignored, 22, 365.0, Some(586)),
    optimum("c3_mixedlen_n22", Bottom, 5, 4493.0, Some(1)),
    optimum("c3_mixedlen_n22", Ignored, 17, 2795.0, Some(3)),
    optimum("d1_mallows_n40_phi0.70", Bottom, 1, 7707.0, None),
    optimum("d2_pl_n60_sd1.0", Bottom, 24, 45011.0, None),
    optimum("d3_pl_n60_sd0.5", Bottom, 46, 63203.0, None),
    optimum("e1_ties_mallows_n22", Bottom, 4, 7054.0, Some(1)),
    optimum("e2_ties_pl_n22_likert5", Bottom, 4, 5028.0, Some(1)),
];

#[test]
fn optima_of_the_larger_instances() {
    if shared::path("rankings/bench").is_none() {
        eprintln!(
            "skipped: {} optima, because ../shared/rankings/bench is not there",
            OPTIMA.len()
        );
        return;
    }
    for optimum in &OPTIMA {
        let name = optimum.instance;
        let instance = Instance::of_bench(name).unwrap();
        let pairwise = instance.pairwise(optimum.unranked);
        let largest = condorcet(pairwise).components.iter().map(Vec::len).max();
        assert_eq!(largest, Some(optimum.largest_component), "{name}");
        let result = kemeny(pairwise, EFFORT);
        assert_eq!(result.score, optimum.score, "{name}");
        assert_eq!(result.lower_bound, optimum.score, "{name}");
        assert_eq!(
            disagreements(pairwise, &result.order),
            optimum.score,
            "{name}"
        );
        assert!(result.proven, "{name}");
        if let Some(optima) = optimum.optima {
            assert_eq!(result.optima, Some(optima), "{name}");
            assert_eq!(result.unique, Some(optima == 1), "{name}");
        }
    }
}
