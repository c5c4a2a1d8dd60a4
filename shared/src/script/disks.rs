//! Disks of a target: its block devices, and what is mounted of them.

mod blocks;
mod mount;
mod mounts;

pub use blocks::{Block, Blocks, Device, Health, ListBlocks, Properties};
pub use mount::{Attach, Detach, Users};
pub use mounts::{ListMounts, Mount, Mounts};

/// What is done to disks. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List block devices.
    Blocks,
    /// List what is mounted.
    Mounts,
    /// Read all there is of a device.
    Properties,
    /// Read what a disk says of its health.
    Health,
    /// See who uses what is mounted.
    Users,
    /// Mount.
    Mount,
    /// Unmount.
    Unmount,
}
