//! The quadrature that the tails share.

/// Nodes and weights of the 32-point Gauss-Legendre rule on [−1, 1], the positive half (mpmath, 40 digits).
const GAUSS_32: [(f64, f64); 16] = [
    (0.048_307_665_687_738_316_2, 0.096_540_088_514_727_800_6),
    (0.144_471_961_582_796_493, 0.095_638_720_079_274_859_4),
    (0.239_287_362_252_137_075, 0.093_844_399_080_804_565_6),
    (0.331_868_602_282_127_65, 0.091_173_878_695_763_884_7),
    (0.421_351_276_130_635_345, 0.087_652_093_004_403_811_1),
    (0.506_899_908_932_229_39, 0.083_311_924_226_946_755_2),
    (0.587_715_757_240_762_329, 0.078_193_895_787_070_306_5),
    (0.663_044_266_930_215_201, 0.072_345_794_108_848_506_2),
    (0.732_182_118_740_289_68, 0.065_822_222_776_361_846_8),
    (0.794_483_795_967_942_407, 0.058_684_093_478_535_547_1),
    (0.849_367_613_732_569_97, 0.050_998_059_262_376_176_2),
    (0.896_321_155_766_052_124, 0.042_835_898_022_226_680_7),
    (0.934_906_075_937_739_689, 0.034_273_862_913_021_433_1),
    (0.964_762_255_587_506_431, 0.025_392_065_309_262_059_5),
    (0.985_611_511_545_268_335, 0.016_274_394_730_905_670_6),
    (0.997_263_861_849_481_564, 0.007_018_610_009_470_096_6),
];

/// ∫ f over [from, to] by the 32-point rule.
pub(super) fn gauss(from: f64, to: f64, f: &dyn Fn(f64) -> f64) -> f64 {
    let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
    let sum: f64 = GAUSS_32
        .iter()
        .map(|(node, weight)| weight * (f(middle - half * node) + f(middle + half * node)))
        .sum();
    half * sum
}

/// ∫ exp φ over [0, ∞) for a concave φ with φ(0) = 0 that falls from 0 on; `reach` is a guess of where φ = −40.
///
/// The integral ends where φ is below −37, a part in 10¹⁶; two panels resolve what a concave exponent can do.
pub(super) fn tail_integral(reach: f64, phi: &dyn Fn(f64) -> f64) -> f64 {
    let (mut low, mut high, mut end) = (0.0, f64::INFINITY, reach);
    for _ in 0..200 {
        let value = phi(end);
        if value > -37.0 {
            low = end;
        } else if value < -50.0 {
            high = end;
        } else {
            break;
        }
        end = if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * end
        };
    }
    let f = |w| libm::exp(phi(w));
    let middle = 0.4 * end;
    gauss(0.0, middle, &f) + gauss(middle, end, &f)
}

/// b₀ + a₁ / (b₁ + a₂ / (b₂ + ...)) by the modified Lentz algorithm, for `terms(i)` = (aᵢ, bᵢ), i from 1.
///
/// Thompson and Barnett (1986).
pub(super) fn continued_fraction(b0: f64, terms: &dyn Fn(f64) -> (f64, f64)) -> f64 {
    const TINY: f64 = 1e-300;
    let guarded = |x: f64| if x.abs() < TINY { TINY } else { x };
    let mut value = guarded(b0);
    let (mut c, mut d, mut i) = (value, 0.0, 1.0);
    loop {
        let (a, b) = terms(i);
        d = 1.0 / guarded(b + a * d);
        c = guarded(b + a / c);
        let delta = c * d;
        value *= delta;
        i += 1.0;
        if (delta - 1.0).abs() <= f64::EPSILON || i > 1e5 {
            return value;
        }
    }
}
