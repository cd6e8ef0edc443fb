//! Codes side by side in words.

/// How many codes of so many bits, 1 to 16, stand in a word; none stands in two.
pub fn per_word(bits: u32) -> usize {
    (u64::BITS / bits) as usize
}

/// Packs codes below 2^`bits`, the first of each word in its lowest bits.
#[inline(never)]
pub fn pack(codes: &[u16], bits: u32) -> Box<[u64]> {
    let word = |codes: &[u16]| {
        let codes = codes.iter().rev();
        codes.fold(0, |word, code| (word << bits) | u64::from(*code))
    };
    codes.chunks(per_word(bits)).map(word).collect()
}

/// The codes in these words, as many as there is room for.
#[inline(never)]
pub fn unpack(words: &[u64], bits: u32, codes: &mut [u16]) {
    let mask = (1_u64 << bits) - 1;
    for (codes, word) in codes.chunks_mut(per_word(bits)).zip(words) {
        let mut word = *word;
        for code in codes {
            // at most 16 bits
            *code = (word & mask) as u16;
            word >>= bits;
        }
    }
}
