//! Cost of the filters of a drawing.

use resvg::tiny_skia::Transform;
use resvg::usvg::filter::{Filter, Kind, Primitive};

use super::outline::PixelSize;

/// Time of a pixel in any primitive: copies of its input, conversions between colour spaces, and
/// clearing what is outside its region.
const PRIMITIVE: f64 = 12.0;
/// Times of a pixel besides [`PRIMITIVE`].
const BOX_BLUR: f64 = 95.0;
const RECURSIVE_BLUR: f64 = 330.0;
const SHADOW: f64 = 30.0;
const BLEND: f64 = 20.0;
const COLOURS: f64 = 45.0;
const TILE: f64 = 70.0;
const DISPLACEMENT: f64 = 30.0;
const LIGHTING: f64 = 70.0;
/// Time of a pixel for each octave of turbulence, in its four channels.
const OCTAVE: f64 = 125.0;
/// Time to make the tables of turbulence.
const TURBULENCE_TABLES: f64 = 100_000.0;
/// Time of a pixel for each number of a convolution.
const CONVOLUTION: f64 = 7.0;
/// Time of a pixel for each neighbour that morphology compares.
const NEIGHBOUR: f64 = 1.5;
/// Greatest standard deviation, in pixels, up to which the renderer blurs with a recursive filter.
const RECURSIVE_DEVIATION: f64 = 2.0;
/// Radius of a box blur, in standard deviations, of its three passes together.
const RADIUS: f64 = 3.0;
/// Time to compare the name of a result with that of another.
const NAME: f64 = 10.0;

/// Returns the time of a primitive, without what a picture in it draws, on the pixels of its filter.
pub(super) fn time(primitive: &Primitive, transform: Transform, size: PixelSize) -> f64 {
    let (x, y) = transform.get_scale();
    let scaled = |length: f32, scale: f32| f64::from(length) * f64::from(scale);
    let blur = |x_deviation: f32, y_deviation: f32| {
        let (wide, high) = (scaled(x_deviation, x), scaled(y_deviation, y));
        if wide.max(high) < RECURSIVE_DEVIATION {
            return RECURSIVE_BLUR;
        }
        // Each row and column is read from before its beginning.
        let outside = wide * RADIUS / size.width + high * RADIUS / size.height;
        BOX_BLUR * (1.0 + outside)
    };
    let mut fixed = 0.0;
    let pixel = match primitive.kind() {
        Kind::Blend(_) | Kind::Composite(_) | Kind::Offset(_) | Kind::Flood(_) => BLEND,
        Kind::Image(_) => 0.0,
        Kind::ColorMatrix(_) | Kind::ComponentTransfer(_) => COLOURS,
        Kind::GaussianBlur(it) => blur(it.std_dev_x().get(), it.std_dev_y().get()),
        Kind::DropShadow(it) => SHADOW + blur(it.std_dev_x().get(), it.std_dev_y().get()),
        Kind::Merge(it) => (BLEND + PRIMITIVE) * super::source::as_float(it.inputs().len()),
        Kind::Tile(_) => TILE,
        Kind::DisplacementMap(_) => DISPLACEMENT,
        Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => LIGHTING,
        Kind::Turbulence(it) => {
            fixed = TURBULENCE_TABLES;
            OCTAVE * f64::from(it.num_octaves())
        }
        Kind::ConvolveMatrix(it) => {
            let columns = f64::from(it.matrix().columns());
            let rows = f64::from(it.matrix().rows());
            // A place outside is brought in by steps of the width and the height.
            let steps = 1.0 + columns / size.width + rows / size.height;
            CONVOLUTION * columns * rows * steps
        }
        Kind::Morphology(it) => {
            let columns = (scaled(it.radius_x().get(), x).ceil() * 2.0).min(size.width);
            let rows = (scaled(it.radius_y().get(), y).ceil() * 2.0).min(size.height);
            NEIGHBOUR * columns * rows
        }
    };
    fixed + (PRIMITIVE + pixel) * size.pixels()
}

/// Returns the size of the results of a filter on a layer: that of the layer, which is their first
/// input, unless a primitive makes pixels for the whole region.
pub(super) fn result_size(filter: &Filter, region: PixelSize, layer: PixelSize) -> PixelSize {
    let makes_region = |primitive: &Primitive| match primitive.kind() {
        Kind::DropShadow(_)
        | Kind::GaussianBlur(_)
        | Kind::Offset(_)
        | Kind::ColorMatrix(_)
        | Kind::ComponentTransfer(_)
        | Kind::ConvolveMatrix(_)
        | Kind::Morphology(_) => false,
        Kind::Blend(_)
        | Kind::Composite(_)
        | Kind::Flood(_)
        | Kind::Merge(_)
        | Kind::Tile(_)
        | Kind::Image(_)
        | Kind::DisplacementMap(_)
        | Kind::DiffuseLighting(_)
        | Kind::SpecularLighting(_)
        | Kind::Turbulence(_) => true,
    };
    if !filter.primitives().iter().any(makes_region) {
        return layer;
    }
    let (width, height) = (region.width.max(layer.width), region.height.max(layer.height));
    PixelSize { width, height }
}

/// Returns the time to find the results that the primitives of a filter name.
pub(super) fn naming_time(filter: &Filter) -> f64 {
    let count = super::source::as_float(filter.primitives().len());
    count * count * NAME
}
