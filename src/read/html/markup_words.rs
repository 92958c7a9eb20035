//! Words of texts that may be markup, as those of attributes and data are.

use super::element::is_block;
use super::parse::parse;
use super::tag_limits::limit_tags;
use super::tree::HtmlTree;

/// Returns the words of a text that may be markup.
#[must_use]
pub fn words_of_markup(text: &str) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.contains('<') {
        return words(text);
    }
    let (tree, _) = parse(&limit_tags(text).0);
    let parts = tree.descend(HtmlTree::ROOT).map(|id| match tree.text(id) {
        Some(text) => text,
        None if is_block(tree.name(id)) || tree.name(id) == "br" => " ",
        None => "",
    });
    words(&parts.collect::<String>())
}

#[cfg(test)]
mod tests {
    use crate::read::html::markup_words::words_of_markup;

    #[test]
    fn tags_are_no_words() {
        for (text, words) in [
            ("<p>Salt <em>and</em> ships.</p><p>Rain.</p>", "Salt and ships. Rain."),
            ("un<em>believ</em>able<br>rain", "unbelievable rain"),
            ("a < b and c > d", "a < b and c > d"),
            ("  two\n words", "two words"),
            ("", ""),
        ] {
            assert_eq!(words_of_markup(text), words);
        }
    }
}
