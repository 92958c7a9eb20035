//! What the names of elements say.
//!
//! Comes in: a name. Goes out: whether it stands on lines of its own, or marks a place. Never done
//! here: looking into the element.

use super::parse::{KEEP, KEPT, NO_PAGE_BREAK, PAGE_BREAK};

/// Whether an element stands for a comment that says where pages end, and holds nothing.
#[must_use]
pub fn is_mark(name: &str) -> bool {
    matches!(name, PAGE_BREAK | NO_PAGE_BREAK | KEEP | KEPT)
}

/// Whether an element stands on lines of its own.
#[must_use]
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | PAGE_BREAK
            | NO_PAGE_BREAK
            | KEEP
            | KEPT
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}
