// One file, read or written in a worker of its own that ends with it. The build puts this behind what wasm-bindgen has made of
// web/files, because a worker that is started after the page has loaded may ask the network for nothing.
// What it tells: a number is how many bytes were read, an array what came of them, bytes why the file cannot be read,
// `null` that the browser does not give it, a text of what the module died.

const SLICE = 4 * 1024 * 1024;

function slice(file, start) {
  const bytes = file.slice(start, Math.min(start + SLICE, file.size)).arrayBuffer();
  // Heard of where it is awaited, and not before.
  bytes.catch(() => {});
  return bytes;
}

async function read(file, options, codebook) {
  if (!options) return read_study(file.name, new Uint8Array(await file.arrayBuffer()));
  const reading = new Reading(file.name, options);
  if (codebook) {
    reading.lay_codebook(codebook.name, new Uint8Array(await codebook.arrayBuffer()));
  }
  let next = slice(file, 0);
  for (let start = 0; start < file.size; start += SLICE) {
    const bytes = new Uint8Array(await next);
    // The browser fetches the next slice while this one is read.
    next = slice(file, start + SLICE);
    reading.feed(bytes);
    self.postMessage(start + bytes.length);
  }
  return reading.finish();
}

self.onmessage = async ({ data: [module, file, options, codebook] }) => {
  try {
    initSync({ module });
    const result = file === "study" ? write_study(...options)
      : typeof file === "string" ? write_file(file, ...options)
      : file ? await read(file, options, codebook) : demo_study();
    const buffers = result.flat().filter(ArrayBuffer.isView).map((view) => view.buffer);
    self.postMessage(result, buffers);
  } catch (error) {
    const unreadable = error instanceof DOMException && error.name !== "DataCloneError";
    self.postMessage(unreadable ? null : error instanceof Uint8Array ? error : String(error));
  }
};
