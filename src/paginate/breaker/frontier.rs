//! States from which regions are still to be filled, and the paths to them.

use std::collections::VecDeque;

use super::entry::{PositionNumber, RegionEnd};
use super::regions::RegionId;

/// A state, and the cheapest path to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PathState {
    /// Region that begins here.
    pub(super) region: RegionId,
    /// Phase of that region; see [`Regions::phase`].
    pub(super) phase: u32,
    /// Blank rows of the region beside it on the left, as far as they are distinguished; or the number
    /// that stands for none beside.
    pub(super) blank_beside: u32,
    /// Cost of the path.
    pub(super) cost: i64,
    /// The step before; none at the beginning.
    pub(super) previous: Option<StepId>,
    /// End of the region before, which determines the contents that this one begins with.
    pub(super) end: RegionEnd,
    /// Its own step, once a path continues from it.
    pub(super) step: Option<StepId>,
}

impl PathState {
    fn is_same_state(&self, other: &Self) -> bool {
        (self.phase, self.blank_beside) == (other.phase, other.blank_beside)
            && self.end.next_start() == other.end.next_start()
    }
}

/// States at the current position and after it. Those before it are forgotten, with all paths that
/// lead to no state: what remains of a long article is little more than one path.
#[derive(Debug)]
pub(super) struct Frontier {
    /// Current position.
    position: PositionNumber,
    /// States at each position from the current one on.
    states: VecDeque<Vec<PathState>>,
    /// Paths to the states.
    pub(super) paths: Paths,
}

impl Frontier {
    /// Creates a frontier without states.
    pub(super) fn new(position: PositionNumber) -> Self {
        Self { position, states: VecDeque::from([Vec::new()]), paths: Paths::default() }
    }

    /// Returns the states at the current position.
    pub(super) fn here(&self) -> &[PathState] {
        &self.states[0]
    }

    /// Moves to a later position and forgets the states before it.
    pub(super) fn advance_to(&mut self, position: PositionNumber) {
        while self.position < position {
            self.position.0 += 1;
            let mut left = self.states.pop_front().expect("there is a current position");
            for state in left.drain(..) {
                self.paths.release(state.step.or(state.previous));
            }
            // Its memory serves for another position.
            self.states.push_back(left);
        }
    }

    /// Adds a state, unless a cheaper path to it is known.
    pub(super) fn add(&mut self, position: PositionNumber, state: PathState) {
        let offset = position.0 - self.position.0;
        if self.states.len() <= offset {
            self.states.resize_with(offset + 1, Vec::new);
        }
        let there = &mut self.states[offset];
        match there.iter_mut().find(|known| known.is_same_state(&state)) {
            Some(known) if state.cost < known.cost => {
                self.paths.retain(state.previous);
                self.paths.release(known.step.or(known.previous));
                *known = state;
            }
            Some(_) => {}
            None => {
                self.paths.retain(state.previous);
                there.push(state);
            }
        }
    }

    /// Returns the step of the state of this index at the current position.
    pub(super) fn step_of(&mut self, index: usize) -> StepId {
        let state = &mut self.states[0][index];
        // The step takes over the use that the state makes of the step before.
        *state.step.get_or_insert_with(|| self.paths.add(state.end, state.previous))
    }
}

/// Identifier of a step: an index in [`Paths::steps`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StepId(u32);

/// A region on a path.
#[derive(Debug)]
struct Step {
    end: RegionEnd,
    previous: Option<StepId>,
    /// Number of the states and steps that follow it, and 1 for its own state.
    uses: u32,
}

/// Paths from the beginning. Those with a common beginning share its steps.
#[derive(Debug, Default)]
pub(super) struct Paths {
    steps: Vec<Step>,
    /// Steps that nothing follows, whose memory serves for others.
    free: Vec<StepId>,
}

impl Paths {
    /// Returns the ends of the regions on the path to a step, the last first.
    pub(super) fn ends_before(
        &self,
        step: Option<StepId>,
    ) -> impl Iterator<Item = RegionEnd> + '_ {
        let step_of = |id: StepId| &self.steps[id.0 as usize];
        let steps =
            std::iter::successors(step.map(step_of), move |step| step.previous.map(step_of));
        steps.map(|step| step.end)
    }

    fn add(&mut self, end: RegionEnd, previous: Option<StepId>) -> StepId {
        let step = Step { end, previous, uses: 1 };
        if let Some(id) = self.free.pop() {
            self.steps[id.0 as usize] = step;
            return id;
        }
        let next = u32::try_from(self.steps.len()).expect("2^32 regions do not fit in memory");
        self.steps.push(step);
        StepId(next)
    }

    fn retain(&mut self, step: Option<StepId>) {
        if let Some(StepId(index)) = step {
            self.steps[index as usize].uses += 1;
        }
    }

    /// Ends a use of a step. A step without a use is forgotten, and with it its use of the one before.
    fn release(&mut self, mut step: Option<StepId>) {
        while let Some(id) = step {
            let used = &mut self.steps[id.0 as usize];
            used.uses -= 1;
            if used.uses > 0 {
                return;
            }
            step = used.previous;
            self.free.push(id);
        }
    }
}
