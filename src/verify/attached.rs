//! Files that ride in a PDF.
//!
//! Comes in: the bytes of a PDF. Goes out: the article that it was made from, if it carries it.
//! Never done here: a name from inside a file used as a path.

use lopdf::{Dictionary, Document, Object};

use super::VerifyError;
use super::object::{dictionary, name, resolve, stream, text};

/// Nodes of the name tree that are looked at; more is a broken file.
const MOST_NODES: usize = 10_000;

/// A file that rides in a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Its name, as the PDF tells it.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The article that a PDF was made from: the attached file that is called its source, else the
/// first; none where the PDF carries no file.
///
/// # Errors
/// When the bytes are no PDF.
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

/// The file specifications of the name tree (ISO 32000-1, 7.11.4), in its order.
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
