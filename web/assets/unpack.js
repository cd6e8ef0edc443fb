// Unpacks a .lzma file whose header names the size: the decoder of the LZMA specification by Igor Pavlov (public domain).
// https://www.7-zip.org/a/lzma-specification.7z

// Where each model stands in the one array of probabilities.
const IS_MATCH = 0;
const IS_REPEATED = IS_MATCH + 12 * 16;
const IS_OTHER_THAN_FIRST = IS_REPEATED + 12;
const IS_OTHER_THAN_SECOND = IS_OTHER_THAN_FIRST + 12;
const IS_OTHER_THAN_THIRD = IS_OTHER_THAN_SECOND + 12;
const IS_LONG = IS_OTHER_THAN_THIRD + 12;
const SLOT = IS_LONG + 12 * 16;
const DISTANCE = SLOT + 4 * 64;
const ALIGN = DISTANCE + 115;
const LENGTH = ALIGN + 16;
const REPEATED_LENGTH = LENGTH + 2 + 16 * 8 + 16 * 8 + 256;
const LITERAL = REPEATED_LENGTH + 2 + 16 * 8 + 16 * 8 + 256;

const HEADER = 13;
const LARGEST = 1 << 28;

/** The bytes that were packed; throws an Error where they are not there as they were. */
export function unpack(packed) {
  if (packed.length < HEADER + 5 || packed[0] >= 9 * 5 * 5 || packed[HEADER] !== 0) {
    throw new Error("no LZMA file");
  }
  const literalContext = packed[0] % 9;
  const literalPositions = (1 << Math.trunc(packed[0] / 9) % 5) - 1;
  const positions = (1 << Math.trunc(packed[0] / 45)) - 1;
  const header = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const size = header.getUint32(5, true);
  if (size > LARGEST || header.getUint32(9, true) !== 0) {
    throw new Error("no LZMA file of a known size");
  }
  const bytes = new Uint8Array(size);
  const literals = 0x300 * (literalPositions + 1) << literalContext;
  const probabilities = new Uint16Array(LITERAL + literals).fill(1024);

  // The range decoder. An array keeps range and code whole numbers of 32 bits, which a variable would box.
  const RANGE = 0;
  const CODE = 1;
  const coder = new Uint32Array([0xffffffff, header.getUint32(HEADER + 1)]);
  let read = HEADER + 5;

  function bit(model) {
    const probability = probabilities[model];
    let range = coder[RANGE];
    let code = coder[CODE];
    const bound = Math.imul(range >>> 11, probability) >>> 0;
    let decoded = 0;
    if (code < bound) {
      range = bound;
      probabilities[model] = probability + (2048 - probability >> 5);
    } else {
      range = range - bound >>> 0;
      code = code - bound >>> 0;
      probabilities[model] = probability - (probability >> 5);
      decoded = 1;
    }
    if (range < 0x1000000) {
      range <<= 8;
      code = code << 8 | packed[read++];
    }
    coder[RANGE] = range;
    coder[CODE] = code;
    return decoded;
  }

  function evenBits(count) {
    let value = 0;
    for (; count > 0; count--) {
      let range = coder[RANGE] >>> 1;
      let code = coder[CODE];
      value <<= 1;
      if (code >= range) {
        code = code - range >>> 0;
        value |= 1;
      }
      if (range < 0x1000000) {
        range <<= 8;
        code = code << 8 | packed[read++];
      }
      coder[RANGE] = range;
      coder[CODE] = code;
    }
    return value;
  }

  /** Goes down a tree from a node until it has left this many nodes behind. */
  function descend(model, node, nodes) {
    // as `bit`, with range and code at hand all the way: most of the time is spent here
    let range = coder[RANGE];
    let code = coder[CODE];
    while (node < nodes) {
      const probability = probabilities[model + node];
      const bound = Math.imul(range >>> 11, probability) >>> 0;
      if (code < bound) {
        range = bound;
        probabilities[model + node] = probability + (2048 - probability >> 5);
        node <<= 1;
      } else {
        range = range - bound >>> 0;
        code = code - bound >>> 0;
        probabilities[model + node] = probability - (probability >> 5);
        node = node << 1 | 1;
      }
      if (range < 0x1000000) {
        range = range << 8 >>> 0;
        code = (code << 8 | packed[read++]) >>> 0;
      }
    }
    coder[RANGE] = range;
    coder[CODE] = code;
    return node;
  }

  function tree(model, bits) {
    return descend(model, 1, 1 << bits) - (1 << bits);
  }

  function reversedTree(model, bits) {
    let node = 1;
    let value = 0;
    for (let n = 0; n < bits; n++) {
      const decoded = bit(model + node);
      node = node << 1 | decoded;
      value |= decoded << n;
    }
    return value;
  }

  function length(model, position) {
    if (bit(model) === 0) {
      return 2 + tree(model + 2 + position * 8, 3);
    }
    if (bit(model + 1) === 0) {
      return 10 + tree(model + 2 + 16 * 8 + position * 8, 3);
    }
    return 18 + tree(model + 2 + 2 * 16 * 8, 8);
  }

  /** How far back a match lies, less one. */
  function distance(length) {
    const slot = tree(SLOT + Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) {
      return slot;
    }
    const bits = (slot >> 1) - 1;
    const high = (2 | slot & 1) << bits;
    return slot < 14
      ? high + reversedTree(DISTANCE + high - slot, bits)
      : high + (evenBits(bits - 4) << 4) + reversedTree(ALIGN, 4) >>> 0;
  }

  let [first, second, third, fourth] = [0, 0, 0, 0];
  let state = 0;
  let written = 0;
  while (written < size) {
    const position = written & positions;
    if (bit(IS_MATCH + state * 16 + position) === 0) {
      const before = written > 0 ? bytes[written - 1] : 0;
      const context = ((written & literalPositions) << literalContext) + (before >> 8 - literalContext);
      const model = LITERAL + 0x300 * context;
      let symbol = 1;
      if (state >= 7) {
        // after a match the byte is likely another than the one that would have continued it
        let expected = bytes[written - first - 1];
        while (symbol < 0x100) {
          const expectedBit = expected >> 7 & 1;
          expected <<= 1;
          const decoded = bit(model + (1 + expectedBit << 8) + symbol);
          symbol = symbol << 1 | decoded;
          if (decoded !== expectedBit) {
            break;
          }
        }
      }
      bytes[written++] = descend(model, symbol, 0x100);
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let count;
    if (bit(IS_REPEATED + state) === 0) {
      [fourth, third, second] = [third, second, first];
      count = length(LENGTH, position);
      first = distance(count);
      state = state < 7 ? 7 : 10;
    } else {
      count = 0;
      if (bit(IS_OTHER_THAN_FIRST + state) === 0) {
        if (bit(IS_LONG + state * 16 + position) === 0) {
          count = 1;
          state = state < 7 ? 9 : 11;
        }
      } else if (bit(IS_OTHER_THAN_SECOND + state) === 0) {
        [first, second] = [second, first];
      } else if (bit(IS_OTHER_THAN_THIRD + state) === 0) {
        [first, second, third] = [third, first, second];
      } else {
        [first, second, third, fourth] = [fourth, first, second, third];
      }
      if (count === 0) {
        count = length(REPEATED_LENGTH, position);
        state = state < 7 ? 8 : 11;
      }
    }
    if (first >= written || count > size - written || read > packed.length) {
      throw new Error("damaged LZMA file");
    }
    for (let from = written - first - 1; count > 0; count--) {
      bytes[written++] = bytes[from++];
    }
  }
  // A whole file ends where the code is used up: a single wrong bit before leaves another number behind.
  if (read !== packed.length || coder[CODE] !== 0) {
    throw new Error("damaged LZMA file");
  }
  return bytes;
}
