//! Rankings as WebAssembly in the profile of the app, in node and in a page, beside the native program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::bench::shown;
use crate::browser;
use crate::build::{FEATURES, SHRINKING};
use crate::peer::{Line, printed};
use crate::rankings::{RESAMPLING, best_of_two, instances};
use crate::server::{Port, Server};
use crate::tools::wasm_opt;
use crate::workspace::{WASM, cargo, on_path, root, run, target};

/// How many times the native time a proof may take.
const SLOWER: f64 = 2.0;
/// After this a page is given up.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a page or node tells of one task.
#[derive(Debug, PartialEq)]
struct Told {
    task: String,
    instance: String,
    seconds: f64,
    figure: f64,
    memory: f64,
}

impl Told {
    fn of(line: &str) -> Result<Self> {
        let words: Vec<&str> = line.split('&').collect();
        let [task, name, unranked, seconds, figure, memory] = words[..] else {
            bail!("the module told: {line}");
        };
        Ok(Self {
            task: task.to_owned(),
            instance: format!("{name} {unranked}"),
            seconds: seconds.parse()?,
            figure: figure.parse()?,
            memory: memory.parse()?,
        })
    }
}

/// Builds the module and prints its times beside those of the native `program`; whether it keeps the limits.
pub fn compare(program: &Path) -> Result<bool> {
    let files = instances()?;
    if files.is_empty() {
        println!("\nskipped: rankings in the browser, because ../shared/rankings is not there");
        return Ok(true);
    }
    let (node, chromium) = (on_path(&["node"]), browser::chromium());
    if node.is_none() && chromium.is_none() {
        println!(
            "\nskipped: rankings in the browser, because neither Chromium nor node is installed"
        );
        return Ok(true);
    }
    let module = module()?;
    let own = best_of_two(program, &files)?;
    let mut good = true;
    match node {
        Some(node) => {
            let script = root().join("tests/bench/browser/rankings_node.mjs");
            let run = || -> Result<Vec<Told>> {
                let mut node = Command::new(&node);
                let lines = printed(node.arg(&script).arg(&module).args(&files))?;
                lines.lines().map(Told::of).collect()
            };
            good &= table("node", &own, &faster(run()?, run()?));
        }
        None => println!("\nskipped: rankings in node, which is not installed"),
    }
    match chromium {
        Some(chromium) => {
            let run = || in_page(&chromium, &module, &files);
            good &= table("Chromium", &own, &faster(run()?, run()?));
        }
        None => println!("\nskipped: rankings in Chromium, which is not installed"),
    }
    Ok(good)
}

/// The module as the app would have it: in its profile, and by the same `wasm-opt` where there is one.
fn module() -> Result<PathBuf> {
    let build = [
        "rustc",
        "--profile",
        "web",
        "--target",
        WASM,
        "-p",
        "befund-bench",
        "--lib",
    ];
    run(cargo().args(build).args(["--crate-type", "cdylib"]))?;
    let built = target().join(WASM).join("web/befund_bench.wasm");
    let Some(wasm_opt) = wasm_opt()? else {
        println!("the module is not passed through wasm-opt, as the app is where there is one");
        return Ok(built);
    };
    let module = built.with_file_name("befund_bench_optimised.wasm");
    run(Command::new(wasm_opt)
        .args(SHRINKING)
        .args(FEATURES)
        .arg(built)
        .arg("-o")
        .arg(&module))?;
    Ok(module)
}

/// Of two runs the better.
fn faster(first: Vec<Told>, second: Vec<Told>) -> Vec<Told> {
    let pairs = first.into_iter().zip(second);
    let better = |(one, other): (Told, Told)| {
        if other.seconds < one.seconds {
            other
        } else {
            one
        }
    };
    pairs.map(better).collect()
}

/// Prints the ratios; whether proofs take at most twice the native time, replicates keep their limits, and figures are the same bits.
fn table(runner: &str, own: &[Line], told: &[Told]) -> bool {
    println!(
        "\n{:<18}  {:<36}  {:>10}  {:>10}  {:>7}",
        "in the browser", "", "native", runner, "ratio"
    );
    let mut good = own.len() == told.len();
    if !good {
        println!("{} tasks natively, {} in {runner}", own.len(), told.len());
    }
    for told in told {
        let native = own
            .iter()
            .find(|line| line.task() == told.task && line.instance() == told.instance);
        let Some(native) = native else {
            continue;
        };
        let ratio = told.seconds / native.number("seconds");
        let limit = RESAMPLING.iter().find(|(task, _)| *task == told.task);
        let met = match limit {
            Some((_, most)) => told.seconds <= *most,
            None => told.task != "proof" || ratio <= SLOWER,
        };
        let same = told.figure.to_bits() == native.number("figure").to_bits();
        good &= met && same;
        println!(
            "{:<18}  {:<36}  {:>10}  {:>10}  {ratio:>5.2} x{}{}{}",
            told.task,
            told.instance,
            shown(native.number("seconds")),
            shown(told.seconds),
            limit.map_or(String::new(), |(_, most)| format!(
                "  limit {}",
                shown(*most)
            )),
            if met { "" } else { "  EXCEEDED" },
            if same { "" } else { "  NOT THE SAME BITS" },
        );
    }
    let memory = told.iter().map(|told| told.memory).fold(0.0, f64::max);
    println!(
        "memory of the module at the end: {:.1} MiB",
        memory / 1024.0 / 1024.0
    );
    good
}

/// What a page tells the server that gave it, in a Chromium without a window.
fn in_page(chromium: &Path, module: &Path, files: &[PathBuf]) -> Result<Vec<Told>> {
    let folder = target().join("rankings-page");
    fs::create_dir_all(&folder)?;
    let sources = root().join("tests/bench/browser");
    fs::copy(sources.join("rankings.html"), folder.join("index.html"))?;
    fs::copy(sources.join("rankings.mjs"), folder.join("rankings.mjs"))?;
    fs::copy(module, folder.join("befund_bench.wasm"))?;
    let mut names = String::new();
    for file in files {
        let name = file.file_name().context("an instance without a name")?;
        fs::copy(file, folder.join(name))?;
        names += &file.file_stem().unwrap_or(name).to_string_lossy();
        names.push('\n');
    }
    fs::write(folder.join("instances.txt"), names)?;
    let profile = target().join("rankings-profile");
    let _ = fs::remove_dir_all(&profile);
    let server = Server::bind(folder, Port::Any)?;
    let mut page = start(chromium, &profile, &server.address())?;
    let end = server.clone();
    // nobody waits for it: it only ends a page that says nothing any more
    thread::spawn(move || {
        thread::sleep(PATIENCE);
        end.stop();
    });
    let mut said = Vec::new();
    let end = server.clone();
    server.run(|request| {
        let Some((_, words)) = request.split_once("/told?") else {
            return;
        };
        said.push(words.to_owned());
        if words == "end" || words.starts_with("failed") {
            end.stop();
        }
    });
    let _ = page.kill();
    let _ = page.wait();
    let _ = fs::remove_dir_all(&profile);
    if said.pop().as_deref() != Some("end") {
        bail!("the page of rankings did not come to its end");
    }
    said.iter().map(|line| Told::of(line)).collect()
}

fn start(chromium: &Path, profile: &Path, address: &str) -> Result<Child> {
    Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("starting Chromium")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Vec<Line> {
        let line = "{\"task\":\"proof\",\"name\":\"a\",\"unranked\":\"bottom\",\"seconds\":0.1,\"figure\":7.5}";
        Line::all(line).unwrap()
    }

    #[test]
    fn slower_or_other_bits_are_seen() {
        let told = |line: &str| [Told::of(line).unwrap()];
        assert!(table("node", &own(), &told("proof&a&bottom&0.19&7.5&1")));
        assert!(!table("node", &own(), &told("proof&a&bottom&0.21&7.5&1")));
        assert!(!table(
            "node",
            &own(),
            &told("proof&a&bottom&0.1&7.500000000000001&1")
        ));
        assert!(!table("node", &own(), &[]));
    }

    #[test]
    fn what_is_no_line_is_refused() {
        assert!(Told::of("failed&TypeError").is_err());
    }
}
