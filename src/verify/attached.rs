//! Files attached to a PDF.

use lopdf::{Dictionary, Document, Object};

use super::VerifyError;
use super::object::{dictionary, name, resolve, stream, text};

/// Most nodes of a name tree; more is a malformed file.
const MOST_NODES: usize = 10_000;

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
/// If the bytes are not a PDF.
pub fn source(pdf: &[u8]) -> Result<Option<Attached>, VerifyError> {
    let document = super::open(pdf)?;
    let specifications = specifications(&document);
    let is_source = |file: &&&Dictionary| {
        name(&document, file.get(b"AFRelationship").ok()) == Some("Source")
    };
    let chosen = specifications.iter().find(is_source).or(specifications.first());
    Ok(chosen.and_then(|file| read(&document, file)))
}

fn read(document: &Document, file: &Dictionary) -> Option<Attached> {
    let holds = dictionary(document, file.get(b"EF").ok())?;
    let bytes = stream(document, holds.get(b"UF").or(holds.get(b"F")).ok())?;
    let name = text(document, file.get(b"UF").or(file.get(b"F")).ok()).unwrap_or_default();
    Some(Attached { name, bytes })
}

/// Returns the file specifications of the name tree (ISO 32000-1, 7.11.4), in its order.
fn specifications(document: &Document) -> Vec<&Dictionary> {
    let root = document.catalog().ok();
    let names = root.and_then(|root| dictionary(document, root.get(b"Names").ok()));
    let tree = names.and_then(|names| dictionary(document, names.get(b"EmbeddedFiles").ok()));
    let mut waiting: Vec<&Dictionary> = tree.into_iter().collect();
    let mut found = Vec::new();
    for _ in 0..MOST_NODES {
        let Some(node) = waiting.pop() else { break };
        if let Some(Object::Array(pairs)) = resolve(document, node.get(b"Names").ok()) {
            let files = pairs.iter().skip(1).step_by(2);
            found.extend(files.filter_map(|file| dictionary(document, Some(file))));
        }
        if let Some(Object::Array(kids)) = resolve(document, node.get(b"Kids").ok()) {
            waiting.extend(kids.iter().rev().filter_map(|kid| dictionary(document, Some(kid))));
        }
    }
    found
}
