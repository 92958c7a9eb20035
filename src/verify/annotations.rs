//! Rules for annotations and actions (ISO 19005-2, 6.3 and 6.5; ISO 14289-1, 7.18).

use super::access::{array, as_dictionary, dictionary, entry, integer, name, text};
use super::document::Document;
use super::metadata::Claims;
use super::object::{Dictionary, Object, number};
use super::page_tree::PageObject;
use super::tree::TreeText;

/// Checks the annotations of a page.
pub(super) fn annotation_faults(
    document: &Document,
    page: &PageObject<'_>,
    read: &TreeText,
    claims: &Claims,
) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let all = array(document, page.dict, "Annots");
    if page.dict.contains_key(&b"Annots"[..])
        && !matches!(entry(document, page.dict, "Annots"), Some(Object::Array(_)))
    {
        faults.push("its annotations are not a list");
    }
    if claims.accessible && !all.is_empty() && name(document, page.dict, "Tabs") != Some("S") {
        faults.push("its links have no order (ISO 14289-1, 7.18.3)");
    }
    for reference in all {
        let Some(annotation) = as_dictionary(document, reference) else {
            faults.push("an annotation cannot be read");
            continue;
        };
        faults.extend(form_faults(document, annotation));
        if !claims.tagged() {
            continue;
        }
        let holder = reference.as_reference().and_then(|it| read.annotations.get(&it));
        if holder.is_none_or(|(_, role)| role != "Link") {
            faults.push("a link is not in the structure tree (ISO 14289-1, 7.18.1)");
        }
        let described = text(document, annotation, "Contents");
        if described.is_none_or(|it| it.trim().is_empty()) {
            faults.push("a link has no description (ISO 14289-1, 7.18.5)");
        }
    }
    faults
}

/// Checks the form of an annotation.
fn form_faults(document: &Document, annotation: &Dictionary) -> Vec<&'static str> {
    let mut faults = Vec::new();
    if name(document, annotation, "Subtype") != Some("Link") {
        faults.push("an annotation that is not a link, which is not checked (6.3.1)");
    }
    if annotation.contains_key(&b"Type"[..])
        && name(document, annotation, "Type") != Some("Annot")
    {
        faults.push("an annotation of another type");
    }
    // Print, and neither invisible, hidden, NoView nor ToggleNoView (ISO 32000-1, 12.5.3).
    let flags = integer(document, annotation, "F").unwrap_or(0);
    if flags & 4 == 0 || flags & (1 | 2 | 32 | 256) != 0 {
        faults.push("a link does not print (ISO 19005-2, 6.3.2)");
    }
    if annotation.contains_key(&b"AP"[..]) || annotation.contains_key(&b"AA"[..]) {
        faults.push("a link has an appearance or other actions, which are not checked (6.3.3)");
    }
    let corners = array(document, annotation, "Rect");
    let is_area = corners.len() == 4
        && corners.iter().all(|corner| number(document.resolve(corner)).is_some());
    if !is_area {
        faults.push("a link has no area");
    }
    match dictionary(document, annotation, "A") {
        Some(action) => faults.extend(action_fault(document, action)),
        None if annotation.contains_key(&b"Dest"[..]) => {}
        None => faults.push("a link leads nowhere"),
    }
    faults
}

/// Checks an action: only those that lead to a place or an address.
pub(super) fn action_fault(document: &Document, action: &Dictionary) -> Option<&'static str> {
    let is_allowed = match name(document, action, "S") {
        Some("GoTo") => action.contains_key(&b"D"[..]),
        Some("URI") => {
            entry(document, action, "URI").is_some_and(|it| it.as_string().is_some())
        }
        _ => false,
    };
    let is_single = !action.contains_key(&b"Next"[..]);
    (!(is_allowed && is_single))
        .then_some("an action that does more than lead to a place (6.5.1)")
}
