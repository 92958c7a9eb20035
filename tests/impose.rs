//! Imposition: every page once, and in order.

use std::collections::BTreeSet;

use offprint::impose::page_order::{
    SheetPages, order_cut_and_stacked, order_folded, order_side_by_side,
};
use offprint::impose::{Edge, ImposedSheets, Imposition, Scheme, Size};
use offprint::unit::Length;

/// The most pages that each scheme is tried with.
const MOST: usize = 200;

fn size(width: f64, height: f64) -> Size {
    Size { width: Length::from_mm(width), height: Length::from_mm(height) }
}

fn a4() -> Size {
    size(210.0, 297.0)
}

/// Every scheme, on one side and on both, with marks and without.
fn all_impositions() -> Vec<Imposition> {
    let mut schemes = vec![Scheme::Single, Scheme::Booklet];
    schemes.extend([4, 8, 12, 16, 32, 64].map(Scheme::Signatures));
    schemes.extend([2, 4, 6, 8].map(Scheme::Beside));
    schemes.extend([2, 4, 6, 8].map(Scheme::Stacked));
    let mut all = Vec::new();
    for scheme in schemes {
        for (both_sides, marks) in [(false, false), (true, false), (false, true), (true, true)]
        {
            let flips = [None, Some(Edge::Long), Some(Edge::Short)];
            all.extend(flips.map(|flip| Imposition {
                both_sides,
                marks,
                flip,
                thickness: Length::from_mm(0.1),
                ..Imposition::new(scheme, a4())
            }));
        }
    }
    all
}

/// The pages of an imposition, side by side.
fn pages(imposition: &ImposedSheets) -> Vec<usize> {
    let sides = imposition.sides.iter().flat_map(|side| &side.pages);
    sides.map(|placed| placed.page).collect()
}

#[test]
fn every_page_stands_once_whatever_the_scheme_and_the_number_of_pages() {
    for wishes in all_impositions() {
        for count in 1..=MOST {
            let imposition = wishes.impose(count);
            let mut found = pages(&imposition);
            found.sort_unstable();
            assert!(found.into_iter().eq(0..count), "{wishes:?} with {count} pages");
            let (_, placed) =
                imposition.find(count - 1).expect("the last page stands somewhere");
            assert!(placed.scale > 0.0, "{wishes:?}: it is not nothing");
        }
    }
}

#[test]
fn no_page_stands_off_its_sheet_or_on_another() {
    let sheet_of = |wishes: &Imposition| wishes.impose(37);
    for wishes in all_impositions() {
        let imposition = sheet_of(&wishes);
        for side in &imposition.sides {
            for (nth, placed) in side.pages.iter().enumerate() {
                let seen = placed.visible;
                assert!(seen.left >= Length::ZERO && seen.top >= Length::ZERO, "{wishes:?}");
                assert!(seen.right <= imposition.sheet.width, "{wishes:?}: {placed:?}");
                assert!(seen.bottom <= imposition.sheet.height, "{wishes:?}: {placed:?}");
                for other in &side.pages[nth + 1..] {
                    let beside = seen.right <= other.visible.left
                        || other.visible.right <= seen.left
                        || seen.bottom <= other.visible.top
                        || other.visible.bottom <= seen.top;
                    assert!(beside, "{wishes:?}: pages {} and {}", placed.page, other.page);
                }
            }
        }
    }
}

/// Folios of a leaf as the tables of the trade write them: front left, front right, back left,
/// back right; 0 for a blank.
fn folios(leaf: &SheetPages) -> Vec<usize> {
    let back = leaf.back.iter().flatten();
    leaf.front.iter().chain(back).map(|page| page.map_or(0, |page| page + 1)).collect()
}

fn table(leaves: &[SheetPages]) -> Vec<Vec<usize>> {
    leaves.iter().map(folios).collect()
}

#[test]
fn booklets_follow_the_tables_of_the_trade() {
    assert_eq!(table(&order_folded(4, None)), [[4, 1, 2, 3]]);
    assert_eq!(table(&order_folded(8, None)), [[8, 1, 2, 7], [6, 3, 4, 5]]);
    assert_eq!(
        table(&order_folded(16, None)),
        [[16, 1, 2, 15], [14, 3, 4, 13], [12, 5, 6, 11], [10, 7, 8, 9]]
    );
    assert_eq!(
        table(&order_folded(32, None)),
        [
            [32, 1, 2, 31],
            [30, 3, 4, 29],
            [28, 5, 6, 27],
            [26, 7, 8, 25],
            [24, 9, 10, 23],
            [22, 11, 12, 21],
            [20, 13, 14, 19],
            [18, 15, 16, 17]
        ]
    );
}

#[test]
fn blanks_are_few_and_at_the_end() {
    assert_eq!(
        table(&order_folded(7, None)),
        [[0, 1, 2, 7], [6, 3, 4, 5]],
        "the back stays blank"
    );
    assert_eq!(table(&order_folded(5, None)), [[0, 1, 2, 0], [0, 3, 4, 5]]);
    assert_eq!(table(&order_folded(1, None)), [[0, 1, 0, 0]]);
    for count in 1..=MOST {
        for greatest in [None, Some(1), Some(2), Some(4), Some(8)] {
            let leaves = order_folded(count, greatest);
            assert_eq!(leaves.len(), count.div_ceil(4), "{count}: as few sheets as can be");
        }
    }
}

#[test]
fn signatures_are_gathered_in_order_and_of_one_thickness() {
    let leaves = order_folded(40, Some(4));
    let sheets = |signature| leaves.iter().filter(|leaf| leaf.signature == signature).count();
    assert_eq!([sheets(0), sheets(1), sheets(2), sheets(3)], [4, 3, 3, 0], "none is thin");
    assert_eq!(folios(&leaves[0]), [16, 1, 2, 15], "the first is a booklet of its own");
    assert_eq!(folios(&leaves[4]), [28, 17, 18, 27], "and so is the second");
    let summary = Imposition::new(Scheme::Signatures(16), a4()).impose(40).summary();
    assert_eq!(summary, "40 pages, 10 sheets, 3 signatures, flip on the short edge");
}

/// Folds sheets as hands do, and turns the leaves: the pages in the order of reading.
fn read_folded(leaves: &[SheetPages]) -> Vec<Option<usize>> {
    let mut order = Vec::new();
    for signature in leaves.chunk_by(|one, next| one.signature == next.signature) {
        // Into the fold: the right of each front, then, turned, the left of each back.
        for leaf in signature {
            order.push(leaf.front[1]);
            order.extend(leaf.back.iter().map(|back| back[0]));
        }
        // And out again.
        for leaf in signature.iter().rev() {
            order.extend(leaf.back.iter().map(|back| back[1]));
            order.push(leaf.front[0]);
        }
    }
    order
}

/// Cuts sheets as a knife does, lays pile upon pile, and turns the leaves.
fn read_stacked(leaves: &[SheetPages], columns: usize) -> Vec<Option<usize>> {
    let places = leaves.first().map_or(0, |leaf| leaf.front.len());
    let mut order = Vec::new();
    for place in 0..places {
        let mirrored = place / columns * columns + (columns - 1 - place % columns);
        for leaf in leaves {
            order.push(leaf.front[place]);
            order.extend(leaf.back.iter().map(|back| back[mirrored]));
        }
    }
    order
}

#[track_caller]
fn assert_in_order(order: &[Option<usize>], count: usize, what: &str) {
    let pages: Vec<usize> = order.iter().take(count).flatten().copied().collect();
    assert!(pages.into_iter().eq(0..count), "{what}, {count} pages: {order:?}");
    assert!(order[count..].iter().all(Option::is_none), "{what}: blanks come last");
}

#[test]
fn folded_and_cut_sheets_read_in_order() {
    for count in 1..=MOST {
        for greatest in [None, Some(1), Some(2), Some(3), Some(4), Some(8), Some(16)] {
            assert_in_order(&read_folded(&order_folded(count, greatest)), count, "folded");
        }
        for (columns, rows) in [(2, 1), (2, 2), (3, 2), (4, 2)] {
            for both in [false, true] {
                let leaves = order_cut_and_stacked(count, columns, rows, both);
                assert_in_order(&read_stacked(&leaves, columns), count, "cut and stacked");
            }
        }
        for places in [1, 2, 4, 6, 8] {
            for both in [false, true] {
                let leaves = order_side_by_side(count, places, both);
                let order: Vec<_> = leaves.iter().flat_map(folios).collect();
                let order: Vec<_> =
                    order.into_iter().map(|folio| folio.checked_sub(1)).collect();
                assert_in_order(&order, count, "side by side");
            }
        }
    }
}

#[test]
fn pages_of_a_booklet_are_half_the_paper_and_as_large_as_they_were_set() {
    let wishes = Imposition::new(Scheme::Booklet, a4());
    let page = wishes.page();
    assert_eq!((page.width.mm().round(), page.height.mm().round()), (149.0, 210.0));
    let imposition = wishes.impose(8);
    assert!(imposition.scale >= 1.0, "nothing is made smaller");
    assert_eq!(imposition.sheet, a4().lying());
    let letter = Imposition::new(Scheme::Booklet, size(215.9, 279.4)).page();
    assert_eq!(letter.width, Length::from_mm(279.4) / 2, "letter folds to statement");
}

#[test]
fn pages_side_by_side_are_as_large_as_the_sheet_allows() {
    for (places, columns, lies, percent) in
        [(2, 2, true, 70.0), (4, 2, false, 50.0), (6, 3, true, 35.0), (8, 4, true, 35.0)]
    {
        let imposition = Imposition::new(Scheme::Beside(places), a4()).impose(places as usize);
        let side = &imposition.sides[0];
        let lefts: BTreeSet<Length> = side.pages.iter().map(|placed| placed.left).collect();
        assert_eq!(lefts.len(), columns, "{places}: columns");
        assert_eq!(imposition.sheet.width > imposition.sheet.height, lies, "{places}");
        assert!((imposition.scale * 100.0 - percent).abs() < 1.0, "{places}: scale");
        // In reading order: along the row, then down.
        let (first, second) = (&side.pages[0], &side.pages[1]);
        assert!(second.left > first.left && second.top == first.top, "{places}: order");
    }
}

#[test]
fn inner_sheets_move_to_the_fold_by_the_paper_around_them() {
    let thickness = Length::from_mm(0.1);
    let wishes = Imposition { thickness, ..Imposition::new(Scheme::Booklet, a4()) };
    let imposition = wishes.impose(32);
    let fold = imposition.sheet.width / 2;
    for side in &imposition.sides {
        let depth = i64::try_from(side.sheet).expect("few sheets");
        for placed in &side.pages {
            let on_left = placed.visible.left < fold && placed.visible.right <= fold;
            let inner = if on_left { placed.left + placed.size.width } else { placed.left };
            let over = if on_left { inner - fold } else { fold - inner };
            assert_eq!(over, thickness * depth, "page {}", placed.page);
            let edge = if on_left { placed.visible.right } else { placed.visible.left };
            assert_eq!(edge, fold, "page {} ends at the fold", placed.page);
        }
    }
}

#[test]
fn turning_at_the_other_edge_turns_the_backs_and_nothing_else() {
    let of = |flip| Imposition { flip, ..Imposition::new(Scheme::Booklet, a4()) }.impose(16);
    let (short, long) = (of(Some(Edge::Short)), of(Some(Edge::Long)));
    assert_eq!(
        of(None).sides,
        short.sides,
        "a booklet lies: its upright edge is the short one"
    );
    let (width, height) = (short.sheet.width, short.sheet.height);
    for (one, other) in short.sides.iter().zip(&long.sides) {
        if !one.back {
            assert_eq!(one, other, "fronts stay");
            continue;
        }
        for (a, b) in one.pages.iter().zip(&other.pages) {
            assert!(!a.turned && b.turned, "backs stand on their heads");
            assert_eq!(a.left + b.left + a.size.width, width, "about the middle");
            assert_eq!(a.top + b.top + a.size.height, height, "about the middle");
            assert_eq!(a.visible.left + b.visible.right, width, "and what is seen of them");
        }
    }
}

#[test]
fn marks_stand_on_the_sheet_and_off_the_pages() {
    for wishes in all_impositions().into_iter().filter(|wishes| wishes.marks) {
        let imposition = wishes.impose(16);
        for side in &imposition.sides {
            for mark in &side.marks {
                let on = mark.from.x >= Length::ZERO
                    && mark.from.y >= Length::ZERO
                    && mark.to.x <= imposition.sheet.width
                    && mark.to.y <= imposition.sheet.height;
                assert!(on, "{wishes:?}: {mark:?} is off the sheet");
                let collating = mark.thickness > Length::from_pt(1.0);
                let off = |placed: &offprint::impose::ImposedPage| {
                    let seen = placed.visible;
                    mark.to.x < seen.left
                        || mark.from.x > seen.right
                        || mark.to.y < seen.top
                        || mark.from.y > seen.bottom
                };
                let clear = side.pages.iter().all(off);
                assert!(collating || clear, "{wishes:?}: {mark:?} on a page");
            }
            assert!(side.marks.len() >= 4, "{wishes:?}: {} marks", side.marks.len());
        }
    }
}

#[test]
fn a_single_page_with_marks_knows_where_it_is_cut() {
    let bleed = Length::from_mm(3.0);
    let wishes = Imposition { marks: true, bleed, ..Imposition::new(Scheme::Single, a4()) };
    let imposition = wishes.impose(2);
    let [trim, bled] = imposition.trim.expect("it is cut");
    assert_eq!((trim.right - trim.left, trim.bottom - trim.top), (a4().width, a4().height));
    assert_eq!(trim.left - bled.left, bleed);
    assert_eq!(imposition.sides[0].marks.len(), 8, "two at each corner");
    let trimmed = Imposition { trim: Some(size(148.0, 210.0)), ..wishes };
    let imposition = trimmed.impose(1);
    assert_eq!(imposition.sheet, a4(), "a smaller page has its marks on the paper itself");
    assert_eq!(imposition.sides[0].marks.len(), 8);
}

#[test]
fn the_person_is_told_what_comes_out_of_the_printer() {
    let told = |wishes: &Imposition, count| wishes.impose(count).summary();
    let booklet = Imposition::new(Scheme::Booklet, a4());
    assert_eq!(told(&booklet, 8), "8 pages, 2 sheets, flip on the short edge");
    assert_eq!(
        told(&booklet, 7),
        "7 pages, 2 sheets, 1 blank (the last page), flip on the short edge"
    );
    let long = Imposition { flip: Some(Edge::Long), ..booklet };
    assert_eq!(
        told(&long, 5),
        "5 pages, 2 sheets, 3 blank (at the end), flip on the long edge"
    );
    let marked = Imposition { marks: true, ..Imposition::new(Scheme::Single, a4()) };
    assert_eq!(told(&marked, 1), "1 page, 1 sheet of 230 x 317 mm, printed on one side");
    let beside = Imposition::new(Scheme::Beside(4), a4());
    assert_eq!(told(&beside, 1), "1 page, 1 sheet, pages at 50 %, printed on one side");
    let both = Imposition { both_sides: true, ..beside };
    assert_eq!(told(&both, 9), "9 pages, 2 sheets, pages at 50 %, flip on the long edge");
}
