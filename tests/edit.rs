//! The editor: marks and ties by language, and nothing lost.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod outline;

use std::path::Path;

use offprint::article::print::{to_html, to_json, to_markdown, to_text};
use offprint::article::walk::words;
use offprint::article::{Article, Block, BlockKind, Inline, Language, Note, VerseLine};
use offprint::article::{ListItem, Marker, plain_text};
use offprint::diagnostic::Place;
use offprint::edit::{EditOptions, edit};
use offprint::jobs::Jobs;
use outline::outline;
use proptest::prelude::*;

const JOBS: Jobs = Jobs::new(1);

fn paragraph(inlines: Vec<Inline>) -> Block {
    Block::new(BlockKind::Paragraph(inlines), Place::default())
}

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn article(blocks: Vec<Block>) -> Article {
    Article { blocks, ..Article::default() }
}

fn language(tag: &str) -> Language {
    tag.parse().expect("the tests name languages that exist")
}

fn in_language(tag: &str) -> EditOptions {
    EditOptions { language: Some(language(tag)) }
}

fn edited(inlines: Vec<Inline>, tag: &str) -> Vec<Inline> {
    let (article, _) = edit(article(vec![paragraph(inlines)]), &in_language(tag), &JOBS);
    match article.blocks.into_iter().next().map(|block| block.kind) {
        Some(BlockKind::Paragraph(inlines)) => inlines,
        other => panic!("the paragraph became {other:?}"),
    }
}

fn edited_text(words: &str, tag: &str) -> String {
    plain_text(&edited(vec![text(words)], tag))
}

/// Shows no-break spaces.
fn shown(words: &str) -> String {
    words.replace('\u{A0}', "␣").replace('\u{202F}', "⍽")
}

#[test]
fn edits_are_counted_by_kind() {
    let words = "He said \"no\" on p. 5, and Mr. Fox can\'t go 3 km.";
    let article = article(vec![paragraph(vec![text(words)])]);
    let (_, notes) = edit(article, &in_language("en"), &JOBS);
    let found: Vec<&str> = notes.iter().map(|note| &*note.message).collect();
    assert_eq!(
        found,
        ["set 3 quotes, apostrophes and primes", "set 3 spaces made no-break"],
        "two marks and an apostrophe; after p., after Mr. and before km"
    );
}

#[test]
fn every_case_of_the_suite_is_set_as_written_there() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/edit");
    let (mut cases, mut faults) = (0, Vec::new());
    for entry in std::fs::read_dir(suite).expect("the suite is part of the repository") {
        let path = entry.expect("a folder can be listed").path();
        let tag = path.file_stem().and_then(|stem| stem.to_str()).expect("named by a language");
        let suite = std::fs::read_to_string(&path).expect("a case file is UTF-8");
        for (at, line) in suite.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (input, wanted) = line.split_once(" => ").expect("a case has an arrow");
            let got = shown(&edited_text(input, tag));
            cases += 1;
            if got != wanted {
                faults.push(format!(
                    "{tag}:{}: {input}\n  wanted {wanted}\n  got    {got}",
                    at + 1
                ));
            }
        }
    }
    assert!(cases > 150, "only {cases} cases were found");
    assert!(faults.is_empty(), "{} of {cases}\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn quotations_without_marks_get_those_of_the_language_around_them() {
    let quoted = |inner: Vec<Inline>| Inline::Quotation(inner);
    for (tag, wanted) in [
        ("en", "She said “yes, ‘and “no” too’ then”."),
        ("de", "She said „yes, ‚and „no“ too‘ then“."),
        ("de-CH", "She said «yes, ‹and «no» too› then»."),
        ("fr", "She said «␣yes, “and «␣no␣» too” then␣»."),
        ("pl", "She said „yes, ’and „no” too’ then”."),
        ("ru", "She said «yes, „and «no» too“ then»."),
        ("sv", "She said ”yes, ’and ”no” too’ then”."),
    ] {
        let innermost = vec![text("and "), quoted(vec![text("no")]), text(" too")];
        let inner = vec![text("yes, "), quoted(innermost), text(" then")];
        let line = vec![text("She said "), Inline::Emphasis(vec![quoted(inner)]), text(".")];
        assert_eq!(shown(&plain_text(&edited(line, tag))), wanted, "{tag}");
    }
}

#[test]
fn a_quotation_in_foreign_text_has_the_marks_of_that_text() {
    let foreign =
        |inner: Vec<Inline>| Inline::Foreign { language: language("de"), text: inner };
    let quoted = |inner: Vec<Inline>| Inline::Quotation(inner);
    let within = vec![text("sie sagte "), quoted(vec![text("ja")])];
    let line = vec![
        text("One: "),
        foreign(within.clone()),
        text("; the other: "),
        quoted(vec![foreign(within)]),
    ];
    let wanted = "One: sie sagte „ja“; the other: “sie sagte ‚ja‘”";
    assert_eq!(plain_text(&edited(line, "en")), wanted);
}

#[test]
fn a_day_is_tied_to_its_month_in_every_language() {
    for (tag, date) in [
        ("en", "16 May"),
        ("de", "16. Mai"),
        ("fr", "16 mai"),
        ("es", "16 de mayo"),
        ("ca", "16 de maig"),
        ("gl", "16 de maio"),
        ("pt", "16 de maio"),
        ("it", "16 maggio"),
        ("nl", "16 mei"),
        ("da", "16. maj"),
        ("nb", "16. mai"),
        ("nn", "16. mai"),
        ("sv", "16 maj"),
        ("cs", "16. května"),
        ("sk", "16. mája"),
        ("pl", "16 maja"),
        ("ru", "16 мая"),
        ("uk", "16 травня"),
    ] {
        let got = shown(&edited_text(&format!("On {date} it began."), tag));
        assert!(got.contains(&date.replacen(' ', "␣", 1)), "{tag}: {got}");
    }
}

#[test]
fn a_quotation_runs_over_emphasis_links_and_notes() {
    let inner = vec![text("'yes,"), Inline::NoteRef(0), text("'")];
    let got = edited(
        vec![
            text("\"He said "),
            Inline::Emphasis(inner),
            text("\" and "),
            text("don"),
            text("'t"),
        ],
        "en",
    );
    let wanted = vec![
        text("“He said "),
        Inline::Emphasis(vec![text("‘yes,"), Inline::NoteRef(0), text("’")]),
        text("” and "),
        text("don"),
        text("’t"),
    ];
    assert_eq!(got, wanted, "the marks stand in the leaves they were written in");
}

#[test]
fn code_and_shown_addresses_are_left_as_written() {
    let link = Inline::Link {
        target: "https://example.org/a--b".to_owned(),
        text: vec![text("example.org/a--b")],
    };
    let inlines = vec![Inline::Code("\"a\" -- 'b'...".to_owned()), text(" "), link];
    assert_eq!(edited(inlines.clone(), "en"), inlines, "nothing here is prose");
    let blocks = vec![Block::new(
        BlockKind::Preformatted("\"a\" -- 1990-1995".to_owned()),
        Place::default(),
    )];
    let (after, _) = edit(article(blocks.clone()), &in_language("en"), &JOBS);
    assert_eq!(after.blocks, blocks, "preformatted text is no prose");
}

#[test]
fn a_quotation_runs_over_the_lines_of_verse_and_ends_with_its_block() {
    let line = |words: &str| VerseLine { indent: 0, text: vec![text(words)] };
    let verse = BlockKind::Verse(vec![line("\"One"), line("two\" three")]);
    let blocks =
        vec![Block::new(verse, Place::default()), paragraph(vec![text("\"never closed")])];
    let (after, _) = edit(article(blocks), &in_language("sv"), &JOBS);
    assert_eq!(to_text(&after), "”One\ntwo” three\n\n”never closed");
}

const ENGLISH: &str = "The house stood at the end of the street, where the lamps gave out and the \
    fields began, and nobody who lived there could remember a time when it had been otherwise.";
const GERMAN: &str = "Das Haus stand am Ende der Straße, wo die Laternen aufhörten und die Felder \
    begannen, und niemand, der dort wohnte, konnte sich an eine Zeit erinnern, in der es anders \
    gewesen wäre, obwohl es sicherlich einmal anders gewesen sein musste, wie alle Dinge.";

fn detected(words: &str) -> String {
    let (article, notes) =
        edit(article(vec![paragraph(vec![text(words)])]), &EditOptions::default(), &JOBS);
    assert_eq!(notes.first().map(|note| note.code), Some("language-detected"));
    article.meta.language.map(|tag| tag.to_string()).unwrap_or_default()
}

#[test]
fn an_article_that_says_another_language_than_it_is_written_in_is_not_believed() {
    let said = |tag: &str, words: &str| {
        let mut article = article(vec![paragraph(vec![text(words)])]);
        article.meta.language = Some(language(tag));
        let (article, notes) = edit(article, &EditOptions::default(), &JOBS);
        let differs = notes.iter().any(|note| note.code == "language-differs");
        (article.meta.language, differs)
    };
    let long = GERMAN.repeat(4);
    assert_eq!(said("en", &long), (Some(language("de")), true));
    assert_eq!(said("de-CH", &long), (Some(language("de-CH")), false));
    assert_eq!(said("en", GERMAN), (Some(language("en")), false), "too short to be sure");
    assert_eq!(said("gsw", &long), (Some(language("gsw")), false), "none that it knows");
    let mut article = article(vec![paragraph(vec![text(&long)])]);
    article.meta.language = Some(language("de"));
    let (article, _) = edit(article, &in_language("en"), &JOBS);
    assert_eq!(article.meta.language, Some(language("en")), "a person is believed");
}

#[test]
fn the_language_is_found_in_the_prose() {
    let samples = [
        ("en", ENGLISH),
        ("de", GERMAN),
        (
            "fr",
            "La maison se trouvait au bout de la rue, là où les réverbères s'arrêtaient et où commençaient les champs.",
        ),
        (
            "es",
            "La casa estaba al final de la calle, donde terminaban las farolas y empezaban los campos de trigo.",
        ),
        (
            "it",
            "La casa si trovava in fondo alla strada, dove finivano i lampioni e cominciavano i campi di grano.",
        ),
        (
            "pl",
            "Dom stał na końcu ulicy, tam gdzie kończyły się latarnie i zaczynały się pola, których nikt nie pamiętał.",
        ),
        (
            "ru",
            "Дом стоял в конце улицы, там, где кончались фонари и начинались поля, и никто не помнил другого времени.",
        ),
        (
            "uk",
            "Будинок стояв у кінці вулиці, там, де закінчувалися ліхтарі й починалися поля, і ніхто не пам'ятав іншого.",
        ),
        (
            "el",
            "Το σπίτι βρισκόταν στο τέλος του δρόμου, εκεί όπου τελείωναν τα φανάρια και άρχιζαν τα χωράφια.",
        ),
        (
            "he",
            "הבית עמד בסוף הרחוב, במקום שבו נגמרו הפנסים והתחילו השדות, ואיש לא זכר זמן אחר.",
        ),
        ("zh", "房子坐落在街道的尽头，路灯在那里消失，田野从那里开始。"),
        ("ja", "その家は通りの終わりにあり、街灯が途切れて畑が始まるところに立っていた。"),
    ];
    for (tag, words) in samples {
        assert_eq!(detected(words), tag, "of: {words}");
    }
}

#[test]
fn too_little_text_is_set_as_english() {
    assert_eq!(detected("Ja."), "en");
    assert_eq!(detected("1990 -- 1995"), "en");
}

#[test]
fn the_side_of_the_atlantic_is_named_only_on_evidence() {
    let british =
        format!("{ENGLISH} The colour of the theatre was grey, the neighbours realised.");
    let american =
        format!("{ENGLISH} The color of the theater was gray, the neighbors realized.");
    let both = format!("{ENGLISH} The colour of the theater was grey, the neighbors realized.");
    assert_eq!(detected(&british), "en-GB");
    assert_eq!(detected(&american), "en-US");
    assert_eq!(detected(&both), "en");
}

#[test]
fn a_given_language_wins_over_the_articles_own_and_that_over_the_text() {
    let mut own = article(vec![paragraph(vec![text(GERMAN)])]);
    own.meta.language = Some(language("nl"));
    assert_eq!(
        edit(own.clone(), &EditOptions::default(), &JOBS).0.meta.language,
        Some(language("nl"))
    );
    assert_eq!(
        edit(own, &in_language("de-CH"), &JOBS).0.meta.language,
        Some(language("de-CH"))
    );
}

#[test]
fn a_long_quotation_in_another_language_is_marked_and_set_in_it() {
    let quote = |words: String| {
        Block::new(BlockKind::Quote(vec![paragraph(vec![text(&words)])]), Place::default())
    };
    let blocks = vec![quote(format!("\"{GERMAN}\"")), quote("\"Kurz.\"".to_owned())];
    let (after, _) = edit(article(blocks), &in_language("en"), &JOBS);
    let tags: Vec<_> = after.blocks.iter().map(|block| block.language).collect();
    assert_eq!(tags, [Some(language("de")), None]);
    assert!(to_text(&after).starts_with('„'), "the quotation has German quotes");
    assert!(to_html(&after).contains("<blockquote lang=\"de\">"));
}

/// Letters and digits, with what the editor writes for others spelled out again.
fn substance(words: &str) -> String {
    let mut out = String::new();
    for ch in words.chars() {
        match ch {
            '½' => out.push_str("12"),
            '¼' => out.push_str("14"),
            '¾' => out.push_str("34"),
            '×' => out.push('x'),
            '©' => out.push('c'),
            '®' => out.push('r'),
            '™' => out.push_str("tm"),
            ch if ch.is_alphanumeric() => out.extend(ch.to_lowercase()),
            _ => {}
        }
    }
    out
}

const TAGS: [&str; 10] = ["en", "en-GB", "de", "fr", "fr-CA", "cs", "ru", "sv", "es", "he"];

/// Text dense in what the editor looks at.
const DENSE: &str = "([ab19x.,;:!?'\"`()«»“”„ -]|--|\\.\\.\\.| - |1/2|10 000|Dr\\. |v | I|\u{a0}|www\\.|-5 %){0,40}";

proptest! {
    #[test]
    fn no_letter_or_digit_changes(words in DENSE, tag in prop::sample::select(&TAGS[..])) {
        let after = edited_text(&words, tag);
        prop_assert_eq!(substance(&after), substance(&words), "{} became {}", words, after);
    }

    #[test]
    fn editing_twice_is_editing_once(words in DENSE, tag in prop::sample::select(&TAGS[..])) {
        let once = edited_text(&words, tag);
        prop_assert_eq!(shown(&edited_text(&once, tag)), shown(&once), "from {}", words);
    }

    #[test]
    fn any_unicode_is_edited_and_keeps_its_letters(words in any::<String>()) {
        for tag in TAGS {
            let once = edited_text(&words, tag);
            prop_assert_eq!(substance(&once), substance(&words));
            prop_assert_eq!(&edited_text(&once, tag), &once);
        }
    }

    #[test]
    fn any_text_is_valid_json(words in any::<String>()) {
        let mut one = article(vec![paragraph(vec![text(&words)])]);
        one.meta.byline = Some(words.clone());
        let json: serde_json::Value =
            serde_json::from_str(&to_json(&one)).expect("what is printed is JSON");
        prop_assert_eq!(json["byline"].as_str(), Some(words.as_str()));
        prop_assert_eq!(json["text"].as_str(), Some(words.as_str()));
    }

    #[test]
    fn splitting_a_text_into_leaves_changes_nothing(words in DENSE, at in 0_usize..40) {
        let cut = words.char_indices().nth(at).map_or(words.len(), |(cut, _)| cut);
        let (left, right) = words.split_at(cut);
        let parts = edited(vec![text(left), Inline::Emphasis(vec![text(right)])], "fr");
        prop_assert_eq!(plain_text(&parts), edited_text(&words, "fr"));
    }
}

/// An article with one of everything.
fn specimen() -> Article {
    let place = Place::default();
    let item = |label: &str, words: &str| ListItem {
        label: label.to_owned(),
        done: None,
        blocks: vec![paragraph(vec![text(words)])],
    };
    let list =
        |marker, tight, items| Block::new(BlockKind::List { marker, tight, items }, place);
    let line = |indent, words: &str| VerseLine { indent, text: vec![text(words)] };
    let link = Inline::Link {
        target: "https://example.org/(a)".to_owned(),
        text: vec![text("a [link]")],
    };
    let mut blocks = vec![
        Block::new(BlockKind::Heading { level: 1, text: vec![text("Part #1")] }, place),
        paragraph(vec![
            text("1. not a list, *not* emphasis, a_b, <b> & &amp; "),
            Inline::Emphasis(vec![text("stress ")]),
            Inline::Strong(vec![text("weight")]),
            Inline::Code("a`b".to_owned()),
            link,
            Inline::NoteRef(0),
            Inline::LineBreak,
            text("- not a bullet"),
        ]),
        list(Marker::Bullet, true, vec![item("", "one"), item("", "two")]),
        list(Marker::Label, false, vec![item("3.", "three"), item("4.", "four")]),
        list(Marker::Label, true, vec![item("(b)", "five")]),
        Block::new(BlockKind::Quote(vec![paragraph(vec![text("quoted")])]), place),
        Block::new(BlockKind::Rule, place),
        Block::new(BlockKind::Together(vec![paragraph(vec![text("kept")])]), place),
        Block::new(BlockKind::NoPageBreak, place),
        Block::new(BlockKind::PageBreak, place),
        Block::new(BlockKind::Preformatted("let a = \"```\";\n  b < c".to_owned()), place),
    ];
    let stanzas =
        vec![line(0, "first"), line(1, "second"), VerseLine::default(), line(0, "third")];
    blocks.push(Block::new(BlockKind::Verse(stanzas), place));
    let note = Note {
        label: "*".to_owned(),
        blocks: vec![paragraph(vec![text("noted")]), paragraph(vec![text("more")])],
        place,
    };
    let mut all = Article { blocks, notes: vec![note], ..Article::default() };
    all.meta.title = vec![text("A Title")];
    all.meta.subtitle = vec![text("And more")];
    all.meta.byline = Some("Jane Doe".to_owned());
    all.meta.source = Some("https://example.org/".to_owned());
    all
}

/// Compares with tests/golden/edit/NAME, or writes it when `OFFPRINT_BLESS` is set.
fn golden(name: &str, got: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/edit").join(name);
    if std::env::var_os("OFFPRINT_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("can be made");
        std::fs::write(&path, got).expect("a golden can be written");
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(got, wanted, "{name} differs; OFFPRINT_BLESS=1 writes it anew");
}

#[test]
fn an_article_with_one_of_everything_prints_as_in_the_goldens() {
    let all = specimen();
    golden("everything.md", &to_markdown(&all));
    golden("everything.html", &to_html(&all));
    golden("everything.txt", &to_text(&all));
    golden("everything.outline", &outline(&all));
}

#[test]
fn the_words_of_an_article_are_title_body_labels_and_notes_in_order() {
    let found = words(&specimen()).join(" ");
    let wanted = "A Title And more Jane Doe https://example.org/ Part #1 1. not a list, *not* emphasis, a_b, <b> & \
        &amp; stress weighta`ba [link] - not a bullet one two 3. three 4. four (b) five quoted kept \
        let a = \"```\"; b < c first second third * noted more";
    assert_eq!(found, wanted);
}

#[test]
fn an_address_that_runs_something_is_not_printed() {
    let link = Inline::Link { target: "javascript:x()".to_owned(), text: vec![text("words")] };
    assert_eq!(to_html(&article(vec![paragraph(vec![link])])), "<p>words</p>\n");
}

#[test]
fn json_has_null_for_what_is_not_known() {
    let wanted = "{\"title\":null,\"byline\":null,\"date\":null,\"site\":null,\"lang\":null,\
        \"url\":null,\"kind\":null,\"html\":\"\",\"text\":\"\"}";
    assert_eq!(to_json(&Article::default()), wanted);
}
