//! Editions: what their guidelines ask for, measured.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use lopdf::content::Content;
use lopdf::{Document, Object};
use offprint::font::Faces;
use offprint::galley::{Compositor, Item};
use offprint::jobs::Jobs;
use offprint::picture::ArticlePictures;
use offprint::pipeline::{PrintOptions, print, verify};
use offprint::style::{Choices, EDITIONS, Edition, Paper, Style, Theme};
use offprint::unit::Length;
use offprint::{clean, decorate, paginate, read};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// An article with one of each: headings, notes, a list, code, a table, emphasis, a quotation.
const ARTICLE: &str = "\
---
title: A Walk along the Harbour Wall
author: Jane Example
lang: en
---

The *extraordinarily* long incomprehensibilities of the harbourmaster's correspondence were, as
everybody acknowledged, a **considerable** embarrassment to the administration[^1], and nobody could
remember whether the `tide-table` had been responsible.

A second paragraph follows the first, with a [link](https://example.org/tides) and enough words to
fill several lines of any measure that an edition may choose, so that its leading can be measured.

## The tides

> A quotation, set off from the text, of a few words and then of a few words more.

- one thing
- another thing, said at greater length, so that it goes on to a second line of its own

### By the day

```
let height = 3;
```

| day | high water | low water |
|---|---|---|
| Monday | 6.2 | 0.9 |
| Tuesday | 6.0 | 1.1 |

#### At night

The end, in one more paragraph of moderate length that says nothing at all of importance.

[^1]: A note of some length, which is set at the foot of the page or at the end of the article.
";

fn style(edition: Edition, more: Choices) -> Style {
    let paper = more.paper.unwrap_or(Paper::A4);
    Style::resolve(&more.or(edition.choices(paper))).expect("an edition fits A4")
}

#[test]
fn hairlines_stand_in_the_middle_between_the_columns_of_a_newspaper() {
    let theme = Theme::named("newspaper").expect("it is built in");
    let theme = Theme::parse(theme).expect("a theme");
    let style = Style::resolve(&theme.choices).expect("it fits");
    let (manuscript, _) = read::read(ARTICLE.as_bytes(), read::Format::Markdown);
    let article = clean::clean(manuscript, &clean::CleanOptions::default()).article;
    let one = Jobs::new(1);
    let galley =
        Compositor::new(&article, &ArticlePictures::default(), &style, &FACES).set(&one).galley;
    let plan = paginate::plan_pages(&galley, &style, None).expect("pages");
    let mut pages = paginate::place_lines(&galley, &plan, &style);
    let before = pages[0].furniture.len();
    decorate::add_edition_furniture(&mut pages, &galley, &article.meta, &style, &FACES);
    let rules = &pages[0].furniture[before..];
    let size = |rule: &paginate::PlacedFurniture| match rule.line.items[..] {
        [Item::Rule { width, thickness, .. }] => (width, thickness),
        _ => panic!("a rule: {rule:?}"),
    };
    let [first, second, across] = rules else { panic!("two between three columns: {rules:?}") };
    for (column, rule) in [(0, first), (1, second)] {
        let (width, height) = size(rule);
        let left = style.column_left(1, column) + style.column();
        let right = style.column_left(1, column + 1);
        let off = (rule.x - left) - (right - rule.x - width);
        assert!(off.pt().abs() < 0.01, "it is {off} off the middle");
        assert!(height > style.leading * 5, "it is as high as the columns: {height}");
        assert!(rule.y - height > across.y, "it ends below the line under the title");
    }
    assert_eq!(
        size(across).0,
        style.measure(),
        "the line under the title is as wide as the page"
    );
}

fn set(edition: Edition) -> offprint::Document {
    let order =
        PrintOptions { style: style(edition, Choices::default()), ..PrintOptions::default() };
    print(ARTICLE.as_bytes(), &order, &FACES).expect("it can be set")
}

/// A stretch of text as the PDF shows it.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    page: u32,
    font: Vec<u8>,
    size: f64,
    tracking: f64,
    ink: [f64; 3],
    /// Width added to each of its word spaces.
    white: f64,
    y: f64,
}

fn number(object: &Object) -> f64 {
    object.as_float().map_or(0.0, f64::from)
}

/// Everything that the PDF shows, in the order of its content.
fn shown(pdf: &[u8]) -> Vec<Shown> {
    let document = Document::load_mem(pdf).expect("it can be read");
    let mut found = Vec::new();
    for (page, id) in document.get_pages() {
        let font = Vec::new();
        let (size, tracking, white, y) = (0.0, 0.0, 0.0, 0.0);
        let mut state = Shown { page, font, size, tracking, ink: [0.0; 3], white, y };
        let mut leading = 0.0;
        let content = Content::decode(&document.get_page_content(id)).expect("operators");
        for operation in content.operations {
            let at = |index: usize| operation.operands.get(index).map_or(0.0, number);
            match operation.operator.as_str() {
                "Tf" => {
                    state.font = operation.operands[0].as_name().expect("a name").to_vec();
                    state.size = at(1);
                }
                "Tc" => state.tracking = at(0),
                "Tw" => state.white = at(0),
                "rg" => state.ink = [at(0), at(1), at(2)],
                "g" => state.ink = [at(0); 3],
                "TL" => leading = at(0),
                "T*" => state.y -= leading,
                "Td" => state.y += at(1),
                "TJ" => found.push(state.clone()),
                _ => {}
            }
        }
    }
    assert!(found.len() > 20, "something is shown");
    found
}

/// The names of the fonts, without the tags of their subsets, and the texts of their glyphs.
fn fonts(pdf: &[u8]) -> (BTreeSet<String>, String) {
    let document = Document::load_mem(pdf).expect("it can be read");
    let (mut names, mut texts) = (BTreeSet::new(), String::new());
    for object in document.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        if let Ok(name) = dict.get(b"BaseFont").and_then(Object::as_name) {
            let name = String::from_utf8_lossy(name);
            names.insert(name.rsplit('+').next().unwrap_or_default().to_owned());
        }
        if let Ok(map) = dict.get(b"ToUnicode").and_then(Object::as_reference) {
            let stream = document.get_object(map).and_then(Object::as_stream).expect("a map");
            let map = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            texts.push_str(&String::from_utf8_lossy(&map));
        }
    }
    (names, texts)
}

/// Distances of lines that follow each other down a page.
fn steps(shown: &[Shown], size: f64) -> Vec<f64> {
    let text: Vec<&Shown> = shown.iter().filter(|it| (it.size - size).abs() < 0.01).collect();
    text.windows(2)
        .filter(|pair| pair[0].page == pair[1].page)
        .map(|pair| pair[0].y - pair[1].y)
        .filter(|step| *step > 1.0)
        .collect()
}

/// The most frequent distance.
fn leading(shown: &[Shown], size: f64) -> f64 {
    let mut steps: Vec<i64> =
        steps(shown, size).iter().map(|step| (step * 100.0).round() as i64).collect();
    steps.sort_unstable();
    let most = steps.chunk_by(|a, b| a == b).max_by_key(|same| same.len());
    most.map_or(0.0, |same| same[0] as f64 / 100.0)
}

/// Asserts that lines of this size are as wide as their words: in each font every word space is the
/// same.
#[track_caller]
fn assert_ragged(shown: &[Shown], size: f64) {
    let mut fonts: BTreeMap<&[u8], BTreeSet<i64>> = BTreeMap::new();
    let text = shown.iter().filter(|it| (it.size - size).abs() < 0.01);
    for it in text.filter(|it| it.white != 0.0) {
        let white = (it.white * 100.0).round() as i64;
        fonts.entry(&it.font).or_default().insert(white);
    }
    // A word without a space may still stand under the white of the headline before it.
    let several = fonts.values().filter(|whites| whites.len() > 2).count();
    assert_eq!(several, 0, "every space is as wide as any other: {fonts:?}");
}

/// White around the ink of all pages, in millimetres: head, right, foot, left.
#[cfg(feature = "preview")]
fn margins(pdf: &[u8]) -> [f64; 4] {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("edition.pdf");
    std::fs::write(&path, pdf).expect("a file");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_offprint"));
    command.args(["preview", "--png", "--dpi", "127"]).arg(&path);
    assert!(command.status().expect("it runs").success(), "it is drawn");
    let mut least = [f64::MAX; 4];
    for entry in std::fs::read_dir(folder.path()).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "png") {
            continue;
        }
        let bytes = std::fs::read(path).expect("a picture");
        let mut reader =
            png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("its size")];
        let info = reader.next_frame(&mut pixels).expect("its pixels");
        let (width, height) = (info.width as usize, info.height as usize);
        for (at, _) in pixels.chunks_exact(3).enumerate().filter(|(_, pixel)| pixel[0] < 128) {
            let (x, y) = (at % width, at / width);
            // A dot at 127 to the inch is a fifth of a millimetre.
            let white = [y, width - 1 - x, height - 1 - y, x].map(|dots| dots as f64 / 5.0);
            for (least, white) in least.iter_mut().zip(white) {
                *least = least.min(white);
            }
        }
    }
    least
}

fn has_hyphens(texts: &str) -> bool {
    texts.contains("<00AD>")
}

#[test]
fn large_print_is_large_in_everything() {
    let print = set(Edition::LargePrint);
    let shown = shown(&print.pdf);
    let least = shown.iter().map(|it| it.size).fold(f64::MAX, f64::min);
    assert!(least >= 18.0, "the least type has {least} points");
    assert!((leading(&shown, 18.0) / 18.0 - 1.5).abs() < 0.01, "leading of 1.5");
    let (names, texts) = fonts(&print.pdf);
    assert!(names.iter().all(|name| !name.contains("Serif")), "sans serif: {names:?}");
    assert!(names.iter().all(|name| !name.contains("It")), "no italics: {names:?}");
    assert!(!has_hyphens(&texts), "no word is divided");
    for size in [26.1, 22.5, 20.16] {
        assert!(shown.iter().any(|it| (it.size - size).abs() < 0.01), "a heading of {size}");
    }
    assert!(shown.iter().all(|it| it.ink == [0.0; 3]), "black");
    assert_ragged(&shown, 18.0);
    let apart = steps(&shown, 18.0).iter().filter(|step| **step >= 2.0 * 27.0 - 0.1).count();
    assert!(apart >= 2, "a blank line between paragraphs");
    for paper in ["a4", "letter"] {
        let paper: Option<Paper> = paper.parse().ok();
        let style = style(Edition::LargePrint, Choices { paper, ..Choices::default() });
        assert!(style.measure() <= Length::from_mm(152.4), "lines of six inches at most");
    }
}

#[cfg(feature = "preview")]
#[test]
fn margins_are_as_wide_as_guidelines_want_them() {
    // Glyphs may hang out a little; heads and feet stand in the margin.
    let [_, right, _, left] = margins(&set(Edition::LargePrint).pdf);
    assert!(right >= 25.4 && left >= 25.4, "an inch at the sides: {right} {left}");
    let [_, right, _, left] = margins(&set(Edition::Dyslexia).pdf);
    assert!(right >= 24.0 && left >= 24.0, "{right} {left}");
    let [_, right, _, _] = margins(&set(Edition::Class).pdf);
    assert!(right >= 60.0, "room for notes: {right}");
    let [head, right, foot, _] = margins(&set(Edition::Proof).pdf);
    assert!(right >= 25.4, "more than an inch: {right}");
    assert!(head > 10.0 && foot > 10.0, "{head} {foot}");
    let plain = margins(&set(Edition::Standard).pdf);
    let spare = margins(&set(Edition::LowInk).pdf);
    assert!(spare[1] < plain[1] && spare[3] < plain[3], "narrower: {spare:?} {plain:?}");
}

#[test]
fn dyslexia_is_set_widely_and_ragged() {
    let print = set(Edition::Dyslexia);
    let shown = shown(&print.pdf);
    let least = shown.iter().map(|it| it.size).fold(f64::MAX, f64::min);
    assert!(least >= 12.0, "the least type has {least} points");
    let text: Vec<&Shown> = shown.iter().filter(|it| it.size == 13.0).collect();
    assert!(text.iter().filter(|it| it.tracking >= 13.0 * 0.079).count() * 10 > text.len() * 9);
    assert!(leading(&shown, 13.0) / 13.0 >= 1.5, "leading of one and a half at least");
    let (names, texts) = fonts(&print.pdf);
    assert!(names.iter().all(|name| !name.contains("Serif")), "sans serif: {names:?}");
    assert!(names.iter().all(|name| !name.contains("It")), "no italics: {names:?}");
    assert!(!has_hyphens(&texts), "no word is divided");
    assert_ragged(&shown, 13.0);
    let style = style(Edition::Dyslexia, Choices::default());
    for head in style.headings.levels {
        assert!(head.size >= 120, "headings are larger by a fifth");
    }
    let heads: Vec<f64> = shown.iter().map(|it| it.size).filter(|size| *size > 13.01).collect();
    assert!(heads.len() >= 4 && heads.iter().all(|size| *size >= 13.0 * 1.199), "{heads:?}");
    assert!(shown.iter().all(|it| it.ink == [0.0; 3]), "dark on light");
}

#[test]
fn low_ink_keeps_its_contrast() {
    let print = set(Edition::LowInk);
    let shown = shown(&print.pdf);
    for it in &shown {
        let light = it.ink.map(|part| {
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        let luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
        let contrast = 1.05 / (luminance + 0.05);
        assert!((7.0..=10.0).contains(&contrast), "contrast of {contrast}");
    }
    let plain = set(Edition::Standard);
    assert!(print.pages <= plain.pages, "no more paper than the standard edition");
    let small =
        style(Edition::LowInk, Choices { paper: "a5".parse().ok(), ..Choices::default() });
    assert_eq!(small.columns, 1, "narrow paper has one column");
}

#[test]
fn class_numbers_lines_and_leaves_room_to_write() {
    let print = set(Edition::Class);
    let style = style(Edition::Class, Choices::default());
    assert!(style.margin.right.mm() > 60.0, "room for notes");
    let document = Document::load_mem(&print.pdf).expect("it can be read");
    let rules: usize = document
        .get_pages()
        .values()
        .map(|id| {
            let content = Content::decode(&document.get_page_content(*id)).expect("operators");
            let wide = style.measure().pt() - 1.0;
            let rule = |it: &&lopdf::content::Operation| {
                it.operator == "re" && number(&it.operands[2]) >= wide
            };
            content.operations.iter().filter(rule).count()
        })
        .sum();
    assert!(rules >= 10, "{rules} lines to write on");
    // Numbers stand left of the text, in type smaller than it.
    let small = 12.0 * 0.78;
    assert!(shown(&print.pdf).iter().any(|it| (it.size - small).abs() < 0.01), "numbers");
}

#[test]
fn proof_is_double_spaced() {
    let print = set(Edition::Proof);
    let shown = shown(&print.pdf);
    assert_eq!(leading(&shown, 12.0), 24.0);
    assert_ragged(&shown, 12.0);
    let (_, texts) = fonts(&print.pdf);
    assert!(!has_hyphens(&texts), "no word is divided");
    let numbers = shown.iter().filter(|it| (it.size - 12.0 * 0.78).abs() < 0.01).count();
    assert!(numbers > 15, "every line is numbered: {numbers}");
}

#[test]
fn every_edition_keeps_the_standards_and_every_word() {
    for (name, edition, _) in EDITIONS {
        let print = set(edition);
        for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
            let options = ValidationOptions::default().profile(profile);
            let report = validate_pdf_bytes(&print.pdf, &options).expect("it can be judged");
            let faults: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
            assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
        }
        let verdict = verify(&print.pdf, ARTICLE.as_bytes(), &PrintOptions::default());
        assert_eq!(verdict.expect("it can be read").faults, [], "{name}");
    }
}

#[test]
fn every_edition_fits_every_paper() {
    for (name, edition, _) in EDITIONS {
        for paper in ["a3", "a4", "a5", "letter", "statement", "executive"] {
            let paper: Option<Paper> = paper.parse().ok();
            let style = style(edition, Choices { paper, ..Choices::default() });
            assert!(style.measure() >= Length::from_mm(60.0), "{name} on {paper:?}");
        }
    }
}

#[test]
fn an_edition_that_does_not_exist_is_named_with_what_was_meant() {
    let error = "large".parse::<Edition>().expect_err("none").to_string();
    assert!(error.contains("large-print"), "{error}");
    let choices = Choices { font_size: Some(Length::from_pt(12.0)), ..Choices::default() };
    let error = Style::resolve(&choices.or(Edition::LargePrint.choices(Paper::A4)));
    assert!(error.expect_err("too small").to_string().contains("18pt"));
}
