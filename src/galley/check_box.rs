//! Check boxes of task lists: their signs, and what they say to a listener.

use crate::article::{CHECK_BOX_SIGNS, Language};

/// Sign of a task that is done.
const DONE: &str = CHECK_BOX_SIGNS[0];
/// Sign of a task that is not done.
const NOT_DONE: &str = CHECK_BOX_SIGNS[1];

/// Languages with their words for a task that is done and one that is not.
const WORDS: [(&str, &str, &str); 22] = [
    ("en", "done", "not done"),
    ("ca", "fet", "no fet"),
    ("cs", "hotovo", "nehotovo"),
    ("da", "udført", "ikke udført"),
    ("de", "erledigt", "nicht erledigt"),
    ("el", "έγινε", "δεν έγινε"),
    ("es", "hecho", "no hecho"),
    ("fi", "tehty", "tekemättä"),
    ("fr", "fait", "pas fait"),
    ("hu", "kész", "nincs kész"),
    ("it", "fatto", "non fatto"),
    ("nb", "utført", "ikke utført"),
    ("nl", "gedaan", "niet gedaan"),
    ("nn", "utført", "ikkje utført"),
    ("no", "utført", "ikke utført"),
    ("pl", "zrobione", "niezrobione"),
    ("pt", "feito", "não feito"),
    ("ru", "сделано", "не сделано"),
    ("sk", "hotovo", "nehotovo"),
    ("sl", "opravljeno", "neopravljeno"),
    ("sv", "klart", "inte klart"),
    ("uk", "зроблено", "не зроблено"),
];

/// Returns the sign of a task.
pub(super) fn sign(done: bool) -> &'static str {
    if done { DONE } else { NOT_DONE }
}

/// True for the sign of a task.
pub(super) fn is_sign(text: &str) -> bool {
    matches!(text, DONE | NOT_DONE)
}

/// Returns the words for a task, and their language: `language`, else English.
pub(super) fn words(done: bool, language: Language) -> (&'static str, Language) {
    let known = WORDS.iter().find(|(tag, ..)| *tag == language.primary());
    let language = if known.is_some() { language } else { Language::ENGLISH };
    let (_, if_done, if_not) = known.unwrap_or(&WORDS[0]);
    (if done { if_done } else { if_not }, language)
}
