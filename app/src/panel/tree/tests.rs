//! The tree as a person goes about it.

use postern_shared::script::files::Within;
use postern_shared::script::{Name, Path};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{MOST_OPEN, Node, Row, Side, Stage, Tree, inwards, outwards, seek};

fn path(text: &str) -> Path {
    Path::parse(text.as_bytes()).unwrap()
}

fn these(names: &[&str]) -> Vec<Name> {
    names.iter().map(|name| Name::parse(name.as_bytes()).unwrap()).collect()
}

fn node(root: &str, at: &str) -> Node {
    Node { root: path(root), path: path(at) }
}

fn hung() -> Tree {
    let mut tree = Tree::default();
    tree.hang(path("/home/ops"));
    tree
}

/// Reads these, as a script would have.
fn read(tree: &mut Tree, all: &[(&str, &[&str])]) {
    let paths: Vec<Path> = all.iter().map(|(at, _)| path(at)).collect();
    let asked = tree.ask(&paths);
    let within = all.iter().map(|(_, names)| Within::These(these(names)));
    tree.take(asked, paths.into_iter().zip(within).collect());
}

/// Each row as `  name+`: how deep, and whether it is open (`-`), closed (`+`) or empty; `*` is where the person is.
fn drawn(rows: &[Row]) -> Vec<String> {
    let row = |row: &Row| {
        let name = row.node.path.name().filter(|_| row.level > 1);
        let name = name.map_or(row.node.path.text(), |name| name.text());
        let open = row.is_open.map_or("", |is_open| if is_open { "-" } else { "+" });
        let here = if row.is_here { "*" } else { "" };
        let stage = match row.stage {
            Stage::Plain => "",
            Stage::Coming => "…",
            Stage::Refused => "!",
        };
        format!("{}{name}{open}{here}{stage}", " ".repeat(row.level - 1))
    };
    rows.iter().map(row).collect()
}

#[test]
fn the_way_to_where_the_person_is_is_opened_and_only_that_is_read() {
    let mut tree = hung();
    let unknown = tree.follow(&path("/srv/app/releases"));
    assert_eq!(unknown, [path("/"), path("/srv"), path("/srv/app")]);
    tree.ask(&unknown);
    assert_eq!(drawn(&tree.rows(false)), ["/home/ops+", "/-…", " srv-…", "  app-…", "   releases+*"]);
    let names: [(&str, &[&str]); 3] = [
        ("/", &["srv", "etc", ".hidden"]),
        ("/srv", &["file10", "File9", "app"]),
        ("/srv/app", &["releases"]),
    ];
    read(&mut tree, &names);
    let rows = tree.rows(false);
    let all = ["/home/ops+", "/-", " etc+", " srv-", "  app-", "   releases+*", "  File9+", "  file10+"];
    assert_eq!(drawn(&rows), all);
    assert_eq!((rows[4].level, rows[4].place, rows[7].place), (3, (1, 3), (3, 3)));
    assert_eq!(drawn(&tree.rows(true))[2], " .hidden+");
    assert_eq!(tree.follow(&path("/srv/app")), [], "the way back is known");
    assert_eq!(tree.follow(&path("/srv/new")), [path("/srv")], "one that was not there is looked for again");
}

#[test]
fn the_home_directory_is_a_root_unless_the_person_came_another_way() {
    let mut tree = hung();
    assert_eq!(tree.follow(&path("/home/ops/.ssh")), [path("/home/ops")]);
    read(&mut tree, &[("/home/ops", &[".ssh", ".cache", "site"])]);
    assert_eq!(
        drawn(&tree.rows(false)),
        ["/home/ops-", " .ssh+*", " site+", "/+"],
        "the way is shown, hidden or not"
    );
    tree.follow(&path("/home"));
    read(&mut tree, &[("/", &["home"])]);
    assert_eq!(tree.here(), Some(&node("/", "/home")));
    tree.follow(&path("/home/ops"));
    assert_eq!(tree.here(), Some(&node("/", "/home/ops")), "down the way it came up");
    tree.follow(&path("/etc"));
    tree.follow(&path("/home/ops"));
    assert_eq!(tree.here(), Some(&node("/home/ops", "/home/ops")));
    tree.choose(node("/", "/home/ops"));
    tree.follow(&path("/home/ops"));
    assert_eq!(tree.here(), Some(&node("/", "/home/ops")), "the row that was clicked");
    let mut root = Tree::default();
    root.hang(Path::root());
    assert_eq!(drawn(&root.rows(false)), ["/+"]);
}

#[test]
fn a_folder_is_read_when_it_is_opened_and_forgotten_when_it_is_closed() {
    let mut tree = hung();
    let root = node("/", "/");
    assert!(tree.open(&root));
    read(&mut tree, &[("/", &["srv", "tmp"])]);
    let srv = node("/", "/srv");
    assert!(tree.open(&srv));
    read(&mut tree, &[("/srv", &[])]);
    assert_eq!(drawn(&tree.rows(false)), ["/home/ops+", "/-", " srv", " tmp+"], "nothing is in it");
    assert_eq!(tree.open_ones(), [path("/"), path("/srv")]);
    tree.close(&root);
    assert_eq!(drawn(&tree.rows(false)), ["/home/ops+", "/+"]);
    assert!(tree.open(&root), "it is read anew");
    assert_eq!(tree.open_ones(), [path("/")], "what was open in it is not any more");
}

#[test]
fn what_the_list_has_shown_needs_no_script() {
    let mut tree = hung();
    tree.follow(&path("/home/ops"));
    tree.hear(&path("/home/ops"), these(&["b", "a"]));
    assert_eq!(drawn(&tree.rows(false)), ["/home/ops+*", "/+"]);
    assert!(!tree.open(&node("/home/ops", "/home/ops")));
    assert_eq!(drawn(&tree.rows(false)), ["/home/ops-*", " a+", " b+", "/+"]);
    tree.hear(&path("/home/ops"), Vec::new());
    assert_eq!(drawn(&tree.rows(false)), ["/home/ops*", "/+"], "it has gone since");
}

#[test]
fn what_cannot_be_read_says_so_and_the_way_through_it_stays() {
    let mut tree = hung();
    let asked = tree.follow(&path("/root/deep"));
    let asked = tree.ask(&asked);
    tree.take(asked, vec![(path("/"), Within::These(these(&["root"]))), (path("/root"), Within::Refused)]);
    let rows = tree.rows(false);
    assert_eq!(drawn(&rows), ["/home/ops+", "/-", " root-!", "  deep+*"]);
    tree.follow(&path("/"));
    let rows = tree.rows(false);
    assert_eq!(drawn(&rows), ["/home/ops+", "/-*", " root+!"]);
    assert_eq!(inwards(&rows, 2), Some(Side::Open), "again");
    assert!(tree.open(&node("/", "/root")));
    let lost = tree.ask(&[path("/root")]);
    tree.give_up(lost);
    assert_eq!(drawn(&tree.rows(false))[2], " root+!");
}

#[test]
fn what_is_gone_takes_what_was_open_in_it_along() {
    let mut tree = hung();
    for at in ["/", "/srv", "/srv/app"] {
        tree.open(&node("/", at));
    }
    read(&mut tree, &[("/", &["srv"]), ("/srv", &["app"]), ("/srv/app", &["old"])]);
    read(&mut tree, &[("/srv", &["application"])]);
    assert_eq!(drawn(&tree.rows(false)), ["/home/ops+", "/-", " srv-", "  application+"]);
    assert_eq!(tree.open_ones(), [path("/"), path("/srv")]);
}

#[test]
fn an_older_reading_does_not_write_over_a_newer_one() {
    let mut tree = hung();
    tree.open(&node("/", "/"));
    let older = tree.ask(&[path("/")]);
    let newer = tree.ask(&[path("/")]);
    tree.take(newer, vec![(path("/"), Within::These(these(&["new"])))]);
    tree.take(older, vec![(path("/"), Within::These(these(&["old"])))]);
    tree.give_up(older);
    assert_eq!(drawn(&tree.rows(false)), ["/home/ops+", "/-", " new+"]);
    let older = tree.ask(&[path("/")]);
    tree.hear(&path("/"), these(&["newest"]));
    tree.take(older, vec![(path("/"), Within::Refused)]);
    assert_eq!(drawn(&tree.rows(false))[2], " newest+");
}

#[test]
fn only_so_many_are_open() {
    let mut tree = hung();
    for number in 0..2 * MOST_OPEN {
        tree.open(&node("/", &format!("/{number}")));
    }
    assert_eq!(tree.open_ones().len(), MOST_OPEN);
    tree.follow(&path("/srv/app"));
    assert_eq!(tree.open_ones(), [path("/"), path("/srv")]);
}

#[test]
fn arrows_and_letters_go_where_they_go_in_any_tree() {
    let mut tree = hung();
    tree.follow(&path("/srv/app"));
    read(&mut tree, &[("/", &["etc", "srv"]), ("/srv", &["app", "Application", "web"])]);
    let rows = tree.rows(false);
    assert_eq!(drawn(&rows), ["/home/ops+", "/-", " etc+", " srv-", "  app+*", "  Application+", "  web+"]);
    assert_eq!(
        (inwards(&rows, 2), inwards(&rows, 3), inwards(&rows, 9)),
        (Some(Side::Open), Some(Side::To(4)), None)
    );
    assert_eq!((outwards(&rows, 6), outwards(&rows, 3)), (Some(Side::To(3)), Some(Side::Close)));
    assert_eq!((outwards(&rows, 0), outwards(&rows, 4)), (None, Some(Side::To(3))));
    assert_eq!((seek(&rows, 0, "a"), seek(&rows, 4, "a"), seek(&rows, 5, "a")), (Some(4), Some(5), Some(4)));
    assert_eq!(
        (seek(&rows, 5, "app"), seek(&rows, 4, "appl"), seek(&rows, 4, "x")),
        (Some(5), Some(5), None)
    );
    assert_eq!((seek(&rows, 0, ""), seek(&[], 0, "a")), (None, None));
}
