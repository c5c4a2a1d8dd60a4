//! What happened between two looks at a target.

use super::frame::{Counters, Frame, Ticks};

/// What happened between two looks. What cannot be said is none, or not in the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rates {
    /// Part of the time that all cores together were busy, from 0 to 1.
    pub busy: Option<f64>,
    /// Part of the time that each core was busy, with its number.
    pub cores: Vec<(u16, f64)>,
    /// Disks: bytes a second.
    pub disks: Vec<Flow>,
    /// Interfaces: bytes a second.
    pub links: Vec<Flow>,
}

/// How much went through a device, in bytes a second.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The kernel's name of the device.
    pub name: String,
    /// Read, received.
    pub incoming: f64,
    /// Written, sent.
    pub outgoing: f64,
}

impl Rates {
    /// From one look to the next.
    #[must_use]
    pub fn between(before: &Frame, after: &Frame) -> Self {
        let seconds = before.at.zip(after.at).and_then(|(before, after)| after.checked_sub(before));
        let seconds =
            seconds.filter(|hundredths| *hundredths > 0).map(|hundredths| hundredths as f64 / 100.0);
        let flows = |before: &Option<Vec<Counters>>, after: &Option<Vec<Counters>>| {
            let (Some(seconds), Some(before), Some(after)) = (seconds, before, after) else {
                return Vec::new();
            };
            after.iter().filter_map(|after| flow(before, after, seconds)).collect()
        };
        let cores = before.cores.as_ref().zip(after.cores.as_ref());
        Self {
            busy: cores.and_then(|((before, _), (after, _))| busy(before, after)),
            cores: cores.map(|((_, before), (_, after))| each(before, after)).unwrap_or_default(),
            disks: flows(&before.disks, &after.disks),
            links: flows(&before.links, &after.links),
        }
    }
}

fn each(before: &[(u16, Ticks)], after: &[(u16, Ticks)]) -> Vec<(u16, f64)> {
    let core = |(number, after): &(u16, Ticks)| {
        // Both are in the kernel's order.
        let at = before.binary_search_by_key(number, |(number, _)| *number).ok()?;
        Some((*number, busy(&before[at].1, after)?))
    };
    after.iter().filter_map(core).collect()
}

/// The kernel's counters of a core may go back by a little, all of them after a move to another host.
fn busy(before: &Ticks, after: &Ticks) -> Option<f64> {
    let spent: Vec<f64> = after
        .kinds
        .iter()
        .zip(before.kinds)
        .map(|(after, before)| after.saturating_sub(before) as f64)
        .collect();
    let all: f64 = spent.iter().sum();
    let idle = spent[3] + spent[4];
    (all > 0.0).then(|| (all - idle) / all)
}

/// A counter that went back began anew, or ran over: what it counted meanwhile nobody knows.
fn flow(before: &[Counters], after: &Counters, seconds: f64) -> Option<Flow> {
    let before = before.iter().find(|before| before.name == after.name)?;
    let rate = |before: u64, after: u64| after.checked_sub(before).map(|bytes| bytes as f64 / seconds);
    Some(Flow {
        name: after.name.clone(),
        incoming: rate(before.incoming, after.incoming)?,
        outgoing: rate(before.outgoing, after.outgoing)?,
    })
}

/// Whether what goes through this device goes through another one too: bridges, tunnels, what containers have, and
/// disks that are made of disks.
fn is_stacked(name: &str) -> bool {
    const BEGINNINGS: [&str; 24] = [
        "bond",
        "br-",
        "br0",
        "cali",
        "cni",
        "dm-",
        "docker",
        "dummy",
        "flannel",
        "gre",
        "ifb",
        "ip6tnl",
        "lxc",
        "md",
        "sit",
        "tailscale",
        "tap",
        "team",
        "tun",
        "veth",
        "virbr",
        "vnet",
        "vxlan",
        "wg",
    ];
    name.contains('.') || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
}

impl Flow {
    /// All of them together, each byte once as far as names tell.
    #[must_use]
    pub fn sum(flows: &[Self]) -> Option<(f64, f64)> {
        let is_own = |flow: &&Self| !is_stacked(&flow.name);
        let has_own = flows.iter().any(|flow| is_own(&flow));
        let counted: Vec<&Self> = flows.iter().filter(|flow| !has_own || is_own(flow)).collect();
        let sum = |part: fn(&Self) -> f64| counted.iter().map(|flow| part(flow)).sum();
        (!counted.is_empty()).then(|| (sum(|flow| flow.incoming), sum(|flow| flow.outgoing)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Counters, Flow, Frame, Rates, Ticks};

    fn ticks(busy: u64, idle: u64) -> Ticks {
        Ticks { kinds: [busy, 0, 0, idle, 0, 0, 0, 0] }
    }

    fn counters(name: &str, incoming: u64, outgoing: u64) -> Counters {
        Counters { name: name.into(), incoming, outgoing }
    }

    fn flow(name: &str, incoming: f64, outgoing: f64) -> Flow {
        Flow { name: name.into(), incoming, outgoing }
    }

    #[test]
    fn two_looks_make_rates() {
        let before = Frame {
            at: Some(100),
            cores: Some((ticks(10, 10), vec![(0, ticks(5, 5)), (1, ticks(5, 5))])),
            disks: Some(vec![counters("sda", 0, 1000), counters("sdb", 0, 0)]),
            links: Some(vec![counters("eth0", 0, 0), counters("veth1", 50, 50)]),
            ..Frame::default()
        };
        let after = Frame {
            at: Some(300),
            // A core was switched off, and another one on.
            cores: Some((ticks(13, 11), vec![(1, ticks(8, 6)), (2, ticks(9, 9))])),
            disks: Some(vec![counters("sda", 4000, 3000), counters("sdc", 99, 99)]),
            links: Some(vec![counters("eth0", 200, 400), counters("veth1", 20, 60)]),
            ..Frame::default()
        };
        let rates = Rates::between(&before, &after);
        assert_eq!((rates.busy, rates.cores.as_slice()), (Some(0.75), &[(1, 0.75)][..]));
        assert_eq!(rates.disks, [flow("sda", 2000.0, 1000.0)], "what came and what went is not known");
        assert_eq!(rates.links, [flow("eth0", 100.0, 200.0)], "a counter that began anew is not known");
        assert_eq!(Rates::between(&after, &before).disks, [], "the target was started anew");
        let still = Rates::between(&before, &before);
        assert_eq!((still.busy, still.disks.len()), (None, 0));
    }

    #[test]
    fn a_sum_counts_each_byte_once() {
        let flows = [flow("eth0", 5.0, 1.0), flow("docker0", 4.0, 1.0), flow("eth0.7", 3.0, 1.0)];
        assert_eq!(Flow::sum(&flows), Some((5.0, 1.0)));
        assert_eq!(Flow::sum(&flows[1..2]), Some((4.0, 1.0)));
        assert_eq!(Flow::sum(&[]), None);
    }

    proptest! {
        #[test]
        fn whatever_is_counted_rates_are_sane(
            at in any::<(u64, u64)>(), one in any::<[u64; 8]>(), other in any::<[u64; 8]>(),
            counted in any::<[u64; 4]>(),
        ) {
            let frame = |at, kinds, incoming, outgoing| Frame {
                at: Some(at),
                cores: Some((Ticks { kinds }, vec![(0, Ticks { kinds })])),
                disks: Some(vec![counters("sda", incoming, outgoing)]),
                ..Frame::default()
            };
            let before = frame(at.0, one, counted[0], counted[1]);
            let after = frame(at.1, other, counted[2], counted[3]);
            let rates = Rates::between(&before, &after);
            let is_part = |part: &f64| (0.0..=1.0).contains(part);
            prop_assert!(rates.busy.iter().all(is_part) && rates.cores.iter().all(|(_, part)| is_part(part)));
            for flow in rates.disks {
                prop_assert!(flow.incoming.is_finite() && flow.incoming >= 0.0 && flow.outgoing >= 0.0);
            }
        }
    }
}
