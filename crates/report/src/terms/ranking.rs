//! Terms of rankings: methods of consensus, models, uncertainty, agreement.

use super::Word;

pub(super) const TERMS: &[Word] = &[
    ("all_groups", "Alle", "All"),
    ("borda", "Borda", "Borda"),
    ("bradley_terry", "Bradley-Terry", "Bradley–Terry"),
    ("copeland", "Copeland", "Copeland"),
    ("footrule", "Footrule", "Footrule"),
    ("kemeny", "Kemeny", "Kemeny"),
    ("mc4", "MC4", "MC4"),
    ("plackett_luce", "Plackett-Luce", "Plackett–Luce"),
    ("log_worth", "Log-Stärke", "log-worth"),
    (
        "quasi_standard_error",
        "Quasi-Standardfehler",
        "quasi standard error",
    ),
    ("ranked_pairs", "Ranked Pairs", "Ranked pairs"),
    ("scores", "Punkte nach Verfahren", "scores by method"),
    ("schulze", "Schulze", "Schulze"),
    ("top_k", "Anteil vorderer Ränge", "Share of top ranks"),
];
