// Puts a wasm module together again that was taken apart for packing (crates/xtask/src/pack/streams.rs says how).

const REST = 0;
const DECLARATIONS = 1;
const BLOCKS = 2;
const BRANCHES = 3;
const CALLS = 4;
const OTHERS = 5;
const LOADS = 6;
const STORES = 7;
const FLOATS = 8;
const LOCALS = 9;
const INSTRUCTIONS = 10;
/** What is put on the stack stands in the stream of the byte that comes next among the instructions. */
const PUSHED_LOCALS = 11;
const PUSHED_INTEGERS = PUSHED_LOCALS + 256;
const PUSHED_LONG_INTEGERS = PUSHED_INTEGERS + 256;
const STREAMS = PUSHED_LONG_INTEGERS + 256;

/** The usual alignment of loads and stores from 0x28 on; others have a mark before. */
const ALIGNMENTS = [2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2];
const UNUSUAL = 0x27;
const FIRST_STORE = 0x36;
const BLOCK = 0x02;
const IF = 0x04;
const END = 0x0b;
const LONGEST_SIZE = 5;

/** The module, byte for byte; throws an Error where the streams do not fit together. */
export function join(apart) {
  const header = new DataView(apart.buffer, apart.byteOffset, apart.byteLength);
  const number = (index) => header.getUint32(4 * index, true);
  const [length, begin, bodies] = [0, 1, 2].map(number);
  // with room for the size of the function at hand
  const module = new Uint8Array(length + LONGEST_SIZE);
  let written = 0;

  // where every stream goes on
  const next = [];
  let at = 4 * (3 + STREAMS);
  for (let stream = REST; stream < STREAMS; stream++) {
    next.push(at);
    at += number(3 + stream);
  }
  if (at !== apart.length) {
    throw new Error("streams of another length");
  }

  function copy(stream, bytes) {
    module.set(apart.subarray(next[stream], next[stream] + bytes), written);
    next[stream] += bytes;
    written += bytes;
  }

  /** Copies a number in LEB128 and gives it. */
  function copyNumber(stream) {
    let from = next[stream];
    let value = 0;
    let shift = 0;
    let byte;
    do {
      byte = apart[from++];
      module[written++] = byte;
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    next[stream] = from;
    return value;
  }

  /** Copies an instruction and gives its code. */
  function instruction() {
    let code = apart[next[INSTRUCTIONS]++];
    if (code >= UNUSUAL && code <= 0x3e) {
      const usual = code !== UNUSUAL;
      if (!usual) {
        code = apart[next[INSTRUCTIONS]++];
      }
      module[written++] = code;
      if (usual) {
        module[written++] = ALIGNMENTS[code - 0x28];
      } else {
        copyNumber(INSTRUCTIONS);
      }
      copyNumber(code < FIRST_STORE ? LOADS : STORES);
      return code;
    }
    module[written++] = code;
    const following = apart[next[INSTRUCTIONS]];
    switch (code) {
      case 0x02: case 0x03: case 0x04:
        copyNumber(BLOCKS);
        break;
      case 0x0c: case 0x0d:
        copyNumber(BRANCHES);
        break;
      case 0x0e:
        for (let targets = copyNumber(OTHERS); targets >= 0; targets--) {
          copyNumber(OTHERS);
        }
        break;
      case 0x10: case 0xd2:
        copyNumber(CALLS);
        break;
      case 0x11:
        copyNumber(OTHERS);
        copyNumber(OTHERS);
        break;
      case 0x1c:
        copy(OTHERS, copyNumber(OTHERS));
        break;
      case 0x20:
        copyNumber(PUSHED_LOCALS + following);
        break;
      case 0x21: case 0x22:
        copyNumber(LOCALS);
        break;
      case 0x23: case 0x24: case 0x25: case 0x26: case 0x3f: case 0x40: case 0xd0:
        copyNumber(OTHERS);
        break;
      case 0x41:
        copyNumber(PUSHED_INTEGERS + following);
        break;
      case 0x42:
        copyNumber(PUSHED_LONG_INTEGERS + following);
        break;
      case 0x43:
        copy(FLOATS, 4);
        break;
      case 0x44:
        copy(FLOATS, 8);
        break;
      case 0xfc: {
        const which = copyNumber(INSTRUCTIONS);
        if (which >= 8) {
          copyNumber(OTHERS);
        }
        if (which === 8 || which === 10 || which === 12 || which === 14) {
          copyNumber(OTHERS);
        }
        break;
      }
    }
    return code;
  }

  /** Copies a function, then puts its size before it. */
  function body() {
    const before = written;
    const begin = before + LONGEST_SIZE;
    written = begin;
    for (let kinds = copyNumber(DECLARATIONS); kinds > 0; kinds--) {
      copyNumber(DECLARATIONS);
      copy(DECLARATIONS, 1);
    }
    for (let depth = 1; depth > 0 && written < module.length;) {
      const code = instruction();
      if (code >= BLOCK && code <= IF) {
        depth++;
      } else if (code === END) {
        depth--;
      }
    }
    const end = written;
    written = before;
    let size = end - begin;
    while (size > 127) {
      module[written++] = size & 127 | 128;
      size >>= 7;
    }
    module[written++] = size;
    module.copyWithin(written, begin, end);
    written += end - begin;
  }

  copy(REST, begin);
  for (let count = 0; count < bodies && written < length; count++) {
    body();
  }
  copy(REST, number(3 + REST) - begin);
  if (written !== length) {
    throw new Error("streams that do not fit together");
  }
  return module.subarray(0, length);
}
