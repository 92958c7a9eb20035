//! Typographic conventions of each language: marks, dashes, ties.
//!
//! Sources: the Unicode CLDR delimiters, and the orthographic handbooks named in `docs/editing.md`.
//! The names of the months are in `src/months.rs`.

use crate::article::Language;
use crate::months;

const EN: char = '–';
const EM: char = '—';
/// No-break space, which stretches with the line.
pub(super) const NO_BREAK_SPACE: char = '\u{A0}';
/// Narrow no-break space, which does not stretch.
pub(super) const NARROW_NO_BREAK_SPACE: char = '\u{202F}';

/// Opening and closing quotation mark.
pub(super) type QuotePair = (char, char);

/// Spaces before `;`, `!`, `?`, `:` and inside guillemets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PunctuationSpacing {
    /// None, as in most languages.
    None,
    /// Before `;`, `!`, `?`, `:` and inside guillemets: France, Belgium.
    French,
    /// Narrow spaces everywhere: Switzerland.
    Swiss,
    /// Only before `:` and inside guillemets: Canada.
    Canadian,
}

/// Typographic conventions of one language.
#[derive(Debug, Clone)]
pub(super) struct Conventions {
    /// The language.
    pub(super) language: Language,
    /// Marks for the straight double quote.
    pub(super) double: QuotePair,
    /// Marks for the straight single quote.
    pub(super) single: QuotePair,
    /// Dash between words with spaces around it.
    pub(super) spaced_dash: char,
    /// Dash between words without spaces.
    pub(super) close_dash: char,
    /// Spaces before punctuation and inside guillemets.
    pub(super) punctuation_spacing: PunctuationSpacing,
    /// Words that never end a line, in lower case.
    pub(super) short_words: &'static [&'static str],
    /// Words that never begin a line, in lower case.
    pub(super) particles: &'static [&'static str],
    /// Words whose first letters an apostrophe replaces (`’tis`), without the apostrophe, in lower
    /// case.
    pub(super) elisions: &'static [&'static str],
    /// Word between day and month: `de` in `16 de mayo`. It is tied to the day, and the month is not.
    day_particle: Option<&'static str>,
    /// Words of units that are tied to the number before them, besides the symbols.
    pub(super) units: &'static [&'static str],
    /// Words that are tied to the number after them, in lower case.
    pub(super) before_number: &'static [&'static str],
    /// Titles that are tied to the name after them.
    pub(super) before_name: &'static [&'static str],
    /// The day may follow the month: `May 16`.
    pub(super) month_first: bool,
    /// A lone `I` is a word, not a numeral.
    pub(super) lone_i: bool,
    /// Spaces separate the thousands: `10 000`.
    pub(super) spaced_thousands: bool,
}

/// Double and single quotation marks.
type QuoteStyle = (QuotePair, QuotePair);

const CURLY: QuoteStyle = (('“', '”'), ('‘', '’'));
const LOW: QuoteStyle = (('„', '“'), ('‚', '‘'));
const LOW_RIGHT: QuoteStyle = (('„', '”'), ('’', '’'));
const RIGHT: QuoteStyle = (('”', '”'), ('’', '’'));
const GUILLEMETS: QuoteStyle = (('«', '»'), ('“', '”'));

impl Conventions {
    /// Returns the conventions of a language; those of English for a language not listed here.
    pub(super) fn of_language(language: Language) -> Self {
        let primary = language.primary();
        let region = language.region().unwrap_or("");
        let (double, single) = quote_marks(primary, region);
        let (spaced_dash, close_dash) = dashes(primary, region);
        let (before_number, before_name) = abbreviations(primary);
        Self {
            language,
            double,
            single,
            spaced_dash,
            close_dash,
            punctuation_spacing: punctuation_spacing(primary, region),
            short_words: short_words(primary),
            particles: if primary == "ru" {
                &["бы", "б", "же", "ж", "ли", "ль"]
            } else {
                &[]
            },
            elisions: elisions(primary),
            day_particle: matches!(primary, "es" | "ca" | "gl" | "pt").then_some("de"),
            units: units(primary),
            before_number,
            before_name,
            month_first: primary == "en",
            lone_i: matches!(primary, "en" | "it" | "ca" | "pl" | "cs" | "sk" | "hr"),
            spaced_thousands: primary != "en",
        }
    }

    /// True for a word that is tied to the day before it: a month, or the particle before one.
    pub(super) fn follows_day(&self, word: &str) -> bool {
        match self.day_particle {
            Some(particle) => word.to_lowercase() == particle,
            None => months::stands_beside_day(word, self.language.primary()),
        }
    }

    /// True for a mark that opens quotations in this language and never closes one.
    pub(super) fn opens_quotation(&self, mark: char) -> bool {
        let closes = mark == self.double.1 || mark == self.single.1;
        let opens = mark == self.double.0 || mark == self.single.0;
        opens && !closes
    }
}

fn quote_marks(primary: &str, region: &str) -> QuoteStyle {
    match (primary, region) {
        ("de" | "fr" | "it" | "rm", "CH" | "LI") => (('«', '»'), ('‹', '›')),
        ("fr" | "es" | "it" | "gl" | "ca" | "pt" | "uk", region) => match (primary, region) {
            ("es", "" | "ES") | ("pt", "PT") => GUILLEMETS,
            ("es" | "pt", _) => CURLY,
            _ => GUILLEMETS,
        },
        ("de" | "cs" | "et" | "is" | "lt" | "lv" | "sk" | "sl" | "ka", _) => LOW,
        ("fi" | "sv" | "bs" | "he" | "yi", _) => RIGHT,
        ("hu" | "pl" | "ro" | "sr", _) => LOW_RIGHT,
        ("no" | "nb" | "nn", _) => (('«', '»'), ('’', '’')),
        ("ru" | "be", _) => (('«', '»'), ('„', '“')),
        ("el" | "hy", _) => (('«', '»'), ('‘', '’')),
        ("hr", _) => (('„', '”'), ('‘', '’')),
        ("bg" | "mk", _) => (('„', '“'), ('’', '’')),
        ("ar" | "fa" | "ur", _) => (('”', '“'), ('’', '‘')),
        _ => CURLY,
    }
}

/// Returns the spaced and the closed dash. English sets `a -- b` as an em dash in America and as a spaced
/// en dash elsewhere; plain `en` follows America.
fn dashes(primary: &str, region: &str) -> (char, char) {
    match (primary, region) {
        ("en", "" | "US" | "CA" | "PH") => (EM, EM),
        ("en", _) => (EN, EM),
        ("ru" | "uk" | "be" | "bg" | "mk" | "es" | "lt" | "lv" | "zh" | "ja", _) => (EM, EM),
        ("pt", "" | "BR") => (EM, EM),
        _ => (EN, EN),
    }
}

fn punctuation_spacing(primary: &str, region: &str) -> PunctuationSpacing {
    match (primary, region) {
        ("fr", "CH") => PunctuationSpacing::Swiss,
        ("fr", "CA") => PunctuationSpacing::Canadian,
        ("fr", _) => PunctuationSpacing::French,
        _ => PunctuationSpacing::None,
    }
}

fn short_words(primary: &str) -> &'static [&'static str] {
    match primary {
        "cs" | "sk" => &["k", "s", "v", "z", "o", "u", "a", "i"],
        "pl" => &["a", "i", "o", "u", "w", "z"],
        "ru" => &[
            "а", "в", "и", "к", "о", "с", "у", "я", "на", "по", "за", "от", "из", "до", "не",
            "ни", "но", "со", "ко", "во", "об",
        ],
        "uk" => &[
            "а", "в", "є", "з", "і", "й", "о", "у", "я", "на", "по", "за", "до", "не", "ні",
            "та",
        ],
        "be" => &["а", "і", "з", "у", "ў", "на", "па", "за", "да", "не", "ні"],
        _ => &[],
    }
}

fn elisions(primary: &str) -> &'static [&'static str] {
    match primary {
        "en" => &[
            "tis", "twas", "twere", "twill", "twould", "em", "n", "til", "cause", "cos",
            "bout", "round", "neath", "tween", "gainst", "nuff", "ere",
        ],
        "nl" | "af" => &["s", "t", "n", "k", "m", "r"],
        "de" => &["s", "n", "ne", "nen", "nem", "ner", "nes", "ran", "rein", "raus"],
        _ => &[],
    }
}

fn units(primary: &str) -> &'static [&'static str] {
    match primary {
        "en" => &["million", "billion", "trillion", "a.m.", "p.m.", "am", "pm", "BC", "AD"],
        "de" => &["Uhr", "Mio.", "Mrd.", "Euro", "Jahre", "Prozent"],
        "fr" => &["millions", "milliards", "euros", "heures", "pour"],
        "cs" | "sk" => &["Kč", "tis.", "mil.", "mld.", "let", "hodin"],
        "pl" => &["zł", "tys.", "mln", "mld", "r.", "w."],
        "ru" => {
            &["г.", "гг.", "в.", "вв.", "руб.", "тыс.", "млн", "млрд", "км", "кг", "м", "см"]
        }
        "uk" => &["р.", "рр.", "ст.", "грн", "тис.", "млн", "млрд", "км", "кг", "м", "см"],
        _ => &[],
    }
}

type WordList = &'static [&'static str];

/// Returns the words tied to a number after them, and those tied to a name after them.
fn abbreviations(primary: &str) -> (WordList, WordList) {
    match primary {
        "en" => (
            &[
                "no.", "nos.", "p.", "pp.", "fig.", "figs.", "vol.", "vols.", "ch.", "chap.",
                "chapter", "page", "pages", "part", "section", "figure", "table", "sec.",
                "art.", "eq.", "c.", "ca.", "act", "book", "volume",
            ],
            &[
                "Dr.", "Dr", "Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Prof.", "St.", "St",
                "Mt.", "Rev.", "Sir", "Gen.", "Col.", "Capt.", "Lt.", "Sgt.", "Sen.", "Rep.",
                "Gov.", "Hon.", "Fr.", "Messrs.",
            ],
        ),
        "de" => (
            &[
                "nr.", "s.", "abb.", "bd.", "kap.", "tab.", "art.", "abs.", "kapitel", "seite",
                "teil", "band", "ca.", "f.",
            ],
            &["Dr.", "Prof.", "Hr.", "Fr.", "Herr", "Frau", "St.", "Dipl.-Ing.", "Hl."],
        ),
        "fr" => (
            &["n°", "nº", "no", "p.", "pp.", "fig.", "vol.", "chap.", "art.", "t.", "page"],
            &["M.", "MM.", "Mme", "Mmes", "Mlle", "Dr", "Pr", "Me", "Mgr", "St", "Ste"],
        ),
        "es" | "ca" | "gl" | "pt" => (
            &[
                "n.º", "nº", "núm.", "n.", "p.", "pág.", "págs.", "pp.", "fig.", "cap.",
                "vol.", "art.",
            ],
            &["Sr.", "Sra.", "Srta.", "Dr.", "Dra.", "D.", "Dña.", "Prof.", "Ud.", "S."],
        ),
        "it" => (
            &["n.", "p.", "pp.", "pag.", "fig.", "cap.", "vol.", "art."],
            &["Sig.", "Sig.ra", "Dott.", "Dott.ssa", "Prof.", "Ing.", "Avv.", "S."],
        ),
        "cs" | "sk" => (
            &["č.", "čl.", "s.", "str.", "obr.", "tab.", "kap.", "sv.", "roč.", "odst."],
            &["p.", "dr.", "Dr.", "prof.", "Prof.", "doc.", "Ing.", "Mgr.", "sv.", "MUDr."],
        ),
        "pl" => (
            &[
                "nr", "s.", "str.", "rys.", "tab.", "t.", "rozdz.", "art.", "ust.", "poz.",
                "ok.",
            ],
            &["p.", "dr", "prof.", "św.", "ks.", "inż.", "mgr", "gen.", "ul.", "im."],
        ),
        "ru" | "uk" | "be" => (
            &["стр.", "с.", "рис.", "гл.", "т.", "табл.", "ст.", "п.", "вып.", "д.", "кв."],
            &["г.", "ул.", "им.", "проф.", "акад.", "д-р", "св.", "р.", "вул.", "м."],
        ),
        "nl" | "sv" | "da" | "nb" | "nn" | "no" => (
            &["nr.", "nr", "p.", "s.", "blz.", "afb.", "fig.", "kap.", "hfst.", "bd."],
            &["dr.", "Dr.", "prof.", "Prof.", "dhr.", "mevr.", "mr.", "ds.", "St."],
        ),
        _ => (&["no.", "p.", "pp.", "fig.", "vol."], &["Dr.", "Mr.", "Mrs.", "Prof.", "St."]),
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Language;
    use crate::edit::conventions::{Conventions, PunctuationSpacing};

    fn conventions(tag: &str) -> Conventions {
        let language: Language = tag.parse().expect("the tests name valid tags");
        Conventions::of_language(language)
    }

    #[test]
    fn each_language_has_its_marks_and_dashes() {
        // Languages; the double and single marks; the spaced and the closed dash.
        let rows = [
            ("en en-US en-CA en-PH", "“” ‘’", "——"),
            ("en-GB en-IE en-AU", "“” ‘’", "–—"),
            ("de cs et is sk sl ka", "„“ ‚‘", "––"),
            ("lt lv", "„“ ‚‘", "——"),
            ("de-CH de-LI fr-CH it-CH rm-CH", "«» ‹›", "––"),
            ("fr it ca gl pt-PT", "«» “”", "––"),
            ("es uk", "«» “”", "——"),
            ("es-MX pt pt-BR zh ja", "“” ‘’", "——"),
            ("pt-AO nl da af tr ko", "“” ‘’", "––"),
            ("fi sv bs he yi", "”” ’’", "––"),
            ("hu pl ro sr", "„” ’’", "––"),
            ("no nb nn", "«» ’’", "––"),
            ("ru be", "«» „“", "——"),
            ("el hy", "«» ‘’", "––"),
            ("hr", "„” ‘’", "––"),
            ("bg mk", "„“ ’’", "——"),
            ("ar fa ur", "”“ ’‘", "––"),
        ];
        for (tags, marks, dashes) in rows {
            for tag in tags.split(' ') {
                let own = conventions(tag);
                let (double, single) = (own.double, own.single);
                let own_marks = format!("{}{} {}{}", double.0, double.1, single.0, single.1);
                assert_eq!(own_marks, marks, "marks of {tag}");
                let own_dashes = format!("{}{}", own.spaced_dash, own.close_dash);
                assert_eq!(own_dashes, dashes, "dashes of {tag}");
            }
        }
    }

    #[test]
    fn each_language_has_its_words() {
        // A language; one of its short words, elisions, units, words before numbers and before names.
        let rows = [
            ("en", "", "tis", "million", "figs.", "Messrs."),
            ("de", "", "nen", "Uhr", "abb.", "Frau"),
            ("fr", "", "", "heures", "n°", "Mme"),
            ("es", "", "", "", "núm.", "Srta."),
            ("ca", "", "", "", "pág.", "Dña."),
            ("gl", "", "", "", "págs.", "Sra."),
            ("pt", "", "", "", "cap.", "Dra."),
            ("it", "", "", "", "pag.", "Dott.ssa"),
            ("cs", "z", "", "Kč", "obr.", "MUDr."),
            ("sk", "k", "", "hodin", "čl.", "Mgr."),
            ("pl", "w", "", "zł", "rozdz.", "ks."),
            ("ru", "на", "", "тыс.", "рис.", "акад."),
            ("uk", "та", "", "грн", "стр.", "вул."),
            ("be", "ў", "", "", "табл.", "д-р"),
            ("nl", "", "k", "", "blz.", "mevr."),
            ("af", "", "r", "", "no.", "Dr."),
            ("sv", "", "", "", "kap.", "prof."),
            ("da", "", "", "", "nr.", "dr."),
            ("nb", "", "", "", "bd.", "Prof."),
            ("nn", "", "", "", "fig.", "ds."),
            ("no", "", "", "", "nr", "St."),
        ];
        for (tag, short, elision, unit, before_number, before_name) in rows {
            let own = conventions(tag);
            for (word, list) in [
                (short, own.short_words),
                (elision, own.elisions),
                (unit, own.units),
                (before_number, own.before_number),
                (before_name, own.before_name),
            ] {
                let known =
                    if word.is_empty() { list.is_empty() } else { list.contains(&word) };
                assert!(known, "{tag}: `{word}` in {list:?}");
            }
        }
    }

    #[test]
    fn particles_and_spaces_belong_to_their_languages() {
        for (tag, word) in
            [("es", "de"), ("ca", "de"), ("gl", "de"), ("pt", "de"), ("de", "Mai")]
        {
            assert!(conventions(tag).follows_day(word), "{tag}: {word}");
        }
        assert!(conventions("ru").particles.contains(&"же"));
        for tag in ["en", "it", "ca", "pl", "cs", "sk", "hr"] {
            assert!(conventions(tag).lone_i, "{tag}");
        }
        for (tag, spacing) in [
            ("fr", PunctuationSpacing::French),
            ("fr-BE", PunctuationSpacing::French),
            ("fr-CH", PunctuationSpacing::Swiss),
            ("fr-CA", PunctuationSpacing::Canadian),
            ("de", PunctuationSpacing::None),
        ] {
            assert_eq!(conventions(tag).punctuation_spacing, spacing, "{tag}");
        }
    }
}
