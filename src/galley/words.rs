//! Words: their unbreakable parts, and the points at which they may be divided.

use std::sync::Arc;

use crate::article::Language;
use crate::font::FontRole;
use crate::hyphenate::Division;
use crate::shape::Shaped;
use crate::unit::Length;

use super::text_style::TextStyle;

/// Penalty of a hyphen that hyphenation adds (TeX's `\hyphenpenalty`).
const HYPHEN_PENALTY: i32 = 50;
/// Penalty of a break after a dash of the text (TeX's `\exhyphenpenalty`).
const DASH_PENALTY: i32 = 50;
/// Penalty of a break after a hyphen of the text. The compound divides where readers expect it, but
/// the hyphen looks like an added one: two thirds of the whole cost of that.
const COMPOUND_PENALTY: i32 = 150;
/// Penalty of a break after a hyphen inside an option of a program, which reads as one name.
const OPTION_PENALTY: i32 = 1_000;
/// Penalty of a break after a slash of an address, where readers expect it.
const ADDRESS_PENALTY: i32 = 100;
/// Penalty of a break at other punctuation of an address.
const ADDRESS_POINT_PENALTY: i32 = 300;
/// Penalty of a break at the punctuation of a name of code: above that of any hyphen, and below the
/// badness of a line with very wide spaces.
const CODE_PENALTY: i32 = 300;
/// Number of bytes that stay together at either end of a name of code.
const CODE_MINIMUM: usize = 3;

/// Shaped word: parts, and the joints between them.
#[derive(Debug)]
pub(super) struct ShapedWord {
    /// Whole word.
    pub(super) shaped: Arc<Shaped>,
    /// Parts, at least one.
    pub(super) parts: Box<[ShapedPart]>,
    /// Joints: `joints[i]` is between `parts[i]` and `parts[i + 1]`.
    pub(super) joints: Box<[Joint]>,
    /// Number that equal words share, whatever their case and punctuation; 0 for none.
    pub(super) number: u32,
}

/// Part of a word that no line break divides.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShapedPart {
    /// First byte after it.
    pub(super) end: usize,
    /// Width.
    pub(super) width: Length,
    /// Protrusion at the beginning of a line.
    pub(super) left: Length,
    /// Protrusion at the end of a line.
    pub(super) right: Length,
}

/// Point at which a word may be divided, with the widths that depend on it.
#[derive(Debug, Clone)]
pub(super) struct Joint {
    /// First byte of the next part.
    pub(super) at: usize,
    /// A hyphen is added.
    pub(super) hyphen: bool,
    /// Letters that change there.
    pub(super) division: Option<Box<Division>>,
    /// Width of what is added at the end of the line: the hyphen and the letters that change.
    pub(super) pre: Length,
    /// Width that letters that change add to the next line; may be negative.
    pub(super) post: Length,
    /// Width between the parts if the line goes on: kerning, or the difference to a ligature.
    pub(super) nobreak: Length,
    /// Protrusion of the end of the line.
    pub(super) pre_right: Length,
    /// Penalty of the break.
    pub(super) penalty: i32,
}

/// Point at which a word may be divided.
#[derive(Debug)]
pub(super) struct DivisionPoint {
    /// First byte of the next line.
    pub(super) at: usize,
    /// A hyphen is added.
    pub(super) hyphen: bool,
    /// Letters that change there.
    pub(super) division: Option<Box<Division>>,
    /// Penalty of the break.
    pub(super) penalty: i32,
}

impl DivisionPoint {
    /// Creates a point at which no letters change.
    fn new(at: usize, hyphen: bool, penalty: i32) -> Self {
        Self { at, hyphen, division: None, penalty }
    }
}

/// Returns the points at which the word `text` may be divided, ascending. `opportunities` are the
/// offsets that Unicode's rules allow; `hyphenate` returns the divisions of a stretch of letters.
pub(super) fn division_points(
    text: &str,
    style: TextStyle,
    opportunities: &[usize],
    hyphenate: impl Fn(&str) -> Vec<Division>,
) -> Vec<DivisionPoint> {
    // Addresses are never hyphenated.
    if is_address(text) {
        return address_points(text).collect();
    }
    let mut points = unicode_points(text, opportunities, style.language);
    if style.font.role == FontRole::Code {
        // The hyphens that an option begins with stay with it.
        let last = text.len().saturating_sub(CODE_MINIMUM);
        points.retain(|point| (CODE_MINIMUM..=last).contains(&point.at));
        add_code_points(text, &mut points);
    }
    if style.hyphenate {
        add_hyphenation_points(text, hyphenate, &mut points);
    }
    points
}

/// Languages that repeat the hyphen of a compound at the beginning of the next line, so that it is
/// not mistaken for an added one: Czech, Croatian, Polish, Portuguese, Slovak, Lower Sorbian (Typst
/// 0.15 has the same list).
const HYPHEN_REPEATING: [&str; 6] = ["cs", "hr", "pl", "pt", "sk", "dsb"];

/// Returns the offset of the hyphen before `at` if the next line repeats it: the word is divided
/// before the hyphen, and another hyphen is added.
fn repeated_hyphen(text: &str, at: usize, language: Language) -> Option<usize> {
    let stem = text[..at].strip_suffix(['-', '\u{2010}'])?;
    let compound =
        stem.ends_with(char::is_alphabetic) && text[at..].starts_with(char::is_alphabetic);
    (compound && HYPHEN_REPEATING.contains(&language.primary())).then_some(stem.len())
}

/// Returns the points that Unicode's rules allow, with their penalties.
fn unicode_points(
    text: &str,
    opportunities: &[usize],
    language: Language,
) -> Vec<DivisionPoint> {
    let option = is_option(text);
    let inside = opportunities.iter().copied().filter(|&at| at < text.len());
    let point = |at: usize| {
        if let Some(hyphen) = repeated_hyphen(text, at, language) {
            return Some(DivisionPoint::new(hyphen, true, DASH_PENALTY));
        }
        let before = &text[..at];
        Some(if before.ends_with('\u{AD}') {
            DivisionPoint::new(at, true, HYPHEN_PENALTY)
        } else if option && before.ends_with('-') {
            if before.trim_start_matches('-').is_empty() {
                return None;
            }
            DivisionPoint::new(at, false, OPTION_PENALTY)
        } else if before.ends_with(['-', '\u{2010}']) {
            DivisionPoint::new(at, false, COMPOUND_PENALTY)
        } else {
            DivisionPoint::new(at, false, DASH_PENALTY)
        })
    };
    inside.filter_map(point).collect()
}

/// True for an option of a program: `--no-color`, `-v`. Without its first hyphens it could not be
/// typed.
fn is_option(text: &str) -> bool {
    let name = text.trim_start_matches('-');
    name.len() < text.len() && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Returns the points inside an address: after slashes, and before periods and other punctuation, so
/// that none at the end of a line looks like the end of a sentence (Chicago Manual of Style, 17th
/// ed., 14.18).
fn address_points(text: &str) -> impl Iterator<Item = DivisionPoint> + '_ {
    text.as_bytes().windows(3).zip(1..).filter_map(|(bytes, at)| {
        let &[before, here, after] = bytes else { return None };
        let penalty = match (before, here) {
            (b'/', _) if here != b'/' => ADDRESS_PENALTY,
            (
                _,
                b'.' | b'?' | b'&' | b'=' | b'-' | b'_' | b'#' | b'%' | b'@' | b',' | b';'
                | b'+' | b'~',
            ) if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() => {
                ADDRESS_POINT_PENALTY
            }
            _ => return None,
        };
        text.is_char_boundary(at).then(|| DivisionPoint::new(at, false, penalty))
    })
}

/// Adds the points inside a name of code: after an underscore and the like, and before a period. No
/// hyphen is added, since it could be part of the name.
fn add_code_points(text: &str, points: &mut Vec<DivisionPoint>) {
    let bytes = text.as_bytes();
    for at in CODE_MINIMUM..=bytes.len().saturating_sub(CODE_MINIMUM) {
        let (before, here, after) = (bytes[at - 1], bytes[at], bytes[at + 1]);
        let is_after_sign = matches!(before, b'_' | b'/' | b'=' | b':' | b',' | b'|')
            && here.is_ascii_alphanumeric();
        let is_before_period =
            here == b'.' && before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
        let free = points.binary_search_by_key(&at, |point| point.at);
        if let (true, Err(place)) = (is_after_sign || is_before_period, free) {
            points.insert(place, DivisionPoint::new(at, false, CODE_PENALTY));
        }
    }
}

/// True for the address of a page or a mailbox, or a path of several folders.
pub(super) fn is_address(text: &str) -> bool {
    // Every address has a slash or a period.
    text.bytes().any(|byte| matches!(byte, b'/' | b'.'))
        && (text.contains("://")
            || text.starts_with("www.")
            || (text.contains('@') && text.contains('.'))
            || text.matches('/').count() > 2)
}

/// Adds the hyphenation points of each stretch of letters in `text`.
fn add_hyphenation_points(
    text: &str,
    hyphenate: impl Fn(&str) -> Vec<Division>,
    points: &mut Vec<DivisionPoint>,
) {
    let is_letter =
        |c: char| c.is_alphabetic() || matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}');
    let mut start = 0;
    let mut added = Vec::new();
    while let Some(offset) = text[start..].find(is_letter) {
        let from = start + offset;
        let end = text[from..].find(|c| !is_letter(c)).map_or(text.len(), |len| from + len);
        // Letters beside a digit are part of a code or a measure, not a word.
        let beside_digit = text[..from].ends_with(char::is_numeric)
            || text[end..].starts_with(char::is_numeric);
        let divisions = if beside_digit { Vec::new() } else { hyphenate(&text[from..end]) };
        for division in divisions {
            let at = from + division.at;
            if points.binary_search_by_key(&at, |point| point.at).is_err() {
                let changes = division.before.is_some() || division.after.is_some();
                added.push(DivisionPoint {
                    division: changes.then(|| Box::new(Division { at, ..division })),
                    ..DivisionPoint::new(at, true, HYPHEN_PENALTY)
                });
            }
        }
        start = end;
    }
    points.append(&mut added);
    points.sort_by_key(|point| point.at);
}

#[cfg(test)]
mod tests {
    use super::{add_code_points, address_points, unicode_points};
    use crate::article::Language;

    #[test]
    fn points_have_the_penalty_of_what_is_before_them() {
        let points = |text: &str, at: &[usize]| {
            let points = unicode_points(text, at, Language::default());
            points.iter().map(|point| (point.at, point.penalty)).collect::<Vec<_>>()
        };
        assert_eq!(points("--no-color", &[2, 5]), [(5, 1_000)], "an option keeps its hyphens");
        assert_eq!(points("-v", &[1]), []);
        assert_eq!(points("well-known", &[5]), [(5, 150)]);
        assert_eq!(points("either/or", &[7]), [(7, 50)]);
        assert_eq!(points("co\u{AD}op", &[4]), [(4, 50)]);
    }

    #[test]
    fn addresses_and_code_divide_at_their_punctuation() {
        let points: Vec<_> = address_points("a.org/bc").map(|it| (it.at, it.penalty)).collect();
        assert_eq!(points, [(1, 300), (6, 100)]);
        let mut points = Vec::new();
        add_code_points("a_max_size.len", &mut points);
        let points: Vec<_> = points.iter().map(|it| (it.at, it.penalty)).collect();
        assert_eq!(points, [(6, 300), (10, 300)], "two bytes at an end stay");
    }
}
