//! Quotation marks of quotations that have none (`<q>` of HTML).

use super::conventions::Conventions;
use crate::article::{Inline, Language, walk};

/// Replaces each quotation by its text between the marks of `language`, or of the language of the
/// foreign text that it stands in; returns the number of marks. Quotations inside each other have
/// double and single marks by turns.
pub(super) fn set_marks(inlines: &mut Vec<Inline>, language: Language) -> usize {
    if !walk::inlines(inlines).any(|inline| matches!(inline, Inline::Quotation(_))) {
        return 0;
    }
    set_marks_within(inlines, language, 0)
}

/// Replaces the quotations that stand in `depth` others.
fn set_marks_within(inlines: &mut Vec<Inline>, language: Language, depth: usize) -> usize {
    let mut count = 0;
    for mut inline in std::mem::take(inlines) {
        match &mut inline {
            Inline::Quotation(inner) => {
                count += 2 + set_marks_within(inner, language, depth + 1);
                let Conventions { double, single, .. } = Conventions::of_language(language);
                let (open, close) = if depth.is_multiple_of(2) { double } else { single };
                push(inlines, Inline::Text(open.to_string()));
                std::mem::take(inner).into_iter().for_each(|it| push(inlines, it));
                push(inlines, Inline::Text(close.to_string()));
                continue;
            }
            Inline::Foreign { language, text } => {
                count += set_marks_within(text, *language, depth);
            }
            other => {
                let inner = other.inner_mut().map(|it| set_marks_within(it, language, depth));
                count += inner.unwrap_or(0);
            }
        }
        push(inlines, inline);
    }
    count
}

/// Appends an inline, text to the text before it.
fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, inline) => inlines.push(inline),
    }
}
