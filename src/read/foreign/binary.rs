//! Kinds of binary files, by their first bytes.

use super::container;
use super::junk::is_odd;
use super::kind::{Foreign, Remedy};

/// Bytes in which a file whose signature is a word must show that it is no text.
const PROOF: usize = 1024;

/// A signature at the beginning of a file, the name of its kind, and what to do with it.
struct Signature {
    bytes: &'static [u8],
    /// Offset of the signature, in bytes.
    at: usize,
    name: &'static str,
    remedy: Remedy,
}

const fn at(at: usize, bytes: &'static [u8], name: &'static str, remedy: Remedy) -> Signature {
    Signature { bytes, at, name, remedy }
}

const fn first(bytes: &'static [u8], name: &'static str, remedy: Remedy) -> Signature {
    at(0, bytes, name, remedy)
}

/// Signatures that no text begins with: they hold bytes that are no characters of any text.
const CERTAIN: &[Signature] = &[
    first(b"\x89PNG\r\n\x1A\n", "a PNG picture", Remedy::Show),
    first(b"\xFF\xD8\xFF", "a JPEG picture", Remedy::Show),
    first(b"II*\0", "a TIFF picture", Remedy::ConvertPicture),
    first(b"MM\0*", "a TIFF picture", Remedy::ConvertPicture),
    first(b"II+\0", "a TIFF picture", Remedy::ConvertPicture),
    first(b"MM\0+", "a TIFF picture", Remedy::ConvertPicture),
    first(b"8BPS\0", "a Photoshop picture", Remedy::ConvertPicture),
    first(b"\0\0\x01\0", "an icon", Remedy::ConvertPicture),
    first(b"\0\0\x02\0", "a mouse pointer", Remedy::ConvertPicture),
    first(b"\0\0\0\x0CjP  \r\n\x87\n", "a JPEG 2000 picture", Remedy::ConvertPicture),
    first(b"\xFF\x4F\xFF\x51", "a JPEG 2000 picture", Remedy::ConvertPicture),
    first(b"\0\0\0\x0CJXL \r\n\x87\n", "a JPEG XL picture", Remedy::ConvertPicture),
    first(b"\xD7\xCD\xC6\x9A", "a Windows metafile", Remedy::ConvertPicture),
    first(b"gimp xcf ", "a GIMP picture", Remedy::ConvertPicture),
    first(b"\x1F\x8B\x08", "a gzip archive", Remedy::Unpack),
    first(b"\x1F\x9D", "a compressed file", Remedy::Unpack),
    first(b"\x1F\xA0", "a compressed file", Remedy::Unpack),
    first(b"\xFD7zXZ\0", "an xz archive", Remedy::Unpack),
    first(b"\x28\xB5\x2F\xFD", "a Zstandard archive", Remedy::Unpack),
    first(b"\x04\x22\x4D\x18", "an LZ4 archive", Remedy::Unpack),
    first(b"7z\xBC\xAF\x27\x1C", "a 7z archive", Remedy::Unpack),
    first(b"Rar!\x1A\x07", "a RAR archive", Remedy::Unpack),
    first(b"MSCF\0\0\0\0", "a CAB archive", Remedy::Unpack),
    first(b"\x7FELF", "a program", Remedy::Nothing),
    first(b"\0asm", "a program", Remedy::Nothing),
    first(b"dex\n03", "a program", Remedy::Nothing),
    first(b"\x1A\x45\xDF\xA3", "a film (Matroska or WebM)", Remedy::Nothing),
    first(b"\0\0\x01\xBA", "a film (MPEG)", Remedy::Nothing),
    first(b"\0\0\x01\xB3", "a film (MPEG)", Remedy::Nothing),
    first(b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "a film (Windows Media)", Remedy::Nothing),
    first(b"\0\x01\0\0\0", "a font", Remedy::Nothing),
    first(b"OTTO\0", "a font", Remedy::Nothing),
    first(b"ttcf\0", "a font", Remedy::Nothing),
    first(b"wOFF\0\x01\0\0", "a font", Remedy::Nothing),
    first(b"wOFFOTTO", "a font", Remedy::Nothing),
    first(b"wOF2\0\x01\0\0", "a font", Remedy::Nothing),
    first(b"wOF2OTTO", "a font", Remedy::Nothing),
    first(b"\x80\x01", "a font", Remedy::Nothing),
    first(b"SQLite format 3\0", "a database (SQLite)", Remedy::Nothing),
    first(b"\0\x01\0\0Standard ", "a database (Access)", Remedy::Nothing),
    first(b"\x89HDF\r\n\x1A\n", "a data file (HDF5)", Remedy::Nothing),
    first(b"\xFFWPC", "a WordPerfect document", Remedy::SaveAsPage),
    first(b"\xF7\x02\x01\x83\x92", "a DVI file", Remedy::Nothing),
    first(b"L\0\0\0\x01\x14\x02\0", "a shortcut of Windows", Remedy::Nothing),
    first(b"\0\x05\x16\x07", "a hidden file of macOS", Remedy::Nothing),
    first(b"ITSF\x03\0\0\0", "a help file of Windows", Remedy::Unpack),
    first(b"\x99\x01", "encrypted data", Remedy::Nothing),
    first(b"\x85\x01", "encrypted data", Remedy::Nothing),
    at(257, b"ustar\0", "a tar archive", Remedy::Unpack),
    at(257, b"ustar  \0", "a tar archive", Remedy::Unpack),
    at(32_769, b"CD001", "an image of a disc", Remedy::Unpack),
];

/// Signatures that are letters in some encoding and so could begin a text: other bytes must show
/// that it is none.
const WORDS: &[Signature] = &[
    first(b"\xFF\x0A", "a JPEG XL picture", Remedy::ConvertPicture),
    first(b"\x60\xEA", "an ARJ archive", Remedy::Unpack),
    first(b"\x71\xC7", "a cpio archive", Remedy::Unpack),
    first(b"\xED\xAB\xEE\xDB", "an RPM package", Remedy::Unpack),
    first(b"\xFE\xED\xFA\xCE", "a program", Remedy::Nothing),
    first(b"\xFE\xED\xFA\xCF", "a program", Remedy::Nothing),
    first(b"\xCE\xFA\xED\xFE", "a program", Remedy::Nothing),
    first(b"\xCF\xFA\xED\xFE", "a program", Remedy::Nothing),
    first(b"\xCA\xFE\xBA\xBE", "a program", Remedy::Nothing),
    first(b"\xCA\xFE\xBA\xBF", "a program", Remedy::Nothing),
    first(b"BC\xC0\xDE", "a program", Remedy::Nothing),
    first(b"\xFF\xFB", "a sound file (MP3)", Remedy::Nothing),
    first(b"\xFF\xF3", "a sound file (MP3)", Remedy::Nothing),
    first(b"\xFF\xF2", "a sound file (MP3)", Remedy::Nothing),
    first(b"\xFF\xF1", "a sound file (AAC)", Remedy::Nothing),
    first(b"\xFF\xF9", "a sound file (AAC)", Remedy::Nothing),
    first(b"\xDB\xA5", "an old Word document", Remedy::SaveAsPage),
    first(b"\xC5\xD0\xD3\xC6", "a PostScript document", Remedy::Print),
    first(b"GIF87a", "a GIF picture", Remedy::Show),
    first(b"GIF89a", "a GIF picture", Remedy::Show),
    first(b"AT&TFORM", "a DjVu document", Remedy::Nothing),
    first(b"qoif", "a QOI picture", Remedy::ConvertPicture),
    first(b"farbfeld", "a farbfeld picture", Remedy::ConvertPicture),
    first(b"DDS ", "a DDS picture", Remedy::ConvertPicture),
    first(b"P4\n", "a Netpbm picture", Remedy::ConvertPicture),
    first(b"P5\n", "a Netpbm picture", Remedy::ConvertPicture),
    first(b"P6\n", "a Netpbm picture", Remedy::ConvertPicture),
    at(40, b" EMF", "a Windows metafile", Remedy::ConvertPicture),
    first(b"BZh", "a bzip2 archive", Remedy::Unpack),
    first(b"LZIP", "an lzip archive", Remedy::Unpack),
    first(b"xar!", "an xar archive", Remedy::Unpack),
    first(b"070701", "a cpio archive", Remedy::Unpack),
    first(b"070707", "a cpio archive", Remedy::Unpack),
    first(b"!<arch>\n", "an ar archive or a Debian package", Remedy::Unpack),
    first(b"OggS", "a sound file or film (Ogg)", Remedy::Nothing),
    first(b"fLaC", "a sound file (FLAC)", Remedy::Nothing),
    first(b"ID3", "a sound file (MP3)", Remedy::Nothing),
    first(b"MThd", "a sound file (MIDI)", Remedy::Nothing),
    first(b"#!AMR", "a sound file (AMR)", Remedy::Nothing),
    first(b".snd", "a sound file", Remedy::Nothing),
    first(b"MAC ", "a sound file (Monkey's Audio)", Remedy::Nothing),
    first(b"wvpk", "a sound file (WavPack)", Remedy::Nothing),
    first(b"FLV\x01", "a film (Flash)", Remedy::Nothing),
    first(b"FWS", "a film (Flash)", Remedy::Nothing),
    first(b"CWS", "a film (Flash)", Remedy::Nothing),
    first(b"bplist00", "a property list of macOS", Remedy::Nothing),
    first(b"PAR1", "a data file (Parquet)", Remedy::Nothing),
    first(b"glTF", "a three-dimensional model", Remedy::Nothing),
    first(b"Cr24", "a browser extension", Remedy::Nothing),
    first(b"PACK\0\0\0", "a data file of git", Remedy::Nothing),
    first(b"AC10", "a drawing (DWG)", Remedy::SaveAsPage),
    at(60, b"BOOKMOBI", "a book for Kindle", Remedy::SaveAsPage),
    at(60, b"TEXtREAd", "a book for Palm", Remedy::SaveAsPage),
    at(34, b"LP\0\0\0", "a font", Remedy::Nothing),
];

/// Brands of containers of the ISO kind (ISO/IEC 14496-12), after `ftyp` at byte 4.
const BRANDS: &[(&[u8], &str, Remedy)] = &[
    (b"avif", "an AVIF picture", Remedy::ConvertPicture),
    (b"avis", "an AVIF picture", Remedy::ConvertPicture),
    (b"heic", "a HEIC picture", Remedy::ConvertPicture),
    (b"heix", "a HEIC picture", Remedy::ConvertPicture),
    (b"hevc", "a HEIC picture", Remedy::ConvertPicture),
    (b"heim", "a HEIC picture", Remedy::ConvertPicture),
    (b"heis", "a HEIC picture", Remedy::ConvertPicture),
    (b"mif1", "a HEIC picture", Remedy::ConvertPicture),
    (b"msf1", "a HEIC picture", Remedy::ConvertPicture),
    (b"M4A ", "a sound file (MP4)", Remedy::Nothing),
    (b"M4B ", "a sound file (MP4)", Remedy::Nothing),
    (b"qt  ", "a film (QuickTime)", Remedy::Nothing),
];

/// Kinds of RIFF and IFF containers: the first four bytes, the four at byte 8.
const CHUNKS: &[(&[u8], &[u8], &str, Remedy)] = &[
    (b"RIFF", b"WEBP", "a WebP picture", Remedy::Show),
    (b"RIFF", b"WAVE", "a sound file (WAV)", Remedy::Nothing),
    (b"RF64", b"WAVE", "a sound file (WAV)", Remedy::Nothing),
    (b"RIFF", b"AVI ", "a film (AVI)", Remedy::Nothing),
    (b"FORM", b"AIFF", "a sound file (AIFF)", Remedy::Nothing),
    (b"FORM", b"AIFC", "a sound file (AIFF)", Remedy::Nothing),
    (b"FORM", b"ILBM", "an IFF picture", Remedy::ConvertPicture),
];

/// Returns what a file is by its signature.
pub(super) fn recognise(bytes: &[u8]) -> Option<Foreign> {
    if let Some(found) = document(bytes).or_else(|| container::recognise(bytes)) {
        return Some(found);
    }
    let stands = |signature: &&Signature| {
        bytes.get(signature.at..).is_some_and(|rest| rest.starts_with(signature.bytes))
    };
    let proved = shows_data(bytes);
    let found = CERTAIN.iter().find(stands);
    let found = found.or_else(|| WORDS.iter().filter(|_| proved).find(stands));
    if let Some(Signature { name, remedy, .. }) = found {
        return Some(Foreign::new(name, *remedy));
    }
    of_parts(bytes).filter(|_| proved)
}

/// Documents whose signature is text, and certain all the same.
fn document(bytes: &[u8]) -> Option<Foreign> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if let Some(rest) = bytes.strip_prefix(b"%PDF-") {
        let version = rest.first().is_some_and(u8::is_ascii_digit);
        return version.then(|| Foreign::new("a PDF", Remedy::Print));
    }
    if bytes.starts_with(b"%!PS") || bytes.starts_with(b"\x04%!PS") {
        return Some(Foreign::new("a PostScript document", Remedy::Print));
    }
    // A printer's language wraps the document.
    if bytes.starts_with(b"\x1B%-12345X@PJL") {
        return Some(Foreign::new("a document for a printer", Remedy::Print));
    }
    if bytes.starts_with(b"{\\rtf") {
        let remedy = Remedy::Pandoc { format: "rtf", endings: &["rtf"] };
        return Some(Foreign::new("an RTF document", remedy));
    }
    None
}

/// Kinds that are told by several parts of the first bytes.
fn of_parts(bytes: &[u8]) -> Option<Foreign> {
    let four = |at: usize| bytes.get(at..at + 4).unwrap_or_default();
    if four(4) == b"ftyp" {
        let found = BRANDS.iter().find(|(brand, ..)| four(8) == *brand);
        let (name, remedy) = found
            .map_or(("a film (MP4)", Remedy::Nothing), |&(_, name, remedy)| (name, remedy));
        return Some(Foreign::new(name, remedy));
    }
    if matches!(four(4), b"moov" | b"mdat" | b"wide") {
        return Some(Foreign::new("a film (QuickTime)", Remedy::Nothing));
    }
    let chunk = CHUNKS.iter().find(|(form, kind, ..)| four(0) == *form && four(8) == *kind);
    if let Some(&(.., name, remedy)) = chunk {
        return Some(Foreign::new(name, remedy));
    }
    // A bitmap: two reserved numbers that are zero, and a head of a known length.
    let is_bitmap = bytes.starts_with(b"BM")
        && four(6) == [0; 4]
        && matches!(four(14), [12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]);
    if is_bitmap {
        return Some(Foreign::new("a BMP picture", Remedy::ConvertPicture));
    }
    // A program of DOS or Windows has its table of relocations or its PE head at a small offset.
    let is_program = bytes.starts_with(b"MZ")
        && bytes.len() >= 64
        && bytes.iter().take(64).filter(|byte| **byte == 0).count() >= 8;
    is_program.then(|| Foreign::new("a program", Remedy::Nothing))
}

/// True if the first bytes hold NUL or another control character that no text has.
fn shows_data(bytes: &[u8]) -> bool {
    let head = bytes.get(..PROOF).unwrap_or(bytes);
    head.iter().any(|byte| byte.is_ascii() && is_odd(char::from(*byte)))
}
