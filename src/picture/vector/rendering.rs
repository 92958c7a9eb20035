//! Cost of drawing: the walk follows the converted drawing as the renderer does.

use std::io::Cursor;

use image::ImageReader;
use resvg::tiny_skia::{NonZeroRect, Rect, Transform};
use resvg::usvg::filter::{Filter, Kind};
use resvg::usvg::{ClipPath, Group, ImageKind, Mask, Node, Paint, Path, Pattern, Tree};

use super::budget::{Budget, Part};
use super::filters;
use super::outline::{self, PixelSize};

/// Bytes of a pixel.
const PIXEL_MEMORY: f64 = 4.0;
/// Bytes of a pixel of a mask.
const MASK_MEMORY: f64 = 1.0;
/// Bytes of a pixel of an embedded picture while it is decoded.
const DECODING_MEMORY: f64 = 12.0;
/// Time of a pixel of the picture: to clear it, and to convert it for print.
const PAGE: f64 = 20.0;
/// Time of an element.
const ELEMENT: f64 = 1000.0;
/// Time of a pixel that is painted with a colour.
const COLOUR: f64 = 2.0;
/// Time of a pixel that is painted with a gradient, and that of each of its stops.
const GRADIENT: f64 = 9.0;
const STOP: f64 = 0.25;
/// Time to set up a stop.
const STOP_SETUP: f64 = 50.0;
/// Time of a pixel that is painted with a pattern or a picture, both of which are interpolated.
const INTERPOLATED: f64 = 70.0;
/// Time of a pixel of a layer: to clear it, and to draw it on the layer below.
const LAYER: f64 = 8.0;
/// Times of a pixel that is clipped, or masked, besides those of what clips or masks it.
const CLIP: f64 = 12.0;
const MASK: f64 = 17.0;
/// Time to decode a pixel of an embedded picture.
const DECODING: f64 = 20.0;
/// Memory, in bytes, and time of each pixel of a surface.
#[derive(Clone, Copy)]
struct PixelCost {
    memory: f64,
    part: Part,
    time: f64,
}

/// Costs of layers, of what clips and masks them, and of the cells of patterns.
const LAYER_COST: PixelCost =
    PixelCost { memory: PIXEL_MEMORY, part: Part::Layers, time: LAYER };
const CLIP_COST: PixelCost =
    PixelCost { memory: PIXEL_MEMORY + MASK_MEMORY, part: Part::Layers, time: CLIP };
const MASK_COST: PixelCost =
    PixelCost { memory: PIXEL_MEMORY + MASK_MEMORY * 2.0, part: Part::Layers, time: MASK };
const CELL_COST: PixelCost =
    PixelCost { memory: PIXEL_MEMORY, part: Part::Paints, time: COLOUR };

/// Width of the margin around a layer without filters, in pixels.
const MARGIN: f64 = 2.0;
/// Widths of the canvas before it, and after its beginning, that a layer can cover.
const BEFORE: f64 = 2.0;
const AFTER: f64 = 3.0;

/// Takes the time and memory of drawing on `width` times `height` pixels.
///
/// # Errors
/// If they are too much: the reason, a clause without a full stop.
pub(super) fn spend(
    tree: &Tree,
    scale: f32,
    page: PixelSize,
    budget: &mut Budget,
) -> Result<(), String> {
    budget.hold(page.pixels() * PIXEL_MEMORY)?;
    budget.spend(Part::Paints, page.pixels() * PAGE)?;
    let surface = Surface { size: page, canvas: page };
    Walk { budget }.group(tree.root(), Transform::from_scale(scale, scale), surface)
}

/// Pixels that are drawn on; their top left corner is the origin.
#[derive(Clone, Copy)]
struct Surface {
    size: PixelSize,
    /// Size of the picture, which limits that of the layers.
    canvas: PixelSize,
}

impl Surface {
    /// Returns the pixels of a rectangle that are on the surface.
    fn visible(self, rect: Rect, transform: Transform) -> f64 {
        let Some(rect) = rect.transform(transform) else { return 0.0 };
        let part = |from: f32, to: f32, most: f64| {
            (f64::from(to).ceil().min(most) - f64::from(from).floor().max(0.0)).max(0.0)
        };
        part(rect.left(), rect.right(), self.size.width)
            * part(rect.top(), rect.bottom(), self.size.height)
    }
}

/// Layer of a group: the place of its top left corner, and its size.
struct Layer {
    x: f64,
    y: f64,
    size: PixelSize,
}

impl Layer {
    /// Returns the layer of a group as the renderer makes it; none if nothing of it is drawn.
    fn of(group: &Group, transform: Transform, canvas: PixelSize) -> Option<Self> {
        let rect = group.layer_bounding_box().transform(transform)?;
        let margin = if group.filters().is_empty() { MARGIN } else { 0.0 };
        let part = |from: f32, to: f32, side: f64| {
            let from = (f64::from(from).floor() - margin).max(-BEFORE * side);
            let to = (f64::from(to).ceil() + margin).min(AFTER * side);
            (from < to).then_some((from, to - from))
        };
        let (x, width) = part(rect.left(), rect.right(), canvas.width)?;
        let (y, height) = part(rect.top(), rect.bottom(), canvas.height)?;
        Some(Self { x, y, size: PixelSize { width, height } })
    }
}

struct Walk<'b> {
    budget: &'b mut Budget,
}

impl Walk<'_> {
    fn group(
        &mut self,
        group: &Group,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        for node in group.children() {
            self.budget.spend(Part::Elements, ELEMENT)?;
            match node {
                Node::Group(inner) => self.layer(inner, transform, surface)?,
                Node::Path(path) => self.path(path, transform, surface)?,
                Node::Text(text) => self.layer(text.flattened(), transform, surface)?,
                Node::Image(image) => self.picture(image.kind(), transform, surface)?,
            }
        }
        Ok(())
    }

    fn layer(
        &mut self,
        group: &Group,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        let transform = transform.pre_concat(group.transform());
        if !group.should_isolate() {
            return self.group(group, transform, surface);
        }
        let Some(Layer { x, y, size }) = Layer::of(group, transform, surface.canvas) else {
            return Ok(());
        };
        let surface = Surface { size, ..surface };
        #[expect(clippy::cast_possible_truncation, reason = "resvg counts in f32")]
        let transform = transform.post_translate(-x as f32, -y as f32);
        self.on_pixels(size, LAYER_COST, |walk| {
            walk.group(group, transform, surface)?;
            for filter in group.filters() {
                walk.filter(filter, transform, surface)?;
            }
            if let Some(clip) = group.clip_path() {
                walk.clip(clip, transform, surface)?;
            }
            match group.mask() {
                Some(mask) => walk.mask(mask, transform, surface),
                None => Ok(()),
            }
        })
    }

    /// Takes the memory and time of pixels, and gives the memory back after `draw`.
    fn on_pixels(
        &mut self,
        size: PixelSize,
        cost: PixelCost,
        draw: impl FnOnce(&mut Self) -> Result<(), String>,
    ) -> Result<(), String> {
        let memory = size.pixels() * cost.memory;
        self.budget.hold(memory)?;
        self.budget.spend(cost.part, size.pixels() * cost.time)?;
        draw(self)?;
        self.budget.release(memory);
        Ok(())
    }

    fn clip(
        &mut self,
        clip: &ClipPath,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        self.on_pixels(surface.size, CLIP_COST, |walk| {
            walk.clip_group(clip.root(), transform.pre_concat(clip.transform()), surface)?;
            match clip.clip_path() {
                Some(clip) => walk.clip(clip, transform, surface),
                None => Ok(()),
            }
        })
    }

    /// Visits what a clip path draws.
    fn clip_group(
        &mut self,
        group: &Group,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        for node in group.children() {
            self.budget.spend(Part::Elements, ELEMENT)?;
            match node {
                Node::Path(path) => self.fill(path, transform, surface)?,
                Node::Text(text) => self.clip_group(text.flattened(), transform, surface)?,
                Node::Group(inner) => {
                    let transform = transform.pre_concat(inner.transform());
                    let Some(clip) = inner.clip_path() else {
                        self.clip_group(inner, transform, surface)?;
                        continue;
                    };
                    self.on_pixels(surface.size, LAYER_COST, |walk| {
                        walk.clip_group(inner, transform, surface)?;
                        walk.clip(clip, transform, surface)
                    })?;
                }
                // Pictures do not clip.
                Node::Image(_) => {}
            }
        }
        Ok(())
    }

    fn mask(
        &mut self,
        mask: &Mask,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        self.on_pixels(surface.size, MASK_COST, |walk| {
            walk.group(mask.root(), transform, surface)?;
            match mask.mask() {
                Some(mask) => walk.mask(mask, transform, surface),
                None => Ok(()),
            }
        })
    }

    /// Visits a filter, the results of which are in memory at once.
    fn filter(
        &mut self,
        filter: &Filter,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        let Some(region) = filter.rect().transform(transform) else { return Ok(()) };
        let region = PixelSize {
            width: f64::from(region.width()).ceil(),
            height: f64::from(region.height()).ceil(),
        };
        let size = filters::result_size(filter, region, surface.size);
        self.budget.spend(Part::Filters, filters::naming_time(filter))?;
        let memory = size.pixels() * PIXEL_MEMORY;
        // The copy of an input, and the one in another colour space.
        let mut held = memory * 2.0;
        self.budget.hold(held)?;
        for primitive in filter.primitives() {
            held += memory;
            self.budget.hold(memory)?;
            self.budget.spend(Part::Filters, filters::time(primitive, transform, size))?;
            if let Kind::Image(image) = primitive.kind() {
                let (x, y) = transform.get_scale();
                let inside = Surface { size, canvas: size };
                self.group(image.root(), Transform::from_scale(x, y), inside)?;
            }
        }
        self.budget.release(held);
        Ok(())
    }

    fn path(
        &mut self,
        path: &Path,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        if !path.is_visible() {
            return Ok(());
        }
        self.fill(path, transform, surface)?;
        if let Some(stroke) = path.stroke() {
            let pixels = surface.visible(path.stroke_bounding_box(), transform);
            self.paint(stroke.paint(), pixels, transform, surface)?;
            let size = surface.size;
            outline::spend_stroke(path.data(), stroke, transform, size, self.budget)?;
        }
        Ok(())
    }

    fn fill(
        &mut self,
        path: &Path,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        let Some(fill) = path.fill().filter(|_| path.is_visible()) else { return Ok(()) };
        let pixels = surface.visible(path.bounding_box(), transform);
        self.paint(fill.paint(), pixels, transform, surface)?;
        outline::spend_fill(path.data(), transform, surface.size, self.budget)
    }

    /// Takes the time of painting a number of pixels.
    fn paint(
        &mut self,
        paint: &Paint,
        pixels: f64,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        let gradient = |stops: usize| {
            let stops = super::source::as_float(stops);
            pixels * (GRADIENT + stops * STOP) + stops * STOP_SETUP
        };
        let time = match paint {
            Paint::Color(_) => pixels * COLOUR,
            Paint::LinearGradient(it) => gradient(it.stops().len()),
            Paint::RadialGradient(it) => gradient(it.stops().len()),
            Paint::Pattern(pattern) => {
                self.pattern(pattern, transform, surface)?;
                pixels * INTERPOLATED
            }
        };
        self.budget.spend(Part::Paints, time)
    }

    /// Visits the cell of a pattern, which is drawn anew for each shape that it paints, on a surface
    /// of its own.
    fn pattern(
        &mut self,
        pattern: &Pattern,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        let (x, y) = transform.pre_concat(pattern.transform()).get_scale();
        let side = |length: f32, scale: f32| {
            let side = f64::from(length) * f64::from(scale);
            // What is no number has no size, and is not drawn.
            if side.is_nan() { 0.0 } else { side.ceil() }
        };
        let width = side(pattern.rect().width(), x);
        let size = PixelSize { width, height: side(pattern.rect().height(), y) };
        self.on_pixels(size, CELL_COST, |walk| {
            let surface = Surface { size, ..surface };
            walk.group(pattern.root(), Transform::from_scale(x, y), surface)
        })
    }

    fn picture(
        &mut self,
        kind: &ImageKind,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        match kind {
            ImageKind::SVG(tree) => {
                // It has a surface as large as the one that it is drawn on.
                let inside = Surface { size: surface.size, canvas: surface.size };
                self.on_pixels(surface.size, LAYER_COST, |walk| {
                    walk.group(tree.root(), transform, inside)
                })
            }
            ImageKind::PNG(data)
            | ImageKind::JPEG(data)
            | ImageKind::GIF(data)
            | ImageKind::WEBP(data) => self.raster(data, transform, surface),
        }
    }

    /// Takes the time of a raster picture, which is decoded as often as it is drawn.
    fn raster(
        &mut self,
        data: &[u8],
        transform: Transform,
        surface: Surface,
    ) -> Result<(), String> {
        let reader = ImageReader::new(Cursor::new(data)).with_guessed_format();
        // What has no size is not decoded.
        let Some(Ok((width, height))) = reader.ok().map(ImageReader::into_dimensions) else {
            return Ok(());
        };
        let pixels = f64::from(width) * f64::from(height);
        self.budget.hold(pixels * DECODING_MEMORY)?;
        self.budget.spend(Part::Pictures, pixels * DECODING)?;
        #[expect(clippy::cast_precision_loss, reason = "resvg counts in f32")]
        let rect = NonZeroRect::from_xywh(0.0, 0.0, width as f32, height as f32);
        let visible = rect.map_or(0.0, |it| surface.visible(it.to_rect(), transform));
        self.budget.spend(Part::Pictures, visible * INTERPOLATED)?;
        self.budget.release(pixels * DECODING_MEMORY);
        Ok(())
    }
}
