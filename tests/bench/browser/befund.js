// Befund in the page: one WebAssembly module without glue, served under /befund/ (see README.md).
const NAMES = ["T1", "T2a", "T2", "T3", "T4", "T5", "T6", "T7", "T7m", "T8"];
/// Bytes of the file that are at hand at a time.
const SLICE = 1 << 22;
let wasm;

export const version = () => "befund 0.1.0";

export async function init() {
  const module = await WebAssembly.compileStreaming(fetch("/befund/befund_bench.wasm"));
  // as the app does while nobody waits for it; what is compiled belongs to all instances, the memory to one
  (await WebAssembly.instantiate(module)).exports.warm_up();
  wasm = (await WebAssembly.instantiate(module)).exports;
}

function run(task) {
  const length = wasm.run(NAMES.indexOf(task));
  if (!length) throw new Error(`no answer to ${task}`);
  const start = wasm.output();
  return new TextDecoder().decode(new Uint8Array(wasm.memory.buffer, start, length));
}

async function read(file) {
  const slice = at => (at < file.size ? file.slice(at, at + SLICE).arrayBuffer() : null);
  let next = slice(0);
  for (let at = 0; next; at += SLICE) {
    const bytes = new Uint8Array(await next);
    // the browser fetches the next slice while this one is read
    next = slice(at + SLICE);
    const start = wasm.input(bytes.length);
    new Uint8Array(wasm.memory.buffer, start, bytes.length).set(bytes);
    if (!wasm.feed(at ? 0 : 1)) throw new Error("the file cannot be read");
  }
  return run("T1");
}

export const tasks = Object.fromEntries([["T1", read], ["T1w", read], ...NAMES.slice(1).map(task => [task, async () => run(task)])]);
export const missing = {};
