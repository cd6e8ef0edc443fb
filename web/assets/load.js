// Fetches the module that reads files, beside the page and after it: the page stays responsive and gets the compiled module.
import { join } from "./join.js";
import { unpack } from "./unpack.js";

const address = new URL("./befund-files_bg.wasm.lzma", import.meta.url);

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
