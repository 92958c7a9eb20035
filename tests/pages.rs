//! Pagination: the optimum, and the promises of a page.

use std::cell::RefCell;
use std::collections::BTreeMap;

use offprint::paginate::{
    BreakPosition, PagePenalties, PagePlan, Regions, RowAlternative, RowEntry, break_pages,
    first_fit,
};
use proptest::prelude::*;

/// Finds the least cost by trying everything: an evaluator that shares nothing with the breaker
/// but the cost list.
struct Exhaustive<'e> {
    entries: &'e [RowEntry],
    depth: u32,
    penalties: PagePenalties,
    /// Costs of the states that were tried before.
    known: RefCell<BTreeMap<State, i64>>,
}

/// The position at which a page begins, and all of the page before it that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    spot: BreakPosition,
    /// Odd or even, and for a right-hand page the blank rows of the one that faces it.
    right: bool,
    facing: Option<u32>,
    note_rest: u32,
    /// The first figure that is deferred to this page.
    deferred: Option<usize>,
}

/// Notes of a page so far: their rows with the blank one above, and the rows of the last.
type Notes = (u32, u32);

fn called((rows, last): Notes, note: u32) -> Notes {
    match (rows, note) {
        (_, 0) => (rows, last),
        (0, _) => (1 + note, note),
        _ => (rows + note, note),
    }
}

/// An end of a page.
struct End {
    next: BreakPosition,
    /// Rows of text, and of notes.
    rows: (u32, u32),
    note_rest: u32,
    /// The first figure that is left for the next page.
    left: Option<usize>,
    cost: i64,
}

impl Exhaustive<'_> {
    fn least_of_all(&self) -> i64 {
        // The first folio is 1: a right-hand page that none faces.
        let spot = BreakPosition::default();
        self.least(State { spot, right: true, facing: None, note_rest: 0, deferred: None })
    }

    /// The least cost of setting everything from here on.
    fn least(&self, state: State) -> i64 {
        let settled = state.note_rest == 0 && state.deferred.is_none();
        if state.spot.entry == self.entries.len() && settled {
            return 0;
        }
        if let Some(&known) = self.known.borrow().get(&state) {
            return known;
        }
        let ends = self.ends(state.spot, state.note_rest, state.deferred);
        let short_enough =
            |end: &&End| self.by_wish(end) || self.blank(end) <= self.penalties.most_blank;
        let some = ends.iter().any(|end| short_enough(&end));
        let least = ends
            .iter()
            .filter(|end| !some || short_enough(end))
            .map(|end| self.through(state, end))
            .min()
            .expect("a page can end somewhere");
        self.known.borrow_mut().insert(state, least);
        least
    }

    /// The least cost of all that follows, when this page ends so.
    fn through(&self, state: State, end: &End) -> i64 {
        let blank =
            if self.by_wish(end) || end.note_rest > 0 { 0 } else { self.blank(end).min(4) };
        let uneven_row = match state.facing {
            Some(facing) if !self.by_wish(end) => {
                i64::from(blank.abs_diff(facing)).pow(2) * self.penalties.uneven_row
            }
            _ => 0,
        };
        let facing = (!state.right && !self.by_wish(end)).then_some(blank);
        let (right, note_rest, deferred) = (!state.right, end.note_rest, end.left);
        let next = State { spot: end.next, right, facing, note_rest, deferred };
        end.cost + self.foot(end) + uneven_row + self.least(next)
    }

    fn by_wish(&self, end: &End) -> bool {
        end.next.entry == self.entries.len() && end.note_rest == 0 && end.left.is_none()
    }

    fn blank(&self, end: &End) -> u32 {
        self.depth - end.rows.0 - end.rows.1
    }

    fn foot(&self, end: &End) -> i64 {
        if self.by_wish(end) {
            let least = self.penalties.least_last.min(self.depth);
            let lacking = least.saturating_sub(end.rows.0 + end.rows.1);
            i64::from(lacking) * self.penalties.short_last_page
        } else if end.note_rest > 0 {
            self.penalties.divided_note
                + self.penalties.divided_note_row * i64::from(end.note_rest)
        } else {
            i64::from(self.blank(end)).pow(2) * self.penalties.blank_row
        }
    }

    /// Rows of the last note that go on, when so many are filled; none where it does not fit.
    fn over(&self, rows: u32, notes: Notes) -> Option<u32> {
        let all = rows + notes.0;
        if all <= self.depth {
            return Some(0);
        }
        (all - self.depth + 2 <= notes.1).then_some(all - self.depth + 1)
    }

    /// The entries of the figures between two places.
    fn figures(&self, from: usize, to: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = from;
        while at < to {
            found.extend(at..at + self.entries[at].figure);
            at += self.entries[at].figure.max(1);
        }
        found
    }

    /// Rows and notes of these entries one below the other, and the white below the last.
    fn stacked(&self, entries: &[usize], mut notes: Notes) -> (u32, Notes, u32) {
        let (mut rows, mut below) = (0, None);
        for &entry in entries {
            let entry = &self.entries[entry];
            rows += below.map_or(0, |below: u32| below.max(entry.above));
            rows += entry.alternatives[0].bottoms.last().expect("a line");
            notes = entry.alternatives[0]
                .notes
                .iter()
                .fold(notes, |notes, &note| called(notes, note));
            below = Some(entry.below);
        }
        (rows, notes, below.unwrap_or(0))
    }

    /// Every way to end the page that begins here.
    fn ends(&self, spot: BreakPosition, note_rest: u32, deferred: Option<usize>) -> Vec<End> {
        let notes = called((0, 0), note_rest);
        if note_rest > 0 && notes.0 >= self.depth {
            let left = (notes.0 - self.depth + 1).min(note_rest - 1);
            let rows = (0, self.depth);
            let cost = self.penalties.divided_note;
            // A page of notes alone costs what a divided note costs, once.
            let end = End { next: spot, rows, note_rest: left, left: None, cost: 0 };
            let cost = cost - self.foot(&end);
            return vec![End { cost, ..end }];
        }
        let mut ends = Vec::new();
        let mut used = match self.entries.get(spot.entry) {
            Some(entry) => entry.repeated_rows.min(self.depth - 1),
            None => 0,
        };
        let (mut notes, mut white) = (notes, None);
        if let Some(first) = deferred {
            let (rows, called, below) = self.stacked(&self.figures(first, spot.entry), notes);
            (notes, white) = (called, Some(below));
            let alone = (rows, notes.0);
            ends.push(End { next: spot, rows: alone, note_rest: 0, left: None, cost: 0 });
            used = rows + below;
            if spot.entry == self.entries.len() || used + notes.0 + 2 > self.depth {
                return ends;
            }
        } else if spot.entry == self.entries.len() {
            return vec![End {
                next: spot,
                rows: (0, notes.0),
                note_rest: 0,
                left: None,
                cost: 0,
            }];
        }
        let page = Page { start: spot, white, before: None, left: None };
        self.pages_from((&page, spot), (used, notes), 0, &mut ends);
        ends
    }

    /// Returns whether the figures from `first` on may be deferred by a page that ends so.
    fn may_wait(&self, first: usize, next: BreakPosition, note_rest: u32) -> bool {
        let (rows, notes, _) = self.stacked(&self.figures(first, next.entry), (0, 0));
        let figures = (first..next.entry).filter(|&at| self.entries[at].figure > 0).count();
        note_rest == 0
            && figures <= self.penalties.most_deferred
            && rows + notes.0 <= self.depth
            && self.entries.get(next.entry).is_none_or(|entry| entry.repeated_rows == 0)
    }

    /// Every way to fill a page from `at`, `rows` being used at `cost`; gathers its ends.
    fn pages_from(
        &self,
        (page, at): (&Page, BreakPosition),
        (rows, notes): (u32, Notes),
        cost: i64,
        ends: &mut Vec<End>,
    ) {
        let Some(entry) = self.entries.get(at.entry) else { return };
        let first = at.entry == page.start.entry;
        if entry.figure > 0 && !first {
            // It waits, if one before it does not stand in its place.
            let left = Some(page.left.unwrap_or(at.entry));
            let next =
                BreakPosition { entry: at.entry + entry.figure, ..BreakPosition::default() };
            self.pages_from((&Page { left, ..*page }, next), (rows, notes), cost, ends);
            if page.left.is_some() {
                return;
            }
        }
        let gap = match (page.before, page.white) {
            (Some(before), _) => entry.above.max(self.entries[before].below),
            (None, Some(white)) if at.line == 0 => entry.above.max(white) - white,
            _ => 0,
        };
        let mut put = |mut end: End| {
            if let Some(first) = page.left {
                if !self.may_wait(first, end.next, end.note_rest) {
                    return;
                }
                let figures = (first..end.next.entry).filter(|&at| self.entries[at].figure > 0);
                end.cost += self.penalties.deferred_figure
                    * i64::try_from(figures.count()).expect("few");
            }
            ends.push(End { left: page.left, ..end });
        };
        let mut further = Vec::new();
        let alternatives = if at.line > 0 {
            at.alternative..at.alternative + 1
        } else {
            0..entry.alternatives.len()
        };
        for form_index in alternatives {
            let alternative = &entry.alternatives[form_index];
            let cost = cost + if at.line > 0 { 0 } else { alternative.cost };
            let begun = if at.line == 0 { 0 } else { alternative.bottoms[at.line - 1] };
            let count = alternative.bottoms.len();
            let mut notes = notes;
            for line in at.line + 1..=count {
                let used = rows + gap + alternative.bottoms[line - 1] - begun;
                notes = called(notes, alternative.notes.get(line - 1).copied().unwrap_or(0));
                let whole = line == count;
                let next = if whole {
                    BreakPosition { entry: at.entry + 1, line: 0, alternative: 0 }
                } else {
                    BreakPosition { entry: at.entry, line, alternative: form_index }
                };
                let Some(note_rest) = self.over(used, notes) else {
                    let never = self.over(used - gap, notes).is_none();
                    if first && line == at.line + 1 && never && page.white.is_none() {
                        // The first line does not fit any page: it is placed here all the same,
                        // but not below figures, which can stand alone.
                        let used = (used - gap).min(self.depth);
                        let over = (used + notes.0).saturating_sub(self.depth);
                        let rows = (used, notes.0.min(self.depth - used));
                        let note_rest = if over > 0 { over + 1 } else { 0 };
                        let cost = cost + self.penalties.broken_keep;
                        put(End { next, rows, note_rest, left: None, cost });
                    }
                    break;
                };
                let rows = (used, notes.0.min(self.depth - used));
                if whole {
                    let last = next.entry == self.entries.len();
                    let broken_keep =
                        if entry.with_next && !last { self.penalties.broken_keep } else { 0 };
                    put(End { next, rows, note_rest, left: None, cost: cost + broken_keep });
                    further.push((next, (used, notes), cost));
                } else {
                    let mut here = cost;
                    let kept = entry.together || line < entry.first_lines;
                    here += if kept { self.penalties.broken_keep } else { 0 };
                    here += if line == 1 && at.line == 0 { self.penalties.orphan } else { 0 };
                    here += if line + 1 == count { self.penalties.widow } else { 0 };
                    let heading = page.before.is_some_and(|it| self.entries[it].with_next);
                    if heading && at.line == 0 && line == 2 && count > 2 {
                        here += self.penalties.shallow_heading;
                    }
                    if alternative.hyphens.get(line - 1).copied().unwrap_or(false) {
                        here += self.penalties.hyphen;
                    }
                    put(End { next, rows, note_rest, left: None, cost: here });
                }
            }
        }
        let page = Page { before: Some(at.entry), ..*page };
        for (next, filled, cost) in further {
            self.pages_from((&page, next), filled, cost, ends);
        }
    }
}

/// A page that is being filled.
#[derive(Clone, Copy)]
struct Page {
    start: BreakPosition,
    /// White below the figures at its head, where there are some.
    white: Option<u32>,
    /// The entry that was put on it last.
    before: Option<usize>,
    /// The first figure that is left for the next page.
    left: Option<usize>,
}

/// A paragraph of `lines` lines; `hyphens` by bits.
fn alternative(lines: u32, hyphens: u32, cost: i64) -> RowAlternative {
    RowAlternative {
        bottoms: (1..=lines).collect(),
        hyphens: (0..lines)
            .map(|line| hyphens.checked_shr(line).unwrap_or(0) & 1 == 1)
            .collect(),
        notes: Vec::new(),
        cost,
    }
}

/// The best pages of so many rows.
fn pages(entries: &[RowEntry], depth: u32) -> PagePlan {
    break_pages(entries, &Regions::pages(depth), &PagePenalties::DEFAULT).expect("pages")
}

fn entry(alternatives: Vec<RowAlternative>) -> RowEntry {
    RowEntry {
        above: 0,
        below: 0,
        together: false,
        with_next: false,
        page_before: false,
        first_lines: 0,
        repeated_rows: 0,
        figure: 0,
        alternatives,
    }
}

prop_compose! {
    fn any_strip()(
        lines in 1_u32..6,
        hyphens in any::<u32>(),
        longer in prop::option::of(0_i64..16_000),
        shorter in prop::option::of(0_i64..16_000),
        above in 0_u32..2,
        below in 0_u32..2,
        kind in 0..9,
        repeated_rows in prop::option::weighted(0.2, 1_u32..4),
        note in prop::option::weighted(0.3, (0_usize..6, 1_u32..5)),
    ) -> RowEntry {
        let mut alternatives = vec![alternative(lines, hyphens, 0)];
        if let Some(cost) = longer {
            alternatives.push(alternative(lines + 1, hyphens >> 3, cost));
        }
        if let Some(cost) = shorter.filter(|_| lines > 1) {
            alternatives.push(alternative(lines - 1, hyphens >> 5, cost));
        }
        let repeated_rows = repeated_rows.unwrap_or(0);
        if let Some((line, rows)) = note {
            for alternative in &mut alternatives {
                let count = alternative.bottoms.len();
                alternative.notes = vec![0; count];
                alternative.notes[line.min(count - 1)] = rows;
            }
        }
        let (together, with_next) = (kind == 0, kind == 1);
        let first_lines = if kind == 2 { 3 } else { 0 };
        if kind == 8 {
            // A picture, or a picture of the same depth with a caption.
            alternatives.truncate(1);
            let deep = RowAlternative { bottoms: vec![lines], hyphens: Vec::new(), ..alternatives[0].clone() };
            let notes = deep.notes.iter().rev().take(1).copied().collect();
            let deep = RowAlternative { notes, ..deep };
            return RowEntry { above, below, figure: 1, ..entry(vec![deep]) };
        }
        RowEntry { above, below, together, with_next, first_lines, repeated_rows, ..entry(alternatives) }
    }
}

prop_compose! {
    /// Strips, some of which are figures, some of these with the next entry as a caption.
    fn any_strips(least: usize, most: usize)(
        mut entries in prop::collection::vec(any_strip(), least..most),
        captions in any::<u32>(),
    ) -> Vec<RowEntry> {
        for at in 1..entries.len() {
            if entries[at - 1].figure == 1 && entries[at].figure == 0 && captions.rotate_right(at as u32) & 1 == 1 {
                entries[at].alternatives.truncate(1);
                entries[at] = RowEntry { repeated_rows: 0, with_next: false, ..entries[at].clone() };
                entries[at - 1].figure = 2;
                entries[at - 1].with_next = true;
            }
        }
        entries
    }
}

/// Every line stands on exactly one page, in order, and no page is deeper than it may be.
fn assert_whole(plan: &PagePlan, entries: &[RowEntry], depth: u32) {
    let mut at = BreakPosition::default();
    for page in &plan.regions {
        let holds = page.next > at || page.notes > 0 || page.rows > 0;
        assert!(holds, "a page holds a line at least: {plan:?}");
        assert!(
            page.rows + page.notes <= depth,
            "a page is not deeper than it may be: {plan:?}"
        );
        if page.next.line > 0 {
            assert_eq!(
                plan.alternatives[page.next.entry], page.next.alternative,
                "a divided entry stands in one alternative: {plan:?}"
            );
        }
        at = page.next;
    }
    assert_eq!(at.entry, entries.len(), "the last page ends with the last entry: {plan:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn pages_are_the_cheapest_of_all(
        entries in any_strips(1, 6),
        depth in 6_u32..10,
    ) {
        let plan = pages(&entries, depth);
        assert_whole(&plan, &entries, depth);
        let exhaustive = Exhaustive {
            entries: &entries,
            depth,
            penalties: PagePenalties::DEFAULT,
            known: RefCell::default(),
        };
        prop_assert_eq!(plan.cost, exhaustive.least_of_all());
        let sum: i64 = plan.regions.iter().map(|page| page.cost).sum();
        prop_assert_eq!(plan.cost, sum, "the total is the sum of its pages");
    }

    #[test]
    fn pages_filled_one_by_one_are_whole_and_never_cheaper(
        entries in any_strips(1, 12),
        depth in 6_u32..10,
    ) {
        let (best, greedy) =
            (pages(&entries, depth), first_fit(&entries, &Regions::pages(depth), &PagePenalties::DEFAULT));
        assert_whole(&greedy, &entries, depth);
        prop_assert!(best.cost <= greedy.cost, "{} above {}", best.cost, greedy.cost);
    }

    #[test]
    fn any_strips_fit_on_any_pages(
        entries in any_strips(0, 40),
        depth in 1_u32..6,
    ) {
        assert_whole(&pages(&entries, depth), &entries, depth);
    }
}

/// The page that each entry of a plan begins on, and the rows of each page.
fn rows(plan: &PagePlan) -> Vec<u32> {
    plan.regions.iter().map(|page| page.rows).collect()
}

#[test]
fn a_widow_is_avoided_by_a_row_left_blank() {
    let plan = pages(&[entry(vec![alternative(12, 0, 0)])], 11);
    assert_eq!(
        rows(&plan),
        [7, 5],
        "never eleven and one; and the last page is not nearly short_last_page"
    );
}

#[test]
fn a_hyphen_at_the_foot_costs_more_than_one_blank_row_and_less_than_two() {
    let plan_with_hyphens = |hyphens| pages(&[entry(vec![alternative(19, hyphens, 0)])], 10);
    let plan = plan_with_hyphens(0b10_0000_0000);
    assert_eq!(
        (rows(&plan), plan.cost),
        (vec![9, 10], 8_000),
        "only the tenth line ends in one"
    );
    let plan = plan_with_hyphens(0b11_0000_0000);
    assert_eq!((rows(&plan), plan.cost), (vec![10, 9], 18_000), "the ninth does too");
}

#[test]
fn of_two_pages_that_face_each_other_both_end_high_or_none() {
    let block =
        |rows| entry(vec![RowAlternative { bottoms: vec![rows], ..alternative(1, 0, 0) }]);
    // A right-hand page, then one that no block fills, and lines that can end the next anywhere.
    let mut entries = vec![block(10), block(9), block(2)];
    entries.extend((0..23).map(|_| block(1)));
    assert_eq!(rows(&pages(&entries, 10)), [10, 9, 9, 10, 6], "the two that face each other");
    // If the first of them is a right-hand page, nothing faces it.
    entries.remove(0);
    assert_eq!(rows(&pages(&entries, 10))[..2], [9, 10], "no page faces the first");
}

#[test]
fn a_paragraph_a_line_longer_fills_the_page_when_it_is_cheap() {
    let at = |cost| {
        let first = entry(vec![alternative(3, 0, 0), alternative(4, 0, cost)]);
        let heading =
            RowEntry { with_next: true, together: true, ..entry(vec![alternative(1, 0, 0)]) };
        let entries = [
            first,
            entry(vec![alternative(4, 0, 0)]),
            heading,
            entry(vec![alternative(6, 0, 0)]),
        ];
        let plan = pages(&entries, 8);
        (plan.alternatives[0], rows(&plan))
    };
    assert_eq!(at(500), (1, vec![8, 7]), "a line more is cheaper than a blank row");
    assert_eq!(at(9_000), (0, vec![7, 7]), "a blank row is cheaper than an ugly paragraph");
}

#[test]
fn a_figure_that_does_not_fit_waits_while_text_fills_the_page() {
    let figure = || {
        let deep = RowAlternative { bottoms: vec![7], hyphens: vec![], notes: vec![], cost: 0 };
        RowEntry { above: 1, below: 1, figure: 1, ..entry(vec![deep]) }
    };
    let text = || entry(vec![alternative(9, 0, 0)]);
    let plan = pages(&[text(), figure(), text(), text()], 14);
    assert_eq!(plan.regions[0].deferred, Some(1), "{plan:?}");
    assert_eq!(rows(&plan)[0], 14, "text fills the page: {plan:?}");
    assert_eq!(rows(&plan)[1], 14, "and stands below the figure: {plan:?}");
    // Two wait in their order, a break by wish is deferred to none.
    let plan = pages(&[text(), figure(), figure(), text(), text(), text()], 16);
    assert_eq!(plan.regions[0].deferred, Some(1), "{plan:?}");
    let plan = pages(&[text(), figure(), RowEntry { page_before: true, ..text() }], 14);
    assert!(plan.regions.iter().all(|end| end.deferred.is_none()), "{plan:?}");
    assert_eq!(plan.regions.len(), 3, "{plan:?}");
    // In its place it stands where it fits.
    let plan = pages(&[text(), figure(), text()], 20);
    assert!(plan.regions.iter().all(|end| end.deferred.is_none()), "{plan:?}");
}

#[test]
fn no_page_ends_beside_an_initial() {
    let first_end = |first_lines| {
        let beside = RowEntry { first_lines, ..entry(vec![alternative(15, 0, 0)]) };
        pages(&[entry(vec![alternative(6, 0, 0)]), beside], 8).regions[0].next
    };
    assert_eq!(first_end(0).line, 2, "two lines fill the page");
    assert_eq!(first_end(3), BreakPosition::before(1), "but not of three that stay together");
}

#[test]
fn a_heading_moves_with_its_text() {
    let heading =
        RowEntry { with_next: true, together: true, ..entry(vec![alternative(1, 0, 0)]) };
    let text = || entry(vec![alternative(6, 0, 0)]);
    let plan = pages(&[text(), heading, text()], 8);
    assert_eq!(rows(&plan), [6, 7], "the heading does not stay behind");
}

#[test]
fn the_last_page_is_not_nearly_empty() {
    let plan = pages(&[entry(vec![alternative(42, 0, 0)])], 10);
    let last = rows(&plan).pop().expect("there are pages");
    assert!(last >= 4, "rows are moved from earlier pages to the last: {:?}", rows(&plan));
}

#[test]
fn a_line_deeper_than_a_page_stands_alone() {
    let deep = RowAlternative { bottoms: vec![9, 20], hyphens: vec![], notes: vec![], cost: 0 };
    let entries = [
        entry(vec![alternative(2, 0, 0)]),
        entry(vec![deep]),
        entry(vec![alternative(2, 0, 0)]),
    ];
    let plan = pages(&entries, 5);
    assert_whole(&plan, &entries, 5);
}

/// Figures that wait can stand alone, and then nothing need be pressed in below them.
#[test]
fn what_is_too_deep_for_the_rows_that_figures_leave_stands_on_the_next_page() {
    let deep = |rows: u32| {
        entry(vec![RowAlternative {
            bottoms: vec![rows],
            hyphens: vec![],
            notes: vec![],
            cost: 0,
        }])
    };
    let text = |lines: u32| entry(vec![alternative(lines, 0, 0)]);
    let entries = [
        text(1),
        RowEntry { above: 1, below: 1, figure: 1, ..deep(9) },
        RowEntry { with_next: true, ..text(7) },
        RowEntry { together: true, with_next: true, ..text(4) },
        RowEntry { above: 1, figure: 2, with_next: true, ..deep(16) },
        deep(7),
    ];
    for depth in 17..24 {
        let plan = pages(&entries, depth);
        let waited = plan.regions.iter().position(|end| end.deferred == Some(1));
        let Some(page) = waited.and_then(|page| plan.regions.get(page + 1)) else { continue };
        assert!(page.next.entry <= 4, "of {depth} rows ten are taken: {plan:?}");
    }
}

/// Paragraphs of these numbers of lines, each a line longer for little.
fn paragraphs(lines: &[u32]) -> Vec<RowEntry> {
    lines
        .iter()
        .map(|&lines| entry(vec![alternative(lines, 0, 0), alternative(lines + 1, 0, 900)]))
        .collect()
}

#[test]
fn columns_of_the_last_page_are_equally_deep() {
    for columns in 2..=4 {
        let entries = paragraphs(&[5, 7, 4, 9, 6, 8, 5, 7, 6, 4, 9]);
        let regions = Regions { columns, ..Regions::pages(20) };
        let plan = break_pages(&entries, &regions, &PagePenalties::DEFAULT).expect("pages");
        assert_whole(&plan, &entries, 20);
        let last = plan.regions.last().expect("a region");
        let page: Vec<u32> = plan
            .regions
            .iter()
            .filter(|end| regions.page(end.region) == regions.page(last.region))
            .map(|end| end.rows)
            .collect();
        assert_eq!(page.len(), columns as usize, "every column is used: {plan:?}");
        let (deepest, highest) = (page.iter().max(), page.iter().min());
        let (Some(deepest), Some(highest)) = (deepest, highest) else { panic!("{plan:?}") };
        assert!(deepest - highest <= 2, "they are equally deep: {page:?}");
        assert_eq!(page.first(), Some(deepest), "the first is not the highest: {page:?}");
    }
}

#[test]
fn pages_that_face_each_other_end_on_the_same_row() {
    let entries = paragraphs(&[6, 9, 3, 11, 8, 5, 10, 7, 3, 12, 6, 9, 8, 4, 11, 5, 9, 7]);
    let plan = pages(&entries, 19);
    let but_last = &plan.regions[..plan.regions.len() - 1];
    assert!(but_last.len() > 4, "there are pages: {plan:?}");
    for facing in but_last[1..].chunks_exact(2) {
        assert!(facing[0].rows.abs_diff(facing[1].rows) <= 1, "{:?}", rows(&plan));
    }
}

#[test]
fn a_page_break_begins_a_page_and_not_a_column() {
    let mut entries = paragraphs(&[4, 5]);
    entries[1].page_before = true;
    let regions = Regions { columns: 2, ..Regions::pages(20) };
    let plan = break_pages(&entries, &regions, &PagePenalties::DEFAULT).expect("pages");
    let ends: Vec<_> = plan.regions.iter().map(|end| regions.page(end.region)).collect();
    assert_eq!(ends, [0, 0, 1, 1], "each half is balanced on its own page: {plan:?}");
}

#[test]
fn so_many_pages_are_had_or_refused() {
    let entries = paragraphs(&[8, 9, 7, 10, 8, 9]);
    for wanted in 1..8 {
        let regions = Regions { exactly: Some(wanted), ..Regions::pages(14) };
        match break_pages(&entries, &regions, &PagePenalties::DEFAULT) {
            Some(plan) => {
                assert_eq!(plan.regions.len(), wanted as usize);
                assert_whole(&plan, &entries, 14);
            }
            None => assert!(wanted < 4, "51 lines do not fit on {wanted} pages of 14"),
        }
    }
}

#[test]
fn a_long_note_goes_on_and_every_page_stays_within_its_depth() {
    let mut calling = alternative(12, 0, 0);
    calling.notes = vec![0; 12];
    calling.notes[1] = 45;
    let entries = [
        entry(vec![alternative(6, 0, 0)]),
        entry(vec![calling]),
        entry(vec![alternative(30, 0, 0)]),
    ];
    let plan = pages(&entries, 16);
    assert_whole(&plan, &entries, 16);
    assert!(plan.regions.iter().any(|end| end.note_rest > 0), "it is divided: {plan:?}");
    assert_eq!(plan.regions.last().map(|end| end.note_rest), Some(0), "and it ends: {plan:?}");
}

#[test]
fn a_short_note_stays_with_its_line() {
    let mut calling = alternative(5, 0, 0);
    calling.notes = vec![0, 0, 0, 0, 3];
    let entries = [
        entry(vec![alternative(9, 0, 0)]),
        entry(vec![calling]),
        entry(vec![alternative(9, 0, 0)]),
    ];
    let plan = pages(&entries, 15);
    assert!(plan.regions.iter().all(|end| end.note_rest == 0), "it is not divided: {plan:?}");
    assert_eq!(plan.regions.iter().filter(|end| end.notes == 4).count(), 1, "{plan:?}");
}
