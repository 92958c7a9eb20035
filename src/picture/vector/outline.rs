//! Cost of filling and stroking the outline of a path.
//!
//! The renderer fills an outline line by line of the picture, with a list of the edges that cross the
//! line. An edge costs for each line that it crosses, and each time that it passes another edge. How
//! often edges pass each other is estimated on a grid: two edges can pass only in a cell that both
//! cross.

use resvg::tiny_skia::{Path, PathSegment, Point, Transform};
use resvg::usvg::Stroke;

use super::budget::{Budget, Part};

/// Lines of the renderer in a line of pixels.
const LINES: f64 = 4.0;
/// Time of an edge on a line.
const EDGE_ON_LINE: f64 = 14.0;
/// Time for an edge to pass another.
const PASS: f64 = 15.0;
/// Times to read, transform and sort a segment of an outline: a line, a curve.
const LINE: f64 = 700.0;
const CURVE: f64 = 3500.0;
/// Times to stroke a segment: a line, a curve.
const STROKED_LINE: f64 = 3000.0;
const STROKED_CURVE: f64 = 10_000.0;
/// Time to make and stroke a dash.
const DASH: f64 = 5500.0;
/// Time of a pixel of a stroke that is at most one pixel wide.
const HAIRLINE: f64 = 200.0;
/// Bytes of memory for a segment that is filled, a segment that is stroked, a dash.
const SEGMENT_MEMORY: f64 = 100.0;
const STROKED_MEMORY: f64 = 550.0;
const DASH_MEMORY: f64 = 1200.0;
/// Edges along a stroke.
const SIDES: f64 = 2.0;
/// Most dashes of a path. The renderer does not draw a stroke that has more.
const MOST_DASHES: f64 = 1_000_000.0;
/// Greatest number of rows and columns of the grid.
const FINEST: f64 = 128.0;
/// Segments up to which the grid would cost more than it saves.
const FEW: f64 = 32.0;
/// Side of the tiles in which the renderer draws what is larger, in pixels.
const TILE: f64 = 8191.0;

/// Width and height of the pixels that something is drawn on.
#[derive(Debug, Clone, Copy)]
pub(super) struct PixelSize {
    pub(super) width: f64,
    pub(super) height: f64,
}

impl PixelSize {
    pub(super) fn pixels(self) -> f64 {
        self.width * self.height
    }

    /// Returns how often the renderer draws a path.
    fn tiles(self) -> f64 {
        (self.width / TILE).ceil().max(1.0) * (self.height / TILE).ceil().max(1.0)
    }
}

/// Takes the time of filling a path, without that of its pixels.
pub(super) fn spend_fill(
    path: &Path,
    transform: Transform,
    size: PixelSize,
    budget: &mut Budget,
) -> Result<(), String> {
    let lines = Lines::new(path, transform);
    let time = lines.segments * LINE + lines.curves * (CURVE - LINE);
    budget.spend(Part::Outlines, time * size.tiles())?;
    let memory = lines.segments * SEGMENT_MEMORY;
    budget.hold(memory)?;
    spend_edges(&lines, &EdgeOptions { width: 0.0, dashes: 0.0, sides: 1.0 }, size, budget)?;
    budget.release(memory);
    Ok(())
}

/// Takes the time of stroking a path, without that of its pixels.
pub(super) fn spend_stroke(
    path: &Path,
    stroke: &Stroke,
    transform: Transform,
    size: PixelSize,
    budget: &mut Budget,
) -> Result<(), String> {
    let lines = Lines::new(path, transform);
    let dashes = dash_count(path, stroke);
    let time = lines.segments * STROKED_LINE + lines.curves * (STROKED_CURVE - STROKED_LINE);
    budget.spend(Part::Outlines, (time + dashes.min(MOST_DASHES) * DASH) * size.tiles())?;
    if dashes > MOST_DASHES {
        return Ok(());
    }
    let memory = lines.segments * STROKED_MEMORY + dashes * DASH_MEMORY;
    budget.hold(memory)?;
    let (x_scale, y_scale) = transform.get_scale();
    let width = f64::from(stroke.width().get()) * f64::from(x_scale.max(y_scale));
    if width <= 1.0 {
        let diagonal = size.width.hypot(size.height);
        let lengths = lines.iter().map(|line| line.length().min(diagonal));
        budget.spend(Part::Outlines, lengths.sum::<f64>() * HAIRLINE)?;
    } else {
        spend_edges(&lines, &EdgeOptions { width, dashes, sides: SIDES }, size, budget)?;
    }
    budget.release(memory);
    Ok(())
}

/// Returns the number of dashes, at most.
fn dash_count(path: &Path, stroke: &Stroke) -> f64 {
    let Some(dashes) = stroke.dasharray() else { return 0.0 };
    let period: f64 = dashes.iter().map(|&length| f64::from(length)).sum();
    let lines = Lines::new(path, Transform::identity());
    let length: f64 = lines.iter().map(|line| line.length()).sum();
    let pairs = super::source::as_float(dashes.len()) / 2.0;
    if period > 0.0 { (length / period + 1.0) * pairs } else { 0.0 }
}

/// Line between two points, in pixels.
#[derive(Debug, Clone, Copy)]
struct Line {
    from: Point,
    to: Point,
}

impl Line {
    fn length(self) -> f64 {
        let side = |from: f32, to: f32| f64::from(to) - f64::from(from);
        side(self.from.x, self.to.x).hypot(side(self.from.y, self.to.y))
    }
}

/// Lines of an outline, with the control points of its curves as corners.
struct Lines {
    lines: Vec<Line>,
    /// Lines and curves.
    segments: f64,
    curves: f64,
}

impl Lines {
    fn new(path: &Path, transform: Transform) -> Self {
        let mut all = Self { lines: Vec::new(), segments: 0.0, curves: 0.0 };
        let (mut start, mut last) = (Point::zero(), Point::zero());
        for segment in path.segments() {
            let points = match segment {
                PathSegment::MoveTo(point) => {
                    (start, last) = (point, point);
                    continue;
                }
                PathSegment::LineTo(to) => [to, to, to],
                PathSegment::QuadTo(control, to) => [control, to, to],
                PathSegment::CubicTo(first, second, to) => [first, second, to],
                PathSegment::Close => [start; 3],
            };
            all.segments += 1.0;
            all.curves += f64::from(u8::from(points[0] != points[2]));
            for to in points {
                if to != last {
                    let mut ends = [last, to];
                    transform.map_points(&mut ends);
                    all.lines.push(Line { from: ends[0], to: ends[1] });
                    last = to;
                }
            }
        }
        all
    }

    fn iter(&self) -> impl Iterator<Item = Line> + '_ {
        self.lines.iter().copied()
    }
}

/// Edges that an outline has.
struct EdgeOptions {
    /// Width of a stroke, in pixels; 0 for a fill.
    width: f64,
    dashes: f64,
    /// Edges beside each other along a line.
    sides: f64,
}

/// Takes the time of the edges of an outline.
fn spend_edges(
    lines: &Lines,
    options: &EdgeOptions,
    size: PixelSize,
    budget: &mut Budget,
) -> Result<(), String> {
    let within = |y: f32| f64::from(y).clamp(0.0, size.height);
    let heights: f64 = lines
        .iter()
        .map(|line| (within(line.to.y) - within(line.from.y)).abs() * options.sides)
        .sum();
    // A segment of a stroke, and a dash, ends with edges across.
    let ends = (lines.segments + options.dashes) * 2.0 * options.width.min(size.height);
    budget.spend(Part::Outlines, (heights + ends) * LINES * EDGE_ON_LINE)?;
    let edges = (lines.segments + options.dashes) * options.sides;
    if edges <= FEW {
        return budget.spend(Part::Outlines, edges * edges / 2.0 * PASS);
    }
    // Edges of a stroke pass each other within its width.
    let side = size.width.max(size.height);
    let cells = (side / options.width.max(1.0)).min(edges).clamp(1.0, FINEST).floor();
    let mut grid = Grid::new(cells, size);
    let length: f64 = lines.iter().map(Line::length).sum();
    for line in lines.iter() {
        let dashes = if length > 0.0 { options.dashes * line.length() / length } else { 0.0 };
        let passes = grid.add(line, options.sides, dashes * options.sides);
        budget.spend(Part::Outlines, passes * PASS)?;
    }
    Ok(())
}

/// Counts of the edges in the cells of a picture.
struct Grid {
    counts: Vec<f64>,
    /// Rows and columns.
    cells: f64,
    size: PixelSize,
}

impl Grid {
    fn new(cells: f64, size: PixelSize) -> Self {
        Self { counts: vec![0.0; index(cells) * index(cells)], cells, size }
    }

    /// Adds the edges of a line to the cells that it crosses, and `dashes` more that are spread over
    /// these cells. Returns how often they can pass those that were added before.
    fn add(&mut self, line: Line, edges: f64, dashes: f64) -> f64 {
        let column = |x: f64| x / self.size.width * self.cells;
        let row = |y: f64| y / self.size.height * self.cells;
        let (mut x, mut y) = (column(line.from.x.into()), row(line.from.y.into()));
        let (mut last_x, mut last_y) = (column(line.to.x.into()), row(line.to.y.into()));
        if y > last_y {
            std::mem::swap(&mut x, &mut last_x);
            std::mem::swap(&mut y, &mut last_y);
        }
        // What is beside the picture becomes a vertical edge, which passes no other.
        if x.max(last_x) < 0.0 || x.min(last_x) > self.cells {
            return 0.0;
        }
        let last = self.cells - 1.0;
        let cell = |number: f64| number.floor().clamp(0.0, last);
        let (first_row, last_row) = (cell(y), cell(last_y));
        let slope = if last_y > y { (last_x - x) / (last_y - y) } else { 0.0 };
        let at = |edge: f64| x + (edge.clamp(y, last_y) - y) * slope;
        let crossed = last_row - first_row + (cell(last_x) - cell(x)).abs() + 1.0;
        let each = edges + dashes / crossed;
        let mut passes = 0.0;
        for row in index(first_row)..=index(last_row) {
            let top = super::source::as_float(row);
            let (left, right) = if last_y > y { (at(top), at(top + 1.0)) } else { (x, last_x) };
            let (left, right) = (left.min(right), left.max(right));
            let columns = index(cell(left))..=index(cell(right));
            let start = row * index(self.cells);
            for count in &mut self.counts[start + columns.start()..=start + columns.end()] {
                passes += *count * each + each * each / 2.0;
                *count += each;
            }
        }
        passes
    }
}

/// Converts a small number that is not negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, and the number is within the grid"
)]
fn index(number: f64) -> usize {
    number as usize
}
