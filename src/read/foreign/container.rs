//! Documents and archives in ZIP and in compound files, by the names of their parts.

use super::kind::{Foreign, Remedy};

/// Signature of an entry of the central directory (APPNOTE.TXT, 4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";
/// Length of an entry without its name.
const ENTRY_LENGTH: usize = 46;
/// Signature of the end of the central directory, and its length without a comment.
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
/// The longest comment behind the end.
const LONGEST_COMMENT: usize = 65_535;
/// Entries that are looked at: documents have the parts that tell them among the first.
const MOST_ENTRIES: usize = 10_000;
/// Length of the head of a packed file without its name.
const LOCAL_LENGTH: usize = 30;

const DOCX: Remedy = Remedy::Pandoc { format: "docx", endings: &["docx"] };
const ODT: Remedy = Remedy::Pandoc { format: "odt", endings: &["odt"] };
const EPUB: Remedy = Remedy::Pandoc { format: "epub", endings: &["epub"] };

/// Media types that books and documents of office programs store as their first part.
const MEDIA_TYPES: &[(&str, &str, Remedy)] = &[
    ("application/epub+zip", "an EPUB book", EPUB),
    ("application/vnd.oasis.opendocument.text", "an OpenDocument text (ODT)", ODT),
    (
        "application/vnd.oasis.opendocument.spreadsheet",
        "an OpenDocument spreadsheet (ODS)",
        Remedy::SaveAsPage,
    ),
    (
        "application/vnd.oasis.opendocument.presentation",
        "an OpenDocument presentation (ODP)",
        Remedy::SaveAsPage,
    ),
    (
        "application/vnd.oasis.opendocument.graphics",
        "an OpenDocument drawing (ODG)",
        Remedy::SaveAsPage,
    ),
    ("application/vnd.oasis.opendocument", "an OpenDocument file", Remedy::SaveAsPage),
    ("application/vnd.sun.xml.writer", "an OpenOffice text", Remedy::SaveAsPage),
    ("image/openraster", "an OpenRaster picture", Remedy::ConvertPicture),
    ("application/x-krita", "a Krita picture", Remedy::ConvertPicture),
];

/// Parts by which other documents are told: a name or the beginning of one.
const PARTS: &[(&str, &str, Remedy)] = &[
    ("word/", "a Word document (DOCX)", DOCX),
    ("xl/", "an Excel workbook (XLSX)", Remedy::SaveAsPage),
    ("ppt/", "a PowerPoint presentation (PPTX)", Remedy::SaveAsPage),
    ("visio/", "a Visio drawing", Remedy::SaveAsPage),
    ("Index/Document.iwa", "a Pages, Numbers or Keynote document", Remedy::SaveAsPage),
    ("Index.zip", "a Pages, Numbers or Keynote document", Remedy::SaveAsPage),
    ("index.apxl", "a Keynote document", Remedy::SaveAsPage),
    ("FixedDocSeq.fdseq", "an XPS document", Remedy::Print),
    ("AndroidManifest.xml", "a program", Remedy::Nothing),
    ("META-INF/MANIFEST.MF", "a program", Remedy::Nothing),
    ("META-INF/container.xml", "an EPUB book", EPUB),
];

/// Directory entries by which compound files are told, and what they are.
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

/// Length of an entry in the directory of a compound file ([MS-CFB], 2.6), and how many are looked
/// at.
const STREAM_LENGTH: usize = 128;
const MOST_STREAMS: usize = 64;

/// Returns what a container is.
pub(super) fn recognise(bytes: &[u8]) -> Option<Foreign> {
    if [&b"PK\x03\x04"[..], END, b"PK\x07\x08", b"PK00PK"]
        .iter()
        .any(|it| bytes.starts_with(it))
    {
        return Some(of_zip(bytes));
    }
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").then(|| of_compound(bytes))
}

/// Returns what a ZIP container is. Its parts are known only where it is whole and not encrypted.
fn of_zip(bytes: &[u8]) -> Foreign {
    let archive = |name| Foreign::new(name, Remedy::Unpack);
    let Some(names) = names(bytes) else { return archive("a damaged ZIP archive") };
    if names.encrypted {
        return archive("an encrypted ZIP archive");
    }
    if let Some(media_type) = stored_media_type(bytes) {
        let known = MEDIA_TYPES.iter().find(|(start, ..)| media_type.starts_with(start));
        if let Some(&(_, name, remedy)) = known {
            return Foreign::new(name, remedy);
        }
    }
    // What any office program writes; an archive of web pages may have a folder `word` as well.
    let office = names.list.iter().any(|name| name == "[Content_Types].xml");
    let known = PARTS.iter().find(|(start, ..)| {
        let of_office = start.ends_with('/');
        names.list.iter().any(|name| {
            if of_office { office && name.starts_with(start) } else { name == start }
        })
    });
    match known {
        Some(&(_, name, remedy)) => Foreign::new(name, remedy),
        None => archive("a ZIP archive"),
    }
}

/// Names in the central directory of a ZIP container.
struct Names {
    list: Vec<String>,
    /// Some part is encrypted.
    encrypted: bool,
}

/// Returns the names in the central directory; none where there is no whole one.
fn names(bytes: &[u8]) -> Option<Names> {
    let from = bytes.len().checked_sub(END_LENGTH)?;
    let earliest = from.saturating_sub(LONGEST_COMMENT);
    let tail = bytes.get(earliest..)?;
    let end = tail.windows(END.len()).rposition(|window| window == END)? + earliest;
    let mut names = Names { list: Vec::new(), encrypted: false };
    let count = short(bytes, end + 10)?;
    let offset = long(bytes, end + 16)?;
    if count == u16::MAX || offset == u32::MAX {
        // A large archive in the form of 64 bits, whose parts are not looked at.
        return Some(names);
    }
    let count = usize::from(count);
    let mut at = usize::try_from(offset).ok()?;
    let length = usize::try_from(long(bytes, end + 12)?).ok()?;
    if count > 0 && !bytes.get(at..).is_some_and(|rest| rest.starts_with(ENTRY)) {
        // Bytes stand before the archive, as in one that unpacks itself.
        at = end.checked_sub(length)?;
    }
    for _ in 0..count.min(MOST_ENTRIES) {
        let entry = bytes.get(at..end)?;
        if !entry.starts_with(ENTRY) {
            return None;
        }
        names.encrypted |= short(entry, 8)? & 1 == 1;
        let name = usize::from(short(entry, 28)?);
        let more = usize::from(short(entry, 30)?) + usize::from(short(entry, 32)?);
        let text = entry.get(ENTRY_LENGTH..ENTRY_LENGTH + name)?;
        names.list.push(String::from_utf8_lossy(text).into_owned());
        at += ENTRY_LENGTH + name + more;
    }
    Some(names)
}

/// Returns the media type that is the first part of a container, and stored as it is.
fn stored_media_type(bytes: &[u8]) -> Option<String> {
    if !bytes.starts_with(b"PK\x03\x04") || short(bytes, 8)? != 0 {
        return None;
    }
    let length = usize::try_from(long(bytes, 18)?).ok()?;
    let name = usize::from(short(bytes, 26)?);
    let start = LOCAL_LENGTH + name + usize::from(short(bytes, 28)?);
    if bytes.get(LOCAL_LENGTH..LOCAL_LENGTH + name)? != b"mimetype" {
        return None;
    }
    let text = bytes.get(start..start.checked_add(length)?)?;
    Some(String::from_utf8_lossy(text).trim().to_owned())
}

/// Returns what a compound file is, by the first entries of its directory.
fn of_compound(bytes: &[u8]) -> Foreign {
    let names = streams(bytes).unwrap_or_default();
    let known = STREAMS.iter().find(|(stream, _)| names.iter().any(|name| name == stream));
    Foreign::new(known.map_or("an old Office document", |(_, name)| name), Remedy::SaveAsPage)
}

fn streams(bytes: &[u8]) -> Option<Vec<String>> {
    let shift = u32::from(short(bytes, 30)?);
    let sector = 1_usize.checked_shl(shift).filter(|size| (512..=4096).contains(size))?;
    let first = usize::try_from(long(bytes, 48)?).ok()?;
    let start = first.checked_add(1)?.checked_mul(sector)?;
    let entries = bytes.get(start..)?.chunks_exact(STREAM_LENGTH).take(MOST_STREAMS);
    let name = |entry: &[u8]| {
        let length = usize::from(short(entry, 64)?).checked_sub(2)?;
        let units: Vec<u16> = entry
            .get(..length)?
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        Some(String::from_utf16_lossy(&units))
    };
    Some(entries.filter_map(name).collect())
}

/// Returns the number of two bytes at a place, the least first.
fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

/// Returns the number of four bytes at a place, the least first.
fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}
