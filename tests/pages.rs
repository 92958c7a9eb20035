//! Pagination: the optimum, and the promises of a page.

use std::cell::RefCell;
use std::collections::BTreeMap;

use offprint::paginate::{Form, Frames, Plan, Prices, Spot, Strip, break_pages, first_fit};
use proptest::prelude::*;

/// Finds the least price by trying everything: an evaluator that shares nothing with the breaker
/// but the price list.
struct Exhaustive<'e> {
    strips: &'e [Strip],
    depth: u32,
    prices: Prices,
    /// What is known of states that were tried before.
    known: RefCell<BTreeMap<State, i64>>,
}

/// Where a page begins and what of the page before it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    spot: Spot,
    /// Odd or even, and for a right-hand page the blank rows of the one that faces it.
    right: bool,
    facing: Option<u32>,
    carry: u32,
    /// The first figure that waits for this page.
    waiting: Option<usize>,
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
    next: Spot,
    /// Rows of text, and of notes.
    rows: (u32, u32),
    carry: u32,
    /// The first figure that is left for the next page.
    left: Option<usize>,
    price: i64,
}

impl Exhaustive<'_> {
    fn least_of_all(&self) -> i64 {
        // The first folio is 1: a right-hand page that none faces.
        let spot = Spot::default();
        self.least(State { spot, right: true, facing: None, carry: 0, waiting: None })
    }

    /// The least price of setting everything from here on.
    fn least(&self, state: State) -> i64 {
        let settled = state.carry == 0 && state.waiting.is_none();
        if state.spot.strip == self.strips.len() && settled {
            return 0;
        }
        if let Some(&known) = self.known.borrow().get(&state) {
            return known;
        }
        let ends = self.ends(state.spot, state.carry, state.waiting);
        let short_enough =
            |end: &&End| self.by_wish(end) || self.blank(end) <= self.prices.most_short;
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

    /// The least price of all that follows, when this page ends so.
    fn through(&self, state: State, end: &End) -> i64 {
        let blank = if self.by_wish(end) || end.carry > 0 { 0 } else { self.blank(end).min(4) };
        let uneven = match state.facing {
            Some(facing) if !self.by_wish(end) => {
                i64::from(blank.abs_diff(facing)).pow(2) * self.prices.uneven
            }
            _ => 0,
        };
        let facing = (!state.right && !self.by_wish(end)).then_some(blank);
        let (right, carry, waiting) = (!state.right, end.carry, end.left);
        let next = State { spot: end.next, right, facing, carry, waiting };
        end.price + self.foot(end) + uneven + self.least(next)
    }

    fn by_wish(&self, end: &End) -> bool {
        end.next.strip == self.strips.len() && end.carry == 0 && end.left.is_none()
    }

    fn blank(&self, end: &End) -> u32 {
        self.depth - end.rows.0 - end.rows.1
    }

    fn foot(&self, end: &End) -> i64 {
        if self.by_wish(end) {
            let least = self.prices.least_last.min(self.depth);
            let lacking = least.saturating_sub(end.rows.0 + end.rows.1);
            i64::from(lacking) * self.prices.empty
        } else if end.carry > 0 {
            self.prices.split + self.prices.split_row * i64::from(end.carry)
        } else {
            i64::from(self.blank(end)).pow(2) * self.prices.short
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

    /// The strips of the figures between two places.
    fn figures(&self, from: usize, to: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = from;
        while at < to {
            found.extend(at..at + self.strips[at].figure);
            at += self.strips[at].figure.max(1);
        }
        found
    }

    /// Rows and notes of these strips one below the other, and the white below the last.
    fn stacked(&self, strips: &[usize], mut notes: Notes) -> (u32, Notes, u32) {
        let (mut rows, mut below) = (0, None);
        for &strip in strips {
            let strip = &self.strips[strip];
            rows += below.map_or(0, |below: u32| below.max(strip.above));
            rows += strip.forms[0].bottoms.last().expect("a line");
            notes = strip.forms[0].notes.iter().fold(notes, |notes, &note| called(notes, note));
            below = Some(strip.below);
        }
        (rows, notes, below.unwrap_or(0))
    }

    /// Every way to end the page that begins here.
    fn ends(&self, spot: Spot, carry: u32, waiting: Option<usize>) -> Vec<End> {
        let notes = called((0, 0), carry);
        if carry > 0 && notes.0 >= self.depth {
            let left = (notes.0 - self.depth + 1).min(carry - 1);
            let rows = (0, self.depth);
            let price = self.prices.split;
            // A page of notes alone costs what a divided note costs, once.
            let end = End { next: spot, rows, carry: left, left: None, price: 0 };
            let price = price - self.foot(&end);
            return vec![End { price, ..end }];
        }
        let mut ends = Vec::new();
        let mut used = match self.strips.get(spot.strip) {
            Some(strip) => strip.carried.min(self.depth - 1),
            None => 0,
        };
        let (mut notes, mut white) = (notes, None);
        if let Some(first) = waiting {
            let (rows, called, below) = self.stacked(&self.figures(first, spot.strip), notes);
            (notes, white) = (called, Some(below));
            let alone = (rows, notes.0);
            ends.push(End { next: spot, rows: alone, carry: 0, left: None, price: 0 });
            used = rows + below;
            if spot.strip == self.strips.len() || used + notes.0 + 2 > self.depth {
                return ends;
            }
        } else if spot.strip == self.strips.len() {
            return vec![End {
                next: spot,
                rows: (0, notes.0),
                carry: 0,
                left: None,
                price: 0,
            }];
        }
        let page = Page { start: spot, white, before: None, left: None };
        self.pages_from((&page, spot), (used, notes), 0, &mut ends);
        ends
    }

    /// Whether the figures from `first` on may wait where a page ends so.
    fn may_wait(&self, first: usize, next: Spot, carry: u32) -> bool {
        let (rows, notes, _) = self.stacked(&self.figures(first, next.strip), (0, 0));
        let figures = (first..next.strip).filter(|&at| self.strips[at].figure > 0).count();
        carry == 0
            && figures <= self.prices.most_late
            && rows + notes.0 <= self.depth
            && self.strips.get(next.strip).is_none_or(|strip| strip.carried == 0)
    }

    /// Every way to fill a page from `at`, `rows` being used at `price`; gathers its ends.
    fn pages_from(
        &self,
        (page, at): (&Page, Spot),
        (rows, notes): (u32, Notes),
        price: i64,
        ends: &mut Vec<End>,
    ) {
        let Some(strip) = self.strips.get(at.strip) else { return };
        let first = at.strip == page.start.strip;
        if strip.figure > 0 && !first {
            // It waits, if one before it does not stand in its place.
            let left = Some(page.left.unwrap_or(at.strip));
            let next = Spot { strip: at.strip + strip.figure, ..Spot::default() };
            self.pages_from((&Page { left, ..*page }, next), (rows, notes), price, ends);
            if page.left.is_some() {
                return;
            }
        }
        let gap = match (page.before, page.white) {
            (Some(before), _) => strip.above.max(self.strips[before].below),
            (None, Some(white)) if at.line == 0 => strip.above.max(white) - white,
            _ => 0,
        };
        let mut put = |mut end: End| {
            if let Some(first) = page.left {
                if !self.may_wait(first, end.next, end.carry) {
                    return;
                }
                let figures = (first..end.next.strip).filter(|&at| self.strips[at].figure > 0);
                end.price += self.prices.late * i64::try_from(figures.count()).expect("few");
            }
            ends.push(End { left: page.left, ..end });
        };
        let mut further = Vec::new();
        let forms = if at.line > 0 { at.form..at.form + 1 } else { 0..strip.forms.len() };
        for form_index in forms {
            let form = &strip.forms[form_index];
            let price = price + if at.line > 0 { 0 } else { form.price };
            let begun = if at.line == 0 { 0 } else { form.bottoms[at.line - 1] };
            let count = form.bottoms.len();
            let mut notes = notes;
            for line in at.line + 1..=count {
                let used = rows + gap + form.bottoms[line - 1] - begun;
                notes = called(notes, form.notes.get(line - 1).copied().unwrap_or(0));
                let whole = line == count;
                let next = if whole {
                    Spot { strip: at.strip + 1, line: 0, form: 0 }
                } else {
                    Spot { strip: at.strip, line, form: form_index }
                };
                let Some(carry) = self.over(used, notes) else {
                    let never = self.over(used - gap, notes).is_none();
                    if first && line == at.line + 1 && never && page.white.is_none() {
                        // The first line does not fit any page: it is placed here all the same,
                        // but not below figures, which can stand alone.
                        let used = (used - gap).min(self.depth);
                        let over = (used + notes.0).saturating_sub(self.depth);
                        let rows = (used, notes.0.min(self.depth - used));
                        let carry = if over > 0 { over + 1 } else { 0 };
                        let price = price + self.prices.parted;
                        put(End { next, rows, carry, left: None, price });
                    }
                    break;
                };
                let rows = (used, notes.0.min(self.depth - used));
                if whole {
                    let last = next.strip == self.strips.len();
                    let parted = if strip.with_next && !last { self.prices.parted } else { 0 };
                    put(End { next, rows, carry, left: None, price: price + parted });
                    further.push((next, (used, notes), price));
                } else {
                    let mut here = price;
                    let kept = strip.together || line < strip.first_lines;
                    here += if kept { self.prices.parted } else { 0 };
                    here += if line == 1 && at.line == 0 { self.prices.orphan } else { 0 };
                    here += if line + 1 == count { self.prices.widow } else { 0 };
                    let heading = page.before.is_some_and(|it| self.strips[it].with_next);
                    if heading && at.line == 0 && line == 2 && count > 2 {
                        here += self.prices.shallow;
                    }
                    if form.hyphens.get(line - 1).copied().unwrap_or(false) {
                        here += self.prices.hyphen;
                    }
                    put(End { next, rows, carry, left: None, price: here });
                }
            }
        }
        let page = Page { before: Some(at.strip), ..*page };
        for (next, filled, price) in further {
            self.pages_from((&page, next), filled, price, ends);
        }
    }
}

/// A page that is being filled.
#[derive(Clone, Copy)]
struct Page {
    start: Spot,
    /// White below the figures at its head, where there are some.
    white: Option<u32>,
    /// The strip that was put on it last.
    before: Option<usize>,
    /// The first figure that is left for the next page.
    left: Option<usize>,
}

/// A paragraph of `lines` lines; `hyphens` by bits.
fn form(lines: u32, hyphens: u32, price: i64) -> Form {
    Form {
        bottoms: (1..=lines).collect(),
        hyphens: (0..lines)
            .map(|line| hyphens.checked_shr(line).unwrap_or(0) & 1 == 1)
            .collect(),
        notes: Vec::new(),
        price,
    }
}

/// The best pages of so many rows.
fn pages(strips: &[Strip], depth: u32) -> Plan {
    break_pages(strips, &Frames::pages(depth), &Prices::HOUSE).expect("pages")
}

fn strip(forms: Vec<Form>) -> Strip {
    Strip {
        above: 0,
        below: 0,
        together: false,
        with_next: false,
        page_before: false,
        first_lines: 0,
        carried: 0,
        figure: 0,
        forms,
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
        carried in prop::option::weighted(0.2, 1_u32..4),
        note in prop::option::weighted(0.3, (0_usize..6, 1_u32..5)),
    ) -> Strip {
        let mut forms = vec![form(lines, hyphens, 0)];
        if let Some(price) = longer {
            forms.push(form(lines + 1, hyphens >> 3, price));
        }
        if let Some(price) = shorter.filter(|_| lines > 1) {
            forms.push(form(lines - 1, hyphens >> 5, price));
        }
        let carried = carried.unwrap_or(0);
        if let Some((line, rows)) = note {
            for form in &mut forms {
                let count = form.bottoms.len();
                form.notes = vec![0; count];
                form.notes[line.min(count - 1)] = rows;
            }
        }
        let (together, with_next) = (kind == 0, kind == 1);
        let first_lines = if kind == 2 { 3 } else { 0 };
        if kind == 8 {
            // A picture, or a picture of the same depth with a caption.
            forms.truncate(1);
            let deep = Form { bottoms: vec![lines], hyphens: Vec::new(), ..forms[0].clone() };
            let notes = deep.notes.iter().rev().take(1).copied().collect();
            let deep = Form { notes, ..deep };
            return Strip { above, below, figure: 1, ..strip(vec![deep]) };
        }
        Strip { above, below, together, with_next, first_lines, carried, ..strip(forms) }
    }
}

prop_compose! {
    /// Strips, some of which are figures, some of these with the next strip as a caption.
    fn any_strips(least: usize, most: usize)(
        mut strips in prop::collection::vec(any_strip(), least..most),
        captions in any::<u32>(),
    ) -> Vec<Strip> {
        for at in 1..strips.len() {
            if strips[at - 1].figure == 1 && strips[at].figure == 0 && captions.rotate_right(at as u32) & 1 == 1 {
                strips[at].forms.truncate(1);
                strips[at] = Strip { carried: 0, with_next: false, ..strips[at].clone() };
                strips[at - 1].figure = 2;
                strips[at - 1].with_next = true;
            }
        }
        strips
    }
}

/// Every line stands on exactly one page, in order, and no page is deeper than it may be.
fn assert_whole(plan: &Plan, strips: &[Strip], depth: u32) {
    let mut at = Spot::default();
    for page in &plan.frames {
        let holds = page.next > at || page.notes > 0 || page.rows > 0;
        assert!(holds, "a page holds a line at least: {plan:?}");
        assert!(
            page.rows + page.notes <= depth,
            "a page is not deeper than it may be: {plan:?}"
        );
        if page.next.line > 0 {
            assert_eq!(
                plan.forms[page.next.strip], page.next.form,
                "a divided strip stands in one form: {plan:?}"
            );
        }
        at = page.next;
    }
    assert_eq!(at.strip, strips.len(), "the last page ends with the last strip: {plan:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn pages_are_the_cheapest_of_all(
        strips in any_strips(1, 6),
        depth in 6_u32..10,
    ) {
        let plan = pages(&strips, depth);
        assert_whole(&plan, &strips, depth);
        let exhaustive = Exhaustive {
            strips: &strips,
            depth,
            prices: Prices::HOUSE,
            known: RefCell::default(),
        };
        prop_assert_eq!(plan.price, exhaustive.least_of_all());
        let sum: i64 = plan.frames.iter().map(|page| page.price).sum();
        prop_assert_eq!(plan.price, sum, "the total is the sum of its pages");
    }

    #[test]
    fn pages_filled_one_by_one_are_whole_and_never_cheaper(
        strips in any_strips(1, 12),
        depth in 6_u32..10,
    ) {
        let (best, greedy) =
            (pages(&strips, depth), first_fit(&strips, &Frames::pages(depth), &Prices::HOUSE));
        assert_whole(&greedy, &strips, depth);
        prop_assert!(best.price <= greedy.price, "{} above {}", best.price, greedy.price);
    }

    #[test]
    fn any_strips_fit_on_any_pages(
        strips in any_strips(0, 40),
        depth in 1_u32..6,
    ) {
        assert_whole(&pages(&strips, depth), &strips, depth);
    }
}

/// The page that each strip of a plan begins on, and the rows of each page.
fn rows(plan: &Plan) -> Vec<u32> {
    plan.frames.iter().map(|page| page.rows).collect()
}

#[test]
fn a_widow_is_avoided_by_a_row_left_blank() {
    let plan = pages(&[strip(vec![form(12, 0, 0)])], 11);
    assert_eq!(
        rows(&plan),
        [7, 5],
        "never eleven and one; and the last page is not nearly empty"
    );
}

#[test]
fn of_two_pages_that_face_each_other_both_end_high_or_none() {
    let block = |rows| strip(vec![Form { bottoms: vec![rows], ..form(1, 0, 0) }]);
    // A right-hand page, then one that no block fills, and lines that can end the next anywhere.
    let mut strips = vec![block(10), block(9), block(2)];
    strips.extend((0..23).map(|_| block(1)));
    assert_eq!(rows(&pages(&strips, 10)), [10, 9, 9, 10, 6], "the two that face each other");
    // Where the first of them is a right-hand page, nothing faces it.
    strips.remove(0);
    assert_eq!(rows(&pages(&strips, 10))[..2], [9, 10], "no page faces the first");
}

#[test]
fn a_paragraph_a_line_longer_fills_the_page_when_it_is_cheap() {
    let at = |price| {
        let first = strip(vec![form(3, 0, 0), form(4, 0, price)]);
        let heading = Strip { with_next: true, together: true, ..strip(vec![form(1, 0, 0)]) };
        let strips = [first, strip(vec![form(4, 0, 0)]), heading, strip(vec![form(6, 0, 0)])];
        let plan = pages(&strips, 8);
        (plan.forms[0], rows(&plan))
    };
    assert_eq!(at(500), (1, vec![8, 7]), "a line more is cheaper than a blank row");
    assert_eq!(at(9_000), (0, vec![7, 7]), "a blank row is cheaper than an ugly paragraph");
}

#[test]
fn a_figure_that_does_not_fit_waits_while_text_fills_the_page() {
    let figure = || {
        let deep = Form { bottoms: vec![7], hyphens: vec![], notes: vec![], price: 0 };
        Strip { above: 1, below: 1, figure: 1, ..strip(vec![deep]) }
    };
    let text = || strip(vec![form(9, 0, 0)]);
    let plan = pages(&[text(), figure(), text(), text()], 14);
    assert_eq!(plan.frames[0].waiting, Some(1), "{plan:?}");
    assert_eq!(rows(&plan)[0], 14, "text fills the page: {plan:?}");
    assert_eq!(rows(&plan)[1], 14, "and stands below the figure: {plan:?}");
    // Two wait in their order, a break by wish waits for none.
    let plan = pages(&[text(), figure(), figure(), text(), text(), text()], 16);
    assert_eq!(plan.frames[0].waiting, Some(1), "{plan:?}");
    let plan = pages(&[text(), figure(), Strip { page_before: true, ..text() }], 14);
    assert!(plan.frames.iter().all(|end| end.waiting.is_none()), "{plan:?}");
    assert_eq!(plan.frames.len(), 3, "{plan:?}");
    // In its place it stands where it fits.
    let plan = pages(&[text(), figure(), text()], 20);
    assert!(plan.frames.iter().all(|end| end.waiting.is_none()), "{plan:?}");
}

#[test]
fn no_page_ends_beside_an_initial() {
    let first_end = |first_lines| {
        let beside = Strip { first_lines, ..strip(vec![form(15, 0, 0)]) };
        pages(&[strip(vec![form(6, 0, 0)]), beside], 8).frames[0].next
    };
    assert_eq!(first_end(0).line, 2, "two lines fill the page");
    assert_eq!(first_end(3), Spot::before(1), "but not of three that stay together");
}

#[test]
fn a_heading_moves_with_its_text() {
    let heading = Strip { with_next: true, together: true, ..strip(vec![form(1, 0, 0)]) };
    let text = || strip(vec![form(6, 0, 0)]);
    let plan = pages(&[text(), heading, text()], 8);
    assert_eq!(rows(&plan), [6, 7], "the heading does not stay behind");
}

#[test]
fn the_last_page_is_not_nearly_empty() {
    let plan = pages(&[strip(vec![form(42, 0, 0)])], 10);
    let last = rows(&plan).pop().expect("there are pages");
    assert!(last >= 4, "rows are moved from earlier pages to the last: {:?}", rows(&plan));
}

#[test]
fn a_line_deeper_than_a_page_stands_alone() {
    let deep = Form { bottoms: vec![9, 20], hyphens: vec![], notes: vec![], price: 0 };
    let strips = [strip(vec![form(2, 0, 0)]), strip(vec![deep]), strip(vec![form(2, 0, 0)])];
    let plan = pages(&strips, 5);
    assert_whole(&plan, &strips, 5);
}

/// Figures that wait can stand alone, and then nothing need be pressed in below them.
#[test]
fn what_is_too_deep_for_the_rows_that_figures_leave_stands_on_the_next_page() {
    let deep = |rows: u32| {
        strip(vec![Form { bottoms: vec![rows], hyphens: vec![], notes: vec![], price: 0 }])
    };
    let text = |lines: u32| strip(vec![form(lines, 0, 0)]);
    let strips = [
        text(1),
        Strip { above: 1, below: 1, figure: 1, ..deep(9) },
        Strip { with_next: true, ..text(7) },
        Strip { together: true, with_next: true, ..text(4) },
        Strip { above: 1, figure: 2, with_next: true, ..deep(16) },
        deep(7),
    ];
    for depth in 17..24 {
        let plan = pages(&strips, depth);
        let waited = plan.frames.iter().position(|end| end.waiting == Some(1));
        let Some(page) = waited.and_then(|page| plan.frames.get(page + 1)) else { continue };
        assert!(page.next.strip <= 4, "of {depth} rows ten are taken: {plan:?}");
    }
}

/// Paragraphs of these numbers of lines, each a line longer for little.
fn paragraphs(lines: &[u32]) -> Vec<Strip> {
    lines.iter().map(|&lines| strip(vec![form(lines, 0, 0), form(lines + 1, 0, 900)])).collect()
}

#[test]
fn columns_of_the_last_page_are_equally_deep() {
    for columns in 2..=4 {
        let strips = paragraphs(&[5, 7, 4, 9, 6, 8, 5, 7, 6, 4, 9]);
        let frames = Frames { columns, ..Frames::pages(20) };
        let plan = break_pages(&strips, &frames, &Prices::HOUSE).expect("pages");
        assert_whole(&plan, &strips, 20);
        let last = plan.frames.last().expect("a frame");
        let page: Vec<u32> = plan
            .frames
            .iter()
            .filter(|end| frames.page(end.index) == frames.page(last.index))
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
    let strips = paragraphs(&[6, 9, 3, 11, 8, 5, 10, 7, 3, 12, 6, 9, 8, 4, 11, 5, 9, 7]);
    let plan = pages(&strips, 19);
    let but_last = &plan.frames[..plan.frames.len() - 1];
    assert!(but_last.len() > 4, "there are pages: {plan:?}");
    for facing in but_last[1..].chunks_exact(2) {
        assert!(facing[0].rows.abs_diff(facing[1].rows) <= 1, "{:?}", rows(&plan));
    }
}

#[test]
fn a_page_break_begins_a_page_and_not_a_column() {
    let mut strips = paragraphs(&[4, 5]);
    strips[1].page_before = true;
    let frames = Frames { columns: 2, ..Frames::pages(20) };
    let plan = break_pages(&strips, &frames, &Prices::HOUSE).expect("pages");
    let ends: Vec<_> = plan.frames.iter().map(|end| frames.page(end.index)).collect();
    assert_eq!(ends, [0, 0, 1, 1], "each half is balanced on its own page: {plan:?}");
}

#[test]
fn so_many_pages_are_had_or_refused() {
    let strips = paragraphs(&[8, 9, 7, 10, 8, 9]);
    for wanted in 1..8 {
        let frames = Frames { exactly: Some(wanted), ..Frames::pages(14) };
        match break_pages(&strips, &frames, &Prices::HOUSE) {
            Some(plan) => {
                assert_eq!(plan.frames.len(), wanted as usize);
                assert_whole(&plan, &strips, 14);
            }
            None => assert!(wanted < 4, "51 lines do not fit on {wanted} pages of 14"),
        }
    }
}

#[test]
fn a_long_note_goes_on_and_every_page_stays_within_its_depth() {
    let mut calling = form(12, 0, 0);
    calling.notes = vec![0; 12];
    calling.notes[1] = 45;
    let strips =
        [strip(vec![form(6, 0, 0)]), strip(vec![calling]), strip(vec![form(30, 0, 0)])];
    let plan = pages(&strips, 16);
    assert_whole(&plan, &strips, 16);
    assert!(plan.frames.iter().any(|end| end.carry > 0), "it is divided: {plan:?}");
    assert_eq!(plan.frames.last().map(|end| end.carry), Some(0), "and it ends: {plan:?}");
}

#[test]
fn a_short_note_stays_with_its_line() {
    let mut calling = form(5, 0, 0);
    calling.notes = vec![0, 0, 0, 0, 3];
    let strips = [strip(vec![form(9, 0, 0)]), strip(vec![calling]), strip(vec![form(9, 0, 0)])];
    let plan = pages(&strips, 15);
    assert!(plan.frames.iter().all(|end| end.carry == 0), "it is not divided: {plan:?}");
    assert_eq!(plan.frames.iter().filter(|end| end.notes == 4).count(), 1, "{plan:?}");
}
