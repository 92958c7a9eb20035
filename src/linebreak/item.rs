//! What a paragraph is made of, in numbers.
//!
//! Comes in: what the galley measured. Goes out: [`Item`]s. Never done here: measuring.

/// Sums and measures stay within this, so that no difference of two overflows.
pub(super) const FAR: i64 = 1 << 60;

/// What a paragraph is made of. Widths are in scaled points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// Something unbreakable.
    Box {
        /// Natural width.
        width: i64,
        /// The part of `width` that glyph expansion may stretch or shrink; 0 for fixed-width type.
        elastic: i64,
        /// How far it may stick out to the left when it begins a line.
        left: i64,
        /// How far it may stick out to the right when it ends a line.
        right: i64,
        /// A number for the word it belongs to (0: none), to see the same word at two line edges.
        word: u32,
    },
    /// White between words.
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
    /// A place to break and its price.
    Penalty {
        /// 10000 forbids, -10000 forces.
        penalty: i32,
    },
    /// White that neither stretches nor vanishes within a line.
    Kern {
        /// Width.
        width: i64,
    },
    /// A place where a word may divide.
    Discretionary {
        /// Width of what ends the line, hyphen included, where it breaks.
        pre: i64,
        /// Width of what begins the next line.
        post: i64,
        /// Width where it does not break; may be negative (a kern).
        nobreak: i64,
        /// Price of breaking here (TeX: hyphenpenalty or exhyphenpenalty).
        penalty: i32,
        /// How far `pre` may stick out to the right.
        pre_right: i64,
        /// How far what follows the break may stick out to the left.
        post_left: i64,
    },
}
