//! Descriptions of the links between notes and their references, by language.

use crate::article::Language;

/// Words of one language.
struct LinkWords {
    /// Primary language subtags (BCP 47).
    languages: &'static [&'static str],
    /// Word for a note.
    note: &'static str,
    /// Words for the way back from a note.
    back: &'static str,
}

const fn row(
    languages: &'static [&'static str],
    note: &'static str,
    back: &'static str,
) -> LinkWords {
    LinkWords { languages, note, back }
}

/// Words of every language that is known here; the first row is for all others.
const WORDS: [LinkWords; 37] = [
    row(&["en"], "Note", "Back to the text"),
    row(&["ar"], "ملاحظة", "العودة إلى النص"),
    row(&["be"], "Заўвага", "Назад да тэксту"),
    row(&["bg"], "Бележка", "Обратно към текста"),
    row(&["bs", "hr"], "Bilješka", "Natrag na tekst"),
    row(&["ca"], "Nota", "Torna al text"),
    row(&["cs"], "Poznámka", "Zpět k textu"),
    row(&["da"], "Note", "Tilbage til teksten"),
    row(&["de"], "Anmerkung", "Zurück zum Text"),
    row(&["el"], "Σημείωση", "Επιστροφή στο κείμενο"),
    row(&["es"], "Nota", "Volver al texto"),
    row(&["et"], "Märkus", "Tagasi teksti juurde"),
    row(&["fa"], "یادداشت", "بازگشت به متن"),
    row(&["fi"], "Viite", "Takaisin tekstiin"),
    row(&["fr"], "Note", "Retour au texte"),
    row(&["gl"], "Nota", "Volver ao texto"),
    row(&["he"], "הערה", "חזרה לטקסט"),
    row(&["hu"], "Jegyzet", "Vissza a szöveghez"),
    row(&["is"], "Athugasemd", "Aftur í textann"),
    row(&["it"], "Nota", "Torna al testo"),
    row(&["ja"], "注", "本文に戻る"),
    row(&["ko"], "주석", "본문으로 돌아가기"),
    row(&["lt"], "Pastaba", "Atgal į tekstą"),
    row(&["lv"], "Piezīme", "Atpakaļ uz tekstu"),
    row(&["mk"], "Забелешка", "Назад кон текстот"),
    row(&["nl"], "Noot", "Terug naar de tekst"),
    row(&["no", "nb", "nn"], "Note", "Tilbake til teksten"),
    row(&["pl"], "Przypis", "Powrót do tekstu"),
    row(&["pt"], "Nota", "Voltar ao texto"),
    row(&["ro"], "Nota", "Înapoi la text"),
    row(&["ru"], "Примечание", "Назад к тексту"),
    row(&["sk"], "Poznámka", "Späť k textu"),
    row(&["sl"], "Opomba", "Nazaj na besedilo"),
    row(&["sv"], "Not", "Tillbaka till texten"),
    row(&["tr"], "Not", "Metne dön"),
    row(&["uk"], "Примітка", "Назад до тексту"),
    row(&["zh"], "注释", "返回正文"),
];

fn words_of(language: Language) -> &'static LinkWords {
    let primary = language.primary();
    WORDS.iter().find(|row| row.languages.contains(&primary)).unwrap_or(&WORDS[0])
}

/// Returns the description of a reference with this mark, which leads to its note: `Note 3`.
pub(super) fn to_note(mark: &str, language: Language) -> String {
    format!("{} {mark}", words_of(language).note)
}

/// Returns the description of the label of a note, which leads to its reference.
pub(super) fn to_reference(label: &str, language: Language) -> String {
    let LinkWords { note, back, .. } = words_of(language);
    format!("{back}: {note} {label}")
}

#[cfg(test)]
mod tests {
    use crate::pdf::link_words::{WORDS, to_note, to_reference};

    #[test]
    fn each_language_has_one_row() {
        let mut tags: Vec<&str> =
            WORDS.iter().flat_map(|row| row.languages.iter().copied()).collect();
        let count = tags.len();
        tags.sort_unstable();
        tags.dedup();
        assert_eq!(tags.len(), count);
    }

    #[test]
    fn descriptions_are_in_the_language_of_the_text() {
        let language = |tag: &str| tag.parse().expect("a language");
        assert_eq!(to_note("3", language("de-CH")), "Anmerkung 3");
        assert_eq!(to_note("*", language("nn")), "Note *");
        assert_eq!(to_note("3", language("eu")), "Note 3", "English for all others");
        assert_eq!(to_reference("3", language("es")), "Volver al texto: Nota 3");
    }
}
