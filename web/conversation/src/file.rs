//! What the name of a file says about what is in it.

/// Whether a file of this name holds a study and no data.
pub fn is_study(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".json") || name.ends_with(".toml")
}

/// Whether a file of this name holds a codebook and no data: SPSS syntax, DDI-Codebook, a LimeSurvey questionnaire.
pub fn is_codebook(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".sps", ".xml", ".lss"]
        .iter()
        .any(|ending| name.ends_with(ending))
}
