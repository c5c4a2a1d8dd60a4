//! What a person does in the panels, done to a real target: the scripts' effects, and what is read of their output.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod archive;
mod carrier;
mod change;
mod containers;
mod content;
mod create;
mod cron;
mod delete;
mod desk;
mod disks;
mod firewall;
mod follow;
mod list;
mod logs;
mod mode;
mod monitor;
mod names;
mod network;
mod packages;
mod probe;
mod processes;
mod root;
mod scratch;
mod search;
mod services;
mod sudo;
mod timers;
mod timers_made;
mod usage;
mod yard;
