//! The report on the setting: each fault named at its place.

use std::sync::LazyLock;

use offprint::article::{Article, Block, BlockKind};
use offprint::diagnostic::Place;
use offprint::font::Faces;
use offprint::galley::Compositor;
use offprint::galley::{Gap, River, find_rivers};
use offprint::jobs::Jobs;
use offprint::paginate::{chosen_alternatives, place_lines, plan_pages};
use offprint::picture::ArticlePictures;
use offprint::pipeline::{PrintOptions, print};
use offprint::read::Format;
use offprint::report::{Finding, FindingKind, Report, examine};
use offprint::style::{Choices, Style};
use offprint::unit::{Length, Sides};
use proptest::prelude::*;

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

fn report_of(text: &str, choices: &Choices) -> Report {
    let style = Style::resolve(choices).expect("a style that fits");
    let order =
        PrintOptions { format: Format::Text, style, report: true, ..PrintOptions::default() };
    print(text.as_bytes(), &order, &FACES).expect("a print").report.expect("a report")
}

fn of_kind(report: &Report, kind: FindingKind) -> Vec<&Finding> {
    report.findings.iter().filter(|finding| finding.kind == kind).collect()
}

fn report_on(article: &Article, style: &Style) -> Report {
    let set =
        Compositor::new(article, &ArticlePictures::default(), style, &FACES).set(&Jobs::new(1));
    let plan = plan_pages(&set.galley, style, None).expect("pages");
    let galley = set.settle(&chosen_alternatives(&plan), &Jobs::new(1));
    examine(&place_lines(&galley, &plan, style), &galley, style)
}

/// Margins that leave a measure of so many millimetres on A4.
fn measure(mm: f64) -> Choices {
    let side = Length::from_mm((210.0 - mm) / 2.0);
    let end = Length::from_mm(30.0);
    Choices {
        margin: Some(Sides { top: end, right: side, bottom: end, left: side }),
        ..Choices::default()
    }
}

#[test]
fn a_good_setting_has_no_fault() {
    let article = include_str!("../input/in-a-world-in-turmoil.txt");
    let report = report_of(article, &Choices::default());
    let faults: Vec<_> = report.faults().collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(report.pages.len() > 1, "there are pages: {:?}", report.pages);
    assert!(report.justified > 30, "there are lines: {}", report.justified);
    assert!(report.adjustment.mean < 0.5, "they are even: {:?}", report.adjustment);
    assert!(report.fill() > 0.9, "the pages are full: {}", report.fill());
}

#[test]
fn a_narrow_measure_names_the_words_it_breaks() {
    let text = "The first paragraph is here so that another follows it.\n\n\
        Consider incomprehensibilitiesandcounterrevolutionaries9876543210 as a word.\n";
    let report = report_of(text, &measure(24.0));
    let broken = of_kind(&report, FindingKind::BrokenWord);
    assert!(!broken.is_empty(), "{report}");
    for finding in broken {
        assert!(finding.fault, "it is a fault");
        assert_eq!((finding.page, finding.source), (1, 3), "{finding:?}");
        assert!(finding.line > 1, "{finding:?}");
        assert!(finding.text.ends_with('>'), "the line is shown: {finding:?}");
    }
}

#[test]
fn a_long_address_is_named_where_it_had_to_be_broken() {
    let rest = "x".repeat(150);
    let text = format!(
        "A line before it, so that it is not the headline of the article at all.\n\n\
        See https://example.org/{rest} for more, and read it with care before you judge it.\n"
    );
    let report = report_of(&text, &Choices::default());
    let broken = of_kind(&report, FindingKind::BrokenWord);
    assert!(!broken.is_empty(), "{report}");
    assert!(broken.iter().all(|it| it.fault && it.page == 1 && it.source == 3), "{broken:#?}");
    assert!(broken.iter().all(|it| it.text.contains("xxxx")), "{broken:#?}");
}

#[test]
fn each_wrapped_line_of_a_page_of_code_is_named() {
    let long = format!("    let answer = {};", "compute(the_whole, thing) + ".repeat(8));
    let code: Vec<String> = (0..40)
        .map(|line| match line {
            7 | 30 => long.clone(),
            _ => format!("    step_{line}(first, second);"),
        })
        .collect();
    let kind = BlockKind::Preformatted(code.join("\n"));
    let blocks = vec![Block::new(kind, Place::line(3))];
    let article = Article { blocks, ..Article::default() };
    let report = report_on(&article, &Style::default());
    let wrapped = of_kind(&report, FindingKind::WrappedCode);
    let mut sources: Vec<u32> = wrapped.iter().map(|finding| finding.source).collect();
    sources.dedup();
    assert_eq!(sources, [10, 33], "lines of the source: {wrapped:#?}");
    assert!(wrapped.iter().all(|finding| finding.fault), "{wrapped:#?}");
    // The first of them is the eighth line of the first page.
    let first = wrapped.first().map(|finding| (finding.page, finding.line));
    assert_eq!(first, Some((1, 8)), "{wrapped:#?}");
}

#[test]
fn the_place_of_a_finding_is_where_the_line_stands() {
    let rest = "x".repeat(150);
    let filler = "Some words that fill a page, again and again, until it is full. ".repeat(90);
    let text = format!("{filler}\n\nSee https://example.org/{rest} for more of it.\n");
    let report = report_of(&text, &Choices::default());
    let broken = of_kind(&report, FindingKind::BrokenWord);
    assert!(broken.iter().all(|finding| finding.page > 1), "{broken:#?}");
    let count: usize = report.pages.iter().map(|page| page.rows as usize).sum();
    assert_eq!(report.lines, count, "every row of plain text holds a line");
}

/// A gap of width 10 and natural width 10 that begins here.
fn gap(left: i64) -> Gap {
    Gap { left, right: left + 10, natural: 10 }
}

#[test]
fn a_river_is_found_where_it_runs() {
    let lines = vec![
        vec![gap(30), gap(100)],
        vec![gap(34), gap(150)],
        vec![gap(36), gap(200)],
        vec![gap(33), gap(120)],
        vec![gap(60)],
    ];
    assert_eq!(find_rivers(&lines, 4), [River { first: 0, lines: 4, width: 100 }]);
    assert_eq!(find_rivers(&lines, 5), []);
}

/// The longest chain of gaps that ends in gap `at` of line `line`, by trying all.
fn longest(lines: &[Vec<Gap>], line: usize, at: usize) -> usize {
    let gap = lines[line][at];
    let Some(above) = line.checked_sub(1) else { return 1 };
    let meets = |other: &Gap| {
        let shared = gap.right.min(other.right) - gap.left.max(other.left);
        let narrower = (gap.right - gap.left).min(other.right - other.left);
        shared > 0 && shared * 2 >= narrower
    };
    let chains = lines[above].iter().enumerate().filter(|(_, other)| meets(other));
    1 + chains.map(|(at, _)| longest(lines, above, at)).max().unwrap_or(0)
}

prop_compose! {
    fn any_line()(steps in prop::collection::vec((1_i64..12, 1_i64..9), 0..7)) -> Vec<Gap> {
        let mut pen = 0;
        steps.into_iter().map(|(word, space)| {
            let left = pen + word;
            pen = left + space;
            Gap { left, right: pen, natural: 5 }
        }).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn the_longest_river_is_the_longest_chain(lines in prop::collection::vec(any_line(), 0..9)) {
        let all = (0..lines.len()).flat_map(|line| {
            let lines = &lines;
            (0..lines[line].len()).map(move |at| longest(lines, line, at))
        });
        let longest = all.max().unwrap_or(0);
        let found = find_rivers(&lines, 1).iter().map(|river| river.lines).max().unwrap_or(0);
        prop_assert_eq!(found, longest);
    }
}
