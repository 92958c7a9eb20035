//! Meaning of the classes and ids of elements.
//!
//! The words are those of Readability (Mozilla, after Arc90), with others that were found on many
//! pages.

/// Parts that are seldom the article.
const UNLIKELY: [&str; 35] = [
    "-ad-",
    "ai2html",
    "banner",
    "breadcrumb",
    "combx",
    "comment",
    "community",
    "cover-wrap",
    "disqus",
    "extra",
    "footer",
    "gdpr",
    "header",
    "legends",
    "menu",
    "related",
    "remark",
    "replies",
    "rss",
    "shoutbox",
    "sidebar",
    "skyscraper",
    "social",
    "sponsor",
    "supplemental",
    "ad-break",
    "agegate",
    "pagination",
    "pager",
    "popup",
    "yom-remote",
    "newsletter",
    "paywall",
    "cookie",
    "outbrain",
];

/// Names that an unlikely part may have and be the article all the same.
const PERHAPS: [&str; 8] =
    ["and", "article", "body", "column", "content", "main", "mathjax", "shadow"];

/// Names that speak for an element.
const GOOD: [&str; 15] = [
    "article",
    "body",
    "content",
    "entry",
    "hentry",
    "h-entry",
    "main",
    "page",
    "pagination",
    "post",
    "text",
    "blog",
    "story",
    "tweet",
    "instapaper_body",
];

/// Names that speak against an element.
const BAD: [&str; 30] = [
    "-ad-",
    "hidden",
    "banner",
    "combx",
    "comment",
    "com-",
    "contact",
    "footer",
    "gdpr",
    "masthead",
    "media",
    "meta",
    "outbrain",
    "promo",
    "related",
    "scroll",
    "share",
    "shoutbox",
    "sidebar",
    "skyscraper",
    "sponsor",
    "shopping",
    "tags",
    "widget",
    "footnote",
    "taboola",
    "newsletter",
    "recirc",
    "paywall",
    "subscribe",
];

/// Weight of one name. (Readability's figure.)
const WEIGHT: f32 = 25.0;

/// True if an element of this name, with its capitals, is hardly the article.
pub(super) fn is_unlikely(name: &str) -> bool {
    let is_part = has_part(name, &UNLIKELY_PARTS);
    let name = name.to_ascii_lowercase();
    is_part
        || UNLIKELY.iter().any(|word| name.contains(word))
            && !PERHAPS.iter().any(|word| name.contains(word))
}

/// True if an element of this name has sentences and is not the article.
pub(super) fn is_surely_other(name: &str) -> bool {
    OTHERS.iter().any(|word| name.contains(word))
}

/// True if an element of this name is seldom the article, and only long running text says that it
/// is: much of an article can stand in what its shop or its editors named.
pub(super) fn is_mostly_other(name: &str) -> bool {
    MOSTLY_OTHERS.iter().any(|word| name.contains(word))
}

/// True for the name of a box around other stories, comments, or the end of a page: authors and
/// dates in it are not those of the article.
pub(super) fn is_of_other_story(label: &str) -> bool {
    has_part(label, &OTHER_STORIES)
}

/// Parts of names of boxes with other stories, comments, or the end of a page.
const OTHER_STORIES: [&str; 9] = [
    "comment",
    "comments",
    "footer",
    "more",
    "recommended",
    "related",
    "sidebar",
    "teaser",
    "teasers",
];

/// True if an element is called one about the author.
pub(super) fn is_about_author(label: &str) -> bool {
    has_part(label, &["author", "authors", "bio", "biography", "contributor", "contributors"])
}

/// True for the name of a box that opens over a word: a card on a person, a menu.
pub(super) fn is_card(name: &str) -> bool {
    let opens = ["rollover", "hovercard", "hover", "flyout", "dropdown", "tooltip", "popover"];
    let boxes = ["block", "card", "content", "panel", "body", "box", "inner", "menu"];
    name.split_whitespace().any(|one| has_part(one, &opens) && has_part(one, &boxes))
        || has_part(name, &["hovercard"])
}

/// True if only a word of styling counts against a name, as `media` in `leafmedia`.
pub(super) fn is_of_looks(class: &str, id: &str) -> bool {
    let bare = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["media", "scroll", "hidden"].iter().fold(name, |name, word| name.replace(word, ""))
    };
    weight(&bare(class), &bare(id)) >= 0.0
}

/// True for the name of an advertisement: `ad`, `ad-label`, `dfp-ad`, `adsbygoogle`.
pub(super) fn is_advertisement(name: &str) -> bool {
    name.split_whitespace().any(|one| {
        let ends = |word: &str| {
            one.strip_prefix(word).is_some_and(|rest| rest.starts_with(['-', '_']))
                || one.strip_suffix(word).is_some_and(|rest| rest.ends_with(['-', '_']))
        };
        matches!(one, "ad" | "ads" | "adsbygoogle" | "adslot" | "adunit" | "advertisement")
            || ends("ad")
            || one.starts_with("ads-")
    })
}

/// Names of what is written in sentences and is not the article.
const OTHERS: [&str; 13] = [
    "comment",
    "disqus",
    "repl",
    "sponsor",
    "footer",
    "sidebar",
    "recirc",
    "outbrain",
    "taboola",
    "cookie",
    "gdpr",
    "disclaimer",
    "caption",
];

/// Names of what is mostly written in sentences and not the article.
const MOSTLY_OTHERS: [&str; 9] = [
    "related",
    "promo",
    "newsletter",
    "subscri",
    "paywall",
    "author",
    "bio",
    "credit",
    "banner",
];

/// Whole parts of names that are never the article's.
const UNLIKELY_PARTS: [&str; 13] = [
    "breadcrumb",
    "cta",
    "nocontent",
    "recirc",
    "recirculation",
    "newsletter",
    "signup",
    "tooltip",
    "popover",
    "controls",
    "control",
    "promo",
    "advert",
];

/// Returns the weight of class and id of an element, each from -25 to 25.
pub(super) fn weight(class: &str, id: &str) -> f32 {
    let class: Vec<&str> = class.split_whitespace().filter(|name| !is_style(name)).collect();
    [&class.join(" "), id].iter().map(|name| one_weight(&name.to_ascii_lowercase())).sum()
}

/// True if a name only describes styling, as those of frameworks do: `overflow-hidden`,
/// `md:hidden`, `scroll-mt-20`.
fn is_style(name: &str) -> bool {
    name.contains(':')
        || ["overflow-", "scroll-m", "scroll-p", "backface-"]
            .iter()
            .any(|start| name.starts_with(start))
        || ["-scroll", "-scrollable", "-responsive"].iter().any(|end| name.ends_with(end))
}

fn one_weight(name: &str) -> f32 {
    if name.is_empty() {
        return 0.0;
    }
    let bad = BAD.iter().any(|word| *word != "footnote" && name.contains(word))
        || name == "hid"
        || name.split_whitespace().any(|word| word == "hid");
    let good = GOOD.iter().any(|word| name.contains(word));
    f32::from(u8::from(good)) * WEIGHT - f32::from(u8::from(bad)) * WEIGHT
}

/// Names of the element that holds an article's text, without what joins their parts.
const TEXT: [&str; 15] = [
    "articlebody",
    "articlecontent",
    "articletext",
    "articlestory",
    "articlecopy",
    "storybody",
    "storycontent",
    "storytext",
    "postbody",
    "postcontent",
    "posttext",
    "entrycontent",
    "entrybody",
    "entrytext",
    "bodycopy",
];

/// True for the name of an article's text: `article-body`, `story__text`.
pub(super) fn is_text(name: &str) -> bool {
    name.split_whitespace().any(|one| {
        let bare: String = one.chars().filter(|c| c.is_alphanumeric()).collect();
        let bare = bare.to_ascii_lowercase();
        TEXT.iter().any(|text| bare.ends_with(text))
    })
}

/// Parts of the names of lines that tell author and date.
const FACTS: [&str; 16] = [
    "submitted",
    "writer",
    "date",
    "dateline",
    "postdate",
    "pubdate",
    "timestamp",
    "datetime",
    "postinfo",
    "postmeta",
    "meta",
    "byline",
    "author",
    "authors",
    "published",
    "posted",
];

/// True for the name of a line with author and date.
pub(super) fn tells_facts(name: &str) -> bool {
    has_part(name, &FACTS)
}

/// True if a name has one of `words` as a whole part, between hyphens, underscores, spaces or
/// capitals: `share` is in `post-share` and `shareBar`, not in `shareholder`.
pub(super) fn has_part(name: &str, words: &[&str]) -> bool {
    parts(name).any(|part| {
        words.iter().any(|word| {
            part.eq_ignore_ascii_case(word) || !part.is_ascii() && part.to_lowercase() == **word
        })
    })
}

/// The parts of a name.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let alphanumeric = name.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    alphanumeric.flat_map(|run| {
        let mut rest = Some(run);
        std::iter::from_fn(move || {
            let run = rest?;
            let mut before = ' ';
            let turn = run.char_indices().find(|(_, c)| {
                let turns = c.is_uppercase() && before.is_lowercase();
                before = *c;
                turns
            });
            let end = turn.map(|(at, _)| at);
            rest = end.map(|end| &run[end..]);
            Some(&run[..end.unwrap_or(run.len())])
        })
    })
}
