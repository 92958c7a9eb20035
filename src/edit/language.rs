//! Which language an article or a quotation is written in.
//!
//! Comes in: the blocks. Goes out: a [`Language`] and how sure it is. Never done here: preferring
//! a guess to what a person gave; reading more than a sample.

use whatlang::{Lang, detect};

use crate::article::walk::leaves;
use crate::article::{Block, BlockKind, Language};

/// Bytes of each of the three samples: the start, the middle and the end of the prose. Trigram
/// statistics settle well before 2,000 letters; more only costs time.
const SAMPLE: usize = 700;

/// Letters below which nothing is concluded from an article.
const ENOUGH: usize = 40;

/// Letters of a quotation below which its language is not asked for.
const ENOUGH_QUOTED: usize = 200;

/// Letters of an article below which it is believed what language it says it is in.
const ENOUGH_AGAINST: usize = 600;

/// Confidence of the detector, 0 to 1, from which an article's language is believed.
const BELIEVED: f64 = 0.5;

/// Bytes read for the question whether English is British or American.
const SPELLING_SAMPLE: usize = 16 * 1024;

/// Spellings that must be seen before one side of the Atlantic is named.
const VOTES: usize = 3;

/// A language found, and how sure the detector is, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) language: Language,
    pub(super) confidence: f64,
}

/// The language of `blocks`, if enough of them is there to tell.
pub(super) fn of_blocks(blocks: &[Block]) -> Option<Found> {
    let found =
        of_text(&sample(blocks), ENOUGH).filter(|found| found.confidence >= BELIEVED)?;
    if found.language == Language::ENGLISH {
        return Some(Found { language: spelling(blocks), ..found });
    }
    Some(found)
}

/// The language of a quotation, if it is long and surely not `main`.
pub(super) fn of_quotation(blocks: &[Block], main: Language) -> Option<Language> {
    let found = of_text(&sample(blocks), ENOUGH_QUOTED)?;
    let other = found.language.primary() != main.primary() && !are_near(found.language, main);
    (other && found.confidence >= 1.0).then_some(found.language)
}

/// The language of `blocks` where they are long and surely not in the one they are `said` to be in:
/// pages often say the language of what made them. One that the detector does not know is believed.
pub(super) fn instead_of(blocks: &[Block], said: Language) -> Option<Language> {
    let known = Lang::all().iter().any(|lang| tag(*lang) == Some(said.primary()));
    if !known {
        return None;
    }
    let found = of_text(&sample(blocks), ENOUGH_AGAINST)?;
    let other = found.language.primary() != said.primary() && !are_near(found.language, said);
    (other && found.confidence >= 1.0).then_some(found.language)
}

/// Languages a detector takes for each other too easily to part a quotation from its article.
fn are_near(one: Language, other: Language) -> bool {
    const FAMILIES: [&[&str]; 8] = [
        &["nb", "nn", "no", "da", "sv"],
        &["cs", "sk"],
        &["hr", "sr", "bs", "sl"],
        &["es", "pt", "ca", "gl", "it", "la"],
        &["ru", "uk", "be", "bg", "mk", "sr"],
        &["nl", "af"],
        &["az", "tr", "tk", "uz"],
        &["id", "ms", "jv", "tl"],
    ];
    FAMILIES
        .iter()
        .any(|family| family.contains(&one.primary()) && family.contains(&other.primary()))
}

fn of_text(text: &str, enough: usize) -> Option<Found> {
    // Chinese and Japanese say in one character what takes a Latin word.
    let letters: usize = text
        .chars()
        .filter(|ch| ch.is_alphabetic())
        .map(|ch| if matches!(ch, '\u{2E80}'..='\u{D7FF}') { 4 } else { 1 })
        .sum();
    if letters < enough {
        return None;
    }
    let found = detect(text)?;
    let language = tag(found.lang())?.parse().ok()?;
    Some(Found { language, confidence: found.confidence() })
}

/// The start, the middle and the end of the prose.
fn sample(blocks: &[Block]) -> String {
    let total: usize = leaves(blocks).map(str::len).sum();
    let middle = (total / 2).saturating_sub(SAMPLE / 2);
    let windows = if total <= 3 * SAMPLE {
        vec![(0, total)]
    } else {
        vec![(0, SAMPLE), (middle, middle + SAMPLE), (total - SAMPLE, total)]
    };
    let mut sample = String::with_capacity(3 * SAMPLE + 64);
    let mut offset = 0;
    for leaf in leaves(blocks) {
        for &(start, end) in &windows {
            let from = start.saturating_sub(offset).min(leaf.len());
            let to = end.saturating_sub(offset).min(leaf.len());
            sample.extend(leaf.get(ceiling(leaf, from)..ceiling(leaf, to)));
        }
        offset += leaf.len();
        if !sample.is_empty() && !sample.ends_with(' ') {
            sample.push(' ');
        }
    }
    sample
}

/// The first boundary of a character at or after `at`.
fn ceiling(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Beginnings of words spelled one way in Britain and another in America, in order.
const BRITISH: [&str; 26] = [
    "armour",
    "behaviour",
    "catalogue",
    "centre",
    "cheque",
    "colour",
    "defence",
    "favour",
    "flavour",
    "grey",
    "harbour",
    "honour",
    "humour",
    "jewellery",
    "labour",
    "licence",
    "neighbour",
    "organis",
    "parlour",
    "plough",
    "programme",
    "realis",
    "recognis",
    "rumour",
    "theatre",
    "travell",
];
const AMERICAN: [&str; 26] = [
    "armor", "behavior", "catalog ", "center", "check ", "color", "defense", "favor", "flavor",
    "gray", "harbor", "honor", "humor", "jewelry", "labor ", "license ", "neighbor", "organiz",
    "parlor", "plow", "program ", "realiz", "recogniz", "rumor", "theater", "travele",
];

/// English with its region where the spelling shows it: three votes, four of five for one side.
fn spelling(blocks: &[Block]) -> Language {
    let (mut british, mut american, mut read) = (0, 0, 0);
    for leaf in leaves(blocks) {
        read += leaf.len();
        if read > SPELLING_SAMPLE + leaf.len() {
            break;
        }
        let leaf = leaf.get(..ceiling(leaf, SPELLING_SAMPLE)).unwrap_or_default();
        for word in leaf.split(|ch: char| !ch.is_ascii_lowercase()) {
            if word.len() >= 4 {
                british += usize::from(is_among(&BRITISH, word));
                american += usize::from(is_among(&AMERICAN, word));
            }
        }
    }
    let region = if british >= VOTES && british >= 4 * american {
        "en-GB"
    } else if american >= VOTES && american >= 4 * british {
        "en-US"
    } else {
        return Language::ENGLISH;
    };
    region.parse().unwrap_or(Language::ENGLISH)
}

/// Whether a word begins with one of these stems, or is the stem where that ends in a space.
/// `labour` begins with neither `labor` nor anything else American.
fn is_among(stems: &[&str], word: &str) -> bool {
    let initial = |text: &str| text.bytes().next();
    let first = stems.partition_point(|stem| initial(stem) < initial(word));
    let mut near = stems.iter().skip(first).take_while(|stem| initial(stem) == initial(word));
    near.any(|stem| {
        stem.strip_suffix(' ').map_or_else(|| word.starts_with(stem), |whole| word == whole)
    })
}

/// The quotations among `blocks`, each with room for its language.
pub(super) fn mark_quotations(blocks: &mut [Block], main: Language) {
    for block in blocks {
        match (&mut block.kind, block.language) {
            (BlockKind::Quote(inner), None) => block.language = of_quotation(inner, main),
            (BlockKind::Together(inner), language) => {
                mark_quotations(inner, language.unwrap_or(main));
            }
            _ => {}
        }
    }
}

/// The tag of a language the detector knows.
fn tag(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Cmn => "zh",
        Lang::Pes => "fa",
        Lang::Aka => "ak",
        other => two_letters(other.code())?,
    })
}

/// ISO 639-3 to the two letters BCP 47 asks for; `None` where the detector's guess is rather
/// noise than a finding (Esperanto, Shona, Zulu and others win on odd samples of English).
fn two_letters(code: &str) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 65] = [
        ("afr", "af"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
    ];
    PAIRS.iter().find(|(three, _)| *three == code).map(|(_, two)| *two)
}
