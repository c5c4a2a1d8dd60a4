use proptest::prelude::*;

use super::tree::{Axis, Rect, Way};
use super::{Layout, MOST_PANES, PaneId};

const WAYS: [Way; 4] = [Way::Left, Way::Down, Way::Up, Way::Right];

#[test]
fn a_split_shares_the_room_of_the_pane_it_came_from() {
    let (mut layout, [a]) = open();
    let b = layout.split(a, Axis::Row, "s").unwrap();
    let c = layout.split(b, Axis::Column, "s").unwrap();
    assert_eq!(
        places(&layout),
        [(a, rect(0, 0, 5000, 10_000)), (b, rect(5000, 0, 5000, 5000)), (c, rect(5000, 5000, 5000, 5000))]
    );
    assert_eq!(layout.focused(), Some(c));
}

#[test]
fn three_in_a_row_are_one_row_with_borders_of_their_own() {
    let (mut layout, [a]) = open();
    let b = layout.split(a, Axis::Row, "s").unwrap();
    layout.split(b, Axis::Row, "s").unwrap();
    let dividers = layout.dividers();
    assert_eq!(dividers.len(), 2);
    layout.drag(&dividers[0], 2000);
    let widths: Vec<u32> = places(&layout).iter().map(|(_, place)| place.width).collect();
    assert_eq!(widths, [2000, 5500, 2500]);
}

#[test]
fn a_border_stops_before_it_would_hide_a_pane() {
    let (mut layout, [a]) = open();
    layout.split(a, Axis::Column, "s").unwrap();
    let divider = layout.dividers().remove(0);
    layout.drag(&divider, 0);
    assert_eq!(places(&layout)[0].1.height, 400);
    layout.drag(&divider, u32::MAX);
    assert_eq!(places(&layout)[1].1.height, 400);
}

#[test]
fn the_keyboard_moves_to_the_pane_one_sees_in_that_direction() {
    let (mut layout, [a]) = open();
    let b = layout.split(a, Axis::Row, "s").unwrap();
    let c = layout.split(b, Axis::Column, "s").unwrap();
    for (way, there) in
        [(Way::Up, b), (Way::Left, a), (Way::Left, a), (Way::Right, b), (Way::Down, c), (Way::Left, a)]
    {
        layout.focus_way(way);
        assert_eq!(layout.focused(), Some(there), "{way:?}");
    }
}

#[test]
fn keys_move_the_border_of_the_pane_that_has_the_keyboard() {
    let (mut layout, [a]) = open();
    let b = layout.split(a, Axis::Row, "s").unwrap();
    layout.grow(Way::Left);
    assert_eq!(layout.place_of(b).unwrap().width, 5250);
    layout.focus(a);
    layout.grow(Way::Left);
    assert_eq!(layout.place_of(a).unwrap().width, 4500);
    layout.grow(Way::Up);
    assert_eq!(layout.place_of(a).unwrap().width, 4500, "there is no border above");
}

#[test]
fn a_zoomed_pane_fills_the_tab_until_another_is_gone_to() {
    let (mut layout, [a]) = open();
    layout.zoom();
    assert!(!layout.active().unwrap().is_zoomed, "one pane fills it already");
    let b = layout.split(a, Axis::Row, "s").unwrap();
    layout.zoom();
    assert_eq!((layout.place_of(b).unwrap().width, layout.place_of(a)), (10_000, None));
    assert!(layout.dividers().is_empty());
    layout.focus_way(Way::Left);
    assert_eq!(layout.place_of(a).unwrap().width, 5000);
}

#[test]
fn a_closed_pane_comes_back_where_it_was() {
    let (mut layout, [a]) = open();
    let b = layout.split(a, Axis::Row, "s").unwrap();
    layout.split(b, Axis::Column, "s").unwrap();
    layout.set_channel(b, Some("c7".into()));
    let before = places(&layout);
    assert_eq!(layout.close(b).unwrap().channel.as_deref(), Some("c7"));
    assert_eq!(places(&layout).len(), 2);
    assert_eq!(layout.reopen(), Some(b));
    assert_eq!((places(&layout), layout.focused()), (before, Some(b)));
    assert_eq!(layout.reopen(), None);
}

#[test]
fn a_closed_pane_comes_back_even_if_its_tab_has_changed_or_is_gone() {
    let (mut layout, [a]) = open();
    let b = layout.split(a, Axis::Row, "s").unwrap();
    layout.close(b);
    layout.split(a, Axis::Column, "s").unwrap();
    assert_eq!(layout.reopen(), Some(b));
    assert_eq!(places(&layout).len(), 3);
    let (mut layout, [a]) = open();
    layout.close(a);
    assert!(layout.tabs().is_empty());
    assert_eq!(layout.reopen(), Some(a));
    assert_eq!(layout.tabs().len(), 1);
}

#[test]
fn panes_move_between_tabs_and_into_tabs_of_their_own() {
    let (mut layout, [a]) = open();
    let b = layout.split(a, Axis::Row, "s").unwrap();
    layout.move_to_new_tab(b);
    assert_eq!((layout.tabs().len(), layout.focused()), (2, Some(b)));
    layout.move_to_new_tab(b);
    assert_eq!(layout.tabs().len(), 2, "it has one already");
    let first = layout.tabs()[0].id;
    layout.move_to_tab(b, first);
    assert_eq!((layout.tabs().len(), layout.panes_of(first)), (1, vec![a, b]));
    layout.move_beside(b, a, Way::Up);
    assert_eq!(places(&layout), [(b, rect(0, 0, 10_000, 5000)), (a, rect(0, 5000, 10_000, 5000))]);
}

#[test]
fn tabs_are_gone_through_moved_and_named() {
    let mut layout = Layout::default();
    let [a, b, c] = ["a", "b", "c"].map(|session| layout.open(session, None).unwrap());
    let order = |layout: &Layout| layout.tabs().iter().map(|tab| tab.focus).collect::<Vec<_>>();
    layout.step(1);
    assert_eq!(layout.focused(), Some(a));
    layout.step(-1);
    assert_eq!(layout.focused(), Some(c));
    layout.move_tab(layout.active().unwrap().id, 0);
    assert_eq!((order(&layout), layout.focused()), (vec![c, a, b], Some(c)));
    let tab = layout.active().unwrap().id;
    layout.rename(tab, "  deploy\u{7} 2.41 ");
    assert_eq!(layout.active().unwrap().name.as_deref(), Some("deploy 2.41"));
    layout.rename(tab, " ");
    assert_eq!(layout.active().unwrap().name, None);
}

#[test]
fn panes_of_a_session_that_is_over_go_to_the_one_that_follows_it() {
    let (mut layout, [a]) = open();
    layout.split(a, Axis::Row, "s").unwrap();
    layout.set_channel(a, Some("c1".into()));
    layout.renew("s", "t");
    assert!(layout.panes().iter().all(|pane| pane.session == "t" && pane.channel.is_none()));
}

#[test]
fn what_is_stored_comes_back_and_what_is_damaged_is_noticed() {
    let (mut layout, [a]) = open();
    layout.split(a, Axis::Row, "s").unwrap();
    let json = serde_json::to_string(&layout).unwrap();
    let back: Layout = serde_json::from_str(&json).unwrap();
    assert_eq!(back, layout);
    for (from, to) in [
        ("\"share\":5000", "\"share\":5001"),
        ("{\"pane\":2}", "{\"pane\":7}"),
        ("\"active\":0", "\"active\":4"),
    ] {
        let damaged: Layout = serde_json::from_str(&json.replacen(from, to, 1)).unwrap();
        assert!(!damaged.is_sound(), "{from} {json}");
    }
}

#[test]
fn the_number_of_panes_is_bounded() {
    let (mut layout, [a]) = open();
    while layout.split(a, Axis::Row, "s").is_some() {}
    assert_eq!(layout.panes().len(), MOST_PANES);
    assert!(layout.is_sound());
}

/// What a person may do next; numbers choose among the panes and tabs there are.
#[derive(Clone, Debug)]
enum Deed {
    Open,
    Split(prop::sample::Index, bool),
    Close(prop::sample::Index),
    Remove(prop::sample::Index),
    Reopen,
    Focus(usize),
    Grow(usize),
    Drag(prop::sample::Index, u32),
    Zoom,
    EvenOut,
    NewTab(prop::sample::Index),
    Beside(prop::sample::Index, prop::sample::Index, usize),
    Step(isize),
    MoveTab(prop::sample::Index, usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        Just(Deed::Open),
        (index(), any::<bool>()).prop_map(|(pane, row)| Deed::Split(pane, row)),
        (index(), any::<bool>()).prop_map(|(pane, row)| Deed::Split(pane, row)),
        index().prop_map(Deed::Close),
        index().prop_map(Deed::Remove),
        Just(Deed::Reopen),
        (0..4usize).prop_map(Deed::Focus),
        (0..4usize).prop_map(Deed::Grow),
        (index(), 0..12_000u32).prop_map(|(divider, to)| Deed::Drag(divider, to)),
        Just(Deed::Zoom),
        Just(Deed::EvenOut),
        index().prop_map(Deed::NewTab),
        (index(), index(), 0..4usize).prop_map(|(pane, beside, way)| Deed::Beside(pane, beside, way)),
        (-3..3isize).prop_map(Deed::Step),
        (index(), 0..5usize).prop_map(|(tab, to)| Deed::MoveTab(tab, to)),
    ]
}

fn act(layout: &mut Layout, deed: &Deed) {
    let panes: Vec<PaneId> = layout.panes().iter().map(|pane| pane.id).collect();
    let pick = |index: &prop::sample::Index| (!panes.is_empty()).then(|| panes[index.index(panes.len())]);
    match deed {
        Deed::Open => _ = layout.open("s", None),
        Deed::Split(pane, row) => {
            let axis = if *row { Axis::Row } else { Axis::Column };
            pick(pane).and_then(|pane| layout.split(pane, axis, "s"));
        }
        Deed::Close(pane) => _ = pick(pane).and_then(|pane| layout.close(pane)),
        Deed::Remove(pane) => _ = pick(pane).and_then(|pane| layout.remove(pane)),
        Deed::Reopen => _ = layout.reopen(),
        Deed::Focus(way) => layout.focus_way(WAYS[*way]),
        Deed::Grow(way) => layout.grow(WAYS[*way]),
        Deed::Drag(divider, to) => {
            let dividers = layout.dividers();
            if !dividers.is_empty() {
                layout.drag(&dividers[divider.index(dividers.len())], *to);
            }
        }
        Deed::Zoom => layout.zoom(),
        Deed::EvenOut => layout.even_out(),
        Deed::NewTab(pane) => _ = pick(pane).map(|pane| layout.move_to_new_tab(pane)),
        Deed::Beside(pane, beside, way) => {
            if let (Some(pane), Some(beside)) = (pick(pane), pick(beside)) {
                layout.move_beside(pane, beside, WAYS[*way]);
            }
        }
        Deed::Step(places) => layout.step(*places),
        Deed::MoveTab(tab, to) => {
            let tabs: Vec<_> = layout.tabs().iter().map(|tab| tab.id).collect();
            if !tabs.is_empty() {
                layout.move_tab(tabs[tab.index(tabs.len())], *to);
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_done_the_panes_fill_their_tab_without_gap_or_overlap(
        deeds in prop::collection::vec(deed(), 0..60),
    ) {
        let mut layout = Layout::default();
        for deed in &deeds {
            act(&mut layout, deed);
            prop_assert!(layout.is_sound(), "{deed:?}: {layout:?}");
            prop_assert_eq!(layout.focused().is_some(), !layout.tabs().is_empty());
            let area: u64 = places(&layout).iter().map(|(_, place)| u64::from(place.width) * u64::from(place.height)).sum();
            prop_assert_eq!(area, if layout.tabs().is_empty() { 0 } else { 100_000_000 });
        }
        let stored = serde_json::to_string(&layout).unwrap();
        prop_assert_eq!(serde_json::from_str::<Layout>(&stored).unwrap(), layout);
    }
}

fn open() -> (Layout, [PaneId; 1]) {
    let mut layout = Layout::default();
    let pane = layout.open("s", None).unwrap();
    (layout, [pane])
}

/// The panes that are shown, in reading order, with their places.
fn places(layout: &Layout) -> Vec<(PaneId, Rect)> {
    let tab = layout.active().map(|tab| tab.id);
    let panes = tab.map(|tab| layout.panes_of(tab)).unwrap_or_default();
    panes.into_iter().filter_map(|pane| Some((pane, layout.place_of(pane)?))).collect()
}

fn rect(x: u32, y: u32, width: u32, height: u32) -> Rect {
    Rect { x, y, width, height }
}
