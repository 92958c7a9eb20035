//! Dates as people write them, in nine languages.
//!
//! Dates are recognised and never converted: they are shown as written. The names of the months are
//! in `src/months.rs`.

use crate::months::is_month;

/// Days of the week and the small words of dates in the languages that [`is_month`] knows; lower
/// case, separated by single spaces.
const WEEKDAYS_AND_PARTICLES: &str = " monday tuesday wednesday thursday friday saturday sunday mon tue tues wed \
thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag \
lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado \
domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira \
quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag \
poniedziałek wtorek środa czwartek piątek sobota niedziela понедельник вторник среда четверг \
пятница суббота воскресенье the of de del den le il dell el am em at on um uhr года г gmt utc est \
edt pst pdt cet cest bst a.m p.m am pm 1er published updated posted dated date ";

/// True for a line that is a date and nothing else.
#[must_use]
pub fn is_date(text: &str) -> bool {
    if text.len() > 60 || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if is_numeric(text) {
        return true;
    }
    let (mut months, mut years, mut days) = (0, 0, 0);
    for word in words(text) {
        let lower = word.to_lowercase();
        if is_month(&lower) {
            months += 1;
        } else if let Some(number) = figure(&lower) {
            match number {
                1..=31 => days += 1,
                1000..=2999 => years += 1,
                _ => return false,
            }
        } else if !is_small_word(&lower) && !is_time_of_day(&lower) {
            return false;
        }
    }
    (1..=2).contains(&months) && (years == 1 || days >= 1) && years <= 2 && days <= 3
}

/// True for a text that begins with a day and a month: `12. Mai`, `3rd of June`.
pub(super) fn starts_with_day(text: &str) -> bool {
    let mut words = words(text);
    let day = words.next().and_then(|word| figure(&word.to_lowercase()));
    let month = words.find(|word| !matches!(word.to_lowercase().as_str(), "of" | "de"));
    day.is_some_and(|day| day <= 31) && month.is_some_and(|m| is_month(&m.to_lowercase()))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([' ', ',', '\t', '(', ')', '|', '\u{A0}', '/', '–', '—']);
    parts
        .map(|word| word.trim_matches(['.', ':']))
        .filter(|word| !word.is_empty() && *word != "-")
}

/// True for the name of a month or of a day of the week, and for a small word that stands beside them.
#[must_use]
pub fn is_word_of_dates(word: &str) -> bool {
    let lower = word.to_lowercase();
    is_month(&lower) || is_small_word(&lower)
}

fn is_small_word(word: &str) -> bool {
    WEEKDAYS_AND_PARTICLES.split(' ').any(|known| known == word)
}

/// Number of `5`, `5th`, `16-17`, `1861`; of a span its first part.
fn figure(word: &str) -> Option<u32> {
    let first = word.split(['-', '–']).next()?;
    let digits = first.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º' || c == '°');
    let suffix = &first[digits.len()..];
    let known = matches!(suffix, "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "°" | "e" | "ª");
    (known && digits.len() <= 4).then(|| digits.parse().ok())?
}

/// True for a time of day or a time zone: `14:05`, `9:30am`, `+0200`, `14h30`.
#[must_use]
pub fn is_time_of_day(word: &str) -> bool {
    let time = word.trim_end_matches("am").trim_end_matches("pm");
    let digits = time.chars().filter(char::is_ascii_digit).count();
    digits >= 1
        && time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | 'h' | '+' | '-' | '.'))
        && (time.contains(':')
            || time.contains('h')
            || word != time
            || word.starts_with(['+', '-']))
}

/// True for a date in figures, with or without a time: `2024-05-17`, `17.5.2024`, `5/17/24`.
fn is_numeric(text: &str) -> bool {
    let (first, rest) = text.split_at(text.find([' ', 'T']).unwrap_or(text.len()));
    let sign = first.chars().find(|c| !c.is_ascii_digit());
    let Some(sign) = sign.filter(|c| matches!(c, '-' | '.' | '/')) else { return false };
    let parts: Vec<&str> = first.trim_end_matches('.').split(sign).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let (Some(numbers), 3) = (numbers, parts.len()) else { return false };
    let year_first = parts.first().is_some_and(|part| part.len() == 4);
    let year_last = parts.last().is_some_and(|part| part.len() == 4 || part.len() == 2);
    let small = numbers.iter().filter(|number| (1..=31).contains(*number)).count();
    let time = rest.chars().all(|c| c.is_ascii_digit() || " T:.+-ZUTCGMamp()".contains(c));
    (year_first || year_last) && small >= 2 && time
}

#[cfg(test)]
mod tests {
    use crate::read::date::is_date;

    #[test]
    fn dates_of_nine_languages_are_recognised() {
        for date in [
            "Friday, May 17, 2024",
            "Freitag, 17. März 2024",
            "vendredi 17 août 2024",
            "viernes, 17 de mayo de 2024",
            "venerdì 17 maggio 2024",
            "sexta-feira, 17 de março de 2024",
            "vrijdag 17 maart 2024",
            "piątek, 17 września 2024",
            "пятница, 17 мая 2024 г.",
        ] {
            assert!(is_date(date), "{date}");
        }
        for text in ["17 hours 2024", "May there be light", "17 мае 2024"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
