//! Documents and archives in ZIP files and in compound files.

use super::remedy::{Remedy, UnsupportedFile};

/// Signature of an entry of the central directory (APPNOTE.TXT, 4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";
/// Length of an entry without its name, in bytes.
const ENTRY_LENGTH: usize = 46;
/// Signature of the end of the central directory.
const END: &[u8] = b"PK\x05\x06";
/// Length of the end of the central directory without its comment, in bytes.
const END_LENGTH: usize = 22;
/// Longest comment after the end, in bytes.
const LONGEST_COMMENT: usize = 65_535;
/// Most entries that are examined: the parts that identify a document are among the first.
const MOST_ENTRIES: usize = 10_000;
/// Length of the header of a packed file without its name, in bytes.
const LOCAL_LENGTH: usize = 30;

const DOCX: Remedy = Remedy::Pandoc { format: "docx", extensions: &["docx"] };
const ODT: Remedy = Remedy::Pandoc { format: "odt", extensions: &["odt"] };
const EPUB: Remedy = Remedy::Pandoc { format: "epub", extensions: &["epub"] };

/// Media types that e-books and office documents store as their first part.
const MEDIA_TYPES: &[(&str, &str, Remedy)] = &[
    ("application/epub+zip", "an EPUB book", EPUB),
    ("application/vnd.oasis.opendocument.text", "an OpenDocument text (ODT)", ODT),
    (
        "application/vnd.oasis.opendocument.spreadsheet",
        "an OpenDocument spreadsheet (ODS)",
        Remedy::SaveAsHtml,
    ),
    (
        "application/vnd.oasis.opendocument.presentation",
        "an OpenDocument presentation (ODP)",
        Remedy::SaveAsHtml,
    ),
    (
        "application/vnd.oasis.opendocument.graphics",
        "an OpenDocument drawing (ODG)",
        Remedy::SaveAsHtml,
    ),
    ("application/vnd.oasis.opendocument", "an OpenDocument file", Remedy::SaveAsHtml),
    ("application/vnd.sun.xml.writer", "an OpenOffice text", Remedy::SaveAsHtml),
    ("image/openraster", "an OpenRaster picture", Remedy::ConvertPicture),
    ("application/x-krita", "a Krita picture", Remedy::ConvertPicture),
];

/// Parts that identify other documents: a name or the beginning of one.
const PARTS: &[(&str, &str, Remedy)] = &[
    ("word/", "a Word document (DOCX)", DOCX),
    ("xl/", "an Excel workbook (XLSX)", Remedy::SaveAsHtml),
    ("ppt/", "a PowerPoint presentation (PPTX)", Remedy::SaveAsHtml),
    ("visio/", "a Visio drawing", Remedy::SaveAsHtml),
    ("Index/Document.iwa", "a Pages, Numbers or Keynote document", Remedy::SaveAsHtml),
    ("Index.zip", "a Pages, Numbers or Keynote document", Remedy::SaveAsHtml),
    ("index.apxl", "a Keynote document", Remedy::SaveAsHtml),
    ("FixedDocSeq.fdseq", "an XPS document", Remedy::PrintAsIs),
    ("AndroidManifest.xml", "a program", Remedy::NoText),
    ("META-INF/MANIFEST.MF", "a program", Remedy::NoText),
    ("META-INF/container.xml", "an EPUB book", EPUB),
];

/// Directory entries that identify compound files, and their formats.
const STREAMS: &[(&str, &str)] = &[
    ("EncryptedPackage", "an encrypted Office document"),
    ("WordDocument", "an old Word document (DOC)"),
    ("Workbook", "an old Excel workbook (XLS)"),
    ("Book", "an old Excel workbook (XLS)"),
    ("PowerPoint Document", "an old PowerPoint presentation (PPT)"),
    ("VisioDocument", "an old Visio drawing"),
    ("Quill", "a Publisher document"),
    ("__properties_version1.0", "a message of Outlook (MSG)"),
    ("MatOST", "a Works document"),
];

/// Length of an entry in the directory of a compound file ([MS-CFB], 2.6), in bytes.
const STREAM_LENGTH: usize = 128;
/// Most entries of that directory that are examined.
const MOST_STREAMS: usize = 64;

/// Returns the format of a container.
pub(super) fn recognise(bytes: &[u8]) -> Option<UnsupportedFile> {
    if [&b"PK\x03\x04"[..], END, b"PK\x07\x08", b"PK00PK"]
        .iter()
        .any(|it| bytes.starts_with(it))
    {
        return Some(zip_format(bytes));
    }
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").then(|| compound_file_format(bytes))
}

/// Returns the format of a ZIP file. Its parts are known only if it is complete and not encrypted.
fn zip_format(bytes: &[u8]) -> UnsupportedFile {
    let archive = |name| UnsupportedFile::new(name, Remedy::Unpack);
    let Some(directory) = zip_directory(bytes) else { return archive("a damaged ZIP archive") };
    if directory.encrypted {
        return archive("an encrypted ZIP archive");
    }
    if let Some(media_type) = stored_media_type(bytes) {
        let known = MEDIA_TYPES.iter().find(|(start, ..)| media_type.starts_with(start));
        if let Some(&(_, name, remedy)) = known {
            return UnsupportedFile::new(name, remedy);
        }
    }
    // Every office document has this part; an archive of web pages can have a folder `word` too.
    let office = directory.names.iter().any(|name| name == "[Content_Types].xml");
    let known = PARTS.iter().find(|(start, ..)| {
        let of_office = start.ends_with('/');
        directory.names.iter().any(|name| {
            if of_office { office && name.starts_with(start) } else { name == start }
        })
    });
    match known {
        Some(&(_, name, remedy)) => UnsupportedFile::new(name, remedy),
        None => archive("a ZIP archive"),
    }
}

/// Central directory of a ZIP file.
struct ZipDirectory {
    names: Vec<String>,
    /// At least one part is encrypted.
    encrypted: bool,
}

/// Reads the central directory; none if it is not complete.
fn zip_directory(bytes: &[u8]) -> Option<ZipDirectory> {
    let from = bytes.len().checked_sub(END_LENGTH)?;
    let earliest = from.saturating_sub(LONGEST_COMMENT);
    let tail = bytes.get(earliest..)?;
    let end = tail.windows(END.len()).rposition(|window| window == END)? + earliest;
    let mut directory = ZipDirectory { names: Vec::new(), encrypted: false };
    let count = read_u16(bytes, end + 10)?;
    let offset = read_u32(bytes, end + 16)?;
    if count == u16::MAX || offset == u32::MAX {
        // The parts of a ZIP64 archive are not examined.
        return Some(directory);
    }
    let count = usize::from(count);
    let mut at = usize::try_from(offset).ok()?;
    let length = usize::try_from(read_u32(bytes, end + 12)?).ok()?;
    if count > 0 && !bytes.get(at..).is_some_and(|rest| rest.starts_with(ENTRY)) {
        // There are bytes before the archive, as in a self-extracting one.
        at = end.checked_sub(length)?;
    }
    for _ in 0..count.min(MOST_ENTRIES) {
        let entry = bytes.get(at..end)?;
        if !entry.starts_with(ENTRY) {
            return None;
        }
        directory.encrypted |= read_u16(entry, 8)? & 1 == 1;
        let name = usize::from(read_u16(entry, 28)?);
        let more = usize::from(read_u16(entry, 30)?) + usize::from(read_u16(entry, 32)?);
        let text = entry.get(ENTRY_LENGTH..ENTRY_LENGTH + name)?;
        directory.names.push(String::from_utf8_lossy(text).into_owned());
        at += ENTRY_LENGTH + name + more;
    }
    Some(directory)
}

/// Returns the media type that a ZIP file has as its first part, stored without compression.
fn stored_media_type(bytes: &[u8]) -> Option<String> {
    if !bytes.starts_with(b"PK\x03\x04") || read_u16(bytes, 8)? != 0 {
        return None;
    }
    let length = usize::try_from(read_u32(bytes, 18)?).ok()?;
    let name = usize::from(read_u16(bytes, 26)?);
    let start = LOCAL_LENGTH + name + usize::from(read_u16(bytes, 28)?);
    if bytes.get(LOCAL_LENGTH..LOCAL_LENGTH + name)? != b"mimetype" {
        return None;
    }
    let text = bytes.get(start..start.checked_add(length)?)?;
    Some(String::from_utf8_lossy(text).trim().to_owned())
}

/// Returns the format of a compound file by the first entries of its directory. A file whose directory
/// cannot be read has the general name.
fn compound_file_format(bytes: &[u8]) -> UnsupportedFile {
    let names = stream_names(bytes).unwrap_or_default();
    let known = STREAMS.iter().find(|(stream, _)| names.iter().any(|name| name == stream));
    UnsupportedFile::new(
        known.map_or("an old Office document", |(_, name)| name),
        Remedy::SaveAsHtml,
    )
}

/// Returns the names of the first entries in the directory of a compound file.
fn stream_names(bytes: &[u8]) -> Option<Vec<String>> {
    let shift = u32::from(read_u16(bytes, 30)?);
    let sector = 1_usize.checked_shl(shift).filter(|size| (512..=4096).contains(size))?;
    let first = usize::try_from(read_u32(bytes, 48)?).ok()?;
    let start = first.checked_add(1)?.checked_mul(sector)?;
    let entries = bytes.get(start..)?.chunks_exact(STREAM_LENGTH).take(MOST_STREAMS);
    let name = |entry: &[u8]| {
        let length = usize::from(read_u16(entry, 64)?).checked_sub(2)?;
        let units: Vec<u16> = entry
            .get(..length)?
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        Some(String::from_utf16_lossy(&units))
    };
    Some(entries.filter_map(name).collect())
}

/// Reads a 16-bit number in little-endian order.
fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

/// Reads a 32-bit number in little-endian order.
fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}
