//! The bivariate normal distribution.

use std::f64::consts::PI;

use crate::distribution::normal;

/// Nodes and weights of the Gauss-Legendre rule of 20 points on (−1, 1); those below 0 mirror these.
const NODES: [(f64, f64); 10] = [
    (0.993_128_599_185_094_924_79, 0.017_614_007_139_152_118_312),
    (0.963_971_927_277_913_791_27, 0.040_601_429_800_386_941_331),
    (0.912_234_428_251_325_905_87, 0.062_672_048_334_109_063_57),
    (0.839_116_971_822_218_823_39, 0.083_276_741_576_704_748_725),
    (0.746_331_906_460_150_792_61, 0.101_930_119_817_240_435_04),
    (0.636_053_680_726_515_025_45, 0.118_194_531_961_518_417_31),
    (0.510_867_001_950_827_098, 0.131_688_638_449_176_626_9),
    (0.373_706_088_715_419_560_67, 0.142_096_109_318_382_051_33),
    (0.227_785_851_141_645_078_08, 0.149_172_986_472_603_746_79),
    (0.076_526_521_133_497_333_755, 0.152_753_387_130_725_850_7),
];

/// P(X ≤ x, Y ≤ y) of two standard normal variables with correlation r, to about 1e-15. R: `mvtnorm::pmvnorm`.
///
/// Drezner and Wesolowsky (1990) as improved by Genz (2004), *Statistics and Computing* 14, 251-260: the integral of the
/// density over the correlation, from 0 up to |r| = 0.925, from ±1 beyond. NaN for NaN and for |r| > 1.
pub fn bivariate_normal_cdf(x: f64, y: f64, r: f64) -> f64 {
    if x.is_nan() || y.is_nan() || r.is_nan() || r.abs() > 1.0 {
        return f64::NAN;
    }
    if x == f64::INFINITY {
        return normal::cdf(y);
    }
    if y == f64::INFINITY {
        return normal::cdf(x);
    }
    if x == f64::NEG_INFINITY || y == f64::NEG_INFINITY {
        return 0.0;
    }
    let p = if r.abs() < 0.925 {
        moderate(-x, -y, r)
    } else {
        extreme(-x, -y, r)
    };
    p.clamp(0.0, 1.0)
}

/// Σ w f(node + 1) over all 20 nodes.
fn quadrature(f: impl Fn(f64) -> f64) -> f64 {
    NODES
        .iter()
        .map(|(node, weight)| weight * (f(1.0 - node) + f(1.0 + node)))
        .sum()
}

/// P(X > h, Y > k) for |r| < 0.925.
fn moderate(h: f64, k: f64, r: f64) -> f64 {
    let (hk, half_squares) = (h * k, (h * h + k * k) / 2.0);
    let angle = libm::asin(r);
    let integral = quadrature(|node| {
        let sine = libm::sin(angle * node / 2.0);
        libm::exp((sine * hk - half_squares) / (1.0 - sine * sine))
    });
    integral * angle / (4.0 * PI) + normal::sf(h) * normal::sf(k)
}

/// P(X > h, Y > k) for |r| from 0.925 to 1.
fn extreme(h: f64, k: f64, r: f64) -> f64 {
    let k = if r < 0.0 { -k } else { k };
    let hk = h * k;
    let mut p = 0.0;
    if r.abs() < 1.0 {
        let square = (1.0 - r) * (1.0 + r);
        let a = square.sqrt();
        let gap = (h - k) * (h - k);
        let (c, d) = ((4.0 - hk) / 8.0, (12.0 - hk) / 16.0);
        let exponent = -(gap / square + hk) / 2.0;
        if exponent > -100.0 {
            p = a
                * libm::exp(exponent)
                * (1.0 - c * (gap - square) * (1.0 - d * gap / 5.0) / 3.0
                    + c * d * square * square / 5.0);
        }
        if hk > -100.0 {
            let b = gap.sqrt();
            p -= libm::exp(-hk / 2.0)
                * (2.0 * PI).sqrt()
                * normal::sf(b / a)
                * b
                * (1.0 - c * gap * (1.0 - d * gap / 5.0) / 3.0);
        }
        let a = a / 2.0;
        p += quadrature(|node| {
            let square = (a * node) * (a * node);
            let exponent = -(gap / square + hk) / 2.0;
            if exponent <= -100.0 {
                return 0.0;
            }
            let root = (1.0 - square).sqrt();
            // (1 − √) / (1 + √) without cancellation
            let ratio = square / ((1.0 + root) * (1.0 + root));
            a * libm::exp(exponent)
                * (libm::exp(-hk * ratio / 2.0) / root - (1.0 + c * square * (1.0 + d * square)))
        });
        p /= -2.0 * PI;
    }
    if r > 0.0 {
        p + normal::sf(h.max(k))
    } else if k > h {
        let strip = if h > 0.0 {
            normal::sf(h) - normal::sf(k)
        } else {
            normal::cdf(k) - normal::cdf(h)
        };
        strip - p
    } else {
        -p
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_mpmath() {
        // mpmath, 40 digits: the integral of the density over the correlation from 0 to r
        let values = [
            (0.3, -0.7, 0.5, 0.20652377978573900109),
            (-1.2, 0.4, -0.3, 0.052498253077877621945),
            (1.5, 1.6, 0.92, 0.91961691769136790685),
            (-2.5, -2.0, 0.93, 0.0057342645508273239606),
            (0.1, 0.2, 0.99, 0.53194146469311088364),
            (1.0, -0.5, -0.95, 0.15220518428461497114),
            (-0.5, 1.25, 0.9999, 0.30853753872598689636),
            (0.0, 0.0, -0.999, 0.0071182187031198275354),
            (-3.0, 2.0, -0.97, 2.0457545474232243923e-8),
            (2.0, 2.5, -0.8, 0.97104020272606407862),
        ];
        for (x, y, r, p) in values {
            let found = bivariate_normal_cdf(x, y, r);
            assert!((found - p).abs() < 3e-16, "{x} {y} {r}: {found} {p}");
        }
    }

    #[test]
    fn the_ends_are_the_margins() {
        assert_eq!(
            bivariate_normal_cdf(f64::INFINITY, 0.3, 0.5),
            normal::cdf(0.3)
        );
        assert_eq!(bivariate_normal_cdf(0.3, f64::NEG_INFINITY, 0.5), 0.0);
        assert_eq!(bivariate_normal_cdf(0.3, 1.3, 1.0), normal::cdf(0.3));
        assert_eq!(bivariate_normal_cdf(0.3, -1.3, -1.0), 0.0);
        assert!(bivariate_normal_cdf(0.3, 0.3, 1.5).is_nan());
    }
}
