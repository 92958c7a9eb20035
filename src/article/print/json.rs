//! An article as one JSON object (RFC 8259) for programs.
//!
//! The keys are always `title`, `byline`, `date`, `site`, `lang`, `url`, `kind`, `html` and
//! `text`, which begins with the subtitle.

use super::{to_html, to_text};
use crate::article::{Article, PageKind, plain_text};

/// Returns the article as a JSON object on one line; unknown values are `null`.
#[must_use]
pub fn to_json(article: &Article) -> String {
    let meta = &article.meta;
    let title = Some(plain_text(&meta.title)).filter(|title| !title.is_empty());
    let language = meta.language.map(|language| language.to_string());
    let html = to_html(article);
    let subtitle = plain_text(&meta.subtitle);
    let text = [subtitle, to_text(article)].into_iter().filter(|part| !part.is_empty());
    let text = text.collect::<Vec<_>>().join("\n\n");
    let fields = [
        ("title", title.as_deref()),
        ("byline", meta.byline.as_deref()),
        ("date", meta.date.as_deref()),
        ("site", meta.site.as_deref()),
        ("lang", language.as_deref()),
        ("url", meta.source.as_deref()),
        ("kind", meta.kind.map(PageKind::name)),
        ("html", Some(html.as_str())),
        ("text", Some(text.as_str())),
    ];
    let mut json = String::with_capacity(html.len() + text.len() + 256);
    for (at, (key, value)) in fields.into_iter().enumerate() {
        json.push(if at == 0 { '{' } else { ',' });
        push_string(&mut json, key);
        json.push(':');
        match value {
            Some(value) => push_string(&mut json, value),
            None => json.push_str("null"),
        }
    }
    json.push('}');
    json
}

/// Appends `text` as a JSON string (RFC 8259, section 7).
fn push_string(json: &mut String, text: &str) {
    json.push('"');
    for ch in text.chars() {
        match ch {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            ch if u32::from(ch) < 0x20 => {
                json.push_str(&format!("\\u{:04x}", u32::from(ch)));
            }
            ch => json.push(ch),
        }
    }
    json.push('"');
}
