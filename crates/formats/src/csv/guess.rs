//! Which encoding the first bytes of a file are in.

use encoding_rs::{ISO_8859_15, MACINTOSH, WINDOWS_1250, WINDOWS_1251};

use super::encoding::{CP850, Encoding};

/// Bytes that are looked at where letters must tell the encoding.
const LOOKED_AT: usize = 1 << 16;
/// By how much another encoding must be the better reading than Windows-1252.
const CLEARLY: i64 = 4;
/// Signs that texts of offices do contain.
const COMMON_SIGNS: &str = "€„“”‚‘’–—…§°©®«»·²³½¼¾µ×´¨•™\u{a0}";
/// Letters beyond ASCII that are common in German, French, Spanish, the languages of the North and of Central Europe.
const COMMON_LETTERS: &str = "äöüßÄÖÜéèàêçñóíáúåøæëïôûîąćęłńśźżčěřšžůďťňőű";

impl Encoding {
    /// Chooses by the first bytes of the file, or all of them (`whole`): a byte order mark, zeros where UTF-16 and UTF-32 have
    /// them, right UTF-8, or else what makes the best words of the bytes beyond ASCII.
    pub(crate) fn of(head: &[u8], whole: bool) -> Self {
        match head {
            [0xFF, 0xFE, 0, 0, ..] => Self::Utf32Le,
            [0, 0, 0xFE, 0xFF, ..] => Self::Utf32Be,
            [0xFF, 0xFE, ..] => Self::Utf16Le,
            [0xFE, 0xFF, ..] => Self::Utf16Be,
            [0xEF, 0xBB, 0xBF, ..] => Self::Utf8,
            _ => zeros(head).unwrap_or_else(|| eight_bit(head, whole)),
        }
    }
}

/// UTF-16 or UTF-32 without a mark: mostly ASCII text has zeros in its high bytes.
fn zeros(head: &[u8]) -> Option<Encoding> {
    let head = &head[..head.len().min(512) & !3];
    let mut zeros = [0; 4];
    for four in head.chunks_exact(4) {
        for (place, byte) in four.iter().enumerate() {
            zeros[place] += usize::from(*byte == 0);
        }
    }
    let fours = head.len() / 4;
    if fours < 2 {
        return None;
    }
    let full = |place: usize| zeros[place] * 10 > fours * 9;
    let none = |place: usize| zeros[place] == 0;
    match [0, 1, 2, 3].map(|place| (none(place), full(place))) {
        [(true, _), (_, true), (_, true), (_, true)] => Some(Encoding::Utf32Le),
        [(_, true), (_, true), (_, true), (true, _)] => Some(Encoding::Utf32Be),
        [(true, _), (_, true), (true, _), (_, true)] => Some(Encoding::Utf16Le),
        [(_, true), (true, _), (_, true), (true, _)] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// UTF-8 where most characters beyond ASCII are right UTF-8, else an older encoding.
fn eight_bit(head: &[u8], whole: bool) -> Encoding {
    let (mut right, mut common, mut wrong) = (0, 0, 0);
    let mut read = 0;
    for chunk in head.utf8_chunks() {
        let (valid, invalid) = (chunk.valid(), chunk.invalid());
        read += valid.len() + invalid.len();
        for character in valid.chars().filter(|character| !character.is_ascii()) {
            right += 1;
            common += usize::from(is_common(character));
        }
        // the head of a longer file may end within a character
        let cut = !whole
            && read == head.len()
            && std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
        if !cut {
            wrong += invalid.len();
        }
    }
    if wrong == 0 || right > 2 * wrong {
        return Encoding::Utf8;
    }
    let older = older(head);
    // Glued together from both: as Windows-1252 these characters would be `Ã¶` and the like, which nobody writes. Read as UTF-8,
    // all other bytes are Windows-1252 again, and a note says so.
    if older == Encoding::WINDOWS_1252 && right > 0 && common == right {
        return Encoding::Utf8;
    }
    older
}

/// Whether texts of offices do contain the character, and UTF-8 writes it with a first byte that is no usual letter elsewhere.
fn is_common(character: char) -> bool {
    let mut bytes = [0; 4];
    let first = character.encode_utf8(&mut bytes).as_bytes()[0];
    matches!(first, 0xC2 | 0xC3 | 0xE2)
        && (COMMON_LETTERS.contains(character) || COMMON_SIGNS.contains(character))
}

/// The older encoding that makes the best words; Windows-1252 unless another is clearly better.
fn older(head: &[u8]) -> Encoding {
    let first = head.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(LOOKED_AT / 16);
    let head = &head[from..head.len().min(from + LOOKED_AT)];
    let has_control = head.iter().any(|byte| (0x80..0xA0).contains(byte));
    if head.contains(&0xA4) && !has_control {
        // ¤ in Windows-1252, which nobody writes
        return Encoding::Old(ISO_8859_15);
    }
    let western = Encoding::WINDOWS_1252;
    let mut best = (western, likeness(western, head) + CLEARLY);
    for other in [
        Encoding::Dos(&CP850),
        Encoding::Old(MACINTOSH),
        Encoding::Old(WINDOWS_1250),
        Encoding::Old(WINDOWS_1251),
    ] {
        let likeness = likeness(other, head);
        if likeness > best.1 {
            best = (other, likeness);
        }
    }
    best.0
}

/// How much the bytes look like words in this encoding.
fn likeness(encoding: Encoding, bytes: &[u8]) -> i64 {
    let mut text = String::new();
    encoding.decode(bytes, true, &mut text);
    let mut sum = 0;
    let mut before = [' ', ' '];
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if !character.is_ascii() {
            let after = characters.peek().copied().unwrap_or(' ');
            sum += points(before, character, after);
        }
        before = [before[1], character];
    }
    sum
}

/// What a character beyond ASCII between these others says for its encoding.
fn points([before_2, before]: [char; 2], character: char, after: char) -> i64 {
    let cyrillic = |character: char| ('\u{400}'..'\u{500}').contains(&character);
    let latin = |character: char| character.is_alphabetic() && !cyrillic(character);
    // signs that count as letters, within or at a word
    if matches!(character, 'ƒ' | 'ª' | 'º') && (latin(before) || latin(after)) {
        return -4;
    }
    if character.is_alphabetic() {
        let other_script = |other: char| match cyrillic(character) {
            true => latin(other),
            false => cyrillic(other),
        };
        if other_script(before) || other_script(after) {
            return -4;
        }
        // a capital within a word
        let within = before.is_alphabetic() && after.is_lowercase();
        if character.is_uppercase() && (before.is_lowercase() || within) {
            return -3;
        }
        let foreign = |other: char| latin(other) && !other.is_ascii();
        if latin(character) && foreign(before) && foreign(before_2) {
            return -3;
        }
        return 2 + i64::from(COMMON_LETTERS.contains(character));
    }
    if ('\u{80}'..'\u{a0}').contains(&character) {
        -5
    } else if before.is_alphabetic()
        && after.is_alphabetic()
        && !matches!(character, '’' | '–' | '·')
    {
        -4
    } else if COMMON_SIGNS.contains(character) {
        1
    } else {
        -2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_encoding() {
        // bytes: python3 "...".encode(codec)
        for (bytes, expected, text) in [
            (
                &b"Amt;Anmerkung\nB\xFCrgerb\xFCro;sch\xF6n\n"[..],
                "Windows-1252",
                "schön",
            ),
            (
                b"Amt;Anmerkung\nB\x81rgerb\x81ro;sch\x94n, gr\xE1er\n",
                "CP850",
                "schön",
            ),
            (
                b"Amt;Anmerkung\nB\x9Frgerb\x9Fro;sch\x9An und gro\xA7\n",
                "macintosh",
                "schön",
            ),
            (b"n;x\n1;5 \xA4\n2;sch\xF6n\n", "ISO-8859-15", "5 €"),
            (
                b"miasto;n\n\xA3\xF3d\xBC;1\nKrak\xF3w;2\nWroc\xB3aw;3\nGda\xF1sk;4\n",
                "windows-1250",
                "Wrocław",
            ),
            (
                b"\xE3\xEE\xF0\xEE\xE4;n\n\xCC\xEE\xF1\xEA\xE2\xE0;1\n",
                "windows-1251",
                "Москва",
            ),
            (
                b"pays;n\nFran\xE7ais \x96 d\xE9j\xE0 vu;1\nl\x92\xE9t\xE9;2\n",
                "Windows-1252",
                "l’été",
            ),
            (b"a,b\n3,\xA9\n", "Windows-1252", "©"),
            (b"a;b\nM\x9Fller;1\n\x82a;2\n", "macintosh", "Müller"),
            (
                b"a;b\n\xABCAF\xC9\xBB;1\nd\xE9j\xE0;2\n",
                "Windows-1252",
                "«CAFÉ»",
            ),
        ] {
            let encoding = Encoding::of(bytes, true);
            let mut read = String::new();
            encoding.decode(bytes, true, &mut read);
            assert!(
                encoding.name() == expected && read.contains(text),
                "{expected}: {} {read}",
                encoding.name()
            );
        }
    }

    #[test]
    fn zeros_tell_wide_encodings() {
        let text = "id;Größe\n1;klein\n";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(Encoding::of(&wide, true), Encoding::Utf16Be);
        let wider: Vec<u8> = text
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
        assert_eq!(Encoding::of(&wider, true), Encoding::Utf32Le);
    }
}
