//! Output of `--show-config`: TOML, with the origin of each value as a comment.

use std::ffi::OsString;
use std::fmt::Write;

use clap::Command;
use offprint::clean::Sites;

use super::keys::KEYS;
use super::layer::{Layer, find_arg, is_flag};

/// Column of the comments, if the values leave space.
const COLUMN: usize = 36;

/// Returns every option and the rules for sites as TOML.
pub(super) fn to_toml(layer: &Layer, sites: &Sites, command: &Command) -> String {
    let mut out = String::new();
    for key in &KEYS {
        let Some(arg) = find_arg(command, key.name) else { continue };
        let flag = is_flag(command, key.name);
        let (line, origin) = match layer.get(key.name) {
            Some(value) => (entry(key.name, &value.values, flag), value.origin.to_string()),
            None if flag => (format!("{} = false", key.name), "default".to_owned()),
            None if arg.get_default_values().is_empty() => {
                (format!("# {}", key.name), "not set".to_owned())
            }
            None => {
                let values: Vec<OsString> =
                    arg.get_default_values().iter().map(OsString::from).collect();
                (entry(key.name, &values, flag), "default".to_owned())
            }
        };
        let _ = writeln!(out, "{line:<COLUMN$}# {origin}");
    }
    for (site, options) in sites.iter() {
        let _ = writeln!(out, "\n[site.{}]", quoted(site));
        if let Some(content) = &options.content {
            let _ = writeln!(out, "content = {}", quoted(content));
        }
        for (name, patterns) in [("keep", &options.keep), ("drop", &options.drop)] {
            if !patterns.is_empty() {
                let patterns: Vec<String> =
                    patterns.iter().map(|pattern| quoted(pattern)).collect();
                let _ = writeln!(out, "{name} = [{}]", patterns.join(", "));
            }
        }
    }
    out
}

fn entry(name: &str, values: &[OsString], flag: bool) -> String {
    let plain = |value: &OsString| {
        let text = value.to_string_lossy();
        if flag || text.parse::<u32>().is_ok() { text.into_owned() } else { quoted(&text) }
    };
    match values {
        [one] => format!("{name} = {} ", plain(one)),
        values => {
            let values: Vec<String> = values.iter().map(plain).collect();
            format!("{name} = [{}] ", values.join(", "))
        }
    }
}

/// Returns a TOML string, with control characters escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
