//! What the panel shows and in which order, and what is selected in it: pure.

pub(crate) mod content;
pub(crate) mod highlight;
pub(crate) mod log;
pub(crate) mod rows;
pub(crate) mod selection;
pub(crate) mod trail;
pub(crate) mod window;
