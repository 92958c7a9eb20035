//! Headline of a page, without the name of its site.

use crate::read::html::{HtmlNodeId, HtmlTree};

/// Signs between a headline and the name of a site.
const SIGNS: [&str; 9] = [" | ", " - ", " – ", " — ", " \\ ", " / ", " > ", " » ", " · "];

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

/// The headline: what the page tells machines, else the title of its window.
pub(super) fn title(tree: &HtmlTree, told: &[String], site: Option<&str>) -> Option<PageTitle> {
    let window = window_title(tree);
    let mut beside = None;
    let text = match (told.first(), window) {
        (Some(told), _) => {
            let title = without_site(told, site);
            match shown_part(tree, &title) {
                // The name of the site, which the page does not tell otherwise.
                Some((headline, rest)) if site.is_none() && count(rest) <= SITE_WORDS => {
                    beside = Some(rest.to_owned());
                    headline.to_owned()
                }
                _ => title,
            }
        }
        (None, Some(window)) => match shown_part(tree, &window) {
            Some((headline, rest)) => {
                beside = Some(rest.to_owned());
                headline.to_owned()
            }
            None => shortened(tree, &window, site),
        },
        (None, None) => return None,
    };
    let text = text.trim().to_owned();
    let heading = headings(tree).into_iter().find(|id| same(&words(tree, *id), &text));
    let line = heading.map_or(0, |id| tree.line(id));
    (!text.is_empty()).then_some(PageTitle { text, line, site: beside })
}

/// The part of a window's title that the page shows as its only greatest heading, and the other
/// part.
fn shown_part<'w>(tree: &HtmlTree, window: &'w str) -> Option<(&'w str, &'w str)> {
    let mut greatest = tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "h1");
    let shown = words(tree, greatest.next().filter(|_| greatest.next().is_none())?);
    SIGNS.iter().find_map(|sign| {
        let last = window.rsplit_once(sign).filter(|(headline, _)| same(headline, &shown));
        let first = || {
            let (rest, headline) = window.split_once(sign)?;
            same(headline, &shown).then_some((headline, rest))
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
    tree.words(id).split_whitespace().collect::<Vec<_>>().join(" ")
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
