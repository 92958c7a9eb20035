//! Passages in a script that is not that of the language around them.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript};

use crate::article::Language;

/// First byte, in UTF-8, of characters of other scripts than Latin: those from U+0340 on.
const BEYOND_LATIN: u8 = 0xCD;
/// Least letters of the longest word of a passage in an alphabet: fewer are symbols, as in formulas.
const LEAST_LETTERS: usize = 2;

/// Returns the English name of the script of a character; none for one that several scripts share,
/// such as a sign or an emoji.
#[must_use]
pub fn script_name(character: char) -> Option<&'static str> {
    let script = character.script();
    let shared = matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    (!shared).then(|| script.full_name())
}

/// Words in another script than the text around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignPassage {
    /// Place in the text, from the first word to the last, with their punctuation.
    pub bytes: Range<usize>,
    /// Language, or `und` with the script, where several languages use it.
    pub language: Language,
}

/// Finds the passages of a text in `language` that are in a script that this language does not use,
/// in order. Latin passages are not among them, as every reader knows how to say them.
#[must_use]
pub fn foreign_passages(text: &str, language: Language) -> Vec<ForeignPassage> {
    let mut found: Vec<ForeignPassage> = Vec::new();
    if !text.bytes().any(|byte| byte >= BEYOND_LATIN) {
        return found;
    }
    let mut letters = 0;
    let mut goes_on = false;
    for word in text.split(char::is_whitespace).filter(|word| !word.is_empty()) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + word.len();
        match WordScript::of(word, language) {
            WordScript::Foreign { language, letters: own } => match found.last_mut() {
                Some(last) if goes_on && last.language == language => {
                    last.bytes.end = end;
                    letters = letters.max(own);
                }
                _ => {
                    drop_symbol(&mut found, letters);
                    found.push(ForeignPassage { bytes: start..end, language });
                    letters = own;
                    goes_on = true;
                }
            },
            // A number or a dash between foreign words is one of them.
            WordScript::None => {}
            WordScript::Own => goes_on = false,
        }
    }
    drop_symbol(&mut found, letters);
    found
}

/// Removes the last passage if it has only single letters of an alphabet.
fn drop_symbol(found: &mut Vec<ForeignPassage>, letters: usize) {
    if letters < LEAST_LETTERS {
        found.pop();
    }
}

/// Script of a word.
enum WordScript {
    /// That of the language around it, or several.
    Own,
    /// Another.
    Foreign {
        /// Language.
        language: Language,
        /// Number of its letters; a character that stands for a word counts as several.
        letters: usize,
    },
    /// None: figures, signs.
    None,
}

impl WordScript {
    fn of(word: &str, language: Language) -> Self {
        // Most words need no look into the table of scripts.
        if word.is_ascii() {
            let is_latin = word.bytes().any(|byte| byte.is_ascii_alphabetic());
            return if is_latin { Self::Own } else { Self::None };
        }
        let (mut latin, mut other) = (0, 0);
        let mut script: Option<Script> = None;
        for c in word.chars() {
            match c.script() {
                Script::Common | Script::Inherited | Script::Unknown => {}
                Script::Latin => latin += 1,
                own => {
                    other += 1;
                    script = match script {
                        Some(before) => match joined(before, own) {
                            Some(both) => Some(both),
                            None => return Self::Own,
                        },
                        None => Some(own),
                    };
                }
            }
        }
        let Some(script) = script else {
            return if latin > 0 { Self::Own } else { Self::None };
        };
        let is_ideographic = matches!(script, Script::Han | Script::Hiragana);
        // Names in Latin letters stand without spaces in texts of East Asia.
        let is_mixed = latin > 0 && !(is_ideographic && other >= latin);
        if is_mixed || uses(language, script) {
            return Self::Own;
        }
        let letters = if is_ideographic { other * LEAST_LETTERS } else { other };
        Self::Foreign { language: language_of(script), letters }
    }
}

/// Returns the script of a word with letters of both: the kana beside Han are Japanese, and Hiragana
/// stands for them all.
fn joined(one: Script, other: Script) -> Option<Script> {
    let kana = |script| matches!(script, Script::Hiragana | Script::Katakana);
    let japanese = |script| kana(script) || script == Script::Han;
    match (one, other) {
        (Script::Katakana, Script::Katakana) => Some(Script::Hiragana),
        _ if one == other => Some(one),
        _ if japanese(one) && japanese(other) => Some(Script::Hiragana),
        (Script::Han, Script::Bopomofo) | (Script::Bopomofo, Script::Han) => Some(Script::Han),
        (Script::Han, Script::Hangul) | (Script::Hangul, Script::Han) => Some(Script::Hangul),
        _ => None,
    }
}

/// Languages that are written in other scripts than Latin, by their primary subtags (BCP 47).
const WRITTEN: [(Script, &[&str]); 22] = [
    (
        Script::Cyrillic,
        &[
            "ab", "av", "az", "ba", "be", "bg", "bs", "ce", "cv", "kk", "kv", "ky", "mk", "mn",
            "os", "ru", "sr", "tg", "tk", "tt", "udm", "uk", "uz",
        ],
    ),
    (Script::Greek, &["el", "grc"]),
    (Script::Hebrew, &["he", "iw", "yi", "lad", "arc"]),
    (
        Script::Arabic,
        &["ar", "arz", "az", "ckb", "fa", "ks", "ku", "ms", "pa", "ps", "sd", "ug", "ur"],
    ),
    (Script::Han, &["zh", "yue", "wuu", "cmn", "lzh", "ja", "ko"]),
    (Script::Hiragana, &["ja"]),
    (Script::Katakana, &["ja"]),
    (Script::Hangul, &["ko"]),
    (Script::Devanagari, &["hi", "mr", "ne", "sa", "kok", "mai", "bho"]),
    (Script::Bengali, &["bn", "as"]),
    (Script::Tamil, &["ta"]),
    (Script::Telugu, &["te"]),
    (Script::Kannada, &["kn"]),
    (Script::Malayalam, &["ml"]),
    (Script::Gujarati, &["gu"]),
    (Script::Gurmukhi, &["pa"]),
    (Script::Thai, &["th"]),
    (Script::Lao, &["lo"]),
    (Script::Khmer, &["km"]),
    (Script::Armenian, &["hy"]),
    (Script::Georgian, &["ka"]),
    (Script::Ethiopic, &["am", "ti", "gez"]),
];

/// True if a language is written in this script, by its tag or by custom.
fn uses(language: Language, script: Script) -> bool {
    if let Some(tag) = language.script() {
        let is_japanese = matches!(tag, "Jpan" | "Hrkt");
        return tag == script.short_name()
            || (matches!(tag, "Hans" | "Hant" | "Jpan" | "Kore") && script == Script::Han)
            || (is_japanese && matches!(script, Script::Hiragana | Script::Katakana))
            || (tag == "Kore" && script == Script::Hangul);
    }
    let custom = WRITTEN.iter().filter(|(written, _)| *written == script);
    custom.flat_map(|(_, languages)| *languages).any(|tag| *tag == language.primary())
}

/// Returns the language of a script that one language uses alone, or nearly alone; for others `und`
/// with the script.
fn language_of(script: Script) -> Language {
    let tag = match script {
        Script::Armenian => "hy",
        Script::Georgian => "ka",
        Script::Greek => "el",
        Script::Gujarati => "gu",
        Script::Gurmukhi => "pa",
        Script::Hangul => "ko",
        Script::Hebrew => "he",
        Script::Hiragana | Script::Katakana => "ja",
        Script::Kannada => "kn",
        Script::Khmer => "km",
        Script::Lao => "lo",
        Script::Malayalam => "ml",
        Script::Sinhala => "si",
        Script::Tamil => "ta",
        Script::Telugu => "te",
        Script::Thai => "th",
        other => {
            let tag = format!("und-{}", other.short_name());
            return tag.parse().expect("a script has four letters");
        }
    };
    tag.parse().expect("the tags of the table are valid")
}

#[cfg(test)]
mod tests {
    use crate::shape::foreign_passages;

    /// Text, its language, and its passages with their languages.
    const CASES: [(&str, &str, &str); 17] = [
        ("plain words and café", "en", ""),
        ("the word λόγος, and so", "en", "el:λόγος,"),
        ("the angle α = 5 \u{3A9} of k\u{3A9}", "en", ""),
        ("said Привет, мир there", "en", "und-Cyrl:Привет, мир"),
        ("in 1990 (שלום 12 עולם) or", "en", "he:(שלום 12 עולם)"),
        ("two שלום and عالم here", "en", "he:שלום und-Arab:عالم"),
        ("שלום λόγος", "en", "he:שלום el:λόγος"),
        ("the sign 漢 alone", "en", "und-Hani:漢"),
        ("the words 漢字かな and ひらがな カタカナ", "en", "ja:漢字かな ja:ひらがな カタカナ"),
        ("said 今日はTVを見た there", "en", "ja:今日はTVを見た"),
        ("from 한국어 here", "en", "ko:한국어"),
        ("слово λόγος слово", "ru", "el:λόγος"),
        ("слово English words слово", "ru", ""),
        ("漢字 かな", "ja", ""),
        ("реч и rec", "sr", ""),
        ("слово", "sr-Latn", "und-Cyrl:слово"),
        ("नमस्ते दुनिया", "en", "und-Deva:नमस्ते दुनिया"),
    ];

    #[test]
    fn words_in_other_scripts_are_found_with_their_languages() {
        for (text, language, wanted) in CASES {
            let found = foreign_passages(text, language.parse().expect("a language"));
            let found: Vec<String> = found
                .into_iter()
                .map(|it| format!("{}:{}", it.language, &text[it.bytes]))
                .collect();
            assert_eq!(found.join(" "), wanted, "{text} ({language})");
        }
    }
}
