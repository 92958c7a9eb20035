//! Rules of PDF/A and PDF/UA; `docs/pdf-standards.md` lists them.

use std::collections::BTreeSet;

use super::access::{
    array, as_dictionary, boolean, dictionary, entry, filters, integer, name, stream, text,
    unpack,
};
use super::annotations::{action_fault, annotation_faults};
use super::colour::{check_intents, covers, picture_faults, resource_fault};
use super::document::Document;
use super::metadata::{Claims, Metadata, read_metadata};
use super::object::{Dictionary, Object, StreamObject};
use super::page::{Fonts, page_box};
use super::page_tree::PageObject;
use super::tree::{PageTexts, TreeText, read_tree};
use crate::diagnostic::{Diagnostic, Place};

/// Checks the document and reads its structure tree.
pub(super) fn check_rules(
    document: &Document,
    pages: &[PageObject<'_>],
    texts: &PageTexts<'_>,
    fonts: &Fonts,
    faults: &mut Vec<Diagnostic>,
) -> TreeText {
    let mut broken = |page: u32, what: String| {
        faults.push(Diagnostic::warning("rule-broken", Place { line: 0, page }, what));
    };
    let root = dictionary(document, &document.catalog, "StructTreeRoot");
    let read = root.map_or_else(TreeText::default, |root| read_tree(document, root, texts));
    if root.is_none() {
        broken(0, "there is no structure tree".to_owned());
    }
    let Metadata { claims, faults: found, languages } = read_metadata(document);
    if !claims.any() {
        // The rules hold only for a PDF that claims to keep a standard.
        return read;
    }
    let mut all: Vec<String> = found;
    all.extend(document.irregular.iter().cloned());
    check_document(document, &claims, &mut all);
    check_objects(document, &claims, &mut all);
    check_languages(document, texts, &read, &languages, &mut all);
    for (name, font) in fonts.all() {
        let name = String::from_utf8_lossy(name);
        all.extend(font.faults().iter().map(|fault| format!("the font {name} {fault}")));
    }
    all.into_iter().for_each(|what| broken(0, what));
    if claims.tagged() {
        for (page, what) in &read.faults {
            broken(*page, what.clone());
        }
    }
    let profile = claims.archival.and_then(|_| check_intents(document, &mut Vec::new()));
    for ((&number, found), page) in texts.by_index().zip(pages) {
        if claims.tagged()
            && let Some(what) = found.unmarked.first()
        {
            broken(number, what.clone());
        }
        if let Some(what) = found.unchecked.first() {
            broken(number, what.clone());
        }
        for space in &found.spaces {
            if claims.archival.is_some() && !covers(profile, *space) {
                let what =
                    "colours that the output intent does not cover (ISO 19005-2, 6.2.4.3)";
                broken(number, what.to_owned());
            }
        }
        let page_faults = check_page(document, page);
        let links = annotation_faults(document, page, &read, &claims);
        page_faults.into_iter().chain(links).for_each(|what| broken(number, what.to_owned()));
    }
    read
}

/// Checks the rules for the document as a whole.
fn check_document(document: &Document, claims: &Claims, faults: &mut Vec<String>) {
    let catalog = &document.catalog;
    let flag = |holder: &str, key: &str| {
        dictionary(document, catalog, holder).and_then(|holder| boolean(document, holder, key))
    };
    let identifiers = array(document, &document.trailer, "ID");
    let is_identified = identifiers.len() == 2
        && identifiers.iter().all(|it| it.as_string().is_some_and(|it| !it.is_empty()));
    let is_marked = flag("MarkInfo", "Marked") == Some(true);
    let is_told = text(document, catalog, "Lang").is_some_and(|tag| is_language(&tag));
    let is_shown = flag("ViewerPreferences", "DisplayDocTitle") == Some(true);
    let rules = [
        (!claims.tagged() || is_marked, "it is not marked as tagged (ISO 14289-1, 6.2)"),
        (flag("MarkInfo", "Suspects") != Some(true), "its tags are suspect (ISO 14289-1, 7.1)"),
        (!claims.tagged() || is_told, "it names no language (ISO 14289-1, 7.2)"),
        (
            !claims.accessible || is_shown,
            "it does not ask viewers to show its title (ISO 14289-1, 7.1)",
        ),
        (
            is_identified && !document.trailer.contains_key(&b"Encrypt"[..]),
            "it has no identifier, or is encrypted (ISO 19005-2, 6.1.3)",
        ),
        (name(document, catalog, "Type") == Some("Catalog"), "its catalog has another type"),
    ];
    faults.extend(rules.into_iter().filter(|(kept, _)| !kept).map(|(_, what)| what.to_owned()));
    if claims.archival.is_some() {
        check_intents(document, faults);
    }
    for key in
        ["AA", "AcroForm", "OCProperties", "Perms", "Requirements", "Collection", "Threads"]
    {
        if catalog.contains_key(key.as_bytes()) {
            faults
                .push(format!("the catalog has {key}, which is not checked (6.1.12 to 6.11)"));
        }
    }
    if let Some(names) = dictionary(document, catalog, "Names") {
        for key in ["JavaScript", "AlternatePresentations", "Renditions"] {
            if names.contains_key(key.as_bytes()) {
                faults.push(format!("the names of the document have {key} (6.5.1, 6.10)"));
            }
        }
    }
    match entry(document, catalog, "OpenAction") {
        None | Some(Object::Array(_)) => {}
        Some(Object::Dictionary(action)) => {
            faults.extend(action_fault(document, action).map(str::to_owned));
        }
        Some(_) => faults.push("the action on opening is malformed".to_owned()),
    }
}

/// Checks every object for what must not be in any.
fn check_objects(document: &Document, claims: &Claims, faults: &mut Vec<String>) {
    let profile = check_intents(document, &mut Vec::new());
    let is_part_three = claims.archival.is_some_and(|(part, _)| part == 3);
    for (number, object) in document.objects() {
        let (dict, stream) = match object {
            Object::Dictionary(dict) => (dict, None),
            Object::Stream(stream) => (&stream.dict, Some(&**stream)),
            _ => continue,
        };
        let mut fault = |what: &str| faults.push(format!("the object {number}: {what}"));
        if ["JS", "AA"].iter().any(|key| dict.contains_key(key.as_bytes())) {
            fault("scripts or additional actions (ISO 19005-2, 6.5)");
        }
        if let Some(action) = dictionary(document, dict, "A")
            && name(document, dict, "S").is_none()
            && name(document, dict, "Type") != Some("StructElem")
            && let Some(what) = action_fault(document, action)
        {
            fault(what);
        }
        if dict.contains_key(&b"EF"[..]) {
            for what in file_faults(document, dict, is_part_three) {
                fault(what);
            }
        }
        if let Some(stream) = stream {
            for what in stream_faults(document, stream, profile) {
                fault(what);
            }
        }
    }
}

/// Checks a stream.
fn stream_faults(
    document: &Document,
    stream: &StreamObject,
    profile: Option<[u8; 4]>,
) -> Vec<&'static str> {
    /// Filters that PDF/A-2 allows; those for JPEG 2000, fax and JBIG2 are not checked.
    const ALLOWED: [&[u8]; 5] =
        [b"FlateDecode", b"DCTDecode", b"ASCII85Decode", b"ASCIIHexDecode", b"RunLengthDecode"];
    let dict = &stream.dict;
    let mut faults = Vec::new();
    if ["F", "FFilter", "FDecodeParms"].iter().any(|key| dict.contains_key(key.as_bytes())) {
        faults.push("a stream in another file (ISO 19005-2, 6.1.7.1)");
    }
    let filters = filters(document, dict);
    let stated = match entry(document, dict, "Filter") {
        None => 0,
        Some(Object::Array(filters)) => filters.len(),
        Some(_) => 1,
    };
    if filters.len() != stated || filters.iter().any(|it| !ALLOWED.contains(&&*it.name)) {
        faults.push("a filter that is not allowed, or not checked (ISO 19005-2, 6.1.7.2)");
    }
    match name(document, dict, "Subtype") {
        Some("Image") => faults.extend(picture_faults(document, stream, profile)),
        Some("Form" | "PS") => faults.push("a form, which is not checked (6.2.9)"),
        _ => {
            if unpack(document, stream).is_err() {
                faults.push("a stream that cannot be unpacked");
            }
        }
    }
    faults
}

/// Checks the specification of an attached file (ISO 19005-3, 6.8; ISO 14289-1, 7.11).
fn file_faults(
    document: &Document,
    file: &Dictionary,
    is_part_three: bool,
) -> Vec<&'static str> {
    let mut faults = Vec::new();
    if !is_part_three {
        faults.push("an attached file, which only PDF/A-3 allows (ISO 19005-2, 6.8)");
        return faults;
    }
    let told = |key: &str| text(document, file, key).is_some_and(|it| !it.is_empty());
    if !told("F") || !told("UF") {
        faults.push("an attached file without both names (ISO 14289-1, 7.11)");
    }
    let relations = ["Source", "Data", "Alternative", "Supplement", "Unspecified"];
    let relation = name(document, file, "AFRelationship");
    if relation.is_none_or(|relation| !relations.contains(&relation)) {
        faults.push("an attached file without its relationship (ISO 19005-3, 6.8)");
    }
    let embedded = dictionary(document, file, "EF").and_then(|it| stream(document, it, "F"));
    let kind = embedded.and_then(|it| name(document, &it.dict, "Subtype"));
    if kind.is_none_or(|kind| !kind.contains('/')) {
        faults.push("an attached file without its type (ISO 19005-3, 6.8)");
    }
    let associated = array(document, &document.catalog, "AF");
    if !associated.iter().any(|it| as_dictionary(document, it) == Some(file)) {
        faults.push("an attached file that is not associated (ISO 19005-3, 6.8)");
    }
    faults
}

/// Checks the dictionary of a page.
fn check_page(document: &Document, page: &PageObject<'_>) -> Vec<&'static str> {
    let mut faults = Vec::new();
    for key in ["AA", "PresSteps", "Trans", "Group", "B"] {
        if page.dict.contains_key(key.as_bytes()) {
            faults.push(
                "a page with actions, transitions or a group, which are not checked (6.10)",
            );
        }
    }
    for key in ["CropBox", "TrimBox", "BleedBox", "ArtBox"] {
        if page.dict.contains_key(key.as_bytes()) && page_box(document, page, key).is_none() {
            faults.push("a page with a malformed box");
        }
    }
    if integer(document, page.dict, "Rotate").unwrap_or(0) % 90 != 0 {
        faults.push("a page that is rotated by a part of a right angle");
    }
    match page.inherited.get("Resources").and_then(|it| as_dictionary(document, it)) {
        Some(resources) => faults.extend(resource_fault(document, resources)),
        None => faults.push("a page without resources (ISO 19005-2, 6.2.2)"),
    }
    faults
}

/// Checks the languages of all texts (ISO 14289-1, 7.2).
fn check_languages(
    document: &Document,
    texts: &PageTexts<'_>,
    read: &TreeText,
    listed: &BTreeSet<String>,
    faults: &mut Vec<String>,
) {
    let of_pages = texts.by_index().flat_map(|(_, page)| &page.languages);
    let all = of_pages.chain(&read.languages).chain(listed).cloned();
    for language in all.chain(text(document, &document.catalog, "Lang")) {
        if !is_language(&language) {
            faults.push(format!("`{language}` is not a language (ISO 14289-1, 7.2)"));
        }
    }
}

/// Returns whether a text has the form of a language tag (RFC 5646, 2.1).
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let first = parts.next().expect("a text has a first part");
    let is_first = is_part(first) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_first && parts.all(is_part)
}
