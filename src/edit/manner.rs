//! What each language wants: marks, dashes and ties.
//!
//! Comes in: a language. Goes out: its [`Manner`]. Never done here: applying it. Sources: the
//! Unicode CLDR delimiters, and the orthographic handbooks named in `docs/editing.md`.

use crate::article::Language;

const EN: char = '–';
const EM: char = '—';
/// No-break space, which stretches with the line.
pub(super) const TIE: char = '\u{A0}';
/// Narrow no-break space, which does not.
pub(super) const THIN_TIE: char = '\u{202F}';

/// A mark that opens and one that closes.
pub(super) type Pair = (char, char);

/// Which spaces French puts around its double punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Points {
    /// None, as in most languages.
    Closed,
    /// Before `;`, `!`, `?`, `:` and inside guillemets: France, Belgium.
    French,
    /// Narrow ones everywhere: Switzerland.
    Swiss,
    /// Only before `:` and inside guillemets: Canada.
    Canadian,
}

/// What one language wants.
#[derive(Debug, Clone)]
pub(super) struct Manner {
    /// Marks for the straight double quote.
    pub(super) double: Pair,
    /// Marks for the straight single quote.
    pub(super) single: Pair,
    /// The dash between words that has spaces around it.
    pub(super) spaced_dash: char,
    /// The dash between words that has none.
    pub(super) close_dash: char,
    /// Spaces around double punctuation.
    pub(super) points: Points,
    /// Words that never end a line, in lower case.
    pub(super) short_words: &'static [&'static str],
    /// Words that never begin a line, in lower case.
    pub(super) particles: &'static [&'static str],
    /// What an apostrophe opens by leaving letters out, in lower case.
    pub(super) elisions: &'static [&'static str],
    /// Names of months as they stand beside a day, in lower case, one space apart.
    pub(super) months: &'static str,
    /// Unit words that a number holds to, besides the symbols.
    pub(super) units: &'static [&'static str],
    /// Words that hold to the number after them, in lower case.
    pub(super) before_number: &'static [&'static str],
    /// Titles that hold to the name after them.
    pub(super) before_name: &'static [&'static str],
    /// The day may follow the month: `May 16`.
    pub(super) month_first: bool,
    /// A lone `I` is a word, not a numeral.
    pub(super) lone_i: bool,
    /// Spaces part the thousands: `10 000`.
    pub(super) spaced_thousands: bool,
}

const CURLY: (Pair, Pair) = (('“', '”'), ('‘', '’'));
const LOW: (Pair, Pair) = (('„', '“'), ('‚', '‘'));
const LOW_RIGHT: (Pair, Pair) = (('„', '”'), ('’', '’'));
const RIGHT: (Pair, Pair) = (('”', '”'), ('’', '’'));
const GUILLEMETS: (Pair, Pair) = (('«', '»'), ('“', '”'));

impl Manner {
    /// The manner of a language; one that is not known here is set as English is.
    pub(super) fn of(language: Language) -> Self {
        let primary = language.primary();
        let region = language.region().unwrap_or("");
        let (double, single) = marks(primary, region);
        let (spaced_dash, close_dash) = dashes(primary, region);
        let (before_number, before_name) = abbreviations(primary);
        Self {
            double,
            single,
            spaced_dash,
            close_dash,
            points: points(primary, region),
            short_words: short_words(primary),
            particles: if primary == "ru" {
                &["бы", "б", "же", "ж", "ли", "ль"]
            } else {
                &[]
            },
            elisions: elisions(primary),
            months: months(primary),
            units: units(primary),
            before_number,
            before_name,
            month_first: primary == "en",
            lone_i: matches!(primary, "en" | "it" | "ca" | "pl" | "cs" | "sk" | "hr"),
            spaced_thousands: primary != "en",
        }
    }

    /// Whether a mark opens a quotation and never closes one here.
    pub(super) fn opens(&self, mark: char) -> bool {
        let closes = mark == self.double.1 || mark == self.single.1;
        let opens = mark == self.double.0 || mark == self.single.0;
        opens && !closes
    }
}

fn marks(primary: &str, region: &str) -> (Pair, Pair) {
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

/// The spaced and the closed dash. English sets `a -- b` as an em dash in America and as a spaced
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

fn points(primary: &str, region: &str) -> Points {
    match (primary, region) {
        ("fr", "CH") => Points::Swiss,
        ("fr", "CA") => Points::Canadian,
        ("fr", _) => Points::French,
        _ => Points::Closed,
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

/// Names of months, one space apart.
fn months(primary: &str) -> &'static str {
    match primary {
        "en" => {
            "january february march april may june july august september october \
             november december jan jan. feb feb. mar mar. apr apr. jun jun. jul \
             jul. aug aug. sept sept. sep sep. oct oct. nov nov. dec dec."
        }
        "de" => {
            "januar jänner februar märz april mai juni juli august september \
             oktober november dezember"
        }
        "fr" => {
            "janvier février mars avril mai juin juillet août septembre octobre \
             novembre décembre"
        }
        "es" | "ca" | "gl" | "pt" => "de",
        "it" => {
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre \
             ottobre novembre dicembre"
        }
        "nl" => {
            "januari februari maart april mei juni juli augustus september oktober \
             november december"
        }
        "sv" | "da" | "nb" | "nn" | "no" => {
            "januari januar februari februar mars marts april maj mai juni juli \
             augusti august september oktober november december desember"
        }
        "cs" => {
            "ledna února března dubna května června července srpna září října \
             listopadu prosince"
        }
        "sk" => {
            "januára februára marca apríla mája júna júla augusta septembra októbra \
             novembra decembra"
        }
        "pl" => {
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września \
             października listopada grudnia"
        }
        "ru" => {
            "января февраля марта апреля мая июня июля августа сентября октября \
             ноября декабря"
        }
        "uk" => {
            "січня лютого березня квітня травня червня липня серпня вересня жовтня \
             листопада грудня"
        }
        _ => "",
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

type Words = &'static [&'static str];

/// What holds to a number after it, and what holds to a name after it.
fn abbreviations(primary: &str) -> (Words, Words) {
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
