//! The PDF: pages become bytes.
//!
//! Comes in: pages, their galley, the faces, what is known of the article. Goes out: a PDF. Never
//! done here: deciding a position.

use crate::article::Metadata;
use crate::font::Faces;
use crate::galley::Galley;
use crate::paginate::Page;
use crate::style::Paper;

/// What the PDF room is given.
#[derive(Debug, Clone, Copy)]
pub struct Job<'j> {
    /// The pages, decorated.
    pub pages: &'j [Page],
    /// The galley whose lines they show.
    pub galley: &'j Galley,
    /// The faces that its runs name.
    pub faces: &'j Faces,
    /// Size of every page.
    pub paper: Paper,
    /// Title, author, language and the like.
    pub meta: &'j Metadata,
}

/// What every PDF of ours carries as the comment after its binary comment, so that it is known
/// again without parsing: the command line overwrites no other file unasked.
pub const MARK: &[u8] = b"%Offprint\n";
