// Befund in the page: one WebAssembly module without glue, served under /befund/ (see README.md).
const NAMES = ["T1", "T2a", "T2", "T3", "T4", "T5", "T6", "T7", "T7m", "T8"];
/// Bytes of the file that are at hand at a time, and how many slices are fetched ahead.
const SLICE = 1 << 20;
const AHEAD = 3;
let wasm;
let fetcher;

/// What the worker does that fetches the slices of a file, as the app has it (`web/assets/worker.js`).
function fetching() {
  let file, slice, next, credit, busy;
  async function work() {
    if (busy) return;
    busy = true;
    for (; credit > 0 && next < file.size; credit--) {
      const bytes = await file.slice(next, (next += slice)).arrayBuffer();
      self.postMessage(bytes, [bytes]);
    }
    busy = false;
  }
  self.onmessage = ({ data }) => {
    if (data) [file, slice, next, credit] = data;
    else credit++;
    work();
  };
  self.postMessage(null);
}

export const version = () => "befund 0.1.0";

export async function init() {
  const module = await WebAssembly.compileStreaming(fetch("/befund/befund_bench.wasm"));
  // as the app does while nobody waits for it; what is compiled belongs to all instances, the memory to one
  (await WebAssembly.instantiate(module)).exports.warm_up();
  wasm = (await WebAssembly.instantiate(module)).exports;
  fetcher = new Worker(URL.createObjectURL(new Blob([`(${fetching})()`])));
  await new Promise(ready => (fetcher.onmessage = ready));
}

function run(task) {
  const length = wasm.run(NAMES.indexOf(task));
  if (!length) throw new Error(`no answer to ${task}`);
  const start = wasm.output();
  return new TextDecoder().decode(new Uint8Array(wasm.memory.buffer, start, length));
}

async function read(file) {
  let arrived = [];
  let wanted;
  fetcher.onmessage = ({ data }) => (wanted ? wanted(data) : arrived.push(data));
  fetcher.postMessage([file, SLICE, 0, AHEAD]);
  for (let at = 0; at < file.size; at += SLICE) {
    const come = arrived.shift() ?? (await new Promise(ready => (wanted = ready)));
    wanted = undefined;
    fetcher.postMessage(null);
    const bytes = new Uint8Array(come);
    const start = wasm.input(bytes.length);
    new Uint8Array(wasm.memory.buffer, start, bytes.length).set(bytes);
    if (!wasm.feed(at ? 0 : 1)) throw new Error("the file cannot be read");
  }
  return run("T1");
}

export const tasks = Object.fromEntries([["T1", read], ["T1w", read], ...NAMES.slice(1).map(task => [task, async () => run(task)])]);
export const missing = {};
