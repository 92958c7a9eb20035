//! Objects of the PDFs: those that must be there, and those that none may have.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};
use offprint::pipeline::{AttachedAs, PrintOptions, Stage, dump, verify};
use offprint::read::Format;
use offprint::style::{Choices, Edition, Paper, Style};

use super::reading::words_by_tags;
use super::{FACES, articles, house_faults, is_withheld, set};
use crate::skip::{skip_without_data, skip_without_tool};

/// Names that the standards rule out, or that could break them: none is written, whatever an
/// article says.
const RULED_OUT: [&str; 60] = [
    // Files: encryption, permissions, linearization, requirements, outside files.
    "Encrypt",
    "Crypt",
    "Perms",
    "Linearized",
    "Requirements",
    "FFilter",
    "LZWDecode",
    // Graphics: what depends on devices, transparency, other images.
    "ExtGState",
    "SMask",
    "SMaskInData",
    "BM",
    "Alternates",
    "OPI",
    "Interpolate",
    "Intent",
    "JPXDecode",
    "DeviceCMYK",
    "DeviceN",
    "Separation",
    "CalRGB",
    "Lab",
    "Pattern",
    "Shading",
    "Form",
    "PS",
    "Ref",
    "Group",
    "HT",
    "TR2",
    // Fonts that need what ours have.
    "Type1",
    "MMType1",
    "Type3",
    "TrueType",
    "CharSet",
    "CIDSet",
    // Forms, actions, media, layers, threads, presentations.
    "AcroForm",
    "XFA",
    "Widget",
    "PrintField",
    "NeedsRendering",
    "Sig",
    "AA",
    "OpenAction",
    "JS",
    "JavaScript",
    "Launch",
    "SubmitForm",
    "GoToR",
    "Movie",
    "Sound",
    "Screen",
    "RichMedia",
    "3D",
    "FileAttachment",
    "PrinterMark",
    "OCProperties",
    "Threads",
    "AlternatePresentations",
    "PresSteps",
    "RoleMap",
];

/// The operators of a page's content.
const OPERATORS: [&str; 23] = [
    "BT", "ET", "Tf", "Td", "T*", "TJ", "Tw", "Tc", "Tz", "Ts", "TL", "g", "rg", "re", "f",
    "q", "Q", "cm", "Do", "BDC", "EMC", "TD", "Tj",
];

/// Every name in an object, of keys and of values.
fn names(object: &Object, found: &mut BTreeSet<String>) {
    let dictionary = match object {
        Object::Name(name) => {
            found.insert(String::from_utf8_lossy(name).into_owned());
            return;
        }
        Object::Array(items) => return items.iter().for_each(|item| names(item, found)),
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        _ => return,
    };
    for (key, value) in dictionary {
        found.insert(String::from_utf8_lossy(key).into_owned());
        names(value, found);
    }
}

/// Every article of the project and its PDF; where there is none, it cannot be set. Those that claim
/// nothing are left out.
fn outputs() -> Vec<(PathBuf, Vec<u8>)> {
    let all = articles("input").into_iter().chain(articles("tests/suite"));
    let set = |path: PathBuf| {
        let bytes = fs::read(&path).expect("an article");
        let print = set(&bytes, &PrintOptions::default())?;
        (!is_withheld(&print)).then_some((path, print.pdf))
    };
    let mut found: Vec<_> = all.filter_map(set).collect();
    found.push((PathBuf::from("everything.md"), everything(PrintOptions::default())));
    found.push((PathBuf::from("class.md"), everything(class())));
    found
}

#[test]
fn nothing_that_is_ruled_out_is_written() {
    for (path, pdf) in outputs() {
        let what = path.display();
        let document = Document::load_mem(&pdf).expect("a PDF");
        let mut found = BTreeSet::new();
        names(&Object::Dictionary(document.trailer.clone()), &mut found);
        document.objects.values().for_each(|object| names(object, &mut found));
        let ruled_out: Vec<_> = RULED_OUT.iter().filter(|it| found.contains(**it)).collect();
        assert!(ruled_out.is_empty(), "{what}: {ruled_out:?}");
        for page in document.get_pages().into_values() {
            let content = Content::decode(&document.get_page_content(page)).expect("content");
            for operation in content.operations {
                assert!(OPERATORS.contains(&&*operation.operator), "{what}: {operation:?}");
            }
        }
    }
}

/// An article with every kind of block that has a tag of its own, on two pages.
fn everything(order: PrintOptions) -> Vec<u8> {
    let rows = "| 6 | 1.20 m |\n".repeat(60);
    let text = format!(
        "# The Whole\n\nWords with a [link](https://example.org/a), `code` and a note[^1].\n\n\
         > Said by another.\n\n1. one\n2. two\n\n- a\n- b\n\n```\ncode that stands alone\n```\n\n\
         ## A Table\n\n| Hour | Height |\n|---|---|\n{rows}\n\
         [^1]: The note.\n"
    );
    let order = PrintOptions { format: Format::Markdown, ..order };
    set(text.as_bytes(), &order).expect("it can be set").pdf
}

/// An edition with numbers of lines, a line for the name, and lines to write on.
fn class() -> PrintOptions {
    let choices = Edition::Class.choices(Paper::A4);
    PrintOptions {
        style: Style::resolve(&choices).expect("it fits"),
        ..PrintOptions::default()
    }
}

/// The artifacts of a document: their type and subtype, and whether they show text.
fn artifacts(pdf: &[u8]) -> BTreeMap<(String, String), BTreeSet<bool>> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let mut found: BTreeMap<_, BTreeSet<bool>> = BTreeMap::new();
    for page in document.get_pages().into_values() {
        let content = Content::decode(&document.get_page_content(page)).expect("content");
        let mut open: Option<(String, String)> = None;
        for operation in content.operations {
            match (&*operation.operator, &*operation.operands) {
                ("BDC", [Object::Name(tag), Object::Dictionary(kind)])
                    if tag == b"Artifact" =>
                {
                    let name = |key: &[u8]| {
                        let name = kind.get(key).and_then(Object::as_name).unwrap_or_default();
                        String::from_utf8_lossy(name).into_owned()
                    };
                    open = Some((name(b"Type"), name(b"Subtype")));
                }
                ("EMC", _) => open = None,
                ("TJ" | "f", _) => {
                    if let Some(kind) = &open {
                        let shows_text = operation.operator == "TJ";
                        found.entry(kind.clone()).or_default().insert(shows_text);
                    }
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn what_is_ours_is_an_artifact_of_its_kind() {
    let kind = |kind: &str, subtype: &str| (kind.to_owned(), subtype.to_owned());
    let (head, foot) = (kind("Pagination", "Header"), kind("Pagination", "Footer"));
    let (beside, layout) = (kind("Pagination", ""), kind("Layout", ""));
    let plain = artifacts(&everything(PrintOptions::default()));
    for kind in [&head, &foot, &beside] {
        assert_eq!(plain.get(kind), Some(&BTreeSet::from([true])), "{kind:?}: {plain:?}");
    }
    assert!(plain.get(&layout).is_some_and(|it| it.contains(&false)), "rules: {plain:?}");
    let short = b"A Title\n\nSome words, and no more of them.\n";
    let one_page = artifacts(&set(short, &PrintOptions::default()).expect("it is set").pdf);
    assert!(!one_page.contains_key(&head), "the first page has no head: {one_page:?}");
    assert!(!one_page.contains_key(&beside), "nothing stands beside it: {one_page:?}");
    let class = artifacts(&everything(class()));
    assert!(class.contains_key(&head), "the line for the name: {class:?}");
    assert_eq!(class.get(&beside), Some(&BTreeSet::from([true])), "numbers: {class:?}");
    assert!(class.keys().all(|it| [&head, &foot, &beside, &layout].contains(&it)), "{class:?}");
}

/// The types of the elements below one, a list of those inside in brackets.
fn tree(document: &Document, element: &Dictionary) -> String {
    let name = element.get(b"S").and_then(Object::as_name).unwrap_or_default();
    let mut told = String::from_utf8_lossy(name).into_owned();
    let kids = match element.get(b"K") {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(kid) => vec![kid.clone()],
        Err(_) => Vec::new(),
    };
    for key in ["Lang", "A"] {
        let Ok(value) = element.get(key.as_bytes()) else { continue };
        match value {
            Object::Dictionary(attributes) => {
                for (key, value) in attributes {
                    if key != b"O" {
                        let value = value.as_name().unwrap_or(b"?");
                        let value = String::from_utf8_lossy(value);
                        told += &format!(" {}={value}", String::from_utf8_lossy(key));
                    }
                }
            }
            text => {
                told += &format!(" {key}={}", lopdf::decode_text_string(text).expect("a text"));
            }
        }
    }
    let inside: Vec<String> = kids
        .iter()
        .filter_map(|kid| {
            let kid = document.get_dictionary(kid.as_reference().ok()?).ok()?;
            kid.has(b"S").then(|| tree(document, kid))
        })
        .collect();
    if inside.is_empty() { told } else { format!("{told}({})", inside.join(" ")) }
}

/// The whole tree of a PDF.
fn structure(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("a PDF");
    let root = document.catalog().and_then(|catalog| catalog.get(b"StructTreeRoot"));
    let root = root.and_then(Object::as_reference).expect("a tree");
    let top = document.get_dictionary(root).and_then(|root| root.get(b"K"));
    let top = top.and_then(Object::as_reference).expect("one element");
    tree(&document, document.get_dictionary(top).expect("an element"))
}

#[test]
fn what_type_tells_the_structure_tells() {
    let told = structure(&everything(PrintOptions::default()));
    for wanted in [
        "Document(H1 P(Link Code Reference(Link) Note(Lbl(Link) P)) BlockQuote(P)",
        "L ListNumbering=Decimal(LI(Lbl LBody) LI(Lbl LBody))",
        "L ListNumbering=Disc(LI(Lbl LBody) LI(Lbl LBody))",
        "P(Code) H2 Table(TR(TH Scope=Column TH Scope=Column) TR(TD TD)",
    ] {
        assert!(told.contains(wanted), "{wanted} in {told}");
    }
}

#[test]
fn the_contents_are_tagged_and_no_words_of_the_article() {
    let text = b"# The Whole\n\nIt begins.\n\n## One\n\nText.\n\n## Two\n\nText.\n";
    let choices = Choices { toc: true, ..Choices::default() };
    let style = Style::resolve(&choices).expect("it fits");
    let order = PrintOptions { format: Format::Markdown, style, ..PrintOptions::default() };
    let pdf = set(text, &order).expect("it can be set").pdf;
    let told = structure(&pdf);
    assert!(told.contains("TOC(TOCI(Reference(Link)) TOCI(Reference(Link)))"), "{told}");
    assert_eq!(house_faults(&pdf), Vec::<String>::new());
    assert_eq!(verify(&pdf, text, &order).expect("it can be read").faults, []);
}

#[test]
fn a_passage_and_a_block_tell_their_language() {
    let page = "<html lang=en><body><article><h1>Of Tongues</h1><p>They said <span lang=de>guten \
        Abend zusammen</span> and went on with the rest of the evening as before.</p><p lang=fr>Et \
        ils sont partis tous ensemble, sans rien dire de plus.</p></article></body></html>";
    let order = PrintOptions { format: Format::Html, ..PrintOptions::default() };
    let told = structure(&set(page.as_bytes(), &order).expect("it can be set").pdf);
    assert!(told.contains("P(Span Lang=de)"), "{told}");
    assert!(told.contains("P Lang=fr"), "{told}");
}

#[test]
fn a_table_in_a_note_stands_on_its_pages() {
    let rows: String = (0..60).map(|row| format!("    | {row} | of so many |\n")).collect();
    let before =
        "Words that fill a line or two, and say no more than that they do so.\n\n".repeat(12);
    let text = format!(
        "# Of Notes\n\n{before}Words[^1] and more.\n\n{before}[^1]: The note.\n\n    | A | B |\n    \
         |---|---|\n{rows}"
    );
    let order = PrintOptions { format: Format::Markdown, ..PrintOptions::default() };
    let print = set(text.as_bytes(), &order).expect("it can be set");
    let verdict = verify(&print.pdf, text.as_bytes(), &order).expect("it can be read");
    assert_eq!(verdict.faults, [], "nothing stands outside the page");
    let pages = dump(text.as_bytes(), &order, &FACES, Stage::Pages, false).expect("pages").text;
    let places = |cell: &str| {
        let line = pages.lines().find(|line| line.ends_with(cell)).expect("a cell");
        line.split_whitespace().nth(2).map(str::to_owned)
    };
    assert_eq!(places("  A"), places("  B"), "the cells of a row stand side by side");
}

/// Runs a program over a file; none where it is not here.
fn ask(program: &str, arguments: &[&str], file: &Path) -> Option<(bool, String)> {
    let output = Command::new(program).args(arguments).arg(file).output().ok()?;
    let told = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&told).into_owned()))
}

#[test]
fn every_output_of_the_articles_passes_qpdf() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("article.pdf");
    let attach = Some(AttachedAs { name: "a.md".to_owned(), media_type: "text/markdown" });
    let standard =
        offprint::pdf::Standard::default().with_attachment().expect("it can carry one");
    let carrying = everything(PrintOptions { standard, attach, ..PrintOptions::default() });
    for (path, pdf) in outputs().into_iter().chain([(PathBuf::from("carrying.md"), carrying)]) {
        fs::write(&file, &pdf).expect("a file");
        let Some((well, told)) = ask("qpdf", &["--check"], &file) else {
            skip_without_tool("qpdf is not installed");
            return;
        };
        assert!(well, "{}: {told}", path.display());
    }
}

#[test]
fn every_output_of_the_articles_passes_the_script_beside_the_project() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/check/pdfcheck.py");
    if !script.exists() {
        return skip_without_data("no script beside the project");
    }
    let needs = ask("python3", &["-c", "import pikepdf, fontTools, lxml"], Path::new(""));
    if !needs.is_some_and(|(well, _)| well) {
        return skip_without_tool("Python's pikepdf, fontTools or lxml is not installed");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let judge = |nth: usize, path: &Path, pdf: &[u8]| {
        let (file, source) = (format!("{nth:03}.pdf"), format!("{nth:03}.txt"));
        let [file, source] = [file, source].map(|name| folder.path().join(name));
        fs::write(&file, pdf).expect("a file");
        let mut command = Command::new("python3");
        command.arg(&script).args(["--profile", "2a,ua1,house", "--only-fail"]).arg(&file);
        // The articles made here for the constructs have no file.
        if let Ok(article) = fs::read(path) {
            let words = words_by_tags(&article, Format::Auto).join(" ");
            fs::write(&source, words).expect("a file");
            command.arg("--source").arg(&source);
        }
        let output = command.output().expect("python3 runs");
        let told = String::from_utf8_lossy(&output.stdout);
        let wrong = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {told}{wrong}", path.display());
    };
    let outputs: Vec<_> = outputs().into_iter().enumerate().collect();
    let judge = &judge;
    thread::scope(|scope| {
        for share in outputs.chunks(outputs.len().div_ceil(2).max(1)) {
            scope.spawn(move || {
                share.iter().for_each(|(nth, (path, pdf))| judge(*nth, path, pdf));
            });
        }
    });
}
