//! The surfaces that the patterns of a drawing are drawn on.
//!
//! For every shape that a pattern paints, one cell of the pattern is drawn on a surface of its own,
//! as large as the cell is on the page. The cell's size is free: a drawing of 300 bytes can ask for
//! a terabyte. The walk here follows the drawing as the renderer does and adds up the pixels.

use resvg::tiny_skia::{Rect, Transform};
use resvg::usvg::filter::Kind;
use resvg::usvg::{Group, ImageKind, Node, Paint, Path, Pattern, Tree};

use crate::picture::prepared::MOST_PIXELS;

/// The most pixels that patterns are drawn on and paint, all together: those of sixteen A4 pages full
/// of hatching at 400 pixels to the inch. A pixel takes some 30 nanoseconds, so that these take
/// 8 seconds.
const MOST_PAINTED: f64 = 250_000_000.0;
/// The most elements that are visited, each as often as it is drawn.
const MOST_VISITED: u64 = 1_000_000;
/// Greatest width and height of a layer, in those of the picture.
const LAYER: f64 = 5.0;

/// Checks that the patterns of a drawing can be drawn on `width` times `height` pixels.
///
/// # Errors
/// The reason why they cannot, a clause without a full stop.
pub(super) fn check(tree: &Tree, scale: f32, width: u32, height: u32) -> Result<(), String> {
    let page = f64::from(width) * f64::from(height);
    let mut walk = PatternWalk { page, held: 0.0, painted: 0.0, visited: 0 };
    walk.group(tree.root(), Transform::from_scale(scale, scale), None)
}

/// Totals of the groups visited so far. Pixels are counted in floating point, which does not overflow.
struct PatternWalk {
    /// Pixels of the picture.
    page: f64,
    /// Pixels of the surfaces that are in memory at once.
    held: f64,
    /// Pixels drawn on in all.
    painted: f64,
    visited: u64,
}

impl PatternWalk {
    /// Visits what a group draws; `surface` are the pixels of the pattern's surface that it is in.
    fn group(
        &mut self,
        group: &Group,
        transform: Transform,
        surface: Option<f64>,
    ) -> Result<(), String> {
        for node in group.children() {
            self.visited += 1;
            if self.visited > MOST_VISITED {
                return Err(format!("it draws more than {MOST_VISITED} elements"));
            }
            match node {
                Node::Group(inner) => self.layer(inner, transform, surface)?,
                Node::Path(path) => self.path(path, transform, surface)?,
                Node::Text(text) => self.layer(text.flattened(), transform, surface)?,
                Node::Image(image) => {
                    if let ImageKind::SVG(tree) = image.kind() {
                        // It has a surface as large as the one that it is drawn on.
                        self.paint(surface.unwrap_or(0.0))?;
                        self.group(tree.root(), transform, surface)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn layer(
        &mut self,
        group: &Group,
        transform: Transform,
        surface: Option<f64>,
    ) -> Result<(), String> {
        let transform = transform.pre_concat(group.transform());
        if surface.is_some() && group.should_isolate() {
            let most = self.page * LAYER * LAYER;
            self.paint(area(group.layer_bounding_box().to_rect(), transform).min(most))?;
        }
        self.group(group, transform, surface)?;
        let mut mask = group.mask();
        while let Some(one) = mask {
            self.group(one.root(), transform, surface)?;
            mask = one.mask();
        }
        for filter in group.filters() {
            for primitive in filter.primitives() {
                if let Kind::Image(image) = primitive.kind() {
                    self.group(image.root(), transform, surface)?;
                }
            }
        }
        Ok(())
    }

    fn path(
        &mut self,
        path: &Path,
        transform: Transform,
        surface: Option<f64>,
    ) -> Result<(), String> {
        let fill = path.fill().map(|fill| fill.paint());
        let stroke = path.stroke().map(|stroke| stroke.paint());
        for paint in [fill, stroke].into_iter().flatten() {
            let pattern =
                if let Paint::Pattern(pattern) = paint { Some(pattern) } else { None };
            if surface.is_some() || pattern.is_some() {
                let most = surface.unwrap_or(self.page);
                self.paint(area(path.stroke_bounding_box(), transform).min(most))?;
            }
            if let Some(pattern) = pattern {
                self.pattern(pattern, transform)?;
            }
        }
        Ok(())
    }

    /// Visits the surface of a pattern.
    fn pattern(&mut self, pattern: &Pattern, transform: Transform) -> Result<(), String> {
        let (x, y) = transform.pre_concat(pattern.transform()).get_scale();
        let side = |length: f32, scale: f32| f64::from(length) * f64::from(scale);
        let pixels = side(pattern.rect().width(), x) * side(pattern.rect().height(), y);
        // What is no number has no size, and is not drawn.
        let pixels = if pixels.is_nan() { 0.0 } else { pixels };
        self.held += pixels;
        #[expect(clippy::cast_precision_loss, reason = "the limit is small")]
        if self.held > MOST_PIXELS as f64 {
            let limit = MOST_PIXELS / 1_000_000;
            return Err(format!("a cell of a pattern has more than {limit} megapixels"));
        }
        self.paint(pixels)?;
        self.group(pattern.root(), Transform::from_scale(x, y), Some(pixels))?;
        self.held -= pixels;
        Ok(())
    }

    fn paint(&mut self, pixels: f64) -> Result<(), String> {
        self.painted += pixels;
        if self.painted > MOST_PAINTED {
            let limit = MOST_PAINTED / 1e6;
            return Err(format!("its patterns have more than {limit} megapixels in all"));
        }
        Ok(())
    }
}

/// The pixels of a rectangle after a transformation.
fn area(rect: Rect, transform: Transform) -> f64 {
    match rect.transform(transform) {
        Some(rect) => f64::from(rect.width()) * f64::from(rect.height()),
        None => 0.0,
    }
}
