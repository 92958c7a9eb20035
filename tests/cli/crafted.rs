//! PDFs that are made to cost their reader much: an error that names the limit.

use std::time::{Duration, Instant};

use libdeflater::{CompressionLvl, Compressor};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::Desk;

/// Longest time of a command on such a file, on a slow machine; a fast one takes a second.
const LONGEST: Duration = Duration::from_secs(60);

/// `size` zeros, compressed.
fn zeros(size: usize) -> Vec<u8> {
    compressed(&vec![0; size])
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = Compressor::new(CompressionLvl::default());
    let mut out = vec![0; compressor.zlib_compress_bound(bytes.len())];
    let length = compressor.zlib_compress(bytes, &mut out).expect("it fits");
    out.truncate(length);
    out
}

/// An article and its PDF after a change to its objects.
fn changed(change: impl FnOnce(&mut Document)) -> Desk {
    let desk = Desk::with_article();
    desk.run(&["article.txt", "--attach-source"]).ends(0);
    let mut document = Document::load_mem(&desk.read("article.pdf")).expect("a PDF");
    change(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it can be written");
    desk.put("article.pdf", bytes);
    desk
}

/// A stream with these filters.
fn filtered(filters: &[&str], content: Vec<u8>) -> Object {
    let filters = filters.iter().map(|filter| Object::Name((*filter).into())).collect();
    Object::Stream(Stream::new(dictionary! { "Filter" => Object::Array(filters) }, content))
}

fn first_page(document: &Document) -> ObjectId {
    document.get_pages()[&1]
}

fn set_content(document: &mut Document, content: Object) {
    let page = first_page(document);
    let content = document.add_object(content);
    document.get_dictionary_mut(page).expect("a page").set("Contents", content);
}

/// Runs the commands that read PDFs, and asserts that those in `refusing` name the limit.
#[track_caller]
fn assert_bounded(desk: &Desk, refusing: &[&str], limit: &str) {
    for command in ["verify", "preview", "extract"] {
        let arguments = match command {
            "verify" => vec!["verify", "article.pdf", "--against", "article.txt"],
            "preview" => vec!["preview", "article.pdf", "-o", "page.png", "--force"],
            _ => vec![command, "article.pdf"],
        };
        let start = Instant::now();
        let told = desk.run(&arguments);
        assert!(start.elapsed() < LONGEST, "{command} took {:?}", start.elapsed());
        if refusing.contains(&command) {
            told.ends(1).says(limit);
        } else {
            assert!(matches!(told.code, Some(0 | 1)), "{command}: {:?}", told.code);
        }
    }
}

#[test]
fn an_element_that_is_inside_itself_is_read_once() {
    let desk = changed(|document| {
        let elements = document.objects.iter_mut().filter_map(|(id, it)| match it {
            Object::Dictionary(dict) if dict.has(b"S") && dict.has(b"P") => Some((*id, dict)),
            _ => None,
        });
        for (id, dict) in elements {
            dict.set("K", vec![Object::Reference(id); 3]);
        }
    });
    assert_bounded(&desk, &["verify"], "a structure element is in the tree twice");
}

#[test]
fn forms_are_counted_as_often_as_they_are_drawn() {
    let desk = changed(|document| {
        let mut inner = None;
        for _ in 0..8 {
            let mut dict = dictionary! {
                "Type" => "XObject", "Subtype" => "Form",
                "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()],
            };
            let mut content = b"0 0 9 9 re f\n".to_vec();
            if let Some(inner) = inner {
                let forms = dictionary! { "F" => Object::Reference(inner) };
                dict.set("Resources", dictionary! { "XObject" => forms });
                content = b"/F Do ".repeat(10);
            }
            inner = Some(document.add_object(Stream::new(dict, content)));
        }
        let form = inner.expect("a form");
        let page = first_page(document);
        let forms: Dictionary = dictionary! { "F" => Object::Reference(form) };
        let resources = dictionary! { "XObject" => forms };
        document.get_dictionary_mut(page).expect("a page").set("Resources", resources);
        set_content(
            document,
            Object::Stream(Stream::new(Dictionary::new(), b"/F Do".to_vec())),
        );
    });
    assert_bounded(&desk, &["preview"], "page 1: drawing it takes more than 1000000 operators");
}

#[test]
fn streams_that_unpack_to_too_much_are_named() {
    let all = ["verify", "preview", "extract"];
    let single = zeros(70 << 20);
    let nested = compressed(&zeros(70 << 20));
    for (filters, content) in
        [(&["FlateDecode"][..], single), (&["FlateDecode", "FlateDecode"][..], nested)]
    {
        let desk =
            changed(|document| set_content(document, filtered(filters, content.clone())));
        assert_bounded(&desk, &all, "it unpacks to more than the limit of 64 MiB");
    }
    let many = vec!["ASCIIHexDecode"; 9];
    let desk = changed(|document| set_content(document, filtered(&many, b"3030>".to_vec())));
    assert_bounded(&desk, &all, "it has more filters than the limit of 4");
}

#[test]
fn an_attached_file_that_unpacks_to_too_much_is_not_called_missing() {
    let desk = changed(|document| {
        for object in document.objects.values_mut() {
            if let Object::Stream(stream) = object
                && stream.dict.has_type(b"EmbeddedFile")
            {
                stream.set_content(zeros(70 << 20));
                stream.dict.set("Filter", "FlateDecode");
            }
        }
    });
    assert_bounded(&desk, &["extract"], "it unpacks to more than the limit of 64 MiB");
}

#[test]
fn saved_states_are_counted() {
    let desk = changed(|document| {
        let content = b"q ".repeat(1_000_000);
        set_content(document, Object::Stream(Stream::new(Dictionary::new(), content)));
    });
    assert_bounded(&desk, &["preview"], "page 1: it saves more graphics states than 512");
    assert_bounded(&desk, &["verify"], "more saved graphics states than the limit of 28");
}

#[test]
fn cross_references_that_unpack_to_too_much_are_named() {
    let desk = Desk::with_article();
    let table = zeros(60 << 20);
    let mut pdf = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
    pdf.extend(b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n");
    let start = pdf.len();
    let head = format!(
        "3 0 obj\n<</Type/XRef/Size 8000000/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length {}>>\n\
         stream\n",
        table.len()
    );
    pdf.extend(head.as_bytes());
    pdf.extend(table);
    pdf.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    desk.put("article.pdf", pdf);
    assert_bounded(
        &desk,
        &["verify", "preview", "extract"],
        "it unpacks to more than the limit of 4 MiB",
    );
}
