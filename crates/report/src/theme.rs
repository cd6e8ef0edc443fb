//! Colours: which roles there are, and how each theme paints them.
//!
//! One accent family and neutral greys. The ramp runs from pale to deep (on dark ground from dim to bright), so that its
//! steps keep their order for colour-blind readers and in grey print. Text reaches a contrast of 4.5 on every fill.
//!
//! The custom properties of [`Theme::Screen`]:
//!
//! | property | role |
//! |---|---|
//! | `--chart-font` | type of all texts |
//! | `--chart-text`, `--chart-muted` | text, secondary text |
//! | `--chart-surface` | ground, and the joints between segments |
//! | `--chart-grid`, `--chart-axis` | lines |
//! | `--chart-accent`, `--chart-soft`, `--chart-total` | bars, boxes, bars of totals |
//! | `--chart-ramp-1` ... `--chart-ramp-9`, `--chart-on-ramp-1` ... | steps of a scale and the text on them |
//! | `--chart-grey-1` ... `--chart-grey-3`, `--chart-on-grey-1` ... | negative values and the text on them |
//! | `--chart-no-opinion`, `--chart-on-no-opinion` | "don't know" and the text on it |
//! | `--chart-series-1` ... `--chart-series-3` | groups; shapes and outlines tell more of them apart |

/// How a scene is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// For a page: colours are CSS custom properties (see [`SCREEN_CSS`]) with the light palette as fallback.
    Screen,
    /// For export and paper: fixed colours on white.
    Print,
}

/// Type of exported charts.
pub const FONT: &str = "'Source Sans 3', 'Segoe UI', Helvetica, Arial, sans-serif";

/// A colour by its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    Text,
    /// Secondary text.
    Muted,
    /// Ground.
    Surface,
    /// Lines behind the data.
    Grid,
    /// Base lines and whiskers.
    Axis,
    /// Bars.
    Accent,
    /// Boxes, tracks.
    Soft,
    /// Bars of totals.
    Total,
    /// Step of a scale, 0 to 8.
    Ramp(u8),
    /// Text on that step.
    OnRamp(u8),
    /// Step of negative values, 0 to 2.
    Grey(u8),
    /// Text on that step.
    OnGrey(u8),
    /// "Don't know".
    NoOpinion,
    /// Text on it.
    OnNoOpinion,
    /// A group, 0 to 2.
    Series(u8),
}

/// Steps of the ramp.
const RAMP: [(&str, &str); 9] = [
    ("#e6edf0", "#2a3339"),
    ("#d2e0e7", "#2e4250"),
    ("#b7d0db", "#315368"),
    ("#94bccd", "#386780"),
    ("#6ba3b9", "#6aa5c0"),
    ("#2f7391", "#7db5ce"),
    ("#1d6080", "#93c5da"),
    ("#0f4c69", "#acd5e6"),
    ("#06354c", "#c9e6f2"),
];
/// Steps of negative values.
const GREY: [(&str, &str); 3] = [
    ("#e4e5e6", "#303437"),
    ("#c3c6c8", "#4d5357"),
    ("#5f666b", "#b3babf"),
];
/// Groups.
const SERIES: [(&str, &str); 3] = [
    ("#0f4c69", "#acd5e6"),
    ("#7a6a58", "#d3bb9b"),
    ("#3e8bab", "#5f9fbc"),
];
const DARK_TEXT: &str = "#14191d";
const LIGHT_TEXT: &str = "#ffffff";

impl Ink {
    /// The step of the ramp for one of `of` places on a scale; ends stand out, neighbours differ.
    pub fn ramp_step(place: usize, of: usize) -> u8 {
        let (from, span) = if of > 7 { (0, 8) } else { (1, 6) };
        if of < 2 {
            return 6;
        }
        let step = from + (2 * place.min(of - 1) * span + (of - 1)) / (2 * (of - 1));
        u8::try_from(step).unwrap_or(8)
    }

    /// Name of the custom property, colour on light and on dark ground.
    pub(crate) fn colours(self) -> (String, &'static str, &'static str) {
        let named = |name: &str, light, dark| (format!("--chart-{name}"), light, dark);
        match self {
            Self::Text => named("text", "#1b2227", "#e8ecee"),
            Self::Muted => named("muted", "#5b656c", "#a4afb6"),
            Self::Surface => named("surface", "#ffffff", "#171c20"),
            Self::Grid => named("grid", "#e3e7ea", "#2c343a"),
            Self::Axis => named("axis", "#8b959c", "#6d787f"),
            Self::Accent => named("accent", "#1d6080", "#7db5ce"),
            Self::Soft => named("soft", "#c6dae3", "#34566a"),
            Self::Total => named("total", "#69737a", "#97a2a9"),
            Self::Ramp(step) => {
                let step = usize::from(step).min(RAMP.len() - 1);
                let (light, dark) = RAMP[step];
                named(&format!("ramp-{}", step + 1), light, dark)
            }
            Self::OnRamp(step) => {
                let step = usize::from(step).min(RAMP.len() - 1);
                let on = |turn| {
                    if step >= turn {
                        (LIGHT_TEXT, DARK_TEXT)
                    } else {
                        (DARK_TEXT, LIGHT_TEXT)
                    }
                };
                named(&format!("on-ramp-{}", step + 1), on(5).0, on(4).1)
            }
            Self::Grey(step) => {
                let step = usize::from(step).min(GREY.len() - 1);
                let (light, dark) = GREY[step];
                named(&format!("grey-{}", step + 1), light, dark)
            }
            Self::OnGrey(step) => {
                let step = usize::from(step).min(GREY.len() - 1);
                let (light, dark) = if step == 2 {
                    (LIGHT_TEXT, DARK_TEXT)
                } else {
                    (DARK_TEXT, LIGHT_TEXT)
                };
                named(&format!("on-grey-{}", step + 1), light, dark)
            }
            Self::NoOpinion => named("no-opinion", "#d9dbdd", "#3f464b"),
            Self::OnNoOpinion => named("on-no-opinion", DARK_TEXT, LIGHT_TEXT),
            Self::Series(step) => {
                let step = usize::from(step).min(SERIES.len() - 1);
                let (light, dark) = SERIES[step];
                named(&format!("series-{}", step + 1), light, dark)
            }
        }
    }

    /// The value of a `fill` or `stroke` attribute.
    pub(crate) fn paint(self, theme: Theme) -> String {
        let (name, light, _) = self.colours();
        match theme {
            Theme::Screen => format!("var({name}, {light})"),
            Theme::Print => light.to_owned(),
        }
    }

    /// Every ink there is.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Self> {
        let mut inks = vec![
            Self::Text,
            Self::Muted,
            Self::Surface,
            Self::Grid,
            Self::Axis,
            Self::Accent,
            Self::Soft,
            Self::Total,
            Self::NoOpinion,
            Self::OnNoOpinion,
        ];
        inks.extend((0..9).flat_map(|step| [Self::Ramp(step), Self::OnRamp(step)]));
        inks.extend(
            (0..3).flat_map(|step| [Self::Grey(step), Self::OnGrey(step), Self::Series(step)]),
        );
        inks
    }
}

/// The custom properties of [`Theme::Screen`], light and dark; a page that switches by hand sets `data-theme`.
pub const SCREEN_CSS: &str = ":root {
  --chart-text: #1b2227; --chart-muted: #5b656c; --chart-surface: #ffffff; --chart-grid: #e3e7ea;
  --chart-axis: #8b959c; --chart-accent: #1d6080; --chart-soft: #c6dae3; --chart-total: #69737a;
  --chart-no-opinion: #d9dbdd; --chart-on-no-opinion: #14191d; --chart-ramp-1: #e6edf0;
  --chart-on-ramp-1: #14191d; --chart-ramp-2: #d2e0e7; --chart-on-ramp-2: #14191d; --chart-ramp-3: #b7d0db;
  --chart-on-ramp-3: #14191d; --chart-ramp-4: #94bccd; --chart-on-ramp-4: #14191d; --chart-ramp-5: #6ba3b9;
  --chart-on-ramp-5: #14191d; --chart-ramp-6: #2f7391; --chart-on-ramp-6: #ffffff; --chart-ramp-7: #1d6080;
  --chart-on-ramp-7: #ffffff; --chart-ramp-8: #0f4c69; --chart-on-ramp-8: #ffffff; --chart-ramp-9: #06354c;
  --chart-on-ramp-9: #ffffff; --chart-grey-1: #e4e5e6; --chart-on-grey-1: #14191d; --chart-grey-2: #c3c6c8;
  --chart-on-grey-2: #14191d; --chart-grey-3: #5f666b; --chart-on-grey-3: #ffffff; --chart-series-1: #0f4c69;
  --chart-series-2: #7a6a58; --chart-series-3: #3e8bab;
}
@media screen and (prefers-color-scheme: dark) {
  :root:not([data-theme='light']) {
    --chart-text: #e8ecee; --chart-muted: #a4afb6; --chart-surface: #171c20; --chart-grid: #2c343a;
    --chart-axis: #6d787f; --chart-accent: #7db5ce; --chart-soft: #34566a; --chart-total: #97a2a9;
    --chart-no-opinion: #3f464b; --chart-on-no-opinion: #ffffff; --chart-ramp-1: #2a3339;
    --chart-on-ramp-1: #ffffff; --chart-ramp-2: #2e4250; --chart-on-ramp-2: #ffffff; --chart-ramp-3: #315368;
    --chart-on-ramp-3: #ffffff; --chart-ramp-4: #386780; --chart-on-ramp-4: #ffffff; --chart-ramp-5: #6aa5c0;
    --chart-on-ramp-5: #14191d; --chart-ramp-6: #7db5ce; --chart-on-ramp-6: #14191d; --chart-ramp-7: #93c5da;
    --chart-on-ramp-7: #14191d; --chart-ramp-8: #acd5e6; --chart-on-ramp-8: #14191d; --chart-ramp-9: #c9e6f2;
    --chart-on-ramp-9: #14191d; --chart-grey-1: #303437; --chart-on-grey-1: #ffffff; --chart-grey-2: #4d5357;
    --chart-on-grey-2: #ffffff; --chart-grey-3: #b3babf; --chart-on-grey-3: #14191d;
    --chart-series-1: #acd5e6; --chart-series-2: #d3bb9b; --chart-series-3: #5f9fbc;
  }
}
@media screen {
  :root[data-theme='dark'] {
    --chart-text: #e8ecee; --chart-muted: #a4afb6; --chart-surface: #171c20; --chart-grid: #2c343a;
    --chart-axis: #6d787f; --chart-accent: #7db5ce; --chart-soft: #34566a; --chart-total: #97a2a9;
    --chart-no-opinion: #3f464b; --chart-on-no-opinion: #ffffff; --chart-ramp-1: #2a3339;
    --chart-on-ramp-1: #ffffff; --chart-ramp-2: #2e4250; --chart-on-ramp-2: #ffffff; --chart-ramp-3: #315368;
    --chart-on-ramp-3: #ffffff; --chart-ramp-4: #386780; --chart-on-ramp-4: #ffffff; --chart-ramp-5: #6aa5c0;
    --chart-on-ramp-5: #14191d; --chart-ramp-6: #7db5ce; --chart-on-ramp-6: #14191d; --chart-ramp-7: #93c5da;
    --chart-on-ramp-7: #14191d; --chart-ramp-8: #acd5e6; --chart-on-ramp-8: #14191d; --chart-ramp-9: #c9e6f2;
    --chart-on-ramp-9: #14191d; --chart-grey-1: #303437; --chart-on-grey-1: #ffffff; --chart-grey-2: #4d5357;
    --chart-on-grey-2: #ffffff; --chart-grey-3: #b3babf; --chart-on-grey-3: #14191d; --chart-series-1: #acd5e6;
    --chart-series-2: #d3bb9b; --chart-series-3: #5f9fbc;
  }
}
";

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| -> f64 {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_fill() {
        let mut pairs = vec![
            (Ink::Text, Ink::Surface),
            (Ink::Muted, Ink::Surface),
            (Ink::OnNoOpinion, Ink::NoOpinion),
        ];
        pairs.extend((0..9).map(|step| (Ink::OnRamp(step), Ink::Ramp(step))));
        pairs.extend((0..3).map(|step| (Ink::OnGrey(step), Ink::Grey(step))));
        for (text, fill) in pairs {
            let ((_, light, dark), (_, on_light, on_dark)) = (text.colours(), fill.colours());
            assert!(
                contrast(light, on_light) >= 4.5,
                "{text:?} on {fill:?}, light"
            );
            assert!(contrast(dark, on_dark) >= 4.5, "{text:?} on {fill:?}, dark");
        }
    }

    #[test]
    fn marks_stand_out_from_the_ground_and_the_ramp_keeps_its_order_in_grey() {
        for ink in [
            Ink::Accent,
            Ink::Total,
            Ink::Series(0),
            Ink::Series(1),
            Ink::Series(2),
        ] {
            let ((_, light, dark), (_, ground, dark_ground)) =
                (ink.colours(), Ink::Surface.colours());
            assert!(
                contrast(light, ground) >= 3.0 && contrast(dark, dark_ground) >= 3.0,
                "{ink:?}"
            );
        }
        for step in 1..RAMP.len() {
            assert!(luminance(RAMP[step].0) < luminance(RAMP[step - 1].0));
            assert!(luminance(RAMP[step].1) > luminance(RAMP[step - 1].1));
        }
    }

    #[test]
    fn the_style_sheet_defines_every_colour_in_both_palettes() {
        for ink in Ink::all() {
            let (name, light, dark) = ink.colours();
            assert_eq!(
                SCREEN_CSS.matches(&format!("{name}: {light};")).count(),
                if light == dark { 3 } else { 1 },
                "{name}"
            );
            assert_eq!(
                SCREEN_CSS.matches(&format!("{name}: {dark};")).count(),
                if light == dark { 3 } else { 2 },
                "{name}"
            );
        }
    }

    #[test]
    fn neighbours_on_a_scale_have_different_steps() {
        for of in 2..=9 {
            let steps: Vec<u8> = (0..of).map(|place| Ink::ramp_step(place, of)).collect();
            assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "{steps:?}");
        }
        assert_eq!(Ink::ramp_step(0, 4), 1);
        assert_eq!(Ink::ramp_step(3, 4), 7);
    }
}
