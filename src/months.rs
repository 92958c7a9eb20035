//! Names of the months, by language.
//!
//! To add a language, add a row to `MONTHS` and a case to the tests: the editor then puts a no-break
//! space into its dates (`16. Mai`), unless its conventions have a particle (`16 de mayo`). For the
//! reader to recognise its dates too, set `read` and add the days of the week to `read/date.rs`.

/// Names of the months in some languages. Words are in lower case, separated by single spaces.
struct MonthNames {
    /// Primary language subtags (BCP 47).
    languages: &'static [&'static str],
    /// Names as they stand beside a day: `16 мая`.
    names: &'static str,
    /// Abbreviations that stand beside a day, with or without a full stop: `May 5`, `Sept. 5`.
    short: &'static str,
    /// Forms that the reader knows besides, and the editor does not tie: nominatives, abbreviations.
    other: &'static str,
    /// The reader recognises the names, in articles of every language.
    read: bool,
}

/// Row without names.
const NONE: MonthNames =
    MonthNames { languages: &[], names: "", short: "", other: "", read: false };

/// The names of every language that is known here.
const MONTHS: [MonthNames; 13] = [
    MonthNames {
        languages: &["en"],
        names: "january february march april may june july august september october november \
                december",
        short: "jan feb mar apr jun jul aug sept sep oct nov dec",
        read: true,
        ..NONE
    },
    MonthNames {
        languages: &["de"],
        names: "januar jänner februar märz april mai juni juli august september oktober \
                november dezember",
        other: "mrz okt dez",
        read: true,
        ..NONE
    },
    MonthNames {
        languages: &["fr"],
        names: "janvier février mars avril mai juin juillet août septembre octobre novembre \
                décembre",
        other: "janv févr",
        read: true,
        ..NONE
    },
    MonthNames {
        languages: &["es"],
        names: "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre \
                noviembre diciembre",
        read: true,
        ..NONE
    },
    MonthNames {
        languages: &["it"],
        names: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre \
                novembre dicembre",
        read: true,
        ..NONE
    },
    MonthNames {
        languages: &["pt"],
        names: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro \
                dezembro",
        read: true,
        ..NONE
    },
    MonthNames {
        languages: &["nl"],
        names: "januari februari maart april mei juni juli augustus september oktober november \
                december",
        read: true,
        ..NONE
    },
    MonthNames {
        languages: &["da", "nb", "nn", "no", "sv"],
        names: "januari januar februari februar mars marts april maj mai juni juli augusti \
                august september oktober november december desember",
        ..NONE
    },
    MonthNames {
        languages: &["cs"],
        names: "ledna února března dubna května června července srpna září října listopadu \
                prosince",
        ..NONE
    },
    MonthNames {
        languages: &["sk"],
        names: "januára februára marca apríla mája júna júla augusta septembra októbra novembra \
                decembra",
        ..NONE
    },
    MonthNames {
        languages: &["pl"],
        names: "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września \
                października listopada grudnia",
        other: "styczeń luty marzec kwiecień czerwiec lipiec sierpień wrzesień październik \
                listopad grudzień",
        read: true,
        ..NONE
    },
    MonthNames {
        languages: &["ru"],
        names: "января февраля марта апреля мая июня июля августа сентября октября ноября \
                декабря",
        other: "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        read: true,
        ..NONE
    },
    MonthNames {
        languages: &["uk"],
        names: "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада \
                грудня",
        ..NONE
    },
];

/// The first letters of the English months, as bylines abbreviate them.
pub const ENGLISH_ABBREVIATIONS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Returns the English name of a month, 1 to 12.
#[must_use]
pub fn english_name(month: u32) -> String {
    let [english, ..] = &MONTHS;
    let mut names = english.names.split(' ');
    let name = names.nth(month as usize - 1).expect("a month is from 1 to 12");
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}

/// True for the name of a month as texts in this language write it beside a day, in any letter case.
#[must_use]
pub fn stands_beside_day(word: &str, language: &str) -> bool {
    let Some(months) = MONTHS.iter().find(|row| row.languages.contains(&language)) else {
        return false;
    };
    let word = word.to_lowercase();
    let short = word.strip_suffix('.').unwrap_or(&word);
    is_listed(&word, months.names) || is_listed(short, months.short)
}

/// True for a name or an abbreviation of a month in any language whose dates are read. `word` is
/// in lower case and has no full stop.
#[must_use]
pub fn is_month(word: &str) -> bool {
    let known = |row: &MonthNames| {
        [row.names, row.short, row.other].into_iter().any(|list| is_listed(word, list))
    };
    MONTHS.iter().filter(|row| row.read).any(known)
}

fn is_listed(word: &str, list: &str) -> bool {
    !word.is_empty() && list.split(' ').any(|name| name == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A language, three names beside a day, and whether the reader must know them.
    const CASES: [(&str, [&str; 3], bool); 17] = [
        ("en", ["January", "July", "Sept."], true),
        ("de", ["Jänner", "März", "Dezember"], true),
        ("fr", ["février", "août", "décembre"], true),
        ("es", ["enero", "setiembre", "diciembre"], true),
        ("it", ["gennaio", "luglio", "dicembre"], true),
        ("pt", ["janeiro", "março", "dezembro"], true),
        ("nl", ["maart", "mei", "augustus"], true),
        ("da", ["marts", "maj", "december"], false),
        ("nb", ["mars", "mai", "desember"], false),
        ("nn", ["januar", "juli", "oktober"], false),
        ("no", ["februar", "juni", "september"], false),
        ("sv", ["januari", "maj", "augusti"], false),
        ("cs", ["ledna", "června", "prosince"], false),
        ("sk", ["januára", "júla", "decembra"], false),
        ("pl", ["stycznia", "maja", "grudnia"], true),
        ("ru", ["января", "мая", "декабря"], true),
        ("uk", ["січня", "липня", "грудня"], false),
    ];

    #[test]
    fn every_language_has_its_names() {
        for (language, names, read) in CASES {
            for name in names {
                assert!(stands_beside_day(name, language), "{language}: {name}");
                let bare = name.trim_end_matches('.').to_lowercase();
                assert!(!read || is_month(&bare), "{language}: {name} is read");
            }
        }
        let tested: Vec<&str> = CASES.iter().map(|(language, ..)| *language).collect();
        let known = MONTHS.iter().flat_map(|row| row.languages.iter().copied());
        let untested: Vec<&str> = known.filter(|known| !tested.contains(known)).collect();
        assert_eq!(untested, [""; 0], "a language without a case above");
    }

    #[test]
    fn a_row_has_twelve_months_or_more() {
        for row in &MONTHS {
            assert!(row.names.split(' ').count() >= 12, "{:?}", row.languages);
        }
    }

    #[test]
    fn nominatives_and_abbreviations_are_read_and_not_tied() {
        for (language, form) in [("de", "mrz"), ("fr", "févr"), ("pl", "maj"), ("ru", "май")]
        {
            assert!(!stands_beside_day(form, language), "{language}: {form}");
            // The nominative `maj` is not in the Polish row.
            assert_eq!(is_month(form), form != "maj", "{language}: {form}");
        }
    }
}
