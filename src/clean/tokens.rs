//! Folded words of a text: without letter case, diacritics and signs.

/// Most words of a text that is compared with phrases; positions fit into 128 bits.
const MOST_TOKENS: usize = 120;

/// Longest text that is divided into words, in bytes; anything longer is prose.
const MOST_BYTES: usize = 1200;

/// Token of every number.
pub(super) const NUMBER: &str = "#";

/// Token of a colon that has words on both sides.
pub(super) const COLON: &str = ":";

/// Text as folded words. `e-mail` is `email`, and every number is [`NUMBER`]. Other hyphens and
/// signs separate words.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// Tokens without separators.
    folded: String,
    /// Ends of the tokens in `folded`, in bytes.
    ends: Vec<usize>,
    /// The whole text is between quotation marks.
    pub(super) quoted: bool,
    /// There is a comma.
    pub(super) comma: bool,
    /// A sentence ends before the end of the text.
    pub(super) inner_stop: bool,
    /// The text ends as a sentence does; dots in a row are no sentence end.
    pub(super) stop: bool,
    /// The text ends in a colon.
    pub(super) colon: bool,
    /// There are more words than are compared: prose.
    pub(super) overflow: bool,
    /// Number of words, where scripts without spaces count two letters for one.
    pub(super) weight: usize,
}

impl Tokens {
    /// Divides text into at most [`MOST_TOKENS`] words.
    pub(super) fn new(text: &str) -> Self {
        let mut tokens = Self::default();
        if text.len() > MOST_BYTES {
            tokens.overflow = true;
        } else {
            tokens.quoted = is_quoted(text.trim());
            tokens.read(text);
        }
        if tokens.overflow {
            let end = text.trim_end().chars().rev().find(|&c| !is_closing(c));
            tokens.weight = MOST_TOKENS;
            tokens.stop = end.is_some_and(is_stop);
            tokens.colon = end == Some(':');
        } else {
            tokens.weight = tokens.iter().map(weight).sum();
        }
        tokens
    }

    /// True for a text without words.
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty() && !self.overflow
    }

    /// Returns the number of tokens.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the token at `index`, or an empty one past the end.
    pub(super) fn get(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.folded[start..end]
    }

    /// Iterates over the tokens.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// True for a text with more words than a label has, in sentences.
    pub(super) fn is_prose_like(&self) -> bool {
        self.overflow || (self.weight > LONGEST_NOTICE && (self.stop || self.inner_stop))
    }

    fn read(&mut self, text: &str) {
        let mut chars = text.chars().peekable();
        let mut last = ' ';
        while let Some(c) = chars.next() {
            // Once the text is certain to be prose, the rest is not needed.
            let prose = self.inner_stop && self.len() > LONGEST_NOTICE;
            if is_word(c) && (prose || self.len() >= MOST_TOKENS) {
                self.overflow = true;
                return;
            }
            if is_digit(c) {
                self.open_word();
                skip_number(&mut chars);
                self.close_word(NUMBER);
                last = '0';
                continue;
            }
            if is_word(c) {
                self.open_word();
                push_folded(c, &mut self.folded);
                last = 'a';
                if is_electronic(c) && chars.peek().is_some_and(|&c| is_hyphen(c)) {
                    chars.next();
                }
                while let Some(next) = chars.next_if(|&c| continues_word(c)) {
                    push_folded(next, &mut self.folded);
                }
                self.close_word("");
                continue;
            }
            if c.is_whitespace() || is_ignorable(c) || is_closing(c) {
                continue;
            }
            self.comma |= matches!(c, ',' | ';' | '、' | '،');
            let spaced = !chars.peek().is_some_and(|&c| is_word(c));
            self.stop = is_stop(c) && (spaced || !c.is_ascii()) && !matches!(last, '.' | '…');
            self.colon = matches!(c, ':' | '：');
            last = c;
        }
    }

    /// Begins a word: a stop or colon before it is now inside the text.
    fn open_word(&mut self) {
        if self.ends.is_empty() {
            (self.stop, self.colon) = (false, false);
        }
        self.inner_stop |= self.stop;
        if self.colon {
            self.folded.push_str(COLON);
            self.ends.push(self.folded.len());
        }
        (self.stop, self.colon) = (false, false);
    }

    fn close_word(&mut self, text: &str) {
        self.folded.push_str(text);
        self.ends.push(self.folded.len());
    }
}

/// Most words of a notice in sentences. Longer ones count as prose and stay. Longer cookie
/// notices are mostly divided into several blocks.
const LONGEST_NOTICE: usize = 25;

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.to_digit(10).is_none() && c.is_numeric())
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_small(c) || (!c.is_ascii() && c.is_alphanumeric())
}

/// True for some letters without a lower-case form, known without a table: small Cyrillic letters,
/// Hebrew and Arabic ones, kana, Han and Hangul.
fn is_small(c: char) -> bool {
    matches!(c,
        'а'..='џ' | 'א'..='ת' | 'ء'..='غ' | 'ف'..='ي' | 'ぁ'..='ゖ' | 'ァ'..='ヺ'
        | '\u{4E00}'..='\u{9FFF}' | '가'..='힣')
}

/// True for a character that continues a word: a letter, a mark, a soft hyphen.
fn continues_word(c: char) -> bool {
    (is_word(c) && !is_digit(c)) || is_mark(c) || c == '\u{AD}'
}

/// True for the letter of `e-mail`, which is written with and without a hyphen.
fn is_electronic(c: char) -> bool {
    matches!(c, 'e' | 'E' | 'é' | 'е' | 'Е')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{640}' | '\u{64B}'..='\u{65F}'
        | '\u{670}' | '\u{200C}'..='\u{200D}')
}

fn is_ignorable(c: char) -> bool {
    is_mark(c) || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE0F}' | '\u{FEFF}')
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।')
}

/// True for signs that may follow the end of a sentence.
fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '“')
}

fn is_quoted(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next_back()) {
        (Some(first), Some(last)) => {
            matches!(first, '"' | '\'' | '“' | '”' | '„' | '‘' | '«' | '‹' | '「' | '『')
                && matches!(last, '"' | '\'' | '”' | '“' | '’' | '‘' | '»' | '›' | '」' | '』')
                || (first == '»' && last == '«')
        }
        _ => false,
    }
}

/// Skips the rest of a number: digits, their separators, and a final `k` or `m`.
fn skip_number(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    loop {
        if chars.next_if(|&c| is_digit(c)).is_some() {
            continue;
        }
        let mut ahead = chars.clone();
        match ahead.next() {
            Some('.' | ',' | ':' | '\'' | '’' | '\u{A0}' | '\u{202F}')
                if ahead.next().is_some_and(is_digit) =>
            {
                chars.next();
            }
            Some('k' | 'K' | 'm' | 'M') if !ahead.next().is_some_and(is_word) => {
                chars.next();
                return;
            }
            _ => return,
        }
    }
}

/// Returns the number of words of a token: scripts without spaces have about two letters a word.
fn weight(token: &str) -> usize {
    let unspaced = |c: char| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{2E80}'..='\u{9FFF}');
    if token.chars().next().is_some_and(unspaced) {
        token.chars().count().div_ceil(2)
    } else {
        1
    }
}

/// Appends a character in lower case and without diacritics, so that composed and decomposed
/// spellings, capitals without accents (Greek, French) and the Turkish i compare equal.
fn push_folded(c: char, folded: &mut String) {
    if c.is_ascii() {
        return folded.push(c.to_ascii_lowercase());
    }
    if is_small(c) {
        return folded.push(base_letter(c));
    }
    for small in c.to_lowercase() {
        match base_letter(small) {
            'ß' => folded.push_str("ss"),
            plain if is_ignorable(plain) || plain == '\u{AD}' => {}
            plain => folded.push(plain),
        }
    }
}

/// Returns a small letter without its diacritics, for the scripts of the phrases.
fn base_letter(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | '\u{1EA0}'..='\u{1EB7}' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | '\u{1EB8}'..='\u{1EC7}' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | '\u{1EC8}'..='\u{1ECB}' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ō' | 'ŏ' | 'ő' | 'ơ' | '\u{1ECC}'..='\u{1EE3}' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | '\u{1EE4}'..='\u{1EF1}' => {
            'u'
        }
        'ý' | 'ÿ' | '\u{1EF2}'..='\u{1EF9}' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'й' => 'и',
        'ё' => 'е',
        'ї' => 'і',
        'ў' => 'у',
        'أ' | 'إ' | 'آ' => 'ا',
        other => other,
    }
}
