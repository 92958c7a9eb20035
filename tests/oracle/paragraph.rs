//! Paragraphs recorded as JSON, and their answers.
//!
//! Comes in: JSON text. Goes out: items, measures and rules; an answer as JSON. Never done here:
//! trusting the file. Shared by the tests, the bench and the example.

use offprint::linebreak::{BreakItem, Breaker, LineMeasures, Rules, Skip, TexParameters};
use serde_json::{Map, Value, json};

/// A paragraph of an oracle file.
#[derive(Debug)]
pub(crate) struct Paragraph {
    pub(crate) id: Value,
    pub(crate) items: Vec<BreakItem>,
    pub(crate) measures: LineMeasures,
    pub(crate) parameters: TexParameters,
}

impl Paragraph {
    /// Returns the result of this project under TeX's rules.
    pub(crate) fn answer(&self, breaker: &mut Breaker) -> Value {
        let rules = Rules::tex(&self.parameters);
        let setting = breaker.break_lines(&self.items, &self.measures, &rules);
        let names = ["firstpass", "secondpass", "emergencypass"];
        let first = usize::from(self.parameters.pretolerance < 0);
        let breaks: Vec<usize> = setting.lines.iter().map(|line| line.item).collect();
        json!({
            "id": self.id,
            "pass": names.get(setting.pass + first).unwrap_or(&"emergencypass"),
            "breaks": breaks,
            "demerits": setting.demerits,
            "overfull": setting.overfull,
        })
    }
}

/// All paragraphs of a file, or the first thing wrong with it.
pub(crate) fn read(text: &str) -> Result<Vec<Paragraph>, String> {
    let value: Value = serde_json::from_str(text).map_err(|e| format!("not JSON: {e}"))?;
    let list = match value {
        Value::Array(list) => list,
        other => vec![other],
    };
    let one = |(at, value): (usize, &Value)| {
        paragraph(value).map_err(|error| format!("paragraph {at}: {error}"))
    };
    list.iter().enumerate().map(one).collect()
}

fn paragraph(value: &Value) -> Result<Paragraph, String> {
    let object = value.as_object().ok_or("not an object")?;
    let lines = object.get("line_widths").and_then(Value::as_array);
    let lines = lines.ok_or("no list \"line_widths\"")?;
    let lines: Vec<i64> = lines
        .iter()
        .map(|width| {
            width.as_i64().ok_or("\"line_widths\" holds something other than integers")
        })
        .collect::<Result<_, _>>()?;
    if lines.is_empty() {
        return Err("\"line_widths\" is empty".into());
    }
    let none = Map::new();
    let given = match object.get("params") {
        None => &none,
        Some(params) => params.as_object().ok_or("\"params\" is not an object")?,
    };
    let list = object.get("items").and_then(Value::as_array).ok_or("no list \"items\"")?;
    let penalties = HyphenPenalties::of(given, list)?;
    let item = |(at, value): (usize, &Value)| {
        item(value, &penalties).map_err(|error| format!("item {at}: {error}"))
    };
    Ok(Paragraph {
        id: object.get("id").cloned().unwrap_or(Value::Null),
        items: list.iter().enumerate().map(item).collect::<Result<_, String>>()?,
        measures: LineMeasures { lines },
        parameters: parameters(given)?,
    })
}

/// TeX's penalties of discretionaries with a text before the break, and without.
struct HyphenPenalties {
    hyphen: i64,
    exhyphen: i64,
}

impl HyphenPenalties {
    /// Flagged penalties, where there are any, say what \hyphenpenalty and \exhyphenpenalty are.
    fn of(given: &Map<String, Value>, items: &[Value]) -> Result<Self, String> {
        let flagged = |wide: bool| {
            items
                .iter()
                .filter(|item| item["flag"] == Value::Bool(true))
                .filter(|item| (item["w"].as_i64().unwrap_or(0) != 0) == wide)
                .filter_map(|item| item["p"].as_i64())
                .max()
        };
        let named = |name| integer(given, name, 50);
        Ok(Self {
            hyphen: flagged(true).map_or_else(|| named("hyphenpenalty"), Ok)?,
            exhyphen: flagged(false).map_or_else(|| named("exhyphenpenalty"), Ok)?,
        })
    }

    fn penalty(&self, pre: i64, own: Option<i64>) -> Result<i32, String> {
        let penalty = own.unwrap_or(if pre == 0 { self.exhyphen } else { self.hyphen });
        i32::try_from(penalty).map_err(|_| "penalty out of range".to_owned())
    }
}

fn item(value: &Value, penalties: &HyphenPenalties) -> Result<BreakItem, String> {
    let object = value.as_object().ok_or("not an object")?;
    let width = |name| integer(object, name, 0);
    let own = match object.get("p") {
        None => None,
        Some(p) => Some(p.as_i64().ok_or("\"p\" is not an integer")?),
    };
    let break_with = |pre, post, nobreak| {
        let penalty = penalties.penalty(pre, own)?;
        Ok(BreakItem::Discretionary { pre, post, nobreak, penalty, pre_right: 0, post_left: 0 })
    };
    match object.get("t").and_then(Value::as_str) {
        Some("box") => {
            Ok(BreakItem::Box { width: width("w")?, elastic: 0, left: 0, right: 0, word: 0 })
        }
        Some("kern") => Ok(BreakItem::Kern { width: width("w")? }),
        Some("glue") => {
            let (stretch, order) = stretch(object.get("y"))?;
            Ok(BreakItem::Glue { width: width("w")?, stretch, order, shrink: width("z")? })
        }
        Some("penalty") if object.get("flag") == Some(&Value::Bool(true)) => {
            break_with(width("w")?, 0, 0)
        }
        Some("penalty") => {
            let penalty = own.ok_or("a penalty without \"p\"")?;
            let penalty = i32::try_from(penalty).map_err(|_| "penalty out of range")?;
            Ok(BreakItem::Penalty { penalty })
        }
        Some("disc") => break_with(width("pre")?, width("post")?, width("nobreak")?),
        Some(other) => Err(format!("unknown kind \"{other}\"")),
        None => Err("no \"t\"".into()),
    }
}

fn parameters(given: &Map<String, Value>) -> Result<TexParameters, String> {
    let plain = TexParameters::default();
    let get = |name, default| integer(given, name, default);
    if get("lastlinefit", 0)? != 0 {
        return Err("\"lastlinefit\" is e-TeX's and not supported".into());
    }
    Ok(TexParameters {
        pretolerance: get("pretolerance", plain.pretolerance)?,
        tolerance: get("tolerance", plain.tolerance)?,
        emergencystretch: get("emergencystretch", plain.emergencystretch)?,
        linepenalty: get("linepenalty", plain.linepenalty)?,
        adjdemerits: get("adjdemerits", plain.adjdemerits)?,
        doublehyphendemerits: get("doublehyphendemerits", plain.doublehyphendemerits)?,
        finalhyphendemerits: get("finalhyphendemerits", plain.finalhyphendemerits)?,
        looseness: i32::try_from(get("looseness", 0)?).map_err(|_| "looseness out of range")?,
        parfillskip: skip(given, "parfillskip", plain.parfillskip)?,
        leftskip: skip(given, "leftskip", plain.leftskip)?,
        rightskip: skip(given, "rightskip", plain.rightskip)?,
    })
}

fn skip(given: &Map<String, Value>, name: &str, default: Skip) -> Result<Skip, String> {
    let Some(value) = given.get(name) else { return Ok(default) };
    let wrong = || format!("\"{name}\" is not [width, stretch, shrink]");
    let [width, y, shrink] = value.as_array().map(Vec::as_slice).ok_or_else(wrong)? else {
        return Err(wrong());
    };
    let (stretch, order) = stretch(Some(y))?;
    Ok(Skip {
        width: width.as_i64().ok_or_else(wrong)?,
        stretch,
        order,
        shrink: shrink.as_i64().ok_or_else(wrong)?,
    })
}

/// Scaled points, or `[number, "fil"]` and so on.
fn stretch(value: Option<&Value>) -> Result<(i64, u8), String> {
    let wrong = || "\"y\" is neither an integer nor [number, \"fil\"]".to_owned();
    match value {
        None => Ok((0, 0)),
        Some(Value::Array(pair)) => {
            let [amount, unit] = pair.as_slice() else { return Err(wrong()) };
            let amount = amount.as_f64().ok_or_else(wrong)?;
            let order = match unit.as_str() {
                Some("sp") => return Ok((amount as i64, 0)),
                Some("fil") => 1,
                Some("fill") => 2,
                Some("filll") => 3,
                _ => return Err(wrong()),
            };
            Ok(((amount * 65_536.0) as i64, order))
        }
        Some(other) => other.as_i64().map(|y| (y, 0)).ok_or_else(wrong),
    }
}

fn integer(object: &Map<String, Value>, name: &str, default: i64) -> Result<i64, String> {
    object.get(name).map_or(Ok(default), |value| {
        value.as_i64().ok_or_else(|| format!("\"{name}\" is not an integer"))
    })
}
