//! Numbers as PDF spells them, in the fewest bytes.

use std::io::Write as _;

/// Reason why writing to a vector succeeds.
const IN_MEMORY: &str = "a vector takes every byte";

/// Appends `value` in decimal.
pub(super) fn push_integer(out: &mut Vec<u8>, value: i64) {
    write!(out, "{value}").expect(IN_MEMORY);
}

/// Appends `value` over ten to the power of `decimals` (at most 6), without superfluous zeros: 1500
/// with three decimals is `1.5`, -250 is `-.25`.
pub(super) fn push_decimal(out: &mut Vec<u8>, value: i64, decimals: u32) {
    let decimals = decimals.min(6);
    let unit = 10u64.pow(decimals);
    let (whole, part) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    if value < 0 {
        out.push(b'-');
    }
    if whole > 0 || part == 0 {
        write!(out, "{whole}").expect(IN_MEMORY);
    }
    if part > 0 {
        write!(out, ".{part:0width$}", width = decimals as usize).expect(IN_MEMORY);
        while out.last() == Some(&b'0') {
            out.pop();
        }
    }
}

/// Converts a count, a length or an index to an integer of PDF.
pub(super) fn integer(count: usize) -> i64 {
    i64::try_from(count).expect("what is in memory has no more parts than i64 can count")
}

/// Converts a count or an index to the width of an object's number.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).expect("memory does not suffice for a PDF with 2^32 parts")
}

/// `value` counted in units of ten to the power of minus `decimals`; not-a-number gives zero.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which is what we want")]
pub(super) fn fixed(value: f64, decimals: i32) -> i64 {
    (value * 10f64.powi(decimals)).round() as i64
}

#[cfg(test)]
mod tests {
    use crate::pdf::number::push_decimal;

    fn decimal(value: i64, decimals: u32) -> String {
        let mut out = Vec::new();
        push_decimal(&mut out, value, decimals);
        String::from_utf8(out).expect("numbers are ASCII")
    }

    #[test]
    fn numbers_are_spelled_in_the_fewest_bytes() {
        for (value, decimals, text) in [
            (0, 3, "0"),
            (1500, 3, "1.5"),
            (-250, 3, "-.25"),
            (7, 3, ".007"),
            (-1000, 3, "-1"),
            (84189, 2, "841.89"),
            (10, 0, "10"),
        ] {
            assert_eq!(decimal(value, decimals), text, "{value} with {decimals} decimals");
        }
        let least = decimal(i64::MIN, 2);
        assert!(least.starts_with("-92233720368547758"), "the least integer: {least}");
    }
}
