//! The maximum of a concave log-likelihood of worths.

use super::linear::{Cholesky, dot};

/// First and second derivatives of a log-likelihood.
pub(super) struct Slope {
    /// The first derivatives.
    pub(super) gradient: Vec<f64>,
    /// The observed information: second derivatives with the sign changed, row by row, both triangles; without entries where it is not asked for.
    pub(super) information: Vec<f64>,
}

/// A log-likelihood of the log worths of items, which does not change when a number is added to all of them, and of further
/// parameters after them.
pub(super) trait Likelihood {
    /// How many items.
    fn items(&self) -> usize;
    /// The value at some parameters, items first; adds the derivatives to `slope`, which is 0 before.
    fn evaluate(&self, at: &[f64], slope: &mut Slope) -> f64;
}

/// What is added so that a finite maximum exists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Penalty {
    /// Nothing.
    None,
    /// So many wins and as many losses of every item against a ghost of log worth 0, r Σ (θᵢ − 2 ln(1 + e^θᵢ)); further parameters likewise.
    Ghost(f64),
}

impl Penalty {
    /// What is added at some parameters.
    pub(super) fn value(self, at: &[f64]) -> f64 {
        match self {
            Self::None => 0.0,
            // ln(e^θ / (1 + e^θ)²), the same for θ and −θ
            Self::Ghost(wins) => {
                let drop = |at: &f64| at.abs() + 2.0 * libm::log1p(libm::exp(-at.abs()));
                -wins * at.iter().map(drop).sum::<f64>()
            }
        }
    }
}

/// Where the maximum is.
pub(super) struct Maximum {
    /// Parameters; log worths have mean 0.
    pub(super) at: Vec<f64>,
    /// The log-likelihood there, without the penalty.
    pub(super) value: f64,
    /// Inverse of the information on the space of mean 0, row by row.
    pub(super) covariance: Vec<f64>,
    /// Whether the steps came to an end at a proper maximum.
    pub(super) converged: bool,
}

/// Longest step of one parameter.
const LONGEST: f64 = 8.0;

/// A run of Newton's method that can be interrupted.
pub(super) struct Newton {
    at: Vec<f64>,
    slope: Slope,
    penalty: Penalty,
}

impl Newton {
    /// Starts at some parameters.
    pub(super) fn new(start: Vec<f64>, penalty: Penalty) -> Self {
        let size = start.len();
        Self {
            at: start,
            slope: Slope {
                gradient: vec![0.0; size],
                information: vec![0.0; size * size],
            },
            penalty,
        }
    }

    /// Where the run stands.
    pub(super) fn into_parameters(self) -> Vec<f64> {
        self.at
    }

    /// One step with the information of an earlier place times a multiple: only first derivatives are computed.
    pub(super) fn chord(&mut self, likelihood: &dyn Likelihood, earlier: &Cholesky, multiple: f64) {
        self.slope.information.clear();
        self.evaluate(likelihood);
        earlier.solve(&mut self.slope.gradient);
        for (at, step) in self.at.iter_mut().zip(&self.slope.gradient) {
            *at += (step / multiple).clamp(-1.0, 1.0);
        }
    }

    /// The information where it was evaluated last, factored; none where it is singular.
    pub(super) fn factor(&self) -> Option<Cholesky> {
        Cholesky::new(&self.slope.information, self.at.len())
    }

    /// The value with the penalty and without; leaves the derivatives in `self.slope`, with what keeps the level of worths.
    fn evaluate(&mut self, likelihood: &dyn Likelihood) -> Value {
        let (items, size) = (likelihood.items(), self.at.len());
        let slope = &mut self.slope;
        slope.gradient.fill(0.0);
        slope.information.fill(0.0);
        let plain = likelihood.evaluate(&self.at, slope);
        let penalised = plain + self.penalty.value(&self.at);
        match self.penalty {
            Penalty::Ghost(wins) => {
                for (index, &at) in self.at.iter().enumerate() {
                    let lost = 1.0 / (1.0 + libm::exp(at));
                    slope.gradient[index] += wins * (2.0 * lost - 1.0);
                    if let Some(entry) = slope.information.get_mut(index * size + index) {
                        *entry += 2.0 * wins * lost * (1.0 - lost);
                    }
                }
            }
            Penalty::None if slope.information.is_empty() => {}
            Penalty::None => {
                let trace: f64 = (0..items)
                    .map(|item| slope.information[item * size + item])
                    .sum();
                // the level of the worths has no information: a number of the size of the others stands in
                let level = if trace > 0.0 {
                    trace / (items * items) as f64
                } else {
                    1.0
                };
                for row in 0..items {
                    for entry in &mut slope.information[row * size..][..items] {
                        *entry += level;
                    }
                }
            }
        }
        Value { plain, penalised }
    }

    /// Goes to the maximum, or at most so many evaluations towards it. O(evaluations × (likelihood + parameters³)).
    ///
    /// Newton's method: a step that does not raise the value is halved. Near the maximum digits double with every step,
    /// until rounding makes steps no shorter.
    pub(super) fn run(&mut self, likelihood: &dyn Likelihood, evaluations: usize) -> Outcome {
        let size = self.at.len();
        let mut from = self.at.clone();
        let mut value = Value {
            plain: f64::NAN,
            penalised: f64::NEG_INFINITY,
        };
        let mut direction = vec![0.0; size];
        let (mut rise, mut share, mut last) = (0.0, 1.0, f64::INFINITY);
        for _ in 0..evaluations {
            let here = self.evaluate(likelihood);
            let raised = here.penalised >= value.penalised + 1e-4 * share * rise;
            // a step that promises less than rounding cannot be judged by the value
            let small = rise <= 1e-9 * (1.0 + value.penalised.abs()) && last < 1e-3;
            if !(raised || small) || here.penalised.is_nan() {
                share /= 2.0;
                if share < 1e-12 {
                    break;
                }
                for index in 0..size {
                    self.at[index] = from[index] + share * direction[index];
                }
                continue;
            }
            value = here;
            let Some(factor) = self.factor() else {
                break;
            };
            direction.copy_from_slice(&self.slope.gradient);
            factor.solve(&mut direction);
            rise = dot(&direction, &self.slope.gradient);
            let longest = direction
                .iter()
                .fold(0.0_f64, |most, step| most.max(step.abs()));
            share = if longest > LONGEST {
                LONGEST / longest
            } else {
                1.0
            };
            from.copy_from_slice(&self.at);
            for index in 0..size {
                self.at[index] += share * direction[index];
            }
            let done = longest < 1e-15 || (last < 1e-7 && longest > last / 8.0);
            if done {
                return Outcome::Maximum {
                    value: value.plain,
                    factor,
                };
            }
            last = longest;
        }
        Outcome::Underway { value: value.plain }
    }
}

#[derive(Clone, Copy)]
struct Value {
    plain: f64,
    penalised: f64,
}

/// Where a run of Newton's method ended.
pub(super) enum Outcome {
    /// At the maximum; the information there is factored.
    Maximum { value: f64, factor: Cholesky },
    /// Before it.
    Underway { value: f64 },
}

/// The maximum from a start.
pub(super) fn maximise(likelihood: &dyn Likelihood, start: Vec<f64>, penalty: Penalty) -> Maximum {
    let mut newton = Newton::new(start, penalty);
    let outcome = newton.run(likelihood, 200);
    let (items, size) = (likelihood.items(), newton.at.len());
    let (value, covariance, converged) = match outcome {
        Outcome::Maximum { value, factor } => (value, factor.inverse(), factor.weakest > 1e-11),
        Outcome::Underway { value } => {
            // as far as it came
            let covariance = newton
                .factor()
                .map_or(vec![0.0; size * size], |factor| factor.inverse());
            (value, covariance, false)
        }
    };
    let mut covariance = covariance;
    centre(&mut newton.at[..items], 1);
    for row in 0..size {
        centre(&mut covariance[row * size..][..items], 1);
    }
    let worths = items * size;
    for column in 0..size.min(worths) {
        centre(&mut covariance[column..worths], size);
    }
    Maximum {
        at: newton.at,
        value,
        covariance,
        converged,
    }
}

/// Takes the mean from every `step`-th number, from the first.
pub(super) fn centre(numbers: &mut [f64], step: usize) {
    let n = numbers.len().div_ceil(step) as f64;
    let mean = numbers.iter().step_by(step).sum::<f64>() / n;
    numbers
        .iter_mut()
        .step_by(step)
        .for_each(|number| *number -= mean);
}
