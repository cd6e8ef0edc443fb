// Befund's rankings as WebAssembly, in a page or in node: the same tasks on the same instances as the native program.
const TASKS = ["proof", "whole", "bootstrap", "kemeny_bootstrap", "plackett_luce"];
const MEANINGS = ["bottom", "ignored"];
// the resampling is timed on the instances that its limits are about, as is the model
const ONLY = { bootstrap: "a1", kemeny_bootstrap: "a2", plackett_luce: "a1" };

// The best of several rounds in seconds, each of as many runs as take some hundredths of a second, because a page's clock is coarse.
function bestOf(run) {
  const timed = times => {
    const start = performance.now();
    run(times);
    return (performance.now() - start) / 1000;
  };
  let times = 1;
  let seconds = timed(times);
  while (seconds < 0.02) {
    times *= 2;
    seconds = timed(times);
  }
  const start = performance.now();
  for (let round = 0; round < 50; round++) {
    seconds = Math.min(seconds, timed(times));
    if (round >= 2 && performance.now() - start > 500) break;
  }
  return seconds / times;
}

// Tells the task, the instance, the meaning of unranked items, seconds, the figure of the answer and the bytes of memory so far.
export async function measure(wasm, instances, tell) {
  for (const [name, text] of instances) {
    const bytes = new TextEncoder().encode(text);
    for (const [meaning, unranked] of MEANINGS.entries()) {
      // room first: memory that grows is another buffer
      const start = wasm.input(bytes.length);
      new Uint8Array(wasm.memory.buffer, start, bytes.length).set(bytes);
      const read = wasm.rankings_read(meaning);
      if (read === 0) throw new Error(`${name} is no instance`);
      // the meanings are the same where every ballot ranks everything
      if (unranked === "ignored" && read === 1) continue;
      for (const [number, task] of TASKS.entries()) {
        if (!name.startsWith(ONLY[task] ?? "")) continue;
        let figure;
        const seconds = bestOf(times => (figure = wasm.rankings_run(number, times)));
        await tell([task, name, unranked, seconds, figure, wasm.memory.buffer.byteLength]);
      }
    }
  }
}
