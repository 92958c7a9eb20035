//! Font programs: the glyphs that are shown, and no more.
//!
//! Comes in: coded fonts and their faces. Goes out: [`Program`]s: subset files, names, widths,
//! maps. Never done here: a font dictionary.

use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::cmap;
use super::codes::{CodedFont, Codes};
use super::gather::Gathered;
use super::job::{Job, LONG, PdfError};
use super::measures::Measures;

/// A font ready to be embedded. Its glyphs are numbered by code: CIDs are glyph indices.
pub(super) struct Program<'f> {
    /// The face and what is known of it.
    pub(super) measures: Measures<'f>,
    /// PostScript name with the subset's tag: `ABCDEF+LibertinusSerif-Regular`.
    pub(super) name: String,
    /// The subset font file.
    pub(super) bytes: Vec<u8>,
    /// Advances of glyphs 1 and following, in thousandths of thousandths of an em.
    pub(super) widths: Vec<i64>,
    /// The CMap from codes to CIDs, and its name.
    pub(super) encoding: (String, String),
    /// The CMap from codes to text.
    pub(super) to_unicode: String,
}

/// Subsets every font; on several threads when the document is long.
pub(super) fn programs<'f>(
    codes: &Codes,
    gathered: &Gathered<'f>,
    job: &Job<'_>,
) -> Result<Vec<Program<'f>>, PdfError> {
    let one = |font: &CodedFont| {
        let measures = gathered.faces.get(&font.face).ok_or(PdfError::NoPages)?;
        program(font, measures)
    };
    if job.pages.len() > LONG {
        job.jobs.map(&codes.fonts, one).into_iter().collect()
    } else {
        codes.fonts.iter().map(one).collect()
    }
}

fn program<'f>(font: &CodedFont, measures: &Measures<'f>) -> Result<Program<'f>, PdfError> {
    let face = measures.face;
    let mut remapper = GlyphRemapper::new();
    let cids: Vec<(u8, u16)> =
        font.codes.iter().map(|(&code, unit)| (code, remapper.remap(unit.glyph))).collect();
    let bytes =
        subsetter::subset(face.data.bytes(), face.index, &remapper).map_err(|error| {
            PdfError::Font { name: face.name.clone(), reason: error.to_string() }
        })?;
    let glyphs: Vec<u16> = remapper.remapped_gids().skip(1).collect();
    let name = format!("{}+{}", tag(&face.name, &glyphs), postscript(&face.name));
    let cmap_name = format!(
        "Offprint-{}",
        tag(
            "",
            &cids.iter().flat_map(|&(code, cid)| [u16::from(code), cid]).collect::<Vec<_>>()
        )
    );
    Ok(Program {
        measures: measures.clone(),
        name,
        bytes,
        widths: glyphs.iter().map(|&glyph| measures.width_millionths(glyph)).collect(),
        encoding: (cmap::encoding(&cmap_name, &cids), cmap_name),
        to_unicode: cmap::to_unicode(
            font.codes.iter().map(|(&code, unit)| (code, &*unit.text)),
        ),
    })
}

/// Six capital letters that depend on nothing but `name` and `numbers` (ISO 32000-1, 9.6.4).
fn tag(name: &str, numbers: &[u16]) -> String {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    for number in numbers {
        hash.update(number.to_be_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// `name` without what a PostScript name may not have.
fn postscript(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
        .take(63)
        .collect();
    if kept.is_empty() { "Face".to_owned() } else { kept }
}
