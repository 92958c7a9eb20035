//! Tests of `clean`: phrases, places, frames, options.
//!
//! Every phrase of the data file is tried with its own cases; `suite/clean/*.txt` holds whole
//! articles, written as blocks in which `!rule ` stands before what must go.

use std::fmt::Write as _;
use std::path::Path;

use offprint::article::{Article, Block, BlockKind, Inline, ListItem, Marker, VerseLine};
use offprint::clean::phrases::{self, Level, Phrase};
use offprint::clean::{CleanOptions, Cleaned, Removal, clean, report};
use offprint::diagnostic::{Place, Severity};
use offprint::read::Manuscript;

const PROSE: &str = "The flood came down the valley on the second night of the fair, and it \
                     took the lower bridge and the mill with it.";
const MORE: &str = "When the water fell the people of the town went out with carts, and what \
                    they found they brought to the church to be claimed.";

fn paragraph(text: &str) -> Block {
    Block::new(BlockKind::Paragraph(vec![Inline::Text(text.to_owned())]), Place::line(1))
}

fn article(texts: &[&str]) -> Manuscript {
    let mut article = Article::default();
    for (index, text) in texts.iter().enumerate() {
        let mut block = paragraph(text);
        block.place = Place::line(u32::try_from(index * 2 + 1).unwrap());
        article.blocks.push(block);
    }
    Manuscript { article, ..Manuscript::default() }
}

fn cleaned(manuscript: &Manuscript) -> (Article, Vec<Removal>) {
    both(clean(manuscript.clone(), &CleanOptions::default()))
}

/// Returns the cleaned article and its removals.
fn both(cleaned: Cleaned) -> (Article, Vec<Removal>) {
    (cleaned.article, cleaned.removals)
}

/// The words of blocks in order, labels included.
fn words(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text: inlines, .. } | BlockKind::Paragraph(inlines) => {
                text += &offprint::article::plain_text(inlines);
            }
            BlockKind::Quote(inner) => text += &words(inner),
            BlockKind::List { items, .. } => {
                for item in items {
                    let _ = write!(text, " {} {}", item.label, words(&item.blocks));
                }
            }
            BlockKind::Verse(lines) => {
                for line in lines {
                    let _ = write!(text, " {}", offprint::article::plain_text(&line.text));
                }
            }
            BlockKind::Preformatted(code) => text += code,
            BlockKind::Rule => {}
            other => panic!("these tests have no {other:?}"),
        }
        text.push(' ');
    }
    text
}

/// An article in which a phrase stands where its level lets it go.
fn setting(phrase: &Phrase, case: &str) -> (Vec<String>, usize) {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    match phrase.level {
        Level::Sure => (texts(&[PROSE, case, MORE]), 1),
        Level::Start => (texts(&[case, PROSE, MORE]), 0),
        Level::Edge | Level::End => (texts(&[PROSE, MORE, case]), 2),
        Level::List => {
            (texts(&[PROSE, MORE, case, "The price of salt", "A day at the mill"]), 2)
        }
        Level::Item => (texts(&[PROSE, "Share this article", case, MORE]), 2),
    }
}

/// The cases under each phrase: its line, `+` or `-`, the text.
fn cases() -> Vec<(&'static Phrase, char, &'static str)> {
    let lines: Vec<&str> = include_str!("../src/clean/phrases.txt").lines().collect();
    let mut cases = Vec::new();
    for phrase in phrases::all_phrases() {
        for line in lines.iter().skip(phrase.line) {
            match (line.chars().next(), line.get(2..)) {
                (Some(sign @ ('+' | '-')), Some(text)) => cases.push((phrase, sign, text)),
                _ => break,
            }
        }
    }
    cases
}

#[test]
fn every_phrase_has_a_case_for_it_and_a_case_against_it() {
    let cases = cases();
    for phrase in phrases::all_phrases() {
        for sign in ['+', '-'] {
            let has = cases.iter().any(|(of, with, _)| of.line == phrase.line && *with == sign);
            assert!(has, "phrases.txt:{}: `{}` has no {sign} case", phrase.line, phrase.source);
        }
    }
}

#[test]
fn every_phrase_goes_where_it_may_stand() {
    let mut faults = String::new();
    for (phrase, _, case) in cases().into_iter().filter(|(_, sign, _)| *sign == '+') {
        let (texts, index) = setting(phrase, case);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let manuscript = article(&texts);
        let (left, removals) = cleaned(&manuscript);
        let line = u32::try_from(index * 2 + 1).unwrap();
        let told = removals.iter().find(|removal| removal.text == case);
        let right = told.is_some_and(|removal| removal.place.line == line);
        let prose = left.blocks.len() >= 2 && words(&left.blocks).contains(PROSE);
        if !right || !prose {
            let _ = writeln!(faults, "phrases.txt:{}: {case}", phrase.line);
        }
    }
    assert!(faults.is_empty(), "phrases that were not removed:\n{faults}");
}

#[test]
fn every_sentence_of_an_article_stays() {
    let mut faults = String::new();
    for (phrase, _, case) in cases().into_iter().filter(|(_, sign, _)| *sign == '-') {
        for texts in [[PROSE, case, MORE], [PROSE, MORE, case], [case, PROSE, MORE]] {
            let manuscript = article(&texts);
            let (left, removals) = cleaned(&manuscript);
            if left != manuscript.article || !removals.is_empty() {
                let _ = writeln!(faults, "phrases.txt:{}: {case} {removals:?}", phrase.line);
            }
        }
    }
    assert!(faults.is_empty(), "sentences that were removed:\n{faults}");
}

#[test]
fn a_trim_phrase_goes_from_behind_the_last_sentence_only() {
    for (phrase, sign, case) in cases() {
        if !phrase.trim || sign == '-' {
            continue;
        }
        let glued = format!("{MORE} {case}");
        let (left, removals) = cleaned(&article(&[PROSE, &glued]));
        assert_eq!(
            words(&left.blocks).trim_end(),
            format!("{PROSE} {MORE}"),
            "{}",
            phrase.source
        );
        assert_eq!(removals.len(), 1, "{}: {removals:?}", phrase.source);
        let inside = article(&[PROSE, &glued, PROSE]);
        assert_eq!(cleaned(&inside).0, inside.article, "{case} stays within the article");
    }
}

#[test]
fn there_are_at_least_twenty_languages() {
    let mut languages: Vec<&str> =
        phrases::all_phrases().iter().map(|phrase| phrase.language).collect();
    languages.dedup();
    assert!(languages.len() >= 20, "{languages:?}");
    for language in languages {
        let count =
            phrases::all_phrases().iter().filter(|phrase| phrase.language == language).count();
        assert!(count >= 8, "{language} has only {count} phrases");
    }
}

#[test]
fn the_seed_article_loses_its_last_line_and_nothing_else() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("input/in-a-world-in-turmoil.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let blocks: Vec<&str> = text.split("\n\n").map(str::trim).skip(1).collect();
    let manuscript = article(&blocks);
    let (left, removals) = cleaned(&manuscript);
    let [removal] = removals.as_slice() else { panic!("one removal, not {removals:?}") };
    assert_eq!(removal.text, "Print Friendly, PDF & Email", "the residue");
    assert_eq!(removal.rule, "print-share", "its rule");
    let all = manuscript.article.blocks.len();
    assert_eq!(left.blocks[..], manuscript.article.blocks[..all - 1], "the article");
    let note = removal.diagnostic();
    assert_eq!((note.severity, note.code), (Severity::Note, "print-share"), "{note}");
    assert_eq!(note.place, removal.place, "{note}");
}

#[test]
fn letter_case_signs_and_composed_accents_make_no_difference() {
    for text in [
        "PRINT FRIENDLY, PDF & EMAIL",
        "Print Friendly, PDF and E-Mail",
        "• Print-Friendly · PDF + Email »",
        "[Print Friendly, PDF & Email]",
        "Print | Email | Share",
        "Print / E-mail / Share 12",
        "Te\u{301}le\u{301}charger le PDF",
        "TELECHARGER LE PDF",
        "ΕΚΤΎΠΩΣΗ ΆΡΘΡΟΥ",
    ] {
        let (left, removals) = cleaned(&article(&[PROSE, text, MORE]));
        assert_eq!((left.blocks.len(), removals.len()), (2, 1), "{text} stands alone and goes");
    }
}

#[test]
fn a_keep_wins_over_rules_and_drops() {
    let options = CleanOptions {
        keep: vec!["pdf & E-mail".into()],
        drop: vec!["friendly".into()],
        ..CleanOptions::default()
    };
    let manuscript = article(&[PROSE, MORE, "Print Friendly, PDF &  E-Mail"]);
    let (left, removals) = both(clean(manuscript.clone(), &options));
    assert_eq!(left, manuscript.article, "{removals:?}");
}

#[test]
fn a_drop_takes_the_block_and_a_great_loss_is_told() {
    let options = CleanOptions { drop: vec!["THE  TOWN".into()], ..CleanOptions::default() };
    let (left, removals) =
        both(clean(article(&["The mill stands again today.", MORE]), &options));
    assert_eq!(words(&left.blocks).trim(), "The mill stands again today.", "the rest");
    assert_eq!((removals[0].rule, removals[0].text.as_str()), ("dropped", MORE), "what went");
    let told = report(&left, &removals);
    let warnings: Vec<&str> =
        told.iter().filter(|d| d.severity == Severity::Warning).map(|d| d.code).collect();
    assert_eq!(warnings, ["much-dropped"], "{told:?}");
}

#[test]
fn no_break_spaces_of_the_source_are_marked_once() {
    let words = "It is 5\u{202F}km to Saint\u{A0}Bees and back.";
    let manuscript = article(&["A Title", words]);
    let (first, _) = cleaned(&manuscript);
    let BlockKind::Paragraph(line) = &first.blocks.last().expect("a paragraph").kind else {
        panic!("a paragraph stays one");
    };
    let text = |words: &str| Inline::Text(words.to_owned());
    let tie = |tie: &str| Inline::NoBreak(vec![text(tie)]);
    let marked = [
        text("It is 5"),
        tie("\u{202F}"),
        text("km to Saint"),
        tie("\u{A0}"),
        text("Bees and back."),
    ];
    assert_eq!(line[..], marked);
    let again = Manuscript { article: first.clone(), ..Manuscript::default() };
    assert_eq!(cleaned(&again).0, first, "marking what is marked changes nothing");
}

#[test]
fn a_title_is_never_removed() {
    let mut manuscript = article(&[PROSE, MORE]);
    manuscript.article.meta.title = vec![Inline::Text("Print Friendly, PDF & Email".into())];
    assert_eq!(cleaned(&manuscript).0, manuscript.article, "title and all");
}

#[test]
fn a_phrase_above_the_title_gives_its_place_to_the_title() {
    let mut manuscript = article(&[PROSE, MORE]);
    manuscript.article.meta.title = vec![Inline::Text("Skip to main content".into())];
    manuscript.article.meta.subtitle = vec![Inline::Text("The flood".into())];
    let (left, removals) = cleaned(&manuscript);
    assert_eq!(left.meta.title, manuscript.article.meta.subtitle, "the title");
    assert!(left.meta.subtitle.is_empty(), "the line below it has moved up");
    assert_eq!(removals[0].text, "Skip to main content", "{removals:?}");
}

/// Every line of the suite: one article after another, parted by `=== what it shows`.
fn suite() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/clean");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for case in text.split("=== ").skip(1) {
            let (name, body) = case.split_once('\n').unwrap();
            cases.push((format!("{}: {name}", file.display()), body.to_owned()));
        }
    }
    cases
}

/// Returns the manuscript, the options and the expected removals of a case.
fn read_case(body: &str) -> (Manuscript, CleanOptions, Vec<(String, String)>) {
    let mut options = CleanOptions::default();
    let mut wanted = Vec::new();
    let mut manuscript = Manuscript::default();
    for (chunk, start) in body.split("\n\n").map(|chunk| (chunk.trim_matches('\n'), 1)) {
        let mut lines = Vec::new();
        for line in chunk.lines() {
            if let Some(pattern) = line.strip_prefix("keep: ") {
                options.keep.push(pattern.to_owned());
            } else if let Some(pattern) = line.strip_prefix("drop: ") {
                options.drop.push(pattern.to_owned());
            } else {
                let marked = line.strip_prefix('!').and_then(|rest| rest.split_once(' '));
                let (rule, text) =
                    marked.map_or((None, line), |(rule, text)| (Some(rule), text));
                lines.push(text.to_owned());
                if let Some(rule) = rule {
                    let signs = ["* ", "| ", "# "];
                    let bare = signs.iter().find_map(|sign| text.strip_prefix(sign));
                    let bare = bare.unwrap_or(text);
                    wanted.push((
                        rule.to_owned(),
                        if text == "---" { "" } else { bare }.to_owned(),
                    ));
                }
            }
        }
        if !lines.is_empty() {
            manuscript.article.blocks.push(Block::new(block_of(&lines), Place::line(start)));
        }
    }
    (manuscript, options, wanted)
}

/// `# ` heading, `* ` list, `> ` quotation, `| ` verse, `¦` preformatted, `---` rule.
fn block_of(lines: &[String]) -> BlockKind {
    let text = |line: &str| vec![Inline::Text(line.to_owned())];
    let stripped = |sign: &str| -> Option<Vec<String>> {
        lines.iter().map(|line| Some(line.strip_prefix(sign)?.to_owned())).collect()
    };
    if lines == ["---"] {
        return BlockKind::Rule;
    }
    if let Some(heading) = stripped("# ") {
        return BlockKind::Heading { level: 1, text: text(&heading.join(" ")) };
    }
    if let Some(items) = stripped("* ") {
        let item =
            |line: &String| ListItem { blocks: vec![paragraph(line)], ..ListItem::default() };
        let items = items.iter().map(item).collect();
        return BlockKind::List { marker: Marker::Bullet, tight: true, items };
    }
    if let Some(quote) = stripped("> ") {
        return BlockKind::Quote(vec![paragraph(&quote.join(" "))]);
    }
    if let Some(verse) = stripped("| ") {
        let line = |line: &String| VerseLine { indent: 0, text: text(line) };
        return BlockKind::Verse(verse.iter().map(line).collect());
    }
    if let Some(code) = stripped("\u{A6}") {
        return BlockKind::Preformatted(code.join("\n"));
    }
    BlockKind::Paragraph(text(&lines.join(" ")))
}

#[test]
fn the_articles_of_the_suite_lose_what_is_marked_and_nothing_else() {
    let cases = suite();
    assert!(cases.len() >= 20, "only {} cases", cases.len());
    let mut faults = String::new();
    for (name, body) in cases {
        let (manuscript, options, wanted) = read_case(&body);
        let (_, removals) = both(clean(manuscript, &options));
        let got: Vec<(String, String)> =
            removals.iter().map(|r| (r.rule.to_owned(), r.text.clone())).collect();
        if got != wanted {
            let _ = writeln!(faults, "{name}\n  wanted {wanted:?}\n  got    {got:?}");
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn no_word_is_lost_and_cleaning_twice_is_cleaning_once() {
    for (name, body) in suite() {
        let (manuscript, options, _) = read_case(&body);
        check_promises(&name, manuscript, &options);
    }
    // Articles put together from everything the data file knows, in an order that is the same
    // on every run.
    let cases = cases();
    let mut state = 7u64;
    for round in 0..300 {
        let mut texts = Vec::new();
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963);
            let pick = usize::try_from(state >> 40).unwrap();
            match pick % 5 {
                0 => texts.push(PROSE),
                1 => texts.push("A short line"),
                _ => texts.push(cases[pick % cases.len()].2),
            }
        }
        check_promises(&format!("round {round}"), article(&texts), &CleanOptions::default());
    }
}

/// Result and removals together hold the input's words; a second cleaning finds nothing.
fn check_promises(name: &str, manuscript: Manuscript, options: &CleanOptions) {
    let sorted = |text: &str| {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        words.sort();
        words
    };
    let before = words(&manuscript.article.blocks);
    let (left, removals) = both(clean(manuscript, options));
    let taken: String = removals.iter().map(|removal| removal.text.clone() + " ").collect();
    let after = words(&left.blocks);
    assert_eq!(sorted(&before), sorted(&(after.clone() + &taken)), "{name}: words in and out");
    for part in [&after, &taken] {
        let mut all = before.split_whitespace();
        let in_order = part.split_whitespace().all(|word| all.any(|other| other == word));
        assert!(in_order, "{name}: {part} is in the order of the source");
    }
    let (again, more) =
        both(clean(Manuscript { article: left.clone(), ..Manuscript::default() }, options));
    assert_eq!(again, left, "{name}: a second cleaning took {more:?}");
}

#[test]
fn text_of_any_size_and_shape_is_read_once() {
    let endless = "a".repeat(3_000_000);
    let marks = "\u{301}".repeat(1_000_000);
    let sites = "Facebook ".repeat(200_000);
    let stops = "Read more. ".repeat(100_000);
    for text in [endless, marks, sites, stops, "(".repeat(100_000), String::new()] {
        let manuscript = article(&[PROSE, &text]);
        let before = words(&manuscript.article.blocks).len();
        let (left, removals) = cleaned(&manuscript);
        let taken: usize = removals.iter().map(|removal| removal.text.len()).sum();
        assert!(words(&left.blocks).len() + taken + 2 >= before, "nothing is lost");
    }
    let many: Vec<&str> = (0..30_000).map(|i| ["Share", "A line", "Facebook"][i % 3]).collect();
    let (left, removals) = cleaned(&article(&many));
    assert_eq!(left.blocks.len() + removals.len(), many.len(), "many short blocks");
}

#[test]
fn clean_prose_loses_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let blocks: Vec<String> = text
            .split("\n\n")
            .map(|b| b.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let (_, removals) = cleaned(&article(&blocks));
        let frame = ["gutenberg-frame", "page-furniture", "mailing-list-footer", "print-share"];
        let odd: Vec<_> = removals.iter().filter(|r| !frame.contains(&r.rule)).collect();
        assert!(odd.is_empty(), "{}: {odd:?}", path.display());
    }
}

#[test]
fn a_heading_over_notes_goes_where_they_stand_at_the_feet() {
    let read = |text: &str| {
        let (manuscript, _) =
            offprint::read::read(text.as_bytes(), offprint::read::Format::Markdown);
        cleaned(&manuscript)
    };
    let text = format!("# Title\n\n{PROSE}[^1]\n\n{MORE}\n\n## Notes\n\n[^1]: Said below.\n");
    let (article, removals) = read(&text);
    assert!(!words(&article.blocks).contains("Notes"), "nothing stands under it");
    let rules: Vec<&str> = removals.iter().map(|removal| removal.rule).collect();
    assert_eq!(rules, ["heading-without-notes"], "and that is told");
    let (article, _) = read(&format!("{text}\nBut this does.\n"));
    assert!(words(&article.blocks).contains("Notes"), "something stands under it");
    let (article, _) = read(&format!("# Title\n\n{PROSE}\n\n{MORE}\n\n## Notes\n"));
    assert!(words(&article.blocks).contains("Notes"), "there are no notes");
}
