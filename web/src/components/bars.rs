//! Counts at a glance: one small bar per category.

use befund_survey::codebook::Level;
use befund_survey::describe::VariableDescription;
use leptos::prelude::*;

/// Height of the drawing, in its own units.
const HEIGHT: f64 = 24.0;

/// One small upright bar per category, in the order of the codebook.
pub(crate) fn mini_bars(variable: &VariableDescription) -> AnyView {
    let counts = &variable.counts;
    let most = counts
        .iter()
        .map(|category| category.count)
        .fold(0.0, f64::max);
    // At most 50 categories are listed; a bar never gets wider than a finger.
    #[allow(clippy::cast_precision_loss)]
    let step = (120.0 / counts.len().max(1) as f64).min(16.0);
    let gap = if step > 4.0 { 2.0 } else { 0.5 };
    let bars: Vec<_> = counts
        .iter()
        .enumerate()
        .map(|(place, category)| {
            let height = if most > 0.0 && category.count > 0.0 {
                (category.count / most * HEIGHT).max(1.0)
            } else {
                0.0
            };
            #[allow(clippy::cast_precision_loss)]
            let x = place as f64 * step;
            view! {
                <rect x=format!("{x:.2}") y=format!("{:.2}", HEIGHT - height) width=format!("{:.2}", step - gap)
                    height=format!("{height:.2}") data-value=category.category.value.to_string()
                    data-count=category.count.to_string()/>
            }
        })
        .collect();
    // Names of cases have no distribution to look at.
    let faint = variable.variable.level == Level::Identifier;
    view! {
        <svg class="mini" class:faint=faint viewBox="0 0 120 25" width="120" height="25" aria-hidden="true">
            <path d="M0 24.5h120" class="mini-base"/>
            {bars}
        </svg>
    }
    .into_any()
}
