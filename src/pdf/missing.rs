//! The box that stands for a character no face has.

/// Rows of digits in a box.
pub(super) const ROWS: usize = 2;
/// Size of a digit, in parts of the type size: two rows fit in the height of a capital.
pub(super) const DIGIT_SIZE: f64 = 0.32;
/// Baseline of the upper row, in parts of the type size.
pub(super) const UPPER: f64 = 0.38;
/// Baseline of the lower row, in parts of the type size.
pub(super) const LOWER: f64 = 0.08;
/// Height of the box, in parts of the type size.
pub(super) const HEIGHT: f64 = 0.68;
/// White between the box and the edges of its advance, in parts of the type size.
pub(super) const SIDE: f64 = 0.04;
/// Thickness of the box's lines, in parts of the type size.
pub(super) const STROKE: f64 = 0.03;

/// Returns the code of `letter` in capital hexadecimal digits, 4 or 6 of them.
pub(super) fn digits(letter: char) -> impl Iterator<Item = char> {
    let code = u32::from(letter);
    let count = if code > 0xFFFF { 6 } else { 4 };
    (0..count).rev().map(move |place| {
        let digit = char::from_digit((code >> (4 * place)) & 0xF, 16);
        digit.expect("four bits are a hexadecimal digit").to_ascii_uppercase()
    })
}
