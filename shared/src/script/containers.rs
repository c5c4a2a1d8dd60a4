//! Containers of a target, and the images they are made of: with docker, with podman, whose commands are the same.

mod change;
mod image;
mod images;
mod list;
mod read;
mod value;

pub use change::{Change, SetState};
pub use image::{Prune, Pull, RemoveImages, Show};
pub use images::{Image, Images, ListImages};
pub use list::{Container, Containers, ListContainers};
pub use read::{Enter, Read, Reading};
pub use value::{Engine, Handle, ImageName};

/// What is done to containers. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List them.
    List,
    /// Change their state.
    Change(Change),
    /// Read what is known of one.
    Read(Read),
    /// Run a shell in one.
    Enter,
    /// List images.
    Images,
    /// Read what is known of an image.
    Image,
    /// Fetch an image.
    Pull(Engine),
    /// Remove images.
    RemoveImages,
    /// Remove what no container needs.
    Prune(Engine),
}
