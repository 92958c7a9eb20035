//! Items of a paragraph: boxes, glue, penalties, kerns, discretionaries.

/// Limit of sums and measures in scaled points, so that no difference of two overflows.
pub(super) const FAR: i64 = 1 << 60;

/// An item of a paragraph's horizontal list (TeX's hlist). Widths are in scaled points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakItem {
    /// Unbreakable content.
    Box {
        /// Natural width.
        width: i64,
        /// Part of `width` that glyph expansion may widen or narrow; 0 for fixed-width type.
        elastic: i64,
        /// Protrusion to the left at the beginning of a line.
        left: i64,
        /// Protrusion to the right at the end of a line.
        right: i64,
        /// Number of the word it belongs to (0: none), to find the same word at two line edges.
        word: u32,
    },
    /// Glue: a space between words.
    Glue {
        /// Natural width.
        width: i64,
        /// Stretchability.
        stretch: i64,
        /// Order of infinity of the stretch: 0 (points) to 3 (filll).
        order: u8,
        /// Shrinkability, always finite.
        shrink: i64,
    },
    /// A break opportunity.
    Penalty {
        /// 10000 forbids the break, -10000 forces it.
        penalty: i32,
    },
    /// A space that neither stretches nor vanishes within a line.
    Kern {
        /// Width.
        width: i64,
    },
    /// A division point of a word.
    Discretionary {
        /// Width of the text that ends the line at a break, hyphen included.
        pre: i64,
        /// Width of the text that begins the next line after a break.
        post: i64,
        /// Width without a break; may be negative (a kern).
        nobreak: i64,
        /// Penalty of the break (TeX: hyphenpenalty or exhyphenpenalty).
        penalty: i32,
        /// Protrusion of `pre` to the right.
        pre_right: i64,
        /// Protrusion to the left of the text after a break.
        post_left: i64,
    },
}
