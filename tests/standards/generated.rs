//! Every construct in any nesting: all valid, all whole.

use std::thread;

use offprint::article::{
    Article, Block, BlockKind, Cell, Definition, Inline, ListItem, Marker, Metadata, Note, Row,
    Table, VerseLine, walk,
};
use offprint::diagnostic::Place;
use offprint::galley::Compositor;
use offprint::jobs::Jobs;
use offprint::paginate;
use offprint::pdf::{self, Standard};
use offprint::picture::ArticlePictures;
use offprint::pipeline::{PrintOptions, print, verify as verified};
use offprint::read::Format;
use offprint::style::{Choices, Style};
use offprint::verify::verify;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{FACES, house_faults};

/// Words that a line may break at, in, after, or nowhere; words of other scripts and languages.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-z]{1,12}",
        2 => "[A-Z][a-z]{2,9}[,.;]?",
        1 => Just("well-known".to_owned()),
        1 => Just("\u{201C}office\u{201D}".to_owned()),
        1 => Just("hyphenation".to_owned()),
        1 => Just("\u{3C4}\u{3AD}\u{3BB}\u{3BF}\u{3C2}".to_owned()),
        1 => Just("\u{43A}\u{43E}\u{43D}\u{435}\u{446}".to_owned()),
        1 => "[0-9]{1,5}",
        1 => Just("No.\u{A0}7".to_owned()),
    ];
    prop::collection::vec(word, 1..16).prop_map(|words| words.join(" "))
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        5 => words().prop_map(Inline::Text),
        1 => "[a-z_]{1,9}\\(\\)".prop_map(Inline::Code),
        1 => (0usize..3).prop_map(Inline::NoteRef),
        1 => Just(Inline::LineBreak),
    ];
    let one = leaf.prop_recursive(3, 6, 2, |inner| {
        let some = || prop::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            some().prop_map(Inline::Emphasis),
            some().prop_map(Inline::Strong),
            some().prop_map(Inline::Strike),
            some().prop_map(Inline::Superscript),
            some().prop_map(|text| Inline::Link {
                target: "https://example.org/a?b=c".to_owned(),
                text
            }),
            some().prop_map(|text| Inline::Link { target: "javascript:x".to_owned(), text }),
            some().prop_map(|text| Inline::Foreign {
                language: "de".parse().expect("a language"),
                text
            }),
        ]
    });
    // Words stand at both ends, so that a line is never empty and never ends twice.
    (words(), prop::collection::vec(one, 0..4), words()).prop_map(|(first, middle, last)| {
        let space = || Inline::Text(" ".to_owned());
        let mut all = vec![Inline::Text(first)];
        for inline in middle {
            all.extend([space(), inline]);
        }
        all.extend([space(), Inline::Text(last)]);
        all
    })
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        5 => inlines().prop_map(BlockKind::Paragraph),
        2 => (1u8..=6, words()).prop_map(|(level, words)| BlockKind::Heading {
            level,
            text: vec![Inline::Text(words)]
        }),
        1 => prop::collection::vec((0u8..3, inlines()), 1..5).prop_map(|lines| {
            let lines = lines.into_iter();
            BlockKind::Verse(lines.map(|(indent, text)| VerseLine { indent, text }).collect())
        }),
        1 => prop::collection::vec("[ a-z(){};=]{1,110}", 1..4)
            .prop_map(|lines| BlockKind::Preformatted(lines.join("\n"))),
        1 => Just(BlockKind::Rule),
        1 => Just(BlockKind::PageBreak),
        1 => Just(BlockKind::NoPageBreak),
        1 => table(),
    ];
    let leaf = leaf.prop_map(|kind| Block::new(kind, Place::default()));
    leaf.prop_recursive(3, 8, 3, |inner| {
        let blocks = || prop::collection::vec(inner.clone(), 1..3);
        let label = prop_oneof![Just("1.".to_owned()), Just("(b)".to_owned())];
        let item = (label, prop::option::weighted(0.2, any::<bool>()), blocks())
            .prop_map(|(label, done, blocks)| ListItem { label, done, blocks });
        let list = (any::<bool>(), any::<bool>(), prop::collection::vec(item, 1..3));
        let definition =
            (prop::collection::vec(inlines(), 1..3), prop::collection::vec(blocks(), 1..3));
        let kind = prop_oneof![
            blocks().prop_map(BlockKind::Quote),
            blocks().prop_map(BlockKind::Together),
            list.prop_map(|(bullets, tight, mut items)| {
                let marker = if bullets { Marker::Bullet } else { Marker::Label };
                if bullets {
                    items.iter_mut().for_each(|item| item.label.clear());
                }
                BlockKind::List { marker, tight, items }
            }),
            (blocks(), inlines())
                .prop_map(|(content, caption)| BlockKind::Figure { content, caption }),
            definition.prop_map(|(terms, meanings)| {
                BlockKind::Definitions(vec![Definition { terms, meanings }])
            }),
        ];
        (kind, prop::option::weighted(0.2, Just("fr".parse().expect("a language"))))
            .prop_map(|(kind, language)| Block { kind, place: Place::default(), language })
    })
}

/// Tables of up to four columns, with spans, heads and a caption.
fn table() -> impl Strategy<Value = BlockKind> {
    let cell =
        (words(), 1u16..3, 1u16..3, any::<bool>()).prop_map(|(text, wide, high, header)| {
            let text = BlockKind::Paragraph(vec![Inline::Text(text)]);
            Cell {
                scope: None,
                header,
                colspan: if wide == 2 { 2 } else { 1 },
                rowspan: if high == 2 { 2 } else { 1 },
                align: None,
                blocks: vec![Block::new(text, Place::default())],
            }
        });
    let row = prop::collection::vec(cell, 1..4).prop_map(|cells| Row { cells });
    let caption = prop_oneof![Just(Vec::new()), words().prop_map(|it| vec![Inline::Text(it)])];
    (caption, 0usize..2, prop::collection::vec(row, 1..5)).prop_map(|(caption, head, rows)| {
        let columns = vec![None; 4];
        BlockKind::Table(Table { caption, columns, head: head.min(rows.len()), rows })
    })
}

fn article() -> impl Strategy<Value = Article> {
    let notes = prop::collection::vec(prop::collection::vec(block(), 1..2), 3);
    let title = prop_oneof![Just(Vec::new()), words().prop_map(|it| vec![Inline::Text(it)])];
    (title, prop::collection::vec(block(), 1..6), notes).prop_map(|(title, blocks, notes)| {
        let note = |(index, blocks): (usize, Vec<Block>)| Note {
            label: (index + 1).to_string(),
            blocks,
            place: Place::default(),
        };
        let notes = notes.into_iter().enumerate().map(note).collect();
        Article { meta: Metadata { title, ..Metadata::default() }, blocks, notes }
    })
}

/// Papers, and columns on them: the usual, and narrow ones.
fn style() -> impl Strategy<Value = Style> {
    let of = |paper: &str, columns| {
        let paper = Some(paper.parse().expect("a paper"));
        Style::resolve(&Choices { paper, columns, ..Choices::default() }).expect("it fits")
    };
    prop_oneof![
        2 => Just(Style::default()),
        1 => Just(of("a4", Some(3))),
        2 => Just(of("a6", None)),
    ]
}

/// Sets an article as the pipeline does, from the galley on.
fn set(article: &Article, style: &Style) -> Vec<u8> {
    let jobs = Jobs::new(1);
    let set = Compositor::new(article, &ArticlePictures::default(), style, &FACES).set(&jobs);
    let plan = paginate::plan_pages(&set.galley, style, None).expect("pages");
    let galley = set.settle(&paginate::chosen_alternatives(&plan), &Jobs::new(1));
    let mut pages = paginate::place_lines(&galley, &plan, style);
    let meta = &article.meta;
    offprint::decorate::add_edition_furniture(&mut pages, &galley, meta, style, &FACES);
    let last = pages.last().map_or(0, |page| page.number);
    offprint::decorate::add_heads_and_footers(&mut pages, &galley, meta, style, &FACES, last);
    let job = pdf::Job {
        pages: &pages,
        galley: &galley,
        faces: &FACES,
        imposition: None,
        paper: style.paper,
        meta: &article.meta,
        modified: None,
        jobs: &jobs,
        duplex: false,
        standard: Standard::default(),
        attachment: None,
    };
    let (pdf, found) = pdf::write(&job).expect("an article can be written");
    assert!(found.iter().all(|found| found.code != "claim-withheld"), "{found:?}");
    pdf
}

/// Generated articles; `OFFPRINT_CASES` asks for more.
const CASES: u32 = 200;

/// Asks this many generated articles whether they are valid and whole.
fn judge(cases: u32) {
    let mut runner = TestRunner::new(ProptestConfig { cases, ..ProptestConfig::default() });
    let judged = runner.run(&(article(), style()), |(article, style)| {
        let pdf = set(&article, &style);
        let found = house_faults(&pdf);
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
        let verdict = verify(&pdf, &article).expect("our own PDF can be read");
        prop_assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
        prop_assert!(verdict.words >= walk::words(&article).len() / 2);
        Ok(())
    });
    judged.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn deep_tables_in_notes_stay_on_narrow_pages() {
    let paper = Some("a6".parse().expect("a paper"));
    for (columns, words) in [(1, 20), (1, 45), (2, 20), (2, 45)] {
        let choices = Choices { paper, columns: Some(columns), ..Choices::default() };
        let style = Style::resolve(&choices).expect("it fits");
        // Each cell of the second column stands beside two of the first.
        let row = |nth: usize| {
            let deep = "a harbour and its ledger ".repeat((words + nth * 7) / 5);
            format!(
                "<tr><td>{deep}</td><td rowspan=\"2\">{deep}</td></tr><tr><td>less</td></tr>"
            )
        };
        let rows: String = (0..4).map(row).collect();
        let note = |nth: usize| {
            format!(
                "<li id=\"n{nth}\"><table><tr><th>a</th><th>b</th></tr>{rows}</table> \
                 <a href=\"#r{nth}\">\u{21A9}</a></li>"
            )
        };
        let call = |nth: usize| {
            format!("<p>Told<sup><a href=\"#n{nth}\" id=\"r{nth}\">{nth}</a></sup> so.</p>")
        };
        let (calls, notes): (String, String) =
            ((1..4).map(call).collect(), (1..4).map(note).collect());
        let page = format!(
            "<article><h1>Notes</h1>{calls}<section class=\"footnotes\"><ol>{notes}</ol>\
             </section></article>"
        );
        let order = PrintOptions { format: Format::Html, style, ..PrintOptions::default() };
        let pdf = print(page.as_bytes(), &order, &FACES).expect("it can be set").pdf;
        let verdict = verified(&pdf, page.as_bytes(), &order).expect("it can be read");
        assert_eq!(verdict.faults, [], "{columns} columns, {words} words");
    }
}

#[test]
fn notes_that_continue_do_not_stand_on_the_text() {
    // A row of a table is not divided, so that a region can hold less of a note than the page breaker
    // counted, and the next region more.
    let paper = Some("a6".parse().expect("a paper"));
    let choices = Choices { paper, columns: Some(2), ..Choices::default() };
    for (before, after) in (1..12).flat_map(|before| [10, 30, 60].map(|after| (before, after)))
    {
        let style = Style::resolve(&choices).expect("it fits");
        let words = |count: usize| "harbour ledger and an old clerk ".repeat(count);
        let row = |nth: usize| {
            format!("<td>{}</td><td>{}</td><td>Ships</td>", words(nth), words(5 - nth))
        };
        let rows: String = (1..5).map(|nth| format!("<tr>{}</tr>", row(nth))).collect();
        let call =
            |nth: usize| format!("<sup><a href=\"#n{nth}\" id=\"r{nth}\">{nth}</a></sup>");
        let back = |nth: usize| format!("<a href=\"#r{nth}\">\u{21A9}</a>");
        let page = format!(
            "<article><h1>Notes</h1><p>{}{}.</p><p>{}{}.</p><p>{}.</p>\
             <section class=\"footnotes\"><ol><li id=\"n1\"><table>{rows}</table><p>{}</p>{}</li>\
             <li id=\"n2\"><table><tr><td>{}</td></tr></table>{}</li></ol></section></article>",
            words(before),
            call(1),
            words(before * 2),
            call(2),
            words(after),
            words(4),
            back(1),
            words(2),
            back(2),
        );
        let order = PrintOptions { format: Format::Html, style, ..PrintOptions::default() };
        let pdf = print(page.as_bytes(), &order, &FACES).expect("it can be set").pdf;
        let verdict = verified(&pdf, page.as_bytes(), &order).expect("it can be read");
        assert_eq!(verdict.faults, [], "{before} and {after} times the words");
    }
}

#[test]
fn any_article_is_valid_and_whole() {
    let asked = std::env::var("OFFPRINT_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases: u32 = asked.unwrap_or(CASES);
    thread::scope(|scope| {
        let halves = [cases / 2, cases - cases / 2];
        for half in halves.map(|half| scope.spawn(move || judge(half))) {
            half.join().expect("every article is valid and whole");
        }
    });
}
