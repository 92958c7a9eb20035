//! Shaping plans: which OpenType features apply, prepared once.
//!
//! Comes in: a face, script, language, direction and features. Goes out: [`Plan`]s, kept. Never
//! done here: text.

use harfrust::{Direction, Feature, ShapePlan, Tag};

use super::Features;
use crate::article::Language;
use crate::font::{FaceId, Role};
use crate::map::Map;

/// How many plans are kept; past it the store starts anew. An article needs a dozen.
const KEPT: usize = 256;

/// What a plan depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PlanKey {
    pub(super) face: FaceId,
    pub(super) script: [u8; 4],
    pub(super) rtl: bool,
    pub(super) language: Language,
    pub(super) role: Role,
    pub(super) features: Features,
}

/// A plan and the features it was made for, which shaping asks for again.
pub(super) struct Plan {
    pub(super) shape: ShapePlan,
    pub(super) features: Vec<Feature>,
    pub(super) script: Option<harfrust::Script>,
    pub(super) direction: Direction,
}

/// The plans made so far.
#[derive(Default)]
pub(super) struct Plans {
    places: Map<PlanKey, usize>,
    plans: Vec<Plan>,
    last: Option<(PlanKey, usize)>,
}

impl Plans {
    /// The plan for a key; made if it is not there.
    pub(super) fn get(&mut self, font: &harfrust::Font, key: PlanKey) -> Option<&Plan> {
        if let Some((last, place)) = self.last
            && last == key
        {
            return self.plans.get(place);
        }
        let place = match self.places.get(&key) {
            Some(&place) => place,
            None => self.add(font, key),
        };
        self.last = Some((key, place));
        self.plans.get(place)
    }

    /// Makes a plan and keeps it.
    fn add(&mut self, font: &harfrust::Font, key: PlanKey) -> usize {
        if self.plans.len() >= KEPT {
            self.places.clear();
            self.plans.clear();
        }
        let place = self.plans.len();
        self.plans.push(Plan::new(font, key));
        self.places.insert(key, place);
        place
    }
}

impl Plan {
    fn new(font: &harfrust::Font, key: PlanKey) -> Self {
        let features = features(key.role, key.features);
        let script = harfrust::Script::from_iso15924_tag(Tag::new(&key.script));
        let direction = if key.rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let language = harfrust::Language::new(key.language.tag());
        let shape = ShapePlan::new(font, direction, script, language.as_ref(), &features);
        Self { shape, features, script, direction }
    }
}

/// The features for a role. What the shaper has on by itself (`kern`, `liga`, `clig`, `calt`,
/// `locl`, `mark`, `ccmp`) is not named. Running text has old-style figures, which sit among
/// lower-case letters; heads have lining ones, which match their capitals.
fn features(role: Role, wanted: Features) -> Vec<Feature> {
    let mut tags: Vec<(&[u8; 4], u32)> = Vec::new();
    match (role, wanted.lining) {
        (Role::Code, _) => tags.extend([(b"liga", 0), (b"clig", 0), (b"calt", 0)]),
        (_, true) => tags.extend([(b"lnum", 1), (b"tnum", 1)]),
        (Role::Text, false) => tags.extend([(b"onum", 1), (b"pnum", 1)]),
        (Role::Head, false) => tags.extend([(b"lnum", 1), (b"pnum", 1)]),
    }
    if wanted.small_caps || wanted.all_small_caps {
        tags.push((b"smcp", 1));
    }
    if wanted.all_small_caps {
        tags.push((b"c2sc", 1));
    }
    if wanted.superior {
        tags.push((b"sups", 1));
    }
    if wanted.tracking > 0 && role != Role::Code {
        tags.extend([(b"liga", 0), (b"clig", 0)]);
    }
    tags.into_iter().map(|(tag, value)| Feature::new(Tag::new(tag), value, ..)).collect()
}
