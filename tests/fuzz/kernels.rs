//! Fuzz targets of the kernels: shaping, hyphenation, line and page breaks, sheets.

use std::sync::LazyLock;

use offprint::article::Language;
use offprint::font::{FaceStyle, Faces, FontRole};
use offprint::hyphenate::Dictionary;
use offprint::impose::{Edge, Imposition, Scheme, Size};
use offprint::linebreak::{BreakItem, Breaker, LineMeasures, Rules, TexParameters, first_fit};
use offprint::paginate::{self, PagePenalties, Regions, RowAlternative, RowEntry};
use offprint::shape::{Features, Font, ShapeRequest, Shaper};
use offprint::unit::Length;

use super::source::Source;

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// Most items of a paragraph, and most entries of a galley.
const MOST_ITEMS: usize = 400;

/// The runs of a text partition it.
pub(crate) fn shape(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let roles = [FontRole::Text, FontRole::Head, FontRole::Code];
    let font = Font {
        role: roles[source.below(3)],
        style: FaceStyle { bold: source.flag(), italic: source.flag() },
        size: Length::from_pt(10.0),
        features: Features {
            lining: source.flag(),
            small_caps: source.flag(),
            tracking: source.byte().into(),
            ..Features::default()
        },
    };
    let rtl = source.flag();
    let text = source.text();
    let request = ShapeRequest { text: &text, font, language: Language::ENGLISH, rtl };
    let shaped = Shaper::new(&FACES).shape(&request);
    let mut bytes: Vec<(u32, u32)> = shaped.runs.iter().map(|run| run.bytes).collect();
    bytes.sort_unstable();
    let mut end = 0;
    for (from, to) in bytes {
        assert_eq!(from, end, "the runs of {text:?} leave no gap");
        end = to;
    }
    assert_eq!(end as usize, text.len(), "the runs of {text:?} cover it");
    let clusters = shaped.clusters();
    let mut offsets = clusters.iter().map(|&(at, _)| at);
    assert!(offsets.all(|at| text.is_char_boundary(at)), "clusters begin at characters");
}

/// Divisions rise, stand between characters and leave letters on both sides.
pub(crate) fn hyphenate(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let tags: Vec<&str> = Dictionary::tags().collect();
    let tag = tags[source.below(tags.len())];
    let language: Language = tag.parse().expect("the tag of a dictionary is a language");
    let word = source.text();
    let Some(dictionary) = Dictionary::for_language(language) else { return };
    let divisions = dictionary.divide(&word);
    assert!(divisions.is_sorted_by(|a, b| a.at < b.at), "divisions of {word:?} rise");
    for division in divisions {
        assert!(word.is_char_boundary(division.at), "{tag}: {word:?} at {}", division.at);
        assert!(0 < division.at && division.at < word.len(), "{tag}: {word:?}");
        let before = division.before.map_or(0, |change| change.replaces);
        let after = division.after.map_or(0, |change| change.replaces);
        assert!(before <= division.at && after <= word.len() - division.at, "{tag}: {word:?}");
    }
}

/// Lines end at rising breaks, the last one with the paragraph.
pub(crate) fn break_lines(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let rules = match source.below(3) {
        0 => {
            let looseness = source.short_number();
            Rules::tex(&TexParameters { looseness, ..TexParameters::default() })
        }
        1 => Rules::fine(source.byte().into()),
        _ => Rules::fine(0).ragged(source.number()),
    };
    let measures =
        LineMeasures { lines: (0..source.below(4) + 1).map(|_| source.number()).collect() };
    let mut items = Vec::new();
    while !source.is_empty() && items.len() < MOST_ITEMS {
        items.push(break_item(&mut source));
    }
    let mut breaker = Breaker::new();
    let found =
        [breaker.break_lines(&items, &measures, &rules), first_fit(&items, &measures, &rules)];
    let others = breaker.alternatives(&items, &measures, &rules, &[0, 1, -1]);
    let more = breaker.best_breaks(&items, &measures, &rules, 3);
    for breaks in found.iter().chain(others.iter().flatten()).chain(&more) {
        if let Some(last) = breaks.lines.last() {
            assert_eq!(last.item, items.len(), "the last line ends with the paragraph");
        }
        assert!(breaks.lines.is_sorted_by(|a, b| a.item <= b.item), "breaks rise");
    }
}

fn break_item(source: &mut Source<'_>) -> BreakItem {
    match source.below(6) {
        0 | 1 => BreakItem::Box {
            width: source.number(),
            elastic: source.number(),
            left: source.number(),
            right: source.number(),
            word: source.byte().into(),
        },
        2 => BreakItem::Glue {
            width: source.number(),
            stretch: source.number(),
            order: source.byte() % 4,
            shrink: source.number(),
        },
        3 => BreakItem::Penalty { penalty: source.short_number() },
        4 => BreakItem::Kern { width: source.number() },
        _ => BreakItem::Discretionary {
            pre: source.number(),
            post: source.number(),
            nobreak: source.number(),
            penalty: source.short_number(),
            pre_right: source.number(),
            post_left: source.number(),
        },
    }
}

/// Pages hold every line once, and the optimum costs no more than pages filled one by one.
pub(crate) fn break_pages(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let depth = u32::try_from(source.below(60) + 1).expect("a byte is small");
    let columns = u32::try_from(source.below(3) + 1).expect("a byte is small");
    let below_title = u32::try_from(source.below(60) + 1).expect("a byte is small");
    let depths = if below_title < depth {
        let mut depths = vec![below_title; columns as usize];
        depths.push(depth);
        depths
    } else {
        vec![depth]
    };
    let exactly = source.flag().then(|| u32::from(source.byte()));
    let regions = Regions { depths, columns, first_folio: source.byte().into(), exactly };
    let mut entries = Vec::new();
    while !source.is_empty() && entries.len() < MOST_ITEMS {
        entries.push(row_entry(&mut source));
    }
    let Some(plan) = paginate::break_pages(&entries, &regions, &PagePenalties::DEFAULT) else {
        assert!(regions.exactly.is_some(), "without a number of pages there is always a plan");
        return;
    };
    assert_eq!(plan.alternatives.len(), entries.len(), "each entry has an alternative");
    let last = plan.regions.last().map(|end| end.next.entry);
    assert!(last.is_none_or(|entry| entry == entries.len()), "the last region ends the text");
    let _ = paginate::first_fit(&entries, &regions, &PagePenalties::DEFAULT);
}

fn row_entry(source: &mut Source<'_>) -> RowEntry {
    let flags = source.byte();
    let lines = 1 + source.below(if flags & 1 == 0 { 6 } else { 80 });
    let lines = u32::try_from(lines).expect("a byte is small");
    let called = if flags & 2 == 0 { 0 } else { u32::from(source.byte() % 70) };
    let alternative = |lines: u32, cost: i64| RowAlternative {
        bottoms: (1..=lines).collect(),
        hyphens: vec![flags & 4 != 0; lines as usize],
        notes: if called == 0 {
            Vec::new()
        } else {
            std::iter::once(called).chain(std::iter::repeat_n(0, lines as usize - 1)).collect()
        },
        cost,
    };
    let mut alternatives = vec![alternative(lines, 0)];
    if flags & 8 != 0 {
        alternatives.push(alternative(lines + 1, i64::from(source.byte()) * 100));
    }
    RowEntry {
        above: source.byte().into(),
        below: u32::from(source.byte() % 4),
        together: flags & 16 != 0,
        with_next: flags & 32 != 0,
        page_before: flags & 64 != 0,
        first_lines: usize::from(source.byte() % 4),
        repeated_rows: 0,
        figure: 0,
        alternatives,
    }
}

/// Each page stands on one side, once.
pub(crate) fn impose(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let many = u32::from(source.byte());
    let scheme = match source.below(5) {
        0 => Scheme::Single,
        1 => Scheme::Booklet,
        2 => Scheme::Signatures(many),
        3 => Scheme::Beside(many),
        _ => Scheme::Stacked(many),
    };
    let length = |source: &mut Source<'_>| Length::from_pt(f64::from(source.byte()) * 8.0);
    let size = |source: &mut Source<'_>| Size { width: length(source), height: length(source) };
    let imposition = Imposition {
        trim: source.flag().then(|| size(&mut source)),
        both_sides: source.flag(),
        flip: [None, Some(Edge::Long), Some(Edge::Short)][source.below(3)],
        thickness: Length::from_pt(f64::from(source.byte()) / 100.0),
        marks: source.flag(),
        bleed: Length::from_pt(source.byte().into()),
        ..Imposition::new(scheme, size(&mut source))
    };
    let count = source.below(200);
    let sheets = imposition.impose(count);
    let mut seen = vec![0; count];
    for page in sheets.sides.iter().flat_map(|side| &side.pages) {
        seen[page.page] += 1;
    }
    assert!(seen.iter().all(|&times| times == 1), "each page stands on one side: {seen:?}");
    assert!(!sheets.summary().is_empty(), "there is a summary");
}
