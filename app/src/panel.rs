//! What the panel shows and in which order, and what is selected in it: pure.

pub(crate) mod board;
pub(crate) mod chart;
pub(crate) mod content;
pub(crate) mod excerpt;
pub(crate) mod figures;
pub(crate) mod highlight;
pub(crate) mod log;
pub(crate) mod results;
pub(crate) mod rows;
pub(crate) mod selection;
pub(crate) mod series;
pub(crate) mod trail;
pub(crate) mod tree;
pub(crate) mod usage;
pub(crate) mod window;
