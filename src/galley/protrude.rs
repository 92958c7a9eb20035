//! Protrusion: how far a character may hang out of the measure.
//!
//! Comes in: a character at a line's edge. Goes out: thousandths of its own width. Never done
//! here: deciding where lines end. The values are those that have proved themselves for a generic
//! serif in pdfTeX's world (microtype's default roman table), less the letters whose effect is
//! below a tenth of a point.

/// How far `c` may hang out at the left of a line, in thousandths of its width.
pub(super) fn left(c: char) -> i64 {
    match c {
        'A' | 'T' | 'V' | 'W' | 'X' | 'Y' | 'v' | 'w' | 'x' | 'y' | 'J' => 50,
        '-' | '\u{2010}' | '\u{2011}' => 400,
        '\u{2013}' => 400,
        '\u{2014}' => 300,
        '(' | '[' | '{' => 200,
        '‘' | '‚' | '’' => 400,
        '“' | '„' | '”' => 400,
        '"' | '\'' => 400,
        '«' | '‹' => 300,
        '*' => 300,
        '1' => 100,
        '·' | '…' => 150,
        '¡' | '¿' => 100,
        _ => 0,
    }
}

/// How far `c` may hang out at the right of a line, in thousandths of its width.
pub(super) fn right(c: char) -> i64 {
    match c {
        'A' | 'F' | 'K' | 'L' | 'T' | 'V' | 'W' | 'X' | 'Y' => 50,
        'k' | 'r' | 'v' | 'w' | 'x' => 50,
        't' | 'y' => 70,
        '.' => 700,
        ',' => 600,
        ':' | ';' => 400,
        '!' => 100,
        '?' => 150,
        '-' | '\u{2010}' | '\u{2011}' => 500,
        '\u{2013}' => 300,
        '\u{2014}' => 200,
        ')' | ']' | '}' => 250,
        '‘' | '’' => 500,
        '“' | '”' => 400,
        '"' | '\'' => 400,
        '»' | '›' => 400,
        '*' => 300,
        '1' => 150,
        '7' => 100,
        '…' => 150,
        _ => 0,
    }
}
