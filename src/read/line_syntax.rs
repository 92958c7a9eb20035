//! Syntax of a single line of plain text: bullet, label, rule, underline.
//!
//! The lines around it decide what it means.

/// Signs used as bullets, which need a space behind them.
const BULLETS: &str = "-*+•‣⁃◦▪▫■□●○∙·–✓✔➢❖";

/// Numbering of the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelNumbering {
    /// 1, 2, 3.
    Arabic,
    /// 1.1, 1.2.
    Decimal,
    /// a, b, c or A, B, C: true for capitals.
    Letter(bool),
    /// i, ii, iii or I, II, III: true for capitals.
    Roman(bool),
}

/// Delimiter of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelDelimiter {
    /// `1.`
    Stop,
    /// `1)`
    Paren,
    /// `(1)`
    Parens,
    /// `[1]`
    Brackets,
}

/// Label in front of an item: `3.`, `(b)`, `iv)`, `[12]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ItemLabel<'a> {
    /// Text as written.
    pub(super) text: &'a str,
    /// Numbering that it belongs to.
    pub(super) numbering: LabelNumbering,
    /// Delimiter.
    pub(super) delimiter: LabelDelimiter,
    /// Value as a number; of a decimal the last part.
    pub(super) value: u32,
    /// Number of parts of a decimal.
    pub(super) depth: u8,
}

/// Marker at the start of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemMarker<'a> {
    /// Bullet.
    Bullet(char),
    /// Label.
    Label(ItemLabel<'a>),
}

impl ItemMarker<'_> {
    /// Returns the length of the marker, in bytes.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Bullet(c) => c.len_utf8(),
            Self::Label(label) => label.text.len(),
        }
    }

    /// True if `next` may mark another item of the same list.
    pub(super) fn goes_with(&self, next: &ItemMarker<'_>) -> bool {
        match (self, next) {
            (Self::Bullet(this), ItemMarker::Bullet(next)) => this == next,
            (Self::Label(this), ItemMarker::Label(next)) => {
                let reads_as = |counter: LabelNumbering| match (counter, this.numbering) {
                    // `i.` after `h.` is a letter; as the first label it is a numeral.
                    (LabelNumbering::Roman(a), LabelNumbering::Letter(b)) => a == b,
                    (LabelNumbering::Letter(a), LabelNumbering::Roman(b)) => a == b,
                    (a, b) => a == b,
                };
                this.delimiter == next.delimiter
                    && this.depth == next.depth
                    && reads_as(next.numbering)
            }
            (Self::Bullet(_), ItemMarker::Label(_))
            | (Self::Label(_), ItemMarker::Bullet(_)) => false,
        }
    }
}

/// Returns the marker at the start of a line with words behind it.
pub(super) fn marker(text: &str) -> Option<ItemMarker<'_>> {
    if let Some(label) = label(text) {
        return (text.len() > label.text.len()).then_some(ItemMarker::Label(label));
    }
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    let spaced = rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
    if first == 'o' && (rest.starts_with("  ") || rest.starts_with('\t')) {
        return spaced.then_some(ItemMarker::Bullet('o'));
    }
    (spaced && BULLETS.contains(first) && !is_rule(text)).then_some(ItemMarker::Bullet(first))
}

/// Returns the label at the start of a line, followed by a space or nothing.
pub(super) fn label(text: &str) -> Option<ItemLabel<'_>> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let word = text.get(..end)?;
    if word.len() < 2 || word.len() > 12 || !word.is_ascii() {
        return None;
    }
    let (core, delimiter) = if let Some(inner) = word.strip_prefix('(') {
        (inner.strip_suffix(')')?, LabelDelimiter::Parens)
    } else if let Some(inner) = word.strip_prefix('[') {
        (inner.strip_suffix(']')?, LabelDelimiter::Brackets)
    } else if let Some(core) = word.strip_suffix(')') {
        (core, LabelDelimiter::Paren)
    } else if let Some(core) = word.strip_suffix('.') {
        (core, LabelDelimiter::Stop)
    } else if word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()) {
        (word, LabelDelimiter::Stop)
    } else {
        return None;
    };
    let (numbering, value, depth) = parse_number(core)?;
    Some(ItemLabel { text: word, numbering, delimiter, value, depth })
}

/// Returns numbering, value and depth of the inside of a label.
fn parse_number(core: &str) -> Option<(LabelNumbering, u32, u8)> {
    let bytes = core.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) && (1..=3).contains(&bytes.len()) {
        return Some((LabelNumbering::Arabic, core.parse().ok()?, 1));
    }
    if bytes.first()?.is_ascii_digit() && core.contains('.') {
        let mut depth = 0_u8;
        let mut last = 0;
        for part in core.split('.') {
            let fits =
                (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            last = if fits { part.parse().ok()? } else { return None };
            depth = depth.saturating_add(1);
        }
        return Some((LabelNumbering::Decimal, last, depth));
    }
    let capital = bytes.first()?.is_ascii_uppercase();
    if let Some(value) = roman(core) {
        return Some((LabelNumbering::Roman(capital), value, 1));
    }
    match bytes {
        [letter] if letter.is_ascii_alphabetic() => {
            let value = u32::from(letter.to_ascii_lowercase() - b'a') + 1;
            Some((LabelNumbering::Letter(capital), value, 1))
        }
        _ => None,
    }
}

/// Returns the value of a Roman numeral in one letter case, below 90, as lists and chapters need.
/// The single letters C, D, L and M count as letters.
pub(super) fn roman(text: &str) -> Option<u32> {
    let upper = text.bytes().all(|b| b.is_ascii_uppercase());
    if text.is_empty() || !(upper || text.bytes().all(|b| b.is_ascii_lowercase())) {
        return None;
    }
    let (mut total, mut before) = (0_u32, 100);
    for letter in text.bytes() {
        let value = match letter.to_ascii_uppercase() {
            b'I' => 1,
            b'V' => 5,
            b'X' => 10,
            b'L' if text.len() > 1 => 50,
            _ => return None,
        };
        total = if value > before {
            (total + value).checked_sub(2 * before)?
        } else {
            total + value
        };
        before = value;
    }
    roman_numeral(total).eq_ignore_ascii_case(text).then_some(total)
}

/// Returns a Roman numeral in lower case.
pub(super) fn roman_numeral(number: u32) -> String {
    let values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1];
    let mut rest = number;
    let mut numeral = String::new();
    for (value, letters) in values.into_iter().zip("m cm d cd c xc l xl x ix v iv i".split(' '))
    {
        while rest >= value {
            numeral.push_str(letters);
            rest -= value;
        }
    }
    numeral
}

/// True for a thematic break: `* * *`, `-----`, `⁂`, `#`.
pub(super) fn is_rule(text: &str) -> bool {
    if matches!(text, "#" | "⁂" | "❦" | "❧" | "☙" | "*" | "—" | "§") {
        return true;
    }
    let mut marks = text.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next() else { return false };
    let known = "*-_=~+·•—–─━═⁂#.".contains(first);
    let (count, same) = marks.fold((1_usize, true), |(n, same), c| (n + 1, same && c == first));
    let spaced = text.contains(char::is_whitespace);
    known && same && count >= 3 && (first != '.' || spaced)
}

/// Returns the sign of a line that underlines the one before: three times or more, without a space.
pub(super) fn underline(text: &str) -> Option<char> {
    let first = text.chars().next()?;
    let known = "=-~^\"'`*+#_.:─═—¯".contains(first);
    let second = text.chars().nth(1)?;
    // Two alternating signs underline as well: `=-=-=-=`.
    let by_turns = second == first
        || matches!(second, '-' | '=' | '*' | '~' | '+' | '.') && text.len() >= 8;
    let alike =
        text.chars().enumerate().all(|(n, c)| c == if n % 2 == 0 { first } else { second });
    (known && by_turns && alike && text.chars().nth(2).is_some()).then_some(first)
}

/// Returns sign and words of a line with the same signs on both sides: `*** Words ***`, `== Words
/// ==`.
pub(super) fn framed(text: &str) -> Option<(char, &str)> {
    let sign =
        text.chars().next().filter(|c| matches!(c, '*' | '=' | '-' | '~' | '#' | '+'))?;
    let words = text.trim_matches(sign);
    let before = text.len() - text.trim_start_matches(sign).len();
    let after = text.len() - text.trim_end_matches(sign).len();
    let set_off = words.starts_with(' ') && words.ends_with(' ');
    (before >= 2 && before == after && set_off && words.contains(char::is_alphanumeric))
        .then(|| (sign, words.trim()))
}

/// Returns the first letter or figure, behind quotation marks and brackets.
pub(super) fn first_letter(text: &str) -> Option<char> {
    text.chars().take(8).find(|c| c.is_alphanumeric())
}

/// True if the first letter of a line is in lower case: it continues a sentence.
pub(super) fn starts_lower(text: &str) -> bool {
    first_letter(text).is_some_and(char::is_lowercase)
}

/// True if a line begins as a sentence does.
pub(super) fn starts_upper(text: &str) -> bool {
    first_letter(text).is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

/// Returns the last character that is not a closing quotation mark, bracket or mark of emphasis.
pub(super) fn last_sign(text: &str) -> Option<char> {
    // The mark of a note follows the sentence: `so it was.[3]`
    let noted = text.strip_suffix(']').and_then(|text| text.rsplit_once('['));
    let text = noted.filter(|(_, mark)| mark.len() <= 4).map_or(text, |(text, _)| text);
    let text = text.trim_end_matches(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰']);
    text.chars().rev().take(8).find(|c| !"\"'”’»“)]_*」』›\u{A0}".contains(*c))
}

/// True if a line ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    last_sign(text)
        .is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।'))
}

/// True if all letters are capitals, and there are at least two.
pub(super) fn is_capitals(text: &str) -> bool {
    let mut upper = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        upper += usize::from(c.is_uppercase());
    }
    upper >= 2
}

/// Returns name and value of a line such as `Subject: the meeting`; the name is one to three words.
pub(super) fn field(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(':')?;
    let known = name.len() <= 40
        && name.split(' ').count() <= 3
        && name.chars().all(|c| c.is_alphabetic() || c == '-' || c == ' ')
        && name.chars().next().is_some_and(char::is_alphabetic);
    (known && (value.is_empty() || value.starts_with([' ', '\t'])))
        .then(|| (name, value.trim()))
}
