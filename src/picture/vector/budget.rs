//! Estimated time and memory of a drawing, and their limits.
//!
//! Every constant of time is in nanoseconds. It was measured with a release build on one core, with
//! drawings that hold much of one thing, and rounded up. The estimates decide what is drawn, not a
//! clock: the same drawing gives the same picture on every machine.

/// Most time of a drawing, in nanoseconds. Icons, maps and diagrams take some hundredths of it.
const MOST_TIME: f64 = 1.5e9;
/// Most memory that a drawing takes at once, in bytes: with it the program stays below 256 MiB.
const MOST_MEMORY: f64 = 192.0 * MIB;
const MIB: f64 = 1_048_576.0;

/// Part of a drawing that takes time.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Markup,
    Styles,
    Elements,
    References,
    Text,
    Outlines,
    Paints,
    Layers,
    Filters,
    Pictures,
}

impl Part {
    const ALL: [Self; 10] = [
        Self::Markup,
        Self::Styles,
        Self::Elements,
        Self::References,
        Self::Text,
        Self::Outlines,
        Self::Paints,
        Self::Layers,
        Self::Filters,
        Self::Pictures,
    ];

    /// Returns the words that name it in a message.
    fn name(self) -> &'static str {
        match self {
            Self::Markup => "attributes, namespaces and entities",
            Self::Styles => "style sheets",
            Self::Elements => "elements and their copies",
            Self::References => "references between elements",
            Self::Text => "texts",
            Self::Outlines => "paths, strokes and dashes",
            Self::Paints => "painted areas, gradients and patterns",
            Self::Layers => "transparent groups, clip paths and masks",
            Self::Filters => "filters",
            Self::Pictures => "embedded pictures",
        }
    }
}

/// Estimated time of each part, in nanoseconds. It is counted in floating point, which does not
/// overflow.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Work {
    times: [f64; Part::ALL.len()],
}

impl Work {
    pub(super) fn add(&mut self, part: Part, nanoseconds: f64) {
        self.times[part as usize] += nanoseconds;
    }

    pub(super) fn add_times(&mut self, other: &Self, count: f64) {
        for (time, other) in self.times.iter_mut().zip(other.times) {
            // An endless time of nothing is no time.
            *time += if other > 0.0 { other * count } else { 0.0 };
        }
    }

    /// Returns the part that takes the most time.
    fn greatest(&self) -> Part {
        let greater = |one: &Part, other: &Part| {
            self.times[*one as usize].total_cmp(&self.times[*other as usize])
        };
        Part::ALL.into_iter().max_by(greater).expect("there are parts")
    }
}

/// Time and memory that a drawing has taken of what it may take.
#[derive(Debug, Clone, Default)]
pub(super) struct Budget {
    work: Work,
    /// Memory that is taken at present, in bytes.
    memory: f64,
}

impl Budget {
    /// Takes an estimated time, in nanoseconds.
    ///
    /// # Errors
    /// If the drawing takes too much time: the reason, a clause without a full stop.
    pub(super) fn spend(&mut self, part: Part, nanoseconds: f64) -> Result<(), String> {
        self.work.add(part, nanoseconds);
        self.check_time()
    }

    /// Takes the estimated time of several parts.
    ///
    /// # Errors
    /// As [`Budget::spend`].
    pub(super) fn spend_all(&mut self, work: &Work) -> Result<(), String> {
        self.work.add_times(work, 1.0);
        self.check_time()
    }

    fn check_time(&self) -> Result<(), String> {
        // What is no number is too much.
        if self.work.times.iter().sum::<f64>() <= MOST_TIME {
            return Ok(());
        }
        Err(format!("its {} take too much work", self.work.greatest().name()))
    }

    /// Takes memory, in bytes.
    ///
    /// # Errors
    /// If the drawing takes too much memory: the reason, a clause without a full stop.
    pub(super) fn hold(&mut self, bytes: f64) -> Result<(), String> {
        self.memory += bytes;
        if self.memory <= MOST_MEMORY {
            return Ok(());
        }
        Err(format!("it takes more than {} MiB of memory", MOST_MEMORY / MIB))
    }

    /// Gives back memory that was taken.
    pub(super) fn release(&mut self, bytes: f64) {
        self.memory -= bytes;
    }
}
