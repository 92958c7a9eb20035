//! Nesting of structure elements (ISO 32000-1, 14.8.4; ISO 14289-1, 7.2 to 7.9).

use std::collections::BTreeSet;

use super::access::{array, as_dictionary, dictionary, name, text};
use super::document::Document;
use super::object::{Dictionary, Object};

/// Standard structure types (ISO 32000-1, 14.8.4).
const STANDARD: [&str; 49] = [
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "RB",
    "RT",
    "RP",
    "Warichu",
    "WT",
    "WP",
    "Figure",
    "Formula",
    "Form",
];

/// Structure element with what is around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'e> {
    pub(super) dict: &'e Dictionary,
    pub(super) role: &'e str,
    pub(super) parent: &'e str,
    /// Types of its kids; an empty one is content.
    pub(super) kids: &'e [String],
}

/// Returns the standard type of an element, by the role map.
///
/// # Errors
/// If it has none, or the role map leads nowhere.
pub(super) fn role(
    document: &Document,
    root: &Dictionary,
    element: &Dictionary,
) -> Result<String, String> {
    let own = name(document, element, "S");
    let own = own.ok_or_else(|| "a structure element without a type".to_owned())?;
    let map = dictionary(document, root, "RoleMap");
    let mut current = own;
    let mut seen = BTreeSet::new();
    while !STANDARD.contains(&current) {
        let next = map.and_then(|map| name(document, map, current));
        current = next.filter(|_| seen.insert(current)).ok_or_else(|| {
            format!("the structure type {own} is not mapped to a standard one (7.1)")
        })?;
    }
    Ok(current.to_owned())
}

/// Checks the root of the tree.
pub(super) fn check_root(document: &Document, root: &Dictionary) -> Vec<String> {
    let mut faults = Vec::new();
    if name(document, root, "Type") != Some("StructTreeRoot") {
        faults.push("the structure tree has another type".to_owned());
    }
    let map = dictionary(document, root, "RoleMap");
    let mapped = map.into_iter().flat_map(|map| map.keys());
    if mapped.into_iter().any(|key| STANDARD.iter().any(|it| it.as_bytes() == key)) {
        faults.push("the role map changes a standard type (ISO 14289-1, 7.1)".to_owned());
    }
    let types: Vec<&Dictionary> = map.into_iter().collect();
    for map in types {
        for key in map.keys() {
            let element = Dictionary::from([(b"S".to_vec(), Object::Name(key.clone()))]);
            faults.extend(role(document, root, &element).err());
        }
    }
    faults
}

/// Checks an element with its parent and its kids.
pub(super) fn check_element(document: &Document, element: &Element<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let Element { dict, role, parent, kids } = *element;
    if let Some(parents) = allowed_parents(role)
        && !parents.contains(&parent)
    {
        faults.push(format!("{role} in {parent} (ISO 14289-1, 7.2)"));
    }
    if let Some(allowed) = allowed_kids(role) {
        let wrong = kids.iter().find(|kid| !allowed.contains(&kid.as_str()));
        if let Some(wrong) = wrong {
            let wrong = if wrong.is_empty() { "content" } else { wrong };
            faults.push(format!("{wrong} in {role} (ISO 14289-1, 7.2)"));
        }
    }
    for single in ["THead", "TFoot", "Caption"] {
        if kids.iter().filter(|kid| *kid == single).count() > 1 {
            faults.push(format!("several {single} in {role} (ISO 14289-1, 7.2)"));
        }
    }
    let captioned = ["Table", "L", "TOC"].contains(&role);
    let middle = kids.get(1..kids.len().saturating_sub(1)).unwrap_or_default();
    let is_first = kids.first().is_some_and(|kid| kid == "Caption");
    let has_caption = kids.iter().any(|kid| kid == "Caption");
    let only_first = role != "Table";
    if captioned
        && has_caption
        && (middle.iter().any(|kid| kid == "Caption") || only_first && !is_first)
    {
        faults.push(format!("Caption in the middle of {role} (ISO 14289-1, 7.2)"));
    }
    faults.extend(check_kind(document, dict, role, kids));
    for key in ["Alt", "ActualText", "E"] {
        let is_private = |text: String| text.contains(|c| matches!(c, '\u{E000}'..='\u{F8FF}'));
        if text(document, dict, key).is_some_and(is_private) {
            faults.push(format!(
                "{key} with characters of private use (ISO 19005-2, 6.2.11.7.3)"
            ));
        }
    }
    faults
}

/// Checks what an element of its kind must have.
fn check_kind(
    document: &Document,
    dict: &Dictionary,
    role: &str,
    kids: &[String],
) -> Vec<String> {
    let mut faults = Vec::new();
    let told = |key: &str| text(document, dict, key).is_some_and(|text| !text.is_empty());
    let has = |kind: &str| kids.iter().any(|kid| kid == kind);
    match role {
        "Figure" | "Formula" if !told("Alt") && !told("ActualText") => {
            let noun = if role == "Figure" { "figure" } else { "formula" };
            faults.push(format!("a {noun} without an alternative text (ISO 14289-1, 7.3)"));
        }
        "Link" if !has("OBJR") => {
            faults
                .push("a link element without its annotation (ISO 14289-1, 7.18.5)".to_owned());
        }
        "LI" if !has("LBody") && !has("Lbl") => {
            faults.push("a list item without a body (ISO 14289-1, 7.6)".to_owned());
        }
        "TH" if !has_scope(document, dict) => {
            faults.push("a header cell without a scope (ISO 14289-1, 7.5)".to_owned());
        }
        "H" => faults.push("a heading without a level (ISO 14289-1, 7.4.4)".to_owned()),
        _ => {}
    }
    faults
}

/// Returns whether a header cell says what it is the header of.
fn has_scope(document: &Document, dict: &Dictionary) -> bool {
    attributes(document, dict).any(|attributes| {
        let scope = name(document, attributes, "Scope");
        name(document, attributes, "O") == Some("Table")
            && scope.is_some_and(|scope| ["Row", "Column", "Both"].contains(&scope))
    })
}

/// Iterates over the attribute objects of an element (ISO 32000-1, 14.7.5).
pub(super) fn attributes<'d>(
    document: &'d Document,
    element: &'d Dictionary,
) -> impl Iterator<Item = &'d Dictionary> {
    let single = dictionary(document, element, "A").into_iter();
    let several = array(document, element, "A").iter();
    let several = several.filter_map(|it| as_dictionary(document, it));
    single.chain(several)
}

/// Returns the types that an element of this type may be in; none if any may hold it.
fn allowed_parents(role: &str) -> Option<&'static [&'static str]> {
    Some(match role {
        "TOCI" => &["TOC"],
        "LI" => &["L"],
        "LBody" => &["LI"],
        "TR" => &["Table", "THead", "TBody", "TFoot"],
        "TH" | "TD" => &["TR"],
        "THead" | "TBody" | "TFoot" => &["Table"],
        "Lbl" => &["LI", "TOCI", "Note", "BibEntry", "Caption", "P", "Reference"],
        "RB" | "RT" | "RP" => &["Ruby"],
        "WT" | "WP" => &["Warichu"],
        "Document" => &["StructTreeRoot", "Document", "Part"],
        _ => return None,
    })
}

/// Returns the types that an element of this type may hold; none if it may hold any. An empty
/// type is content.
fn allowed_kids(role: &str) -> Option<&'static [&'static str]> {
    Some(match role {
        "TOC" => &["TOC", "TOCI", "Caption"],
        "TOCI" => &["Lbl", "Reference", "NonStruct", "P", "TOC", "Link", "Span", "OBJR", ""],
        "L" => &["L", "LI", "Caption"],
        "LI" => &["Lbl", "LBody"],
        "Lbl" => &["P", "Span", "Link", "Reference", "OBJR", "Quote", "Code", "Figure", ""],
        "Table" => &["TR", "THead", "TBody", "TFoot", "Caption"],
        "THead" | "TBody" | "TFoot" => &["TR"],
        "TR" => &["TH", "TD"],
        _ => return None,
    })
}
