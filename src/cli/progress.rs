//! Progress of a batch: a bar on a terminal, a summary at the end.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use super::messages::{BatchCounts, MessageOptions, Messages};

/// Time before the bar is shown. In shorter batches it would flicker.
const DELAY: Duration = Duration::from_millis(300);
/// Least time between two drawings of the bar.
const INTERVAL: Duration = Duration::from_millis(100);
/// Width of the bar, in characters.
const CELLS: usize = 20;
/// Terminal codes that clear the line of the bar.
const CLEAR_LINE: &[u8] = b"\r\x1b[K";

/// Counts of a batch, with a progress bar if somebody can see it.
#[derive(Debug, Default)]
pub(super) struct Progress {
    counts: BatchCounts,
    bar: Option<Bar>,
}

#[derive(Debug)]
struct Bar {
    started: Instant,
    drawn: Option<Instant>,
}

impl Progress {
    /// Starts a batch. It has a bar if there are several articles, standard error is a terminal,
    /// messages are shown, and nothing is printed on standard output.
    pub(super) fn new(articles: usize, options: MessageOptions, prints_product: bool) -> Self {
        let is_visible =
            articles > 1 && !prints_product && options.is_human() && io::stderr().is_terminal();
        let bar = is_visible.then(|| Bar { started: Instant::now(), drawn: None });
        Self { counts: BatchCounts { articles, ..BatchCounts::default() }, bar }
    }

    /// Counts an article.
    pub(super) fn count(&mut self, is_set: bool, pages: usize) {
        self.counts.set += usize::from(is_set);
        self.counts.failed += usize::from(!is_set);
        self.counts.pages += pages;
    }

    /// Draws the bar, if it is time.
    pub(super) fn draw(&mut self) {
        let Some(bar) = &mut self.bar else { return };
        let now = Instant::now();
        let is_due = match bar.drawn {
            Some(drawn) => now - drawn >= INTERVAL,
            None => now - bar.started >= DELAY,
        };
        if is_due {
            bar.drawn = Some(now);
            let line = bar_line(self.counts, now - bar.started);
            let _ = io::stderr().write_all(&[CLEAR_LINE, line.as_bytes()].concat());
        }
    }

    /// Clears the bar, so that messages can be printed. The next drawing restores it.
    pub(super) fn clear(&mut self) {
        if let Some(bar) = &mut self.bar
            && bar.drawn.is_some()
        {
            let _ = io::stderr().write_all(CLEAR_LINE);
            bar.drawn = bar.drawn.and_then(|drawn| drawn.checked_sub(INTERVAL)).or(bar.drawn);
        }
    }

    /// Clears the bar and prints the summary.
    pub(super) fn finish(mut self, options: MessageOptions) {
        self.clear();
        let mut messages = Messages::new(options);
        messages.summary(self.counts, self.bar.is_some());
        messages.print();
    }
}

/// Returns `  412 of 1000 articles [========            ] 3 not set, 2 s left`.
fn bar_line(counts: BatchCounts, elapsed: Duration) -> String {
    let BatchCounts { articles, set, failed, .. } = counts;
    let done = set + failed;
    let full = CELLS * done / articles.max(1);
    let bar = format!("{}{}", "=".repeat(full), " ".repeat(CELLS - full));
    let failures = if failed > 0 { format!(" {failed} not set,") } else { String::new() };
    let left = if done > 0 {
        let share = (articles - done) as f64 / done as f64;
        format!(" {:.0} s left", (elapsed.as_secs_f64() * share).floor() + 1.0)
    } else {
        String::new()
    };
    let width = articles.to_string().len();
    format!("{done:>width$} of {articles} articles [{bar}]{failures}{left}")
}
