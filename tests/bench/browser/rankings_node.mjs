// node rankings_node.mjs MODULE.wasm FILE..: what the page tells, line by line.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { measure } from "./rankings.mjs";

const [module, ...files] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module));
const instances = files.map(file => [basename(file, ".json"), readFileSync(file, "utf8")]);
await measure(instance.exports, instances, told => console.log(told.join("&")));
