//! Typed indices of pages and of sides.

use std::ops::{Index, IndexMut};

use super::number::number;

/// A page of the article, by index in [`super::Job::pages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PageId(pub(super) usize);

/// A side: a page of the file, by index. It shows one page of the article, or several where pages
/// are imposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SideId(u32);

impl SideId {
    /// Returns the side with this index.
    pub(super) fn new(index: usize) -> Self {
        Self(number(index))
    }

    /// Returns its index.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// One value for each side of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct PerSide<T>(Vec<T>);

impl<T> PerSide<T> {
    /// Returns the number of sides.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Iterates over the values in the order of the sides.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    /// Iterates over the values in the order of the sides, mutable.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }

    /// Iterates over the values in the order of the sides, and gives them away.
    pub(super) fn into_values(self) -> impl Iterator<Item = T> {
        self.0.into_iter()
    }

    /// Iterates over the sides and their values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (SideId, &T)> {
        (0..).map(SideId).zip(&self.0)
    }

    /// Returns the result of `change` for each value.
    pub(super) fn map<U>(&self, change: impl FnMut(&T) -> U) -> PerSide<U> {
        self.0.iter().map(change).collect()
    }
}

impl<T: Clone> PerSide<T> {
    /// Returns the same value for each of so many sides.
    pub(super) fn filled(value: T, sides: usize) -> Self {
        Self(vec![value; sides])
    }
}

impl<T> FromIterator<T> for PerSide<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<T> Index<SideId> for PerSide<T> {
    type Output = T;

    fn index(&self, side: SideId) -> &T {
        &self.0[side.index()]
    }
}

impl<T> IndexMut<SideId> for PerSide<T> {
    fn index_mut(&mut self, side: SideId) -> &mut T {
        &mut self.0[side.index()]
    }
}
