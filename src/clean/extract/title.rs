//! Headline of a page, without the name of its site.

use super::permalinks;
use crate::read::html::{HtmlNodeId, HtmlTree, is_block};

/// Signs between a headline and the name of a site.
const SIGNS: [&str; 10] =
    [" | ", " - ", " – ", " — ", " \\ ", " / ", " > ", " » ", " · ", " • "];

/// Words of a site's name beside a headline, at most.
const SITE_WORDS: usize = 4;

fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A headline and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageTitle {
    pub(super) text: String,
    pub(super) line: u32,
    /// The name of the site, where the window's title has it beside the headline.
    pub(super) site: Option<String>,
}

/// The headline: the heading that the reader sees, if the page tells it to machines in much the
/// same words; else what it tells them, else the title of its window.
pub(super) fn title(tree: &HtmlTree, told: &[String], site: Option<&str>) -> Option<PageTitle> {
    let window = window_title(tree);
    let mut beside = None;
    let names = SiteNames { site, heading: site_heading(tree) };
    let told: Vec<&String> = told.iter().filter(|title| !names.contain(title)).collect();
    let text = match (shown_headline(tree, &names, &told), told.first(), &window) {
        (Some(shown), _, window) => {
            let parted = window.as_deref().and_then(|window| parted_by(window, &shown));
            let rest = parted.map(|(_, rest)| rest.to_owned());
            beside = rest.filter(|rest| count(rest) <= SITE_WORDS);
            shown
        }
        (None, Some(told), _) => {
            let title = without_site(told, site);
            match shown_part(tree, &title) {
                // The name of the site, which the page does not tell otherwise.
                Some((headline, rest)) if site.is_none() && count(rest) <= SITE_WORDS => {
                    beside = Some(rest.to_owned());
                    headline.to_owned()
                }
                _ => without_name(without_trail(&title), site).to_owned(),
            }
        }
        (None, None, Some(window)) => match shown_part(tree, window) {
            Some((headline, rest)) => {
                beside = Some(rest.to_owned());
                headline.to_owned()
            }
            None => {
                let whole = without_site(window, site);
                let headline = without_trail(&whole);
                let cut = headline.len() < whole.len();
                if cut { headline.to_owned() } else { shortened(tree, window, site) }
            }
        },
        (None, None, None) => return None,
    };
    let text = text.trim().to_owned();
    let heading = headings(tree).into_iter().find(|id| same(&words(tree, *id), &text));
    let line = heading.map_or(0, |id| tree.line(id));
    (!text.is_empty()).then_some(PageTitle { text, line, site: beside })
}

/// Names of the site: the one that it tells, and a heading that only leads to its first page.
struct SiteNames<'n> {
    site: Option<&'n str>,
    heading: Option<String>,
}

impl SiteNames<'_> {
    fn contain(&self, text: &str) -> bool {
        let names = self.site.into_iter().chain(self.heading.as_deref());
        names.into_iter().any(|name| same(name, text))
    }
}

/// The text of a great heading that only leads to the first page of the site.
fn site_heading(tree: &HtmlTree) -> Option<String> {
    let mut greatest = tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "h1");
    greatest.find(|id| leads_home(tree, *id)).map(|id| words(tree, id))
}

/// True if the text of a heading is a link to the root of its site.
fn leads_home(tree: &HtmlTree, heading: HtmlNodeId) -> bool {
    let around = tree.ancestors(heading).take(2).find(|id| tree.name(*id) == "a");
    let Some(link) = around.or_else(|| tree.first(heading, "a")) else { return false };
    let address = tree.attribute(link, "href").unwrap_or("").trim();
    let path = address
        .split_once("//")
        .map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let is_home = matches!(path, "" | "/" | "./" | "../" | "index.html" | "/index.html");
    let whole = same(&words(tree, link), &words(tree, heading)) || around.is_some();
    is_home && !address.is_empty() && !address.starts_with('#') && whole
}

/// The part of a shown headline's words that the page tells machines too, in percent.
const SHARED: usize = 55;

/// The same part for the only great heading, if it is called a headline.
const SHARED_BY_CALLED: usize = 25;

/// Words in front of a told headline, in a heading that shows its section there too.
const KICKER: usize = 3;

/// Returns the headline that the page shows: its only great heading, or the one whose words the
/// told titles have, else the only heading that is called a headline.
fn shown_headline(tree: &HtmlTree, names: &SiteNames<'_>, told: &[&String]) -> Option<String> {
    let window = window_title(tree);
    let all: Vec<&str> =
        told.iter().map(|title| title.as_str()).chain(window.as_deref()).collect();
    let beside = |id: HtmlNodeId| {
        tree.ancestors(id).any(|up| {
            matches!(
                tree.name(up),
                "nav" | "footer" | "aside" | "dialog" | "noscript" | "template"
            ) || tree.attribute(up, "hidden").is_some()
        })
    };
    let text_of = |id: HtmlNodeId| {
        let (whole, parted) = (words(tree, id), parted_words(tree, id));
        // Letters of a word can have elements of their own.
        if agreement(&parted, &all) > agreement(&whole, &all) { parted } else { whole }
    };
    let headline = |id: HtmlNodeId| {
        let text = text_of(id);
        let is_name = names.contain(&text) || leads_home(tree, id) || ends_window(&text, &all);
        (!text.is_empty() && !beside(id) && !is_name).then_some(text)
    };
    let great: Vec<String> = headings(tree)
        .into_iter()
        .filter(|id| tree.name(*id) == "h1")
        .filter_map(headline)
        .collect();
    let best = match great.as_slice() {
        [] => {
            let mut called =
                headings(tree).into_iter().filter(|id| is_called_headline(tree, *id));
            let only = called.next().filter(|_| called.next().is_none())?;
            let text = headline(only)?;
            let untold =
                told.is_empty() && window.as_deref().is_none_or(|window| names.contain(window));
            return (untold || agreement(&text, &all) >= SHARED).then_some(text);
        }
        [first, rest @ ..] => rest.iter().fold(first, |best, other| {
            if agreement(other, &all) > agreement(best, &all) { other } else { best }
        }),
    };
    let is_called = headings(tree).into_iter().any(|id| {
        tree.name(id) == "h1" && is_called_headline(tree, id) && text_of(id) == *best
    });
    if all.is_empty() && great.len() == 1 {
        return Some(best.clone());
    }
    let least = if is_called && great.len() == 1 { SHARED_BY_CALLED } else { SHARED };
    if agreement(best, &all) < least {
        return None;
    }
    // A section before the headline.
    let told = told.iter().find(|told| {
        let before = best.strip_suffix(told.as_str());
        before.is_some_and(|before| before.ends_with(' ') && count(before) <= KICKER)
    });
    Some(told.map_or_else(|| best.clone(), |told| (*told).clone()))
}

/// True for the name of the site or of a section: it ends a title behind a sign, and another title
/// of the page is what stands before it.
fn ends_window(text: &str, all: &[&str]) -> bool {
    let name = fold_letters(text);
    let ends = |title: &str, other: &str| {
        let (title, other) = (fold_letters(title), fold_letters(other));
        title.strip_suffix(name.as_str()) == Some(other.as_str())
    };
    let mut longer = all.iter().filter(|other| count(other) > count(text));
    longer.any(|other| all.iter().any(|title| ends(title, other)))
}

/// Returns the part of the words of a heading that one of the titles has, in percent.
fn agreement(heading: &str, titles: &[&str]) -> usize {
    let bare = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let words = bare(heading);
    let shared = |title: &&str| {
        if same(title, heading) {
            return 100;
        }
        let title = bare(title);
        let shared = words.iter().filter(|word| title.contains(word)).count();
        shared * 100 / words.len().max(1)
    };
    titles.iter().map(shared).max().unwrap_or(0)
}

/// True for a heading that is called the headline of an article or of a post.
fn is_called_headline(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let is_named = |name: &str| {
        ["headline", "entry-title", "post-title", "article-title", "p-name"].contains(&name)
    };
    let class = tree.attribute(id, "class").unwrap_or("");
    tree.attribute(id, "itemprop") == Some("headline") || class.split_whitespace().any(is_named)
}

/// The words of an element, those of elements side by side parted.
fn parted_words(tree: &HtmlTree, from: HtmlNodeId) -> String {
    let mut words = String::new();
    for id in tree.descend(from) {
        if let Some(text) = tree.text(id) {
            words.push_str(text);
        } else if id != from && !matches!(tree.name(id), "sup" | "sub") {
            words.push(' ');
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a title without the name that stands behind an upright line or a dot, where the page
/// does not tell the name of its site.
fn without_name<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    let cut = [" | ", " • ", " · "].iter().find_map(|sign| title.rsplit_once(sign));
    match cut {
        Some((headline, name)) if site.is_none() => {
            let is_name = count(name) <= SITE_WORDS && count(headline) > count(name);
            if is_name { headline } else { title }
        }
        _ => title,
    }
}

/// Returns a title without the trail of sections that stands behind or before its headline, which
/// the same sign parts.
fn without_trail(title: &str) -> &str {
    for sign in [" / ", " > ", " » ", " | ", " › ", " :: ", " « ", " ← "] {
        let parts: Vec<&str> = title.split(sign).collect();
        let [first, .., last] = parts.as_slice() else { continue };
        if parts.len() > 2 {
            return if count(last) > count(first) && count(first) < 3 { last } else { first };
        }
    }
    title
}

/// The part of a window's title that the page shows as its only greatest heading, and the other
/// part.
fn shown_part<'w>(tree: &HtmlTree, window: &'w str) -> Option<(&'w str, &'w str)> {
    let mut greatest = tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "h1");
    let shown = words(tree, greatest.next().filter(|_| greatest.next().is_none())?);
    parted_by(window, &shown)
}

/// Returns the part of a window's title that is a headline, and the other part.
fn parted_by<'w>(window: &'w str, shown: &str) -> Option<(&'w str, &'w str)> {
    SIGNS.iter().find_map(|sign| {
        let last = window.rsplit_once(sign).filter(|(headline, _)| same(headline, shown));
        let first = || {
            let (rest, headline) = window.split_once(sign)?;
            same(headline, shown).then_some((headline, rest))
        };
        last.or_else(first)
    })
}

fn window_title(tree: &HtmlTree) -> Option<String> {
    let outside_pictures = |id: &HtmlNodeId| {
        tree.name(*id) == "title" && !tree.ancestors(*id).any(|up| tree.name(up) == "svg")
    };
    let id = tree.descend(HtmlTree::ROOT).find(outside_pictures)?;
    Some(words(tree, id)).filter(|title| !title.is_empty())
}

fn words(tree: &HtmlTree, id: HtmlNodeId) -> String {
    let mut words = String::new();
    let is_mark = |text| tree.parent(text).is_some_and(|up| permalinks::is_sign(tree, up));
    for inner in tree.descend(id) {
        if !is_mark(inner) {
            words.push_str(tree.text(inner).unwrap_or(""));
        }
        if tree.name(inner) == "br" || inner != id && is_block(tree.name(inner)) {
            words.push(' ');
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn headings(tree: &HtmlTree) -> Vec<HtmlNodeId> {
    tree.descend(HtmlTree::ROOT).filter(|id| matches!(tree.name(*id), "h1" | "h2")).collect()
}

/// True if two texts have the same words, letter case and signs aside.
pub(super) fn same(one: &str, other: &str) -> bool {
    let one = fold_letters(one);
    !one.is_empty() && one == fold_letters(other)
}

/// Returns the letters and figures of a text in lower case, by which texts are compared.
pub(super) fn fold_letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True if a title is a heading, or begins with one that is more than half of it: what follows
/// are the names of sections and of the site.
pub(super) fn opens(title: &str, heading: &str) -> bool {
    same(title, heading)
        || title.strip_prefix(heading.trim()).is_some_and(|rest| {
            rest.len() < heading.len() && rest.starts_with(['_', '|', '-', '–', '—', ' '])
        })
}

/// A told title without the site's name at its end or start.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site.filter(|site| !site.is_empty()) else { return title.to_owned() };
    for sign in SIGNS {
        if let Some((rest, last)) = title.rsplit_once(sign)
            && same(last, site)
        {
            return rest.to_owned();
        }
        if let Some((first, rest)) = title.split_once(sign)
            && same(first, site)
        {
            return rest.to_owned();
        }
    }
    title.to_owned()
}

/// A window's title without what is not the headline. (Readability's way.)
fn shortened(tree: &HtmlTree, window: &str, site: Option<&str>) -> String {
    let mut title = without_site(window, site);
    let parted = title != window;
    if !parted {
        let last =
            SIGNS.iter().filter_map(|sign| window.rfind(sign).map(|at| (at, *sign))).max();
        if let Some((at, sign)) = last {
            title = window.get(..at).unwrap_or(window).to_owned();
            if count(&title) < 3 {
                let (_, rest) = window.split_once(sign).unwrap_or(("", window));
                title = rest.to_owned();
            }
        } else if window.contains(": ") {
            if headings(tree).iter().any(|id| same(&words(tree, *id), window)) {
                return window.to_owned();
            }
            let last = window.rsplit_once(':').map_or(window, |(_, last)| last);
            let first = window.split_once(':').map_or(window, |(first, _)| first);
            title = if count(last) >= 3 {
                last.to_owned()
            } else if count(first) > 5 {
                window.to_owned()
            } else {
                window.split_once(':').map_or(window, |(_, rest)| rest).to_owned()
            };
        } else if !(15..=150).contains(&window.chars().count()) {
            let first: Vec<HtmlNodeId> =
                tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "h1").collect();
            if let [only] = first.as_slice() {
                title = words(tree, *only);
            }
        }
    }
    let title = title.trim().to_owned();
    let signs = [" \\ ", " / ", " > ", " » "].iter().any(|sign| window.contains(sign));
    // A title of few words after such a cut is rather a piece of one.
    if !parted && count(&title) <= 4 && (!signs || count(&title) + 1 != count_without(window)) {
        return window.to_owned();
    }
    title
}

/// Words of a title, its parting signs left out, less one.
fn count_without(window: &str) -> usize {
    let mut text = window.to_owned();
    for sign in SIGNS {
        text = text.replace(sign, " ");
    }
    text.split_whitespace().count()
}
