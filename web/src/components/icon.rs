//! The signs of the app, drawn on a grid of 16.

use leptos::prelude::*;

/// A sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    /// Unordered categories.
    Nominal,
    /// Ordered categories.
    Ordinal,
    /// Measured numbers.
    Scale,
    /// Days.
    Date,
    /// Open answers.
    Text,
    /// Names of cases.
    Identifier,
    /// Light and dark.
    Appearance,
    /// The sun.
    Light,
    /// The moon.
    Dark,
    /// Swap.
    Swap,
    /// Open or closed.
    Chevron,
}

impl Icon {
    /// The path, for strokes of 1.5.
    fn path(self) -> &'static str {
        match self {
            Self::Nominal => {
                "M4.5 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM11.5 8.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM6 13.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z"
            }
            Self::Ordinal => "M2.5 13.5v-3M6.2 13.5v-5.5M9.8 13.5V5.500M13.5 13.500v-11",
            Self::Scale => "M1.5 5.500h13v5h-13zM4.5 5.500v2.200M8 5.500v3M11.5 5.500v2.2",
            Self::Date => "M2.5 3.500h11v10h-11zM2.5 6.800h11M5.3 1.800v2.700M10.7 1.800v2.7",
            Self::Text => "M2.5 4h11M2.5 8h11M2.5 12h6.5",
            Self::Identifier => {
                "M6.3 2.5 4.7 13.500M11.3 2.5 9.7 13.500M2.5 5.800h11.500M2 10.200h11.5"
            }
            Self::Appearance => "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12",
            Self::Light => {
                "M8 5.200a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.600ZM8 1v1.600M8 13.400V15M1 8h1.600M13.4 8H15M3 3l1.2 1.200M11.8 11.8 13 13M13 3l-1.2 1.200M4.2 11.8 3 13"
            }
            Self::Dark => "M13.5 9.800A6 6 0 0 1 6.2 2.500a6 6 0 1 0 7.3 7.300Z",
            Self::Swap => {
                "M2.5 5.500h10.500M10.3 2.7 13 5.500l-2.7 2.700M13.5 10.500H3M5.7 7.8 3 10.500l2.7 2.7"
            }
            Self::Chevron => "M6 3.5 10.5 8 6 12.5",
        }
    }
}

/// Draws a sign; the words beside it say what it means.
pub(crate) fn icon(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor"
            stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            <path d=icon.path()/>
        </svg>
    }
}
