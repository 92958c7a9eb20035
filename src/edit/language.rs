//! Detection of the language of articles and quotations from samples.

use whatlang::{Lang, detect};

use crate::article::walk::leaves;
use crate::article::{Block, BlockKind, Language};

/// Length of each of the three samples, in bytes: the start, the middle and the end of the prose.
/// Trigram statistics are stable well below 2,000 letters; longer samples only cost time.
const SAMPLE: usize = 700;

/// Least letters of an article for a detection.
const LEAST_LETTERS: usize = 40;

/// Least letters of a quotation for a detection.
const LEAST_QUOTED_LETTERS: usize = 200;

/// Least letters of an article for a detection that overrules the stated language.
const LEAST_CONTRADICTING_LETTERS: usize = 600;

/// Least confidence of the detector, 0 to 1, for the language of an article.
const LEAST_CONFIDENCE: f64 = 0.5;

/// Confidence, 0 to 1, that a quotation in another language or the correction of a stated language
/// needs: the greatest there is.
const CERTAIN: f64 = 1.0;

/// Length of the text that decides between British and American English, in bytes.
const SPELLING_SAMPLE: usize = 16 * 1024;

/// Least British or American spellings for naming a region.
const LEAST_SPELLINGS: usize = 3;

/// Ratio of British to American spellings, or the reverse, for naming a region.
const SPELLING_RATIO: usize = 4;

/// Groups of languages that the detector confuses too often to overrule one by another.
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

/// Detected language and the confidence of the detector, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct DetectedLanguage {
    pub(super) language: Language,
    pub(super) confidence: f64,
}

/// Detects the language of the blocks of an article; none if there is too little text or
/// confidence.
pub(super) fn detect_in_blocks(blocks: &[Block]) -> Option<DetectedLanguage> {
    let found = detect_in_text(&sample(blocks), LEAST_LETTERS)
        .filter(|found| found.confidence >= LEAST_CONFIDENCE)?;
    if found.language == Language::ENGLISH {
        return Some(DetectedLanguage { language: regional_english(blocks), ..found });
    }
    Some(found)
}

/// Detects the language of a long quotation, if it is certainly another than `main`.
fn quotation_language(blocks: &[Block], main: Language) -> Option<Language> {
    detect_other_language(blocks, main, LEAST_QUOTED_LETTERS)
}

/// Detects the language of long text, if it is certainly another than the `stated` one: pages often
/// state the language of the program that made them. A language that the detector does not know is
/// never contradicted.
pub(super) fn contradicting_language(blocks: &[Block], stated: Language) -> Option<Language> {
    let known = Lang::all().iter().any(|lang| language_tag(*lang) == Some(stated.primary()));
    if !known {
        return None;
    }
    detect_other_language(blocks, stated, LEAST_CONTRADICTING_LETTERS)
}

/// Detects a language that is certainly another than `assumed` and not of the same family.
fn detect_other_language(
    blocks: &[Block],
    assumed: Language,
    least_letters: usize,
) -> Option<Language> {
    let found = detect_in_text(&sample(blocks), least_letters)?;
    let (one, other) = (found.language.primary(), assumed.primary());
    let differs = one != other && !are_confused(one, other);
    (differs && found.confidence >= CERTAIN).then_some(found.language)
}

/// True for two languages of one family.
fn are_confused(one: &str, other: &str) -> bool {
    FAMILIES.iter().any(|family| family.contains(&one) && family.contains(&other))
}

fn detect_in_text(text: &str, least_letters: usize) -> Option<DetectedLanguage> {
    // A Chinese or Japanese character counts as a word of four letters.
    let letters: usize = text
        .chars()
        .filter(|ch| ch.is_alphabetic())
        .map(|ch| if matches!(ch, '\u{2E80}'..='\u{D7FF}') { 4 } else { 1 })
        .sum();
    if letters < least_letters {
        return None;
    }
    let found = detect(text)?;
    let language =
        language_tag(found.lang())?.parse().expect("the tags of the table are valid");
    Some(DetectedLanguage { language, confidence: found.confidence() })
}

/// Joins the start, the middle and the end of the prose.
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
            sample.push_str(&leaf[leaf.ceil_char_boundary(from)..leaf.ceil_char_boundary(to)]);
        }
        offset += leaf.len();
        if !sample.is_empty() && !sample.ends_with(' ') {
            sample.push(' ');
        }
    }
    sample
}

/// Beginnings of words in British spelling, in alphabetical order; each is in [`AMERICAN`] too. A
/// space at the end stands for the end of the word.
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
/// Beginnings of the same words in American spelling, in alphabetical order.
const AMERICAN: [&str; 26] = [
    "armor", "behavior", "catalog ", "center", "check ", "color", "defense", "favor", "flavor",
    "gray", "harbor", "honor", "humor", "jewelry", "labor ", "license ", "neighbor", "organiz",
    "parlor", "plow", "program ", "realiz", "recogniz", "rumor", "theater", "travele",
];

/// Returns English with its region, if the spelling shows it.
fn regional_english(blocks: &[Block]) -> Language {
    let (mut british, mut american, mut read) = (0, 0, 0);
    for leaf in leaves(blocks) {
        read += leaf.len();
        if read > SPELLING_SAMPLE + leaf.len() {
            break;
        }
        let leaf = &leaf[..leaf.ceil_char_boundary(SPELLING_SAMPLE)];
        for word in leaf.split(|ch: char| !ch.is_ascii_lowercase()) {
            if word.len() >= 4 {
                british += usize::from(begins_with_stem(&BRITISH, word));
                american += usize::from(begins_with_stem(&AMERICAN, word));
            }
        }
    }
    let region = if british >= LEAST_SPELLINGS && british >= SPELLING_RATIO * american {
        "en-GB"
    } else if american >= LEAST_SPELLINGS && american >= SPELLING_RATIO * british {
        "en-US"
    } else {
        return Language::ENGLISH;
    };
    region.parse().expect("both tags are valid")
}

/// True if a word begins with one of these stems, or equals a stem that ends in a space. `labour`
/// begins with no American stem.
fn begins_with_stem(stems: &[&str], word: &str) -> bool {
    let initial = |text: &str| text.bytes().next();
    let first = stems.partition_point(|stem| initial(stem) < initial(word));
    let mut near = stems.iter().skip(first).take_while(|stem| initial(stem) == initial(word));
    near.any(|stem| {
        stem.strip_suffix(' ').map_or_else(|| word.starts_with(stem), |whole| word == whole)
    })
}

/// Sets the language of the quotations that are certainly in another language than `main`.
pub(super) fn mark_quotations(blocks: &mut [Block], main: Language) {
    for block in blocks {
        if let BlockKind::Quote(inner) = &block.kind
            && block.language.is_none()
        {
            block.language = quotation_language(inner, main);
        } else if let BlockKind::Together(inner) = &mut block.kind {
            mark_quotations(inner, block.language.unwrap_or(main));
        }
    }
}

/// Returns the tag of a language that the detector knows; none if its result is not used.
fn language_tag(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Cmn => "zh",
        Lang::Pes => "fa",
        Lang::Aka => "ak",
        other => two_letters(other.code())?,
    })
}

/// Returns the two-letter code (ISO 639-1) of a three-letter code (ISO 639-3). None for languages
/// whose detection is mostly noise: Shona, Zulu and others win on odd samples of English.
fn two_letters(code: &str) -> Option<&'static str> {
    const PAIRS: &str = "\
        afr=af amh=am ara=ar aze=az bel=be ben=bn bul=bg cat=ca ces=cs cym=cy dan=da deu=de \
        ell=el eng=en epo=eo est=et fin=fi fra=fr guj=gu heb=he hin=hi hrv=hr hun=hu hye=hy \
        ind=id ita=it jav=jv jpn=ja kan=kn kat=ka khm=km kor=ko lat=la lav=lv lit=lt mal=ml \
        mar=mr mkd=mk mya=my nep=ne nld=nl nob=nb ori=or pan=pa pol=pl por=pt ron=ro rus=ru \
        sin=si slk=sk slv=sl spa=es srp=sr swe=sv tam=ta tel=te tgl=tl tha=th tuk=tk tur=tr \
        ukr=uk urd=ur uzb=uz vie=vi yid=yi";
    PAIRS.split(' ').find_map(|pair| pair.strip_prefix(code)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use whatlang::Lang;

    use crate::article::Language;
    use crate::edit::language::{FAMILIES, are_confused, language_tag};

    #[test]
    fn languages_of_one_family_are_confused() {
        let pairs = [
            ("da", "nb"),
            ("cs", "sk"),
            ("hr", "sr"),
            ("es", "pt"),
            ("ru", "uk"),
            ("nl", "af"),
            ("tr", "az"),
            ("id", "ms"),
        ];
        assert_eq!(pairs.len(), FAMILIES.len(), "a pair for each family");
        for (one, other) in pairs {
            assert!(are_confused(one, other), "{one} and {other}");
        }
        for (one, other) in [("en", "de"), ("cs", "hr"), ("es", "fr"), ("nl", "id")] {
            assert!(!are_confused(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn every_tag_of_the_detector_is_valid() {
        for lang in Lang::all() {
            if let Some(tag) = language_tag(*lang) {
                assert!(tag.parse::<Language>().is_ok(), "{tag}");
            }
        }
    }
}
