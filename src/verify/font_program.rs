//! Font programs: the glyphs that they have, and their advances.

use std::collections::BTreeMap;

use read_fonts::ps::Sid;
use read_fonts::ps::cff::CffFontRef;
use read_fonts::tables::glyf::Glyf;
use read_fonts::tables::loca::Loca;
use read_fonts::types::GlyphId;
use read_fonts::{FontRef, TableProvider};

/// Glyphs of a font program.
#[derive(Debug, Default, PartialEq)]
pub(super) struct ProgramGlyphs {
    /// Advances in thousandths of an em by CID, of those that were asked for; none if the outline
    /// is broken.
    pub(super) advances: BTreeMap<u32, Option<f64>>,
}

/// Kind of a font program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ProgramKind {
    /// Bare CFF.
    Compact,
    /// OpenType with outlines of CFF.
    OpenTypeCompact,
    /// TrueType.
    TrueType,
}

/// Reads these glyphs of a font program; none if it is malformed. Glyphs that it does not have are
/// not in the answer.
pub(super) fn read_glyphs(
    program: &[u8],
    kind: ProgramKind,
    wanted: impl Iterator<Item = u32>,
) -> Option<ProgramGlyphs> {
    match kind {
        ProgramKind::Compact => compact_glyphs(program, wanted),
        ProgramKind::OpenTypeCompact => {
            let font = FontRef::new(program).ok()?;
            compact_glyphs(font.cff().ok()?.offset_data().as_bytes(), wanted)
        }
        ProgramKind::TrueType => true_type_glyphs(&FontRef::new(program).ok()?, wanted),
    }
}

fn compact_glyphs(program: &[u8], wanted: impl Iterator<Item = u32>) -> Option<ProgramGlyphs> {
    let font = CffFontRef::new(program, 0, None).ok()?;
    let charset = font.charset()?;
    let em = f64::from(font.upem());
    let mut glyphs = ProgramGlyphs::default();
    for cid in wanted {
        let glyph = if font.is_cid() {
            match u16::try_from(cid).ok().and_then(|cid| charset.glyph_id(Sid::new(cid))) {
                Some(glyph) => glyph,
                None => continue,
            }
        } else {
            GlyphId::new(cid)
        };
        if glyph.to_u32() >= font.num_glyphs() {
            continue;
        }
        let subfont = font.subfont_index(glyph).and_then(|it| font.subfont(it, &[]).ok());
        // A glyph without a width has that of its dictionary, where nothing means 0 (Adobe Technical
        // Note 5176, table 23).
        let advance = subfont
            .and_then(|subfont| font.advance(&subfont, glyph, &[], None).ok())
            .map(Option::unwrap_or_default);
        glyphs.advances.insert(cid, advance.map(|advance| f64::from(advance) * 1000.0 / em));
    }
    Some(glyphs)
}

fn true_type_glyphs(
    font: &FontRef<'_>,
    wanted: impl Iterator<Item = u32>,
) -> Option<ProgramGlyphs> {
    let (metrics, em) = (font.hmtx().ok()?, font.head().ok()?.units_per_em());
    let (count, outlines) = (font.maxp().ok()?.num_glyphs(), font.glyf().ok()?);
    let places = font.loca(None).ok()?;
    let mut glyphs = ProgramGlyphs::default();
    for cid in wanted.filter(|cid| *cid < u32::from(count)) {
        let advance = has_outline(&outlines, &places, cid)
            .then(|| metrics.advance(GlyphId::new(cid)))
            .flatten();
        let advance = advance.map(|it| f64::from(it) * 1000.0 / f64::from(em.max(1)));
        glyphs.advances.insert(cid, advance);
    }
    Some(glyphs)
}

fn has_outline(outlines: &Glyf<'_>, places: &Loca<'_>, glyph: u32) -> bool {
    places.get_glyf(GlyphId::new(glyph), outlines).is_ok()
}
