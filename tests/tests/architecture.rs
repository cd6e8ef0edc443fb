//! The layers of the house: which crate may use which, and what the core must never see.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::{Value, json};

/// Which of our crates each of our crates may use.
const ARROWS: [(&str, &[&str]); 16] = [
    ("befund-columns", &[]),
    ("befund-stats", &[]),
    ("befund-ranking", &["befund-stats"]),
    (
        "befund-survey",
        &["befund-columns", "befund-stats", "befund-ranking"],
    ),
    ("befund-formats", &["befund-survey"]),
    ("befund-transfer", &["befund-survey"]),
    ("befund-report", &["befund-survey"]),
    (
        "befund-engine",
        &[
            "befund-stats",
            "befund-ranking",
            "befund-survey",
            "befund-formats",
            "befund-report",
        ],
    ),
    (
        "befund",
        &["befund-engine", "befund-report", "befund-survey"],
    ),
    ("befund-conversation", &["befund-survey", "befund-transfer"]),
    (
        "befund-web",
        &["befund-conversation", "befund-report", "befund-survey"],
    ),
    (
        "befund-worker",
        &[
            "befund-conversation",
            "befund-engine",
            "befund-formats",
            "befund-report",
            "befund-survey",
            "befund-transfer",
        ],
    ),
    ("xtask", &[]),
    (
        "befund-transcript",
        &[
            "befund-stats",
            "befund-survey",
            "befund-report",
            "befund-engine",
        ],
    ),
    (
        "befund-bench",
        &[
            "befund-stats",
            "befund-survey",
            "befund-ranking",
            "befund-formats",
        ],
    ),
    (
        "befund-tests",
        &[
            "befund-stats",
            "befund-ranking",
            "befund-survey",
            "befund-formats",
            "befund-report",
            "befund-engine",
            "befund",
            "befund-transcript",
            "xtask",
        ],
    ),
];

/// The crates that must give the same bits everywhere.
const CORE: [&str; 7] = [
    "befund-stats",
    "befund-ranking",
    "befund-survey",
    "befund-formats",
    "befund-transfer",
    "befund-report",
    "befund-engine",
];

/// What the core must not see, at any depth: the browser, the network, chance, the clock.
const FOREIGN: [&str; 24] = [
    "async-std",
    "chrono",
    "curl",
    "fastrand",
    "getrandom",
    "gloo-net",
    "h2",
    "hyper",
    "instant",
    "js-sys",
    "leptos",
    "mio",
    "native-tls",
    "rand",
    "reqwest",
    "rustls",
    "serde-wasm-bindgen",
    "socket2",
    "time",
    "tokio",
    "ureq",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
];

#[test]
fn our_crates_use_only_those_below_them() {
    let metadata = metadata(&["--no-deps"]);
    assert_eq!(wrong_arrows(&metadata), Vec::<String>::new());
    let packages = metadata["packages"].as_array().map_or(0, Vec::len);
    assert_eq!(
        packages,
        ARROWS.len(),
        "the table names a crate that does not exist"
    );
}

#[test]
fn the_core_sees_neither_browser_nor_network_nor_chance() {
    let metadata = metadata(&["--filter-platform", "wasm32-unknown-unknown"]);
    assert_eq!(foreign_to_core(&metadata), Vec::<String>::new());
    // The same search does find the browser where it belongs.
    assert!(reachable(&metadata, "befund-web").contains("web-sys"));
}

#[test]
fn an_arrow_that_points_upwards_is_found() {
    let upwards = package("befund-stats", &[("befund-survey", Value::Null)]);
    let building = package("befund-formats", &[("befund-engine", json!("build"))]);
    let testing = package("befund-ranking", &[("befund-engine", json!("dev"))]);
    let unknown = package("befund-cellar", &[]);
    let wrong = wrong_arrows(&json!({ "packages": [upwards, building, testing, unknown] }));
    assert_eq!(
        wrong,
        [
            "befund-stats must not use befund-survey",
            "befund-formats must not use befund-engine",
            "befund-cellar is not in the table of arrows"
        ]
    );
}

#[test]
fn a_foreign_crate_is_found_at_any_depth() {
    let node = |id: &str, to: &str, kind: Value| {
        let dependencies = json!([{ "pkg": to, "dep_kinds": [{ "kind": kind }] }]);
        json!({ "id": id, "deps": if to.is_empty() { json!([]) } else { dependencies } })
    };
    let packages = ["befund-stats", "befund-survey", "middle", "rand"]
        .map(|name| json!({ "name": name, "id": name }));
    let metadata = json!({
        "packages": packages,
        "resolve": { "nodes": [
            node("befund-stats", "middle", Value::Null),
            node("befund-survey", "rand", json!("dev")),
            node("middle", "rand", Value::Null),
            node("rand", "", Value::Null),
        ] },
    });
    assert_eq!(foreign_to_core(&metadata), ["befund-stats reaches rand"]);
}

fn package(name: &str, dependencies: &[(&str, Value)]) -> Value {
    let dependencies: Vec<Value> = dependencies
        .iter()
        .map(|(name, kind)| json!({ "name": name, "kind": kind }))
        .collect();
    json!({ "name": name, "dependencies": dependencies })
}

/// The workspace as cargo sees it.
fn metadata(options: &[&str]) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(options)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

/// Arrows between our crates that the table does not have. What only tests use may point anywhere.
fn wrong_arrows(metadata: &Value) -> Vec<String> {
    let table = BTreeMap::from(ARROWS);
    let mut wrong = Vec::new();
    for package in array(&metadata["packages"]) {
        let name = text(&package["name"]);
        let Some(allowed) = table.get(name) else {
            wrong.push(format!("{name} is not in the table of arrows"));
            continue;
        };
        for dependency in array(&package["dependencies"]) {
            let used = text(&dependency["name"]);
            if table.contains_key(used) && dependency["kind"] != "dev" && !allowed.contains(&used) {
                wrong.push(format!("{name} must not use {used}"));
            }
        }
    }
    wrong
}

/// Foreign crates that a crate of the core reaches.
fn foreign_to_core(metadata: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for name in CORE {
        let reachable = reachable(metadata, name);
        let foreign = FOREIGN
            .iter()
            .filter(|foreign| reachable.contains(**foreign));
        found.extend(foreign.map(|foreign| format!("{name} reaches {foreign}")));
    }
    found
}

/// Names of all crates that end up in a program with this one.
fn reachable<'a>(metadata: &'a Value, name: &str) -> BTreeSet<&'a str> {
    let names: BTreeMap<&str, &str> = array(&metadata["packages"])
        .map(|package| (text(&package["id"]), text(&package["name"])))
        .collect();
    let nodes: BTreeMap<&str, &Value> = array(&metadata["resolve"]["nodes"])
        .map(|node| (text(&node["id"]), node))
        .collect();
    let mut open: Vec<&str> = names
        .iter()
        .filter(|(_, n)| **n == name)
        .map(|(id, _)| *id)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let dependencies = nodes.get(id).map(|node| array(&node["deps"]));
        for dependency in dependencies.into_iter().flatten() {
            // "build" runs on the machine that compiles, "dev" only in tests.
            if array(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null()) {
                open.push(text(&dependency["pkg"]));
            }
        }
    }
    seen.into_iter()
        .filter_map(|id| names.get(id).copied())
        .collect()
}

fn array(value: &Value) -> std::slice::Iter<'_, Value> {
    value
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
