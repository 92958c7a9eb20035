//! Protrusion of characters at the edges of a line, in thousandths of their width.
//!
//! The values are those of microtype's default set for roman type, without the letters whose
//! protrusion is below a tenth of a point.

/// Returns the protrusion of `c` at the left edge.
pub(super) fn left_protrusion(c: char) -> i64 {
    match c {
        'A' | 'T' | 'V' | 'W' | 'X' | 'Y' | 'v' | 'w' | 'x' | 'y' | 'J' => 50,
        '1' | '¡' | '¿' => 100,
        '·' | '…' => 150,
        '(' | '[' | '{' => 200,
        '\u{2014}' | '«' | '‹' | '*' => 300,
        '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' => 400,
        '‘' | '‚' | '’' | '“' | '„' | '”' | '"' | '\'' => 400,
        _ => 0,
    }
}

/// Returns the protrusion of `c` at the right edge.
pub(super) fn right_protrusion(c: char) -> i64 {
    match c {
        'A' | 'F' | 'K' | 'L' | 'T' | 'V' | 'W' | 'X' | 'Y' => 50,
        'k' | 'r' | 'v' | 'w' | 'x' => 50,
        't' | 'y' => 70,
        '!' | '7' => 100,
        '?' | '1' | '…' => 150,
        '\u{2014}' => 200,
        ')' | ']' | '}' => 250,
        '\u{2013}' | '*' => 300,
        ':' | ';' | '“' | '”' | '"' | '\'' | '»' | '›' => 400,
        '-' | '\u{2010}' | '\u{2011}' | '‘' | '’' => 500,
        ',' => 600,
        '.' => 700,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{left_protrusion, right_protrusion};

    #[test]
    fn punctuation_protrudes_and_most_letters_do_not() {
        assert_eq!(
            ['.', ',', '-', '—', 'r', 'n'].map(right_protrusion),
            [700, 600, 500, 200, 50, 0]
        );
        assert_eq!(
            ['“', '—', '(', '1', 'A', 'n'].map(left_protrusion),
            [400, 300, 200, 100, 50, 0]
        );
    }
}
