//! Printing an article: Markdown, HTML, text, JSON, outline.
//!
//! Comes in: an [`Article`](super::Article). Goes out: text, nothing else than what the article
//! says. Never done here: writing to a file; changing a word.

mod html;
mod json;
mod markdown;
mod outline;
mod text;

pub use html::to_html;
pub use json::to_json;
pub use markdown::to_markdown;
pub use outline::outline;
pub use text::to_text;

/// The level in Markdown and HTML of a heading of the body, below the title's own level 1.
fn level_below_title(level: u8) -> u8 {
    level.saturating_add(1).clamp(2, 6)
}
