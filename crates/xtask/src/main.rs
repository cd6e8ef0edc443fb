//! The workspace's own tasks: `cargo xtask ...`.

use std::error::Error;
use std::path::Path;

use clap::{Parser, Subcommand};

mod demo;

#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the demo study into crates/engine/demo
    Demo,
}

fn main() -> Result<(), Box<dyn Error>> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    match Arguments::parse().task {
        Task::Demo => {
            for line in demo::write(&project)? {
                println!("{line}");
            }
        }
    }
    Ok(())
}
