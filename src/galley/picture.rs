//! Sizes of pictures, and pictures and frames as lines.

use crate::article::Picture;
use crate::picture::{CSS_RESOLUTION, PictureSize, PreparedPicture};
use crate::unit::Length;

use super::line::LineBox;
use super::{Item, Line, PassageId, PictureId, THIN_RULE, to_i64};

/// Height of capitals, in hundredths of the type size of the text. The top of a picture is level
/// with that of capitals.
const CAPITALS: i64 = 65;
/// Distance of a frame from the text in it, at either side, in hundredths of the leading.
const FRAME_SIDE: i64 = 60;
/// Upper edge of a frame below the top of its first row, in hundredths of the leading.
const FRAME_TOP: i64 = 12;
/// Lower edge of a frame below the last baseline, in hundredths of the leading.
const FRAME_BOTTOM: i64 = 48;

/// Returns the size at which a picture is set: its natural size, or that of the article where it is
/// less, scaled down to `frame`.
pub(super) fn printed_size(
    image: &PreparedPicture,
    picture: &Picture,
    frame: PictureSize,
) -> PictureSize {
    let points = |pixels: u32| Length::from_pt(f64::from(pixels) * 72.0 / CSS_RESOLUTION);
    let wanted = match picture.size {
        Some((width, height)) if width > 0 && height > 0 => {
            image.natural.fit_into(PictureSize { width: points(width), height: points(height) })
        }
        _ => image.natural,
    };
    wanted.fit_into(frame)
}

/// Returns the height of the highest picture on `rows` rows, in text of this leading and size.
pub(super) fn depth_of_rows(rows: u32, leading: Length, size: Length) -> Length {
    leading * i64::from(rows.max(1) - 1) + size.fraction(CAPITALS, 100)
}

/// Picture in the plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedPicture {
    /// Picture.
    pub(super) id: PictureId,
    /// Printed size.
    pub(super) size: PictureSize,
    /// Link around it.
    pub(super) link: Option<PassageId>,
}

/// Sets a picture in the middle of `room`, on rows of text of this leading and size. Returns it as a
/// line, and the number of rows.
pub(super) fn picture_line(
    picture: PlacedPicture,
    room: &LineBox,
    leading: Length,
    size: Length,
) -> (Line, u32) {
    let PlacedPicture { id, size: PictureSize { width, height }, link } = picture;
    let capitals = size.fraction(CAPITALS, 100);
    let more = (height - capitals).max(Length::ZERO).sp();
    let row = leading.sp().max(1);
    let rows = u32::try_from((more + row - 1) / row + 1)
        .expect("a picture is no higher than a page of at most 2^32 - 1 rows");
    let slack = depth_of_rows(rows, leading, size) - height;
    let line = Line {
        x: room.left + (room.width - width) / 2,
        baseline: leading * i64::from(rows) - (slack / 2).max(Length::ZERO),
        ..Line::natural(vec![Item::Picture { id, width, height, passage: link }])
    };
    (line, rows)
}

/// Returns the room for text inside a frame that fills `room`.
pub(super) fn inside_frame(room: &LineBox, leading: Length) -> LineBox {
    let side = leading.fraction(FRAME_SIDE, 100).min(room.width / 4);
    LineBox { left: room.left + side, width: room.width - side * 2, ..*room }
}

/// Returns a frame that fills `room` around `rows` rows of text, as a line that stands below them.
pub(super) fn frame_line(room: &LineBox, rows: usize, leading: Length) -> Line {
    let thickness = THIN_RULE;
    let width = room.width;
    let bottom = leading * to_i64(rows) + leading.fraction(FRAME_BOTTOM, 100);
    let height = bottom - leading.fraction(FRAME_TOP, 100);
    let zero = Length::ZERO;
    let items = vec![
        Item::Rule { width: thickness, thickness: height, rise: zero },
        Item::Rule { width: width - thickness * 2, thickness, rise: zero },
        Item::Rule { width: thickness, thickness: height, rise: zero },
        Item::Kern(-width),
        Item::Rule { width, thickness, rise: height - thickness },
    ];
    Line { x: room.left, baseline: bottom, width, ..Line::natural(items) }
}
