//! Packs the wasm for the way to the browser: its instructions taken apart ([`streams`]), then as `.lzma`. That is a quarter
//! smaller than gzip makes it. `web/assets/unpack.js` and `join.js` undo both in the page.

pub mod leb128;
pub mod names;
pub mod script;
pub mod streams;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use lzma_rust2::{LzmaOptions, LzmaWriter};

/// A file packed and its plain one gone: `befund-web_bg.wasm` becomes `befund-web_bg.wasm.lzma`.
pub fn replace(file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let apart =
        streams::split(&bytes).with_context(|| format!("taking {} apart", file.display()))?;
    let packed = packed(&apart)?;
    let mut name = file.as_os_str().to_owned();
    name.push(".lzma");
    fs::write(&name, &packed)?;
    fs::remove_file(file)?;
    println!("packed: {:.0} kB", packed.len() as f64 / 1000.0);
    Ok(())
}

/// The bytes as one `.lzma` file: a header of 13 bytes, which names the size, then the codes without an end mark.
pub fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut options = LzmaOptions::with_preset(9);
    options.dict_size = u32::try_from(bytes.len())?.max(DICTIONARY_MIN);
    options.nice_len = LzmaOptions::NICE_LEN_MAX;
    options.depth_limit = 1000;
    // The streams are bytes of any place: the one before tells more than the place.
    options.lc = 2;
    options.lp = 0;
    options.pb = 0;
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, Some(bytes.len() as u64))?;
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// What the format asks for at least.
const DICTIONARY_MIN: u32 = 4096;

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// With the decoder of the crate.
    fn unpacked(packed: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        lzma_rust2::LzmaReader::new_mem_limit(packed, u32::MAX, None)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Words in an order of chance, with noise between them.
    fn sample(length: usize) -> Vec<u8> {
        let words: [&[u8]; 4] = [b"local.get", b"i32.const 1", b"call", b"\0\0\0\0\0\0\0\0"];
        let (mut bytes, mut state) = (Vec::new(), 0x9E37_79B9_7F4A_7C15_u64);
        while bytes.len() < length {
            // xorshift64 (Marsaglia 2003)
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.extend(words[(state >> 60) as usize % 4]);
            bytes.push(state as u8);
        }
        bytes.truncate(length);
        bytes
    }

    #[test]
    fn what_is_packed_can_be_unpacked() -> Result<()> {
        for length in [0, 1, 2, 300, 5000, 300_000] {
            let bytes = sample(length);
            let packed = packed(&bytes)?;
            assert_eq!(packed[0], 2, "lc 2, lp 0, pb 0");
            assert_eq!(packed[5..13], (length as u64).to_le_bytes());
            assert!(unpacked(&packed)? == bytes, "{length} bytes");
        }
        assert!(packed(&sample(300_000))?.len() < 120_000);
        Ok(())
    }

    #[test]
    fn the_packed_file_stands_in_the_place_of_the_plain_one() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("befund-pack-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let plain = folder.join("a.wasm");
        let module = streams::tests::module();
        fs::write(&plain, &module)?;
        replace(&plain)?;
        assert!(!plain.exists());
        let read = unpacked(&fs::read(folder.join("a.wasm.lzma"))?)?;
        assert!(read == streams::split(&module)?);
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
