//! Rules of PDF/A and PDF/UA; `docs/pdf-standards.md` lists them.

use lopdf::{Dictionary, Document, Object};

use super::font::PdfFont;
use super::object::{dictionary, name, resolve, stream, text};
use super::tree::{PageTexts, TreeText, read_tree};
use crate::diagnostic::{Diagnostic, Place};

/// Checks the document and reads its structure tree.
pub(super) fn check_rules<'f>(
    document: &Document,
    pages: &PageTexts,
    fonts: impl Iterator<Item = &'f PdfFont>,
    faults: &mut Vec<Diagnostic>,
) -> TreeText {
    let mut broken = |page: u32, what: String| {
        faults.push(Diagnostic::warning("rule-broken", Place { line: 0, page }, what));
    };
    let Some(catalog) = document.catalog().ok() else {
        broken(0, "there is no catalog".to_owned());
        return TreeText::default();
    };
    let root = dictionary(document, catalog.get(b"StructTreeRoot").ok());
    let read = root.map_or_else(TreeText::default, |root| read_tree(document, root, pages));
    let claims = Claims::read(document, catalog);
    if root.is_none() {
        broken(0, "there is no structure tree".to_owned());
    }
    if !claims.any() {
        // The rules hold only for a PDF that claims to keep a standard.
        return read;
    }
    for fault in document_faults(document, catalog, &claims) {
        broken(0, fault.to_owned());
    }
    for font in fonts {
        if !font.embedded {
            broken(0, "a font is not embedded".to_owned());
        }
        if font.malformed_widths {
            broken(0, "the widths of a font are malformed".to_owned());
        }
    }
    for (page, what) in &read.faults {
        broken(*page, what.clone());
    }
    for (&page, found) in pages.by_index() {
        if let Some(what) = found.unmarked.first() {
            broken(page, format!("{what} is neither tagged nor an artifact"));
        }
    }
    for (number, id) in document.get_pages() {
        if let Ok(page) = document.get_dictionary(id) {
            annotation_faults(document, page, &read)
                .for_each(|what| broken(number, what.to_owned()));
        }
    }
    read
}

/// Claims in the metadata.
#[derive(Debug, Default)]
struct Claims {
    accessible: bool,
    archival: bool,
    metadata: String,
}

impl Claims {
    fn read(document: &Document, catalog: &Dictionary) -> Self {
        let metadata = stream(document, catalog.get(b"Metadata").ok()).unwrap_or_default();
        let metadata = String::from_utf8_lossy(&metadata).into_owned();
        Self {
            accessible: metadata.contains("<pdfuaid:part>"),
            archival: metadata.contains("<pdfaid:part>"),
            metadata,
        }
    }

    fn any(&self) -> bool {
        self.accessible || self.archival
    }
}

/// Checks the rules for the document as a whole.
fn document_faults(
    document: &Document,
    catalog: &Dictionary,
    claims: &Claims,
) -> Vec<&'static str> {
    let info = dictionary(document, document.trailer.get(b"Info").ok());
    let title = info.and_then(|info| text(document, info.get(b"Title").ok()));
    let escaped = title.as_deref().unwrap_or_default().replace('&', "&amp;");
    let escaped = escaped.replace('<', "&lt;").replace('>', "&gt;");
    let flag = |holder: &[u8], key: &[u8]| {
        let holder = dictionary(document, catalog.get(holder).ok());
        holder.and_then(|holder| holder.get(key).ok()?.as_bool().ok()).unwrap_or(false)
    };
    let intents = catalog.get(b"OutputIntents").and_then(Object::as_array);
    let rules = [
        (flag(b"MarkInfo", b"Marked"), "it is not marked as tagged (ISO 14289-1, 6.2)"),
        (
            text(document, catalog.get(b"Lang").ok()).is_some_and(|tag| !tag.is_empty()),
            "it names no language (ISO 14289-1, 7.2)",
        ),
        (!escaped.trim().is_empty(), "it has no title (ISO 14289-1, 7.1)"),
        (
            claims.metadata.contains(&format!(">{escaped}<")),
            "its metadata has another title (ISO 19005-2, 6.6.3)",
        ),
        (
            flag(b"ViewerPreferences", b"DisplayDocTitle"),
            "it does not ask viewers to show its title (ISO 14289-1, 7.1)",
        ),
        (
            !claims.archival || intents.is_ok_and(|intents| !intents.is_empty()),
            "it has no output intent for its colours (ISO 19005-2, 6.2.3)",
        ),
        (
            document.trailer.get(b"ID").is_ok() && document.trailer.get(b"Encrypt").is_err(),
            "it has no identifier, or is encrypted (ISO 19005-2, 6.1.3)",
        ),
    ];
    rules.into_iter().filter(|(kept, _)| !kept).map(|(_, what)| what).collect()
}

/// Checks the rules for the annotations of a page.
fn annotation_faults<'d>(
    document: &'d Document,
    page: &'d Dictionary,
    read: &'d TreeText,
) -> impl Iterator<Item = &'static str> + 'd {
    let all = resolve(document, page.get(b"Annots").ok());
    let all = all.and_then(|all| all.as_array().ok()).map_or(&[][..], Vec::as_slice);
    let in_order = all.is_empty() || name(document, page.get(b"Tabs").ok()) == Some("S");
    let order = (!in_order).then_some("its links have no order (ISO 14289-1, 7.18.3)");
    let each = all.iter().flat_map(move |reference| {
        let annotation = dictionary(document, Some(reference));
        let description = annotation.and_then(|it| text(document, it.get(b"Contents").ok()));
        let known = reference.as_reference().is_ok_and(|id| read.annotations.contains(&id));
        let prints = annotation
            .and_then(|it| it.get(b"F").ok()?.as_i64().ok())
            .is_some_and(|flags| flags & 4 != 0);
        let rules = [
            (known, "a link is not in the structure tree (ISO 14289-1, 7.18.1)"),
            (description.is_some(), "a link has no description (ISO 14289-1, 7.18.5)"),
            (prints, "a link does not print (ISO 19005-2, 6.3.2)"),
        ];
        rules.into_iter().filter(|(kept, _)| !kept).map(|(_, what)| what)
    });
    order.into_iter().chain(each)
}
