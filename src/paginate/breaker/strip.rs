//! Strips: blocks of rows, and what may divide them.
//!
//! Comes in: nothing. Goes out: [`Strip`], [`Form`], [`Spot`]. Never done here: text, lengths.

/// A block of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Blank rows it wants above.
    pub above: u32,
    /// Blank rows it wants below.
    pub below: u32,
    /// It should stay in one frame.
    pub together: bool,
    /// No frame should end after it.
    pub with_next: bool,
    /// A page begins with it.
    pub page_before: bool,
    /// So many of its first lines should stay in one frame.
    pub first_lines: usize,
    /// Rows that a frame which begins with it, or inside it, spends on repeating what it needs.
    pub carried: u32,
    /// Strips of the figure that begins with it and may stand at the head of the next frame, this one
    /// counted; 0 for most. They have one form each.
    pub figure: usize,
    /// The ways it can be set; the first is its natural one. Never empty.
    pub forms: Vec<Form>,
}

impl Strip {
    /// Whether it takes no rows, since the next one stands beside it: no frame ends between them.
    pub(super) fn is_beside_next(&self) -> bool {
        self.forms.iter().all(|form| form.rows(form.lines()) == 0)
    }
}

/// One way to set a strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Rows from the top of the strip to the foot of each of its lines, rising; never empty.
    pub bottoms: Vec<u32>,
    /// Which lines end in a hyphen; as long as `bottoms`, or empty for none.
    pub hyphens: Vec<bool>,
    /// Rows of the notes that each line calls, which stand at the foot of its frame; as long as
    /// `bottoms`, or empty for none. All forms of a strip call the same notes in the same order.
    pub notes: Vec<u32>,
    /// Price of the form.
    pub price: i64,
}

impl Form {
    /// How many lines it has.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.bottoms.len()
    }

    /// Rows of the first `lines` lines.
    #[must_use]
    pub fn rows(&self, lines: usize) -> u32 {
        lines.checked_sub(1).and_then(|last| self.bottoms.get(last)).copied().unwrap_or(0)
    }

    /// Whether the last of the first `lines` lines ends in a hyphen.
    #[must_use]
    pub fn hyphen(&self, lines: usize) -> bool {
        lines.checked_sub(1).and_then(|last| self.hyphens.get(last)).copied().unwrap_or(false)
    }

    /// Rows of the notes that line `line`, counted from 0, calls.
    #[must_use]
    pub fn note(&self, line: usize) -> u32 {
        self.notes.get(line).copied().unwrap_or(0)
    }
}

/// A place in the strips: before line `line` of strip `strip`, which stands in form `form`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Spot {
    /// Index of the strip.
    pub strip: usize,
    /// Lines of it that stand before.
    pub line: usize,
    /// Its form; 0 where `line` is 0.
    pub form: usize,
}

impl Spot {
    /// The place before a strip.
    #[must_use]
    pub fn before(strip: usize) -> Self {
        Self { strip, line: 0, form: 0 }
    }
}

/// What a frame begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Begin {
    /// Where the text goes on.
    pub(super) spot: Spot,
    /// Rows of a note that goes on.
    pub(super) carry: u32,
    /// The first of the figures before `spot` that wait for this frame.
    pub(super) waiting: Option<usize>,
}

/// Where a frame ends, and what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FrameEnd {
    /// Which frame it is, counted from 0.
    pub index: u32,
    /// Where the next frame begins; one past the last strip at the end.
    pub next: Spot,
    /// Rows filled by strips.
    pub rows: u32,
    /// Rows filled by notes at the foot, the blank one above them included.
    pub notes: u32,
    /// Rows of the last note that go on in the next frame.
    pub carry: u32,
    /// The first figure that waits for the next frame, as do all others before `next` behind it.
    pub waiting: Option<usize>,
    /// Price of the frame, forms included.
    pub price: i64,
}

/// Numbers for places, rising in reading order.
pub(super) struct Numbering {
    /// Number of the place before each strip.
    first: Vec<usize>,
    /// Every place in order of number, the end aside.
    spots: Vec<Spot>,
    /// Forms of each strip.
    forms: Vec<usize>,
}

impl Numbering {
    pub(super) fn new(strips: &[Strip]) -> Self {
        let mut first = Vec::with_capacity(strips.len() + 1);
        let mut spots = Vec::new();
        for (strip, it) in strips.iter().enumerate() {
            first.push(spots.len());
            spots.push(Spot::before(strip));
            let longest = it.forms.iter().map(Form::lines).max().unwrap_or(0);
            for line in 1..longest {
                spots.extend((0..it.forms.len()).map(|form| Spot { strip, line, form }));
            }
        }
        first.push(spots.len());
        let forms = strips.iter().map(|strip| strip.forms.len()).collect();
        Self { first, spots, forms }
    }

    /// How many places there are before the end, which has this number.
    pub(super) fn count(&self) -> usize {
        self.spots.len()
    }

    pub(super) fn id(&self, spot: Spot) -> usize {
        let base = self.first.get(spot.strip).copied().unwrap_or(self.count());
        match spot.line.checked_sub(1) {
            None => base,
            Some(line) => base + 1 + line * self.forms[spot.strip] + spot.form,
        }
    }

    pub(super) fn spot(&self, id: usize) -> Spot {
        let end = Spot::before(self.forms.len());
        self.spots.get(id).copied().unwrap_or(end)
    }
}
