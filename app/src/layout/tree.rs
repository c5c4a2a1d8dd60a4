//! The tree of splits in one tab, and what of the tab each pane gets.

use serde::{Deserialize, Serialize};

use super::PaneId;

/// Parts a length is divided into: widths and heights are fractions of the tab, so that they hold on every screen.
const TOTAL: u32 = 10_000;
/// The whole of a tab.
pub(crate) const WHOLE: Rect = Rect { x: 0, y: 0, width: TOTAL, height: TOTAL };
/// Smallest part of the tab a pane may be dragged to.
const SMALLEST: u32 = 400;
/// How far one key press moves a border.
const STEP: u32 = 250;

/// How the parts of a split lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Axis {
    /// Side by side.
    Row,
    /// One below the other.
    Column,
}

/// A direction on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Left,
    Down,
    Up,
    Right,
}

impl Way {
    /// Along which axis it goes.
    pub(crate) fn axis(self) -> Axis {
        match self {
            Self::Left | Self::Right => Axis::Row,
            Self::Up | Self::Down => Axis::Column,
        }
    }

    /// Whether it goes right or down.
    pub(crate) fn is_forward(self) -> bool {
        matches!(self, Self::Right | Self::Down)
    }
}

/// A part of the tab, in ten-thousandths of its width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rect {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Rect {
    fn start(self, axis: Axis) -> u32 {
        match axis {
            Axis::Row => self.x,
            Axis::Column => self.y,
        }
    }

    fn length(self, axis: Axis) -> u32 {
        match axis {
            Axis::Row => self.width,
            Axis::Column => self.height,
        }
    }

    fn part(self, axis: Axis, start: u32, length: u32) -> Self {
        match axis {
            Axis::Row => Self { x: start, width: length, ..self },
            Axis::Column => Self { y: start, height: length, ..self },
        }
    }
}

/// A border between two parts of a split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Divider {
    /// The way to the split: which part, again and again.
    path: Vec<usize>,
    /// The part before the border.
    before: usize,
    /// How the parts lie: a row's border is dragged left and right.
    pub(crate) axis: Axis,
    /// Where it is, and how long: its width (of a row) or height (of a column) is 0.
    pub(crate) place: Rect,
}

/// A pane, or a split with two parts or more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Node {
    Pane(PaneId),
    Split { axis: Axis, parts: Vec<Part> },
}

/// A part of a split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    /// Of [`TOTAL`]; those of one split add up to it.
    share: u32,
    node: Node,
}

impl Node {
    /// The panes, in reading order.
    pub(super) fn panes(&self) -> Vec<PaneId> {
        match self {
            Self::Pane(pane) => vec![*pane],
            Self::Split { parts, .. } => parts.iter().flat_map(|part| part.node.panes()).collect(),
        }
    }

    pub(super) fn holds(&self, pane: PaneId) -> bool {
        match self {
            Self::Pane(other) => *other == pane,
            Self::Split { parts, .. } => parts.iter().any(|part| part.node.holds(pane)),
        }
    }

    /// What each pane gets.
    pub(super) fn rects(&self) -> Vec<(PaneId, Rect)> {
        let mut rects = Vec::new();
        self.lay_out(WHOLE, &mut |node, rect| {
            if let Self::Pane(pane) = node {
                rects.push((*pane, rect));
            }
        });
        rects
    }

    fn lay_out(&self, rect: Rect, tell: &mut impl FnMut(&Self, Rect)) {
        tell(self, rect);
        if let Self::Split { axis, parts } = self {
            for (part, rect) in parts.iter().zip(part_rects(*axis, parts, rect)) {
                part.node.lay_out(rect, tell);
            }
        }
    }

    /// The borders between the parts of all splits.
    pub(super) fn dividers(&self) -> Vec<Divider> {
        let mut dividers = Vec::new();
        self.find_dividers(WHOLE, &mut Vec::new(), &mut dividers);
        dividers
    }

    fn find_dividers(&self, rect: Rect, path: &mut Vec<usize>, dividers: &mut Vec<Divider>) {
        let Self::Split { axis, parts } = self else { return };
        for (index, (part, rect)) in parts.iter().zip(part_rects(*axis, parts, rect)).enumerate() {
            if index > 0 {
                let place = rect.part(*axis, rect.start(*axis), 0);
                dividers.push(Divider { path: path.clone(), before: index - 1, axis: *axis, place });
            }
            path.push(index);
            part.node.find_dividers(rect, path, dividers);
            path.pop();
        }
    }

    /// Puts a pane before or behind another along an axis; they share its room.
    pub(super) fn insert(&mut self, beside: PaneId, axis: Axis, is_behind: bool, pane: PaneId) {
        match self {
            Self::Pane(here) if *here == beside => {
                let mut parts = vec![Part { share: TOTAL / 2, node: Self::Pane(beside) }];
                parts.insert(usize::from(is_behind), Part { share: TOTAL / 2, node: Self::Pane(pane) });
                *self = Self::Split { axis, parts };
            }
            Self::Pane(_) => {}
            Self::Split { axis: along, parts } => {
                let Some(at) = parts.iter().position(|part| part.node.holds(beside)) else { return };
                if *along == axis && matches!(parts[at].node, Self::Pane(_)) {
                    if parts[at].share < 2 * SMALLEST {
                        even_out(parts);
                    }
                    // One row of three, not a row within a row: its borders then move one by one.
                    let half = parts[at].share / 2;
                    parts[at].share -= half;
                    parts.insert(at + usize::from(is_behind), Part { share: half, node: Self::Pane(pane) });
                } else {
                    parts[at].node.insert(beside, axis, is_behind, pane);
                }
            }
        }
    }

    /// Takes a pane away; its neighbour gets the room. The last pane of a tree stays.
    pub(super) fn remove(&mut self, pane: PaneId) {
        let Self::Split { axis, parts } = self else { return };
        let Some(at) = parts.iter().position(|part| part.node.holds(pane)) else { return };
        if matches!(parts[at].node, Self::Pane(_)) {
            let share = parts.remove(at).share;
            parts[at.saturating_sub(1)].share += share;
        } else {
            parts[at].node.remove(pane);
        }
        // A split that lies as the one around it becomes part of that one.
        let index = at.min(parts.len() - 1);
        if matches!(&parts[index].node, Self::Split { axis: inner, .. } if inner == axis) {
            let Part { share, node } = parts.remove(index);
            if let Self::Split { parts: inner, .. } = node {
                let weights: Vec<u32> = inner.iter().map(|part| part.share).collect();
                let shares = shares_of(share, &weights);
                for (offset, (part, share)) in inner.into_iter().zip(shares).enumerate() {
                    parts.insert(index + offset, Part { share, ..part });
                }
            }
        }
        if let [only] = parts.as_mut_slice() {
            *self = std::mem::replace(&mut only.node, Self::Pane(pane));
        }
    }

    /// The pane one gets to from here in this direction.
    pub(super) fn neighbour(&self, from: PaneId, way: Way) -> Option<PaneId> {
        let rects = self.rects();
        let (_, here) = rects.iter().find(|(pane, _)| *pane == from).copied()?;
        let (axis, across) = match way.axis() {
            Axis::Row => (Axis::Row, Axis::Column),
            Axis::Column => (Axis::Column, Axis::Row),
        };
        let border = here.start(axis) + if way.is_forward() { here.length(axis) } else { 0 };
        let touches = |rect: &Rect| {
            let edge = rect.start(axis) + if way.is_forward() { 0 } else { rect.length(axis) };
            edge == border
        };
        let overlap = |rect: &Rect| {
            let end = |rect: Rect| rect.start(across) + rect.length(across);
            end(*rect).min(end(here)).saturating_sub(rect.start(across).max(here.start(across)))
        };
        let beside = rects.iter().filter(|(_, rect)| touches(rect) && overlap(rect) > 0);
        // Of equals the first: the one further up, or further left.
        beside.rev().max_by_key(|(_, rect)| overlap(rect)).map(|(pane, _)| *pane)
    }

    /// Moves the border a pane has in the nearest split along the way's axis by one step.
    pub(super) fn grow(&mut self, pane: PaneId, way: Way) {
        let dividers = self.dividers();
        let around = dividers.iter().filter(|divider| divider.axis == way.axis());
        let around = around.filter(|divider| self.at(&divider.path).is_some_and(|split| split.holds(pane)));
        let Some(path) = around.map(|divider| &divider.path).max_by_key(|path| path.len()) else { return };
        let Some(index) = self.at(path).and_then(|split| split.index_of(pane)) else { return };
        // The border behind the pane; the last pane of a split has only the one before it.
        let mine = dividers.iter().filter(|divider| divider.path == *path && divider.before <= index);
        let Some(divider) = mine.max_by_key(|divider| divider.before).cloned() else { return };
        let at = divider.place.start(divider.axis);
        let to = if way.is_forward() { at + STEP } else { at.saturating_sub(STEP) };
        self.drag(&divider, to);
    }

    /// Moves a border to a place in the tab, as far as the parts beside it have room.
    pub(super) fn drag(&mut self, divider: &Divider, to: u32) {
        let mut around = WHOLE;
        self.lay_out_path(&divider.path, &mut around);
        let Some(Self::Split { axis, parts }) = self.at_mut(&divider.path) else { return };
        let (axis, length) = (*axis, around.length(*axis));
        let rects = part_rects(axis, parts, around);
        let (Some(first), Some(second)) = (rects.get(divider.before), rects.get(divider.before + 1)) else {
            return;
        };
        let low = first.start(axis) + SMALLEST;
        let high = (second.start(axis) + second.length(axis)).saturating_sub(SMALLEST);
        if low > high || length == 0 {
            return;
        }
        let both = parts[divider.before].share + parts[divider.before + 1].share;
        let wanted = (to.clamp(low, high) - first.start(axis)) * TOTAL / length;
        let share = wanted.clamp(1, both - 1);
        parts[divider.before].share = share;
        parts[divider.before + 1].share = both - share;
    }

    /// Gives every pane of each split the same share.
    pub(super) fn even_out(&mut self) {
        if let Self::Split { parts, .. } = self {
            even_out(parts);
            parts.iter_mut().for_each(|part| part.node.even_out());
        }
    }

    /// Whether every split has parts with shares that add up.
    pub(super) fn is_sound(&self) -> bool {
        match self {
            Self::Pane(_) => true,
            Self::Split { parts, .. } => {
                let total: u64 = parts.iter().map(|part| u64::from(part.share)).sum();
                parts.len() > 1
                    && total == u64::from(TOTAL)
                    && parts.iter().all(|part| part.share > 0 && part.node.is_sound())
            }
        }
    }

    fn at(&self, path: &[usize]) -> Option<&Self> {
        path.iter().try_fold(self, |node, &index| match node {
            Self::Pane(_) => None,
            Self::Split { parts, .. } => parts.get(index).map(|part| &part.node),
        })
    }

    fn at_mut(&mut self, path: &[usize]) -> Option<&mut Self> {
        path.iter().try_fold(self, |node, &index| match node {
            Self::Pane(_) => None,
            Self::Split { parts, .. } => parts.get_mut(index).map(|part| &mut part.node),
        })
    }

    fn lay_out_path(&self, path: &[usize], rect: &mut Rect) {
        if let (Self::Split { axis, parts }, Some((&index, rest))) = (self, path.split_first())
            && let (Some(part), Some(place)) = (parts.get(index), part_rects(*axis, parts, *rect).get(index))
        {
            *rect = *place;
            part.node.lay_out_path(rest, rect);
        }
    }

    fn index_of(&self, pane: PaneId) -> Option<usize> {
        match self {
            Self::Pane(_) => None,
            Self::Split { parts, .. } => parts.iter().position(|part| part.node.holds(pane)),
        }
    }
}

/// What of a rectangle each part gets, without gaps.
fn part_rects(axis: Axis, parts: &[Part], rect: Rect) -> Vec<Rect> {
    let length = rect.length(axis);
    let mut before = 0;
    let borders = parts.iter().map(|part| {
        let start = before * length / TOTAL;
        before += part.share;
        (start, before * length / TOTAL)
    });
    borders.map(|(start, end)| rect.part(axis, rect.start(axis) + start, end - start)).collect()
}

/// Gives the parts of one split the same share.
fn even_out(parts: &mut [Part]) {
    let shares = shares_of(TOTAL, &vec![1; parts.len()]);
    for (part, share) in parts.iter_mut().zip(shares) {
        part.share = share;
    }
}

/// Divides a whole by weights; everyone gets something, and nothing is left over.
fn shares_of(whole: u32, weights: &[u32]) -> Vec<u32> {
    let sum = weights.iter().sum::<u32>().max(1);
    let mut shares: Vec<u32> = weights.iter().map(|weight| (weight * whole / sum).max(1)).collect();
    let given: u32 = shares.iter().sum();
    if let Some(largest) = shares.iter_mut().max() {
        *largest = (*largest + whole).saturating_sub(given).max(1);
    }
    shares
}
