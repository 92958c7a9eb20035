//! The four styles of a font family.

/// Style of a face within its family.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceStyle {
    /// Bold or semibold.
    pub bold: bool,
    /// Italic or oblique.
    pub italic: bool,
}

impl FaceStyle {
    /// The four styles in the order in which a family keeps them.
    pub const ALL: [Self; 4] = [
        Self { bold: false, italic: false },
        Self { bold: false, italic: true },
        Self { bold: true, italic: false },
        Self { bold: true, italic: true },
    ];

    /// Returns the usual name: `bold italic`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match (self.bold, self.italic) {
            (false, false) => "regular",
            (false, true) => "italic",
            (true, false) => "bold",
            (true, true) => "bold italic",
        }
    }

    /// Returns the places of the styles in [`FaceStyle::ALL`], the most similar to this one first. Italic
    /// outweighs bold: a reader misses the slant of a title sooner than the weight of a word.
    pub(super) fn by_similarity(self) -> [usize; 4] {
        match (self.bold, self.italic) {
            (false, false) => [0, 2, 1, 3],
            (false, true) => [1, 3, 0, 2],
            (true, false) => [2, 0, 3, 1],
            (true, true) => [3, 1, 2, 0],
        }
    }
}
