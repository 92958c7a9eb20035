//! Reading: bytes become a manuscript.
//!
//! Comes in: the bytes of a file and its format, or the wish to find it out. Goes out: a
//! [`Manuscript`] and diagnostics. Never done here: failing on content, cleaning, lengths, fonts.

mod block;
mod date;
mod encoding;
mod front;
mod heading;
mod hyphen;
mod inline;
mod line;
mod link;
mod list;
mod mark;
mod measure;
mod notes;
mod prose;
mod scrub;
mod table;
mod verse;

use std::collections::BTreeMap;

use crate::article::Article;
use crate::diagnostic::Diagnostic;

/// The formats that can be read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Found out from the bytes.
    #[default]
    Auto,
    /// Plain text as people write it.
    Text,
}

/// What was read: the article as it stands in the file, with whatever surrounds it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Manuscript {
    /// Everything in the file, in order, before anything is removed.
    pub article: Article,
    /// What the file carries besides its text, such as pictures, by the address that
    /// [`crate::article::Picture::source`] has.
    pub resources: Resources,
}

/// What a file carries, by address.
pub type Resources = BTreeMap<String, Resource>;

/// Something that a file carries besides its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What it is said to be: `image/png`; empty where nothing is said.
    pub media_type: String,
    /// Its bytes, decoded.
    pub bytes: Vec<u8>,
}

/// Reads an article. Any bytes give a manuscript; what is odd about them is in the diagnostics.
#[must_use]
pub fn read(bytes: &[u8], _format: Format) -> (Manuscript, Vec<Diagnostic>) {
    // Bytes become characters, and what no reader could see is taken out.
    let (decoded, mut diagnostics) = encoding::decode(bytes);
    let (text, findings) = scrub::scrub(&decoded);
    diagnostics.extend(findings);

    // Characters become lines; the lines at the top tell the headline, byline and date.
    let mut lines = line::split(&text);
    let meta = front::take(&mut lines);

    // The other lines become blocks, and notes find their marks.
    let mut reader = block::Reader::new(&lines);
    let mut blocks = reader.region(&lines);
    heading::level(&mut blocks, &reader.heads);
    diagnostics.append(&mut reader.joiner.findings);
    let notes = notes::take(&mut blocks);
    diagnostics.sort_by_key(|finding| finding.place.line);
    let article = Article { meta, blocks, notes };
    (Manuscript { article, resources: Resources::new() }, diagnostics)
}
