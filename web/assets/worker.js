// Starts the worker with the module the page has compiled; the conversation after that is web/src/worker.rs.
import init from "./befund-web.js";

self.onmessage = (event) => {
  self.onmessage = null;
  init({ module_or_path: event.data });
};

// A failed promise must reach the page like any other error: it shows it and starts a new worker.
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  setTimeout(() => {
    throw event.reason;
  });
});
