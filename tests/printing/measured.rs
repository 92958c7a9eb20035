//! Folded sheets, measured: creep, marks and order.
//!
//! All is read from the PDF, and from pictures of its pages by the project's own renderer.
//! What is expected is reckoned here from paper and folding alone; nothing of `impose` is asked but
//! for the PDF.

use lopdf::content::Content;
use lopdf::{Document, Object};
use offprint::impose::{Edge, Imposition, Scheme};
use offprint::unit::Length;

use super::{a4, article, order, set};

/// Half of what two decimals of a point may be off, in points, and a little.
const EXACT: f64 = 0.011;

/// White around the pages of a marked sheet, in millimetres: 3 to the mark, 5 of it, 2 beyond.
const ROOM: f64 = 10.0;

fn pt(mm: f64) -> f64 {
    Length::from_mm(mm).pt()
}

/// A page on a side of a sheet, as the PDF has it. Lengths are in points from the lower left.
#[derive(Debug, Clone, Copy)]
struct Page {
    folio: usize,
    /// The corner of the page that its content starts from.
    origin: (f64, f64),
    turned: bool,
    /// Left, lower, right and upper edge of what is seen.
    seen: [f64; 4],
}

/// A stroke beside the pages.
#[derive(Debug, Clone, Copy)]
struct Mark {
    from: (f64, f64),
    to: (f64, f64),
    dashed: bool,
}

/// A side of a sheet.
#[derive(Debug)]
struct Side {
    width: f64,
    pages: Vec<Page>,
    marks: Vec<Mark>,
}

/// Every side of the file: places and marks from the operators, folios from the text.
fn sides(pdf: &[u8]) -> Vec<Side> {
    let document = Document::load_mem(pdf).expect("it can be read");
    document.get_pages().into_iter().map(|(number, id)| side(&document, number, id)).collect()
}

fn side(document: &Document, number: u32, id: lopdf::ObjectId) -> Side {
    let page = document.get_dictionary(id).expect("a page");
    let media = page.get(b"MediaBox").and_then(Object::as_array).expect("its size");
    let float = |it: &Object| it.as_float().map_or(0.0, f64::from);
    let bytes = document.get_page_content(id);
    let (mut places, mut marks) = (Vec::new(), Vec::new());
    let (mut clip, mut from, mut dashed) = ([0.0; 4], (0.0, 0.0), false);
    for operation in Content::decode(&bytes).expect("operators").operations {
        let at = |index: usize| operation.operands.get(index).map_or(0.0, float);
        match operation.operator.as_str() {
            "re" => clip = [at(0), at(1), at(0) + at(2), at(1) + at(3)],
            "cm" if at(0).abs() > 0.0 && at(1) == 0.0 => {
                places.push(((at(4), at(5)), at(0) < 0.0, clip));
            }
            "d" => {
                let dashes = operation.operands.first().and_then(|it| it.as_array().ok());
                dashed = dashes.is_some_and(|dashes| !dashes.is_empty());
            }
            "m" => from = (at(0), at(1)),
            "l" => marks.push(Mark { from, to: (at(0), at(1)), dashed }),
            _ => {}
        }
    }
    let text = document.extract_text(&[number]).expect("its text");
    let folios = text.split('@').skip(1).step_by(2);
    let folios: Vec<usize> = folios.filter_map(|folio| folio.trim().parse().ok()).collect();
    assert_eq!(folios.len(), places.len(), "a folio to each page: {text}");
    let pages = folios.into_iter().zip(places);
    let pages =
        pages.map(|(folio, (origin, turned, seen))| Page { folio, origin, turned, seen });
    Side { width: float(&media[2]) - float(&media[0]), pages: pages.collect(), marks }
}

impl Side {
    /// The page left of the fold, or right of it, as the side lies in the file.
    fn half(&self, right: bool) -> Option<&Page> {
        let fold = self.width / 2.0;
        self.pages.iter().find(|page| ((page.seen[0] + page.seen[2]) / 2.0 > fold) == right)
    }
}

/// A sheet in the hand: its folios front left, front right, back left, back right; the back as one
/// sees it after turning the sheet like the page of a book.
fn in_hand(front: &Side, back: &Side, flip: Edge) -> [Option<usize>; 4] {
    // Turned over its long edge a lying sheet stands on its head, and right is left.
    let over = flip == Edge::Long;
    assert!(front.pages.iter().all(|page| !page.turned), "fronts stand upright");
    assert!(back.pages.iter().all(|page| page.turned == over), "backs stand as they must");
    let folio = |side: &Side, right| side.half(right).map(|page| page.folio);
    [folio(front, false), folio(front, true), folio(back, over), folio(back, !over)]
}

/// The sheets of these sides, as they lie in the hand.
fn hands(sides: &[Side], wishes: &Imposition) -> Vec<[Option<usize>; 4]> {
    let flip = wishes.flip.expect("chosen");
    sides.chunks(2).map(|sheet| in_hand(&sheet[0], &sheet[1], flip)).collect()
}

/// Returns the number of sheets around each, by their folios: a sheet lies around another if it
/// begins before it and ends after it.
fn outside(hands: &[[Option<usize>; 4]]) -> Vec<usize> {
    // Blanks are at the end of all.
    let span = |hand: &[Option<usize>; 4]| {
        let last = hand[3].map_or(usize::MAX, |folio| folio + 1);
        (hand[1].unwrap_or(usize::MAX), last)
    };
    let around = |hand: &[Option<usize>; 4]| {
        let (first, last) = span(hand);
        hands.iter().filter(|it| span(it).0 < first && span(it).1 > last).count()
    };
    hands.iter().map(around).collect()
}

/// The folios in the order of reading: into each fold, and out again.
fn read_through(hands: &[[Option<usize>; 4]], outside: &[usize]) -> Vec<Option<usize>> {
    let mut order = Vec::new();
    let mut first = 0;
    for next in 1..=hands.len() {
        if outside.get(next).is_some_and(|depth| *depth > 0) {
            continue;
        }
        let signature = hands.get(first..next).unwrap_or_default();
        order.extend(signature.iter().flat_map(|hand| [hand[1], hand[2]]));
        order.extend(signature.iter().rev().flat_map(|hand| [hand[3], hand[0]]));
        first = next;
    }
    order
}

/// Folded sheets of every kind that is measured.
fn folded() -> Vec<Imposition> {
    let mut all = Vec::new();
    for scheme in [Scheme::Booklet, Scheme::Signatures(8)] {
        for flip in [Edge::Short, Edge::Long] {
            for (mm, marks) in [(0.0, true), (0.1, true), (0.6, false)] {
                let thickness = Length::from_mm(mm);
                let flip = Some(flip);
                all.push(Imposition {
                    flip,
                    thickness,
                    marks,
                    ..Imposition::new(scheme, a4())
                });
            }
        }
    }
    all
}

#[test]
fn each_page_moves_to_the_fold_by_the_paper_around_it() {
    let text = article(9);
    for wishes in folded() {
        let print = set(&text, &order(wishes.clone()));
        let sides = sides(&print.pdf);
        let hands = hands(&sides, &wishes);
        let outside = outside(&hands);
        let order = read_through(&hands, &outside);
        let read: Vec<usize> = order.iter().flatten().copied().collect();
        assert!(read.iter().copied().eq(1..=print.pages), "{wishes:?}: {order:?}");
        let deepest = outside.iter().max().copied().unwrap_or_default();
        let signature = if wishes.scheme == Scheme::Booklet { hands.len() } else { 2 };
        assert_eq!(deepest, signature - 1, "{wishes:?}: sheets lie in each other");
        // A page as wide as half the paper ends at the fold, but for the paper around its sheet.
        let (width, room) = (pt(297.0 / 2.0), if wishes.marks { pt(ROOM) } else { 0.0 });
        for (sheet, sides) in sides.chunks(2).enumerate() {
            let creep = wishes.thickness.pt() * outside[sheet] as f64;
            for side in sides {
                let fold = side.width / 2.0;
                for right in [false, true] {
                    let Some(page) = side.half(right) else { continue };
                    let left = if right { fold - creep } else { fold - width + creep };
                    let left = if page.turned { left + width } else { left };
                    let foot = room + if page.turned { pt(210.0) } else { 0.0 };
                    let near = |a: f64, b: f64| (a - b).abs() < EXACT;
                    let what = format!("{wishes:?}, page {}, sheet {sheet}", page.folio);
                    assert!(near(page.origin.0, left), "{what}: {} {left}", page.origin.0);
                    assert!(near(page.origin.1, foot), "{what}: {} {foot}", page.origin.1);
                    let inner = page.seen[if right { 0 } else { 2 }];
                    assert!(near(inner, fold), "{what}: nothing crosses the fold");
                }
            }
        }
    }
}

/// Returns the marks of a side whose sheet has `creep` of paper around it: hairlines three
/// millimetres off each corner that is cut, and dashes at head and foot of the fold.
fn expected_marks(width: f64, height: f64, creep: f64) -> Vec<Mark> {
    let (near, far, room) = (pt(3.0), pt(8.0), pt(ROOM));
    let (left, right) = (room + creep, width - room - creep);
    let (low, high) = (room, height - room);
    let solid = |from, to| Mark { from, to, dashed: false };
    let mut marks = Vec::new();
    for y in [low, high] {
        marks.push(solid((left - far, y), (left - near, y)));
        marks.push(solid((right + near, y), (right + far, y)));
    }
    for x in [left, right] {
        marks.push(solid((x, high + far), (x, high + near)));
        marks.push(solid((x, low - near), (x, low - far)));
    }
    let fold = width / 2.0;
    for (from, to) in [(high + far, high + near), (low - near, low - far)] {
        marks.push(Mark { from: (fold, from), to: (fold, to), dashed: true });
    }
    marks
}

#[test]
fn marks_stand_at_the_corners_that_are_cut_and_at_the_fold_and_nowhere_else() {
    let text = article(9);
    let height = pt(210.0 + 2.0 * ROOM);
    for wishes in folded().into_iter().filter(|wishes| wishes.marks) {
        let print = set(&text, &order(wishes.clone()));
        let sides = sides(&print.pdf);
        let hands = hands(&sides, &wishes);
        let outside = outside(&hands);
        for (nth, side) in sides.iter().enumerate() {
            let depth = outside[nth / 2];
            let wanted =
                expected_marks(side.width, height, wishes.thickness.pt() * depth as f64);
            let near = |a: (f64, f64), b: (f64, f64)| {
                (a.0 - b.0).abs() < EXACT && (a.1 - b.1).abs() < EXACT
            };
            let same = |a: &Mark, b: &Mark| {
                let along = near(a.from, b.from) && near(a.to, b.to);
                let back = near(a.from, b.to) && near(a.to, b.from);
                a.dashed == b.dashed && (along || back)
            };
            // The bar on the back of a signature is the one mark inside: on the fold, outermost.
            let bar = |mark: &&Mark| {
                let fold = side.width / 2.0;
                let on_fold = near((mark.from.0, mark.to.0), (fold, fold));
                on_fold && mark.from.1 < height - pt(ROOM) && mark.to.1 > pt(ROOM)
            };
            let bars = side.marks.iter().filter(bar).count();
            let gathered = matches!(wishes.scheme, Scheme::Signatures(_));
            let has_bar = gathered && depth == 0 && nth.is_multiple_of(2);
            assert_eq!(bars, usize::from(has_bar), "{wishes:?}, side {nth}: the bar");
            let marks: Vec<&Mark> = side.marks.iter().filter(|mark| !bar(mark)).collect();
            for mark in &wanted {
                assert!(
                    marks.iter().any(|it| same(it, mark)),
                    "{wishes:?}, side {nth}: {mark:?} of {marks:#?}"
                );
            }
            assert_eq!(marks.len(), wanted.len(), "{wishes:?}, side {nth}: no other mark");
        }
    }
}

/// Pictures by the project's own renderer.
#[cfg(feature = "preview")]
mod pictures {
    use std::process::Command;

    use super::*;

    /// Dots to the inch.
    const DPI: f64 = 300.0;

    /// A side as a picture: its size in dots, and how dark each is, from 0 to 255.
    struct Picture {
        width: usize,
        height: usize,
        dark: Vec<u8>,
    }

    fn drawn(pdf: &[u8], pages: &str) -> Vec<Picture> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sheets.pdf");
        std::fs::write(&path, pdf).expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.args(["preview", "--png", "--dpi", "300", "--pages", pages]).arg(&path);
        assert!(command.status().expect("it runs").success(), "it is drawn");
        let mut names: Vec<_> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|it| it == "png"))
            .collect();
        names.sort();
        names.iter().map(|path| Picture::read(&std::fs::read(path).expect("it"))).collect()
    }

    impl Picture {
        fn read(bytes: &[u8]) -> Self {
            let mut reader =
                png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
            let mut pixels = vec![0; reader.output_buffer_size().expect("its size")];
            let info = reader.next_frame(&mut pixels).expect("its pixels");
            let dark = pixels.chunks_exact(3).map(|it| 255 - it[0]).collect();
            Self { width: info.width as usize, height: info.height as usize, dark }
        }

        /// Returns the ink in each column of dots of one half, between two heights.
        fn columns(&self, right: bool) -> Vec<f64> {
            let half = self.width / 2;
            let first = if right { half } else { 0 };
            let ink = |x: usize| {
                let column = self.dark.iter().skip(x).step_by(self.width);
                column.map(|dark| f64::from(*dark)).sum()
            };
            (first..first + half).map(ink).collect()
        }

        /// Returns whether there is ink in this box of dots, from the upper left.
        fn has_ink(&self, xs: (f64, f64), ys: (f64, f64)) -> bool {
            let range = |(from, to): (f64, f64), most: usize| {
                let dot = |at: f64| (at.max(0.0).round() as usize).min(most);
                dot(from)..dot(to)
            };
            range(ys, self.height).any(|y| {
                let row = &self.dark[y * self.width..(y + 1) * self.width];
                row[range(xs, self.width)].iter().any(|dark| *dark > 12)
            })
        }
    }

    /// By how many dots `moved` stands right of `still`: where both agree best.
    fn shift(still: &[f64], moved: &[f64]) -> isize {
        let difference = |by: isize| -> f64 {
            let pairs = still.iter().enumerate().map(|(x, ink)| {
                let there = x.checked_add_signed(by).and_then(|x| moved.get(x));
                (ink - there.unwrap_or(&0.0)).abs()
            });
            pairs.sum()
        };
        let all = -40..=40_isize;
        all.min_by(|a, b| difference(*a).total_cmp(&difference(*b))).expect("one of them")
    }

    #[test]
    fn ink_moves_to_the_fold_by_the_paper_around_it() {
        let text = article(6);
        let thickness = Length::from_mm(0.5);
        for (scheme, flip) in [
            (Scheme::Booklet, Edge::Short),
            (Scheme::Booklet, Edge::Long),
            (Scheme::Signatures(8), Edge::Long),
        ] {
            let wishes = Imposition { flip: Some(flip), ..Imposition::new(scheme, a4()) };
            let flat = set(&text, &order(wishes.clone())).pdf;
            let crept = set(&text, &order(Imposition { thickness, ..wishes.clone() })).pdf;
            // The back of the outermost sheet, and both sides of the next, one deep.
            let (flat, crept) = (drawn(&flat, "2-4"), drawn(&crept, "2-4"));
            for (depth, (flat, crept)) in [0, 1, 1].into_iter().zip(flat.iter().zip(&crept)) {
                let wanted = f64::from(depth) * thickness.mm() / 25.4 * DPI;
                for right in [false, true] {
                    let moved = shift(&flat.columns(right), &crept.columns(right)) as f64;
                    let inwards = if right { -moved } else { moved };
                    assert!(
                        (inwards - wanted).abs() <= 1.0,
                        "{wishes:?}, {depth} deep: {inwards} dots, not {wanted:.1}"
                    );
                }
            }
        }
    }

    #[test]
    fn marks_are_seen_and_the_margins_of_the_pages_are_white() {
        let text = article(6);
        for flip in [Edge::Short, Edge::Long] {
            let thickness = Length::from_mm(0.5);
            let wishes = Imposition {
                flip: Some(flip),
                thickness,
                marks: true,
                ..Imposition::new(Scheme::Booklet, a4())
            };
            let pdf = set(&text, &order(wishes)).pdf;
            for (depth, side) in [0.0, 1.0].into_iter().zip(drawn(&pdf, "2-3")) {
                let dots = |points: f64| points / 72.0 * DPI;
                let (width, height) = (pt(297.0 + 2.0 * ROOM), pt(210.0 + 2.0 * ROOM));
                let creep = thickness.pt() * depth;
                for mark in expected_marks(width, height, creep) {
                    let (x, y) = (mark.from.0.min(mark.to.0), mark.from.1.max(mark.to.1));
                    let (to_x, to_y) = (mark.from.0.max(mark.to.0), mark.from.1.min(mark.to.1));
                    let (xs, ys) =
                        ((dots(x), dots(to_x)), (dots(height - y), dots(height - to_y)));
                    let wide = |(from, to): (f64, f64), by: f64| (from - by, to + by);
                    let upright = mark.from.0 == mark.to.0;
                    let (across, along) = if upright { (2.0, -4.0) } else { (-4.0, 2.0) };
                    assert!(
                        side.has_ink(wide(xs, across), wide(ys, along)),
                        "{depth} deep: {mark:?} is not seen"
                    );
                }
                // Three millimetres around the pages and five inside of their edges: nothing.
                let (left, right) = (pt(ROOM) + creep, width - pt(ROOM) - creep);
                let (low, high) = (height - pt(ROOM), pt(ROOM));
                let (off, inside) = (pt(2.8), pt(5.0));
                let bands = [
                    ((left - off, right + off), (high - off, high + inside)),
                    ((left - off, right + off), (low - inside, low + off)),
                    ((left - off, left + inside), (high - off, low + off)),
                    ((right - inside, right + off), (high - off, low + off)),
                ];
                for (xs, ys) in bands {
                    let scaled = |(a, b): (f64, f64)| (dots(a), dots(b));
                    assert!(
                        !side.has_ink(scaled(xs), scaled(ys)),
                        "{depth} deep: ink at the edge of a page: {xs:?} {ys:?}"
                    );
                }
            }
        }
    }
}
