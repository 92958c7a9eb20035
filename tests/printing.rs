//! Printing: sheets and volumes, read back from the PDF.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::LazyLock;

use lopdf::{Document, Object};
use offprint::font::Faces;
use offprint::impose::{Edge, Imposition, Scheme, Size};
use offprint::pipeline::{MetadataOverrides, PrintOptions, VolumeArticle, bind, print, verify};
use offprint::style::{Choices, Paper, Style, Template};
use offprint::unit::Length;
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::skip::skip_without_tool;

mod measured;

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

fn a4() -> Size {
    Size { width: Paper::A4.width, height: Paper::A4.height }
}

/// An article of about so many pages, with headings, links and notes.
fn article(sections: usize) -> String {
    let mut text = "---\ntitle: Sheets\nlang: en\n---\n\n".to_owned();
    for nth in 1..=sections {
        text.push_str(&format!("## Section {nth}\n\nWords with a note[^{nth}] and a "));
        text.push_str(&format!("[link](https://example.org/{nth}).\n\n"));
        for _ in 0..4 {
            text.push_str(&"It was late, and the lamp burned low in the window. ".repeat(9));
            text.push_str("\n\n");
        }
        text.push_str(&format!("[^{nth}]: The note of section {nth}.\n\n"));
    }
    text
}

/// An order for these sheets, whose footer is the folio alone.
fn order(wishes: Imposition) -> PrintOptions {
    let Size { width, height } = wishes.page();
    let choices = Choices {
        paper: Some(Paper { width, height }),
        duplex: wishes.is_folded(),
        headline: Some(Template::default()),
        footer: "\t@{page}@\t".parse().ok(),
        ..Choices::default()
    };
    let style = Style::resolve(&choices).expect("it fits");
    PrintOptions { style, imposition: Some(wishes), ..PrintOptions::default() }
}

fn set(text: &str, order: &PrintOptions) -> offprint::Document {
    print(text.as_bytes(), order, &FACES).expect("it can be set")
}

#[track_caller]
fn assert_standards(pdf: &[u8], what: &str) {
    for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(pdf, &options).expect("it can be judged");
        let faults: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
    }
}

fn all_schemes() -> Vec<Imposition> {
    let plain = |scheme| Imposition::new(scheme, a4());
    let thickness = Length::from_mm(0.1);
    vec![
        plain(Scheme::Booklet),
        Imposition { flip: Some(Edge::Long), marks: true, thickness, ..plain(Scheme::Booklet) },
        Imposition { marks: true, ..plain(Scheme::Signatures(8)) },
        plain(Scheme::Beside(2)),
        Imposition { both_sides: true, ..plain(Scheme::Beside(4)) },
        plain(Scheme::Beside(6)),
        plain(Scheme::Beside(8)),
        Imposition { both_sides: true, marks: true, ..plain(Scheme::Stacked(4)) },
        Imposition { marks: true, bleed: Length::from_mm(3.0), ..plain(Scheme::Single) },
    ]
}

#[test]
fn sheets_keep_the_standards_and_every_word_in_order() {
    let text = article(9);
    for wishes in all_schemes() {
        let what = format!("{wishes:?}");
        let order = order(wishes);
        let print = set(&text, &order);
        assert_standards(&print.pdf, &what);
        let verdict = verify(&print.pdf, text.as_bytes(), &order).expect("it can be read");
        assert_eq!(verdict.faults, [], "{what}");
        let again = set(&text, &PrintOptions { jobs: 2, ..order });
        assert!(again.pdf == print.pdf, "{what}: same bytes on more threads");
    }
}

/// A page of a file: its width and height, and each folio with where it stands from the upper left
/// corner, all in points.
type Found = (f64, f64, Vec<(usize, f64, f64)>);

/// The folios on each page of the file.
fn folios(pdf: &[u8]) -> Option<Vec<Found>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sheets.pdf");
    std::fs::write(&path, pdf).expect("a file can be written");
    let mut command = Command::new("pdftotext");
    command.args(["-bbox", "-enc", "UTF-8"]).arg(&path).arg("-");
    let Ok(output) = command.output() else {
        skip_without_tool("pdftotext (poppler-utils) is not installed");
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let value = |line: &str, key: &str| -> f64 {
        let rest = line.split(&format!("{key}=\"")).nth(1).unwrap_or("0\"");
        rest.split('"').next().and_then(|number| number.parse().ok()).unwrap_or(0.0)
    };
    let mut pages = Vec::new();
    for line in text.lines() {
        if line.contains("<page ") {
            pages.push((value(line, "width"), value(line, "height"), Vec::new()));
        } else if let Some(word) = line.split('>').nth(1).filter(|_| line.contains("<word ")) {
            let word = word.split('<').next().unwrap_or_default();
            let inner = word.strip_prefix('@').and_then(|word| word.strip_suffix('@'));
            let folio = inner.and_then(|folio| folio.parse::<usize>().ok());
            if let (Some(folio), Some(page)) = (folio, pages.last_mut()) {
                let middle = (value(line, "xMin") + value(line, "xMax")) / 2.0;
                page.2.push((folio, middle, value(line, "yMin")));
            }
        }
    }
    Some(pages)
}

#[test]
fn folded_sheets_carry_their_folios_where_the_tables_say() {
    let print = set(&article(9), &order(Imposition::new(Scheme::Booklet, a4())));
    let Some(sides) = folios(&print.pdf) else { return };
    let leaves = offprint::impose::page_order::order_folded(print.pages, None);
    assert_eq!(sides.len(), leaves.len() * 2, "two sides to a sheet");
    for (leaf, sides) in leaves.iter().zip(sides.chunks(2)) {
        let back = leaf.back.clone().expect("folded sheets have backs");
        for (places, (width, _, found)) in [&leaf.front, &back].into_iter().zip(sides) {
            for (place, page) in places.iter().enumerate() {
                let here = found.iter().find(|(_, x, _)| (*x > width / 2.0) == (place == 1));
                let folio = here.map(|(folio, ..)| folio - 1);
                assert_eq!(folio, *page, "{found:?}");
            }
        }
    }
}

#[test]
fn folios_of_inner_sheets_move_to_the_fold() {
    let thickness = Length::from_mm(0.5);
    let wishes = Imposition::new(Scheme::Booklet, a4());
    let flat = set(&article(9), &order(wishes.clone()));
    let crept = set(&article(9), &order(Imposition { thickness, ..wishes }));
    let (Some(flat), Some(crept)) = (folios(&flat.pdf), folios(&crept.pdf)) else { return };
    for (side, (a, b)) in flat.iter().zip(&crept).enumerate() {
        let depth = (side / 2) as f64;
        for (one, other) in a.2.iter().zip(&b.2) {
            assert_eq!(one.0, other.0, "the same folio");
            let moved = (other.1 - one.1).abs();
            assert!((moved - depth * thickness.pt()).abs() < 0.1, "sheet {depth}: {moved}");
            let inwards = (other.1 > one.1) == (one.1 < a.0 / 2.0);
            assert!(depth == 0.0 || inwards, "towards the fold");
        }
    }
}

#[test]
fn several_pages_on_a_side_stand_in_reading_order() {
    for places in [2_u32, 4, 6, 8] {
        let print = set(&article(9), &order(Imposition::new(Scheme::Beside(places), a4())));
        let Some(sides) = folios(&print.pdf) else { return };
        let mut next = 1;
        for (_, _, mut found) in sides {
            found.sort_by(|a, b| {
                (a.2.round(), a.1).partial_cmp(&(b.2.round(), b.1)).expect("numbers")
            });
            for (folio, ..) in found {
                assert_eq!(folio, next, "{places} on a side");
                next += 1;
            }
        }
        assert_eq!(next - 1, print.pages, "{places}: all pages");
    }
}

/// Darkness of a rendered page, as a grid of bytes; none where `pdftoppm` is not here.
fn rendered(pdf: &[u8], page: usize) -> Option<(usize, usize, Vec<u8>)> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sheets.pdf");
    std::fs::write(&path, pdf).expect("a file can be written");
    let page = page.to_string();
    let command = Command::new("pdftoppm")
        .args(["-r", "72", "-gray", "-f", &page, "-l", &page])
        .arg(&path)
        .output();
    let Ok(output) = command else {
        skip_without_tool("pdftoppm (poppler-utils) is not installed");
        return None;
    };
    let mut parts = output.stdout.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut next = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (magic, width, height) = (next(), next(), next());
    assert_eq!(magic, "P5", "a grey picture");
    let (width, height) = (width.parse().expect("a width"), height.parse().expect("a height"));
    let pixels = output.stdout[output.stdout.len() - width * height..].to_vec();
    Some((width, height, pixels))
}

#[test]
fn marks_are_printed_where_the_page_is_cut() {
    let wishes = Imposition { marks: true, ..Imposition::new(Scheme::Single, a4()) };
    let imposition = wishes.impose(1);
    let print = set("Sheets\n\nA word.\n", &order(wishes));
    let Some((width, _, pixels)) = rendered(&print.pdf, 1) else { return };
    let dark = |x: f64, y: f64| {
        let (x, y) = (x.round() as usize, y.round() as usize);
        let near = (-1_isize..=1).flat_map(|dx| (-1_isize..=1).map(move |dy| (dx, dy)));
        near.map(|(dx, dy)| (x.saturating_add_signed(dx), y.saturating_add_signed(dy)))
            .any(|(x, y)| pixels.get(y * width + x).is_some_and(|it| *it < 230))
    };
    let marks = &imposition.sides[0].marks;
    assert_eq!(marks.len(), 8);
    for mark in marks {
        let (x, y) = ((mark.from.x + mark.to.x) / 2, (mark.from.y + mark.to.y) / 2);
        assert!(dark(x.pt(), y.pt()), "a mark at {x} {y}");
    }
    let document = Document::load_mem(&print.pdf).expect("it can be read");
    let page = document.get_dictionary(document.get_pages()[&1]).expect("a page");
    let corners = |key: &[u8]| -> Vec<f64> {
        let corners = page.get(key).and_then(Object::as_array).expect("a box");
        corners.iter().map(|it| it.as_float().map_or(0.0, f64::from)).collect()
    };
    let (media, trim) = (corners(b"MediaBox"), corners(b"TrimBox"));
    assert!((trim[2] - trim[0] - Paper::A4.width.pt()).abs() < 0.02, "the page: {trim:?}");
    assert!(media[2] > trim[2] && media[3] > trim[3], "the sheet is larger");
}

#[test]
fn the_printer_is_told_at_which_edge_to_turn() {
    let edge = |wishes: Imposition| {
        let print = set("Sheets\n\nA word.\n", &order(wishes));
        let document = Document::load_mem(&print.pdf).expect("it can be read");
        let catalog = document.catalog().expect("a catalog");
        let wants = catalog.get(b"ViewerPreferences").and_then(Object::as_dict).expect("wants");
        let edge = wants.get(b"Duplex").and_then(Object::as_name);
        edge.map(|name| String::from_utf8_lossy(name).into_owned()).unwrap_or_default()
    };
    let booklet = Imposition::new(Scheme::Booklet, a4());
    assert_eq!(edge(booklet.clone()), "DuplexFlipShortEdge");
    assert_eq!(edge(Imposition { flip: Some(Edge::Long), ..booklet }), "DuplexFlipLongEdge");
    assert_eq!(edge(Imposition::new(Scheme::Beside(4), a4())), "", "one side only");
}

/// The titles of the outline with their depths.
fn outline(document: &Document) -> Vec<(usize, String)> {
    fn walk(
        document: &Document,
        id: lopdf::ObjectId,
        depth: usize,
        out: &mut Vec<(usize, String)>,
    ) {
        let mut next = Some(id);
        while let Some(id) = next {
            let item = document.get_dictionary(id).expect("an item");
            let title =
                item.get(b"Title").and_then(lopdf::decode_text_string).expect("a title");
            out.push((depth, title));
            if let Ok(first) = item.get(b"First").and_then(Object::as_reference) {
                walk(document, first, depth + 1, out);
            }
            next = item.get(b"Next").and_then(Object::as_reference).ok();
        }
    }
    let root = document.catalog().expect("a catalog").get(b"Outlines").expect("an outline");
    let root = document.get_dictionary(root.as_reference().expect("a reference")).expect("it");
    let mut out = Vec::new();
    let first = root.get(b"First").and_then(Object::as_reference).expect("an item");
    walk(document, first, 0, &mut out);
    out
}

const GERMAN: &str = "---\ntitle: Die Lampe\nauthor: Anna Beispiel\nlang: de\n---\n\nEs war spät, \
    und die Lampe brannte niedrig[^1].\n\n## Später\n\nEin Absatz.\n\n[^1]: Eine Anmerkung.\n";

#[test]
fn articles_are_bound_with_contents_one_outline_and_one_tree() {
    let english = article(3);
    let own = PrintOptions::default();
    let articles = [english.as_bytes(), GERMAN.as_bytes(), b""]
        .map(|bytes| VolumeArticle { bytes, options: &own });
    for wishes in [None, Some(Imposition::new(Scheme::Booklet, a4()))] {
        let base = wishes.map_or_else(PrintOptions::default, order);
        let meta = MetadataOverrides {
            title: Some("A Reader".to_owned()),
            ..MetadataOverrides::default()
        };
        let volume =
            bind(&articles, &PrintOptions { meta, ..base }, &FACES, true).expect("it is bound");
        assert!(
            volume.articles[0].is_ok()
                && volume.articles[1].is_ok()
                && volume.articles[2].is_err()
        );
        let verdict = volume.verdict.expect("it was asked for");
        assert_eq!(verdict.faults, []);
        assert_standards(&volume.document.pdf, "a volume");
        let document = Document::load_mem(&volume.document.pdf).expect("it can be read");
        let titles = outline(&document);
        let tops: Vec<&str> =
            titles.iter().filter(|it| it.0 == 0).map(|it| it.1.as_str()).collect();
        assert_eq!(tops, ["A Reader", "Sheets", "Die Lampe"]);
        assert!(titles.contains(&(1, "Später".to_owned())), "{titles:?}");
        let mut kinds: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        for object in document.objects.values() {
            let Ok(dict) = object.as_dict() else { continue };
            if let Ok(kind) = dict.get(b"S").and_then(Object::as_name) {
                *kinds.entry(kind.to_vec()).or_default() += 1;
            }
        }
        assert_eq!(kinds.get(&b"Document"[..]), Some(&1), "one tree");
        assert_eq!(kinds.get(&b"Art"[..]), Some(&3), "contents and two articles");
        assert_eq!(kinds.get(&b"Note"[..]), Some(&4), "their notes");
    }
}

#[test]
fn a_volume_of_nothing_is_refused() {
    assert!(bind(&[], &PrintOptions::default(), &FACES, false).is_err());
    let own = PrintOptions::default();
    assert!(
        bind(
            &[VolumeArticle { bytes: b"", options: &own }],
            &PrintOptions::default(),
            &FACES,
            false
        )
        .is_err()
    );
}
