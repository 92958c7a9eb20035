//! Navigation: outline, places, labels, links, printing.

use lopdf::{Dictionary, Document, Object};
use offprint::pipeline::PrintOptions;
use offprint::read::Format;
use offprint::style::{Choices, Style};

use super::{faults, is_withheld, set};
use page_validation::ValidationProfile;

const CHAPTERS: &str = "# The Whole\n\nIt begins.\n\n## One\n\nText.\n\n### Inside\n\nText.\n\n\
    ## Two\n\nText with [a link whose words go on for so long that no line of this page holds \
    them all, so that it is divided over two of them](https://example.org/a) and an end.\n";

fn markdown(text: &str, order: PrintOptions) -> offprint::pipeline::Document {
    set(text.as_bytes(), &PrintOptions { format: Format::Markdown, ..order })
        .expect("it can be set")
}

fn open(text: &str, order: PrintOptions) -> Document {
    Document::load_mem(&markdown(text, order).pdf).expect("a PDF")
}

fn dict<'d>(
    document: &'d Document,
    holder: &'d Dictionary,
    key: &str,
) -> Option<&'d Dictionary> {
    let (_, object) = document.dereference(holder.get(key.as_bytes()).ok()?).ok()?;
    object.as_dict().ok()
}

fn words(document: &Document, holder: &Dictionary, key: &str) -> String {
    let (_, object) = document.dereference(holder.get(key.as_bytes()).expect(key)).expect(key);
    lopdf::decode_text_string(object).expect("a text")
}

/// The outline below an item, as an indented list.
fn listed(document: &Document, holder: &Dictionary, depth: usize, list: &mut Vec<String>) {
    let mut item = dict(document, holder, "First");
    while let Some(here) = item {
        list.push(format!("{}{}", "  ".repeat(depth), words(document, here, "Title")));
        listed(document, here, depth + 1, list);
        item = dict(document, here, "Next");
    }
}

#[test]
fn the_outline_is_nested_and_places_have_names() {
    let document = open(CHAPTERS, PrintOptions::default());
    let catalog = document.catalog().expect("a catalog");
    let mut list = Vec::new();
    listed(&document, dict(&document, catalog, "Outlines").expect("an outline"), 0, &mut list);
    assert_eq!(list, ["The Whole", "  One", "    Inside", "  Two"]);
    let names = dict(&document, catalog, "Names").expect("names");
    let places = dict(&document, names, "Dests").expect("places");
    let places = places.get(b"Names").and_then(Object::as_array).expect("pairs");
    let names: Vec<String> = places
        .iter()
        .step_by(2)
        .map(|it| lopdf::decode_text_string(it).expect("a name"))
        .collect();
    assert_eq!(names, ["inside", "one", "the-whole", "two"]);
    let labels = dict(&document, catalog, "PageLabels").expect("labels");
    assert!(labels.has(b"Nums"), "{labels:?}");
}

#[test]
fn without_a_title_the_outline_is_nested_like_the_tags_of_the_headings() {
    let nested = |text: &str| {
        let options = PrintOptions { format: Format::Markdown, ..PrintOptions::default() };
        let document = open(text, options);
        let catalog = document.catalog().expect("a catalog");
        let outlines = dict(&document, catalog, "Outlines").expect("an outline");
        let mut list = Vec::new();
        listed(&document, outlines, 0, &mut list);
        list
    };
    let words = "Words of the article, which stand below a heading.\n\n";
    let text = |levels: [usize; 4]| -> String {
        let heading = |level: usize| format!("{} Part\n\n{words}", "#".repeat(level));
        words.to_owned() + &levels.map(heading).concat()
    };
    assert_eq!(nested(&text([2, 2, 3, 2])), ["Part", "  Part", "    Part", "  Part"]);
    assert_eq!(nested(&text([3, 2, 4, 2])), ["Part", "  Part", "    Part", "  Part"]);
}

#[test]
fn headings_of_one_name_have_places_with_the_next_free_number() {
    let text =
        "# A\n\nWords.\n\n## A\n\n## A 2\n\n## A\n\n## a-3\n\n## A 2\n\n## A\n\nWords.\n";
    let document =
        open(text, PrintOptions { format: Format::Markdown, ..PrintOptions::default() });
    let catalog = document.catalog().expect("a catalog");
    let names = dict(&document, catalog, "Names").expect("names");
    let places = dict(&document, names, "Dests").expect("places");
    let places = places.get(b"Names").and_then(Object::as_array).expect("pairs");
    let names: Vec<String> = places
        .iter()
        .step_by(2)
        .map(|it| lopdf::decode_text_string(it).expect("a name"))
        .collect();
    assert_eq!(names, ["a", "a-2", "a-2-2", "a-2-3", "a-3", "a-3-2", "a-4"]);
}

#[test]
fn a_print_wants_its_own_size_and_turns_at_its_edge() {
    let wishes = |duplex| {
        let style = Style::resolve(&Choices { duplex, ..Choices::default() }).expect("it fits");
        let document = open(CHAPTERS, PrintOptions { style, ..PrintOptions::default() });
        let catalog = document.catalog().expect("a catalog").clone();
        let wishes = dict(&document, &catalog, "ViewerPreferences").expect("wishes").clone();
        let name =
            |key: &[u8]| wishes.get(key).and_then(Object::as_name).map(<[u8]>::to_vec).ok();
        assert_eq!(name(b"PrintScaling").as_deref(), Some(&b"None"[..]));
        assert!(wishes.get(b"PickTrayByPDFSize").and_then(Object::as_bool).expect("told"));
        name(b"Duplex")
    };
    assert_eq!(wishes(true).as_deref(), Some(&b"DuplexFlipLongEdge"[..]));
    assert_eq!(wishes(false), None);
}

#[test]
fn a_link_over_a_line_end_has_a_rectangle_on_each_line() {
    let document = open(CHAPTERS, PrintOptions::default());
    let mut rectangles = Vec::new();
    for page in document.get_pages().into_values() {
        let page = document.get_dictionary(page).expect("a page");
        let Ok(links) = page.get(b"Annots").and_then(Object::as_array) else { continue };
        for link in links {
            let link = document.get_dictionary(link.as_reference().expect("an object"));
            let corners = link.expect("a link").get(b"Rect").and_then(Object::as_array);
            let number = |it: &Object| it.as_float().expect("a number");
            rectangles.push(corners.expect("corners").iter().map(number).collect::<Vec<f32>>());
        }
    }
    assert!(rectangles.len() >= 2, "{rectangles:?}");
    for corners in &rectangles {
        let [left, low, right, high] = corners[..] else { panic!("{corners:?}") };
        assert!(right - left > 5.0 && (5.0..25.0).contains(&(high - low)), "{corners:?}");
    }
    for pair in rectangles.windows(2) {
        assert!(pair[0][1] > pair[1][1], "one under the other: {pair:?}");
    }
}

#[test]
fn only_harmless_links_are_live() {
    let text = "See [one](javascript:alert(1)), [two](file:///etc/passwd), [three](data:text/html,x) \
        and [four](https://example.org/).\n";
    let print = markdown(text, PrintOptions::default());
    let document = Document::load_mem(&print.pdf).expect("a PDF");
    let uris: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| {
            let action = dict(&document, object.as_dict().ok()?, "A")?;
            Some(words(&document, action, "URI"))
        })
        .collect();
    assert_eq!(uris, ["https://example.org/"]);
}

#[test]
fn a_character_of_private_use_withholds_the_claim() {
    let print =
        set("Words and \u{E000}.\n".as_bytes(), &PrintOptions::default()).expect("it is set");
    assert!(is_withheld(&print), "{:?}", print.diagnostics);
    assert!(!faults(&print.pdf, ValidationProfile::PdfUa1).is_empty(), "nothing is claimed");
}

#[test]
fn a_picture_of_which_nothing_is_told_withholds_the_claim() {
    let dot = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='200' \
        height='100'%3E%3Crect width='200' height='100'/%3E%3C/svg%3E";
    let page = |image: String| {
        format!(
            "<html><body><article><h1>Of Dots</h1><p>Words stand here, and more of them follow in this sentence.</p><p>{image}</p><p>More words stand here, enough of them.</p></article></body></html>"
        )
    };
    let withheld = |image: String| {
        let order = PrintOptions { format: Format::Html, ..PrintOptions::default() };
        is_withheld(&set(page(image).as_bytes(), &order).expect("it is set"))
    };
    assert!(withheld(format!("<img src=\"{dot}\">")), "no alternative text");
    assert!(!withheld(format!("<img src=\"{dot}\" alt=\"A dot\">")), "an alternative text");
    assert!(!withheld(format!("<img src=\"{dot}\" alt=\"\">")), "an ornament");
    assert!(
        !withheld(format!(
            "<figure><img src=\"{dot}\"><figcaption>A dot</figcaption></figure>"
        )),
        "a caption"
    );
}

/// The number of links to places of the document.
fn links_inside(document: &Document) -> usize {
    let actions = document.objects.values().filter_map(|object| {
        let action = dict(document, object.as_dict().ok()?, "A")?;
        (action.get(b"S").ok()?.as_name().ok()? == b"GoTo").then_some(())
    });
    actions.count()
}

#[test]
fn links_to_headings_are_live_in_markdown_and_pages() {
    let text = "# The handbook\n\n[Use](#how-to-use), [again](#How-To-Use-1), [top](#the-handbook), \
        [anchor](#x), [umlaut](#über-uns) and [nothing](#nowhere), [file](docs/use.md).\n\n\
        ## How to use\n\nWords.\n\n<a id=\"x\"></a>\n\n## How to use\n\nMore.\n\n## Über uns\n\nEnd.\n";
    let print = markdown(text, PrintOptions::default());
    assert_eq!(links_inside(&Document::load_mem(&print.pdf).expect("a PDF")), 5);
    let told: Vec<&str> = print
        .diagnostics
        .iter()
        .filter(|it| it.code == "link-not-live")
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(told, ["2 links are not live: `#nowhere`, `docs/use.md`"]);
    assert!(
        faults(&print.pdf, ValidationProfile::PdfUa1).is_empty(),
        "{:?}",
        print.diagnostics
    );

    let order = PrintOptions { format: Format::Markdown, ..PrintOptions::default() };
    let verdict = offprint::pipeline::verify(&print.pdf, text.as_bytes(), &order);
    assert_eq!(verdict.expect("it can be read").faults, [], "their words are in the text");

    let page = "<html><body><article><h1>The handbook</h1><p>See <a href='#s2'>the second part</a> \
        for more of these words, which make a paragraph of a good length.</p><section id='s2'>\
        <h2>Of use</h2><p>Words stand here, and more of them follow in this sentence.</p></section>\
        <p>More words stand here, enough of them for an article.</p></article></body></html>";
    let order = PrintOptions { format: Format::Html, ..PrintOptions::default() };
    let print = set(page.as_bytes(), &order).expect("it is set");
    assert_eq!(links_inside(&Document::load_mem(&print.pdf).expect("a PDF")), 1);
}
