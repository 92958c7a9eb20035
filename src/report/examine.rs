//! The examination: pages are read line by line and judged.
//!
//! Comes in: pages, their galley, the style. Goes out: a [`Report`]. Never done here: setting a
//! line anew; all is taken from the lines as they stand.

use std::collections::BTreeMap;

use crate::galley::{
    Entry, Galley, Gap, Item, LEAST_RIVER, Line, LineEnd, Origin, Role, line_text, rivers,
};
use crate::paginate::{Page, PlacedLine, Prices};
use crate::style::Style;
use crate::unit::Length;

use super::finding::{Finding, Kind};
use super::{PageFill, Report};

/// A space wider than this multiple of its natural width is worth knowing: all that a line may
/// give by TeX's proportions, 4.1 points in a type with spaces of 2.75.
const LOOSE: f64 = 1.5;
/// A space this wide is a fault: it is seen as a hole.
const VERY_LOOSE: f64 = 2.0;
/// A space narrower than this part of its natural width is worth knowing; a third off is the least
/// that a line may have.
const TIGHT: f64 = 0.72;
/// Lines running with a hyphen at their end from which they are a ladder (Chicago Manual of Style
/// 7.47: no more than three; the default of Adobe's composer allows three).
const LADDER: usize = 3;
/// Letters from which a word can be a last line by itself.
const WORD: usize = 5;
/// Lines and width (in hundredths of the natural space) from which a river is a fault.
const BROAD: (usize, i64) = (5, 130);
/// Blank rows at the foot from which a page is worth mention, and from which it is a fault: three
/// are more than widows and headings account for.
const SHORT: (u32, u32) = (2, 3);
/// Excess in points under which a line fits: rounding of many glyphs.
const HAIR: f64 = 0.05;

/// Judges the pages.
#[must_use]
pub fn examine(pages: &[Page], galley: &Galley, style: &Style) -> Report {
    let mut examiner = Examiner { galley, report: Report::default(), sum: 0.0 };
    // The lines of an entry go on past notes, and past figures at the head of the next page.
    let mut entries: BTreeMap<u32, Vec<Spotted>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let last = index + 1 == pages.len();
        examiner.page(page, last, style);
        for (placed, number) in page.body.iter().zip(1..) {
            let spot = Spotted { page: page.number, number, placed: *placed };
            entries.entry(placed.entry).or_default().push(spot);
        }
    }
    entries.values().for_each(|lines| examiner.entry(lines));
    let mut report = examiner.report;
    report.adjustment.mean = examiner.sum / report.justified.max(1) as f64;
    report.findings.sort_by_key(|finding| (finding.page, finding.line, finding.kind));
    report
}

/// A line of the galley and where the reader finds it.
#[derive(Debug, Clone, Copy)]
struct Spotted {
    page: u32,
    number: u32,
    placed: PlacedLine,
}

struct Examiner<'e> {
    galley: &'e Galley,
    report: Report,
    /// Sum of the adjustments, signs aside.
    sum: f64,
}

impl<'e> Examiner<'e> {
    fn find(&self, placed: &PlacedLine) -> Option<(&'e Entry, &'e Line)> {
        let entry = self.galley.entries.get(placed.entry as usize)?;
        Some((entry, entry.lines.get(placed.line as usize)?))
    }

    fn note(&mut self, spot: Spotted, kind: Kind, fault: bool, measure: f64) {
        let Some((entry, line)) = self.find(&spot.placed) else { return };
        let Spotted { page, number, placed } = spot;
        self.report.findings.push(Finding {
            kind,
            fault,
            page,
            line: number,
            source: source_line(entry, placed.line as usize),
            measure,
            text: line_text(line),
        });
    }

    /// How full a page is, and what is wrong at the heads and feet of its columns.
    fn page(&mut self, page: &Page, last: bool, style: &Style) {
        let of = style.rows();
        let (rows, price) = (page.rows(), page.price());
        self.report.pages.push(PageFill { page: page.number, rows, of, price });
        let body = self.galley.body();
        let spots: Vec<Spotted> = (1..)
            .zip(&page.body)
            .filter(|(_, placed)| (placed.entry as usize) < body)
            .map(|(number, &placed)| Spotted { page: page.number, number, placed })
            .collect();
        let columns = spots.chunk_by(|a, b| a.placed.column == b.placed.column);
        for column in columns {
            let (Some(&head), Some(&foot)) = (column.first(), column.last()) else { continue };
            let nth = head.placed.column;
            let rows = page.columns.get(nth as usize).map_or(of, |column| column.rows);
            let ends = last && nth as usize + 1 >= page.columns.len();
            // Figures that waited may stand above the text.
            let flowing = |spot: &&Spotted| {
                self.find(&spot.placed).is_some_and(|(entry, _)| flows(entry.role))
            };
            self.head(*column.iter().find(flowing).unwrap_or(&head));
            if ends {
                let few = page.rows() < Prices::HOUSE.least_last.min(of);
                if few && self.report.pages.len() > 1 {
                    self.note(foot, Kind::NearlyEmpty, true, f64::from(page.rows()));
                }
            } else {
                let even = last && style.columns > 1;
                self.foot(foot, if even { 0 } else { of.saturating_sub(rows) });
            }
        }
    }

    fn head(&mut self, spot: Spotted) {
        let Some((entry, _)) = self.find(&spot.placed) else { return };
        let line = spot.placed.line as usize;
        if line > 0 && line + 1 == entry.lines.len() && flows(entry.role) {
            self.note(spot, Kind::Widow, true, 0.0);
        }
    }

    /// What is wrong at the foot of a column that is not the last and ends so many rows high.
    fn foot(&mut self, spot: Spotted, blank: u32) {
        let Some((entry, line)) = self.find(&spot.placed) else { return };
        let whole = spot.placed.line as usize + 1 == entry.lines.len();
        let next = self.galley.entries.get(spot.placed.entry as usize + 1);
        if whole && next.is_some_and(|next| next.keep.page_before) {
            return;
        }
        if spot.placed.line == 0 && !whole && flows(entry.role) {
            self.note(spot, Kind::Orphan, true, 0.0);
        }
        if whole && entry.keep.with_next {
            self.note(spot, Kind::Stranded, true, 0.0);
        }
        if line.end == LineEnd::Hyphen {
            self.note(spot, Kind::HyphenAtFoot, false, 0.0);
        }
        if blank >= SHORT.0 {
            self.note(spot, Kind::ShortPage, blank >= SHORT.1, f64::from(blank));
        }
    }

    /// What is wrong with the lines of one entry, wherever its pages end.
    fn entry(&mut self, lines: &[Spotted]) {
        let Some((entry, _)) = lines.first().and_then(|spot| self.find(&spot.placed)) else {
            return;
        };
        self.report.lines += lines.len();
        let mut gaps = Vec::with_capacity(lines.len());
        let mut ladder = 0;
        for (index, &spot) in lines.iter().enumerate() {
            let Some((_, line)) = self.find(&spot.placed) else { continue };
            self.line(spot, entry, line, &mut gaps);
            if line.end == LineEnd::Hyphen {
                self.report.hyphens += 1;
                ladder += 1;
            } else {
                self.ladder(lines, index, ladder);
                ladder = 0;
            }
        }
        self.ladder(lines, lines.len(), ladder);
        if flows(entry.role) {
            self.runt(lines);
        }
        for river in rivers(&gaps, LEAST_RIVER) {
            if let Some(&spot) = lines.get(river.first) {
                let broad = river.lines >= BROAD.0 && river.width >= BROAD.1;
                self.note(spot, Kind::River, broad, river.lines as f64);
            }
        }
    }

    fn line(&mut self, spot: Spotted, entry: &Entry, line: &Line, gaps: &mut Vec<Vec<Gap>>) {
        let misfit = line.misfit.pt();
        if misfit > HAIR {
            self.note(spot, Kind::Overfull, true, misfit);
        } else if misfit < -HAIR && line.end != LineEnd::Wrapped {
            self.note(spot, Kind::Underfull, true, -misfit);
        }
        if line.end == LineEnd::Wrapped {
            let code = entry.role == Role::Code;
            let kind = if code { Kind::WrappedCode } else { Kind::BrokenWord };
            self.note(spot, kind, true, 0.0);
        }
        let here = gaps_of(line);
        let natural: i64 = here.iter().map(|gap| gap.natural).sum();
        if line.filled && natural > 0 {
            self.report.justified += 1;
            let natural = Length::from_sp(natural / i64::try_from(here.len()).unwrap_or(1));
            let added = line.word_space.ratio(natural);
            self.adjust(spot, if added > 0.0 { added * 2.0 } else { added * 3.0 });
            let width = 1.0 + added;
            if width > LOOSE {
                self.note(spot, Kind::Loose, width > VERY_LOOSE, width);
            } else if width < TIGHT {
                self.note(spot, Kind::Tight, false, width);
            }
        }
        gaps.push(if flows(entry.role) { here } else { Vec::new() });
    }

    fn adjust(&mut self, spot: Spotted, ratio: f64) {
        self.sum += ratio.abs();
        let adjustment = &mut self.report.adjustment;
        if ratio.abs() > adjustment.worst.abs() || adjustment.place.0 == 0 {
            adjustment.worst = ratio;
            adjustment.place = (spot.page, spot.number);
        }
    }

    /// Notes a ladder of `steps` lines that ended before line `index`.
    fn ladder(&mut self, lines: &[Spotted], index: usize, steps: usize) {
        if steps >= LADDER
            && let Some(&spot) = lines.get(index - steps)
        {
            self.note(spot, Kind::Ladder, true, steps as f64);
        }
    }

    /// Notes a last line that is one short word or the rest of one.
    fn runt(&mut self, lines: &[Spotted]) {
        let [.., before, last] = lines else { return };
        let (Some((_, before)), Some((_, line))) =
            (self.find(&before.placed), self.find(&last.placed))
        else {
            return;
        };
        let words = line.items.iter().filter(|item| matches!(item, Item::Space { .. })).count();
        let letters = line_text(line).chars().filter(|letter| letter.is_alphanumeric()).count();
        if words == 0 && letters > 0 && (letters < WORD || before.end == LineEnd::Hyphen) {
            self.note(*last, Kind::Runt, true, letters as f64);
        }
    }
}

/// Whether text of this role may be divided between any two lines, so that where is a matter of
/// taste.
fn flows(role: Role) -> bool {
    matches!(role, Role::Paragraph | Role::Note)
}

/// The line of the source that a line of an entry came from, as near as is known.
fn source_line(entry: &Entry, line: usize) -> u32 {
    let begin = entry.place.line;
    if begin == 0 || !matches!(entry.role, Role::Code | Role::Verse) {
        return begin;
    }
    let before = entry.lines.get(..line).unwrap_or_default();
    let ended = before.iter().filter(|line| line.end == LineEnd::Forced).count();
    begin.saturating_add(u32::try_from(ended).unwrap_or(0))
}

/// The gaps between the words of a line.
fn gaps_of(line: &Line) -> Vec<Gap> {
    let scaling = i64::from(line.scaling);
    let mut pen = line.x;
    let mut gaps = Vec::new();
    for item in &line.items {
        match item {
            Item::Space { width, .. } => {
                let left = pen;
                pen += (*width + line.word_space).fraction(scaling, 1000);
                let natural = width.sp();
                gaps.push(Gap { left: left.sp(), right: pen.sp(), natural });
            }
            Item::Text(text) => {
                pen += text.shaped.advance.fraction(scaling, 1000);
                if text.origin == Origin::Furniture {
                    gaps.clear();
                }
            }
            Item::Kern(width) | Item::Rule { width, .. } | Item::Picture { width, .. } => {
                pen += *width;
            }
        }
    }
    gaps
}
