//! Findings learn the page on which their line stands.
//!
//! Comes in: diagnostics, pages, the galley. Goes out: the same diagnostics with their page.
//! Never done here: a page guessed for what is before or outside the article's lines.

use crate::diagnostic::Diagnostic;
use crate::galley::Galley;

use super::page::Page;

/// Gives each diagnostic that knows its line but not its page the page on which the block with
/// that line begins. A block without a line of its own leaves the page unknown.
pub fn locate(diagnostics: &mut [Diagnostic], pages: &[Page], galley: &Galley) {
    let lost = |found: &Diagnostic| found.place.line > 0 && found.place.page == 0;
    if !diagnostics.iter().any(lost) {
        return;
    }
    let mut begins: Vec<(u32, u32)> = Vec::new();
    for page in pages {
        for placed in page.body.iter().filter(|placed| placed.line == 0) {
            let line = galley.entries.get(placed.entry as usize).map_or(0, |it| it.place.line);
            if line > 0 {
                begins.push((line, page.number));
            }
        }
    }
    begins.sort_unstable();
    for found in diagnostics.iter_mut().filter(|found| lost(found)) {
        let after = begins.partition_point(|&(line, _)| line <= found.place.line);
        if let Some(&(_, page)) = after.checked_sub(1).and_then(|at| begins.get(at)) {
            found.place.page = page;
        }
    }
}
