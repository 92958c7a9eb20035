//! Font files: faces, their metrics, and the choice of a face.
//!
//! Takes font files and gives [`Faces`]. It knows nothing of layout and parses a table only when it
//! is needed.
//!
//! There is one family for each of three [`FontRole`]s. A family has up to four [`FaceStyle`]s. The most
//! similar one replaces a missing one; no outline is slanted or emboldened.

mod error;
mod face;
mod face_style;
mod ink;

use std::sync::{Arc, LazyLock, OnceLock};

pub use error::FontError;
#[doc(hidden)]
pub use face::Face;
pub use face::FaceData;
#[doc(hidden)]
pub use face_style::FaceStyle;

use crate::diagnostic::{Diagnostic, Place};

/// Index of a face in [`Faces`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Use of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(hidden)]
pub enum FontRole {
    /// Running text.
    Text,
    /// Headings and captions.
    Head,
    /// Code and other monospaced text.
    Code,
}

/// Faces of one family, in the order of [`FaceStyle::ALL`].
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Family {
    faces: [Option<FaceId>; 4],
}

impl Family {
    /// Iterates over the faces of this family, the most similar to the requested style first.
    fn by_similarity(&self, style: FaceStyle) -> impl Iterator<Item = FaceId> {
        let faces = self.faces;
        style.by_similarity().into_iter().filter_map(move |place| faces[place])
    }
}

/// Collection of faces in families. It can be shared between threads.
#[derive(Debug, Default, Clone)]
pub struct Faces {
    faces: Vec<FaceSlot>,
    /// Families of [`FontRole::Text`], [`FontRole::Head`] and [`FontRole::Code`], then families that were
    /// replaced, as fallbacks.
    families: Vec<Family>,
}

/// Face that is opened when it is first used: an article of one page needs three of the eleven
/// embedded faces.
#[derive(Debug, Default, Clone)]
struct FaceSlot {
    /// Embedded file of a face that may not be open yet; empty for an added face.
    file: &'static [u8],
    face: OnceLock<Face>,
}

impl FaceSlot {
    fn face(&self) -> &Face {
        self.face.get_or_init(|| {
            Face::open(FaceData::Static(self.file), 0).expect("the embedded fonts are valid")
        })
    }
}

/// Face without glyphs, for [`Faces`] that are empty.
static WITHOUT_GLYPHS: LazyLock<Face> = LazyLock::new(Face::without_glyphs);

/// Embedded families of text, heads and code, each with its faces in the order of [`FaceStyle::ALL`].
/// Source Code Pro has no bold italic: it is rarely needed, and the italic replaces it.
#[cfg(feature = "embedded-fonts")]
const EMBEDDED_FAMILIES: [[Option<&[u8]>; 4]; 3] = {
    macro_rules! file {
        ($path:literal) => {
            Some(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $path)))
        };
    }
    [
        [
            file!("libertinus-serif/LibertinusSerif-Regular.otf"),
            file!("libertinus-serif/LibertinusSerif-Italic.otf"),
            file!("libertinus-serif/LibertinusSerif-Bold.otf"),
            file!("libertinus-serif/LibertinusSerif-BoldItalic.otf"),
        ],
        [
            file!("source-sans-3/SourceSans3-Regular.otf"),
            file!("source-sans-3/SourceSans3-It.otf"),
            file!("source-sans-3/SourceSans3-Semibold.otf"),
            file!("source-sans-3/SourceSans3-SemiboldIt.otf"),
        ],
        [
            file!("source-code-pro/SourceCodePro-Regular.otf"),
            file!("source-code-pro/SourceCodePro-It.otf"),
            file!("source-code-pro/SourceCodePro-Bold.otf"),
            None,
        ],
    ]
};

impl Faces {
    /// Returns the embedded faces: Libertinus Serif for text, Source Sans 3 for heads (with its
    /// semibold as bold), Source Code Pro for code. It opens none of them.
    #[cfg(feature = "embedded-fonts")]
    #[must_use]
    pub fn embedded() -> Self {
        let mut faces = Self::default();
        for files in EMBEDDED_FAMILIES {
            let slot = |file| FaceSlot { file, face: OnceLock::new() };
            let ids = files.map(|file| file.map(|file| faces.push(slot(file))));
            faces.families.push(Family { faces: ids });
        }
        faces
    }

    /// Adds every face of a font file (OTF, TTF, or a TTC collection) and returns their ids in the
    /// order of the file. They are used only after [`Faces::set_text_family`], or for characters that
    /// no other face has.
    ///
    /// ```
    /// use offprint::font::{FaceStyle, Faces, FontRole};
    ///
    /// let file = "fonts/source-sans-3/SourceSans3-Regular.otf"; // whatever font you have
    /// let mut faces = Faces::embedded();
    /// let ids = faces.add(std::fs::read(file)?.into())?;
    /// let notes = faces.set_text_family(&ids);
    /// assert_eq!(faces.face(faces.serve(FontRole::Text, FaceStyle::default())).family, "Source Sans 3");
    /// assert_eq!(notes.len(), 3, "three cuts are missing, and are reported");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the bytes are no such font, if its licence bits forbid embedding (OS/2 `fsType`), or if there
    /// are more than 65,535 faces.
    pub fn add(&mut self, bytes: Arc<[u8]>) -> Result<Vec<FaceId>, FontError> {
        let count = face::count_faces(&bytes)?;
        let mut added = Vec::new();
        for index in 0..count {
            added.push(Face::open(FaceData::Shared(bytes.clone()), index)?);
        }
        if self.faces.len() + added.len() > usize::from(u16::MAX) {
            return Err(FontError::TooManyFaces);
        }
        let slots = added.into_iter().map(|face| FaceSlot { file: &[], face: face.into() });
        Ok(slots.map(|slot| self.push(slot)).collect())
    }

    /// Makes the given faces the text family. The style of each is that of its tables (OS/2
    /// `fsSelection`, weight, `macStyle`); of two faces with one style the first is used. Returns a
    /// note for each missing style, with the style that replaces it.
    pub fn set_text_family(&mut self, ids: &[FaceId]) -> Vec<Diagnostic> {
        let mut family = Family::default();
        for &id in ids {
            let style = self.face(id).style;
            let place = FaceStyle::ALL.iter().position(|&known| known == style);
            family.faces[place.expect("ALL has every style")].get_or_insert(id);
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
        self.report_missing_styles(&family)
    }

    /// Returns the face for a role and a style: the requested style, else the most similar one of the
    /// family, else of another family. Returns `FaceId(0)` if there is no face at all.
    #[must_use]
    #[doc(hidden)]
    pub fn serve(&self, role: FontRole, style: FaceStyle) -> FaceId {
        let family = self.families.get(role as usize);
        let any = || self.families.iter().flat_map(|family| family.by_similarity(style)).next();
        let own = family.and_then(|family| family.by_similarity(style).next());
        own.or_else(any).unwrap_or(FaceId(0))
    }

    /// Iterates over all faces in the order in which they are tried for a character: the most similar
    /// style of the family of the role, then of the other families in order, then the other styles in
    /// the same order, then the faces of no family. A face may come more than once.
    pub(crate) fn candidates(
        &self,
        role: FontRole,
        style: FaceStyle,
    ) -> impl Iterator<Item = FaceId> {
        let own = self.families.get(role as usize);
        let families = move || own.into_iter().chain(&self.families);
        let similar = families().filter_map(move |family| family.by_similarity(style).next());
        let others = families().flat_map(move |family| family.by_similarity(style));
        #[expect(
            clippy::cast_possible_truncation,
            reason = "`add` keeps the number below 2^16"
        )]
        let rest = (0..self.faces.len()).map(|index| FaceId(index as u16));
        similar.chain(others).chain(rest)
    }

    /// Returns the face with this id; a face without glyphs if there is none.
    #[must_use]
    #[doc(hidden)]
    pub fn face(&self, id: FaceId) -> &Face {
        self.faces.get(usize::from(id.0)).map_or(&WITHOUT_GLYPHS, FaceSlot::face)
    }

    /// Iterates over all faces in the order of their ids.
    #[doc(hidden)]
    pub fn iter(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        (0..).map(FaceId).zip(self.faces.iter().map(FaceSlot::face))
    }

    /// Adds a face. The caller checks the number of faces.
    fn push(&mut self, slot: FaceSlot) -> FaceId {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "`add` keeps the number below 2^16"
        )]
        let id = FaceId(self.faces.len() as u16);
        self.faces.push(slot);
        id
    }

    /// Returns a note for each style that a family lacks.
    fn report_missing_styles(&self, family: &Family) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        for (style, slot) in FaceStyle::ALL.into_iter().zip(family.faces) {
            let (None, Some(id)) = (slot, family.by_similarity(style).next()) else { continue };
            let face = self.face(id);
            let message = format!(
                "{} has no {} among the files given; {} is set in its {}",
                face.family,
                style.name(),
                style.name(),
                face.style.name()
            );
            notes.push(
                Diagnostic::note("missing-cut", Place::default(), message)
                    .hint("give the file of that style with another --font"),
            );
        }
        notes
    }
}
