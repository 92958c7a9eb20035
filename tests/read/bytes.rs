//! Encodings, line ends, and characters that nobody can see.

use offprint::article::{BlockKind, plain_text};
use offprint::diagnostic::Diagnostic;
use offprint::read::html::HtmlTree;
use offprint::read::{self, Format};

/// The paragraphs of a text, and what was told.
fn paragraphs(bytes: &[u8]) -> (Vec<String>, Vec<Diagnostic>) {
    let (manuscript, diagnostics) = read::read(bytes, Format::Auto);
    let words = manuscript.article.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Paragraph(text) => Some(plain_text(text)),
        _ => None,
    });
    (words.collect(), diagnostics)
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|finding| finding.code).collect()
}

const TEXT: &str =
    "Die Bücher stehen im Saal, und niemand hat sie je gezählt.\n\nKein Mensch weiß, warum.\n";

fn utf_16(text: &str, little: bool) -> Vec<u8> {
    let unit = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn the_same_text_is_read_from_every_encoding() {
    let (wanted, _) = paragraphs(TEXT.as_bytes());
    assert_eq!(wanted.len(), 2, "two paragraphs: {wanted:?}");
    let mark = format!("\u{FEFF}{TEXT}");
    let utf_32: Vec<u8> = mark.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let latin: Vec<u8> =
        TEXT.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let cases = [
        ("UTF-8 with a mark", mark.clone().into_bytes()),
        ("UTF-16LE with a mark", utf_16(&mark, true)),
        ("UTF-16BE with a mark", utf_16(&mark, false)),
        ("UTF-16LE without a mark", utf_16(TEXT, true)),
        ("UTF-16BE without a mark", utf_16(TEXT, false)),
        ("UTF-32LE", utf_32),
        ("Windows-1252", latin),
    ];
    for (name, bytes) in cases {
        assert_eq!(paragraphs(&bytes).0, wanted, "read as {name}");
    }
}

#[test]
fn cyrillic_and_japanese_in_legacy_encodings_are_recognised() {
    let russian = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья \
                   несчастлива по-своему. Все смешалось в доме Облонских.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
    assert_eq!(paragraphs(&bytes).0, [russian], "Windows-1251");
    let japanese = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。";
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(japanese);
    assert_eq!(paragraphs(&bytes).0, [japanese], "Shift-JIS");
}

#[test]
fn every_line_end_ends_a_line() {
    for end in ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"] {
        let text = format!("One sentence stands here.{end}{end}Another stands there.{end}");
        assert_eq!(
            paragraphs(text.as_bytes()).0,
            ["One sentence stands here.", "Another stands there."],
            "line end {end:?}"
        );
    }
    let feed = "One sentence stands here.\u{C}Another stands there.";
    assert_eq!(paragraphs(feed.as_bytes()).0.len(), 2, "a form feed parts paragraphs");
}

#[test]
fn broken_bytes_are_counted_and_placed() {
    let mut bytes = "Größe und Höhe, Länge und Übermaß.\n\nDas Maß ist ".as_bytes().to_vec();
    bytes.extend_from_slice(b"\xFF voll.\n");
    let (words, diagnostics) = paragraphs(&bytes);
    assert!(words.iter().any(|text| text.contains('\u{FFFD}')), "replaced: {words:?}");
    let finding = diagnostics.iter().find(|d| d.code == "broken-encoding").expect("it is told");
    assert_eq!(finding.place.line, 3, "the line of the first broken byte");
    assert!(finding.message.starts_with("1 "), "the count: {}", finding.message);
}

#[test]
fn invisible_characters_are_removed_and_told_once_for_each_kind() {
    let text = "One\0 two\0 three\u{1} four and many more words so that the odd ones are few, then\u{FEFF} five\u{FFFE} six.\n\nSeven \u{1B}[1mbold\u{1B}[0m B\u{8}Bo\u{8}ox.";
    let (words, diagnostics) = paragraphs(text.as_bytes());
    assert_eq!(
        words,
        [
            "One two three four and many more words so that the odd ones are few, then five six.",
            "Seven bold Box."
        ],
        "what is left"
    );
    let mut told = codes(&diagnostics);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "byte-order-mark-removed",
            "control-removed",
            "escape-removed",
            "noncharacter-removed",
            "nul-removed",
            "overstrike-removed",
        ],
        "one finding for each kind"
    );
}

#[test]
fn marks_that_turn_the_direction_of_text_stay_and_are_told() {
    let (words, diagnostics) = paragraphs("A word \u{202E}drow\u{202C} here.".as_bytes());
    assert_eq!(words, ["A word \u{202E}drow\u{202C} here."], "kept");
    assert_eq!(codes(&diagnostics), ["bidi-control"], "told");
}

#[test]
fn files_that_are_no_text_are_named() {
    for bytes in [&b"%PDF-1.7 words"[..], b"PK\x03\x04rest", &[1, 2, 3, 4, 5, 6, 7, 14, 15]] {
        let told = codes(&paragraphs(bytes).1);
        assert!(told.contains(&"not-a-text"), "{bytes:?} gave {told:?}");
    }
}

#[test]
fn nothing_gives_nothing() {
    for bytes in [&b""[..], b"\n\n\n", b"\xEF\xBB\xBF", b" \t \r\n"] {
        let (manuscript, _) = read::read(bytes, Format::Auto);
        assert!(manuscript.article.blocks.is_empty(), "{bytes:?} has no words");
        assert!(manuscript.article.meta.title.is_empty(), "{bytes:?} has no headline");
    }
}

#[test]
fn a_page_of_a_million_elements_keeps_its_words() {
    let page = format!("<p>{}<b>last words</b>", "<br>".repeat(1_000_000));
    let (manuscript, diagnostics) = read::read(page.as_bytes(), Format::Html);
    assert_eq!(codes(&diagnostics), ["page-too-large"]);
    let tree = manuscript.page.expect("a page").tree;
    assert!(tree.len() < 900_000, "{}", tree.len());
    assert!(tree.words(HtmlTree::ROOT).ends_with("last words"), "the words of tags left out");
}
