//! Tests of the PDF: its words, its fonts, its bytes.

use std::process::Command;
use std::sync::LazyLock;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};
use offprint::article::walk;
use offprint::clean::{CleanOptions, clean};
use offprint::edit::{EditOptions, edit};
use offprint::font::Faces;
use offprint::jobs::Jobs;
use offprint::pipeline::{MetadataOverrides, PrintOptions, print};
use offprint::read::{Format, read};
use offprint::style::{Choices, Style, Template};
use proptest::prelude::*;

use crate::skip::skip_without_tool;

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// Every article of `input/`, by name.
fn articles() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/input");
    let mut found: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("input/ is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .map(|path| {
            let bytes = std::fs::read(&path).expect("an article can be read");
            (path.file_name().expect("a name").to_string_lossy().into_owned(), bytes)
        })
        .collect();
    found.sort();
    assert!(found.len() >= 7, "the seed article and six others: {}", found.len());
    found
}

/// An order without head and foot, so that all words of the PDF are the article's.
fn bare() -> PrintOptions {
    let choices = Choices {
        headline: Some(Template::default()),
        footer: Some(Template::default()),
        ..Choices::default()
    };
    let style = Style::resolve(&choices).expect("the house's own style fits");
    PrintOptions { style, ..PrintOptions::default() }
}

fn set(bytes: &[u8], order: &PrintOptions) -> offprint::Document {
    print(bytes, order, &FACES).expect("an article can be set")
}

/// Letters and figures only: what no break, hyphen or quote mark can hide.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn every_word_of_every_article_comes_back_in_order() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        return skip_without_tool("pdftotext (poppler-utils) is not installed");
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in articles() {
        let path = folder.path().join("article.pdf");
        std::fs::write(&path, set(&bytes, &bare()).pdf).expect("a file can be written");
        let output = Command::new("pdftotext")
            .args(["-raw", "-enc", "UTF-8"])
            .arg(&path)
            .arg("-")
            .output()
            .expect("pdftotext runs");
        let found = letters(&String::from_utf8_lossy(&output.stdout));
        let cleaned = clean(read(&bytes, Format::Auto).0, &CleanOptions::default());
        let (article, _) = edit(cleaned.article, &EditOptions::default(), &Jobs::new(1));
        let expected = letters(&walk::words(&article).concat());
        let same = found.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
        assert!(
            found == expected,
            "{name}: the PDF departs after {:?}: {:?} where the article has {:?}",
            expected.chars().take(same).collect::<Vec<_>>().rchunks(30).next(),
            found.chars().skip(same).take(30).collect::<String>(),
            expected.chars().skip(same).take(30).collect::<String>(),
        );
    }
}

#[test]
fn the_same_article_gives_the_same_bytes_on_any_number_of_threads() {
    for (name, bytes) in articles() {
        // Long enough for several threads.
        let long: Vec<u8> =
            bytes.iter().copied().cycle().take(bytes.len().max(120_000)).collect();
        let at = |jobs| set(&long, &PrintOptions { jobs, ..PrintOptions::default() }).pdf;
        let one = at(1);
        assert!(one == at(2) && one == at(8) && one == at(1), "{name}: bytes differ");
    }
}

fn dictionary(object: &Object) -> &Dictionary {
    match object {
        Object::Stream(stream) => &stream.dict,
        other => other.as_dict().expect("a dictionary"),
    }
}

#[test]
fn every_font_is_embedded_with_widths_and_text() {
    for (name, bytes) in articles() {
        let document = Document::load_mem(&set(&bytes, &PrintOptions::default()).pdf)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut fonts = 0;
        for object in document.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            if font.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Type0") {
                continue;
            }
            fonts += 1;
            assert!(font.has(b"ToUnicode"), "{name}: a font without text");
            let below = font.get(b"DescendantFonts").and_then(Object::as_array).expect("one");
            let (_, below) = document.dereference(&below[0]).expect("it is there");
            let below = dictionary(below);
            assert!(below.has(b"W") || below.has(b"DW"), "{name}: a font without widths");
            let file = below.get(b"FontDescriptor").expect("a descriptor");
            let (_, file) = document.dereference(file).expect("it is there");
            let file = dictionary(file);
            assert!(
                file.has(b"FontFile3") || file.has(b"FontFile2"),
                "{name}: a font that is not embedded"
            );
        }
        assert!(fonts > 0, "{name}: no font at all");
    }
}

#[test]
fn title_author_and_language_are_in_the_document() {
    let meta = MetadataOverrides {
        title: Some("Of ) /JS (tea) and (".to_owned()),
        author: Some("Zo\u{EB} \u{141}uk".to_owned()),
        ..MetadataOverrides::default()
    };
    let order =
        PrintOptions { meta, language: "de-CH".parse().ok(), ..PrintOptions::default() };
    let document =
        Document::load_mem(&set(b"Ein Satz steht hier.\n", &order).pdf).expect("a PDF");
    let catalog = document.catalog().expect("a catalog");
    assert_eq!(
        catalog.get(b"Lang").and_then(Object::as_str).ok(),
        Some(&b"de-CH"[..]),
        "language"
    );
    let info = document.trailer.get(b"Info").expect("an Info dictionary");
    let (_, info) = document.dereference(info).expect("it is there");
    let title = lopdf::decode_text_string(dictionary(info).get(b"Title").expect("a title"));
    assert_eq!(title.ok().as_deref(), Some("Of ) /JS (tea) and ("), "title");
    let author = lopdf::decode_text_string(dictionary(info).get(b"Author").expect("an author"));
    assert_eq!(author.ok().as_deref(), Some("Zo\u{EB} \u{141}uk"), "author");
    assert!(!dictionary(info).has(b"CreationDate"), "no date is made up");
}

#[test]
fn a_character_that_no_face_has_is_named_with_its_line() {
    let print = set("A title\n\nBefore \u{1F600} and after \u{1F600}.\n".as_bytes(), &bare());
    let found: Vec<_> =
        print.diagnostics.iter().filter(|found| found.code == "missing-glyph").collect();
    assert_eq!(found.len(), 1, "each character is named once: {found:?}");
    assert_eq!(found[0].place.line, 3, "with the line it stands in");
    assert!(found[0].message.contains("U+1F600"), "{}", found[0].message);
}

#[test]
fn invisible_characters_behind_a_missing_one_are_in_the_text_of_its_box() {
    for sign in ["\u{FFF6}", "\u{E0041}", "\u{1D173}", "\u{180B}", "\u{34F}", "\u{E0100}"] {
        let text = format!("A title\n\nBefore \u{6161}{sign} and \u{6161}{sign}x after.\n");
        let print = set(text.as_bytes(), &bare());
        let verdict = offprint::pipeline::verify(&print.pdf, text.as_bytes(), &bare());
        assert_eq!(verdict.expect("it can be read").faults, [], "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_pdf_that_can_be_read(text in "\\PC{1,400}", title in "\\PC{0,60}") {
        let meta = MetadataOverrides { title: Some(title), ..MetadataOverrides::default() };
        let order = PrintOptions { meta, ..PrintOptions::default() };
        if let Ok(print) = print(text.as_bytes(), &order, &FACES) {
            let document = Document::load_mem(&print.pdf);
            prop_assert!(document.is_ok(), "{:?}", document.err());
            prop_assert_eq!(document.map(|it| it.get_pages().len()).ok(), Some(print.pages));
        }
    }
}

#[test]
fn text_from_right_to_left_is_read_in_its_order() {
    let hebrew = "\u{5E9}\u{5DC}\u{5D5}\u{5DD} \u{5E2}\u{5D5}\u{5DC}\u{5DD}";
    let mixed = format!("{hebrew} (offprint 12) {hebrew}.");
    for text in [hebrew.to_owned(), mixed, format!("A word, {hebrew}, and more of them.")] {
        let order = bare();
        let pdf = set(text.as_bytes(), &order).pdf;
        let verdict = offprint::pipeline::verify(&pdf, text.as_bytes(), &order);
        assert_eq!(verdict.expect("it can be read").faults, [], "{text}");
    }
}

#[test]
fn struck_text_in_a_line_from_right_to_left_is_read_in_its_order() {
    for text in [
        "~~d~~\u{5D2}\u{5D0}",
        "A ~~word~~, \u{5D2}\u{5D0} \u{5D0}\u{5D2} and more.",
        "\u{5D2}\u{5D0} ~~\u{5D0}\u{5D2} \u{5D2}~~ word \u{5D0}.",
    ] {
        let order = PrintOptions { format: Format::Markdown, ..bare() };
        let pdf = set(text.as_bytes(), &order).pdf;
        let verdict = offprint::pipeline::verify(&pdf, text.as_bytes(), &order);
        assert_eq!(verdict.expect("it can be read").faults, [], "{text}");
    }
}

#[test]
fn a_line_that_ends_in_the_number_of_a_link_keeps_the_words_apart() {
    let link = "(https://example.org/)";
    for words in 1..80 {
        // Half of them from right to left.
        let text = match words % 2 {
            0 => format!("{}[link]{link} and a word.\n", "so ".repeat(words / 2)),
            _ => format!("{}[קישור]{link} ועוד מילה.\n", "כן ".repeat(words / 2 + 1)),
        };
        let order = PrintOptions { format: Format::Markdown, ..bare() };
        let print = set(text.as_bytes(), &order);
        let verdict = offprint::pipeline::verify(&print.pdf, text.as_bytes(), &order);
        assert_eq!(verdict.expect("it can be read").faults, [], "{text}");
    }
}

/// The CID of each code, as the CMap of a font says.
fn cids(cmap: &str) -> Vec<(u32, u32)> {
    let hexadecimal = |word: &str| {
        u32::from_str_radix(word.trim_matches(['<', '>']), 16).expect("a code in hexadecimal")
    };
    let mut found = Vec::new();
    for block in cmap.split("begincidrange\n").skip(1) {
        let ranges = block.split("endcidrange").next().expect("the end of a block");
        for line in ranges.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [first, last, cid] = words[..] else { panic!("no range: {line}") };
            let cid: u32 = cid.parse().expect("a CID");
            let (first, last) = (hexadecimal(first), hexadecimal(last));
            found.extend((first..=last).map(|code| (code, cid + code - first)));
        }
    }
    found
}

/// Every glyph that a reader may look up by its CID has one text, and the CID that poppler takes
/// for the word space is shown by no other code.
#[test]
fn no_two_codes_of_a_font_share_a_cid_and_cid_32_is_the_space() {
    const CONSTRUCTS: &[u8] = include_bytes!("golden/pdf/constructs.md");
    let order = PrintOptions { format: Format::Markdown, ..PrintOptions::default() };
    let mut prints: Vec<(String, offprint::Document)> = articles()
        .into_iter()
        .map(|(name, it)| (name, set(&it, &PrintOptions::default())))
        .collect();
    prints.push(("constructs.md".to_owned(), set(CONSTRUCTS, &order)));
    let mut large = 0;
    for (name, print) in prints {
        let document = Document::load_mem(&print.pdf).expect("a PDF");
        for object in document.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            if font.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Type0") {
                continue;
            }
            let encoding = font.get(b"Encoding").expect("an encoding");
            let (_, encoding) = document.dereference(encoding).expect("it is there");
            let encoding = encoding.as_stream().expect("a stream").decompressed_content();
            let cmap = String::from_utf8(encoding.expect("it can be read")).expect("ASCII");
            let cids = cids(&cmap);
            large += usize::from(cids.len() >= 40);
            let space = cids.iter().find(|(code, _)| *code == 32).map(|(_, cid)| *cid);
            let mut taken: Vec<u32> =
                cids.iter().map(|(_, cid)| *cid).filter(|cid| Some(*cid) != space).collect();
            taken.sort_unstable();
            let twice = taken.windows(2).find(|pair| pair[0] == pair[1]);
            assert_eq!(twice, None, "{name}: a CID of two codes: {cids:?}");
            assert!(!taken.contains(&32), "{name}: CID 32 is not the space: {cids:?}");
        }
    }
    assert!(large > 5, "fonts with more than 32 glyphs: {large}");
}

/// A running head in small capitals shows one glyph for two texts, has two fonts and is tracked:
/// readers find its words whole, in their own letters.
#[test]
fn small_capitals_are_read_as_the_letters_they_stand_for() {
    let text = format!("Every Construct of Cicero\n\n{}\n", "Much is said. ".repeat(600));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("article.pdf");
    std::fs::write(&path, set(text.as_bytes(), &PrintOptions::default()).pdf).expect("a file");
    let readers: [(&str, &[&str], &[&str]); 2] =
        [("pdftotext", &["-raw"], &["-"]), ("mutool", &["draw", "-F", "text"], &[])];
    for (reader, before, after) in readers {
        let asked = Command::new(reader).args(before).arg(&path).args(after).output();
        let Ok(output) = asked else {
            skip_without_tool(&format!("{reader} is not installed"));
            continue;
        };
        let found = String::from_utf8_lossy(&output.stdout);
        let words: Vec<&str> = found.split_whitespace().collect();
        let whole =
            words.windows(4).filter(|four| *four == ["Every", "Construct", "of", "Cicero"]);
        assert!(whole.count() >= 2, "{reader}: the headline and the running head:\n{found}");
    }
}

/// Words between which only the space moves the pen are shown by one operator for each line, with
/// the kerning of their letters inside.
#[test]
fn a_line_is_one_array_with_its_kerning() {
    let text = "AVATAR To wave\n";
    let document = Document::load_mem(&set(text.as_bytes(), &bare()).pdf).expect("a PDF");
    let (_, &page) = document.get_pages().iter().next().expect("a page");
    let content = Content::decode(&document.get_page_content(page)).expect("operators");
    let arrays: Vec<_> =
        content.operations.iter().filter(|it| matches!(&*it.operator, "TJ" | "Tj")).collect();
    let [line] = arrays[..] else { panic!("one line: {arrays:?}") };
    let parts = line.operands[0].as_array().expect("an array");
    let gaps: Vec<i64> = parts.iter().filter_map(|part| part.as_i64().ok()).collect();
    assert_eq!(gaps.len(), 6, "pairs of letters with kerning: {parts:?}");
    assert!(gaps.iter().all(|gap| (1..200).contains(gap)), "thousandths to the left: {gaps:?}");
}

/// A reader of the PDF finds the last letter of justified lines where the galley ends the measure.
#[test]
fn justified_lines_end_at_the_measure_in_the_pdf() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("article.pdf");
    let order = bare();
    let text = include_bytes!("../input/self-reliance.txt");
    std::fs::write(&path, set(text, &order).pdf).expect("a file");
    let Ok(output) = Command::new("pdftotext").arg("-bbox").arg(&path).arg("-").output() else {
        skip_without_tool("pdftotext is not installed");
        return;
    };
    let boxes = String::from_utf8_lossy(&output.stdout);
    let attribute = |line: &str, name: &str| -> Option<f64> {
        line.split_once(&format!("{name}=\""))?.1.split('"').next()?.parse().ok()
    };
    // Right ends of the lines by their tops, in points.
    let mut ends = std::collections::BTreeMap::new();
    for line in boxes.lines().filter(|line| line.contains("<word")) {
        let top = attribute(line, "yMin").expect("the top of a word");
        let right = attribute(line, "xMax").expect("the right end of a word");
        let end = ends.entry(format!("{top:.0}")).or_insert(right);
        *end = right.max(*end);
    }
    let style = &order.style;
    let edge = (style.paper.width - style.margin.right).pt();
    // Hyphens and stops hang out of the measure; the last lines of paragraphs are short.
    let (full, short): (Vec<f64>, Vec<f64>) = ends.values().partition(|end| **end > edge - 8.0);
    assert!(full.len() > 15, "justified lines: {full:?}");
    assert!(full.iter().all(|end| (edge - 1.0..edge + 3.0).contains(end)), "{edge}: {full:?}");
    assert!(short.len() < full.len(), "last lines and headings: {short:?}");
}

/// Every picture has a name of its own, and one that is shown twice is stored once.
#[test]
fn pictures_are_stored_once_under_their_own_names() {
    let square = |colour: &str| {
        format!(
            "<img alt='A square' src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' \
             width='40' height='40'><rect width='40' height='40' fill='{colour}'/></svg>\">"
        )
    };
    let text = [square("red"), square("blue"), square("red")].join("\n\nWords between.\n\n");
    let order = PrintOptions { format: Format::Markdown, ..PrintOptions::default() };
    let document = Document::load_mem(&set(text.as_bytes(), &order).pdf).expect("a PDF");
    let (_, &page) = document.get_pages().iter().next().expect("a page");
    let content = Content::decode(&document.get_page_content(page)).expect("operators");
    let shown: Vec<&[u8]> = content
        .operations
        .iter()
        .filter(|operation| operation.operator == "Do")
        .map(|operation| operation.operands[0].as_name().expect("a name"))
        .collect();
    let [one, other, again] = shown[..] else { panic!("three pictures: {shown:?}") };
    assert_eq!(one, again);
    assert_ne!(one, other);
}
