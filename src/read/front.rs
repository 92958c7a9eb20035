//! Headline, byline and date at the top of a plain text.
//!
//! Lines that become metadata are blank afterwards.

use super::measure::Measure;
use super::source_line::SourceLine;
use super::{date, heading, inline, join_lines, line_syntax, table};
use crate::article::Metadata;
use crate::diagnostic::Place;

/// Lines at the top that are looked at.
const TOP: usize = 60;

/// Names of fields that carry a headline, an author, a date, an address; lower case.
const TITLES: &str = " title subject betreff titel titre título titolo titulo oggetto objet asunto onderwerp temat тема headline ";
const AUTHORS: &str =
    " author authors from by autor auteur autore von de verfasser автор byline ";
const DATES: &str = " date datum fecha data дата published ";
const SOURCES: &str = " url source link quelle ";
/// Other fields of a letter's or an article's head.
const OTHERS: &str = " to cc bcc reply-to message-id newsgroups organization sent language return-path received x-mailer references in-reply-to an à para lines status ";

/// Names of roles that stand for an author's name: `By our correspondent`.
const ROLES: &str = " correspondent correspondents reporter reporters editor editors staff korrespondent redaktion correspondant rédaction corresponsal redacción corrispondente redazione ";

/// Words that open a byline, lower case, a space behind.
const BY: [&str; 14] = [
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "od ",
    "written by ",
    "text by ",
    "words by ",
    "a story by ",
    "translated by ",
    "edited by ",
    "автор ",
];

/// Lines above a headline that are none.
const KICKERS: [&str; 6] = [
    "FOR IMMEDIATE RELEASE",
    "PRESS RELEASE",
    "PRESSEMITTEILUNG",
    "COMMUNIQUÉ DE PRESSE",
    "NOTA DE PRENSA",
    "DRAFT",
];

/// Beginnings of a letter's greeting, lower case.
const GREETINGS: [&str; 26] = [
    "dear ",
    "my dear",
    "my own ",
    "dearest",
    "sir,",
    "sir:",
    "sirs,",
    "gentlemen",
    "madam",
    "to whom it may",
    "sehr geehrte",
    "liebe ",
    "lieber ",
    "cher ",
    "chère ",
    "chers ",
    "monsieur",
    "madame",
    "estimado",
    "estimada",
    "querido",
    "querida",
    "caro ",
    "cara ",
    "geachte ",
    "уважаем",
];

/// Takes headline, byline, date and the like from the top of a text.
pub(super) fn take(lines: &mut [SourceLine<'_>]) -> Metadata {
    let mut meta = Metadata::default();
    let measure = Measure::of(lines, None);
    let top = lines.len().min(TOP);
    dateline(lines, &mut meta);
    if fields(lines.get_mut(..top).unwrap_or_default(), &mut meta) || is_letter(lines) {
        return meta;
    }
    let Some(mut place) = title(lines, &measure, &mut meta) else { return meta };
    // What stands under the headline: author, date, a line that belongs to it.
    for _ in 0..4 {
        let Some(next) = (place..lines.len().min(place + 6))
            .find(|at| !lines.get(*at).is_none_or(SourceLine::is_blank))
        else {
            break;
        };
        let taken = credit(lines, next, &measure, &mut meta);
        if taken == 0 {
            break;
        }
        blank(lines, next, taken);
        place = next + taken;
    }
    meta
}

/// Makes lines blank that went into the metadata.
fn blank(lines: &mut [SourceLine<'_>], start: usize, count: usize) {
    for line in lines.iter_mut().skip(start).take(count) {
        *line = SourceLine::new(line.number, "", 0);
    }
}

/// True if a line may be a person's name: two to five words with capitals, nothing else.
fn is_name(text: &str) -> bool {
    const SMALL: &str = " von van de der den da di du la le ";
    const NEVER: &str = " the a an of and in on to for at my der die das ein le les un une el ";
    let count = text.split(' ').count();
    let fits = |word: &str| {
        let lower = word.to_lowercase();
        let letters =
            word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
        let named = word.starts_with(char::is_uppercase) && !is_listed(word, NEVER);
        letters && (named || is_listed(&lower, SMALL) && lower == *word)
    };
    (2..=5).contains(&count)
        && text.split(' ').all(fits)
        && !line_syntax::is_capitals(text)
        && !text.ends_with('.')
}

/// True if a list of names has this one.
fn is_listed(name: &str, list: &str) -> bool {
    list.contains(&format!(" {} ", name.to_lowercase()))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.starts_with(['1', '2']) && text.bytes().all(|b| b.is_ascii_digit())
}

fn words(line: &SourceLine<'_>) -> String {
    let mut words = String::new();
    join_lines::push_words(&mut words, line.text);
    words
}

/// Fields such as `Title:` and `From:` at the top. Says whether they gave the headline.
fn fields(lines: &mut [SourceLine<'_>], meta: &mut Metadata) -> bool {
    let listed = is_listed;
    let known: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| {
            line_syntax::field(line.text).is_some_and(|(name, value)| {
                !value.is_empty()
                    && [TITLES, AUTHORS, DATES, SOURCES, OTHERS]
                        .iter()
                        .any(|list| listed(name, list))
            })
        })
        .map(|(at, _)| at)
        .collect();
    let titled = known.iter().any(|at| {
        lines
            .get(*at)
            .and_then(|l| line_syntax::field(l.text))
            .is_some_and(|(name, _)| listed(name, TITLES))
    });
    let first = lines.iter().position(|line| !line.is_blank());
    let opens = known.first() == first.as_ref() && first.is_some();
    // Near each other: with a few lines between, such as a blank one or a wrapped title.
    let near = known.windows(2).any(|pair| matches!(pair, [a, b] if b - a <= 3));
    if !(near || opens && titled) || known.is_empty() {
        return false;
    }
    let mut end = None;
    for at in known {
        if end.is_some_and(|end| at > end + 4) {
            break;
        }
        end = Some(at);
        let Some(line) = lines.get(at).copied() else { break };
        let Some((name, value)) = line_syntax::field(line.text) else { continue };
        let mut value = value.to_owned();
        let hanging = lines.get(at + 1).filter(|next| {
            !next.is_blank()
                && next.indent > line.indent
                && line_syntax::field(next.text).is_none()
        });
        if let Some(next) = hanging {
            value.push(' ');
            value.push_str(next.text);
        }
        let taken = 1 + usize::from(hanging.is_some());
        let value = {
            let mut tidy = String::new();
            join_lines::push_words(&mut tidy, &value);
            tidy
        };
        if listed(name, TITLES) && meta.title.is_empty() {
            meta.title = inline::parse(&value);
            meta.place = Place::line(line.number);
        } else if listed(name, AUTHORS) && meta.byline.is_none() {
            meta.byline = Some(value);
        } else if listed(name, DATES) && meta.date.is_none() {
            meta.date = Some(value);
        } else if listed(name, SOURCES) && meta.source.is_none() && value.starts_with("http") {
            meta.source = Some(value);
        } else {
            continue;
        }
        blank(lines, at, taken);
    }
    !meta.title.is_empty()
}

/// True if the text is a letter: it has a greeting near its top, and a letter has no headline.
fn is_letter(lines: &[SourceLine<'_>]) -> bool {
    lines.iter().filter(|line| !line.is_blank()).take(24).any(|line| {
        let lower = line.text.to_lowercase();
        line.width - line.indent <= 60
            && GREETINGS.iter().any(|greeting| lower.starts_with(greeting))
            && lower.ends_with([',', ':', '!', '-', '—'])
    })
}

/// The headline, and the place after it.
fn title(
    lines: &mut [SourceLine<'_>],
    measure: &Measure,
    meta: &mut Metadata,
) -> Option<usize> {
    let start = title_place(lines)?;
    let line = *lines.get(start)?;
    let run = lines.iter().skip(start).take_while(|line| !line.is_blank()).count();
    let rest = lines.get(start + run..)?;
    if !rest.iter().any(|line| !line.is_blank()) && run < 2 {
        return None;
    }
    let over = usize::from(run >= 3 && line_syntax::underline(line.text).is_some());
    let line = *lines.get(start + over)?;
    let under = lines.get(start + over + 1).is_some_and(|next| {
        line_syntax::underline(next.text).is_some() && next.width >= line.width / 2
    });
    let count = title_lines(lines, start + over, run - over, measure, under)?;
    let mut text = String::new();
    for line in lines.get(start + over..start + over + count)? {
        if !text.is_empty() {
            text.push(' ');
        }
        join_lines::push_words(&mut text, line.text);
    }
    if let Some((_, inner)) = line_syntax::framed(&text) {
        text = inner.to_owned();
    }
    if text.starts_with("# ") {
        text = text.trim_matches('#').trim().to_owned();
    }
    meta.title = inline::parse(&text);
    meta.place = Place::line(line.number);
    let taken = over + count + usize::from(under);
    blank(lines, start, taken);
    Some(start + taken)
}

/// Returns the line where a headline may be: the first words, or those after a table at the very
/// top, as in the head of a memo or a standard.
fn title_place(lines: &[SourceLine<'_>]) -> Option<usize> {
    let mut first = lines.iter().position(|line| !line.is_blank())?;
    if lines.get(first).is_some_and(|line| KICKERS.contains(&line.text.to_uppercase().as_str()))
    {
        first += 1 + lines.iter().skip(first + 1).position(|line| !line.is_blank())?;
        // Between them may stand whom to ask.
        if lines.get(first).is_some_and(|line| line_syntax::field(line.text).is_some()) {
            first += lines.iter().skip(first).position(SourceLine::is_blank)?;
            first += lines.iter().skip(first).position(|line| !line.is_blank())?;
        }
    }
    let run = lines.iter().skip(first).take_while(|line| !line.is_blank()).count();
    let head = lines.get(first..first + run)?;
    let gapped = head.iter().filter(|line| line.text.contains("    ")).count();
    if run <= 12 && run > 1 && gapped * 2 >= run && gapped > 0
        || run == 1 && gapped == 1 && head.first()?.indent < 8
    {
        let after = lines.iter().skip(first + run).position(|line| !line.is_blank())?;
        return Some(first + run + after)
            .filter(|at| lines.get(*at).is_some_and(|l| l.indent >= 6));
    }
    Some(first)
}

/// Returns the number of lines of the headline, of `run` lines from `start` on.
fn title_lines(
    lines: &[SourceLine<'_>],
    start: usize,
    run: usize,
    measure: &Measure,
    under: bool,
) -> Option<usize> {
    let line = lines.get(start)?;
    let text = line.text;
    let marked =
        line_syntax::marker(text).is_some() || text.starts_with('>') || text.starts_with("- ");
    if marked && !text.starts_with("# ") || date::is_date(text) || table::is_table(&[*line]) {
        return None;
    }
    if line_syntax::is_rule(text)
        || text.chars().count() > 160
        || !text.contains(char::is_alphanumeric)
    {
        return None;
    }
    if under || text.starts_with("# ") {
        return Some(1);
    }
    let stops = line_syntax::last_sign(text)
        .is_some_and(|c| matches!(c, '.' | ',' | ';' | ':' | '。' | '،'));
    let shouted = line_syntax::is_capitals(text);
    if heading::word_and_number(text).is_some() {
        return None;
    }
    if stops && !(shouted && text.ends_with(['.', ';', ':']))
        || line_syntax::starts_lower(text) && !text.starts_with("de ")
    {
        return None;
    }
    let after = lines.get(start + 1..)?;
    if run == 1 {
        return Some(1);
    }
    // Lines under the first: credits, text, or the rest of the headline.
    let next = after.first()?;
    if is_credit(next) {
        return Some(1);
    }
    // A centred headline goes on only when its first line is long; else the next line is another.
    let both_centred = line.indent >= 6 && next.indent >= 6 && line.width - line.indent >= 40;
    let both_inset = line.indent >= 6 && next.indent >= 6;
    let both_shouted = shouted && line_syntax::is_capitals(next.text);
    if both_centred || both_shouted {
        let alike = after.iter().take(run - 1).take_while(|l| {
            (!both_centred || l.indent >= 6)
                && line_syntax::is_capitals(l.text) == shouted
                && !is_credit(l)
        });
        let count = 1 + alike.count();
        return (count <= 4).then_some(count);
    }
    if both_inset {
        return Some(1);
    }
    let under_it = run == 2
        && [text, next.text].iter().all(|text| {
            heading::is_title(text) && !text.starts_with(|c: char| c.is_ascii_digit())
        })
        && after
            .iter()
            .skip(1)
            .position(|line| !line.is_blank())
            .and_then(|at| after.get(at + 1..))
            .is_some_and(|rest| heading::is_running(rest, measure));
    if under_it && !measure_joins(line, next, measure) {
        return Some(1);
    }
    let much_longer = next.width > line.width.max(60) + 20 && next.width > 80;
    let prose = heading::is_running(after, measure) && !measure_joins(line, next, measure);
    (much_longer || prose && heading::is_title(text) && !line_syntax::starts_lower(next.text))
        .then_some(1)
}

fn measure_joins(a: &SourceLine<'_>, b: &SourceLine<'_>, measure: &Measure) -> bool {
    measure.column.is_some_and(|column| a.width + 1 + b.first_word() + column / 6 > column)
}

/// A byline or a date on a line of its own.
fn is_credit(line: &SourceLine<'_>) -> bool {
    byline(line.text).is_some()
        || date::is_date(line.text)
        || matches!(line.text, "by" | "By" | "BY")
}

/// The author that a line names: `By Jane Austen`.
fn byline(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    let opener = BY.iter().find(|opener| lower.starts_with(**opener))?;
    // Lower case of these letters is as long as the capitals, so the place is right.
    let name = text.get(opener.len()..)?.trim();
    let few = (1..=12).contains(&name.split(' ').count()) && name.chars().count() <= 80;
    let starts = name.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
        || name.rsplit(' ').next().is_some_and(|role| is_listed(&role.to_lowercase(), ROLES));
    let sentence = line_syntax::ends_sentence(name) && name.split(' ').count() > 5;
    (few && starts && !sentence && !name.ends_with([',', ';', ':'])).then_some(name)
}

/// Reads the credit at `place` into the metadata, and says how many lines it takes.
fn credit(
    lines: &[SourceLine<'_>],
    place: usize,
    measure: &Measure,
    meta: &mut Metadata,
) -> usize {
    let Some(line) = lines.get(place) else { return 0 };
    if line.width - line.indent > 100 {
        return 0;
    }
    if meta.byline.is_none() {
        if let Some(name) = byline(line.text) {
            if let Some((name, date)) = name
                .split_once([',', '|'])
                .filter(|(_, d)| meta.date.is_none() && date::is_date(d.trim()))
            {
                meta.byline = Some(name.trim().to_owned());
                meta.date = Some(date.trim().to_owned());
            } else {
                let mut tidy = String::new();
                join_lines::push_words(&mut tidy, name);
                meta.byline = Some(tidy);
            }
            return 1;
        }
        if line.text.eq_ignore_ascii_case("by") {
            let name =
                (place + 1..place + 4).find(|at| lines.get(*at).is_some_and(|l| !l.is_blank()));
            if let Some((at, name)) = name.and_then(|at| Some((at, lines.get(at)?))) {
                meta.byline = Some(words(name));
                return at - place + 1;
            }
        }
    }
    if meta.byline.is_none() && meta.subtitle.is_empty() && is_name(line.text) {
        let after = lines.get(place + 1..).unwrap_or_default();
        let next =
            after.iter().position(|line| !line.is_blank()).and_then(|at| after.get(at..));
        let apart = after.first().is_none_or(SourceLine::is_blank);
        let certain = line.text.split(' ').any(|word| {
            word.len() == 2 && word.ends_with('.')
                || matches!(word, "von" | "van" | "de" | "der")
        });
        let runs = next.is_some_and(|next| heading::is_running(next, measure));
        if apart && (certain || !runs) && next.is_some() {
            meta.byline = Some(words(line));
            return 1;
        }
    }
    if let Some((name, day)) = line.text.split_once([',', '|', '·'])
        && meta.byline.is_none()
        && meta.date.is_none()
        && is_name(name.trim())
        && date::is_date(day.trim())
    {
        meta.byline = Some(name.trim().to_owned());
        meta.date = Some(day.trim().to_owned());
        return 1;
    }
    let shown = match line_syntax::field(line.text) {
        Some((name, value)) if is_listed(name, DATES) => value,
        _ => line.text,
    };
    let year = meta.byline.is_some() && is_year(shown);
    if meta.date.is_none() && (year || date::is_date(shown)) {
        let mut tidy = String::new();
        join_lines::push_words(&mut tidy, shown);
        meta.date = Some(tidy);
        return 1;
    }
    subtitle(lines, place, measure, meta)
}

/// A short line between the headline and a byline or a date belongs to the headline.
fn subtitle(
    lines: &[SourceLine<'_>],
    place: usize,
    _measure: &Measure,
    meta: &mut Metadata,
) -> usize {
    let Some(line) = lines.get(place) else { return 0 };
    let next = lines.iter().skip(place + 1).take(3).find(|line| !line.is_blank());
    let open = meta.subtitle.is_empty() && meta.byline.is_none() && meta.date.is_none();
    let plain = line_syntax::marker(line.text).is_none()
        && !line.text.starts_with('>')
        && !line_syntax::is_rule(line.text);
    // A centred line in one block with the headline, or any line before an author or a date.
    let with_title = place.checked_sub(1).and_then(|at| lines.get(at)).is_some_and(|before| {
        before.number == meta.place.line
            && line_syntax::starts_upper(line.text)
            && !line_syntax::ends_sentence(line.text)
            && next.is_none_or(|n| n.number > line.number + 1)
    });
    if open
        && plain
        && (next.is_some_and(is_credit) || with_title)
        && !table::is_table(&[*line])
    {
        meta.subtitle = inline::parse(&words(line));
        return 1;
    }
    0
}

/// Notes the dateline that opens the first paragraphs; it stays there too.
fn dateline(lines: &[SourceLine<'_>], meta: &mut Metadata) {
    for line in lines.iter().filter(|line| !line.is_blank()).take(8) {
        let dash = ["--", "—", "–", " - "].iter().filter_map(|dash| line.text.find(dash)).min();
        let Some(before) = dash.and_then(|at| line.text.get(..at)) else { continue };
        let before = before.trim();
        let place: String = before.chars().take_while(|c| !matches!(c, ',' | '(')).collect();
        let named = place.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && line_syntax::is_capitals(&place);
        let more = before.get(place.len()..).unwrap_or_default();
        let dated = more.contains('(')
            || more.contains(',')
            || !before.contains(' ')
            || place.split(' ').count() <= 3;
        if named && dated && before.chars().count() <= 60 && line.width > 60 {
            let agency = before.find('(').unwrap_or(before.len());
            let text = before.get(..agency).unwrap_or(before).trim();
            meta.dateline = Some(text.to_owned());
            return;
        }
    }
}
