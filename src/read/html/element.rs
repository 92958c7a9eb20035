//! Names of block elements and of markers of page breaks.

use super::parse::{KEEP_END, KEEP_START, NO_PAGE_BREAK, PAGE_BREAK};
use super::tree::{HtmlNodeId, HtmlTree};

/// True for an empty element that stands for a comment about page breaks.
#[must_use]
pub fn is_break_marker(name: &str) -> bool {
    matches!(name, PAGE_BREAK | NO_PAGE_BREAK | KEEP_START | KEEP_END)
}

/// True if the style or the attribute `hidden` of an element says that it is not shown.
#[must_use]
pub fn is_hidden(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let style = tree.attribute(id, "style").unwrap_or("").to_ascii_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let by_style = style
        .split(';')
        .any(|rule| rule.starts_with("display:none") || rule.starts_with("visibility:hidden"));
    // A search in the page shows what is hidden until it is found.
    by_style || tree.attribute(id, "hidden").is_some_and(|value| value != "until-found")
}

/// True for a block element, which has lines of its own.
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
            | KEEP_START
            | KEEP_END
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
