//! For every text: no word lost, no panic, no quadratic walk.

use offprint::article::{Article, Block, BlockKind, Inline, plain_text, walk};
use offprint::clean::{CleanOptions, clean};
use offprint::read::{self, Format};
use proptest::prelude::*;

/// Signs that may be marks and so be taken away.
const MARKS: &str = ">*_`~=-+#•–.:^\"'|·—§⁂<[]()%";

/// Names of fields that are consumed: the headline stands without `Title:`.
const NAMES: [&str; 5] = ["Title", "By", "From", "Date", "Subject"];

/// All characters of an article that are no spaces and no possible marks.
fn letters(article: &Article) -> Vec<char> {
    let mut text = String::new();
    text.push_str(&plain_text(&article.meta.title));
    text.push_str(&plain_text(&article.meta.subtitle));
    for field in [&article.meta.byline, &article.meta.date, &article.meta.source] {
        text.push_str(field.as_deref().unwrap_or_default());
    }
    blocks(&article.blocks, &mut text);
    for note in &article.notes {
        text.push_str(&note.label);
        blocks(&note.blocks, &mut text);
    }
    solid(&text)
}

fn blocks(list: &[Block], text: &mut String) {
    for block in list {
        match &block.kind {
            BlockKind::Heading { text: words, .. } | BlockKind::Paragraph(words) => {
                inlines(words, text);
            }
            BlockKind::Quote(inner) => blocks(inner, text),
            BlockKind::List { items, .. } => {
                for item in items {
                    text.push_str(&item.label);
                    blocks(&item.blocks, text);
                }
            }
            BlockKind::Verse(lines) => lines.iter().for_each(|line| inlines(&line.text, text)),
            BlockKind::Preformatted(words) => text.push_str(words),
            BlockKind::Rule | BlockKind::PageBreak => {}
            other => panic!("plain text has no {other:?}"),
        }
    }
}

fn inlines(list: &[Inline], text: &mut String) {
    text.push_str(&plain_text(list));
}

fn solid(text: &str) -> Vec<char> {
    let mut all: Vec<char> =
        text.chars().filter(|c| c.is_alphanumeric() && !MARKS.contains(*c)).collect();
    all.sort_unstable();
    all
}

/// Lines such as people write, put together at random.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[A-Z][a-z]{1,8}( [a-z]{1,9}){3,12}[.?,]?",
        "[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8}){0,4}",
        "[A-Z]{2,9}( [A-Z]{2,9}){0,3}",
        "(- |\\* |[1-9]\\. |\\([a-d]\\) |\\[[1-3]\\] )[A-Z][a-z]{1,8}( [a-z]{1,9}){1,9}",
        " {2,9}[A-Za-z]{1,8}( [a-z]{1,9}){1,7}",
        "(> ?){1,3}[A-Z][a-z]{1,8}( [a-z_*]{1,9}){0,7}",
        "[a-z]{1,9} {2,6}[0-9]{1,4} {2,6}[a-z]{1,7}",
        "(===|---|\\* \\* \\*|~~~~|```)[=*-]{0,9}",
        "(Title|By|From|Date|Subject|To): ?[A-Z][a-z]{1,9}",
        "[a-z ]{0,20}(_[a-z ]{1,9}_|\\*[a-z]{1,9}\\*|`[a-z]{1,5}`|\\[1\\]|x\\*|[a-z]{2,5}-)",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_letter_and_no_figure_is_lost(lines in prop::collection::vec(line(), 0..40)) {
        let text = lines.join("\n");
        let (manuscript, _) = read::read(text.as_bytes(), Format::Auto);
        // A mark of a note stands in the text and before the note; the reference keeps one.
        let mut found = letters(&manuscript.article);
        // Names of fields go where their values go.
        for line in &lines {
            let name = line.split_once(':').filter(|(name, _)| NAMES.contains(name));
            found.extend(name.map_or("", |(name, _)| name).chars());
            // The label of a byline stands before the name, or on a line of its own.
            let label = line.split_whitespace().next().unwrap_or_default();
            found.extend(if label.eq_ignore_ascii_case("by") { label } else { "" }.chars());
            // An o with two spaces behind is a bullet.
            let inner = line.trim_start_matches(['>', ' ']);
            found.extend(if inner.starts_with("o  ") { "o" } else { "" }.chars());
        }
        let wanted = solid(&text);
        for character in wanted.iter().filter(|c| !c.is_ascii_digit()) {
            let at = found.iter().position(|other| other == character);
            prop_assert!(at.is_some(), "{character:?} was lost from {text:?}");
            if let Some(at) = at {
                found.swap_remove(at);
            }
        }
    }

    #[test]
    fn words_between_rules_are_no_front_matter(words in "[A-Z][a-z]{1,8}( [a-z]{1,9}){3,9}") {
        for frame in ["---=\n---", "a: b\n---", "---"] {
            let text = format!("---\n{words}\n{frame}");
            let (manuscript, _) = read::read(text.as_bytes(), Format::Auto);
            let found = letters(&manuscript.article);
            let kept = solid(&words).iter().all(|letter| found.contains(letter));
            prop_assert!(kept, "{words:?} was lost from {text:?}");
        }
    }

    #[test]
    fn any_bytes_give_a_manuscript(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let (first, told) = read::read(&bytes, Format::Auto);
        let (second, again) = read::read(&bytes, Format::Auto);
        prop_assert_eq!(first, second, "the same bytes give the same manuscript");
        prop_assert_eq!(told, again, "and the same findings");
    }

    #[test]
    fn headings_never_skip_a_level(lines in prop::collection::vec(line(), 0..40)) {
        let (manuscript, _) = read::read(lines.join("\n\n").as_bytes(), Format::Auto);
        let mut before = 0;
        for block in &manuscript.article.blocks {
            if let BlockKind::Heading { level, .. } = block.kind {
                prop_assert!((1..=6).contains(&level) && level <= before + 1, "{level} after {before}");
                before = level;
            }
        }
    }
}

#[test]
fn hostile_texts_are_read_whole_and_in_time() {
    let many = 100_000;
    let cases = [
        ("one line", "word ".repeat(many)),
        ("one word", "a".repeat(many * 5)),
        ("blank lines", "\n".repeat(many * 5)),
        ("quotation marks on one line", ">".repeat(many)),
        ("quotation marks on many lines", ">\n".repeat(many)),
        ("deep quotations", format!("{} deep\n", ">".repeat(200)).repeat(500)),
        ("open emphasis", "_a *b ".repeat(many)),
        ("backticks", "`a ".repeat(many)),
        ("rising backticks", (1..800).map(|n| "`".repeat(n) + " a ").collect()),
        ("brackets", "[1] ".repeat(many)),
        ("bullets", "- a\n".repeat(many)),
        ("rising indents", (0..2_000).map(|n| format!("{}- a\n", " ".repeat(n))).collect()),
        ("labels", "A. b\n\n".repeat(many)),
        ("capitals", "HEAD\n\n".repeat(many)),
        ("fences", "```\nx\n\n".repeat(20_001)),
        ("rules", "***\n".repeat(many)),
        ("boxes", "* a *\n".repeat(many)),
        ("combining marks", "a\u{301}".repeat(many)),
        ("schemes", "http://".repeat(many)),
        ("mail", "a@".repeat(many)),
        ("hyphens", "some-\nthing ".repeat(many)),
        ("notes", "a[1]\n\n[1] b\n\n".repeat(20_000)),
        ("fields", "Title: a\n".repeat(many)),
    ];
    for (name, text) in cases {
        let (manuscript, _) = read::read(text.as_bytes(), Format::Auto);
        let words = letters(&manuscript.article).len();
        let wanted = solid(&text).len();
        assert!(words * 2 + 8 >= wanted, "{name}: {words} letters of {wanted}");
    }
}

#[test]
fn a_paragraph_longer_than_any_books_is_parted_and_told() {
    let words: String = (0..700_000).map(|n| format!("word{n} ")).collect();
    for format in [Format::Text, Format::Markdown] {
        let (read, told) = read::read(words.as_bytes(), format);
        let blocks = &read.article.blocks;
        assert!(blocks.len() > 50, "{format:?}: {} paragraphs", blocks.len());
        let found: Vec<String> = blocks
            .iter()
            .map(|block| match &block.kind {
                BlockKind::Paragraph(inlines) => plain_text(inlines),
                other => panic!("a paragraph, not {other:?}"),
            })
            .collect();
        assert_eq!(found.join(" "), words.trim_end(), "{format:?}: words and their order");
        assert!(told.iter().any(|it| it.code == "paragraph-parted"), "{format:?}: it is told");
    }
    let (read, told) = read::read(&words.as_bytes()[..1_500_000], Format::Text);
    assert_eq!(read.article.blocks.len(), 1, "a novel of one paragraph stays one");
    assert!(told.iter().all(|it| it.code != "paragraph-parted"), "and nothing is told of it");
}

#[test]
fn no_paragraph_of_a_page_is_longer_than_a_book_whatever_stands_in_it() {
    let words = |many: usize| (0..many).map(|n| format!("word{n} ")).collect::<String>();
    let link = |n: usize| format!("<a href='https://example.org/{n}'>l{n}</a>");
    let pages = [
        ("plain", format!("<p>{}", words(400_000))),
        ("styled", format!("<p><b><i>{}</i></b> and on", words(400_000))),
        ("in a list", format!("<ul><li>{}</ul>", words(400_000))),
        ("links", format!("<p>{}", (0..600_000).map(link).collect::<String>())),
        ("one word", format!("<p>{}", "x".repeat(3_000_000))),
        ("line ends", format!("<p>{}", "word<br>".repeat(400_000))),
    ];
    for (name, page) in pages {
        let (manuscript, _) = read::read(page.as_bytes(), Format::Html);
        let options =
            CleanOptions { content: Some("body".to_owned()), ..CleanOptions::default() };
        let cleaned = clean(manuscript, &options);
        let mut letters = 0;
        for block in walk::blocks(&cleaned.article.blocks) {
            for line in walk::lines(block) {
                let text = plain_text(line);
                letters += text.chars().filter(|c| c.is_alphanumeric()).count();
                assert!(text.len() <= 256 << 10, "{name}: {} bytes in one part", text.len());
            }
        }
        let mut tag = false;
        let mut seen = |c: char| {
            let inside = tag || c == '<';
            tag = inside && c != '>';
            !inside && c.is_alphanumeric()
        };
        let wanted = page.chars().filter(|c| seen(*c)).count();
        assert_eq!(letters, wanted, "{name}: no letter is lost");
        let codes: Vec<&str> = cleaned.diagnostics.iter().map(|it| it.code).collect();
        assert!(codes.contains(&"paragraph-parted"), "{name}: it is told, {codes:?}");
    }
}
