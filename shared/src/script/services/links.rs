//! Whether scripts in `/etc/init.d` begin with the target: the links to them in `/etc/rc?.d`.

use std::collections::BTreeMap;

use super::{Unit, Verb};
use crate::script::{Tool, Tools, command};

/// What is said of a script that no runlevel begins.
pub(super) const OFF: &str = "off";

/// In which runlevels each script begins, by the links there are: `S01nginx` begins it, `K01nginx` ends it.
pub(super) fn levels(links: &str) -> BTreeMap<&str, String> {
    let mut all: BTreeMap<&str, String> = BTreeMap::new();
    for link in links.lines() {
        let Some((directory, link)) = link.rsplit_once('/') else { continue };
        let level = directory.strip_suffix(".d").and_then(|directory| directory.chars().next_back());
        let name =
            link.get(3..).filter(|_| link.get(1..3).is_some_and(|it| it.bytes().all(|b| b.is_ascii_digit())));
        let (Some(level @ ('2'..='5' | 'S')), Some(name)) = (level, name) else { continue };
        let levels = all.entry(name).or_default();
        if link.starts_with('S') {
            *levels = format!("{levels} {level}").trim_start().to_owned();
        }
    }
    let off = |(name, levels): (_, String)| (name, if levels.is_empty() { OFF.into() } else { levels });
    all.into_iter().map(off).collect()
}

/// What makes the links.
pub(super) fn tool(tools: &Tools) -> Tool {
    if tools.has(Tool::UpdateRcd) { Tool::UpdateRcd } else { Tool::Chkconfig }
}

/// The command that makes the links of a script begin it, or not. One without links gets them, and has none again where
/// that is taken back.
pub(super) fn switch(verb: Verb, unit: &Unit, tools: &Tools) -> String {
    let name = unit.name.word();
    let levels = unit.at_boot.split(' ').filter(|level| matches!(*level, "2" | "3" | "4" | "5" | "S"));
    let levels: Vec<String> = levels.map(str::to_owned).collect();
    let (is_on, has_links) = (verb == Verb::Enable, !unit.at_boot.is_empty());
    let head = match (tool(tools) == Tool::UpdateRcd, is_on, has_links) {
        (true, true, true) => {
            return command(&tools.as_chosen(&format!("update-rc.d {name} enable")), levels);
        }
        (true, true, false) => format!("update-rc.d {name} defaults"),
        (true, false, true) => format!("update-rc.d {name} disable"),
        (true, false, false) => format!("update-rc.d -f {name} remove"),
        (false, true, true) if !levels.is_empty() => {
            format!("chkconfig --level {} {name} on", levels.concat())
        }
        (false, true, _) => format!("chkconfig {name} on"),
        (false, false, true) => format!("chkconfig {name} off"),
        (false, false, false) => format!("chkconfig --del {name}"),
    };
    tools.as_chosen(&head)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::levels;

    #[test]
    fn links_say_in_which_runlevels_a_script_begins() {
        let links = "/etc/rc0.d/K01nginx\n/etc/rc2.d/S01nginx\n/etc/rc5.d/S01nginx\n/etc/rc3.d/K01cups\n\
                     /etc/rcS.d/S02procps\n/etc/rc2.d/README\n/etc/rc?.d/[SK]*\n/etc/rc6.d/K01gone\n/etc/rc2.d/Sé1x\nx";
        let levels = levels(links);
        let all: Vec<(&str, &str)> = levels.iter().map(|(name, levels)| (*name, &**levels)).collect();
        assert_eq!(all, [("cups", "off"), ("nginx", "2 5"), ("procps", "S")]);
    }
}
