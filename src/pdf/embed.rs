//! Font programs: the glyphs that are shown, and no more.

use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::cmap::{self, FontCMap};
use super::codes::{AlphabetIndex, CodedFont, Codes, SPACE};
use super::gather::Gathered;
use super::job::{Job, LONG, PdfError};
use super::measures::FaceMeasures;
use crate::font::Face;

/// A font ready to be embedded.
pub(super) struct Program<'f> {
    /// The face and what is known of it.
    pub(super) measures: FaceMeasures<'f>,
    /// PostScript name with the subset's tag: `ABCDEF+LibertinusSerif-Regular`.
    pub(super) name: String,
    /// The subset font file.
    pub(super) bytes: Vec<u8>,
    /// CIDs, ascending, and their advances in thousandths of thousandths of an em.
    pub(super) widths: Vec<(u16, i64)>,
    /// From codes to CIDs.
    pub(super) encoding: FontCMap,
    /// The alphabet of its codes.
    pub(super) alphabet: AlphabetIndex,
}

/// Subsets every font; on several threads when the document is long.
pub(super) fn programs<'f>(
    codes: &Codes,
    gathered: &Gathered<'f>,
    job: &Job<'_>,
) -> Result<Vec<Program<'f>>, PdfError> {
    let one = |font: &CodedFont| program(font, gathered.measures(font.face));
    if job.pages.len() > LONG {
        job.jobs.map(&codes.fonts, one).into_iter().collect()
    } else {
        codes.fonts.iter().map(one).collect()
    }
}

fn program<'f>(font: &CodedFont, measures: &FaceMeasures<'f>) -> Result<Program<'f>, PdfError> {
    let face = measures.face;
    let glyphs: Vec<(u8, u16)> =
        font.codes.iter().map(|(&code, unit)| (code, unit.glyph)).collect();
    let Subset { bytes, cids } = subset(face, &glyphs)?;
    let numbers = glyphs.iter().flat_map(|&(code, glyph)| [u16::from(code), glyph]);
    let name =
        format!("{}+{}", tag(&face.name, &numbers.collect::<Vec<_>>()), postscript(&face.name));
    let width = |glyph| measures.width_millionths(glyph);
    let mut widths: Vec<(u16, i64)> =
        cids.iter().zip(&glyphs).map(|(&cid, &(_, glyph))| (cid, width(glyph))).collect();
    widths.sort_unstable();
    widths.dedup();
    let codes = glyphs.iter().map(|&(code, _)| code);
    Ok(Program {
        measures: measures.clone(),
        name,
        bytes,
        widths,
        encoding: cmap::encoding(&codes.zip(cids).collect::<Vec<_>>()),
        alphabet: font.alphabet,
    })
}

/// A font file with few glyphs.
struct Subset {
    bytes: Vec<u8>,
    /// The CID of each glyph asked for.
    cids: Vec<u16>,
}

/// The CID of the word space, in fonts with so many glyphs. poppler (22.12) takes this CID for the
/// word space whatever its code, and would part the words at another glyph.
const SPACE_CID: usize = 32;

/// Subsets a font to the glyphs in use, which have these codes. The CID of a glyph is its number in
/// the subset.
fn subset(face: &Face, glyphs: &[(u8, u16)]) -> Result<Subset, PdfError> {
    let space = glyphs.iter().find(|(code, _)| *code == SPACE).map(|&(_, glyph)| glyph);
    let is_shown = |number: u16| glyphs.iter().any(|&(_, glyph)| glyph == number);
    let mut order: Vec<u16> = glyphs.iter().map(|&(_, glyph)| glyph).collect();
    order.retain(|&glyph| Some(glyph) != space);
    if order.len() >= SPACE_CID {
        // A font without a space has a glyph at its CID that is never shown.
        let exists = |number: &u16| u32::from(*number) < face.glyph_count();
        let unused = || (1..u16::MAX).take_while(exists).find(|&number| !is_shown(number));
        order.splice(SPACE_CID - 1..SPACE_CID - 1, space.or_else(unused));
    } else {
        order.extend(space);
    }
    let mut remapper = GlyphRemapper::new();
    for glyph in order {
        remapper.remap(glyph);
    }
    let cid = |&(_, glyph): &(u8, u16)| remapper.get(glyph);
    let cids = glyphs.iter().map(cid).map(|cid| cid.expect("every glyph was numbered"));
    let cids = cids.collect();
    let bytes = subsetter::subset(face.data.bytes(), face.index, &remapper);
    let bytes = bytes.map_err(|reason| PdfError::Font { name: face.name.clone(), reason })?;
    Ok(Subset { bytes, cids })
}

/// Returns six capital letters that depend on nothing but `name` and `numbers` (ISO 32000-1, 9.6.4).
fn tag(name: &str, numbers: &[u16]) -> String {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    for number in numbers {
        hash.update(number.to_be_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// Returns `name` without characters that a PostScript name may not have.
fn postscript(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
        .take(63)
        .collect();
    if kept.is_empty() { "Face".to_owned() } else { kept }
}
