//! CommonMark with the extensions of GitHub and others, as HTML.

use std::borrow::Cow;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, format_html, parse_document};

/// Returns the HTML of a text, with the lines of its blocks.
pub(super) fn to_html(text: &str) -> String {
    format(&limit_quotes(text), &options())
}

/// Returns the HTML of a part of a text.
pub(super) fn html_of(text: &str) -> String {
    let mut options = options();
    options.render.sourcepos = false;
    format(&limit_quotes(text), &options)
}

/// Converts Markdown to HTML. A definition of several paragraphs has their tags.
fn format(text: &str, options: &Options<'_>) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, text, options);
    for node in root.descendants() {
        let several = node.children().any(|part| {
            matches!(part.data().value, NodeValue::DescriptionDetails)
                && part.children().count() > 1
        });
        if let NodeValue::DescriptionItem(item) = &mut node.data_mut().value
            && several
        {
            item.tight = false;
        }
    }
    let mut html = String::new();
    format_html(root, options, &mut html).expect("a string takes all that is written");
    html
}

/// Most block quotations that a line begins or continues. Further ones would be too deep for the
/// page, and the parser's time grows with the square of their number.
const MOST_QUOTES: usize = 512;

/// Escapes the sign `>` at the start of each line after the first [`MOST_QUOTES`], which makes it text.
fn limit_quotes(text: &str) -> Cow<'_, str> {
    let mut limited = String::new();
    let mut copied = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let signs = line.bytes().enumerate().take_while(|(_, it)| b" \t>".contains(it));
        if let Some((at, _)) = signs.filter(|(_, it)| *it == b'>').nth(MOST_QUOTES) {
            limited.push_str(&text[copied..start + at]);
            limited.push('\\');
            copied = start + at;
        }
        start += line.len();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    limited.push_str(&text[copied..]);
    Cow::Owned(limited)
}

/// Returns the extensions of CommonMark that are read. A dollar is more often money than a formula,
/// and `^` and `~` are mostly signs, so their extensions are off: [`super::dialects`] tells them apart.
fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.inline_footnotes = true;
    extension.description_lists = true;
    extension.alerts = true;
    extension.ofm_callouts = true;
    extension.header_attributes = true;
    extension.link_attributes = true;
    extension.fenced_code_attributes = true;
    extension.inline_code_attributes = true;
    options.render.r#unsafe = true;
    options.render.sourcepos = true;
    options
}
