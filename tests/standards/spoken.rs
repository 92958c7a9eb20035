//! Speech: what a screen reader is told besides the words of an article.

use lopdf::{Dictionary, Document, Object};
use offprint::pipeline::PrintOptions;
use offprint::read::Format;

use super::{house_faults, is_withheld, set};

const DOT: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='200' \
    height='100'%3E%3Crect width='200' height='100'/%3E%3C/svg%3E";

/// A page in a language, with enough text around `body` to be an article.
fn page(language: &str, body: &str) -> String {
    format!(
        "<html lang=\"{language}\"><body><article><h1>Of Dots</h1><p>Words stand here, and more of \
         them follow in this sentence, which is long enough, with its commas, to be an article.</p>\
         {body}<p>More words stand here, enough of them, and they end here.</p></article></body></html>"
    )
}

fn print(page: &str) -> offprint::pipeline::Document {
    let order = PrintOptions { format: Format::Html, report: true, ..PrintOptions::default() };
    set(page.as_bytes(), &order).expect("it is set")
}

/// The structure elements of a PDF that keeps the standards, in order of their numbers.
fn elements(page: &str) -> Vec<Dictionary> {
    let pdf = print(page).pdf;
    let found = house_faults(&pdf);
    assert!(found.is_empty(), "{page}\n{}", found.join("\n"));
    let document = Document::load_mem(&pdf).expect("a PDF");
    let all = document.objects.values().filter_map(|object| object.as_dict().ok());
    all.filter(|it| it.has(b"S") && it.has(b"P")).cloned().collect()
}

/// The type of each element that has a text under `key`, and that text.
fn texts(elements: &[Dictionary], key: &str) -> Vec<String> {
    let with_key = elements.iter().filter_map(|it| Some((it, it.get(key.as_bytes()).ok()?)));
    with_key
        .map(|(element, text)| {
            let kind = element.get(b"S").and_then(Object::as_name).expect("a type");
            let text = lopdf::decode_text_string(text).expect("a text");
            format!("{}: {text}", String::from_utf8_lossy(kind))
        })
        .collect()
}

#[test]
fn abbreviations_are_given_with_what_they_stand_for() {
    let body = "<p>The <abbr title=\"European Union\">EU</abbr>, an <acronym title='North \
        Atlantic Treaty Organization'>NATO</acronym>, a <dfn title=\"Portable  Document \
        Format\">PDF</dfn>, <abbr>OK</abbr>, <abbr title=\"same\">same</abbr> and <abbr \
        title=\"2026-04-01T10:00\">today</abbr>.</p>";
    let expansions = texts(&elements(&page("en", body)), "E");
    assert_eq!(
        expansions,
        [
            "Span: European Union",
            "Span: North Atlantic Treaty Organization",
            "Span: Portable Document Format"
        ]
    );
}

#[test]
fn check_boxes_say_what_they_mean_in_the_language_of_their_place() {
    let items = |tag: &str| {
        format!(
            "<{tag}><li><input type=checkbox checked> one</li><li><input type=checkbox> two</li></{tag}>"
        )
    };
    for (language, wanted) in [
        ("en", ["Lbl: done", "Lbl: not done"]),
        ("de-CH", ["Lbl: erledigt", "Lbl: nicht erledigt"]),
        ("fr", ["Lbl: fait", "Lbl: pas fait"]),
        ("eu", ["Lbl: done", "Lbl: not done"]),
    ] {
        let body = format!("<div lang=\"{language}\">{}</div>", items("ul"));
        let elements = elements(&page("en", &body));
        assert_eq!(texts(&elements, "Alt"), wanted, "{language}");
        let is_english = |it: &&Dictionary| {
            it.has(b"Alt")
                && it.get(b"Lang").and_then(Object::as_str).is_ok_and(|it| it == b"en")
        };
        let english = elements.iter().filter(is_english).count();
        assert_eq!(english, if language == "eu" { 2 } else { 0 }, "{language}");
    }
    let numbered = texts(&elements(&page("en", &items("ol"))), "Alt");
    assert_eq!(numbered, ["Lbl: 1. done", "Lbl: 2. not done"]);
}

#[test]
fn check_boxes_outside_lists_are_shown_once() {
    let (page, _) = offprint::read::read(
        "A form: <input type=\"checkbox\" checked>milk, <input type=CHECKBOX> bread, \
         <input type=checkbox hidden>, <input type=radio>.\n\n\
         - <input type=checkbox> one\n- two <input type=checkbox checked>\n"
            .as_bytes(),
        Format::Markdown,
    );
    let words = offprint::article::walk::words(&page.article).join(" ");
    assert_eq!(words, "A form: \u{2611} milk, \u{2610} bread, , . one two \u{2611}");
}

#[test]
fn header_cells_of_a_table_without_any_are_tagged() {
    let body = "<table><tr><td>Port<td>Ships<td>Cranes<tr><td>Riga<td>120<td>4<tr><td>Turku\
        <td>98<td>12</table>";
    let headers = elements(&page("en", body));
    let scope = |element: &Dictionary| {
        let kind = element.get(b"S").and_then(Object::as_name).ok()?;
        let attributes = element.get(b"A").and_then(Object::as_dict).ok();
        let scope = attributes.and_then(|it| it.get(b"Scope").and_then(Object::as_name).ok());
        let scope = String::from_utf8_lossy(scope.unwrap_or_default()).into_owned();
        (kind == b"TH").then_some(scope)
    };
    let scopes: Vec<String> = headers.iter().filter_map(scope).collect();
    assert_eq!(scopes, ["Column", "Column", "Column", "Row", "Row"]);
}

#[test]
fn pictures_without_a_description_are_told_once_and_counted() {
    let image = |attributes: &str| format!("<p><img src=\"{DOT}\" {attributes}></p>\n");
    // A picture that occurs twice is shown once.
    let large = |attributes: &str| image(attributes).replace("'200'", "'300'");
    let told = |body: &str| {
        let made = print(&page("en", body));
        let found = made.diagnostics.iter().filter(|it| it.code == "picture-undescribed");
        let found: Vec<String> = found.map(|it| it.message.clone()).collect();
        let count = made.report.as_ref().expect("a report").pictures_without_description;
        assert_eq!(is_withheld(&made), count > 0, "{body}");
        (found, count)
    };
    for attributes in
        ["", "alt=\"IMG_1234.jpg\"", "alt=image", "alt=\"Photo 3\"", "alt=undefined title=null"]
    {
        let wanted = vec!["a picture has no description for screen readers".to_owned()];
        assert_eq!(told(&image(attributes)), (wanted, 1), "{attributes}");
    }
    let (found, count) = told(&[image(""), large("alt=photo")].concat());
    assert_eq!(count, 2);
    assert_eq!(found, ["2 pictures have no description for screen readers (lines 1, 2)"]);
    for attributes in ["alt=\"A dot\"", "alt=\"\"", "alt=image title=\"A dot\""] {
        assert_eq!(told(&image(attributes)), (Vec::new(), 0), "{attributes}");
    }
}

#[test]
fn a_picture_with_a_caption_has_no_file_name_as_its_description() {
    let body = format!(
        "<figure><img src=\"{DOT}\" alt=\"dot_0815.png\"><figcaption>A dot</figcaption></figure>"
    );
    assert_eq!(texts(&elements(&page("en", &body)), "Alt"), ["Figure: A dot"]);
}
