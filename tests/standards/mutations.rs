//! Damaged outputs: verification accepts none whose claims the judge finds false.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use lopdf::{Dictionary, Document, Object, ObjectId};
use offprint::pipeline::{PrintOptions, verify};
use offprint::read::Format;
use offprint::style::{Choices, Style};
use page_validation::{ValidationOptions, ValidationProfile, is_pdf_compliant_bytes};

use super::set;

/// Mutants of the whole run.
const ALL: u64 = 800;

/// Mutants of the run in every test of the project.
const SAMPLE: u64 = 100;

/// An article with the options it is set with.
struct Subject {
    name: &'static str,
    article: &'static str,
    order: PrintOptions,
    pdf: Vec<u8>,
    /// The PDF as another program writes it: every object stands by itself.
    plain: Document,
}

fn subjects() -> Vec<Subject> {
    let contents = Choices { toc: true, ..Choices::default() };
    let articles: [(&str, &str, Choices); 6] = [
        ("code", CODE, Choices::default()),
        ("table", TABLE, Choices::default()),
        ("contents", CONTENTS, contents),
        ("notes", NOTES, Choices::default()),
        ("picture", PICTURE, Choices::default()),
        ("links", LINKS, Choices::default()),
    ];
    let made = articles.map(|(name, article, choices)| {
        let style = Style::resolve(&choices).expect("a style");
        let order = PrintOptions { format: Format::Markdown, style, ..PrintOptions::default() };
        let pdf = set(article.as_bytes(), &order).expect("it can be set").pdf;
        let mut plain = Document::load_mem(&pdf).expect("a PDF");
        plain.decompress();
        Subject { name, article, order, pdf, plain }
    });
    made.into()
}

const CODE: &str = "# The Tide\n\nA program in three lines, and a word on `each` of them.\n\n\
    ```python\ndef tide(hour):\n    if hour > 6:\n        return 12 - hour\n```\n\n\
    > Somebody said this of the sea.\n\n- one\n- two\n  1. deeper\n  2. deeper still\n";
const TABLE: &str = "# The Harbour\n\nWhat the harbour holds, by the hour of the day.\n\n\
    | Hour | Rise | Fall |\n|:--|:-:|--:|\n| one | 1 | 2 |\n| **two** | 3 | 4 |\n| six | 5 | 6 |\n";
const CONTENTS: &str = "# The Coast\n\nBefore the first part.\n\n## The Cliffs\n\nThey are high.\n\n\
    ### The Gulls\n\nThey are loud.\n\n## The Sands\n\nThey are wide, and they are flat.\n";
const NOTES: &str = "# The Lamp\n\nIt was late[^1], and the lamp burned low[^2]. *Nobody* had \
    thought of **oil**.\n\n[^1]: After ten.\n[^2]: For want of oil.\n\nSo they went to bed.\n";
const PICTURE: &str = "# The Dot

A picture of a dot.

![A dot on paper](data:image/svg+xml,\
    %3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='90'%20height='40'%3E%3Ccircle%20r='9'%20\
    cx='20'%20cy='20'%20fill='red'/%3E%3C/svg%3E \"The dot\")

And more words below the dot.
";
const LINKS: &str = "---\nauthor: Ada Lovelace\nlang: en\n---\n\n# Addresses\n\nSee \
    [the lamps](https://example.org/lamps) and <https://example.org/oil>, or [write](mailto:a@example.org) \
    to somebody.\n\n## More\n\nThe word *Lampe* is German.\n";

/// Numbers that look random, the same ones in every run.
struct Dice(u64);

impl Dice {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end.max(1) as u64).expect("it is below `end`")
    }

    fn one_of<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        items.get(self.below(items.len()))
    }
}

/// The kinds of damage.
const KINDS: [&str; 20] = [
    "byte",
    "byte lost",
    "byte added",
    "digit",
    "cut",
    "stream bytes",
    "object lost",
    "object twice",
    "number",
    "keys swapped",
    "key lost",
    "key renamed",
    "name",
    "type",
    "reference",
    "identifier",
    "width",
    "metadata",
    "content",
    "stream content",
];

/// The PDF after a damage of this kind.
fn damaged(subject: &Subject, kind: &str, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = subject.pdf.clone();
    let place = dice.below(bytes.len());
    match kind {
        "byte" => bytes[place] ^= 1 << dice.below(8),
        "byte lost" => drop(bytes.remove(place)),
        "byte added" => bytes.insert(place, b"0 /<>[]()\n"[dice.below(10)]),
        "digit" => {
            let digits: Vec<usize> =
                (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit()).collect();
            let at = *dice.one_of(&digits).expect("a digit");
            bytes[at] = b'0' + (bytes[at] - b'0' + 1 + dice.below(9) as u8) % 10;
        }
        "cut" => bytes.truncate(bytes.len() - 1 - dice.below(400)),
        "stream bytes" => {
            let starts: Vec<usize> = bytes
                .windows(8)
                .enumerate()
                .filter(|(_, it)| *it == b"\nstream\n" || *it == b">>stream")
                .map(|(at, _)| at + 9)
                .collect();
            let at = *dice.one_of(&starts).expect("a stream");
            for byte in bytes.iter_mut().skip(at + dice.below(40)).take(1 + dice.below(6)) {
                *byte = byte.wrapping_add(1 + dice.below(254) as u8);
            }
        }
        _ => {
            let mut document = subject.plain.clone();
            changed(&mut document, kind, dice);
            bytes.clear();
            document.save_to(&mut bytes).expect("it can be written");
        }
    }
    bytes
}

/// Changes an object of the document.
fn changed(document: &mut Document, kind: &str, dice: &mut Dice) {
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    let other = *dice.one_of(&ids).expect("an object");
    match kind {
        "object lost" => drop(document.objects.remove(&other)),
        "object twice" => {
            let source = document.objects[dice.one_of(&ids).expect("an object")].clone();
            document.objects.insert(other, source);
        }
        "metadata" => {
            let found = streams(document, |dict| dict.has_type(b"Metadata"));
            edit_stream(document, &found, dice);
        }
        "content" => {
            let pages: Vec<_> = document.get_pages().into_values().collect();
            let of = |page: &ObjectId| {
                document
                    .get_dictionary(*page)
                    .and_then(|it| it.get(b"Contents")?.as_reference())
                    .ok()
            };
            let found: Vec<_> = pages.iter().filter_map(of).collect();
            edit_stream(document, &found, dice);
        }
        "stream content" => {
            let found = streams(document, |dict| !dict.has_type(b"XRef"));
            edit_stream(document, &found, dice);
        }
        _ => {
            let holders = holders(document, kind);
            let Some(id) = dice.one_of(&holders) else { return };
            let object = document.objects.get_mut(id).expect("it is there");
            change(object, kind, dice, other);
        }
    }
}

fn streams(document: &Document, wanted: impl Fn(&Dictionary) -> bool) -> Vec<ObjectId> {
    let all = document.objects.iter();
    let found = all.filter(|(_, it)| it.as_stream().is_ok_and(|stream| wanted(&stream.dict)));
    found.map(|(id, _)| *id).collect()
}

/// Changes a byte or a word of one of the streams.
fn edit_stream(document: &mut Document, found: &[ObjectId], dice: &mut Dice) {
    let Some(id) = dice.one_of(found) else { return };
    let stream =
        document.objects.get_mut(id).and_then(|it| it.as_stream_mut().ok()).expect("it");
    let mut content = stream.content.clone();
    if content.is_empty() {
        return;
    }
    let at = dice.below(content.len());
    match dice.below(4) {
        0 => content[at] ^= 1 << dice.below(8),
        1 => drop(content.remove(at)),
        2 => {
            let end = content.len().min(at + 1 + dice.below(24));
            content.drain(at..end);
        }
        _ => {
            let end = content.len().min(at + 1 + dice.below(24));
            let part = content[at..end].to_vec();
            content.splice(at..at, part);
        }
    }
    stream.set_content(content);
}

/// The objects that a damage of this kind can change.
fn holders(document: &Document, kind: &str) -> Vec<ObjectId> {
    let holds = |object: &Object| match kind {
        "type" | "identifier" => {
            dictionary(object).is_some_and(|it| it.has(b"P") && it.has(b"S"))
        }
        "width" => dictionary(object).is_some_and(|it| it.has(b"DescendantFonts")),
        _ => matches!(object, Object::Dictionary(_) | Object::Stream(_) | Object::Array(_)),
    };
    document.objects.iter().filter(|(_, it)| holds(it)).map(|(id, _)| *id).collect()
}

fn dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

const TYPES: [&str; 24] = [
    "Document",
    "P",
    "H1",
    "H2",
    "H3",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TOC",
    "TOCI",
    "Figure",
    "Caption",
    "Link",
    "Note",
    "Span",
    "Code",
    "Paragraph",
];

/// Changes one value inside an object.
fn change(object: &mut Object, kind: &str, dice: &mut Dice, other: ObjectId) {
    let mut values: Vec<Vec<usize>> = Vec::new();
    paths(object, &mut Vec::new(), &mut values);
    values.retain(|path| fits(at(object, path), kind));
    let Some(path) = dice.one_of(&values).cloned() else { return };
    let value = at_mut(object, &path);
    match value {
        Object::Integer(number) => {
            let steps = [1, -1, 2, 10, -10, 1000, i64::from(i32::MAX)];
            *number = number.wrapping_add(steps[dice.below(steps.len())]);
        }
        Object::Real(number) => *number += [1.0, -1.0, 50.0, 1000.0][dice.below(4)],
        Object::Name(name) => {
            if kind == "type" {
                *name = TYPES[dice.below(TYPES.len())].into();
            } else {
                let place = dice.below(name.len());
                if let Some(byte) = name.get_mut(place) {
                    *byte = b'A' + dice.below(26) as u8;
                }
            }
        }
        Object::Reference(id) => *id = other,
        Object::Dictionary(dict) => change_keys(dict, kind, dice),
        Object::Stream(stream) => change_keys(&mut stream.dict, kind, dice),
        _ => {}
    }
}

fn change_keys(dict: &mut Dictionary, kind: &str, dice: &mut Dice) {
    let keys: Vec<Vec<u8>> = dict.iter().map(|(key, _)| key.clone()).collect();
    let (Some(first), Some(second)) = (dice.one_of(&keys), dice.one_of(&keys)) else { return };
    let value = dict.get(first).expect("it is there").clone();
    match kind {
        "keys swapped" => {
            let replaced = dict.get(second).expect("it is there").clone();
            dict.set(first.clone(), replaced);
            dict.set(second.clone(), value);
        }
        "key lost" => drop(dict.remove(first)),
        "key renamed" => {
            dict.remove(first);
            let mut key = first.clone();
            let place = dice.below(key.len());
            key[place] = b'A' + dice.below(26) as u8;
            dict.set(key, value);
        }
        _ => {}
    }
}

/// Returns whether a damage of this kind can change the value.
fn fits(value: &Object, kind: &str) -> bool {
    match kind {
        "number" | "width" | "identifier" => {
            matches!(value, Object::Integer(_) | Object::Real(_))
        }
        "name" | "type" => matches!(value, Object::Name(_)),
        "reference" => matches!(value, Object::Reference(_)),
        _ => matches!(value, Object::Dictionary(_) | Object::Stream(_)),
    }
}

/// The ways to all values in an object.
fn paths(object: &Object, way: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    found.push(way.clone());
    for (index, value) in values(object).into_iter().enumerate() {
        way.push(index);
        paths(value, way, found);
        way.pop();
    }
}

fn values(object: &Object) -> Vec<&Object> {
    match object {
        Object::Array(items) => items.iter().collect(),
        Object::Dictionary(dict) => dict.iter().map(|(_, value)| value).collect(),
        Object::Stream(stream) => stream.dict.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

fn at<'o>(object: &'o Object, way: &[usize]) -> &'o Object {
    way.iter().fold(object, |object, &index| values(object)[index])
}

fn at_mut<'o>(object: &'o mut Object, way: &[usize]) -> &'o mut Object {
    way.iter().fold(object, |object, &index| match object {
        Object::Array(items) => &mut items[index],
        Object::Dictionary(dict) => dict.iter_mut().nth(index).expect("a value").1,
        Object::Stream(stream) => stream.dict.iter_mut().nth(index).expect("a value").1,
        _ => panic!("the way leads into a simple value"),
    })
}

/// The profiles that a PDF claims, as its metadata name them; both where nobody can read it.
fn claimed(pdf: &[u8]) -> Vec<ValidationProfile> {
    let both = vec![ValidationProfile::PdfA2a, ValidationProfile::PdfUa1];
    let Ok(document) = Document::load_mem(pdf) else { return both };
    let packet = document.catalog().and_then(|it| it.get(b"Metadata")?.as_reference());
    let packet = packet.and_then(|id| document.get_object(id)).and_then(Object::as_stream);
    let Ok(packet) = packet else { return Vec::new() };
    let bytes = packet.get_plain_content().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let mut profiles = Vec::new();
    if text.contains("<pdfaid:part>") {
        profiles.push(ValidationProfile::PdfA2a);
    }
    if text.contains("<pdfuaid:part>") {
        profiles.push(ValidationProfile::PdfUa1);
    }
    profiles
}

/// Returns whether the validator finds a claim of the PDF false.
fn is_false(pdf: &[u8]) -> bool {
    claimed(pdf).into_iter().any(|profile| {
        let options = ValidationOptions::default().profile(profile);
        !is_pdf_compliant_bytes(pdf, &options).unwrap_or(false)
    })
}

/// The mutants that verification accepts though the judge finds a claim of theirs false.
fn wrongly_accepted(count: u64, tell: bool) -> Vec<String> {
    let subjects = subjects();
    for subject in &subjects {
        let mut plain = Vec::new();
        subject.plain.clone().save_to(&mut plain).expect("it can be written");
        for pdf in [&subject.pdf, &plain] {
            let verdict = verify(pdf, subject.article.as_bytes(), &subject.order);
            assert_eq!(verdict.expect("a PDF").faults, [], "{}", subject.name);
            assert!(!is_false(pdf), "{} is true", subject.name);
        }
    }
    let mut wrong = Vec::new();
    let mut figures: BTreeMap<(bool, bool), u32> = BTreeMap::new();
    for number in 0..count {
        let mut dice = Dice(number);
        let subject = &subjects[dice.below(subjects.len())];
        let kind = KINDS[dice.below(KINDS.len())];
        let pdf = damaged(subject, kind, &mut dice);
        let verdict = verify(&pdf, subject.article.as_bytes(), &subject.order);
        let accepted = verdict.is_ok_and(|verdict| verdict.faults.is_empty());
        let is_false = (accepted || tell) && is_false(&pdf);
        *figures.entry((accepted, is_false)).or_default() += 1;
        if accepted && is_false {
            wrong.push(format!("{number}: {}, {kind}", subject.name));
            if let Some(folder) = std::env::var_os("OFFPRINT_KEEP_MUTANTS") {
                let path = std::path::Path::new(&folder).join(format!("{number}.pdf"));
                std::fs::write(path, &pdf).expect("it can be written");
            }
        }
    }
    if tell {
        let figure = |accepted, is_false| figures.get(&(accepted, is_false)).unwrap_or(&0);
        let _ = writeln!(
            io::stderr(),
            "{count} mutants: {} false and refused, {} false and accepted, \
             {} true and refused, {} true and accepted",
            figure(false, true),
            figure(true, true),
            figure(false, false),
            figure(true, false)
        );
    }
    wrong
}

#[test]
fn no_mutant_of_a_sample_is_accepted_with_a_false_claim() {
    assert_eq!(wrongly_accepted(SAMPLE, false), Vec::<String>::new());
}

#[test]
#[ignore = "it takes minutes: .ci/long mutations"]
fn no_mutant_is_accepted_with_a_false_claim() {
    assert_eq!(wrongly_accepted(ALL, true), Vec::<String>::new());
}
