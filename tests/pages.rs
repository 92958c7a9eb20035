//! Pagination: the optimum, and the promises of a page.

use std::cell::RefCell;
use std::collections::BTreeMap;

use offprint::paginate::{Form, Frames, Plan, Prices, Spot, Strip, break_pages};
use proptest::prelude::*;

/// Finds the least price by trying everything: an evaluator that shares nothing with the breaker
/// but the price list.
struct Exhaustive<'e> {
    strips: &'e [Strip],
    depth: u32,
    prices: Prices,
    /// What is known of places that were tried before.
    known: RefCell<BTreeMap<Spot, i64>>,
}

impl Exhaustive<'_> {
    /// The least price of setting everything from `spot` on.
    fn least(&self, spot: Spot) -> i64 {
        if spot.strip == self.strips.len() {
            return 0;
        }
        if let Some(&known) = self.known.borrow().get(&spot) {
            return known;
        }
        let mut ends = Vec::new();
        let carried = self.strips[spot.strip].carried.min(self.depth - 1);
        self.pages_from((spot, spot), carried, 0, &mut ends);
        let short_enough = |end: &&(Spot, u32, i64)| {
            end.0.strip == self.strips.len() || self.depth - end.1 <= self.prices.most_short
        };
        let some = ends.iter().any(|end| short_enough(&end));
        let least = ends
            .iter()
            .filter(|end| !some || short_enough(end))
            .map(|&(next, _, price)| price + self.least(next))
            .min()
            .expect("a page can end somewhere");
        self.known.borrow_mut().insert(spot, least);
        least
    }

    /// Every way to fill a page from `at`, `rows` being used at `price`; gathers its ends.
    fn pages_from(
        &self,
        (start, at): (Spot, Spot),
        rows: u32,
        price: i64,
        ends: &mut Vec<(Spot, u32, i64)>,
    ) {
        let Some(strip) = self.strips.get(at.strip) else { return };
        let first = at.strip == start.strip;
        let gap = if first { 0 } else { strip.above.max(self.strips[at.strip - 1].below) };
        let forms = if at.line > 0 { at.form..at.form + 1 } else { 0..strip.forms.len() };
        for form_index in forms {
            let form = &strip.forms[form_index];
            let price = price + if at.line > 0 { 0 } else { form.price };
            let begun = if at.line == 0 { 0 } else { form.bottoms[at.line - 1] };
            let count = form.bottoms.len();
            for line in at.line + 1..=count {
                let used = rows + gap + form.bottoms[line - 1] - begun;
                if used > self.depth {
                    break;
                }
                if line == count {
                    let next = Spot { strip: at.strip + 1, line: 0, form: 0 };
                    let last = next.strip == self.strips.len();
                    let parted = if strip.with_next && !last { self.prices.parted } else { 0 };
                    ends.push((next, used, price + parted + self.foot(used, last)));
                    self.pages_from((start, next), used, price, ends);
                } else {
                    let mut here = price;
                    here += if strip.together { self.prices.parted } else { 0 };
                    here += if line == 1 && at.line == 0 { self.prices.orphan } else { 0 };
                    here += if line + 1 == count { self.prices.widow } else { 0 };
                    let under_heading =
                        !first && at.line == 0 && self.strips[at.strip - 1].with_next;
                    if under_heading && line == 2 && count > 2 {
                        here += self.prices.shallow;
                    }
                    if form.hyphens.get(line - 1).copied().unwrap_or(false) {
                        here += self.prices.hyphen;
                    }
                    let next = Spot { strip: at.strip, line, form: form_index };
                    ends.push((next, used, here + self.foot(used, false)));
                }
            }
        }
    }

    fn foot(&self, used: u32, last: bool) -> i64 {
        if last {
            i64::from(self.prices.least_last.min(self.depth).saturating_sub(used))
                * self.prices.empty
        } else {
            i64::from(self.depth - used).pow(2) * self.prices.short
        }
    }
}

/// A paragraph of `lines` lines; `hyphens` by bits.
fn form(lines: u32, hyphens: u32, price: i64) -> Form {
    Form {
        bottoms: (1..=lines).collect(),
        hyphens: (0..lines)
            .map(|line| hyphens.checked_shr(line).unwrap_or(0) & 1 == 1)
            .collect(),
        price,
    }
}

fn strip(forms: Vec<Form>) -> Strip {
    Strip {
        above: 0,
        below: 0,
        together: false,
        with_next: false,
        page_before: false,
        carried: 0,
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
        kind in 0..8,
        carried in prop::option::weighted(0.2, 1_u32..4),
    ) -> Strip {
        let mut forms = vec![form(lines, hyphens, 0)];
        if let Some(price) = longer {
            forms.push(form(lines + 1, hyphens >> 3, price));
        }
        if let Some(price) = shorter.filter(|_| lines > 1) {
            forms.push(form(lines - 1, hyphens >> 5, price));
        }
        let carried = carried.unwrap_or(0);
        Strip { above, below, together: kind == 0, with_next: kind == 1, carried, ..strip(forms) }
    }
}

/// Every line stands on exactly one page, in order, and no page is deeper than it may be.
fn assert_whole(plan: &Plan, strips: &[Strip], depth: u32) {
    let mut at = Spot::default();
    for page in &plan.pages {
        assert!(page.next > at, "a page holds at least a line: {plan:?}");
        assert!(page.rows <= depth, "a page is not deeper than it may be: {plan:?}");
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
        strips in prop::collection::vec(any_strip(), 1..6),
        depth in 6_u32..10,
    ) {
        let plan = break_pages(&strips, depth, &Prices::HOUSE);
        assert_whole(&plan, &strips, depth);
        let exhaustive = Exhaustive {
            strips: &strips,
            depth,
            prices: Prices::HOUSE,
            known: RefCell::default(),
        };
        prop_assert_eq!(plan.price, exhaustive.least(Spot::default()));
        let sum: i64 = plan.pages.iter().map(|page| page.price).sum();
        prop_assert_eq!(plan.price, sum, "the total is the sum of its pages");
    }

    #[test]
    fn any_strips_fit_on_any_pages(
        strips in prop::collection::vec(any_strip(), 0..40),
        depth in 1_u32..6,
    ) {
        assert_whole(&break_pages(&strips, depth, &Prices::HOUSE), &strips, depth);
    }
}

/// The page that each strip of a plan begins on, and the rows of each page.
fn rows(plan: &Plan) -> Vec<u32> {
    plan.pages.iter().map(|page| page.rows).collect()
}

#[test]
fn a_widow_is_avoided_by_a_row_left_blank() {
    let plan = break_pages(&[strip(vec![form(12, 0, 0)])], 11, &Prices::HOUSE);
    assert_eq!(
        rows(&plan),
        [7, 5],
        "never eleven and one; and the last page is not nearly empty"
    );
}

#[test]
fn a_paragraph_a_line_longer_fills_the_page_when_it_is_cheap() {
    let at = |price| {
        let first = strip(vec![form(3, 0, 0), form(4, 0, price)]);
        let heading = Strip { with_next: true, together: true, ..strip(vec![form(1, 0, 0)]) };
        let strips = [first, strip(vec![form(4, 0, 0)]), heading, strip(vec![form(6, 0, 0)])];
        let plan = break_pages(&strips, 8, &Prices::HOUSE);
        (plan.forms[0], rows(&plan))
    };
    assert_eq!(at(500), (1, vec![8, 7]), "a line more is cheaper than a blank row");
    assert_eq!(at(9_000), (0, vec![7, 7]), "a blank row is cheaper than an ugly paragraph");
}

#[test]
fn a_heading_moves_with_its_text() {
    let heading = Strip { with_next: true, together: true, ..strip(vec![form(1, 0, 0)]) };
    let text = || strip(vec![form(6, 0, 0)]);
    let plan = break_pages(&[text(), heading, text()], 8, &Prices::HOUSE);
    assert_eq!(rows(&plan), [6, 7], "the heading does not stay behind");
}

#[test]
fn the_last_page_is_not_nearly_empty() {
    let plan = break_pages(&[strip(vec![form(42, 0, 0)])], 10, &Prices::HOUSE);
    let last = rows(&plan).pop().expect("there are pages");
    assert!(last >= 4, "rows are moved from earlier pages to the last: {:?}", rows(&plan));
}

#[test]
fn a_line_deeper_than_a_page_stands_alone() {
    let deep = Form { bottoms: vec![9, 20], hyphens: Vec::new(), price: 0 };
    let strips = [strip(vec![form(2, 0, 0)]), strip(vec![deep]), strip(vec![form(2, 0, 0)])];
    let plan = break_pages(&strips, 5, &Prices::HOUSE);
    assert_whole(&plan, &strips, 5);
}
