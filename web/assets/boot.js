// Starts the page. The module is compiled once; the page hands it to its worker, so it is fetched only once.
import init from "./befund-web.js";

const address = new URL("./befund-web_bg.wasm", import.meta.url);

async function compile() {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${address.pathname}: ${response.status} ${response.statusText}`);
  }
  const type = response.headers.get("content-type") ?? "";
  return type.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
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
