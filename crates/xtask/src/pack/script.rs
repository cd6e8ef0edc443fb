//! Scripts without what only their readers need: comments on lines of their own, indentation, empty lines.

/// The script for the way to the browser. It stays as it is where a text runs over several lines: there indentation counts.
pub fn shortened(script: &str) -> String {
    if script
        .lines()
        .any(|line| line.matches('`').count() % 2 == 1)
    {
        return script.to_owned();
    }
    let mut short = String::new();
    let mut commented = false;
    for line in script.lines().map(str::trim) {
        if commented || line.starts_with("/*") {
            commented = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            short.push_str(line);
            short.push('\n');
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_run_stays() {
        let script = "// A page.\n\n/**\n * Two.\n */\nfunction two() {\n    /* one line */\n    return `// ${2}`;\n}\n";
        assert_eq!(
            shortened(script),
            "function two() {\nreturn `// ${2}`;\n}\n"
        );
        let text = "const lines = `first\n    // second`;\n";
        assert_eq!(shortened(text), text);
    }
}
