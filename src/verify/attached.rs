//! Files attached to a PDF.

use hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Stream, String as Text,
};
use std::collections::BTreeSet;

use super::document::open;
use super::error::VerifyError;
use super::object::decode_text;

/// Most nodes of a name tree.
const MOST_NODES: usize = 10_000;

/// Most files of a name tree that are looked at.
const MOST_FILES: usize = 10_000;

/// File attached to a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Name; it can be empty or a path, so it must not be used as one.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// Returns the article that a PDF was made from: the attached file with the relationship `Source`,
/// else the first one; none if no file is attached.
///
/// # Errors
/// If the bytes are not a PDF, exceed a limit, or the attached file cannot be unpacked.
pub fn source(pdf: &[u8]) -> Result<Option<Attached>, VerifyError> {
    let pdf = open(pdf)?;
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else {
        return Ok(None);
    };
    let specifications = specifications(&catalog);
    let is_source = |file: &&Dict<'_>| {
        file.get::<Name<'_>>("AFRelationship").is_some_and(|kind| kind.as_ref() == b"Source")
    };
    let chosen = specifications.iter().find(is_source).or(specifications.first());
    chosen.map(read).transpose()
}

fn read(file: &Dict<'_>) -> Result<Attached, VerifyError> {
    let name = file.get::<Text<'_>>("UF").or(file.get::<Text<'_>>("F"));
    let name = name.map(|name| decode_text(name.as_bytes())).unwrap_or_default();
    let broken = |why: &str| VerifyError::NotReadable(format!("its attached file {why}"));
    let holds = file.get::<Dict<'_>>("EF");
    let stream = holds
        .and_then(|it| it.get::<Stream<'_>>("UF").or(it.get::<Stream<'_>>("F")))
        .ok_or_else(|| broken("has no contents"))?;
    // The limits were checked when the file was opened.
    let bytes = stream.decoded_data().map_err(|_| broken("cannot be unpacked"))?;
    Ok(Attached { name, bytes: bytes.into_owned() })
}

/// Returns the file specifications of the name tree (ISO 32000-1, 7.11.4), in its order.
fn specifications<'d>(catalog: &Dict<'d>) -> Vec<Dict<'d>> {
    let names = catalog.get::<Dict<'_>>("Names");
    let tree = names.and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"));
    let mut waiting: Vec<Dict<'d>> = tree.into_iter().collect();
    let mut found = Vec::new();
    let mut seen: BTreeSet<Option<ObjectIdentifier>> = BTreeSet::new();
    for _ in 0..MOST_NODES {
        let Some(node) = waiting.pop().filter(|_| found.len() < MOST_FILES) else { break };
        if let Some(pairs) = node.get::<Array<'_>>("Names") {
            let files = pairs.iter::<Object<'_>>().skip(1).step_by(2).take(MOST_FILES);
            found.extend(files.filter_map(Object::into_dict));
        }
        if !seen.insert(node.obj_id()) {
            continue;
        }
        if let Some(kids) = node.get::<Array<'_>>("Kids") {
            let kids: Vec<_> = kids.iter::<Object<'_>>().take(MOST_NODES).collect();
            waiting.extend(kids.into_iter().rev().filter_map(Object::into_dict));
        }
    }
    found
}
