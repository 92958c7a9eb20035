//! The case of type: faces, their metrics, which one serves.
//!
//! Comes in: font files. Goes out: [`Faces`]. Never done here: layout, or parsing a table before
//! it is wanted.
//!
//! Three families serve three [`Role`]s. A family has up to four [`Cut`]s; where one is missing
//! the nearest that exists serves, and nothing is slanted or thickened by arithmetic.

mod cut;
#[cfg(feature = "embedded-fonts")]
mod embedded;
mod error;
mod face;
mod ink;

use std::sync::{Arc, LazyLock, OnceLock};

#[doc(hidden)]
pub use cut::Cut;
pub use error::FontError;
#[doc(hidden)]
pub use face::Face;
pub use face::FaceData;

use crate::diagnostic::{Diagnostic, Place};

/// A face in [`Faces`], by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// What a face is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(hidden)]
pub enum Role {
    /// Running text.
    Text,
    /// Headings and captions.
    Head,
    /// Code and whatever is set in fixed width.
    Code,
}

/// The cuts of one family, in the order of [`Cut::ALL`].
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Family {
    cuts: [Option<FaceId>; 4],
}

impl Family {
    /// The faces of this family, nearest to the wished cut first.
    fn nearest(&self, cut: Cut) -> impl Iterator<Item = FaceId> {
        let cuts = self.cuts;
        cut.by_nearness()
            .into_iter()
            .filter_map(move |place| cuts.get(place).copied().flatten())
    }
}

/// The case of type: every face at hand, and which one serves.
///
/// It may be shared between threads; parsed tables are kept once for all of them.
#[derive(Debug, Default, Clone)]
pub struct Faces {
    faces: Vec<Slot>,
    /// Text, Head and Code first; a family that was replaced stays behind them as a fallback.
    families: Vec<Family>,
}

/// A face of the case, opened when it is first asked for: an article of one page takes three of the
/// eleven that are at hand.
#[derive(Debug, Default, Clone)]
struct Slot {
    /// The file inside the binary, for one that is still shut.
    file: &'static [u8],
    face: OnceLock<Face>,
}

impl Slot {
    fn face(&self) -> &Face {
        let open = || Face::open(FaceData::Static(self.file), 0);
        self.face.get_or_init(|| open().unwrap_or_else(|_| Face::nothing()))
    }
}

/// What stands for a face that is not there: it has no glyph for anything.
static NOTHING: LazyLock<Face> = LazyLock::new(Face::nothing);

impl Faces {
    /// The faces inside the binary: Libertinus Serif for text, Source Sans 3 for heads (its
    /// semibold is their bold), Source Code Pro for code. Opens none of them yet.
    #[cfg(feature = "embedded-fonts")]
    #[must_use]
    pub fn embedded() -> Self {
        let mut faces = Self::default();
        for files in embedded::FAMILIES {
            let cuts =
                files.map(|file| Some(faces.push(Slot { file: file?, face: OnceLock::new() })));
            faces.families.push(Family { cuts });
        }
        faces
    }

    /// Adds every face of a font file (OTF, TTF, or a TTC collection) and returns their ids in
    /// the file's order. They serve nothing until [`Faces::set_text_family`] says so, except as a
    /// last resort for characters that no other face has.
    ///
    /// ```
    /// use offprint::font::{Cut, Faces, Role};
    ///
    /// let file = "fonts/source-sans-3/SourceSans3-Regular.otf"; // whatever font you have
    /// let mut faces = Faces::embedded();
    /// let ids = faces.add(std::fs::read(file)?.into())?;
    /// let notes = faces.set_text_family(&ids);
    /// assert_eq!(faces.face(faces.serve(Role::Text, Cut::default())).family, "Source Sans 3");
    /// assert_eq!(notes.len(), 3, "three cuts are missing, and are told");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the bytes are not such a font, or its maker forbids embedding (OS/2 `fsType`).
    pub fn add(&mut self, bytes: Arc<[u8]>) -> Result<Vec<FaceId>, FontError> {
        let count = face::faces_in(&bytes)?;
        let mut added = Vec::new();
        for index in 0..count {
            added.push(Face::open(FaceData::Shared(bytes.clone()), index)?);
        }
        if self.faces.len() + added.len() > usize::from(u16::MAX) {
            return Err(FontError::TooManyFaces);
        }
        let slots = added.into_iter().map(|face| Slot { file: &[], face: face.into() });
        Ok(slots.map(|slot| self.push(slot)).collect())
    }

    /// Makes the given faces of one family the text family. Each takes the cut that it says it is
    /// (OS/2 `fsSelection`, weight, `macStyle`); of two for one cut the first stays. Returns a
    /// note for each cut that is missing, and names what serves in its place.
    pub fn set_text_family(&mut self, ids: &[FaceId]) -> Vec<Diagnostic> {
        let mut family = Family::default();
        for &id in ids {
            let cut = self.face(id).cut;
            let place = Cut::ALL.iter().position(|&known| known == cut).unwrap_or(0);
            if let Some(slot @ None) = family.cuts.get_mut(place) {
                *slot = Some(id);
            }
        }
        if ids.is_empty() {
            return Vec::new();
        }
        match self.families.first_mut() {
            Some(first) => {
                let replaced = std::mem::replace(first, family);
                self.families.push(replaced);
            }
            None => self.families.push(family),
        }
        self.missing_cuts(&family)
    }

    /// The face that serves a role: the wished cut, or the nearest that its family has.
    #[must_use]
    #[doc(hidden)]
    pub fn serve(&self, role: Role, cut: Cut) -> FaceId {
        let wished = self.families.get(role as usize);
        let any = || self.families.iter().flat_map(|family| family.nearest(cut)).next();
        wished.and_then(|family| family.nearest(cut).next()).or_else(any).unwrap_or(FaceId(0))
    }

    /// The face that serves a role and has the character: the wished face, else the nearest cut
    /// of the other families in order (text, heads, code, then added ones), else any cut.
    #[must_use]
    #[doc(hidden)]
    pub fn covering(&self, role: Role, cut: Cut, character: char) -> Option<FaceId> {
        self.candidates(role, cut).find(|&id| self.face(id).glyph(character).is_some())
    }

    /// Every face in the order in which it may serve a role; a face may come twice.
    pub(crate) fn candidates(&self, role: Role, cut: Cut) -> impl Iterator<Item = FaceId> {
        let wished = self.families.get(role as usize);
        let order = move || wished.into_iter().chain(&self.families);
        let nearest = order().filter_map(move |family| family.nearest(cut).next());
        let others = order().flat_map(move |family| family.nearest(cut));
        #[expect(clippy::cast_possible_truncation, reason = "`add` holds the count below 2^16")]
        let rest = (0..self.faces.len()).map(|index| FaceId(index as u16));
        nearest.chain(others).chain(rest)
    }

    /// The face with this id; a face without glyphs if the id is from another case of type.
    #[must_use]
    #[doc(hidden)]
    pub fn face(&self, id: FaceId) -> &Face {
        self.faces.get(usize::from(id.0)).map_or(&NOTHING, Slot::face)
    }

    /// Every face, in the order of their ids.
    #[doc(hidden)]
    pub fn iter(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        (0..).map(FaceId).zip(self.faces.iter().map(Slot::face))
    }

    /// Puts a face into the case. The caller has seen to the count.
    fn push(&mut self, slot: Slot) -> FaceId {
        #[expect(clippy::cast_possible_truncation, reason = "`add` holds the count below 2^16")]
        let id = FaceId(self.faces.len() as u16);
        self.faces.push(slot);
        id
    }

    /// One note for each cut that a family lacks.
    fn missing_cuts(&self, family: &Family) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        for (cut, slot) in Cut::ALL.into_iter().zip(family.cuts) {
            let (None, Some(id)) = (slot, family.nearest(cut).next()) else { continue };
            let face = self.face(id);
            let message = format!(
                "{} has no {} among the files given; {} is set in its {}",
                face.family,
                cut.name(),
                cut.name(),
                face.cut.name()
            );
            notes.push(
                Diagnostic::note("missing-cut", Place::default(), message)
                    .hint("give the file of that style with another --font"),
            );
        }
        notes
    }
}
