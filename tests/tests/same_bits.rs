//! Native code and WebAssembly give the same bits: findings, tables, charts and statistics.
//!
//! The module runs in an interpreter, so that no browser is needed; it may import nothing, which shows that the core
//! is pure.

use std::path::PathBuf;
use std::process::Command;

use wasmi::{Engine, Linker, Module, Store};

#[test]
fn native_code_and_webassembly_agree_to_the_last_bit() {
    let module = std::fs::read(build()).unwrap();
    let native = befund_transcript::transcript();
    let wasm = run(&module);
    assert!(
        native.len() > 400_000,
        "a transcript of {} bytes says too little",
        native.len()
    );
    for (line, (native, wasm)) in native.lines().zip(wasm.lines()).enumerate() {
        assert_eq!(native, wasm, "line {} differs", line + 1);
    }
    assert_eq!(native.len(), wasm.len());
    println!(
        "{} lines, {} bytes are the same",
        native.lines().count(),
        native.len()
    );
}

/// Compiles the transcript to WebAssembly.
fn build() -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = root.join("target/same-bits");
    let status = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--package",
            "befund-transcript",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args(["--profile", "web", "--target-dir"])
        .arg(&target)
        .current_dir(&root)
        .status()
        .unwrap();
    assert!(
        status.success(),
        "the transcript compiles to WebAssembly (rustup target add wasm32-unknown-unknown)"
    );
    target.join("wasm32-unknown-unknown/web/befund_transcript.wasm")
}

/// Runs the module and reads its transcript.
fn run(module: &[u8]) -> String {
    let engine = Engine::default();
    let module = Module::new(&engine, module).unwrap();
    assert_eq!(
        module.imports().count(),
        0,
        "the core asks nothing of its host"
    );
    let mut store = Store::new(&engine, ());
    let instance = Linker::new(&engine)
        .instantiate_and_start(&mut store, &module)
        .unwrap();
    let length = instance
        .get_typed_func::<(), i32>(&store, "transcript_length")
        .unwrap();
    let start = instance
        .get_typed_func::<(), i32>(&store, "transcript_start")
        .unwrap();
    let length = length.call(&mut store, ()).unwrap() as usize;
    let start = start.call(&mut store, ()).unwrap() as usize;
    let memory = instance.get_memory(&store, "memory").unwrap();
    String::from_utf8(memory.data(&store)[start..start + length].to_vec()).unwrap()
}
