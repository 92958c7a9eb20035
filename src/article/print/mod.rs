//! Printing an article as Markdown, HTML, plain text and JSON.

mod html;
mod json;
mod markdown;
mod text;

pub use html::to_html;
pub use json::to_json;
pub use markdown::to_markdown;
pub use text::to_text;

/// Level of a heading of the body in Markdown and HTML, where the title has level 1.
fn level_below_title(level: u8) -> u8 {
    level.saturating_add(1).clamp(2, 6)
}
