//! Pictures in the galley: sizes, rows, frames.
//!
//! Comes in: a plate and the room. Goes out: sizes, and set [`Line`]s. Never done here: making a
//! plate, pages.

use crate::article::Picture;
use crate::picture::{CSS_RESOLUTION, PictureSize, PreparedPicture};
use crate::unit::Length;

use super::{Item, Line, PictureId};

/// Height of capitals, in hundredths of the type size of the text: the top of a picture stands
/// where capitals would.
const CAPITALS: i64 = 65;
/// Distance of a frame from the text in it, in hundredths of the leading: at the sides, and of the
/// upper edge from the row above.
const FRAME_SIDE: i64 = 60;
const FRAME_TOP: i64 = 12;
/// Lower edge of a frame below the last baseline, in hundredths of the leading.
const FRAME_BOTTOM: i64 = 48;
/// Thickness of a frame, in points.
const FRAME: f64 = 0.4;

/// The size at which a picture is set: its natural one, or that which the article gives where it
/// is less, brought down to `frame`.
pub(super) fn size(
    plate: &PreparedPicture,
    picture: &Picture,
    frame: (Length, Length),
) -> (Length, Length) {
    let points = |pixels: u32| Length::from_pt(f64::from(pixels) * 72.0 / CSS_RESOLUTION);
    let wanted = match picture.size {
        Some((width, height)) if width > 0 && height > 0 => {
            plate.natural.fit_into(PictureSize { width: points(width), height: points(height) })
        }
        _ => plate.natural,
    };
    let fitted = wanted.fit_into(PictureSize { width: frame.0, height: frame.1 });
    (fitted.width, fitted.height)
}

/// Depth of the greatest picture on so many rows.
pub(super) fn depth_of(rows: u32, leading: Length, size: Length) -> Length {
    leading * i64::from(rows.max(1) - 1) + size.fraction(CAPITALS, 100)
}

/// A picture as a line of its own, in the middle of the room, and the rows it takes.
pub(super) fn line(
    id: PictureId,
    (width, height): (Length, Length),
    (left, room): (Length, Length),
    (leading, size): (Length, Length),
) -> (Line, u32) {
    let capitals = size.fraction(CAPITALS, 100);
    let more = (height - capitals).max(Length::ZERO).sp();
    let row = leading.sp().max(1);
    let rows = u32::try_from((more + row - 1) / row + 1).unwrap_or(u32::MAX);
    let slack = depth_of(rows, leading, size) - height;
    let line = Line {
        x: left + (room - width) / 2,
        baseline: leading * i64::from(rows) - (slack / 2).max(Length::ZERO),
        ..Line::natural(vec![Item::Picture { id, width, height }])
    };
    (line, rows)
}

/// Room for text inside a frame: left edge and width.
pub(super) fn inside_frame(
    (left, width): (Length, Length),
    leading: Length,
) -> (Length, Length) {
    let side = leading.fraction(FRAME_SIDE, 100).min(width / 4);
    (left + side, width - side * 2)
}

/// A frame around `rows` rows of text, as a line that stands below them.
pub(super) fn frame((left, width): (Length, Length), rows: usize, leading: Length) -> Line {
    let thickness = Length::from_pt(FRAME);
    let down = leading * i64::try_from(rows).unwrap_or(0);
    let bottom = down + leading.fraction(FRAME_BOTTOM, 100);
    let height = bottom - leading.fraction(FRAME_TOP, 100);
    let zero = Length::ZERO;
    let items = vec![
        Item::Rule { width: thickness, thickness: height, rise: zero },
        Item::Rule { width: width - thickness * 2, thickness, rise: zero },
        Item::Rule { width: thickness, thickness: height, rise: zero },
        Item::Kern(-width),
        Item::Rule { width, thickness, rise: height - thickness },
    ];
    Line { x: left, baseline: bottom, width, ..Line::natural(items) }
}
