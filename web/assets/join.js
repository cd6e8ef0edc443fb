// Puts a wasm module together again that was taken apart for packing (crates/xtask/src/pack/streams.rs says how).

const REST = 0;
const SIZES = 1;
const DECLARATIONS = 2;
const BLOCKS = 3;
const BRANCHES = 4;
const CALLS = 5;
const OTHERS = 6;
const OFFSETS = 7;
const INTEGERS = 8;
const LONG_INTEGERS = 9;
const FLOATS = 10;
const LOCALS = 11;
const INSTRUCTIONS = 12;

/** The module, byte for byte; throws an Error where the streams do not fit together. */
export function join(apart) {
  const header = new DataView(apart.buffer, apart.byteOffset, apart.byteLength);
  const number = (index) => header.getUint32(4 * index, true);
  const [length, begin, bodies] = [0, 1, 2].map(number);
  const module = new Uint8Array(length);
  let written = 0;

  // where every stream goes on
  const next = [];
  let at = 4 * (3 + INSTRUCTIONS + 1);
  for (let stream = REST; stream <= INSTRUCTIONS; stream++) {
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

  function instruction() {
    const code = apart[next[INSTRUCTIONS]++];
    module[written++] = code;
    if (code >= 0x28 && code <= 0x3e) {
      copyNumber(INSTRUCTIONS);
      copyNumber(OFFSETS);
      return;
    }
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
      case 0x20: case 0x21: case 0x22:
        copyNumber(LOCALS);
        break;
      case 0x23: case 0x24: case 0x25: case 0x26: case 0x3f: case 0x40: case 0xd0:
        copyNumber(OTHERS);
        break;
      case 0x41:
        copyNumber(INTEGERS);
        break;
      case 0x42:
        copyNumber(LONG_INTEGERS);
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
  }

  copy(REST, begin);
  for (let body = 0; body < bodies && written < length; body++) {
    const size = copyNumber(SIZES);
    const end = written + size;
    for (let kinds = copyNumber(DECLARATIONS); kinds > 0; kinds--) {
      copyNumber(DECLARATIONS);
      copy(DECLARATIONS, 1);
    }
    while (written < end && written < length) {
      instruction();
    }
  }
  copy(REST, number(3 + REST) - begin);
  if (written !== length) {
    throw new Error("streams that do not fit together");
  }
  return module;
}
