//! Syntax of objects, checked on the bytes (ISO 32000-1, 7.2 and 7.3).

use super::decode::is_space;

/// Greatest depth of objects inside objects.
const DEEPEST: usize = 100;

/// Longest name in bytes, by the limits of PDF/A-2 (ISO 19005-2, 6.1.13).
const LONGEST_NAME: usize = 127;

/// Longest string in bytes, by the same limits.
const LONGEST_STRING: usize = 32_767;

/// Checker of the objects in some bytes.
#[derive(Debug)]
pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    /// Place in the bytes.
    pub(super) at: usize,
    /// Faults against the limits and the syntax of PDF/A.
    pub(super) irregular: Vec<String>,
}

/// Fault that ends the check of an object.
pub(super) type SyntaxFault = &'static str;

impl<'b> Lexer<'b> {
    /// Creates a checker that starts at `at`.
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at, irregular: Vec::new() }
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes white space and comments; returns the number of bytes.
    pub(super) fn space(&mut self) -> usize {
        let start = self.at;
        while let Some(byte) = self.peek() {
            if is_space(byte) {
                self.at += 1;
            } else if byte == b'%' {
                self.at += self.rest().iter().take_while(|&&byte| !is_line_end(byte)).count();
            } else {
                break;
            }
        }
        self.at - start
    }

    /// Passes one line end; returns whether there was one.
    pub(super) fn line_end(&mut self) -> bool {
        let before = self.at;
        let _ = self.keyword(b"\r");
        let _ = self.keyword(b"\n");
        self.at > before
    }

    /// Passes a word if it comes next.
    pub(super) fn keyword(&mut self, word: &[u8]) -> bool {
        let is_next = self.rest().starts_with(word);
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// Passes an unsigned integer.
    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let count = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = std::str::from_utf8(&self.rest()[..count]).ok()?;
        let value = digits.parse().ok()?;
        self.at += count;
        Some(value)
    }

    /// Passes an object.
    pub(super) fn object(&mut self, depth: usize) -> Result<(), SyntaxFault> {
        if depth > DEEPEST {
            return Err("objects are nested too deep");
        }
        match self.peek() {
            Some(b'<') if self.rest().starts_with(b"<<") => self.dictionary(depth),
            Some(b'<') => self.hexadecimal(),
            Some(b'(') => self.literal(),
            Some(b'/') => self.name().map(drop),
            Some(b'[') => self.array(depth),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.number(),
            Some(_) => {
                let word = self.regular();
                match word {
                    b"true" | b"false" | b"null" => Ok(()),
                    _ => Err("an unknown word stands for an object"),
                }
            }
            None => Err("an object is missing"),
        }
    }

    /// Returns the number of operators of a content stream.
    pub(super) fn operators(&mut self) -> Result<usize, SyntaxFault> {
        let mut count = 0;
        loop {
            self.space();
            match self.peek() {
                None => return Ok(count),
                Some(b'<' | b'(' | b'/' | b'[' | b'0'..=b'9' | b'+' | b'-' | b'.') => {
                    self.object(0)?;
                }
                Some(_) => {
                    let word = self.regular();
                    if word.is_empty() {
                        return Err("a character that starts no operator");
                    }
                    if !matches!(word, b"true" | b"false" | b"null") {
                        count += 1;
                    }
                }
            }
        }
    }

    /// Passes regular characters.
    fn regular(&mut self) -> &'b [u8] {
        let count = self.rest().iter().take_while(|&&byte| is_regular(byte)).count();
        let word = &self.rest()[..count];
        self.at += count;
        word
    }

    fn dictionary(&mut self, depth: usize) -> Result<(), SyntaxFault> {
        self.at += 2;
        let mut keys = Vec::new();
        loop {
            self.space();
            if self.keyword(b">>") {
                break;
            }
            if self.peek() != Some(b'/') {
                return Err("a dictionary has a key that is not a name");
            }
            keys.push(self.name()?);
            self.space();
            self.value(depth + 1)?;
        }
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() < count {
            return Err("a dictionary has a key twice");
        }
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<(), SyntaxFault> {
        self.at += 1;
        loop {
            self.space();
            if self.keyword(b"]") {
                return Ok(());
            }
            self.value(depth + 1)?;
        }
    }

    /// Passes an object or a reference.
    fn value(&mut self, depth: usize) -> Result<(), SyntaxFault> {
        let start = self.at;
        if self.unsigned().is_some()
            && self.space() > 0
            && self.unsigned().is_some()
            && self.space() > 0
            && self.regular() == b"R"
        {
            return Ok(());
        }
        self.at = start;
        self.object(depth)
    }

    fn name(&mut self) -> Result<&'b [u8], SyntaxFault> {
        self.at += 1;
        let name = self.regular();
        let mut length = name.len();
        let mut rest = name;
        while let Some(mark) = rest.iter().position(|&byte| byte == b'#') {
            let digits = rest.get(mark + 1..mark + 3).ok_or("a name ends in its escape")?;
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return Err("a name has an invalid escape");
            }
            length -= 2;
            rest = &rest[mark + 3..];
        }
        if length > LONGEST_NAME {
            self.irregular.push(format!("a name is longer than {LONGEST_NAME} bytes"));
        }
        Ok(name)
    }

    fn hexadecimal(&mut self) -> Result<(), SyntaxFault> {
        let end = self.rest().iter().position(|&byte| byte == b'>');
        let end = end.ok_or("a string does not end")?;
        let digits = self.rest()[1..end].iter().filter(|&&byte| !is_space(byte));
        if !digits.clone().all(u8::is_ascii_hexdigit) {
            return Err("a hexadecimal string has other characters than digits");
        }
        let count = digits.count();
        if count % 2 == 1 {
            self.irregular.push("a hexadecimal string has half a byte".to_owned());
        }
        self.check_string(count / 2);
        self.at += end + 1;
        Ok(())
    }

    fn literal(&mut self) -> Result<(), SyntaxFault> {
        let (mut open, mut length) = (0usize, 0usize);
        let mut bytes = self.rest().iter().enumerate();
        while let Some((index, byte)) = bytes.next() {
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => drop(bytes.next()),
                _ => {}
            }
            length += 1;
            if open == 0 {
                self.check_string(length.saturating_sub(2));
                self.at += index + 1;
                return Ok(());
            }
        }
        Err("a string does not end")
    }

    fn check_string(&mut self, length: usize) {
        if length > LONGEST_STRING {
            self.irregular.push(format!("a string is longer than {LONGEST_STRING} bytes"));
        }
    }

    fn number(&mut self) -> Result<(), SyntaxFault> {
        let word = std::str::from_utf8(self.regular()).map_err(|_| "a number is malformed")?;
        let digits = word.strip_prefix(['+', '-']).unwrap_or(word);
        let is_decimal = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !is_decimal || digits.matches('.').count() > 1 || digits.is_empty() || digits == "."
        {
            return Err("a number is malformed");
        }
        let is_in_range = if digits.contains('.') {
            word.parse::<f32>().is_ok_and(f32::is_finite)
        } else {
            word.parse::<i32>().is_ok()
        };
        if !is_in_range {
            self.irregular.push(format!("the number {word} is out of range"));
        }
        Ok(())
    }
}

/// Returns whether a byte ends a line.
pub(super) fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}
