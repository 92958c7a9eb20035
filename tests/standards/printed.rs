//! Contents of a PDF, as text, beside an approved copy.
//!
//! The articles and their printouts are in `tests/golden/pdf`. `OFFPRINT_BLESS=1` writes the
//! printouts anew. The PDF is read by lopdf alone; nothing of the press helps.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use offprint::pdf::Standard;
use offprint::pipeline::{AttachedAs, PrintOptions};
use offprint::read::Format;
use offprint::style::{Choices, Edition, Paper, Style};

use super::{claims, set};

/// An article of `tests/golden/pdf`, and what is ordered.
type Case = (&'static str, fn() -> PrintOptions);

const CASES: [Case; 4] = [
    ("constructs", PrintOptions::default),
    ("withheld", PrintOptions::default),
    ("contents", || styled(&Choices { toc: true, drop_cap: true, duplex: true, ..a5() })),
    ("attached", || {
        let style = Style::resolve(&Edition::Class.choices(Paper::A4)).expect("it fits");
        let name = "attached.md".to_owned();
        let attach = Some(AttachedAs { name, media_type: "text/markdown" });
        let timestamp = Some(1_700_000_000);
        PrintOptions {
            style,
            attach,
            timestamp,
            standard: Standard::A3a,
            ..PrintOptions::default()
        }
    }),
];

fn a5() -> Choices {
    Choices { paper: Some("a5".parse().expect("a paper")), ..Choices::default() }
}

fn styled(choices: &Choices) -> PrintOptions {
    PrintOptions { style: Style::resolve(choices).expect("it fits"), ..PrintOptions::default() }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pdf")
}

#[test]
fn every_pdf_prints_as_in_its_golden() {
    let mut wrong = Vec::new();
    for (name, order) in CASES {
        let article = folder().join(format!("{name}.md"));
        let bytes = fs::read(&article).expect("an article of its golden");
        let order = PrintOptions { format: Format::Markdown, ..order() };
        let print = set(&bytes, &order).expect("it can be set");
        if order.standard == Standard::default() {
            assert_eq!(claims(&print, &article), name != "withheld");
        }
        let got = Printout::of(&print.pdf);
        let golden = folder().join(format!("{name}.txt"));
        if std::env::var_os("OFFPRINT_BLESS").is_some() {
            fs::write(&golden, &got).expect("a golden can be written");
        }
        let wanted = fs::read_to_string(&golden).unwrap_or_default();
        let differing = got.lines().zip(wanted.lines()).find(|(got, wanted)| got != wanted);
        if got != wanted {
            wrong.push(format!("{name}: {differing:?}"));
        }
    }
    let wrong = wrong.join("\n");
    assert!(wrong.is_empty(), "look, and if it is better: OFFPRINT_BLESS=1\n{wrong}");
}

#[test]
fn no_golden_of_a_pdf_is_dead() {
    let entries = fs::read_dir(folder()).expect("it is there");
    let names = entries.map(|it| it.expect("an entry").file_name());
    let kept: BTreeSet<_> = names.map(|it| it.to_string_lossy().into_owned()).collect();
    let files = |(name, _): Case| [format!("{name}.md"), format!("{name}.txt")];
    assert_eq!(kept, CASES.into_iter().flat_map(files).collect::<BTreeSet<_>>());
}

/// A PDF being printed.
struct Printout<'d> {
    document: &'d Document,
    /// Numbers of pages by their objects.
    pages: BTreeMap<ObjectId, u32>,
    /// Text of each marked content of each page.
    said: BTreeMap<(u32, i64), String>,
    /// Contents are printed with their pages and numbers.
    numbered: bool,
    out: String,
}

/// The structure tree of a PDF, one element or text to a line, the annotations with what they say.
pub(super) fn tree_of(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("a PDF");
    let mut printout = Printout::new(&document);
    printout.numbered = false;
    printout.pages();
    printout.out.clear();
    printout.structure();
    printout.out.trim_start_matches("\nstructure\n").to_owned()
}

impl<'d> Printout<'d> {
    fn new(document: &'d Document) -> Self {
        let pages = document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
        Self { document, pages, said: BTreeMap::new(), numbered: true, out: String::new() }
    }

    fn of(pdf: &[u8]) -> String {
        let document = Document::load_mem(pdf).expect("a PDF");
        let mut printout = Printout::new(&document);
        printout.out = format!("PDF {}\n", document.version);
        printout.catalog();
        printout.metadata();
        printout.outline();
        printout.pages();
        printout.structure();
        printout.out.replace(env!("CARGO_PKG_VERSION"), "VERSION")
    }

    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "  ".repeat(depth));
    }

    fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).expect("an object that is there").1
    }

    fn get<'a>(&'a self, holder: &'a Dictionary, key: &str) -> Option<&'a Object> {
        holder.get(key.as_bytes()).ok().map(|object| self.follow(object))
    }

    fn dict<'a>(&'a self, holder: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        match self.get(holder, key)? {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// An object in words: streams by their size, pages by their number, all else as it stands.
    fn words(&self, object: &Object) -> String {
        if let Object::Reference(id) = object
            && let Some(page) = self.pages.get(id)
        {
            return format!("page {page}");
        }
        match self.follow(object) {
            Object::Null => "-".to_owned(),
            Object::Boolean(it) => it.to_string(),
            Object::Integer(it) => it.to_string(),
            Object::Real(it) => format!("{it:.1}"),
            Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
            it @ Object::String(..) => {
                format!("{:?}", lopdf::decode_text_string(it).unwrap_or_default())
            }
            Object::Array(items) => {
                let items: Vec<_> = items.iter().map(|it| self.words(it)).collect();
                format!("[{}]", items.join(" "))
            }
            Object::Dictionary(it) => format!("<{}>", self.entries(it, &["Type"])),
            Object::Stream(stream) => {
                let size = stream.decompressed_content().map_or(0, |content| content.len());
                let noise = ["Type", "Length", "Filter", "DecodeParms"];
                format!("<{}> and {size} bytes", self.entries(&stream.dict, &noise))
            }
            Object::Reference(_) => unreachable!("it was followed"),
        }
    }

    /// The entries of a dictionary by name, without some.
    fn entries(&self, holder: &Dictionary, without: &[&str]) -> String {
        let mut all: Vec<(String, String)> = holder
            .iter()
            .map(|(key, value)| (String::from_utf8_lossy(key).into_owned(), value))
            .filter(|(key, _)| !without.contains(&key.as_str()))
            .map(|(key, value)| (key, self.words(value)))
            .collect();
        all.sort();
        let all: Vec<_> =
            all.into_iter().map(|(key, value)| format!("{key} {value}")).collect();
        all.join(", ")
    }

    /// Prints the catalog of the document, but for the parts that are printed by themselves.
    fn catalog(&mut self) {
        self.out.push_str("\ncatalog\n");
        let catalog = self.document.catalog().expect("a catalog");
        let apart = ["Type", "Pages", "StructTreeRoot", "Outlines", "Metadata"];
        for (key, value) in catalog {
            let key = String::from_utf8_lossy(key).into_owned();
            if !apart.contains(&key.as_str()) {
                self.line(1, &format!("{key} {}", self.words(value)));
            }
        }
        let info = self.document.trailer.get(b"Info").map(|it| self.words(it));
        self.line(1, &format!("Info {}", info.unwrap_or_default()));
    }

    fn metadata(&mut self) {
        let catalog = self.document.catalog().expect("a catalog");
        let packet = self.get(catalog, "Metadata").and_then(|it| it.as_stream().ok());
        let packet = packet.and_then(|it| it.get_plain_content().ok()).unwrap_or_default();
        let packet = String::from_utf8_lossy(&packet).into_owned();
        self.out.push_str("\nmetadata\n");
        for line in packet.replace("><rdf:", ">\n<rdf:").lines() {
            if !line.trim().is_empty() && !line.starts_with("xmlns:") {
                self.line(1, line);
            }
        }
    }

    fn outline(&mut self) {
        self.out.push_str("\noutline\n");
        let catalog = self.document.catalog().expect("a catalog");
        if let Some(outline) = self.dict(catalog, "Outlines").cloned() {
            self.outline_below(&outline, 1);
        }
    }

    fn outline_below(&mut self, holder: &Dictionary, depth: usize) {
        let mut item = self.dict(holder, "First").cloned();
        while let Some(here) = item {
            let words = |key: &str| here.get(key.as_bytes()).map(|it| self.words(it));
            let words = (words("Title"), words("Dest"));
            let line = format!("{} {}", words.0.expect("a title"), words.1.expect("a place"));
            self.line(depth, &line);
            self.outline_below(&here, depth + 1);
            item = self.dict(&here, "Next").cloned();
        }
    }

    /// Each page: its boxes, fonts, links, and what is on it that is not of the structure.
    fn pages(&mut self) {
        for (number, id) in self.document.get_pages() {
            let page = self.document.get_dictionary(id).expect("a page").clone();
            self.out.push_str(&format!("\npage {number}\n"));
            for key in ["MediaBox", "TrimBox", "BleedBox", "CropBox", "Rotate", "Tabs"] {
                if let Ok(value) = page.get(key.as_bytes()) {
                    self.line(1, &format!("{key} {}", self.words(value)));
                }
            }
            let fonts = self.fonts(&page);
            let links = self.get(&page, "Annots").and_then(|it| it.as_array().ok()).cloned();
            for link in links.unwrap_or_default() {
                let link = self.words(&link);
                self.line(1, &format!("link {link}"));
            }
            self.content(number, id, &fonts);
        }
    }

    /// Prints the fonts of a page; gives what their codes say.
    fn fonts(&mut self, page: &Dictionary) -> BTreeMap<Vec<u8>, BTreeMap<u8, String>> {
        let resources = self.dict(page, "Resources").cloned().unwrap_or_default();
        let fonts = self.dict(&resources, "Font").cloned().unwrap_or_default();
        let mut texts = BTreeMap::new();
        for (name, font) in &fonts {
            let font = self.follow(font).as_dict().expect("a font").clone();
            let said = self.get(&font, "ToUnicode").and_then(|it| it.as_stream().ok());
            let said = said.and_then(|it| it.get_plain_content().ok()).unwrap_or_default();
            let said = codes(&String::from_utf8_lossy(&said));
            let below = self.get(&font, "DescendantFonts").and_then(|it| it.as_array().ok());
            let below = below.and_then(|it| it.first()).map(|it| self.follow(it).clone());
            let below = below.and_then(|it| it.as_dict().cloned().ok()).unwrap_or_default();
            let descriptor = self.dict(&below, "FontDescriptor").cloned().unwrap_or_default();
            let widths = self.get(&below, "W").and_then(|it| it.as_array().ok());
            let widths = widths.into_iter().flatten().filter_map(|it| it.as_array().ok());
            let widths: Vec<i64> = widths.flatten().filter_map(|it| it.as_i64().ok()).collect();
            let noise = ["Type", "W", "FontDescriptor", "BaseFont", "CIDSystemInfo"];
            let line = format!(
                "font {} {} {}: {} texts, {} widths of {} together; {}; {}",
                String::from_utf8_lossy(name),
                font.get(b"BaseFont").map(|it| self.words(it)).unwrap_or_default(),
                font.get(b"Subtype").map(|it| self.words(it)).unwrap_or_default(),
                said.len(),
                widths.len(),
                widths.iter().sum::<i64>(),
                self.entries(&below, &noise),
                self.entries(&descriptor, &["Type", "FontName", "FontFile3", "FontFile2"]),
            );
            self.line(1, &line);
            texts.insert(name.clone(), said);
        }
        texts
    }

    /// Hears the contents of a page, and prints its artifacts in order.
    fn content(
        &mut self,
        number: u32,
        id: ObjectId,
        fonts: &BTreeMap<Vec<u8>, BTreeMap<u8, String>>,
    ) {
        let content = self.document.get_page_content(id);
        let mut font = None;
        // Open marked content: its line if it is an artifact, its number if it is of the structure.
        let mut open: Vec<(String, Option<i64>, String)> = Vec::new();
        for operation in Content::decode(&content).expect("content").operations {
            match (&*operation.operator, &*operation.operands) {
                ("Tf", [Object::Name(name), ..]) => font = fonts.get(name),
                ("BDC", [Object::Name(tag), Object::Dictionary(properties)]) => {
                    let tag = String::from_utf8_lossy(tag).into_owned();
                    let mcid = properties.get(b"MCID").and_then(Object::as_i64).ok();
                    let more = self.entries(properties, &["MCID"]);
                    open.push((format!("{tag} {more}"), mcid, String::new()));
                }
                ("TJ" | "Tj", [shown]) => {
                    let Some((.., text)) = open.last_mut() else { continue };
                    let one = [shown.clone()];
                    for part in shown.as_array().map_or(&one[..], |it| it) {
                        let Ok(bytes) = part.as_str() else { continue };
                        for code in bytes {
                            let says = font.and_then(|font| font.get(code));
                            text.push_str(says.map_or("\u{FFFD}", String::as_str));
                        }
                    }
                }
                ("f" | "Do", _) => {
                    if let Some((.., text)) = open.last_mut() {
                        text.push_str(&format!("({})", operation.operator));
                    }
                }
                ("EMC", _) => {
                    let (kind, mcid, text) = open.pop().expect("something is open");
                    let text = if kind.contains("ActualText") {
                        format!("{{{kind}: {text}}}")
                    } else {
                        text
                    };
                    match (mcid, open.last_mut()) {
                        (Some(mcid), _) => {
                            self.said.insert((number, mcid), text);
                        }
                        (None, Some((.., around))) if kind.contains("ActualText") => {
                            around.push_str(&text);
                        }
                        _ => self.line(1, &format!("{}: {text:?}", kind.trim())),
                    }
                }
                _ => {}
            }
        }
    }

    fn structure(&mut self) {
        self.out.push_str("\nstructure\n");
        let catalog = self.document.catalog().expect("a catalog");
        let root = self.dict(catalog, "StructTreeRoot").expect("a tree").clone();
        self.element(&root, 0, 0);
    }

    /// Prints what a marked content says.
    fn shown(&mut self, depth: usize, page: u32, mcid: i64, said: &str) {
        if self.numbered {
            self.line(depth, &format!("{page}.{mcid} {said}"));
        } else {
            self.line(depth, said);
        }
    }

    /// Prints an element and its contents.
    fn element(&mut self, element: &Dictionary, page: u32, depth: usize) {
        let page = element
            .get(b"Pg")
            .and_then(Object::as_reference)
            .map_or(page, |id| self.pages[&id]);
        if let Ok(kind) = element.get(b"S") {
            let apart = ["Type", "S", "P", "K", "Pg"];
            let line = format!("{} {}", self.words(kind), self.entries(element, &apart));
            self.line(depth, line.trim_end());
        }
        let Ok(inside) = element.get(b"K") else { return };
        let one = [inside.clone()];
        let inside = self.follow(inside).as_array().map_or(one.to_vec(), Clone::clone);
        for child in inside {
            match self.follow(&child).clone() {
                Object::Integer(mcid) => {
                    let said = self.said.get(&(page, mcid));
                    let said = said.map_or("nothing".to_owned(), |it| format!("{it:?}"));
                    self.shown(depth + 1, page, mcid, &said);
                }
                Object::Dictionary(inner) if inner.has(b"S") => {
                    self.element(&inner, page, depth + 1);
                }
                Object::Dictionary(inner) if inner.has(b"MCID") => {
                    let mcid = inner.get(b"MCID").and_then(Object::as_i64).expect("a number");
                    let page = inner.get(b"Pg").and_then(Object::as_reference);
                    let page = page.map_or(0, |id| self.pages[&id]);
                    let said = self.said.get(&(page, mcid)).cloned().unwrap_or_default();
                    self.shown(depth + 1, page, mcid, &format!("{said:?}"));
                }
                Object::Dictionary(inner) => {
                    let annotation = self.dict(&inner, "Obj").cloned().unwrap_or_default();
                    let action = annotation.get(b"A").or(annotation.get(b"Dest"));
                    let action = action.map(|it| self.words(it)).unwrap_or_default();
                    let contents = annotation.get(b"Contents").map(|it| self.words(it));
                    let contents = contents.ok().filter(|_| !self.numbered);
                    let line = [Some("annotation".to_owned()), Some(action), contents];
                    let line: Vec<_> = line.into_iter().flatten().collect();
                    self.line(depth + 1, &line.join(" "));
                }
                other => self.line(depth + 1, &format!("{other:?}")),
            }
        }
    }
}

/// Returns the text of the codes of a font, by its ToUnicode map.
fn codes(program: &str) -> BTreeMap<u8, String> {
    let mut said = BTreeMap::new();
    let mut ranges = false;
    for line in program.lines() {
        ranges = if line.ends_with("beginbfrange") { true } else { ranges };
        ranges = if line.ends_with("beginbfchar") { false } else { ranges };
        let parts: Vec<&str> =
            line.split_whitespace().map(|it| it.trim_matches(['<', '>'])).collect();
        let code = |at: usize| parts.get(at).and_then(|it| u8::from_str_radix(it, 16).ok());
        match (ranges, parts.len(), code(0), code(1)) {
            (true, 3, Some(first), Some(last)) => {
                for code in first..=last {
                    let start = text(parts[2]).chars().next().map_or(0, u32::from);
                    let letter = char::from_u32(start + u32::from(code - first));
                    said.insert(code, letter.unwrap_or('\u{FFFD}').to_string());
                }
            }
            (false, 2, Some(code), _) if line.starts_with('<') => {
                said.insert(code, text(parts[1]));
            }
            _ => {}
        }
    }
    said
}

/// Text in UTF-16BE, in hexadecimal digits.
fn text(digits: &str) -> String {
    let halves = digits.as_bytes().chunks(4).map(|half| {
        let half = std::str::from_utf8(half).unwrap_or_default();
        u16::from_str_radix(half, 16).unwrap_or(0xFFFD)
    });
    String::from_utf16_lossy(&halves.collect::<Vec<_>>())
}
