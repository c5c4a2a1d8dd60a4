use super::{
    Appearance, Bell, Contrast, Cursor, Looks, MOST_IMPORTED, MOST_TARGETS, Refused, Scheme, Scope, step,
};

const WEB: &str = "ops@web-01:22";
const DB: &str = "ops@db-01:22";

#[test]
fn what_is_chosen_for_one_target_leaves_the_others_alone() {
    let mut all = Appearance::default();
    all.change(Scope::All, WEB, |looks| looks.size = Some(15));
    all.change(Scope::One, WEB, |looks| looks.cursor = Some(Cursor::Bar));
    assert_eq!((all.of(WEB).px(), all.of(WEB).cursor), (Some(15), Some(Cursor::Bar)));
    assert_eq!((all.of(DB).px(), all.of(DB).cursor), (Some(15), None));
}

#[test]
fn what_a_target_has_of_its_own_outlives_a_change_for_all() {
    let mut all = Appearance::default();
    all.change(Scope::One, WEB, |looks| looks.bell = Some(Bell::Off));
    all.change(Scope::All, WEB, |looks| looks.bell = Some(Bell::Sound));
    assert_eq!(all.of(WEB).bell, Some(Bell::Off));
    all.change(Scope::One, WEB, |looks| *looks = Looks::default());
    assert_eq!(all.of(WEB).bell, Some(Bell::Sound));
    assert!(!all.has_own(WEB));
}

#[test]
fn the_target_changed_longest_ago_goes_when_there_are_too_many() {
    let mut all = Appearance::default();
    for number in 0..=MOST_TARGETS {
        all.change(Scope::One, &format!("ops@host-{number}:22"), |looks| looks.size = Some(20));
    }
    assert!(!all.has_own("ops@host-0:22"));
    assert!(all.has_own("ops@host-1:22"));
    assert_eq!(all.targets.len(), MOST_TARGETS);
}

#[test]
fn keys_change_the_size_where_it_was_chosen() {
    let mut all = Appearance::default();
    all.resize(WEB, Some(14));
    assert_eq!((all.of(WEB).px(), all.of(DB).px()), (Some(14), Some(14)));
    all.change(Scope::One, WEB, |looks| looks.size = Some(20));
    all.resize(WEB, Some(21));
    assert_eq!((all.of(WEB).px(), all.of(DB).px()), (Some(21), Some(14)));
}

#[test]
fn a_size_goes_up_and_down_by_one_and_stays_in_its_bounds() {
    assert_eq!((step(13.0, 1.0), step(13.0, -1.0)), (14, 12));
    assert_eq!((step(32.0, 1.0), step(8.0, -1.0)), (32, 8));
    assert_eq!(step(900.0, -1.0), 32);
}

#[test]
fn what_is_stored_is_read_back() {
    let mut all = Appearance::default();
    all.change(Scope::All, WEB, |looks| {
        looks.dark = Scheme::new("Night", &"0a".repeat(60));
        looks.contrast = Some(Contrast::High);
        looks.font = Some("Fira Code".into());
    });
    all.change(Scope::One, WEB, |looks| looks.ligatures = Some(true));
    let text = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Appearance>(&text).unwrap(), all);
    assert!(!text.contains("null"), "{text}");
}

#[test]
fn what_another_version_has_stored_is_brought_into_bounds() {
    let looks: Looks = serde_json::from_str(r#"{"size":250,"line":0,"font":"}","wings":2}"#).unwrap();
    assert_eq!((looks.px(), looks.line(), looks.family()), (Some(32), 10, None));
}

#[test]
fn an_imported_theme_replaces_the_one_of_its_name() {
    let theme = |name: &str, colour: &str| Scheme::new(name, &colour.repeat(20)).unwrap();
    let mut all = Appearance::default();
    all.import(vec![theme("Night", "000000"), theme("Day", "ffffff")]).unwrap();
    all.import(vec![theme("Night", "111111")]).unwrap();
    let names: Vec<&str> = all.imported().iter().map(|scheme| scheme.name.as_str()).collect();
    assert_eq!(names, ["Day", "Night"]);
    all.forget("Day");
    assert_eq!(all.imported(), [theme("Night", "111111")]);
}

#[test]
fn too_many_imported_themes_are_refused_and_nothing_changes() {
    let many = |count: usize| {
        (0..count).map(|n| Scheme::new(&format!("Theme {n}"), &"7f".repeat(60)).unwrap()).collect()
    };
    let mut all = Appearance::default();
    all.import(many(MOST_IMPORTED)).unwrap();
    let before = all.clone();
    let more = vec![Scheme::new("One more", &"7f".repeat(60)).unwrap()];
    assert_eq!(all.import(more), Err(Refused::Many));
    assert_eq!(all, before);
}
