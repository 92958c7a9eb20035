//! CFF fonts: the outlines that are shown, and no more.
//!
//! Comes in: the CFF table of a font and the glyphs in use (Adobe Technical Notes 5176 and 5177).
//! Goes out: a CID-keyed CFF whose CIDs are the codes of the PDF's font, without subroutines and
//! without stem hints. Never done here: TrueType, fonts of several dictionaries or of arithmetic;
//! those are left to `subsetter`.
//!
//! Hints move stems to the dots of a coarse screen. They are an eighth of a font, and no dot of a
//! print at 600 dpi or more is missed where they are: `docs/pdf.md` has the figures.

mod charstring;
mod operator;
mod structure;
mod write;

use charstring::{Flattener, Walk};
use structure::{Dict, Index};
use write::Parts;

/// What stays of the private DICT: how thick the stems are, and the advances that charstrings count
/// from. The rest is for hints.
const KEPT: [u16; 4] = [10, 11, 20, 21];

/// The subset of `cff` that shows each glyph of `glyphs` (a code and a glyph, codes ascending and
/// none of them zero) as the CID that is its code. None where the table is of a kind that is not
/// for this room, or broken.
pub(super) fn subset(cff: &[u8], glyphs: &[(u8, u16)]) -> Option<Vec<u8>> {
    let header = usize::from(*cff.get(2)?);
    let (names, next) = Index::read(cff, header)?;
    let (tops, next) = Index::read(cff, next)?;
    let (_, next) = Index::read(cff, next)?;
    let (global, _) = Index::read(cff, next)?;
    let top = Dict::read(tops.get(0)?)?;
    if top.entry(operator::ROS).is_some()
        || top.integer(operator::CHARSTRING_TYPE, 0) == Some(1)
    {
        return None;
    }
    let size = usize::try_from(top.integer(operator::PRIVATE, 0)?).ok()?;
    let start = usize::try_from(top.integer(operator::PRIVATE, 1)?).ok()?;
    let private = Dict::read(cff.get(start..start.checked_add(size)?)?)?;
    let local = match private.integer(operator::SUBRS, 0) {
        Some(offset) => Index::read(cff, start.checked_add(usize::try_from(offset).ok()?)?)?.0,
        None => Index::default(),
    };
    let outlines = usize::try_from(top.integer(operator::CHAR_STRINGS, 0)?).ok()?;
    let (outlines, _) = Index::read(cff, outlines)?;
    let flattener = Flattener { global, local };
    let mut walk = Walk::default();
    // `.notdef` is never shown: an empty one does.
    let mut flat = vec![charstring::nothing()];
    for &(_, glyph) in glyphs {
        flat.push(flattener.flatten(outlines.get(usize::from(glyph))?, &mut walk)?);
    }
    let parts = Parts {
        name: names.get(0)?,
        bounds: top.entry(operator::FONT_BBOX).unwrap_or_default(),
        private: private.only(&KEPT),
        outlines: flat,
    };
    let codes: Vec<u8> = glyphs.iter().map(|&(code, _)| code).collect();
    write::font(&parts, &codes)
}
