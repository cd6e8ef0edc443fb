// The workers of the page. The build puts this behind what wasm-bindgen has made of web/worker, because a worker that is started
// after the page has loaded may ask the network for nothing. The one of the name `engine` is handed the compiled module and this
// script, with which it starts the others; what it says after that is in web/worker/src/desk.rs.
// The others read or write one file each and end with it. What they tell: a number is how many bytes were read, an array what came
// of them, bytes why the file cannot be read, `null` that the browser does not give it, a text of what the module died.

const SLICE = 1 << 20;
// Slices that are fetched before they are asked for.
const AHEAD = 3;

// The work of a worker that fetches the slices of a file from one on. Browsers copy them where they are fetched: there and not where they
// are read, so that both goes on at once.
function fetching() {
  let file, slice, next, credit, busy;
  async function work() {
    if (busy) return;
    busy = true;
    try {
      for (; credit > 0 && next < file.size; credit--) {
        const bytes = await file.slice(next, (next += slice)).arrayBuffer();
        self.postMessage(bytes, [bytes]);
      }
    } catch (error) {
      self.postMessage(error);
    }
    busy = false;
  }
  self.onmessage = ({ data }) => {
    if (data) [file, slice, next, credit] = data;
    else credit++;
    work();
  };
}

// A function that gives the slices of a file one after the other.
function slices(file) {
  let at = 0;
  const here = () => file.slice(at, (at += SLICE)).arrayBuffer();
  const arrived = [];
  let worker, wanted;
  const arrives = (slice) => {
    if (wanted) wanted(slice);
    else arrived.push(slice);
    wanted = undefined;
  };
  if (file.size > 2 * SLICE) {
    worker = new Worker(URL.createObjectURL(new Blob([`(${fetching})()`])));
    worker.onmessage = ({ data }) => arrives(data);
    // Where the browser starts no further worker, the slices are fetched here.
    worker.onerror = (event) => {
      event.preventDefault();
      worker = undefined;
      wanted?.();
    };
    // The first slice is fetched here while the worker starts.
    worker.postMessage([file, SLICE, SLICE, AHEAD]);
  }
  return async () => {
    if (at > 0 && worker) {
      const slice = arrived.shift() ?? (await new Promise((come) => (wanted = come)));
      worker?.postMessage(null);
      if (slice instanceof Error || slice instanceof DOMException) throw slice;
      if (slice) {
        at += SLICE;
        return slice;
      }
    }
    return here();
  };
}

async function read(file, options, codebook) {
  if (!options) return read_study(file.name, new Uint8Array(await file.arrayBuffer()));
  const reading = new Reading(file.name, options);
  const next = slices(file);
  if (codebook) {
    reading.lay_codebook(codebook.name, new Uint8Array(await codebook.arrayBuffer()));
  }
  for (let start = 0; start < file.size; start += SLICE) {
    const bytes = new Uint8Array(await next());
    reading.feed(bytes);
    self.postMessage(start + bytes.length);
  }
  return reading.finish();
}

async function work(file, options, codebook) {
  try {
    const result = typeof file === "string" ? write_file(file, ...options) : await read(file, options, codebook);
    const buffers = result.filter(ArrayBuffer.isView).map((view) => view.buffer);
    self.postMessage(result, buffers);
  } catch (error) {
    const unreadable = error instanceof DOMException && error.name !== "DataCloneError";
    self.postMessage(unreadable ? null : error instanceof Uint8Array ? error : String(error));
  }
}

// Milliseconds without a request until the workers are warmed up.
const IDLE = 1000;

// What the browser compiles anew because it is used much serves all workers: one is busy with nothing that anybody waits for, until
// somebody asks for something.
function warm(module, script) {
  let worker;
  const wait = setTimeout(() => {
    worker = new Worker(URL.createObjectURL(script), { type: "module", name: "warm" });
    worker.onerror = (event) => event.preventDefault();
    worker.postMessage([module]);
  }, IDLE);
  const stop = () => {
    clearTimeout(wait);
    worker?.terminate();
  };
  self.addEventListener("message", stop, { once: true });
}

self.onmessage = ({ data: [module, ...order] }) => {
  self.onmessage = null;
  initSync({ module });
  if (self.name === "engine") {
    serve(module, ...order);
    warm(module, ...order);
  } else if (self.name === "warm") {
    warm_up();
    self.close();
  } else work(...order);
};

// A failed promise must reach the page like any other error: it shows it and starts a new worker.
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  setTimeout(() => {
    throw event.reason;
  });
});
