//! Cache of shaping plans: features by face, script, language and direction.

use harfrust::{Direction, Feature, ShapePlan, Tag};

use super::Features;
use crate::article::Language;
use crate::font::{FaceId, FontRole};
use crate::map::Map;

/// Most plans in the cache; a full cache is cleared. An article needs a dozen.
const CACHED: usize = 256;

/// Properties of a text that determine its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PlanKey {
    pub(super) face: FaceId,
    pub(super) script: [u8; 4],
    pub(super) rtl: bool,
    pub(super) language: Language,
    pub(super) role: FontRole,
    pub(super) features: Features,
}

/// Plan of the shaper, with the arguments that shaping takes again.
pub(super) struct ShapingPlan {
    pub(super) shape: ShapePlan,
    pub(super) features: Vec<Feature>,
    pub(super) script: Option<harfrust::Script>,
    pub(super) direction: Direction,
}

/// Cache of plans.
#[derive(Default)]
pub(super) struct PlanCache {
    places: Map<PlanKey, usize>,
    plans: Vec<ShapingPlan>,
    last: Option<(PlanKey, usize)>,
}

impl PlanCache {
    /// Returns the plan for a key, which is made if it is not in the cache.
    pub(super) fn plan(&mut self, font: &harfrust::Font, key: PlanKey) -> &ShapingPlan {
        if let Some((last, place)) = self.last
            && last == key
        {
            return &self.plans[place];
        }
        let place = match self.places.get(&key) {
            Some(&place) => place,
            None => self.add(font, key),
        };
        self.last = Some((key, place));
        &self.plans[place]
    }

    /// Makes a plan and returns its place in the cache.
    fn add(&mut self, font: &harfrust::Font, key: PlanKey) -> usize {
        if self.plans.len() >= CACHED {
            self.places.clear();
            self.plans.clear();
        }
        let place = self.plans.len();
        self.plans.push(ShapingPlan::new(font, key));
        self.places.insert(key, place);
        place
    }
}

impl ShapingPlan {
    fn new(font: &harfrust::Font, key: PlanKey) -> Self {
        let features = features(key.role, key.features);
        let script = harfrust::Script::from_iso15924_tag(Tag::new(&key.script));
        let direction = if key.rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let language = harfrust::Language::new(key.language.tag());
        let shape = ShapePlan::new(font, direction, script, language.as_ref(), &features);
        Self { shape, features, script, direction }
    }
}

/// Returns the features for a role, without those that the shaper applies by default (`kern`,
/// `liga`, `clig`, `calt`, `locl`, `mark`, `ccmp`). Text has old-style figures, which match lower-case
/// letters; heads have lining figures, which match capitals.
fn features(role: FontRole, wanted: Features) -> Vec<Feature> {
    let mut tags: Vec<(&[u8; 4], u32)> = Vec::new();
    match (role, wanted.lining) {
        (FontRole::Code, _) => tags.extend([(b"liga", 0), (b"clig", 0), (b"calt", 0)]),
        (_, true) => tags.extend([(b"lnum", 1), (b"tnum", 1)]),
        (FontRole::Text, false) => tags.extend([(b"onum", 1), (b"pnum", 1)]),
        (FontRole::Head, false) => tags.extend([(b"lnum", 1), (b"pnum", 1)]),
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
    if wanted.tracking > 0 && role != FontRole::Code {
        tags.extend([(b"liga", 0), (b"clig", 0)]);
    }
    tags.into_iter().map(|(tag, value)| Feature::new(Tag::new(tag), value, ..)).collect()
}
