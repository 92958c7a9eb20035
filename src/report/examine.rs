//! Examination of pages, line by line, as they are set.

use std::collections::BTreeMap;

use crate::galley::{
    Entry, EntryId, Galley, Gap, Item, Line, LineEnd, MIN_RIVER_LINES, Role, TextOrigin,
    find_rivers, line_text,
};
use crate::paginate::{Page, PagePenalties, PlacedLine};
use crate::style::Style;
use crate::unit::Length;

use super::finding::{Finding, FindingKind};
use super::{PageFill, Report};

/// Greatest space without a finding, as a multiple of its natural width: the limit of TeX's
/// proportions, 4.1 points in a font with spaces of 2.75.
const LOOSE: f64 = 1.5;
/// Greatest space that is no fault, as a multiple of its natural width: a wider one looks like a hole.
const VERY_LOOSE: f64 = 2.0;
/// Least space without a finding, as a multiple of its natural width. A line never has less than two
/// thirds.
const TIGHT: f64 = 0.72;
/// Successive hyphens that are a ladder (Chicago Manual of Style 7.47: no more than three; the default
/// of Adobe's composer allows three).
const LADDER: usize = 3;
/// Least letters of a word that may be the last line of a paragraph.
const LEAST_LAST_WORD: usize = 5;
/// Least lines of a river that is a fault.
const BROAD_RIVER_LINES: usize = 5;
/// Least width of a river that is a fault, in hundredths of the natural space.
const BROAD_RIVER_WIDTH: i64 = 130;
/// Least blank rows of a page with a finding.
const SHORT_ROWS: u32 = 2;
/// Least blank rows of a page that is a fault: more than widows and headings account for.
const FAULTY_ROWS: u32 = 3;
/// Greatest misfit of a line without a finding, in points: rounding of many glyphs.
const ROUNDING: f64 = 0.05;
/// Glue ratio of a space that is wider by its natural width (it stretches by a half at ratio 1).
const RATIO_OF_STRETCH: f64 = 2.0;
/// Glue ratio of a space that is narrower by its natural width (it shrinks by a third at ratio -1).
const RATIO_OF_SHRINK: f64 = 3.0;

/// Examines the pages.
#[must_use]
pub fn examine(pages: &[Page], galley: &Galley, style: &Style) -> Report {
    let mut examiner = Examiner { galley, report: Report::default(), sum: 0.0 };
    // Footnotes, and figures at the top of a page, may stand between the lines of an entry.
    let mut entries: BTreeMap<EntryId, Vec<LocatedLine>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let last = index + 1 == pages.len();
        examiner.examine_page(page, last, style);
        for (placed, number) in page.body.iter().zip(1..) {
            let spot = LocatedLine { page: page.number, number, placed: *placed };
            entries.entry(placed.entry).or_default().push(spot);
        }
    }
    entries.values().for_each(|lines| examiner.examine_entry(lines));
    let mut report = examiner.report;
    report.adjustment.mean = examiner.sum / report.justified.max(1) as f64;
    report.findings.sort_by_key(|finding| (finding.page, finding.line, finding.kind));
    report
}

/// Line of the galley and its place on a page.
#[derive(Debug, Clone, Copy)]
struct LocatedLine {
    page: u32,
    number: u32,
    placed: PlacedLine,
}

/// Report that is being made.
struct Examiner<'e> {
    galley: &'e Galley,
    report: Report,
    /// Sum of the absolute adjustments.
    sum: f64,
}

impl<'e> Examiner<'e> {
    fn line_of(&self, placed: &PlacedLine) -> (&'e Entry, &'e Line) {
        (placed.entry_in(self.galley), placed.line_in(self.galley))
    }

    fn add_finding(&mut self, spot: LocatedLine, kind: FindingKind, fault: bool, measure: f64) {
        let (entry, line) = self.line_of(&spot.placed);
        let LocatedLine { page, number, placed } = spot;
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

    /// Examines the fill of a page and the first and last lines of its columns.
    fn examine_page(&mut self, page: &Page, last: bool, style: &Style) {
        let of = style.rows();
        let (rows, cost) = (page.rows(), page.cost());
        self.report.pages.push(PageFill { page: page.number, rows, of, cost });
        let body = self.galley.body_len();
        let spots: Vec<LocatedLine> = (1..)
            .zip(&page.body)
            .filter(|(_, placed)| placed.entry.index() < body)
            .map(|(number, &placed)| LocatedLine { page: page.number, number, placed })
            .collect();
        let columns = spots.chunk_by(|a, b| a.placed.column == b.placed.column);
        for column in columns {
            let (head, foot) = (column[0], column[column.len() - 1]);
            let nth = head.placed.column;
            let rows = page.columns.get(nth as usize).map_or(of, |column| column.rows);
            let ends = last && nth as usize + 1 >= page.columns.len();
            // Figures of an earlier page may stand above the text.
            let is_text = |spot: &&LocatedLine| flows(self.line_of(&spot.placed).0.role);
            self.examine_top(*column.iter().find(is_text).unwrap_or(&head));
            if ends {
                let few = page.rows() < PagePenalties::DEFAULT.least_last.min(of);
                if few && self.report.pages.len() > 1 {
                    self.add_finding(
                        foot,
                        FindingKind::NearlyEmpty,
                        true,
                        f64::from(page.rows()),
                    );
                }
            } else {
                let even = last && style.columns > 1;
                self.examine_bottom(foot, if even { 0 } else { of.saturating_sub(rows) });
            }
        }
    }

    fn examine_top(&mut self, spot: LocatedLine) {
        let (entry, _) = self.line_of(&spot.placed);
        let line = spot.placed.line as usize;
        if line > 0 && line + 1 == entry.lines.len() && flows(entry.role) {
            self.add_finding(spot, FindingKind::Widow, true, 0.0);
        }
    }

    /// Examines the last line of a column that is not the last, with `blank` rows below it.
    fn examine_bottom(&mut self, spot: LocatedLine, blank: u32) {
        let (entry, line) = self.line_of(&spot.placed);
        let whole = spot.placed.line as usize + 1 == entry.lines.len();
        let next = self.galley.entries.get(spot.placed.entry.index() + 1);
        if whole && next.is_some_and(|next| next.keep.page_before) {
            return;
        }
        if spot.placed.line == 0 && !whole && flows(entry.role) {
            self.add_finding(spot, FindingKind::Orphan, true, 0.0);
        }
        if whole && entry.keep.with_next {
            self.add_finding(spot, FindingKind::Stranded, true, 0.0);
        }
        if line.end == LineEnd::Hyphen {
            self.add_finding(spot, FindingKind::HyphenAtFoot, false, 0.0);
        }
        if blank >= SHORT_ROWS {
            self.add_finding(
                spot,
                FindingKind::ShortPage,
                blank >= FAULTY_ROWS,
                f64::from(blank),
            );
        }
    }

    /// Examines the lines of one entry, on all its pages.
    fn examine_entry(&mut self, lines: &[LocatedLine]) {
        let Some(first) = lines.first() else { return };
        let (entry, _) = self.line_of(&first.placed);
        self.report.lines += lines.len();
        let mut gaps = Vec::with_capacity(lines.len());
        let mut ladder = 0;
        for (index, &spot) in lines.iter().enumerate() {
            let (_, line) = self.line_of(&spot.placed);
            self.examine_line(spot, entry, line, &mut gaps);
            if line.end == LineEnd::Hyphen {
                self.report.hyphens += 1;
                ladder += 1;
            } else {
                self.examine_ladder(lines, index, ladder);
                ladder = 0;
            }
        }
        self.examine_ladder(lines, lines.len(), ladder);
        if flows(entry.role) {
            self.examine_last_line(lines);
        }
        for river in find_rivers(&gaps, MIN_RIVER_LINES) {
            let broad = river.lines >= BROAD_RIVER_LINES && river.width >= BROAD_RIVER_WIDTH;
            self.add_finding(lines[river.first], FindingKind::River, broad, river.lines as f64);
        }
    }

    /// Examines a line and appends its gaps.
    fn examine_line(
        &mut self,
        spot: LocatedLine,
        entry: &Entry,
        line: &Line,
        gaps: &mut Vec<Vec<Gap>>,
    ) {
        let is_mute = |item: &&Item| match item {
            Item::Picture { id, .. } => self.galley.pictures[id.0 as usize].alt.is_none(),
            _ => false,
        };
        let mute = line.items.iter().filter(is_mute).count();
        self.report.pictures_without_description += mute;
        let misfit = line.misfit.pt();
        if misfit > ROUNDING {
            self.add_finding(spot, FindingKind::Overfull, true, misfit);
        } else if misfit < -ROUNDING && line.end != LineEnd::Wrapped {
            self.add_finding(spot, FindingKind::Underfull, true, -misfit);
        }
        if line.end == LineEnd::Wrapped {
            let code = entry.role == Role::Code;
            let kind = if code { FindingKind::WrappedCode } else { FindingKind::BrokenWord };
            self.add_finding(spot, kind, true, 0.0);
        }
        let here = gaps_of(line);
        let natural: i64 = here.iter().map(|gap| gap.natural).sum();
        if line.filled && natural > 0 {
            self.report.justified += 1;
            let count = i64::try_from(here.len()).expect("a line has fewer than 2^63 gaps");
            let natural = Length::from_sp(natural / count);
            let added = line.word_space.ratio(natural);
            let factor = if added > 0.0 { RATIO_OF_STRETCH } else { RATIO_OF_SHRINK };
            self.add_adjustment(spot, added * factor);
            let width = 1.0 + added;
            if width > LOOSE {
                self.add_finding(spot, FindingKind::Loose, width > VERY_LOOSE, width);
            } else if width < TIGHT {
                self.add_finding(spot, FindingKind::Tight, false, width);
            }
        }
        gaps.push(if flows(entry.role) { here } else { Vec::new() });
    }

    fn add_adjustment(&mut self, spot: LocatedLine, ratio: f64) {
        self.sum += ratio.abs();
        let adjustment = &mut self.report.adjustment;
        if ratio.abs() > adjustment.worst.abs() || adjustment.place.0 == 0 {
            adjustment.worst = ratio;
            adjustment.place = (spot.page, spot.number);
        }
    }

    /// Examines the `hyphens` successive lines with a hyphen that end before line `index`.
    fn examine_ladder(&mut self, lines: &[LocatedLine], index: usize, hyphens: usize) {
        if hyphens >= LADDER {
            self.add_finding(lines[index - hyphens], FindingKind::Ladder, true, hyphens as f64);
        }
    }

    /// Examines the last line of a paragraph for a short word or the rest of a word.
    fn examine_last_line(&mut self, lines: &[LocatedLine]) {
        let [.., before, last] = lines else { return };
        let (_, before) = self.line_of(&before.placed);
        let (_, line) = self.line_of(&last.placed);
        let spaces =
            line.items.iter().filter(|item| matches!(item, Item::Space { .. })).count();
        let letters = line_text(line).chars().filter(|letter| letter.is_alphanumeric()).count();
        if spaces == 0
            && letters > 0
            && (letters < LEAST_LAST_WORD || before.end == LineEnd::Hyphen)
        {
            self.add_finding(*last, FindingKind::Runt, true, letters as f64);
        }
    }
}

/// True for text that may be divided between any two lines.
fn flows(role: Role) -> bool {
    matches!(role, Role::Paragraph | Role::Note)
}

/// Returns the line of the source of a line of an entry; the first line of its block if the entry is
/// neither code nor verse.
fn source_line(entry: &Entry, line: usize) -> u32 {
    let begin = entry.place.line;
    if begin == 0 || !matches!(entry.role, Role::Code | Role::Verse) {
        return begin;
    }
    let before = &entry.lines[..line];
    let ended = before.iter().filter(|line| line.end == LineEnd::Forced).count();
    begin.saturating_add(u32::try_from(ended).expect("an entry has fewer than 2^32 lines"))
}

/// Returns the gaps between the words of a line.
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
                if text.origin == TextOrigin::Furniture {
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
