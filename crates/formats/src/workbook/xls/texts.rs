//! Texts of the old formats: bytes in a code page, or UTF-16, and texts that go on in the next record.

const C1250: &str = "€�‚�„…†‡�‰Š‹ŚŤŽŹ�‘’“”•–—�™š›śťžź\u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";
const C1251: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—�™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";
const C1252: &str = "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
const C1253: &str = "€�‚ƒ„…†‡�‰�‹�����‘’“”•–—�™�›����\u{a0}΅Ά£¤¥¦§¨©�«¬\u{ad}®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ�ΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ�";
const C1254: &str = "€�‚ƒ„…†‡ˆ‰Š‹Œ����‘’“”•–—˜™š›œ��Ÿ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ";
const C1257: &str = "€�‚�„…†‡�‰�‹�¨ˇ¸�‘’“”•–—�™�›�¯˛�\u{a0}�¢£¤�¦§Ø©Ŗ«¬\u{ad}®Æ°±²³´µ¶·ø¹ŗ»¼½¾æĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙";
const C437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const C850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const C852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";
const C866: &str = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{a0}";
const C10000: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// The characters from 0x80 on in a code page; in Windows-1252 where it is none of those known.
fn upper(codepage: u16) -> &'static str {
    match codepage {
        437 => C437,
        850 => C850,
        852 => C852,
        866 => C866,
        1250 => C1250,
        1251 => C1251,
        1253 => C1253,
        1254 => C1254,
        1257 => C1257,
        10000 | 32768 => C10000,
        _ => C1252,
    }
}

/// The text of bytes in a code page.
pub(super) fn decode(bytes: &[u8], codepage: u16) -> String {
    let upper = upper(codepage);
    let character = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(at) => upper
            .chars()
            .nth(at.into())
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(character).collect()
}

/// The bytes of a record and of those that continue it.
pub(super) struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    at: usize,
}

impl<'a> Pieces<'a> {
    /// A record with its continuations, in reverse: the next one is the last.
    pub(super) fn new(mut pieces: Vec<&'a [u8]>) -> Self {
        pieces.reverse();
        Self { pieces, at: 0 }
    }

    /// The rest of the piece under way; of the next where it is used up.
    fn rest(&mut self) -> &'a [u8] {
        loop {
            let Some(piece) = self.pieces.last() else {
                return &[];
            };
            match piece.get(self.at..) {
                Some(rest) if !rest.is_empty() => return rest,
                _ => {
                    self.pieces.pop();
                    self.at = 0;
                }
            }
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    pub(super) fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn long(&mut self) -> Option<u32> {
        let (low, high) = (self.short()?, self.short()?);
        Some(u32::from(low) | u32::from(high) << 16)
    }

    pub(super) fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let rest = self.rest().len();
            if rest == 0 {
                return None;
            }
            let step = rest.min(bytes);
            self.at += step;
            bytes -= step;
        }
        Some(())
    }

    /// A text of BIFF8: its length, flags, runs and extensions around the characters.
    pub(super) fn text(&mut self) -> Option<String> {
        let length = usize::from(self.short()?);
        self.text_of(length)
    }

    /// The same where the length is known.
    pub(super) fn text_of(&mut self, length: usize) -> Option<String> {
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 {
            usize::from(self.short()?)
        } else {
            0
        };
        let extension = if flags & 4 != 0 {
            self.long()? as usize
        } else {
            0
        };
        let text = self.characters(length, flags & 1 != 0)?;
        // what follows is the look of the text: if it is cut, so is the record, and the next text says so
        self.skip(4 * runs + extension)
            .or_else(|| self.is_over().then_some(()))?;
        Some(text)
    }

    pub(super) fn is_over(&mut self) -> bool {
        self.rest().is_empty()
    }

    /// Characters of one or two bytes. Where they go on in another record, its first byte says anew which.
    fn characters(&mut self, length: usize, mut wide: bool) -> Option<String> {
        let mut units: Vec<u16> = Vec::new();
        while units.len() < length {
            let at_start = self
                .pieces
                .last()
                .is_none_or(|piece| self.at >= piece.len());
            if at_start {
                wide = self.byte()? & 1 != 0;
            }
            let rest = self.rest();
            let left = length - units.len();
            if wide {
                let count = (rest.len() / 2).min(left);
                if count == 0 {
                    return None;
                }
                let pairs = rest[..2 * count].chunks_exact(2);
                units.extend(pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]])));
                self.at += 2 * count;
            } else {
                let count = rest.len().min(left);
                if count == 0 {
                    return None;
                }
                units.extend(rest[..count].iter().map(|byte| u16::from(*byte)));
                self.at += count;
            }
        }
        Some(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_page_has_all_its_characters() {
        for codepage in [
            437, 850, 852, 866, 1250, 1251, 1252, 1253, 1254, 1257, 10000,
        ] {
            assert_eq!(upper(codepage).chars().count(), 128, "{codepage}");
        }
        assert_eq!(decode(b"\xCF\xF0\xE8", 1251), "При");
    }

    #[test]
    fn a_text_goes_on_in_the_next_record_in_another_width() {
        // "abÄ": two narrow characters, then one wide one
        let mut pieces = Pieces::new(vec![&[3, 0, 0, b'a', b'b'], &[1, 0xC4, 0, 9, 0]]);
        assert_eq!(pieces.text().as_deref(), Some("abÄ"));
        assert_eq!(pieces.short(), Some(9));
        assert_eq!(pieces.text(), None);
    }
}
