// Starts the page. The module is compiled once; the page hands it to its worker, so it is fetched only once.
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
dress().catch(console.warn);

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
