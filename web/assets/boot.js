// Starts the page, then has what its workers run come after it: the engine with its readers of files. That module is compiled once;
// the page hands it to its workers.
import init from "./befund-web.js";
import { join } from "./join.js";
import { unpack } from "./unpack.js";

const address = new URL("./befund-web_bg.wasm.lzma", import.meta.url);

async function load() {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${address.pathname}: ${response.status} ${response.statusText}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

function compile(packed) {
  performance.mark("unpack");
  const bytes = join(unpack(packed));
  performance.measure("unpacked", "unpack");
  return WebAssembly.compile(bytes);
}

// The typeface is fetched here and not by the style sheet, so that a picture can carry it without a second request.
async function dress() {
  const response = await fetch(new URL("./fonts/source-sans-3-latin-wght-normal.woff2", import.meta.url));
  const bytes = await response.arrayBuffer();
  document.fonts.add(await new FontFace("Source Sans 3", bytes, { weight: "200 900" }).load());
  const reader = new FileReader();
  reader.onload = () => { globalThis.befundTypeface = reader.result; };
  reader.readAsDataURL(new Blob([bytes], { type: "font/woff2" }));
}

// Without it the page stands in a typeface of the system.
const dressed = dress().catch(console.warn);

function compileWorker() {
  return new Promise((keep, breaks) => {
    const worker = new Worker(new URL("./load.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      typeof data === "string" ? breaks(data) : keep(data);
    };
    worker.onerror = (event) => breaks(event.message ?? "load.js");
  });
}

async function loadScript() {
  const response = await fetch(new URL("./befund-worker.js", import.meta.url));
  if (!response.ok) {
    throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
  }
  // a worker started from this text asks the network for nothing
  return new Blob([await response.blob()], { type: "text/javascript" });
}

try {
  const packed = await load();
  // Not before, so that nothing delays the page. It gets the compiled module and the script of its workers.
  globalThis.befundWorker = Promise.all([compileWorker(), loadScript()]);
  await init({ module_or_path: await compile(packed) });
} catch (error) {
  const boot = document.getElementById("boot");
  if (boot) {
    boot.setAttribute("role", "alert");
    boot.textContent = `Befund konnte nicht starten. Befund could not start. (${error})`;
  }
  throw error;
}

// The page says it where its workers have not come.
await globalThis.befundWorker.catch(console.warn);
await dressed;
// From now on nothing is asked of the network.
document.body.dataset.loaded = "true";
