//! Source of a drawing: the costs of parsing it, and the parser.

use std::collections::HashSet;

use resvg::usvg::Error;
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};

use super::budget::{Budget, Part};

/// Copies of the source that the program has in memory: the file and the values parsed from it.
const COPIES: f64 = 2.0;
/// Time to parse a byte.
const BYTE: f64 = 5.0;
/// Time to compare the name of an attribute with that of another on the same element.
const ATTRIBUTE: f64 = 5.0;
/// Time to compare a declaration of a namespace with a namespace.
const NAMESPACE: f64 = 600.0;
/// Most references that one reference to an entity may lead to (a limit of the parser).
const NESTED_REFERENCES: usize = 256;

/// Parses the source of a drawing.
///
/// # Errors
/// If it is malformed; the inner result: the reason why it takes too much, a clause without a full
/// stop.
pub(super) fn parse<'b>(
    bytes: &'b [u8],
    budget: &mut Budget,
) -> Result<Result<Document<'b>, String>, Error> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::NotAnUtf8Str)?;
    if let Err(why) = check(text, budget) {
        return Ok(Err(why));
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map(Ok).map_err(Error::ParsingFailed)
}

/// Counts what the parser does in more than linear time.
fn check(text: &str, budget: &mut Budget) -> Result<(), String> {
    let length = as_float(text.len()) + unfolded(text);
    budget.hold(length * COPIES)?;
    budget.spend(Part::Markup, length * BYTE)?;
    // Each attribute is compared with those before it. An element ends where the next begins, since
    // `>` is allowed in values.
    let attributes = text.split('<').map(|element| {
        let count = as_float(element.bytes().filter(|&byte| byte == b'=').count());
        count * count
    });
    budget.spend(Part::Markup, attributes.sum::<f64>() * ATTRIBUTE)?;
    let declared = text.split("xmlns").skip(1).map(|rest| {
        let value = rest.split_inclusive(['"', '\'']).take(2);
        &rest[..value.map(str::len).sum()]
    });
    let distinct: HashSet<&str> = declared.clone().collect();
    let comparisons = as_float(declared.count()) * as_float(distinct.len());
    budget.spend(Part::Markup, comparisons * NAMESPACE)
}

/// Returns the greatest length of what the entities of a source stand for, in bytes.
fn unfolded(text: &str) -> f64 {
    let values = text.split("<!ENTITY").skip(1).map(|rest| {
        let end = rest.find("<!ENTITY").unwrap_or(rest.len());
        rest[..end].find(">").map_or(rest, |end| &rest[..end])
    });
    let Some(longest) = values.clone().map(str::len).max() else { return 0.0 };
    let is_reference = |value: &str| value.contains('&');
    let each = if values.clone().any(is_reference) { NESTED_REFERENCES } else { 1 };
    let predefined = ["&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&#"];
    let references = text.matches('&').count();
    let others: usize = predefined.iter().map(|it| text.matches(it).count()).sum();
    as_float(references - others) * as_float(each) * as_float(longest)
}

/// Converts a count.
#[expect(clippy::cast_precision_loss, reason = "an estimate needs no more digits")]
pub(super) fn as_float(count: usize) -> f64 {
    count as f64
}

/// The id that a `href` names in the same drawing.
pub(super) fn href<'n>(node: &Node<'n, '_>) -> Option<&'n str> {
    const XLINK: &str = "http://www.w3.org/1999/xlink";
    let value = node.attribute((XLINK, "href")).or_else(|| node.attribute("href"))?;
    value.trim().strip_prefix('#')
}
