//! Hyphenation: which words divide, where, by which list.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop at what must hold")]

use offprint::article::Language;
use offprint::hyphenate::{Dictionary, Division, Exceptions, LONGEST, SHORTEST};
use proptest::prelude::*;

fn dictionary(tag: &str) -> &'static Dictionary {
    let language: Language = tag.parse().expect("a language tag");
    Dictionary::for_language(language).unwrap_or_else(|| panic!("no dictionary for {tag}"))
}

/// The word with a hyphen at each division; where letters change, `{before-after}`.
fn show(word: &str, divisions: &[Division]) -> String {
    let mut shown = String::new();
    let mut from = 0;
    for division in divisions {
        let (before, after) = (division.before.as_ref(), division.after.as_ref());
        let kept = division.at - before.map_or(0, |change| change.replaces);
        shown += &word[from..kept];
        let text = |change: Option<&offprint::hyphenate::Change>| {
            change.map_or(String::new(), |change| change.text.clone())
        };
        if before.is_some() || after.is_some() {
            shown += &format!("{{{}-{}}}", text(before), text(after));
        } else {
            shown.push('-');
        }
        from = division.at + after.map_or(0, |change| change.replaces);
    }
    shown + &word[from..]
}

fn divide(tag: &str, word: &str) -> String {
    show(word, &dictionary(tag).divide(word))
}

#[test]
fn words_divide_as_their_language_has_it() {
    let cases = [
        ("en", "justification", "jus-ti-fi-ca-tion"),
        ("en-GB", "hyphenation", "hy-phen-a-tion"),
        ("de", "Schifffahrt", "Schiff-fahrt"),
        ("de-CH", "Autobahnraststätte", "Au-to-bahn-rast-stät-te"),
        ("fr", "aujourd'hui", "au-jour-d'hui"),
        ("it", "dell'università", "del-l'u-ni-ver-si-tà"),
        ("es", "ferrocarril", "fe-rro-ca-rril"),
        ("pt", "desenvolvimento", "de-sen-vol-vi-mento"),
        ("ru", "типография", "ти-по-гра-фия"),
        ("el", "τυπογραφία", "τυ-πο-γρα-φί-α"),
        ("sr", "типографија", "ти-по-гра-фи-ја"),
        ("la", "typographia", "ty-po-gra-phia"),
        ("no", "menneskerettighet", "men-neske-ret-tig-het"),
    ];
    for (tag, word, expected) in cases {
        assert_eq!(divide(tag, word), expected, "{tag}");
    }
}

#[test]
fn letters_change_where_hungarian_and_catalan_change_them() {
    assert_eq!(divide("hu", "asszonnyal"), "a{sz-}szo{ny-ny}al", "long digraphs");
    assert_eq!(divide("hu", "ASSZONNYAL").to_lowercase(), "asszonnyal", "capitals stay whole");
    let shouting = dictionary("hu").dividing_capitals();
    let word = "ASSZONNYAL";
    assert_eq!(
        show(word, &shouting.divide(word)),
        "A{SZ-}SZO{NY-NY}AL",
        "or change as capitals"
    );
    assert_eq!(divide("ca", "col·legi"), "col{-}le-gi", "the dot gives way");
}

#[test]
fn the_dictionary_follows_language_region_and_script() {
    let cases = [
        ("en", "en-us"),
        ("en-CA", "en-us"),
        ("en-AU", "en-gb"),
        ("de-AT", "de-1996"),
        ("de-1901", "de-1901"),
        ("de-CH-1901", "de-ch-1901"),
        ("el", "el-monoton"),
        ("el-polyton", "el-polyton"),
        ("sr-Latn", "sh-latn"),
        ("sr-Cyrl-RS", "sh-cyrl"),
        ("bs", "sh-latn"),
        ("no", "nb"),
        ("nn", "nn"),
        ("pt-BR", "pt"),
        ("zh-Latn", "zh-latn-pinyin"),
        ("la-x-classic", "la-x-classic"),
    ];
    for (tag, expected) in cases {
        assert_eq!(dictionary(tag).tag(), expected, "{tag}");
    }
    for tag in ["zh", "ja", "ar", "cs", "ro", "th", "xx"] {
        let language: Language = tag.parse().expect("a tag");
        assert!(Dictionary::for_language(language).is_none(), "{tag} has no dictionary");
    }
}

#[test]
fn every_dictionary_loads_and_its_file_is_the_one_its_readme_lists() {
    use sha2::{Digest, Sha256};
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/hyphens");
    let readme = std::fs::read_to_string(format!("{root}/README.md")).expect("README.md");
    let mut tags = Vec::new();
    for tag in Dictionary::tags() {
        let kind = if tag == "hu" { "extended" } else { "standard" };
        let file = format!("{tag}.{kind}.bincode");
        let bytes = std::fs::read(format!("{root}/{file}")).expect("the dictionary is there");
        let hex: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let listed = readme.lines().any(|line| line.contains(&file) && line.contains(&hex));
        assert!(listed, "hyphens/README.md does not list {file} with sha256 {hex}");
        let notice = format!("{root}/LICENSES/{tag}.txt");
        let notice = std::fs::read_to_string(&notice).unwrap_or_default();
        assert!(notice.to_lowercase().contains("licen"), "no notice for {tag}");
        tags.push(tag);
    }
    assert!(tags.is_sorted(), "the shelf is searched by tag");
    let files = std::fs::read_dir(root).expect("the folder").filter_map(Result::ok);
    let dictionaries = files
        .filter(|file| file.path().extension().is_some_and(|extension| extension == "bincode"));
    assert_eq!(dictionaries.count(), tags.len(), "no dictionary lies unused");
    for tag in tags.into_iter().filter(|tag| tag.len() <= 3) {
        assert_eq!(dictionary(tag).tag().split('-').next(), Some(tag), "{tag} loads");
    }
}

#[test]
fn words_that_are_exceptions_divide_as_the_crate_has_them() {
    use hyphenation::{Hyphenator, Load, Standard};
    let mut tried = 0;
    for tag in Dictionary::tags().filter(|tag| *tag != "hu") {
        let file = format!("{}/hyphens/{tag}.standard.bincode", env!("CARGO_MANIFEST_DIR"));
        let mut bytes = std::io::Cursor::new(std::fs::read(file).expect("the dictionary"));
        let theirs =
            Standard::any_from_reader(&mut bytes).expect("the crate reads its own form");
        let words = &theirs.exceptions.0;
        let Ok(language) = tag.parse() else { continue };
        let Some(ours) = Dictionary::for_language(language).filter(|ours| ours.tag() == tag)
        else {
            continue;
        };
        for word in words.keys().filter(|word| word.chars().all(char::is_alphabetic)) {
            let lower = word.to_lowercase();
            if lower.len() != word.len() || (lower != *word && words.contains_key(&lower)) {
                continue;
            }
            if word.chars().count() < SHORTEST {
                continue;
            }
            let wanted = theirs.exception(word).unwrap_or_default();
            let found: Vec<usize> =
                ours.divide(&lower).iter().map(|division| division.at).collect();
            assert_eq!(found, wanted, "{tag}: {word}");
            tried += 1;
        }
    }
    assert!(tried > 1000, "only {tried} words were tried");
}

#[test]
fn the_smallest_parts_of_a_word_hold_at_both_ends() {
    assert_eq!(dictionary("en").minima(), (2, 3), "English as in TeX");
    assert_eq!(divide("en", "about"), "about", "no single letter stays behind");
    assert_eq!(divide("en", "ready"), "ready", "no two letters go over");
}

#[test]
fn short_words_figures_and_acronyms_stay_whole() {
    for word in
        ["", "a", "into", "UNESCO", "INTERNATIONAL", "hyphenation2", "2hyphenation", "…"]
    {
        assert_eq!(divide("en", word), word, "{word}");
    }
    let shouting = dictionary("en").dividing_capitals();
    let word = "INTERNATIONAL";
    assert_eq!(show(word, &shouting.divide(word)), "IN-TER-NA-TIONAL", "capitals on demand");
}

#[test]
fn letter_case_does_not_matter() {
    assert_eq!(divide("en", "Hyphenation"), "Hy-phen-a-tion", "at the start of a sentence");
    assert_eq!(
        divide("tr", "İstanbullular"),
        "İs-tan-bul-lu-lar",
        "dotted capital I is longer"
    );
}

#[test]
fn soft_hyphens_go_before_patterns() {
    let word = "hyphen\u{AD}ation";
    assert_eq!(divide("en", word), "hyphen\u{AD}-ation", "only there, after the soft hyphen");
    assert_eq!(divide("en", "\u{AD}ab\u{AD}"), "\u{AD}ab\u{AD}", "not at the ends");
    assert_eq!(divide("en", "a\u{AD}\u{AD}b"), "a\u{AD}\u{AD}-b", "once");
}

#[test]
fn compounds_and_elisions_are_divided_part_by_part() {
    assert_eq!(divide("en", "hyphenation-software"), "hy-phen-a-tion-soft-ware", "parts");
    assert_eq!(divide("en", "typesetter's"), "type-set-ter's", "the apostrophe ends a part");
}

#[test]
fn words_of_ones_own_go_before_the_patterns() {
    let own = dictionary("en").with_exceptions(["offp-rint-ing", "Hyphenation", "a-b-cdef-g"]);
    assert_eq!(show("Offprinting", &own.divide("Offprinting")), "Offp-rint-ing", "as written");
    assert_eq!(show("hyphenation", &own.divide("hyphenation")), "hyphenation", "never");
    assert_eq!(
        show("abcdefg", &own.divide("abcdefg")),
        "ab-cdefg",
        "but two before, three after"
    );
    assert_eq!(divide("en", "hyphenation"), "hy-phen-a-tion", "the dictionary is as it was");
}

#[test]
fn what_is_too_long_for_a_word_is_left_whole() {
    assert_eq!(
        dictionary("en").divide(&"hyphenation".repeat(100_000)),
        [],
        "a million letters"
    );
    let longest: String = "hyphenation".chars().cycle().take(LONGEST).collect();
    assert!(!dictionary("en").divide(&longest).is_empty(), "a hundred letters divide");
    assert_eq!(dictionary("en").divide(&(longest + "x")), [], "a hundred and one do not");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn divisions_lie_inside_the_word_in_order_and_between_characters(
        word in "[a-zA-Zäöüßáéíóőűçñß'’·\u{AD}\u{301}İςа-я]{0,30}|\\PC{0,20}"
    ) {
        for tag in ["en", "de", "fr", "hu", "ca", "tr", "hi"] {
            let mut last = 0;
            for division in dictionary(tag).divide(&word) {
                prop_assert!(division.at > last && division.at < word.len(), "{tag}: in order");
                prop_assert!(word.is_char_boundary(division.at), "{tag}: between characters");
                if let Some(before) = &division.before {
                    let from = division.at.checked_sub(before.replaces);
                    prop_assert!(from.is_some_and(|at| word.is_char_boundary(at)), "{tag}: before");
                }
                if let Some(after) = &division.after {
                    let to = division.at + after.replaces;
                    prop_assert!(word.is_char_boundary(to), "{tag}: after");
                }
                last = division.at;
            }
        }
    }
}

/// The three words that the patterns' makers listed as one exception with spaces in it: TeX reads
/// three words, the crate one that no text can hold.
const LISTED_AS_A_PHRASE: [&str; 3] = ["Jisuan", "Shuxue", "Yingyong"];

#[test]
fn english_divides_as_tex_divides_it() {
    let recorded = include_str!("oracle/hyphenation-en.txt");
    let english = dictionary("en");
    let (mut words, mut luatex_differs, mut phrase) = (0, 0, 0);
    for line in recorded.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split(' ');
        let word = columns.next().unwrap_or_default();
        let tex = columns.next().unwrap_or_default();
        let ours = show(word, &english.divide(word));
        words += 1;
        if LISTED_AS_A_PHRASE.contains(&word) {
            assert_ne!(ours, tex, "{word} is no longer a difference: take it off the list");
            phrase += 1;
            continue;
        }
        assert_eq!(ours, tex, "TeX divides {word} otherwise");
        if let Some(luatex) = columns.next() {
            let held = within_minima(luatex, 2, 3);
            assert_eq!(
                ours, held,
                "LuaTeX's {luatex} differs in more than the ends of the word"
            );
            luatex_differs += 1;
        }
    }
    assert_eq!(phrase, 3, "the differences are all in the record");
    assert!(words > 2000 && luatex_differs > 100, "the record is whole: {words} words");
}

/// A divided word without the divisions too near its ends.
fn within_minima(divided: &str, left: usize, right: usize) -> String {
    let letters = divided.chars().filter(|&c| c != '-').count();
    let mut before = 0;
    let mut held = String::new();
    for character in divided.chars() {
        if character != '-' {
            before += 1;
            held.push(character);
        } else if before >= left && letters - before >= right {
            held.push('-');
        }
    }
    held
}

#[test]
fn words_of_a_list_divide_as_it_says() {
    let list = "man-u-script  # as the house has it\ntable\n\nÄp-fel\n";
    let exceptions = Exceptions::parse(list).expect("a list");
    let divided = |word: &str| {
        let divisions = exceptions.divide(word)?;
        Some(divisions.iter().map(|division| division.at).collect::<Vec<_>>())
    };
    assert_eq!(divided("Manuscript"), Some(vec![3, 4]));
    assert_eq!(divided("TABLE"), Some(vec![]), "never");
    assert_eq!(divided("äpfel"), Some(vec![3]), "bytes, not letters");
    assert_eq!(divided("other"), None, "its language decides");
    for wrong in ["-man", "man-", "ma--nu", "a/b", "x1"] {
        let error = Exceptions::parse(&format!("good\n{wrong}")).expect_err(wrong);
        assert!(error.to_string().starts_with("line 2: "), "{error}");
    }
}
