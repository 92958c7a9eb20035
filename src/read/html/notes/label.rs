//! Labels of notes, and the names by which pages call notes.

use crate::read::html::tree::{HtmlNodeId, HtmlTree};

/// Most characters of a label.
const MOST_LABEL: usize = 4;

/// Most digits of a label that is a number; with more it is a year.
const MOST_DIGITS: usize = 3;

/// Words before the number of a note of another kind: `[note 1]`.
const KINDS: [&str; 5] = ["note", "nb", "fn", "footnote", "endnote"];

/// Nodes and bytes of an element that are examined for a label.
const MOST_NODES: usize = 32;
const MOST_BYTES: usize = 200;

/// Names of headings of note lists, in lower case, separated by bars.
const HEADINGS: &str = "\
    notes|references|footnotes|endnotes|end notes|notes and references|references and notes|\
    citations|fußnoten|fussnoten|anmerkungen|einzelnachweise|endnoten|notes et références|\
    références|notes de bas de page|notas|referencias|notas y referencias|notas al pie|\
    referências|notas de rodapé|note|riferimenti|note a piè di pagina|noten|voetnoten|przypisy|\
    примечания|сноски|noter|fotnoter|fodnoter|sluttnoter|poznámky|poznámky pod čarou|jegyzetek|\
    lábjegyzetek|alaviitteet|viitteet|dipnotlar|σημειώσεις|注释|脚注|注";

/// Parts of the class or id of a note, a mark or a list of notes.
const CALLED: [&str; 12] = [
    "footnote",
    "fnref",
    "fnanchor",
    "noteref",
    "endnote",
    "reference",
    "sidenote",
    "side-note",
    "marginnote",
    "margin-note",
    "_ftn",
    "_edn",
];

/// Returns the known name, in lower case, of the heading of a list of notes that words are.
#[must_use]
pub fn notes_heading(words: &str) -> Option<&'static str> {
    let bare = words.trim().trim_matches(['[', ']', ':', '.', ' ', '¶', '#']).to_lowercase();
    HEADINGS.split('|').find(|known| *known == bare)
}

/// Returns words without brackets, full stops and spaces around them.
pub(super) fn bare(words: &str) -> String {
    words
        .trim()
        .trim_matches(['[', ']', '(', ')', '{', '}', '.', ':', ' ', '\u{A0}'])
        .to_owned()
}

/// Returns the label that words are: a number, a letter, a sign, a Roman number, or one of these
/// after the kind of the note.
pub(super) fn of_words(words: &str) -> Option<String> {
    let label = bare(words);
    let kind = KINDS.iter().find_map(|kind| {
        let rest = label.get(..kind.len()).filter(|it| it.eq_ignore_ascii_case(kind));
        rest.and_then(|_| label.get(kind.len()..))?.strip_prefix([' ', '\u{A0}'])
    });
    is_label(kind.unwrap_or(&label)).then_some(label)
}

/// Returns the label that the words of an element are.
pub(super) fn of_element(tree: &HtmlTree, id: HtmlNodeId) -> Option<String> {
    of_words(&short_words(tree, id)?)
}

/// Returns the words of an element; none if it holds more than a label.
pub(super) fn short_words(tree: &HtmlTree, id: HtmlNodeId) -> Option<String> {
    let mut words = String::new();
    for (count, inner) in tree.descend(id).enumerate() {
        if !matches!(tree.name(inner), "script" | "style" | "template") {
            words.push_str(tree.text(inner).unwrap_or(""));
        }
        if count >= MOST_NODES || words.len() > MOST_BYTES {
            return None;
        }
    }
    Some(words)
}

fn is_label(label: &str) -> bool {
    let length = label.chars().count();
    (1..=MOST_LABEL).contains(&length)
        && (length <= MOST_DIGITS && label.chars().all(|c| c.is_ascii_digit())
            || length == 1
            || label.chars().all(is_sign)
            || label.chars().all(|c| matches!(c, 'i' | 'v' | 'x')))
        && !is_arrow(label)
}

/// True for a sign that marks a note.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§' | '¶' | '＊' | '∗')
}

/// True for arrows, which lead back from a note.
pub(super) fn is_arrow(words: &str) -> bool {
    let words = words.trim();
    !words.is_empty()
        && words.chars().all(|c| {
            matches!(c, '↩' | '↑' | '^' | '⤴' | '↵' | '⏎' | '⬆' | '▲' | '←' | '↖' | '⇑')
                || matches!(c, '\u{FE0E}' | '\u{FE0F}')
                || c.is_whitespace()
        })
}

/// True for an element that its class, id, role or type calls a note, a mark or a list of them.
pub(super) fn is_called_note(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let label = tree.label(id).to_ascii_lowercase();
    let types = ["role", "epub:type", "data-type", "data-role"];
    let mut types = types.iter().filter_map(|name| tree.attribute(id, name));
    CALLED.iter().any(|word| label.contains(word))
        || tree.attribute(id, "id").is_some_and(is_word_processor_id)
        || types.any(|it| {
            matches!(
                it,
                "doc-noteref"
                    | "doc-footnote"
                    | "doc-endnote"
                    | "noteref"
                    | "footnote"
                    | "endnote"
                    | "rearnote"
                    | "fn"
            )
        })
}

/// True for the id that word processors give the box of a note: `ftn1`, `edn12`.
fn is_word_processor_id(id: &str) -> bool {
    let number = id.strip_prefix("ftn").or_else(|| id.strip_prefix("edn"));
    number.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
}

/// True for an element with a class that names a note beside the text or at its foot.
pub(super) fn has_note_class(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let words = ["footnote", "sidenote", "marginnote", "endnote"];
    // A page may say that it has notes.
    let about = ["has", "with", "no", "show", "hide"];
    classes(tree, id).any(|class| {
        words.iter().any(|word| class.contains(word))
            && !about.iter().any(|start| class.starts_with(start))
    })
}

/// Iterates over the classes of an element in lower case, without hyphens and underscores.
pub(super) fn classes(tree: &HtmlTree, id: HtmlNodeId) -> impl Iterator<Item = String> {
    let classes = tree.attribute(id, "class").unwrap_or("");
    let bare = |class: &str| class.to_ascii_lowercase().replace(['-', '_'], "");
    classes.split_whitespace().map(bare)
}

#[cfg(test)]
mod tests {
    use crate::read::html::notes::label::{notes_heading, of_words};

    #[test]
    fn labels_are_short() {
        for (words, label) in [
            ("[1]", "1"),
            ("(12)", "12"),
            (" 3. ", "3"),
            ("*", "*"),
            ("††", "††"),
            ("a", "a"),
            ("xiv", "xiv"),
            ("[note 4]", "note 4"),
        ] {
            assert_eq!(of_words(words).as_deref(), Some(label), "{words}");
        }
        for words in ["", "↩", "^", "1984", "see", "page 4", "note well"] {
            assert_eq!(of_words(words), None, "{words}");
        }
    }

    #[test]
    fn headings_of_notes_are_known_as_a_whole() {
        for words in ["Notes", "FOOTNOTES:", "Anmerkungen", "Notas al pie"] {
            assert!(notes_heading(words).is_some(), "{words}");
        }
        for words in ["Notes on salt", "A note", "Bank notes"] {
            assert!(notes_heading(words).is_none(), "{words}");
        }
    }
}
