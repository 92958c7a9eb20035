//! Films, recordings and pages in a page, of which paper shows a line.
//!
//! Must never take an advertisement, a counter of readers or a button for one.

use super::base_address::BaseAddress;
use super::tree::{HtmlNodeId, HtmlTree};
use crate::article::{Inline, Language};

/// Kind of what stands in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MediaKind {
    Film,
    Recording,
    Page,
}

/// Words for a film, a recording and a page in a page, by language; the first are those of others.
const WORDS: [(&str, [&str; 3]); 14] = [
    ("en", ["Video", "Audio", "Embedded page"]),
    ("cs", ["Video", "Zvuk", "Vložená stránka"]),
    ("da", ["Video", "Lyd", "Indlejret side"]),
    ("de", ["Video", "Audio", "Eingebettete Seite"]),
    ("es", ["Vídeo", "Audio", "Página insertada"]),
    ("fr", ["Vidéo", "Audio", "Page intégrée"]),
    ("it", ["Video", "Audio", "Pagina incorporata"]),
    ("nb", ["Video", "Lyd", "Innebygd side"]),
    ("nl", ["Video", "Audio", "Ingesloten pagina"]),
    ("no", ["Video", "Lyd", "Innebygd side"]),
    ("pl", ["Wideo", "Nagranie", "Osadzona strona"]),
    ("pt", ["Vídeo", "Áudio", "Página incorporada"]),
    ("ru", ["Видео", "Аудио", "Встроенная страница"]),
    ("sv", ["Video", "Ljud", "Inbäddad sida"]),
];

/// Attributes with the address of a frame, of which some are loaded later.
const SOURCES: [&str; 7] = [
    "src",
    "data-src",
    "data-lazy-src",
    "data-litespeed-src",
    "data-cookieblock-src",
    "data-original",
    "data",
];

/// Parts of the addresses of what is no part of an article.
const OTHERS: [&str; 34] = [
    "/ads/",
    "/ad/",
    "adserver",
    "adservice",
    "adsystem",
    "amazon-ads",
    "analytics",
    "captcha",
    "chat",
    "comment",
    "consent",
    "cookie",
    "disqus",
    "doubleclick",
    "follow_button",
    "googlesyndication",
    "googletagmanager",
    "hsforms",
    "like.php",
    "likebox",
    "login",
    "mailchimp",
    "newsletter",
    "outbrain",
    "page.php",
    "pixel",
    "plugins/like",
    "plugins/share",
    "share_button",
    "subscribe",
    "substack.com/embed",
    "taboola",
    "tweet_button",
    "/embed/signup",
];

/// Parts of the addresses of films.
const FILMS: [&str; 22] = [
    "bilibili",
    "bitchute",
    "brightcove",
    "dailymotion",
    "facebook.com/plugins/video",
    "/film",
    "jwplatform",
    "jwplayer",
    "kaltura",
    "loom.com",
    "mp4",
    "odysee",
    "rutube",
    "streamable",
    "ted.com",
    "tiktok",
    "twitch",
    "video",
    "vimeo",
    "vine.co",
    "wistia",
    "youtu",
];

/// Parts of the addresses of recordings.
const RECORDINGS: [&str; 14] = [
    "acast",
    "anchor.fm",
    "audio",
    "audioboom",
    "bandcamp",
    "buzzsprout",
    "deezer",
    "libsyn",
    "megaphone",
    "mixcloud",
    "mp3",
    "podcast",
    "soundcloud",
    "spotify",
];

/// Longest side of a frame that shows nothing, in CSS pixels.
const MOST_BLANK: u32 = 60;

/// Characters of a title at most.
const MOST_TITLE: usize = 160;

/// Film, recording or page in a page.
#[derive(Debug)]
struct Media {
    kind: MediaKind,
    title: Option<String>,
    address: Option<String>,
}

/// True for an element that plays a film or a recording, or shows another page, as a part of an
/// article.
#[must_use]
pub fn is_media(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    find(tree, id).is_some()
}

/// True for the elements that are media if they are part of an article.
pub(super) fn may_be_media(name: &str) -> bool {
    matches!(name, "iframe" | "video" | "audio" | "object" | "embed") || name.contains('-')
}

/// Returns the line for an element: its kind, and its title or its address as a link.
pub(super) fn line(tree: &HtmlTree, id: HtmlNodeId, base: &BaseAddress) -> Option<Vec<Inline>> {
    let media = find(tree, id)?;
    let language = std::iter::once(id).chain(tree.ancestors(id)).find_map(|up| {
        tree.attribute(up, "lang").or(tree.attribute(up, "xml:lang"))?.parse::<Language>().ok()
    });
    let known =
        language.and_then(|language| WORDS.iter().find(|(tag, _)| *tag == language.primary()));
    let [film, recording, page] = known.unwrap_or(&WORDS[0]).1;
    let word = match media.kind {
        MediaKind::Film => film,
        MediaKind::Recording => recording,
        MediaKind::Page => page,
    };
    let target = media.address.and_then(|address| base.resolve_link(&address));
    let shown = |address: &str| {
        let bare = address.split_once("//").map_or(address, |(_, rest)| rest);
        bare.split(['?', '#']).next().expect("a text has a first part").to_owned()
    };
    let text = match (media.title, &target) {
        (Some(title), _) => title,
        (None, Some(target)) => shown(target),
        (None, None) => return Some(vec![Inline::Text(word.to_owned())]),
    };
    let said = Inline::Text(text);
    let named = match target {
        Some(target) => Inline::Link { target, text: vec![said] },
        None => said,
    };
    Some(vec![Inline::Text(format!("{word}: ")), named])
}

fn find(tree: &HtmlTree, id: HtmlNodeId) -> Option<Media> {
    let name = tree.name(id);
    if !may_be_media(name) || is_unseen(tree, id) {
        return None;
    }
    if name.contains('-') {
        return player(tree, id);
    }
    let address = address(tree, id);
    let lower = address.as_deref().unwrap_or("").to_ascii_lowercase();
    let is_picture = tree.attribute(id, "type").is_some_and(|kind| kind.starts_with("image"));
    if is_picture || OTHERS.iter().any(|other| lower.contains(other)) {
        return None;
    }
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    let kind = match name {
        "video" => MediaKind::Film,
        "audio" => MediaKind::Recording,
        _ if has(&FILMS) => MediaKind::Film,
        _ if has(&RECORDINGS) => MediaKind::Recording,
        _ => MediaKind::Page,
    };
    let title = title(tree, id);
    let plays = matches!(name, "video" | "audio");
    // Another page is known by its address, or by its title.
    let is_known = address.is_some() || plays || title.is_some() && kind != MediaKind::Page;
    let address = address.map(|address| page_of(&address).unwrap_or(address));
    is_known.then_some(Media { kind, title, address })
}

/// Returns the address of what an element plays or shows, if it is one of the web or of the site.
fn address(tree: &HtmlTree, id: HtmlNodeId) -> Option<String> {
    let own = SOURCES.iter().find_map(|name| {
        let value = tree.attribute(id, name)?.trim();
        (!value.is_empty() && !value.starts_with("about:")).then_some(value)
    });
    let inner = || {
        tree.descend(id).skip(1).find_map(|part| match tree.name(part) {
            "source" => tree.attribute(part, "src"),
            "param" => {
                let is_film = matches!(tree.attribute(part, "name"), Some("movie" | "src"));
                tree.attribute(part, "value").filter(|_| is_film)
            }
            _ => None,
        })
    };
    let address = own.or_else(inner)?;
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    let is_web = address.starts_with("//")
        || matches!(scheme, Some("http" | "https"))
        || address.starts_with('/')
        || tree.name(id) != "iframe" && scheme.is_none();
    is_web.then(|| match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    })
}

/// Returns the page of a film, which a reader can type, for the address of its player.
fn page_of(address: &str) -> Option<String> {
    let path = address.split_once("//").map(|(_, rest)| rest)?;
    let path = path.strip_prefix("www.").unwrap_or(path);
    let number = |start: &str| {
        let rest = path.strip_prefix(start)?;
        let id = rest.split(['?', '&', '#', '/']).next()?;
        (!id.is_empty() && id != "videoseries").then(|| id.to_owned())
    };
    ["youtube.com/embed/", "youtube-nocookie.com/embed/", "youtube.com/v/"]
        .iter()
        .find_map(|start| number(start))
        .map(|id| format!("https://www.youtube.com/watch?v={id}"))
        .or_else(|| {
            number("player.vimeo.com/video/").map(|id| format!("https://vimeo.com/{id}"))
        })
        .or_else(|| {
            let id = number("dailymotion.com/embed/video/")?;
            Some(format!("https://www.dailymotion.com/video/{id}"))
        })
}

/// Returns the film of an element that a script makes a player: `lite-youtube`, `amp-vimeo`.
fn player(tree: &HtmlTree, id: HtmlNodeId) -> Option<Media> {
    let name = tree.name(id);
    let number = ["videoid", "video-id", "data-videoid", "data-video-id", "data-id"]
        .iter()
        .find_map(|key| tree.attribute(id, key))?;
    let address = if name.contains("youtube") {
        format!("https://www.youtube.com/watch?v={number}")
    } else if name.contains("vimeo") {
        format!("https://vimeo.com/{number}")
    } else {
        return None;
    };
    Some(Media { kind: MediaKind::Film, title: title(tree, id), address: Some(address) })
}

/// Titles that programs give all players, in lower case.
const PLAYERS: [&str; 8] = [
    "youtube video player",
    "vimeo video player",
    "video player",
    "youtube video",
    "embedded video",
    "embedded content",
    "iframe",
    "youtube",
];

fn title(tree: &HtmlTree, id: HtmlNodeId) -> Option<String> {
    let stated = ["title", "aria-label", "data-title", "playlabel"];
    let title = stated.iter().find_map(|name| tree.attribute(id, name))?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_title = !title.is_empty()
        && title.chars().count() <= MOST_TITLE
        && !PLAYERS.contains(&title.to_lowercase().as_str());
    is_title.then_some(title)
}

/// True for an element that shows nothing: it is hidden, or as small as a counter of readers.
fn is_unseen(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let style = tree.attribute(id, "style").unwrap_or("").replace(' ', "");
    let is_small = |name: &str| {
        let value = tree.attribute(id, name).unwrap_or("").trim();
        value.trim_end_matches("px").parse::<u32>().is_ok_and(|side| side <= MOST_BLANK)
    };
    let is_frame = tree.name(id) != "audio";
    tree.attribute(id, "hidden").is_some()
        || tree.attribute(id, "aria-hidden") == Some("true")
        || ["display:none", "visibility:hidden"].iter().any(|rule| style.contains(rule))
        || is_frame && (is_small("width") || is_small("height"))
}
