//! Values drawn from the bytes of a fuzzer's input.

/// Reader of an input. It never ends: after the last byte every number is zero.
pub(crate) struct Source<'b> {
    bytes: &'b [u8],
}

impl<'b> Source<'b> {
    /// Creates a reader at the first byte.
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// Returns whether no byte is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Returns the next byte.
    pub(crate) fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((&first, rest)) => {
                self.bytes = rest;
                first
            }
            None => 0,
        }
    }

    /// Returns the next byte, reduced to a number below `limit`, which is at most 256.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit
    }

    /// Returns whether the next byte is odd.
    pub(crate) fn flag(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    /// Returns a number: small ones from one byte, any from nine.
    pub(crate) fn number(&mut self) -> i64 {
        match self.byte() {
            255 => i64::from_be_bytes(std::array::from_fn(|_| self.byte())),
            254 => i64::from(self.byte()) << 40,
            small => i64::from(small.cast_signed()) << 12,
        }
    }

    /// Returns a number in 32 bits, of the same kind.
    pub(crate) fn short_number(&mut self) -> i32 {
        match self.byte() {
            255 => i32::from_be_bytes(std::array::from_fn(|_| self.byte())),
            small => i32::from(small.cast_signed()) * 100,
        }
    }

    /// Returns the rest as text, with U+FFFD for what is no UTF-8.
    pub(crate) fn text(self) -> String {
        String::from_utf8_lossy(self.bytes).into_owned()
    }

    /// Returns the rest.
    pub(crate) fn rest(self) -> &'b [u8] {
        self.bytes
    }
}
