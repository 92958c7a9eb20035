//! How far a batch is: a bar on a terminal, a tally at the end.
//!
//! Comes in: what became of each article. Goes out: one line that is drawn over and over, and
//! never where there is no terminal. Never done here: telling what is wrong with an article.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use super::tally::Tally;
use super::voice::Voice;

/// A batch shorter than this shows no bar: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(300);
/// Time between two drawings: the eye wants no more than ten in a second.
const BEAT: Duration = Duration::from_millis(100);
/// Cells of the bar.
const CELLS: usize = 20;
/// Takes the line of the bar away: to its beginning, and all that stands there.
const WIPE: &[u8] = b"\r\x1b[K";

/// The bar; none where nobody would see it.
#[derive(Debug, Default)]
pub(super) struct Progress {
    tally: Tally,
    bar: Option<Bar>,
}

#[derive(Debug)]
struct Bar {
    begun: Instant,
    drawn: Option<Instant>,
}

impl Progress {
    /// For so many articles. There is a bar where there are several, standard error is a
    /// terminal, the person wants to be told, and nothing is printed between.
    pub(super) fn new(articles: usize, voice: Voice, prints: bool) -> Self {
        let seen = articles > 1 && !prints && voice.is_human() && io::stderr().is_terminal();
        let bar = seen.then(|| Bar { begun: Instant::now(), drawn: None });
        Self { tally: Tally { articles, ..Tally::default() }, bar }
    }

    /// One more is done.
    pub(super) fn count(&mut self, set: bool, pages: usize) {
        self.tally.set += usize::from(set);
        self.tally.failed += usize::from(!set);
        self.tally.pages += pages;
    }

    /// Lets something be said, with no bar in the way.
    pub(super) fn aside<T>(&mut self, say: impl FnOnce() -> T) -> T {
        self.wipe();
        say()
    }

    /// Draws the bar, where it is time.
    pub(super) fn draw(&mut self) {
        let Some(bar) = &mut self.bar else { return };
        let now = Instant::now();
        let waited = bar
            .drawn
            .map_or(now - bar.begun + BEAT >= PATIENCE + BEAT, |drawn| now - drawn >= BEAT);
        if waited {
            bar.drawn = Some(now);
            let line = line(self.tally, now - bar.begun);
            let _ = io::stderr().write_all(&[WIPE, line.as_bytes()].concat());
        }
    }

    /// Takes the bar away for good, and says what it came to.
    pub(super) fn finish(mut self, voice: Voice) {
        self.wipe();
        let mut out = Vec::new();
        voice.tally(&mut out, self.tally, self.bar.is_some());
        super::voice::to_stderr(&out);
    }

    fn wipe(&mut self) {
        if let Some(bar) = &mut self.bar
            && bar.drawn.is_some()
        {
            let _ = io::stderr().write_all(WIPE);
            // It is drawn anew at the next beat.
            bar.drawn = bar.drawn.and_then(|drawn| drawn.checked_sub(BEAT)).or(bar.drawn);
        }
    }
}

/// `  412 of 1000 articles [========            ] 3 not set, 2 s left`.
fn line(tally: Tally, passed: Duration) -> String {
    let Tally { articles, set, failed, .. } = tally;
    let done = set + failed;
    let full = CELLS * done / articles.max(1);
    let bar = format!("{}{}", "=".repeat(full), " ".repeat(CELLS - full));
    let failures = if failed > 0 { format!(" {failed} not set,") } else { String::new() };
    let left = match (articles - done, u32::try_from(done)) {
        (left, Ok(some)) if some > 0 => {
            let each = passed / some;
            let left = each.saturating_mul(u32::try_from(left).unwrap_or(u32::MAX));
            format!(" {} s left", left.as_secs() + 1)
        }
        _ => String::new(),
    };
    let width = articles.to_string().len();
    format!("{done:>width$} of {articles} articles [{bar}]{failures}{left}")
}
