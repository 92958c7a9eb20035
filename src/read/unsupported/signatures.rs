//! Signatures of binary formats.

use super::container;
use super::non_text::is_non_text;
use super::remedy::{Remedy, UnsupportedFile};

/// Length of the part of a file that must have a control character if the signature is letters, in
/// bytes.
const PROOF_LENGTH: usize = 1024;

/// Signature of a format.
struct Signature {
    bytes: &'static [u8],
    /// Offset in the file, in bytes.
    offset: usize,
    /// Name of the format with an article.
    format: &'static str,
    remedy: Remedy,
}

const fn at(
    offset: usize,
    bytes: &'static [u8],
    format: &'static str,
    remedy: Remedy,
) -> Signature {
    Signature { bytes, offset, format, remedy }
}

const fn first(bytes: &'static [u8], format: &'static str, remedy: Remedy) -> Signature {
    at(0, bytes, format, remedy)
}

/// Signatures with bytes that are not characters in any encoding.
const BINARY_SIGNATURES: &[Signature] = &[
    first(b"\x89PNG\r\n\x1A\n", "a PNG picture", Remedy::EmbedPicture),
    first(b"\xFF\xD8\xFF", "a JPEG picture", Remedy::EmbedPicture),
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
    first(b"\x7FELF", "a program", Remedy::NoText),
    first(b"\0asm", "a program", Remedy::NoText),
    first(b"dex\n03", "a program", Remedy::NoText),
    first(b"\x1A\x45\xDF\xA3", "a film (Matroska or WebM)", Remedy::NoText),
    first(b"\0\0\x01\xBA", "a film (MPEG)", Remedy::NoText),
    first(b"\0\0\x01\xB3", "a film (MPEG)", Remedy::NoText),
    first(b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "a film (Windows Media)", Remedy::NoText),
    first(b"\0\x01\0\0\0", "a font", Remedy::NoText),
    first(b"OTTO\0", "a font", Remedy::NoText),
    first(b"ttcf\0", "a font", Remedy::NoText),
    first(b"wOFF\0\x01\0\0", "a font", Remedy::NoText),
    first(b"wOFFOTTO", "a font", Remedy::NoText),
    first(b"wOF2\0\x01\0\0", "a font", Remedy::NoText),
    first(b"wOF2OTTO", "a font", Remedy::NoText),
    first(b"\x80\x01", "a font", Remedy::NoText),
    first(b"SQLite format 3\0", "a database (SQLite)", Remedy::NoText),
    first(b"\0\x01\0\0Standard ", "a database (Access)", Remedy::NoText),
    first(b"\x89HDF\r\n\x1A\n", "a data file (HDF5)", Remedy::NoText),
    first(b"\xFFWPC", "a WordPerfect document", Remedy::SaveAsHtml),
    first(b"\xF7\x02\x01\x83\x92", "a DVI file", Remedy::NoText),
    first(b"L\0\0\0\x01\x14\x02\0", "a shortcut of Windows", Remedy::NoText),
    first(b"\0\x05\x16\x07", "a hidden file of macOS", Remedy::NoText),
    first(b"ITSF\x03\0\0\0", "a help file of Windows", Remedy::Unpack),
    first(b"\x99\x01", "encrypted data", Remedy::NoText),
    first(b"\x85\x01", "encrypted data", Remedy::NoText),
    at(257, b"ustar\0", "a tar archive", Remedy::Unpack),
    at(257, b"ustar  \0", "a tar archive", Remedy::Unpack),
    at(32_769, b"CD001", "an image of a disc", Remedy::Unpack),
];

/// Signatures that are letters in some encoding, so that a text can begin with them: they count only
/// together with a control character.
const TEXT_SIGNATURES: &[Signature] = &[
    first(b"\xFF\x0A", "a JPEG XL picture", Remedy::ConvertPicture),
    first(b"\x60\xEA", "an ARJ archive", Remedy::Unpack),
    first(b"\x71\xC7", "a cpio archive", Remedy::Unpack),
    first(b"\xED\xAB\xEE\xDB", "an RPM package", Remedy::Unpack),
    first(b"\xFE\xED\xFA\xCE", "a program", Remedy::NoText),
    first(b"\xFE\xED\xFA\xCF", "a program", Remedy::NoText),
    first(b"\xCE\xFA\xED\xFE", "a program", Remedy::NoText),
    first(b"\xCF\xFA\xED\xFE", "a program", Remedy::NoText),
    first(b"\xCA\xFE\xBA\xBE", "a program", Remedy::NoText),
    first(b"\xCA\xFE\xBA\xBF", "a program", Remedy::NoText),
    first(b"BC\xC0\xDE", "a program", Remedy::NoText),
    first(b"\xFF\xFB", "a sound file (MP3)", Remedy::NoText),
    first(b"\xFF\xF3", "a sound file (MP3)", Remedy::NoText),
    first(b"\xFF\xF2", "a sound file (MP3)", Remedy::NoText),
    first(b"\xFF\xF1", "a sound file (AAC)", Remedy::NoText),
    first(b"\xFF\xF9", "a sound file (AAC)", Remedy::NoText),
    first(b"\xDB\xA5", "an old Word document", Remedy::SaveAsHtml),
    first(b"\xC5\xD0\xD3\xC6", "a PostScript document", Remedy::PrintAsIs),
    first(b"GIF87a", "a GIF picture", Remedy::EmbedPicture),
    first(b"GIF89a", "a GIF picture", Remedy::EmbedPicture),
    first(b"AT&TFORM", "a DjVu document", Remedy::NoText),
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
    first(b"OggS", "a sound file or film (Ogg)", Remedy::NoText),
    first(b"fLaC", "a sound file (FLAC)", Remedy::NoText),
    first(b"ID3", "a sound file (MP3)", Remedy::NoText),
    first(b"MThd", "a sound file (MIDI)", Remedy::NoText),
    first(b"#!AMR", "a sound file (AMR)", Remedy::NoText),
    first(b".snd", "a sound file", Remedy::NoText),
    first(b"MAC ", "a sound file (Monkey's Audio)", Remedy::NoText),
    first(b"wvpk", "a sound file (WavPack)", Remedy::NoText),
    first(b"FLV\x01", "a film (Flash)", Remedy::NoText),
    first(b"FWS", "a film (Flash)", Remedy::NoText),
    first(b"CWS", "a film (Flash)", Remedy::NoText),
    first(b"bplist00", "a property list of macOS", Remedy::NoText),
    first(b"PAR1", "a data file (Parquet)", Remedy::NoText),
    first(b"glTF", "a three-dimensional model", Remedy::NoText),
    first(b"Cr24", "a browser extension", Remedy::NoText),
    first(b"PACK\0\0\0", "a data file of git", Remedy::NoText),
    first(b"AC10", "a drawing (DWG)", Remedy::SaveAsHtml),
    at(60, b"BOOKMOBI", "a book for Kindle", Remedy::SaveAsHtml),
    at(60, b"TEXtREAd", "a book for Palm", Remedy::SaveAsHtml),
    at(34, b"LP\0\0\0", "a font", Remedy::NoText),
];

/// Brands of ISO base media files (ISO/IEC 14496-12), after `ftyp` at byte 4.
const MEDIA_BRANDS: &[(&[u8], &str, Remedy)] = &[
    (b"avif", "an AVIF picture", Remedy::ConvertPicture),
    (b"avis", "an AVIF picture", Remedy::ConvertPicture),
    (b"heic", "a HEIC picture", Remedy::ConvertPicture),
    (b"heix", "a HEIC picture", Remedy::ConvertPicture),
    (b"hevc", "a HEIC picture", Remedy::ConvertPicture),
    (b"heim", "a HEIC picture", Remedy::ConvertPicture),
    (b"heis", "a HEIC picture", Remedy::ConvertPicture),
    (b"mif1", "a HEIC picture", Remedy::ConvertPicture),
    (b"msf1", "a HEIC picture", Remedy::ConvertPicture),
    (b"M4A ", "a sound file (MP4)", Remedy::NoText),
    (b"M4B ", "a sound file (MP4)", Remedy::NoText),
    (b"qt  ", "a film (QuickTime)", Remedy::NoText),
];

/// RIFF and IFF containers: the four bytes at the start and the four at byte 8.
const CHUNK_TYPES: &[(&[u8], &[u8], &str, Remedy)] = &[
    (b"RIFF", b"WEBP", "a WebP picture", Remedy::EmbedPicture),
    (b"RIFF", b"WAVE", "a sound file (WAV)", Remedy::NoText),
    (b"RF64", b"WAVE", "a sound file (WAV)", Remedy::NoText),
    (b"RIFF", b"AVI ", "a film (AVI)", Remedy::NoText),
    (b"FORM", b"AIFF", "a sound file (AIFF)", Remedy::NoText),
    (b"FORM", b"AIFC", "a sound file (AIFF)", Remedy::NoText),
    (b"FORM", b"ILBM", "an IFF picture", Remedy::ConvertPicture),
];

/// Returns the format of a file by its signature.
pub(super) fn recognise(bytes: &[u8]) -> Option<UnsupportedFile> {
    if let Some(found) = recognise_document(bytes).or_else(|| container::recognise(bytes)) {
        return Some(found);
    }
    let matches = |signature: &&Signature| {
        bytes.get(signature.offset..).is_some_and(|rest| rest.starts_with(signature.bytes))
    };
    let is_binary = has_control_character(bytes);
    let found = BINARY_SIGNATURES.iter().find(matches);
    let found = found.or_else(|| TEXT_SIGNATURES.iter().filter(|_| is_binary).find(matches));
    if let Some(Signature { format, remedy, .. }) = found {
        return Some(UnsupportedFile::new(format, *remedy));
    }
    recognise_parts(bytes).filter(|_| is_binary)
}

/// Recognises documents whose signature is text that no article begins with.
fn recognise_document(bytes: &[u8]) -> Option<UnsupportedFile> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if let Some(rest) = bytes.strip_prefix(b"%PDF-") {
        let has_version = rest.first().is_some_and(u8::is_ascii_digit);
        return has_version.then(|| UnsupportedFile::new("a PDF", Remedy::PrintAsIs));
    }
    if bytes.starts_with(b"%!PS") || bytes.starts_with(b"\x04%!PS") {
        return Some(UnsupportedFile::new("a PostScript document", Remedy::PrintAsIs));
    }
    // The job language of a printer around a document.
    if bytes.starts_with(b"\x1B%-12345X@PJL") {
        return Some(UnsupportedFile::new("a document for a printer", Remedy::PrintAsIs));
    }
    if bytes.starts_with(b"{\\rtf") {
        let remedy = Remedy::Pandoc { format: "rtf", extensions: &["rtf"] };
        return Some(UnsupportedFile::new("an RTF document", remedy));
    }
    None
}

/// Recognises formats by several parts of the first bytes.
fn recognise_parts(bytes: &[u8]) -> Option<UnsupportedFile> {
    let has = |offset: usize, part: &[u8]| {
        bytes.get(offset..).is_some_and(|rest| rest.starts_with(part))
    };
    if has(4, b"ftyp") {
        let found = MEDIA_BRANDS.iter().find(|(brand, ..)| has(8, brand));
        let (format, remedy) = found
            .map_or(("a film (MP4)", Remedy::NoText), |&(_, format, remedy)| (format, remedy));
        return Some(UnsupportedFile::new(format, remedy));
    }
    if [b"moov", b"mdat", b"wide"].iter().any(|atom| has(4, *atom)) {
        return Some(UnsupportedFile::new("a film (QuickTime)", Remedy::NoText));
    }
    let chunk = CHUNK_TYPES.iter().find(|(form, kind, ..)| has(0, form) && has(8, kind));
    if let Some(&(.., format, remedy)) = chunk {
        return Some(UnsupportedFile::new(format, remedy));
    }
    // A bitmap has two reserved fields that are zero, and a header of a known length.
    let header_lengths = [12_u8, 40, 52, 56, 64, 108, 124];
    let has_header = || header_lengths.iter().any(|&length| has(14, &[length, 0, 0, 0]));
    if has(0, b"BM") && has(6, &[0; 4]) && has_header() {
        return Some(UnsupportedFile::new("a BMP picture", Remedy::ConvertPicture));
    }
    // A program of DOS or Windows has its relocation table or its PE header at a small offset.
    let zeros =
        bytes.get(..64).map_or(0, |head| head.iter().filter(|byte| **byte == 0).count());
    (has(0, b"MZ") && zeros >= 8).then(|| UnsupportedFile::new("a program", Remedy::NoText))
}

/// Returns whether the first bytes have a control character that no text has, such as NUL.
fn has_control_character(bytes: &[u8]) -> bool {
    let head = bytes.get(..PROOF_LENGTH).unwrap_or(bytes);
    head.iter().any(|byte| byte.is_ascii() && is_non_text(char::from(*byte)))
}
