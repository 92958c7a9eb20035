//! Articles nobody would write: a whole PDF or a clear line.

use std::env;

use super::{ARTICLE, Desk, assert_whole};

/// `whole` where `OFFPRINT_FULL_SIZE` is set, else a part that a debug build sets in a moment.
fn size(whole: usize, part: usize) -> usize {
    if env::var_os("OFFPRINT_FULL_SIZE").is_some() { whole } else { part }
}

/// Sets these bytes and asserts that a PDF is there, whole, or none and the reason is told.
#[track_caller]
fn assert_ends_well(bytes: impl AsRef<[u8]>) -> i32 {
    let desk = Desk::new();
    desk.put("article.txt", bytes);
    let told = desk.run(&["article.txt", "--quiet"]);
    match told.code {
        Some(0) => assert_whole(&desk.read("article.pdf")),
        Some(1) => {
            told.says("offprint: article.txt: ");
            assert_eq!(desk.names(), ["article.txt"], "no file is left");
        }
        code => panic!("exit code {code:?}; it said:\n{}", told.err),
    }
    assert!(desk.names().len() <= 2, "no temporary file is left: {:?}", desk.names());
    told.code.unwrap_or(-1)
}

#[test]
fn an_article_without_text_is_told_and_leaves_no_file() {
    for nothing in ["", "\n\n\n", " \t \r\n", "\u{feff}", "\u{feff}\n"] {
        assert_eq!(assert_ends_well(nothing), 1, "{nothing:?} holds no text");
    }
}

#[test]
fn nuls_and_broken_encodings_do_not_stop_the_press() {
    assert_eq!(assert_ends_well("before\0after\n"), 0, "a NUL among words");
    assert_ends_well([0; 4096]);
    assert_eq!(assert_ends_well(b"caf\xe9 \xff\xfe \xc0\x80 words\n"), 0, "invalid UTF-8");
    assert_ends_well(b"\xff\xfeh\0e\0l\0l\0o\0 \0\x00\xd8w\0");
    assert_ends_well((0..=255).cycle().take(10_000).collect::<Vec<u8>>());
}

#[test]
fn a_line_of_a_hundred_megabytes_is_set() {
    let line = "all work and no play ".repeat(size(100 << 20, 1 << 20) / 21);
    assert_eq!(assert_ends_well(line), 0, "it is one long paragraph");
}

#[test]
fn a_word_of_a_million_letters_is_set() {
    assert_eq!(assert_ends_well("a".repeat(size(1_000_000, 300_000))), 0, "a long word");
}

#[test]
fn a_million_combining_marks_are_set() {
    let marks = "\u{301}".repeat(1_000_000);
    assert_eq!(assert_ends_well(format!("e{marks} and on")), 0, "marks on one letter");
    assert_ends_well(marks);
}

#[test]
fn signs_that_steer_the_direction_and_lone_line_ends_are_set() {
    assert_eq!(assert_ends_well("one\rtwo\r\rthree\r"), 0, "CR alone");
    assert_eq!(assert_ends_well("\u{202e}evil\u{2066}nest".repeat(100)), 0, "overrides");
    assert_ends_well("\u{2028}\u{2029}\u{85}\u{b}\u{c}\u{1b}[2J words");
}

#[test]
fn words_that_look_like_pdf_do_not_break_out_of_their_strings() {
    let title = r"x) /JS (app.alert) <</S/JavaScript>> endobj %%EOF ]]> </rdf:RDF> \";
    let desk = Desk::new();
    desk.put("article.txt", format!("{title}\n\n{ARTICLE}"));
    let told = desk.run(&["article.txt", "--title", title, "--author", title]);
    told.ends(0);
    assert_whole(&desk.read("article.pdf"));
}

/// Two sentences of an article, for pages around which all else is hostile.
const PROSE: &str = "<p>The flood came down the valley on the second night of the fair, and it \
    took the lower bridge and the mill with it. When the water fell, the people went out.</p>";

/// Sets a page and asserts that a whole PDF with these words is there.
#[track_caller]
fn assert_page_is_set(what: &str, page: &str) {
    let desk = Desk::new();
    desk.put("page.html", format!("<!DOCTYPE html><title>Hostile</title><article>{page}"));
    let told = desk.run(&["page.html", "--quiet", "--dump", "article"]);
    told.ends(0);
    let words = String::from_utf8_lossy(&told.out).into_owned();
    assert!(words.contains("took the lower bridge"), "{what}: the prose is kept");
    desk.run(&["page.html", "--quiet"]).ends(0);
    assert_whole(&desk.read("page.pdf"));
}

#[test]
fn pages_nested_without_end_are_set() {
    let deep = |open: &str, inside: &str, close: &str, times: usize| {
        format!("{PROSE}{}{inside}{}{PROSE}", open.repeat(times), close.repeat(times))
    };
    assert_page_is_set("divisions", &deep("<div>", PROSE, "</div>", 10_000));
    assert_page_is_set("more divisions", &deep("<div>", PROSE, "</div>", 100_000));
    assert_page_is_set("tables", &deep("<table><tr><td>", "x", "</td></tr></table>", 5_000));
    assert_page_is_set("lists", &deep("<ul><li>item ", "x", "</ul>", 3_000));
    assert_page_is_set("quotations", &deep("<blockquote>", "x", "</blockquote>", 10_000));
    assert_page_is_set("definitions", &deep("<dl><dt>t<dd>", "x", "</dl>", 5_000));
    assert_page_is_set("formulas", &deep("<math><msup><mi>x</mi>", "", "", 5_000));
    assert_page_is_set("drawings", &deep("<svg><g>", "", "</g></svg>", 5_000));
}

#[test]
fn tags_that_nothing_closes_are_set() {
    for tag in ["<b><i>word ", "<a href=x>", "<sup>", "<ruby>a<rt>b", "<font color=red>x"] {
        let many = size(50_000, 5_000);
        assert_page_is_set(tag, &format!("{PROSE}{}", tag.repeat(many)));
    }
    for tag in ["<title>", "<textarea>", "<style>", "<xmp>", "<iframe>", "<noframes>"] {
        assert_page_is_set(tag, &format!("{}{PROSE}", tag.repeat(100)));
    }
}

#[test]
fn pages_with_too_much_of_one_thing_are_set() {
    let attributes: String = (0..100_000).map(|at| format!(" a{at}=\"{at}\"")).collect();
    assert_page_is_set("attributes", &format!("{PROSE}<p{attributes}>words</p>"));
    let entities = "&amp;".repeat(size(1_000_000, 100_000));
    assert_page_is_set("entities", &format!("{PROSE}<p>{entities}</p>"));
    let signs = "<".repeat(size(1_000_000, 100_000));
    assert_page_is_set("signs", &format!("{PROSE}{signs}"));
    let data = "A".repeat(size(50 << 20, 5 << 20));
    let picture = format!("{PROSE}<img src=\"data:image/png;base64,{data}\">{PROSE}");
    assert_page_is_set("a picture in the page", &picture);
    let wide = "<td colspan=1000 rowspan=65534>x</td>".repeat(100);
    assert_page_is_set("spans", &format!("{PROSE}<table><tr>{wide}</tr></table>{PROSE}"));
    let list = "<ul><li><a href='/a'>one two three four five</a></ul>".repeat(5_000);
    assert_page_is_set("lists of links", &format!("{PROSE}{list}{PROSE}"));
    let credits = "<span class=credit>by someone</span><img src='https://x.org/a.png'>";
    let credits = credits.repeat(5_000);
    assert_page_is_set("credits", &format!("{PROSE}<div class=photo>{credits}</div>{PROSE}"));
    let facts = "{\"@graph\":[".repeat(50_000);
    let script = format!("<script type='application/ld+json'>{facts}</script>{PROSE}");
    assert_page_is_set("facts", &script);
}

#[test]
fn pages_of_links_and_walls_of_text_are_set() {
    let many = size(100_000, 5_000);
    let links = |part: &dyn Fn(usize) -> String| (0..many).map(part).collect::<String>();
    let link = |n| format!("<a href='https://example.org/{n}'>link number {n}</a> and words. ");
    let list = links(&|n| format!("<li><a href='/{n}'>l{n}</a></li>"));
    assert_page_is_set("links", &format!("{PROSE}{}", links(&|n| format!("<p>{}", link(n)))));
    assert_page_is_set("links in a row", &format!("{PROSE}<p>{}</p>{PROSE}", links(&link)));
    assert_page_is_set("a list of links", &format!("{PROSE}<ul>{list}</ul>{PROSE}"));
    let bare = links(&|n| format!("<a href='https://example.org/{n}'>l{n}</a>"));
    let desk = Desk::new();
    desk.put("bare.html", bare);
    assert_eq!(desk.run(&["bare.html", "--quiet"]).code, Some(0), "links and nothing between");
    assert_whole(&desk.read("bare.pdf"));
    let notes = links(&|n| format!("word<sup><a href='#n{n}' id='r{n}'>{n}</a></sup> "));
    let said = links(&|n| format!("<li id='n{n}'>note {n} <a href='#r{n}'>back</a></li>"));
    assert_page_is_set("notes", &format!("{PROSE}<p>{notes}</p><ol>{said}</ol>"));
    let wall = "lorem ipsum dolor sit amet ".repeat(size(12 << 20, 3 << 20) / 27);
    assert_page_is_set("a wall of text", &format!("{PROSE}<p>{wall}</p>{PROSE}"));
    assert_page_is_set("loose text", &format!("{PROSE}{wall}"));
    let breaks = "word<br>".repeat(size(500_000, 20_000));
    assert_page_is_set("line ends", &format!("{PROSE}<p>{breaks}</p>{PROSE}"));
    let code = "x = 1; foo(bar)\n".repeat(size(300_000, 10_000));
    assert_page_is_set("code", &format!("{PROSE}<pre>{code}</pre>{PROSE}"));
    let formulas = "<math><mi>x</mi><mo>+</mo><mn>1</mn></math> ".repeat(size(50_000, 5_000));
    assert_page_is_set("formulas in a row", &format!("{PROSE}<p>{formulas}</p>{PROSE}"));
    assert_page_is_set("empty paragraphs", &format!("{}{PROSE}", "<p>".repeat(many)));
}

#[test]
fn heads_of_many_words_and_of_one_long_word_are_set() {
    let words = "word ".repeat(size(20_000, 3_000));
    let letters = "letters".repeat(size(400_000, 8_000));
    for long in [&words, &letters] {
        let pages =
            format!("{}\n\n", "It was late, and nobody had thought of oil. ".repeat(200));
        assert_eq!(assert_ends_well(format!("{long}\n\n{pages}")), 0, "a headline");
        let desk = Desk::new();
        desk.put("article.md", format!("# Title\n\n## {long}\n\n{pages}"));
        let told = desk.run(&["article.md", "--headline", "{section} {title}", "--quiet"]);
        told.ends(0);
        assert_whole(&desk.read("article.pdf"));
    }
}

#[test]
fn headings_of_one_name_are_set() {
    assert_eq!(assert_ends_well("# a\n\n".repeat(size(20_000, 3_000))), 0, "many headings");
}

#[test]
fn a_drawing_that_is_too_much_leaves_the_article_and_the_batch() {
    let desk = Desk::new();
    desk.put("good.txt", ARTICLE);
    desk.put(
        "huge.svg",
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><pattern id="p"
            patternUnits="userSpaceOnUse" width="99999" height="99999"><circle r="9"/></pattern>
            <circle r="90" fill="url(#p)"/></svg>"##,
    );
    desk.put("huge.md", format!("{ARTICLE}\n![a wide field](huge.svg)\n"));
    let told = desk.run(&["huge.md", "good.txt", "--jobs", "1"]);
    told.ends(0).says("it is too much to draw: it takes more than 192 MiB of memory");
    assert_whole(&desk.read("huge.pdf"));
    assert_whole(&desk.read("good.pdf"));
    let told = desk.run(&["verify", "huge.pdf", "--against", "huge.md"]);
    told.ends(0);
}

#[test]
fn marks_of_one_note_and_quotations_in_quotations_are_set() {
    let many = size(20_000, 5_000);
    let calls = "word[^1] ".repeat(many);
    let note = format!("# Title\n\n{calls}\n\n[^1]: note {}\n", "x ".repeat(2_000));
    let quoted = format!("# Title\n\n{} words\n", ">".repeat(size(100_000, 20_000)));
    for article in [note, quoted] {
        let desk = Desk::new();
        desk.put("article.md", article);
        desk.run(&["article.md", "--quiet"]).ends(0);
        assert_whole(&desk.read("article.pdf"));
    }
}

#[test]
fn many_messages_of_one_kind_are_told_once_with_their_number() {
    let desk = Desk::new();
    let pictures: String = (0..2_000).map(|n| format!("![a map](p{n}.png)\n\n")).collect();
    let links: String = (0..2_000).map(|n| format!("[a](tel:{n}) b\n\n")).collect();
    desk.put("article.md", format!("# Title\n\n{pictures}{links}"));
    let told = desk.run(&["article.md"]);
    told.ends(0)
        .says("article.md:3: warning: the picture `p0.png` is not shown: ")
        .says("(2000 pictures in all)\n");
    assert!(told.err.len() < 2_000, "it said:\n{}", told.err);
    let told = desk.run(&["article.md", "--force", "--message-format", "json"]);
    told.ends(0);
    let messages: Vec<serde_json::Value> =
        told.err.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(messages.len() < 10, "it said:\n{}", told.err);
    let missing = messages.iter().find(|it| it["code"] == "picture-missing");
    let missing = missing.expect("the pictures are missing");
    assert_eq!(missing["count"], 2_000);
    assert_eq!(missing["places"].as_array().map(Vec::len), Some(3));
    assert_eq!(missing["places"][2]["line"], 7);
}

#[test]
fn a_message_that_quotes_a_long_text_is_cut() {
    let desk = Desk::new();
    desk.put("article.md", format!("# Title\n\n[a](tel:{}) b\n", "1".repeat(100_000)));
    let told = desk.run(&["article.md"]);
    told.ends(0).says("warning: the link to `tel:1111");
    assert!(told.err.len() < 1_000, "it said:\n{}", told.err);
}

/// Drawing with these parts.
fn drawing(inside: &str) -> String {
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300">{inside}</svg>"##
    )
}

#[test]
fn drawings_that_would_take_minutes_end_with_their_alternative_text() {
    let box_of =
        |attributes: &str| format!(r##"<rect width="300" height="300" {attributes}/>"##);
    let filter = |primitive: &str| {
        format!(r##"<filter id="f">{primitive}</filter>{}"##, box_of(r##"filter="url(#f)""##))
    };
    let group = format!(r##"<g opacity=".9">{}"##, box_of(""));
    let drawings = [
        filter(r##"<feTurbulence baseFrequency=".05" numOctaves="2000000000"/>"##),
        filter(r##"<feMorphology radius="100"/>"##),
        format!("{}{}", group.repeat(250), "</g>".repeat(250)).repeat(12),
        r##"<path d="M0 9H300M0 29H300M0 49H300" stroke="red" stroke-width="2"
            stroke-dasharray=".001"/>"##
            .to_owned(),
        format!("<text y='9'>{}</text>", "word ".repeat(50_000)),
        format!("<text y='9'>{}</text>", "<tspan>word</tspan> ".repeat(5_000)),
        r##"<clipPath id="c"><path d="M0 0h300v300"/></clipPath>"##.to_owned()
            + &format!(r##"<g clip-path="url(#c)">{}</g>"##, box_of("")).repeat(5_000),
    ];
    for inside in &drawings {
        let desk = Desk::new();
        desk.put("drawing.svg", drawing(inside));
        desk.put("article.md", format!("{ARTICLE}\n![the alternative text](drawing.svg)\n"));
        desk.run(&["article.md"]).ends(0).says("it is too much to draw: its ");
        assert_whole(&desk.read("article.pdf"));
    }
}

#[test]
fn pictures_that_lie_or_end_too_soon_leave_the_article() {
    let whole: &[u8] =
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x02\0\0\0\0\0\0\0";
    let pictures: [&[u8]; 6] = [
        whole,
        &whole[..20],
        b"GIF89a\xff\xff\xff\xff\xf7\0\0",
        b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03",
        b"RIFF\xff\xff\xff\x7fWEBPVP8X\n\0\0\0\x10\0\0\0\xff\xff\xff\xff\xff\xff",
        b"\x1f\x8b\x08\xff\xff",
    ];
    for (nth, picture) in pictures.iter().enumerate() {
        let desk = Desk::new();
        desk.put("picture.png", picture);
        desk.put("article.md", format!("{ARTICLE}\n![the picture](picture.png)\n"));
        desk.run(&["article.md"]).ends(0).says("is not shown: it ");
        assert_whole(&desk.read("article.pdf"));
        assert_eq!(desk.names().len(), 3, "picture {nth}: no other file");
    }
}
