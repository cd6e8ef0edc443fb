// Starts the page, then has what reads files come after it. A module is compiled once; the page hands it to its workers, so
// it is fetched only once.
import init from "./befund-web.js";
import { join } from "./join.js";
import { unpack } from "./unpack.js";

const address = new URL("./befund-web_bg.wasm.lzma", import.meta.url);

async function compile() {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${address.pathname}: ${response.status} ${response.statusText}`);
  }
  const packed = new Uint8Array(await response.arrayBuffer());
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

// What reads files comes after the page, so that the page is there sooner. The page gets the compiled module with the script
// of the workers that run it, or the words that say why it has not come.
let filesCame;
globalThis.befundFiles = new Promise((came) => { filesCame = came; });

function compileFiles() {
  return new Promise((done) => {
    const worker = new Worker(new URL("./load.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      done(data);
    };
    worker.onerror = (event) => done(event.message ?? "load.js");
  });
}

async function loadFiles() {
  const script = fetch(new URL("./befund-files.js", import.meta.url)).then((response) => {
    if (!response.ok) {
      throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
    }
    return response.blob();
  });
  const [module, text] = await Promise.all([compileFiles(), script]);
  return typeof module === "string" ? module : [module, new Blob([text], { type: "text/javascript" })];
}

try {
  await init({ module_or_path: await compile() });
} catch (error) {
  const boot = document.getElementById("boot");
  if (boot) {
    boot.setAttribute("role", "alert");
    boot.textContent = `Befund konnte nicht starten. Befund could not start. (${error})`;
  }
  throw error;
}

filesCame(await loadFiles().catch(String));
await dressed;
// From now on nothing is asked of the network.
document.body.dataset.loaded = "true";
