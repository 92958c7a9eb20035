//! Abbreviations: which capitals of running text are set small.
//!
//! Comes in: [`Flat`] text. Goes out: the same with its abbreviations marked. Never done here: knowing
//! whether the face has small capitals.
//!
//! Three capitals and more (NATO, HTML5, the PDF of PDFs) stand out of a line like a shout, so they
//! are set in small capitals, as are eras and hours beside a figure (44 B.C., 5 PM). What stays: one
//! or two letters (UK, EU), which small capitals make no quieter; Roman numerals, since III would
//! stand small beside II; initials with points; capitals in company (DO NOT TOUCH), which are meant
//! to be loud; a text that is in capitals as a whole.

use std::ops::Range;

use super::spans::{Flat, LINE_BREAK, Span, SpanStyle};

/// Capitals that make an abbreviation.
const LEAST: usize = 3;
/// So many words in capitals after each other are meant to be loud.
const LOUD: usize = 3;
/// Eras and parts of the day, set small beside a figure.
const BESIDE_FIGURES: [&str; 12] =
    ["AD", "BC", "CE", "BCE", "AM", "PM", "A.D.", "B.C.", "C.E.", "B.C.E.", "A.M.", "P.M."];

/// Marks the abbreviations of a text.
pub(super) fn mark(flat: &mut Flat) {
    if !may_have_some(&flat.text) {
        return;
    }
    let found = abbreviations(&flat.text);
    if !found.is_empty() {
        set_small(flat, &found);
    }
}

/// Whether two capitals follow each other, or two with a point between; all that is not ASCII may be
/// one.
fn may_have_some(text: &str) -> bool {
    let capital = |byte: &u8| byte.is_ascii_uppercase() || *byte >= 0xC3;
    let bytes = text.as_bytes();
    bytes.windows(2).any(|pair| pair.iter().all(capital))
        || bytes.windows(3).any(|it| capital(&it[0]) && it[1] == b'.' && capital(&it[2]))
}

/// A word between white.
struct Word<'t> {
    text: &'t str,
    /// Where it begins in the whole.
    at: usize,
    /// Its capitals, where it has no small letter.
    capitals: usize,
    /// A comma or the like parts it from the next.
    closed: bool,
}

impl<'t> Word<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        let capitals = if text.chars().any(char::is_lowercase) {
            0
        } else {
            text.chars().filter(|c| c.is_uppercase()).count()
        };
        Self { text, at, capitals, closed: !text.ends_with(char::is_alphanumeric) }
    }

    /// Whether it is loud among others that are.
    fn is_in_capitals(&self) -> bool {
        self.capitals > 0 && self.text.chars().all(|c| !c.is_numeric())
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let white = |c: char| c.is_whitespace() || c == LINE_BREAK;
    let parts = text.split(white).filter(|part| !part.is_empty());
    parts.map(|part| Word::new(part, part.as_ptr() as usize - text.as_ptr() as usize)).collect()
}

/// The abbreviations of a text, in order.
fn abbreviations(text: &str) -> Vec<Range<usize>> {
    let (mut capitals, mut small) = (0, 0);
    for c in text.chars() {
        capitals += usize::from(c.is_uppercase());
        small += usize::from(c.is_lowercase());
    }
    if capitals > small {
        return Vec::new();
    }
    let words = words(text);
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let run = company(&words[start..]);
        for (offset, word) in words[start..start + run].iter().enumerate() {
            let nth = start + offset;
            let before = nth.checked_sub(1).and_then(|before| words.get(before));
            if let Some(range) = beside_figure(word, before, words.get(nth + 1)) {
                found.push(range);
            } else if !is_loud(&words[start..start + run]) {
                found.extend(within(word));
            }
        }
        start += run;
    }
    found
}

/// How many words belong together: those in capitals that nothing parts, or one other.
fn company(words: &[Word<'_>]) -> usize {
    let mut count = 0;
    for word in words {
        if !word.is_in_capitals() {
            break;
        }
        count += 1;
        if word.closed {
            break;
        }
    }
    count.max(1)
}

/// Whether words in capitals are meant to be loud: many, or some that would stay beside some that
/// would not.
fn is_loud(run: &[Word<'_>]) -> bool {
    run.len() >= LOUD || (run.len() > 1 && run.iter().any(|word| word.capitals < LEAST))
}

/// An era beside its year, a part of the day beside its hour.
fn beside_figure(
    word: &Word<'_>,
    before: Option<&Word<'_>>,
    after: Option<&Word<'_>>,
) -> Option<Range<usize>> {
    let open = |c: char| !c.is_alphanumeric();
    let inner = word.text.trim_start_matches(open);
    let begins = word.at + word.text.len() - inner.len();
    // The point that ends a sentence is that of the abbreviation too.
    let plain = inner.trim_end_matches(open);
    let dotted =
        inner.get(..=plain.len()).filter(|it| it.ends_with('.') && plain.contains('.'));
    let name = dotted.unwrap_or(plain);
    let figure = |c: char| c.is_ascii_digit();
    let beside = before.is_some_and(|it| it.text.ends_with(figure))
        || after.is_some_and(|it| it.text.starts_with(figure));
    (BESIDE_FIGURES.contains(&name) && beside).then(|| begins..begins + name.len())
}

/// The capitals of a word that are set small: `PDF` of `(PDFs)`, all of `TCP/IP`.
fn within(word: &Word<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if word.text.contains(['@', '_', '\\', '#']) || super::words::is_address(word.text) {
        return found;
    }
    let stretches: Vec<(usize, &str)> = stretches(word.text)
        .filter_map(|(at, stretch)| Some((at, capitals_of(stretch)?)))
        .collect();
    let count = |stretch: &str| stretch.chars().filter(|c| c.is_uppercase()).count();
    if !stretches.iter().any(|(_, it)| count(it) >= LEAST && !is_roman(it)) {
        return found;
    }
    let mut before: Option<usize> = None;
    for (at, stretch) in stretches {
        let (from, to) = (word.at + at, word.at + at + stretch.len());
        // What joins two of them goes with them: the stroke, the hyphen.
        let joined = before.filter(|end| {
            word.text.get(*end..at).is_some_and(|it| !it.contains(char::is_alphanumeric))
        });
        match found.last_mut().filter(|_| joined.is_some()) {
            Some(last) => last.end = to,
            None => found.push(from..to),
        }
        before = Some(at + stretch.len());
    }
    found
}

/// The stretches of letters and figures of a word.
fn stretches(word: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(|part| (part.as_ptr() as usize - word.as_ptr() as usize, part))
}

/// The capitals that a stretch is made of, figures after them included; the `s` of the plural is
/// not. None where it is made of other things.
fn capitals_of(stretch: &str) -> Option<&str> {
    let stem = stretch.strip_suffix('s').unwrap_or(stretch);
    let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let all = !letters.is_empty() && letters.chars().all(char::is_uppercase);
    all.then_some(stem)
}

/// Whether letters are a Roman numeral as it is written since the printers: XIV, MCMXC.
fn is_roman(letters: &str) -> bool {
    const SIGNS: [(&str, usize); 13] = [
        ("M", 4),
        ("CM", 1),
        ("D", 1),
        ("CD", 1),
        ("C", 3),
        ("XC", 1),
        ("L", 1),
        ("XL", 1),
        ("X", 3),
        ("IX", 1),
        ("V", 1),
        ("IV", 1),
        ("I", 3),
    ];
    let mut rest = letters;
    for (sign, most) in SIGNS {
        for _ in 0..most {
            rest = rest.strip_prefix(sign).unwrap_or(rest);
        }
    }
    rest.is_empty() && !letters.is_empty()
}

/// Gives these ranges of a text the look of small capitals, code and what is raised aside.
fn set_small(flat: &mut Flat, found: &[Range<usize>]) {
    let may = |look: &SpanStyle| !look.code && !look.superior && look.shift == 0 && !look.ours;
    let mut spans = Vec::with_capacity(flat.spans.len() + 2 * found.len());
    let mut coming = found.iter().peekable();
    let mut start = 0;
    for span in &flat.spans {
        while start < span.end {
            while coming.next_if(|range| range.end <= start).is_some() {}
            let (end, small) = match coming.peek() {
                Some(range) if range.start <= start => (range.end.min(span.end), true),
                Some(range) => (range.start.min(span.end), false),
                None => (span.end, false),
            };
            let look = SpanStyle { small: small && may(&span.look), ..span.look };
            spans.push(Span { end, look });
            start = end;
        }
    }
    spans.dedup_by(|later, earlier| {
        let same = later.look == earlier.look;
        if same {
            earlier.end = later.end;
        }
        same
    });
    flat.spans = spans;
}

#[cfg(test)]
mod tests {
    use super::{abbreviations, is_roman};

    /// The text with its abbreviations in brackets.
    fn marked(text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for range in abbreviations(text) {
            out += &format!("{}[{}]", &text[at..range.start], &text[range.clone()]);
            at = range.end;
        }
        out + &text[at..]
    }

    #[test]
    fn abbreviations_are_told_from_other_capitals() {
        for case in [
            "then [NATO]\u{2019}s men read the ([PDF]s) of [UNESCO], [WHO] and [NASA].",
            "a page in [HTML5] or [XHTML]; an [MPEG4] film, an MP3, a B2B deal",
            "old members of the same [AFL-CIO], a [CD-ROM], [TCP/IP] besides, [NATO]-led, anti-[NATO], [COVID]-19",
            "he died in 44 [B.C.], in [A.D.] 14, in 70 [AD]; about 753 [BCE] (not 752 [BC]).",
            "at 5 [PM], at 11:30 [A.M.] and so on",
            "the UK, the EU and the U.S. of J.R.R. Tolkien and JF Smith stay",
            "Henry VIII, Louis XIV, volume III and the year MCMXC stay as they are",
            "please DO NOT TOUCH it, it said; and do OH NO as well",
            "iPhone, eBay, McDonald, YouTubers and MHz stay",
            "write to INFO@EXAMPLE.ORG, see MAX_VALUE and HTTP://EXAMPLE.ORG/ABC now",
            "l\u{2019}[ONU] et la [SNCF] sont connues, die [\u{D6}BB] auch",
            "[BEIJING], May 17, in small letters",
        ] {
            let plain = case.replace(['[', ']'], "");
            assert_eq!(marked(&plain), case);
        }
        assert_eq!(marked("CHAPTER ONE OF NATO"), "CHAPTER ONE OF NATO");
        assert_eq!(marked("PLEASE READ, said HE"), "PLEASE READ, said HE");
    }

    #[test]
    fn roman_numerals_are_known() {
        for numeral in ["I", "III", "IV", "VIII", "XIX", "XLII", "MCMXC", "MMXXVI"] {
            assert!(is_roman(numeral), "{numeral}");
        }
        for other in ["IIII", "VX", "NATO", "XYZ", "CIVIL", "LCD", ""] {
            assert!(!is_roman(other), "{other}");
        }
    }
}
