//! The two structures that a CFF is made of: INDEX and DICT.
//!
//! Comes in: bytes. Goes out: views of them. Never done here: an offset trusted.

use std::ops::Range;

/// Numbered pieces of bytes (5176, section 5).
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Index<'c> {
    /// The offsets, one more than there are pieces.
    offsets: &'c [u8],
    /// Bytes of an offset.
    step: usize,
    /// What the offsets count from, from 1.
    data: &'c [u8],
}

impl<'c> Index<'c> {
    /// The index at a place, and the place after it.
    pub(super) fn read(bytes: &'c [u8], at: usize) -> Option<(Self, usize)> {
        let count = usize::from(u16::from_be_bytes(bytes.get(at..)?.first_chunk().copied()?));
        if count == 0 {
            return Some((Self::default(), at + 2));
        }
        let step = usize::from(*bytes.get(at + 2)?);
        if !(1..=4).contains(&step) {
            return None;
        }
        let start = at + 3;
        let end = start + (count + 1) * step;
        let offsets = bytes.get(start..end)?;
        let index = Self { offsets, step, data: bytes.get(end..)? };
        let size = index.offset(count)?.checked_sub(1)?;
        let data = index.data.get(..size)?;
        Some((Self { data, ..index }, end + size))
    }

    fn offset(&self, nth: usize) -> Option<usize> {
        let at = nth.checked_mul(self.step)?;
        let bytes = self.offsets.get(at..at + self.step)?;
        Some(bytes.iter().fold(0, |offset, &byte| (offset << 8) | usize::from(byte)))
    }

    /// How many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.offsets.len().checked_div(self.step).map_or(0, |count| count - 1)
    }

    /// The piece of this number.
    pub(super) fn get(&self, nth: usize) -> Option<&'c [u8]> {
        let start = self.offset(nth)?.checked_sub(1)?;
        let end = self.offset(nth.checked_add(1)?)?.checked_sub(1)?;
        self.data.get(start..end)
    }
}

/// Operators with their operands before them (5176, section 4).
#[derive(Debug, Default)]
pub(super) struct Dict<'c> {
    bytes: &'c [u8],
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    operator: u16,
    /// Operands that are whole numbers; a real number leaves a gap.
    operands: Vec<Option<i32>>,
    range: Range<usize>,
}

impl<'c> Dict<'c> {
    /// Reads a DICT; none where it ends in the middle.
    pub(super) fn read(bytes: &'c [u8]) -> Option<Self> {
        let mut dict = Self { bytes, entries: Vec::new() };
        let (mut at, mut start, mut operands) = (0, 0, Vec::new());
        while let Some(&first) = bytes.get(at) {
            let byte = |nth: usize| bytes.get(at + nth).copied().map(i32::from);
            match first {
                0..=21 => {
                    let escaped = first == 12;
                    let second = if escaped { u16::from(*bytes.get(at + 1)?) } else { 0 };
                    let operator = if escaped { 0x0C00 | second } else { u16::from(first) };
                    at += if escaped { 2 } else { 1 };
                    let operands = std::mem::take(&mut operands);
                    dict.entries.push(Entry { operator, operands, range: start..at });
                    start = at;
                    continue;
                }
                28 => {
                    let [high, low] = [byte(1)?, byte(2)?];
                    #[expect(clippy::cast_possible_truncation, reason = "16 bits with a sign")]
                    operands.push(Some(i32::from((high << 8 | low) as i16)));
                    at += 3;
                }
                29 => {
                    let number = bytes.get(at + 1..)?.first_chunk().copied()?;
                    operands.push(Some(i32::from_be_bytes(number)));
                    at += 5;
                }
                30 => {
                    let digits = bytes.get(at + 1..)?;
                    let ends = |&byte: &u8| byte & 0xF == 0xF || byte >> 4 == 0xF;
                    at += 2 + digits.iter().position(ends)?;
                    operands.push(None);
                }
                32..=246 => {
                    operands.push(Some(i32::from(first) - 139));
                    at += 1;
                }
                247..=250 => {
                    operands.push(Some((i32::from(first) - 247) * 256 + byte(1)? + 108));
                    at += 2;
                }
                251..=254 => {
                    operands.push(Some(-(i32::from(first) - 251) * 256 - byte(1)? - 108));
                    at += 2;
                }
                _ => return None,
            }
        }
        Some(dict)
    }

    fn find(&self, operator: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.operator == operator)
    }

    /// Operands and operator as they stand.
    pub(super) fn entry(&self, operator: u16) -> Option<&'c [u8]> {
        self.bytes.get(self.find(operator)?.range.clone())
    }

    /// An operand that is a whole number.
    pub(super) fn integer(&self, operator: u16, nth: usize) -> Option<i32> {
        *self.find(operator)?.operands.get(nth)?
    }

    /// The entries of these operators, as they stand.
    pub(super) fn only(&self, operators: &[u16]) -> Vec<u8> {
        let kept = self.entries.iter().filter(|entry| operators.contains(&entry.operator));
        let kept = kept.filter_map(|entry| self.bytes.get(entry.range.clone()));
        kept.flatten().copied().collect()
    }
}
