//! Files that are no article are refused with a way out.

use super::{Desk, assert_whole};

/// A ZIP archive of these parts, stored as they are; `flags` are the bits of every part.
fn zip(parts: &[(&str, &str)], flags: u8) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let offset = u32::try_from(bytes.len()).expect("short").to_le_bytes();
        let size = u32::try_from(content.len()).expect("short").to_le_bytes();
        let length = u16::try_from(name.len()).expect("short").to_le_bytes();
        let common =
            [&[20, 0, flags, 0], &[0; 10][..], &size, &size, &length, &[0; 2]].concat();
        bytes.extend([b"PK\x03\x04", &*common, name.as_bytes(), content.as_bytes()].concat());
        let rest = [&[0; 10][..], &offset].concat();
        directory.extend([b"PK\x01\x02\x14\0", &*common, &rest, name.as_bytes()].concat());
    }
    let start = u32::try_from(bytes.len()).expect("short").to_le_bytes();
    let size = u32::try_from(directory.len()).expect("short").to_le_bytes();
    let count = u16::try_from(parts.len()).expect("few").to_le_bytes();
    let end = [b"PK\x05\x06\0\0\0\0", &count[..], &count, &size, &start, &[0; 2]].concat();
    [bytes, directory, end].concat()
}

fn docx() -> Vec<u8> {
    zip(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>")], 0)
}

/// The first sectors of a compound file with these streams.
fn compound(streams: &[&str]) -> Vec<u8> {
    let mut bytes = vec![0; 512];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    bytes[30] = 9;
    for name in streams {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut entry = vec![0; 128];
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len() + 2).expect("short");
        bytes.extend(entry);
    }
    bytes.resize(1024, 0);
    bytes
}

/// A file by name, what it is called, and a part of the advice.
type Case = (&'static str, Vec<u8>, &'static str, &'static str);

fn files() -> Vec<Case> {
    [pictures(), archives(), data(), documents(), markup()].concat()
}

fn text(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn pictures() -> Vec<Case> {
    vec![
        (
            "a.png",
            b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(),
            "a PNG picture",
            "![what it shows](a.png)",
        ),
        (
            "b.jpg",
            b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01".to_vec(),
            "a JPEG picture",
            "![what it shows](b.jpg)",
        ),
        (
            "c.gif",
            b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
            "a GIF picture",
            "![what it shows](c.gif)",
        ),
        (
            "d.webp",
            b"RIFF\x24\0\0\0WEBPVP8 \0\0".to_vec(),
            "a WebP picture",
            "![what it shows](d.webp)",
        ),
        ("e.tif", b"II*\0\x08\0\0\0".to_vec(), "a TIFF picture", "PNG or JPEG"),
        (
            "f.bmp",
            b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0".to_vec(),
            "a BMP picture",
            "PNG or JPEG",
        ),
        ("g.heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), "a HEIC picture", "PNG or JPEG"),
        ("h.avif", b"\0\0\0\x18ftypavif\0\0\0\0".to_vec(), "an AVIF picture", "PNG or JPEG"),
        ("i.ico", b"\0\0\x01\0\x01\0\x10\x10".to_vec(), "an icon", "PNG or JPEG"),
        ("j.psd", b"8BPS\0\x01\0\0\0\0".to_vec(), "a Photoshop picture", "PNG or JPEG"),
        (
            "k.svg",
            text("<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>\n"),
            "an SVG drawing",
            "![what it shows](k.svg)",
        ),
        (
            "k 2.svg",
            text("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>\n<!-- drawn by hand -->\n"),
            "an SVG drawing",
            "![what it shows](<k 2.svg>)",
        ),
    ]
}

fn archives() -> Vec<Case> {
    let mut tar = vec![0; 512];
    tar[..4].copy_from_slice(b"a.md");
    tar[257..263].copy_from_slice(b"ustar\0");
    vec![
        (
            "l.zip",
            zip(&[("a.txt", "An article\n\nin an archive.")], 0),
            "a ZIP archive",
            "unpack it",
        ),
        ("m.zip", zip(&[("a.txt", "secret")], 1), "an encrypted ZIP archive", "unpack it"),
        ("n.docx", docx()[..40].to_vec(), "a damaged ZIP archive", "unpack it"),
        ("o.gz", b"\x1F\x8B\x08\0\0\0\0\0\0\x03".to_vec(), "a gzip archive", "unpack it"),
        ("p.bz2", b"BZh91AY&SY\0\x01\x02".to_vec(), "a bzip2 archive", "unpack it"),
        ("q.xz", b"\xFD7zXZ\0\0\x04".to_vec(), "an xz archive", "unpack it"),
        ("r.zst", b"\x28\xB5\x2F\xFD\x04\0".to_vec(), "a Zstandard archive", "unpack it"),
        ("s.7z", b"7z\xBC\xAF\x27\x1C\0\x04".to_vec(), "a 7z archive", "unpack it"),
        ("t.rar", b"Rar!\x1A\x07\x01\0".to_vec(), "a RAR archive", "unpack it"),
        ("u.tar", tar, "a tar archive", "unpack it"),
    ]
}

fn data() -> Vec<Case> {
    let program = [b"MZ\x90\0\x03\0\0\0\x04".to_vec(), vec![0; 60], text("PE\0\0")].concat();
    let noise: Vec<u8> =
        (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 23) as u8).collect();
    vec![
        ("v.exe", program, "a program", "Markdown or HTML"),
        ("w.elf", b"\x7FELF\x02\x01\x01\0".to_vec(), "a program", "Markdown or HTML"),
        ("x.class", b"\xCA\xFE\xBA\xBE\0\0\0\x41".to_vec(), "a program", "Markdown or HTML"),
        ("y.wasm", b"\0asm\x01\0\0\0".to_vec(), "a program", "Markdown or HTML"),
        ("z.mp3", b"ID3\x04\0\0\0\0\0\0".to_vec(), "a sound file (MP3)", "Markdown or HTML"),
        ("aa.ogg", b"OggS\0\x02\0\0".to_vec(), "(Ogg)", "Markdown or HTML"),
        ("ab.flac", b"fLaC\0\0\0\x22".to_vec(), "a sound file (FLAC)", "Markdown or HTML"),
        (
            "ac.wav",
            b"RIFF\x24\0\0\0WAVEfmt ".to_vec(),
            "a sound file (WAV)",
            "Markdown or HTML",
        ),
        (
            "ad.mp4",
            b"\0\0\0\x20ftypisom\0\0\x02\0".to_vec(),
            "a film (MP4)",
            "Markdown or HTML",
        ),
        (
            "ae.mkv",
            b"\x1A\x45\xDF\xA3\x01\0".to_vec(),
            "a film (Matroska or WebM)",
            "Markdown or HTML",
        ),
        ("af.ttf", b"\0\x01\0\0\0\x0C\0\x80".to_vec(), "a font", "Markdown or HTML"),
        ("ag.woff2", b"wOF2\0\x01\0\0\0\0".to_vec(), "a font", "Markdown or HTML"),
        (
            "ah.db",
            b"SQLite format 3\0\x10\0".to_vec(),
            "a database (SQLite)",
            "Markdown or HTML",
        ),
        (
            "ai.pdf2",
            text("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
            "a PDF",
            "offprint print ai.pdf2",
        ),
        (
            "aj.ps",
            text("%!PS-Adobe-3.0\n%%Title: (Lamp)\nshowpage\n"),
            "a PostScript document",
            "offprint print",
        ),
        ("bf.bin", noise, "data of an unknown kind", "Markdown or HTML"),
    ]
}

fn documents() -> Vec<Case> {
    let office = |folder: &str| {
        let part = format!("{folder}/main.xml");
        zip(&[("[Content_Types].xml", "<Types/>"), (&part, "<x/>")], 0)
    };
    let typed = |media_type: &str| zip(&[("mimetype", media_type), ("content.xml", "<x/>")], 0);
    let odf = "application/vnd.oasis.opendocument";
    vec![
        (
            "ak.docx",
            docx(),
            "a Word document (DOCX)",
            "pandoc ak.docx -t html -s --mathml | offprint - --from html -o ak.pdf",
        ),
        (
            "al.odt",
            typed(&format!("{odf}.text")),
            "an OpenDocument text (ODT)",
            "pandoc al.odt -t html",
        ),
        ("am.epub", typed("application/epub+zip"), "an EPUB book", "pandoc am.epub -t html"),
        (
            "an.rtf",
            text("{\\rtf1\\ansi The lamp burned low.}"),
            "an RTF document",
            "pandoc an.rtf -t html",
        ),
        (
            "ao.doc",
            compound(&["Root Entry", "WordDocument"]),
            "an old Word document (DOC)",
            "web page (HTML)",
        ),
        (
            "ap.xls",
            compound(&["Root Entry", "Workbook"]),
            "an old Excel workbook (XLS)",
            "web page (HTML)",
        ),
        (
            "aq.docx",
            compound(&["Root Entry", "EncryptedPackage"]),
            "an encrypted Office document",
            "web page (HTML)",
        ),
        ("ar.xlsx", office("xl"), "an Excel workbook (XLSX)", "web page (HTML)"),
        ("as.pptx", office("ppt"), "a PowerPoint presentation (PPTX)", "web page (HTML)"),
        (
            "at.ods",
            typed(&format!("{odf}.spreadsheet")),
            "an OpenDocument spreadsheet (ODS)",
            "web page (HTML)",
        ),
    ]
}

fn markup() -> Vec<Case> {
    vec![
        (
            "au.rss",
            text(
                "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>News</title></channel></rss>\n",
            ),
            "an RSS feed",
            "address of an article",
        ),
        (
            "av.atom",
            text("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title></feed>"),
            "an Atom feed",
            "address of an article",
        ),
        (
            "av.xml",
            text(
                "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>News</title></feed>",
            ),
            "an Atom feed",
            "address of an article",
        ),
        (
            "aw.json",
            text("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}"),
            "a JSON feed",
            "address of an article",
        ),
        (
            "ax.ipynb",
            text("{\n \"cells\": [],\n \"metadata\": {},\n \"nbformat\": 4\n}\n"),
            "a Jupyter notebook",
            "pandoc ax.ipynb -t html",
        ),
        (
            "ay.tex",
            text(
                "% The lamp\n\\documentclass[a4paper]{article}\n\\begin{document}\nIt was late.\n\\end{document}\n",
            ),
            "a LaTeX document",
            "pandoc ay.tex -t html",
        ),
        (
            "az.tex",
            text("\\section{The lamp}\n\nIt was late, and the lamp burned low.\n"),
            "a LaTeX document",
            "pandoc az.tex -t html",
        ),
        (
            "ba.org",
            text("* The lamp\n\nIt was late.\n"),
            "an Org document",
            "pandoc ba.org -t html",
        ),
        (
            "bb.txt",
            text("#+TITLE: The lamp\n#+AUTHOR: A. Writer\n\nIt was late.\n"),
            "an Org document",
            "pandoc bb.txt -f org -t html",
        ),
        (
            "bc.adoc",
            text("= The lamp\n:toc:\n\nIt was late.\n"),
            "an AsciiDoc document",
            "asciidoctor -o - bc.adoc | offprint",
        ),
        (
            "bd.xml",
            text(
                "<?xml version=\"1.0\"?>\n<article xmlns=\"http://docbook.org/ns/docbook\"><title>The lamp</title></article>\n",
            ),
            "a DocBook document",
            "pandoc bd.xml -f docbook -t html",
        ),
        (
            "be.xml",
            text(
                "<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text>It was late.</text></TEI>\n",
            ),
            "a TEI document",
            "--from html",
        ),
        (
            "bg.3",
            text(".\\\" a comment\n.TH LAMP 3 2024\n.SH NAME\nlamp \\- burns low\n"),
            "a manual page",
            "pandoc bg.3 -f man -t html",
        ),
    ]
}

#[test]
fn what_is_no_article_is_refused_by_its_kind_with_a_way_out() {
    let desk = Desk::new();
    for (name, bytes, kind, advice) in files() {
        desk.put(name, &bytes);
        let told = desk.run(&[name, "-o", "out.pdf"]);
        told.ends(1).says(&format!("{name}: it is ")).says(kind).says(advice);
        assert!(!desk.has("out.pdf"), "{name}: nothing is written");
        // The content decides, whatever the file is called, and without a name as well.
        if !["az.tex", "ba.org"].contains(&name) {
            let told = desk.feed(&["-", "-o", "out.pdf"], &bytes);
            told.ends(1).says("<stdin>: it is ").says(kind);
            desk.put("page.html", &bytes);
            desk.run(&["page.html", "-o", "out.pdf"]).ends(1).says(kind);
        }
    }
}

#[test]
fn a_format_that_was_asked_for_is_believed() {
    let desk = Desk::new();
    desk.put("notes.rtf", "{\\rtf1\\ansi The lamp burned low.}");
    for from in ["text", "markdown", "html"] {
        let told = desk.run(&["notes.rtf", "--from", from, "-o", "out.pdf", "--force"]);
        told.ends(0).says("the file looks like an RTF document");
        assert_whole(&desk.read("out.pdf"));
    }
    desk.run(&["notes.rtf", "--from", "auto", "-o", "out.pdf"]).ends(1);
}

#[test]
fn the_command_names_the_file_as_a_shell_takes_it() {
    let desk = Desk::new();
    let quoted = if cfg!(windows) { "\"my notes.docx\"" } else { "'my notes.docx'" };
    desk.put("my notes.docx", docx());
    desk.run(&["my notes.docx"]).ends(1).says(&format!("pandoc {quoted} -t html"));
    desk.put("-notes.docx", docx());
    desk.run(&["--", "-notes.docx"]).ends(1).says("pandoc ./-notes.docx -t html");
    #[cfg(unix)]
    {
        desk.put("it's; rm.docx", docx());
        let told = desk.run(&["it's; rm.docx"]);
        told.ends(1).says(r"pandoc 'it'\''s; rm.docx' -t html").says(r"-o 'it'\''s; rm.pdf'");
    }
    let told = desk.feed(&["-", "-o", "out.pdf"], &docx());
    told.ends(1)
        .says("pandoc -f docx -t html -s --mathml | offprint - --from html -o article.pdf");
}

#[test]
fn one_such_file_stops_no_other() {
    let desk = Desk::with_article();
    desk.put("notes.docx", docx());
    desk.run(&["notes.docx", "article.txt"]).ends(1).says("notes.docx: it is a Word document");
    assert_whole(&desk.read("article.pdf"));
    assert!(!desk.has("notes.pdf"));
    let told = desk.run(&["notes.docx", "article.txt", "--bind", "-o", "bound.pdf"]);
    told.ends(1).says("notes.docx: it is a Word document");
    assert_whole(&desk.read("bound.pdf"));
    desk.run(&["verify", "article.pdf", "--against", "notes.docx"])
        .ends(1)
        .says("Word document");
    // Of a folder only articles are taken, by their names.
    std::fs::create_dir(desk.path("in")).expect("a folder");
    desk.put("in/notes.docx", docx());
    desk.put("in/lamp.txt", super::ARTICLE);
    desk.run(&["in", "--out-dir", "out"]).ends(0);
    assert!(desk.has("out/lamp.pdf") && !desk.has("out/notes.pdf"));
    // A program hears the kind under a name that stays.
    let told = desk.run(&["notes.docx", "--message-format", "json"]);
    told.ends(1).says("\"code\":\"not-an-article\"");
}

#[test]
fn texts_that_mention_or_resemble_other_kinds_are_articles() {
    let desk = Desk::new();
    let texts: [(&str, &str); 22] = [
        ("a.txt", "BM is what the surveyors wrote beside a bench mark.\n"),
        ("b.txt", "MZ stood over the door, and nobody knew why.\n"),
        ("c.txt", "GIF89a is the name of a format of the last century.\n"),
        ("d.txt", "Rar! cried the bird, and flew away over the lake.\n"),
        ("e.txt", "ID3 tags are small labels inside of sound files.\n"),
        ("f.txt", "PK were his initials, and he cut them into every bench.\n"),
        ("g.txt", "In LaTeX one writes\n\n\\documentclass{article}\n\nand is done.\n"),
        ("h.txt", "= The lamp =\n\nIt was late, and the lamp burned low.\n"),
        ("i.txt", "* The first point of the list\n* The second point of it\n"),
        ("j.rst", "The lamp\n========\n\n.. note:: It was late.\n\n:Author: A. Writer\n"),
        ("k.txt", "{ \"this is a quotation in braces\", he wrote }\n"),
        ("l.txt", "<svg> is the element that opens a drawing on a page.\n"),
        (
            "m.html",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>\n<h1>The lamp</h1>\n<p>It was late, and the lamp burned low over the table.</p>\n",
        ),
        (
            "n.xhtml",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Lamp</title></head><body><p>It was late, and the lamp burned low.</p></body></html>\n",
        ),
        ("o.md", "# The feed\n\nAn `<rss version=\"2.0\">` element opens it.\n"),
        ("p.txt", "%PDF is how such a file begins, and nobody should mind.\n"),
        ("q.org", "A plain letter without any marks, which somebody called so.\n"),
        ("r.tex", "A plain letter without any marks, which somebody called so.\n"),
        ("s.txt", ".TH is a macro of roff that nobody remembers.\n"),
        ("t.txt", "#+ is a sign that stands here for a sharp and a plus.\n"),
        ("u.txt", "One\u{0} stray\u{1} sign and another are no reason to refuse a text.\n"),
        ("v.txt", "ftyp is not a word, but ftypical is none either: moov on.\n"),
    ];
    for (name, text) in texts {
        desk.put(name, text);
        let told = desk.run(&[name, "-o", "out.pdf", "--force"]);
        assert!(!told.err.contains("not an article"), "{name}: {}", told.err);
        told.ends(0);
    }
}

#[test]
fn legacy_encodings_stay_readable() {
    let desk = Desk::new();
    let wide = |text: &str, big: bool| -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(|it| if big { it.to_be_bytes() } else { it.to_le_bytes() }).collect()
    };
    let german =
        "Die Lampe\r\n\r\nEs war spät, und die Lampe brannte trübe über dem Tisch.\r\n";
    let dos: Vec<u8> = german
        .chars()
        .map(|c| match c {
            'ä' => 0x84,
            'ü' => 0x81,
            c => u8::try_from(c).expect("ASCII"),
        })
        .collect();
    // "яс" and "яы" begin like frames of sound.
    let cyrillic = b"\xFF\xF1\xED\xEE \xFF\xFB\xEA \xE2 \xEB\xE0\xEC\xEF\xE5 \xE8 \xE2 \xED\xEE\xF7\xE8.\r\n";
    let padded = [german.as_bytes(), &[0x1A; 90]].concat();
    for bytes in [wide(german, false), wide(german, true), dos, cyrillic.repeat(4), padded] {
        desk.put("old.txt", &bytes);
        desk.run(&["old.txt", "--force"]).ends(0);
    }
}

#[test]
fn a_pdf_is_still_shown_as_it_is() {
    let desk = Desk::with_article();
    desk.run(&["article.txt"]).ends(0);
    if cfg!(feature = "preview") {
        desk.run(&["preview", "article.pdf", "--png", "--pages", "1"]).ends(0);
    }
    let told = desk.run(&["article.pdf", "-o", "again.pdf"]);
    told.ends(1).says("it is a PDF, not an article").says("offprint extract article.pdf");
}
