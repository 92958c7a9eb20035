//! Metadata that a page states: title, author, date.

use super::dates;
use super::json_ld::{self, StatedFacts};
use super::names;
use super::title;
use crate::article::{Inline, Metadata};
use crate::diagnostic::Place;
use crate::months::ENGLISH_ABBREVIATIONS;
use crate::read::html::{self, HtmlNodeId, HtmlTree, WebPage};
use crate::read::{day_of_stamp, is_date, is_time_of_day, is_word_of_dates};

/// Letters of a byline at most.
const LONGEST_BYLINE: usize = 100;

/// Contents of `meta` elements, by name in lower case.
struct Told<'t>(Vec<(String, &'t str)>);

impl<'t> Told<'t> {
    fn of(tree: &'t HtmlTree) -> Self {
        let mut told = Vec::new();
        for id in tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "meta") {
            let Some(content) = tree.attribute(id, "content").map(str::trim) else { continue };
            if content.is_empty() {
                continue;
            }
            for (rank, key) in ["property", "name", "itemprop"].into_iter().enumerate() {
                let names = tree.attribute(id, key).unwrap_or("");
                for name in names.split_whitespace() {
                    let name = name.to_ascii_lowercase().replace('.', ":");
                    told.push((rank, name, content));
                }
            }
        }
        // A property is meant for machines, and goes before a mere name.
        told.sort_by_key(|(rank, ..)| *rank);
        Self(told.into_iter().map(|(_, name, content)| (name, content)).collect())
    }

    /// The value of the first of `names` that is told.
    fn one(&self, names: &[&str]) -> Option<String> {
        let value = |name: &&str| {
            self.0.iter().find(|(key, _)| key == name).map(|(_, value)| (*value).to_owned())
        };
        names.iter().find_map(value)
    }
}

/// Returns the metadata that the page states.
pub(super) fn metadata(page: &WebPage) -> Metadata {
    let tree = &page.tree;
    let told = Told::of(tree);
    let facts = json_ld::facts(tree);
    let site = site(&told, &facts);
    let mut meta = Metadata { site: site.clone(), ..Metadata::default() };
    if let Some(found) = title::title(tree, &told_titles(&told, &facts), site.as_deref()) {
        meta.place = Place::line(found.line);
        meta.title = vec![Inline::Text(found.text)];
        meta.site = site.or(found.site);
    }
    meta.source = address(page, &told, &facts);
    meta.byline = bylines(tree, &told, &facts).find(|name| !is_publisher(name, &meta));
    meta.date = date(tree, &told, &facts)
        .or_else(|| dates::shown_date(tree))
        .or_else(|| dates::day_of_path(meta.source.as_deref()?));
    let html = tree.first(HtmlTree::ROOT, "html");
    let lang =
        html.and_then(|id| tree.attribute(id, "lang").or(tree.attribute(id, "xml:lang")));
    let lang = lang.map(str::to_owned).or_else(|| told.one(&["content-language"]));
    let lang = lang.or(facts.language).or_else(|| told.one(&["og:locale", "dc:language"]));
    meta.language = lang.and_then(|tag| tag.parse().ok());
    meta
}

fn told_titles(told: &Told<'_>, facts: &StatedFacts) -> Vec<String> {
    let names = [
        "dc:title",
        "dcterm:title",
        "dcterms:title",
        "og:title",
        "weibo:article:title",
        "weibo:webpage:title",
        "title",
        "twitter:title",
        "parsely-title",
    ];
    let all = names.iter().filter_map(|name| told.one(&[name]));
    facts.title.clone().into_iter().chain(all).map(|text| plain(&text)).collect()
}

fn site(told: &Told<'_>, facts: &StatedFacts) -> Option<String> {
    let site = told.one(&["og:site_name"]).or_else(|| facts.site.clone());
    site.or_else(|| told.one(&["application-name"])).map(|site| plain(&site))
}

/// Returns a text without the entities that were written twice, in one line.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        let end = entity.find(';').filter(|end| *end <= LONGEST_ENTITY).map(|end| end + 1);
        match end.and_then(|end| Some((decode_entity(&entity[..end])?, end))) {
            Some((decoded, end)) => {
                out.push_str(&decoded);
                rest = &entity[end..];
            }
            None => {
                out.push('&');
                rest = &entity[1..];
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bytes of an entity before its semicolon, at most: those of `&CounterClockwiseContourIntegral`.
const LONGEST_ENTITY: usize = 32;

/// Returns the text that an entity stands for; none if there is no such entity.
fn decode_entity(entity: &str) -> Option<String> {
    let is_entity = |c: char| c.is_ascii_alphanumeric() || matches!(c, '&' | '#' | ';');
    if !entity.chars().all(is_entity) {
        return None;
    }
    let (tree, _) = html::parse(entity);
    let text = tree.words(HtmlTree::ROOT);
    (text != entity && !text.contains(char::is_control)).then_some(text)
}

/// Returns the names that the page states or shows as those of the author, the best first.
fn bylines(
    tree: &HtmlTree,
    told: &Told<'_>,
    facts: &StatedFacts,
) -> impl Iterator<Item = String> {
    let told = [
        "dc:creator",
        "dcterm:creator",
        "author",
        "article:author",
        "og:article:author",
        "parsely-author",
    ]
    .iter()
    .filter_map(|name| told.one(&[name]))
    .find(|name| !name.starts_with("http") && !name.starts_with("//"));
    // One word in small letters names an account rather than a person.
    let person = |name: &String| !name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let stated = facts.byline.clone().filter(person).into_iter().chain(told);
    // The page is searched only if it states no name.
    let shown = std::iter::once_with(|| shown_bylines(tree)).flatten().map(|(_, name)| name);
    stated.map(|name| plain(&name)).chain(shown).filter_map(named)
}

/// Returns the name in a byline; none where it has only a label, a date or an account.
fn named(byline: String) -> Option<String> {
    let words = html::words_of_markup(&byline);
    let mut rest = words.trim();
    // `Published: by Ada Fell` has two labels.
    while let Some(behind) = BYLINE_LABELS.iter().find_map(|label| behind_label(rest, label)) {
        rest = behind;
    }
    let is_of_date = is_date(rest) || rest.split([' ', ',']).all(is_word_of_dates);
    let rest = without_other_credits(without_date(rest)).trim();
    let rest = rest.trim_end_matches([',', ';', '|', '•', '·', '-', '–', '—', '»', '›', ' ']);
    let account = ACCOUNTS.iter().any(|account| rest.eq_ignore_ascii_case(account));
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    // Names are no questions and no exclamations.
    let is_sentence = rest.contains(['!', '?']);
    (letters >= LEAST_LETTERS && !account && !is_of_date && !is_sentence)
        .then(|| rest.to_owned())
}

/// Returns a byline up to the first words that credit another person or another moment, as in
/// `Ada Fell Reviewed by Bo Crag` and `Ada Fell Updated`.
fn without_other_credits(byline: &str) -> &str {
    let starts = byline.match_indices(' ').map(|(at, _)| at);
    let is_credit = |at: &usize| {
        let rest = byline[*at..].trim_start_matches([' ', '|', '•', '·', '(']);
        OTHER_CREDITS.iter().any(|credit| {
            rest.split_at_checked(credit.len()).is_some_and(|(start, after)| {
                start.to_lowercase() == *credit && !after.starts_with(char::is_alphanumeric)
            })
        })
    };
    let end = starts.into_iter().find(is_credit).unwrap_or(byline.len());
    &byline[..end]
}

/// Words that begin the credit of another person or another moment, in lower case.
const OTHER_CREDITS: [&str; 31] = [
    "reviewed by",
    "medically reviewed",
    "expert reviewer",
    "fact checked",
    "fact-checked",
    "edited by",
    "translated by",
    "photos by",
    "photography by",
    "illustrations by",
    "last updated",
    "updated",
    "published",
    "posted",
    "geprüft von",
    "übersetzt von",
    "aktualisiert",
    "veröffentlicht",
    "fotos von",
    "mis à jour",
    "publié",
    "traduit par",
    "relu par",
    "actualizado",
    "publicado",
    "revisado por",
    "traducido por",
    "aggiornato",
    "pubblicato",
    "bijgewerkt",
    "gepubliceerd",
];

/// Letters of a name at least: names of one Han character have a second for the family.
const LEAST_LETTERS: usize = 2;

/// Labels before names, in lower case.
const BYLINE_LABELS: [&str; 31] = [
    "written by",
    "posted by",
    "published by",
    "reported by",
    "reviewed by",
    "article by",
    "story by",
    "post by",
    "text by",
    "words by",
    "posted on",
    "published on",
    "posted",
    "published",
    "by",
    "author",
    "authors",
    "von",
    "text von",
    "geschrieben von",
    "autor",
    "autorin",
    "par",
    "écrit par",
    "auteur",
    "por",
    "escrito por",
    "scritto da",
    "door",
    "autore",
    "автор",
];

/// Returns what stands behind a label at the start of words.
fn behind_label<'w>(words: &'w str, label: &str) -> Option<&'w str> {
    let (start, rest) = words.split_at_checked(label.len())?;
    let is_label = start.to_lowercase() == label
        && (rest.is_empty() || rest.starts_with([' ', ':', '\u{A0}']));
    is_label.then(|| rest.trim_start_matches([' ', ':', '\u{A0}']))
}

/// True for the name of the site or of its host, which the title block shows already.
fn is_publisher(name: &str, meta: &Metadata) -> bool {
    let host = meta.source.as_deref().and_then(|address| address.split('/').nth(2));
    let host = host.map(|host| host.strip_prefix("www.").unwrap_or(host));
    let mut publishers = host.into_iter().chain(meta.site.as_deref());
    publishers.any(|publisher| title::fold_letters(publisher) == title::fold_letters(name))
}

/// Names of accounts that programs make, and no persons.
const ACCOUNTS: [&str; 4] = ["admin", "administrator", "root", "webmaster"];

/// Words between a name and a date.
const DATED: [&str; 3] = ["Published", "Updated", "Posted"];

/// A byline up to the date that follows the name: `November 15, 2019`, `2019-04-10`,
/// `Published 11:11 PM`.
fn without_date(byline: &str) -> &str {
    let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let mut at = 0;
    let mut words = byline.split_inclusive(' ').peekable();
    while let Some(word) = words.next() {
        let bare = word.trim().trim_end_matches([',', '.']);
        let numbered = words.peek().is_some_and(|next| digit(next));
        let month =
            numbered && ENGLISH_ABBREVIATIONS.iter().any(|month| bare.starts_with(month));
        let day = bare.len() >= 8
            && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'));
        if at > 0 && (month || day || numbered && DATED.contains(&bare)) {
            return byline.get(..at).unwrap_or(byline);
        }
        at += word.len();
    }
    byline
}

/// Returns the elements that show the authors of the article, with their words.
pub(super) fn shown_bylines(tree: &HtmlTree) -> Vec<(HtmlNodeId, String)> {
    let mut found = Vec::new();
    for id in tree.descend(HtmlTree::ROOT).filter(|id| tree.is_element(*id)) {
        let rel = tree.attribute(id, "rel") == Some("author");
        let item = tree.attribute(id, "itemprop").is_some_and(|name| name.contains("author"));
        let label = tree.label(id).to_ascii_lowercase();
        let called = ["byline", "dateline", "writtenby", "p-author"]
            .iter()
            .any(|word| label.contains(word))
            || names::has_part(&label, &["author"]) && !label.contains("authors-list");
        if !(rel || item || called) || tree.name(id) == "meta" || tree.name(id) == "link" {
            continue;
        }
        // Authors stand above a text; below it stand those who comment. In a quotation stands
        // the one who is quoted.
        let below = |up: HtmlNodeId| {
            names::is_of_other_story(&tree.label(up)) || tree.name(up) == "blockquote"
        };
        if tree.ancestors(id).take(6).any(|up| tree.name(up) != "body" && below(up)) {
            continue;
        }
        let inner = tree.descend(id).skip(1).find(|inner| {
            tree.attribute(*inner, "itemprop").is_some_and(|name| name.contains("name"))
                || tree.name(*inner) == "span"
                    && tree.label(*inner).trim().eq_ignore_ascii_case("author")
        });
        let words = parted_words(tree, inner.unwrap_or(id));
        if !words.is_empty() && words.chars().count() < LONGEST_BYLINE {
            found.push((id, words));
        }
    }
    found
}

/// The words of an element, those of elements side by side parted, without the time it tells.
fn parted_words(tree: &HtmlTree, from: HtmlNodeId) -> String {
    let mut words = String::new();
    for id in tree.descend(from) {
        if let Some(text) = tree.text(id) {
            let around = tree.ancestors(id).take_while(|up| *up != from);
            if !around.into_iter().any(|up| tree.name(up) == "time") {
                words.push_str(text);
            }
        } else if tree.previous(id).is_some_and(|before| tree.is_element(before)) {
            words.push(' ');
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn date(tree: &HtmlTree, told: &Told<'_>, facts: &StatedFacts) -> Option<String> {
    let told = told.one(&[
        "article:published_time",
        "datepublished",
        "dc:date",
        "dc:date:issued",
        "dcterms:created",
        "date",
        "pubdate",
        "publishdate",
        "parsely-pub-date",
        "sailthru:date",
        "publish_date",
    ]);
    let shown = || {
        let times = tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "time");
        let published = |id: &HtmlNodeId| {
            tree.attribute(*id, "pubdate").is_some()
                || tree.attribute(*id, "itemprop").is_some_and(|name| name == "datePublished")
                || tree
                    .ancestors(*id)
                    .take(6)
                    .any(|up| matches!(tree.name(up), "article" | "header"))
        };
        let id = times.into_iter().find(published)?;
        let words = tree.attribute(id, "datetime").map(str::to_owned);
        Some(words.unwrap_or_else(|| tree.words(id)))
    };
    let date = facts.date.clone().or(told).or_else(shown)?;
    let day = Some(day(date.trim())).filter(|date| !date.is_empty())?;
    Some(dates::shown_day(tree, &day).unwrap_or(day))
}

/// The day of a moment: `2024-05-17` of `2024-05-17T08:00:00Z`, `05/29/2007` of `05/29/2007 09:49`;
/// nothing where a program told a year of which nobody has pages.
fn day(date: &str) -> String {
    if date.starts_with("0000") || date.starts_with("0001") {
        return String::new();
    }
    if let Some(day) = day_of_stamp(date) {
        return day.iso();
    }
    let mut words: Vec<&str> = date.split_whitespace().collect();
    if words.len() == 2 && words.last().is_some_and(|word| is_time_of_day(word)) {
        words.pop();
    }
    words.join(" ")
}

fn address(page: &WebPage, told: &Told<'_>, facts: &StatedFacts) -> Option<String> {
    let tree = &page.tree;
    let canonical = tree
        .descend(HtmlTree::ROOT)
        .find(|id| tree.name(*id) == "link" && tree.attribute(*id, "rel") == Some("canonical"));
    let canonical = canonical.and_then(|id| tree.attribute(id, "href")).map(str::to_owned);
    let all = [canonical, told.one(&["og:url"]), facts.address.clone(), page.address.clone()];
    all.into_iter().flatten().find(|address| address.starts_with("http"))
}
