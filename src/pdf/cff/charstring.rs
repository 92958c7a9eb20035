//! Charstrings: the outline of one glyph.
//!
//! Comes in: a Type 2 charstring (Adobe Technical Note 5177) and the subroutines of its font. Goes
//! out: the same outline and advance in one piece, without stem hints. Never done here: points
//! computed; operands are copied as they stand.

use super::structure::Index;

/// Subroutines inside subroutines (5177, appendix B).
const DEEPEST: u32 = 10;

/// Operands at one time (5177, appendix B).
const MOST_OPERANDS: usize = 48;

/// Bytes of a flat outline; subroutines that call each other make no bomb.
const LONGEST: usize = 1 << 16;

const ENDCHAR: u8 = 14;

/// The charstring of a glyph without an outline.
pub(super) fn nothing() -> Vec<u8> {
    vec![ENDCHAR]
}

/// The subroutines of a font.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flattener<'c> {
    /// Those of the whole file.
    pub(super) global: Index<'c>,
    /// Those of the font.
    pub(super) local: Index<'c>,
}

/// A charstring while it is walked through; kept from one to the next for the room it has.
#[derive(Default)]
pub(super) struct Walk {
    out: Vec<u8>,
    /// The operands that stand at the end of `out`: their values, and where each begins.
    operands: Vec<(i32, usize)>,
    /// Stem hints so far, which say how long a mask is.
    stems: usize,
    /// Whether the operator is past that may have the advance before it.
    begun: bool,
    ended: bool,
}

impl Flattener<'_> {
    /// The outline in one piece; none where it is broken, or does what outlines no longer do.
    pub(super) fn flatten(&self, charstring: &[u8], walk: &mut Walk) -> Option<Vec<u8>> {
        walk.begin();
        self.walk(charstring, walk, 0)?;
        walk.ended.then(|| walk.out.clone())
    }

    fn walk(&self, bytes: &[u8], walk: &mut Walk, depth: u32) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        let mut at = 0;
        while !walk.ended
            && let Some(&first) = bytes.get(at)
        {
            if first >= 32 || first == 28 {
                at += walk.operand(bytes.get(at..)?)?;
                continue;
            }
            at += 1;
            match first {
                1 | 3 | 18 | 23 => walk.stems()?,
                19 | 20 => {
                    walk.stems()?; // those of a vertical hint need no operator before a mask
                    at += walk.stems.div_ceil(8);
                }
                10 => self.call(&self.local, walk, depth)?,
                29 => self.call(&self.global, walk, depth)?,
                11 => return Some(()),
                ENDCHAR => {
                    // Four operands build an accented letter of two others.
                    if walk.operands.len() > 1 {
                        return None;
                    }
                    walk.operator(&[ENDCHAR])?;
                    walk.ended = true;
                }
                4..=8 | 21 | 22 | 24..=27 | 30 | 31 => walk.operator(&[first])?,
                12 => {
                    let second = *bytes.get(at)?;
                    at += 1;
                    // Flexes; the rest is arithmetic.
                    if !(34..=37).contains(&second) {
                        return None;
                    }
                    walk.operator(&[first, second])?;
                }
                _ => return None,
            }
        }
        Some(())
    }

    /// Walks through the subroutine whose number is the last operand.
    fn call(&self, subroutines: &Index<'_>, walk: &mut Walk, depth: u32) -> Option<()> {
        let (number, start) = walk.operands.pop()?;
        walk.out.truncate(start);
        let bias = match subroutines.len() {
            0..1240 => 107,
            1240..33900 => 1131,
            _ => 32768,
        };
        let number = usize::try_from(number.checked_add(bias)?).ok()?;
        self.walk(subroutines.get(number)?, walk, depth + 1)
    }
}

impl Walk {
    /// Makes ready for the next charstring.
    fn begin(&mut self) {
        self.out.clear();
        self.operands.clear();
        (self.stems, self.begun, self.ended) = (0, false, false);
    }

    /// Copies an operand; gives its length.
    fn operand(&mut self, bytes: &[u8]) -> Option<usize> {
        if self.operands.len() >= MOST_OPERANDS || self.out.len() > LONGEST {
            return None;
        }
        let start = self.out.len();
        let first = *bytes.first()?;
        let number = i32::from(first);
        let (value, length) = match (first, bytes) {
            (32..=246, _) => {
                self.out.push(first);
                (number - 139, 1)
            }
            (247..=254, &[_, low, ..]) => {
                self.out.extend_from_slice(&[first, low]);
                let low = i32::from(low) + 108;
                let value = if first < 251 {
                    (number - 247) * 256 + low
                } else {
                    (251 - number) * 256 - low
                };
                (value, 2)
            }
            (28, &[_, high, low, ..]) => {
                self.out.extend_from_slice(&[first, high, low]);
                (i32::from(i16::from_be_bytes([high, low])), 3)
            }
            (255, &[_, a, b, c, d, ..]) => {
                self.out.extend_from_slice(&[first, a, b, c, d]);
                (0, 5) // with a fraction: no number of a subroutine
            }
            _ => return None,
        };
        self.operands.push((value, start));
        Some(length)
    }

    /// Counts stems and leaves them out; an odd operand before the first ones is the advance.
    fn stems(&mut self) -> Option<()> {
        let count = self.operands.len();
        let has_advance = !self.begun && count % 2 == 1;
        let stems_at = usize::from(has_advance);
        if let Some(&(_, start)) = self.operands.get(stems_at) {
            self.out.truncate(start);
        }
        self.stems += count / 2;
        self.begun = true;
        self.operands.clear();
        Some(())
    }

    /// Copies an operator.
    fn operator(&mut self, bytes: &[u8]) -> Option<()> {
        self.out.extend_from_slice(bytes);
        self.operands.clear();
        self.begun = true;
        Some(())
    }
}
