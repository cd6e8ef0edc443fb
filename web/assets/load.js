// Fetches and compiles what the workers run, beside the page: the page stays responsive and gets the compiled module.
import { join } from "./join.js";
import { unpack } from "./unpack.js";

const address = new URL("./befund-worker_bg.wasm.lzma", import.meta.url);

try {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${address.pathname}: ${response.status} ${response.statusText}`);
  }
  const packed = new Uint8Array(await response.arrayBuffer());
  self.postMessage(await WebAssembly.compile(join(unpack(packed))));
} catch (error) {
  self.postMessage(String(error));
}
