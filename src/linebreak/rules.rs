//! Rules of line breaking: passes, demerits and line widths.

use super::item::FAR;

/// The measures (widths) of a paragraph's lines, in scaled points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineMeasures {
    /// One for each line; the last serves all further lines. None at all means a measure of 0.
    pub lines: Vec<i64>,
}

impl LineMeasures {
    /// Returns the same measure for every line.
    #[must_use]
    pub fn uniform(measure: i64) -> Self {
        Self { lines: vec![measure] }
    }

    /// Returns the measure of a line, counted from 1.
    pub(super) fn measure(&self, line: u32) -> i64 {
        let own = self.lines.get(line as usize - 1).or(self.lines.last());
        own.map_or(0, |&measure| measure.clamp(-FAR, FAR))
    }

    /// Returns the number of the last line with a measure of its own, after which all are alike
    /// (TeX's `last_special_line`, §847).
    pub(super) fn last_special(&self) -> u32 {
        u32::try_from(self.lines.len().saturating_sub(1))
            .expect("a paragraph has fewer than 2^32 measures")
    }
}

/// Glue that every line has, or the last one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Skip {
    /// Natural width in scaled points.
    pub width: i64,
    /// Stretch in scaled points, or in 1/65536 of the infinite unit.
    pub stretch: i64,
    /// Order of infinity of the stretch, 0 to 3.
    pub order: u8,
    /// Shrink in scaled points.
    pub shrink: i64,
}

impl Skip {
    /// TeX's `\hfil`: 0 pt plus 1 fil.
    pub const FIL: Self = Self { width: 0, stretch: 65_536, order: 1, shrink: 0 };
}

/// One attempt at a paragraph. The first attempt that finds a setting is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    /// Greatest badness of a line, 0 to 10000 and above; a ratio of 1 is 100.
    pub tolerance: i64,
    /// Stretch added to every line while it is evaluated, in scaled points (TeX's emergencystretch).
    pub emergency: i64,
    /// True if words may be divided, at discretionaries whose `pre` has a width. One without (after
    /// the hyphen of a compound) is a break opportunity in every pass.
    pub hyphens: bool,
    /// Greatest widening of glyphs, in thousandths of their elastic width, 0 to 1000.
    pub widen: u16,
    /// Greatest narrowing of glyphs, in thousandths of their elastic width, 0 to 1000.
    pub narrow: u16,
    /// True if three lines in succession may end in a hyphen.
    pub ladders: bool,
}

impl Pass {
    /// Returns a pass as TeX has it: a tolerance and nothing else.
    #[must_use]
    pub const fn plain(tolerance: i64) -> Self {
        Self { tolerance, emergency: 0, hyphens: true, widen: 0, narrow: 0, ladders: true }
    }
}

/// Limits between the fitness classes of lines, in badness, rising.
///
/// A line's class is 0 (decent) less the number of `loose` steps it exceeds when it stretches,
/// or plus the number of `tight` steps when it shrinks. Unused steps are `i64::MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fitness {
    /// Steps of stretched lines.
    pub loose: [i64; 4],
    /// Steps of shrunk lines; their badness never exceeds 100.
    pub tight: [i64; 4],
}

impl Fitness {
    /// TeX's four classes: very loose, loose, decent, tight (§817).
    pub const TEX: Self =
        Self { loose: [12, 99, i64::MAX, i64::MAX], tight: [12, i64::MAX, i64::MAX, i64::MAX] };
    /// Steps of 2, 12, 42 and 99 on both sides: ratios of 0.27, 0.5, 0.75 and 1, as in the granular
    /// classes of `ConTeXt`.
    pub const FINE: Self = Self { loose: [2, 12, 42, 99], tight: [2, 12, 42, i64::MAX] };
}

/// Treatment, in the last pass, of lines beyond the tolerance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastResort {
    /// TeX's: when the last active node would go, its line is taken without demerits (§854). Badness
    /// stops at 10000 and demerits at 2³⁰ − 1.
    Tex,
    /// Any loose line is taken at its badness, which has no plateau; an overfull line only if no
    /// shorter one can begin at its start.
    Ranked,
}

/// Parameters of line breaking. Demerits compare with those of a line, (10 + badness)²: a line at its
/// natural width has 100, one stretched by a ratio of 1 has 12100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Passes in order; the last never fails. No pass at all counts as one of tolerance 200.
    pub passes: Vec<Pass>,
    /// Badness added to every line, so that fewer lines are better; 0 to 100. TeX's linepenalty.
    pub line_penalty: i64,
    /// Limits between the classes of lines.
    pub fitness: Fitness,
    /// Demerits of neighbouring lines by the distance of their classes (index 0 to 8).
    pub adjacent: [i64; 9],
    /// Demerits of a line whose spaces are a tenth wider or narrower than their natural width; they
    /// grow with the square, so that their sum follows the variance of the spaces on the page.
    pub evenness: i64,
    /// Demerits of a hyphen that hyphenation inserts, on top of the item's penalty.
    pub hyphen: i64,
    /// Demerits of the second line in succession that ends in a hyphen.
    pub double_hyphen: i64,
    /// Demerits of each further line in succession that ends in a hyphen; at least `double_hyphen`.
    pub triple_hyphen: i64,
    /// Demerits of a hyphen at the end of the last line but one.
    pub final_hyphen: i64,
    /// Width in scaled points below which a last line is a runt; 0 for none.
    pub runt_width: i64,
    /// Demerits of a runt of no width, decreasing in proportion up to `runt_width`.
    pub runt: i64,
    /// Demerits of a last line that is one word.
    pub lone_word: i64,
    /// Demerits, on top, of a last line that is the rest of a divided word.
    pub lone_fragment: i64,
    /// Demerits of a last line that is 90 to 99 hundredths of the measure.
    pub nearly_full: i64,
    /// Demerits of the same word at the beginning, and again at the end, of neighbouring lines.
    pub repeated_word: i64,
    /// Number of lines more (or, negative, fewer) than the optimum has; TeX's looseness.
    pub looseness: i32,
    /// Glue that fills the last line; TeX's parfillskip.
    pub parfill: Skip,
    /// Glue at the left of every line; TeX's leftskip.
    pub left_skip: Skip,
    /// Glue at the right of every line; TeX's rightskip.
    pub right_skip: Skip,
    /// True if protrusion at the line's edges is counted.
    pub protrusion: bool,
    /// Treatment of lines that do not fit in the last pass.
    pub last_resort: LastResort,
    /// The pass, counted from 0, in which longer and shorter alternatives are searched if the natural
    /// lines were found earlier.
    pub alternative_pass: usize,
    /// Number of line counts to either side of the best that are followed at one break for
    /// alternatives, which keeps time linear. At least 1.
    pub spread: u32,
    /// Greatest number of active nodes, 16 and more. Real text needs less than 200; the limit is for
    /// hostile input, such as a million breaks within one line.
    pub most_active: usize,
}

/// TeX's parameters of line breaking by TeX's names; the defaults are those of plain TeX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the names are TeX's own and are explained in The TeXbook, chapter 14"
)]
pub struct TexParameters {
    pub pretolerance: i64,
    pub tolerance: i64,
    pub emergencystretch: i64,
    pub linepenalty: i64,
    pub adjdemerits: i64,
    pub doublehyphendemerits: i64,
    pub finalhyphendemerits: i64,
    pub looseness: i32,
    pub parfillskip: Skip,
    pub leftskip: Skip,
    pub rightskip: Skip,
}

impl Default for TexParameters {
    fn default() -> Self {
        Self {
            pretolerance: 100,
            tolerance: 200,
            emergencystretch: 0,
            linepenalty: 10,
            adjdemerits: 10_000,
            doublehyphendemerits: 10_000,
            finalhyphendemerits: 5_000,
            looseness: 0,
            parfillskip: Skip::FIL,
            leftskip: Skip::default(),
            rightskip: Skip::default(),
        }
    }
}

impl Rules {
    /// Returns TeX's rules: the same breaks and the same demerits as TeX, pdfTeX and LuaTeX.
    #[must_use]
    pub fn tex(parameters: &TexParameters) -> Self {
        let p = parameters;
        let mut passes = Vec::with_capacity(3);
        if p.pretolerance >= 0 {
            passes.push(Pass::plain(p.pretolerance));
        }
        passes.push(Pass::plain(p.tolerance));
        if p.emergencystretch > 0 {
            passes.push(Pass { emergency: p.emergencystretch, ..Pass::plain(p.tolerance) });
        }
        let far = p.adjdemerits;
        Self {
            alternative_pass: passes.len() - 1,
            passes,
            line_penalty: p.linepenalty,
            fitness: Fitness::TEX,
            adjacent: [0, 0, far, far, far, far, far, far, far],
            evenness: 0,
            hyphen: 0,
            double_hyphen: p.doublehyphendemerits,
            triple_hyphen: p.doublehyphendemerits,
            final_hyphen: p.finalhyphendemerits,
            runt_width: 0,
            runt: 0,
            lone_word: 0,
            lone_fragment: 0,
            nearly_full: 0,
            repeated_word: 0,
            looseness: p.looseness,
            parfill: p.parfillskip,
            left_skip: p.leftskip,
            right_skip: p.rightskip,
            protrusion: false,
            last_resort: LastResort::Tex,
            spread: u32::MAX,
            most_active: usize::MAX,
        }
    }

    /// Returns Offprint's rules for justified text with hyphens, protrusion and glyph expansion by
    /// `expansion` thousandths. `docs/line-breaking.md` gives the reason of every value.
    #[must_use]
    pub fn fine(expansion: u16) -> Self {
        let set = |tolerance, hyphens| Pass {
            hyphens,
            widen: expansion,
            narrow: expansion,
            ladders: false,
            ..Pass::plain(tolerance)
        };
        Self {
            passes: vec![
                set(100, false),
                set(200, true),
                set(2_000, true),
                Pass { emergency: 12 << 16, ..set(2_000, true) },
                Pass { emergency: 24 << 16, ladders: true, ..set(i64::MAX, true) },
            ],
            line_penalty: 60,
            fitness: Fitness::FINE,
            adjacent: [0, 0, 200, 400, 600, 800, 1_000, 1_200, 1_400],
            evenness: 1_500,
            hyphen: 42_000,
            double_hyphen: 5_000,
            triple_hyphen: 1_000_000,
            final_hyphen: 3_000,
            runt_width: 24 << 16,
            runt: 10_000,
            lone_word: 60_000,
            lone_fragment: 20_000,
            nearly_full: 600,
            repeated_word: 1_500,
            looseness: 0,
            parfill: Skip::FIL,
            left_skip: Skip::default(),
            right_skip: Skip::default(),
            protrusion: true,
            last_resort: LastResort::Ranked,
            alternative_pass: 2,
            spread: 2,
            most_active: 300,
        }
    }

    /// Returns the same rules for ragged lines in type of size `em`, in scaled points: spaces keep
    /// their natural width, a line may fall short by two ems before a word is divided to fill it, and
    /// neighbouring lines need not be alike.
    #[must_use]
    pub fn ragged(self, em: i64) -> Self {
        let set = |tolerance, hyphens| Pass { hyphens, ..Pass::plain(tolerance) };
        let passes = vec![set(200, false), set(200, true), set(i64::MAX, true)];
        let right_skip = Skip { stretch: em.saturating_mul(2), ..Skip::default() };
        Self {
            alternative_pass: passes.len() - 1,
            passes,
            adjacent: [0; 9],
            evenness: 0,
            right_skip,
            ..self
        }
    }

    /// Returns the greatest difference that the states of two nodes at one break make to later
    /// demerits: a node that costs more than the other by this can never win (TeX §836, where it is
    /// adjdemerits).
    pub(super) fn state_gap(&self) -> i64 {
        let adjacent = self.adjacent.iter().fold(0_i64, |most, d| most.max(d.saturating_abs()));
        adjacent.saturating_add(self.triple_hyphen.saturating_sub(self.double_hyphen).max(0))
    }
}
