//! What a tree of folders is made of.

use postern_shared::script::files::{Folders, Within};
use postern_shared::script::{Name, Path};

use super::desk::{Desk, name, plainly};
use super::names::nasty;

const TREE: &str = "mkdir -p a/deep a/.hidden empty closed blind; echo x > a/file; ln -s ../a a/again; ln -s file a/to-file; \
    ln -s gone a/dangling; ln -s loop a/loop; ln -s again a/twice; mkdir loops; ln -s loop loops/loop; \
    mkdir closed/x blind/x; chmod 000 closed; chmod 111 blind";

#[tokio::test]
async fn folders_and_links_to_them_are_told_from_everything_else() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let at = |text: &str| desk.place.join(&name(text));
        let directories = vec![desk.place.clone(), at("a"), at("empty"), at("loops")];
        let [(here, all), (_, a), (_, empty), (_, loops)] =
            desk.act(&Folders { directories }).await.try_into().unwrap();
        assert_eq!(here, desk.place);
        assert_eq!(sorted(all), ["a", "blind", "closed", "empty", "loops"]);
        assert_eq!(sorted(a), [".hidden", "again", "deep", "twice"]);
        assert_eq!((empty, loops), (Within::These(Vec::new()), Within::These(Vec::new())));
    }
}

#[tokio::test]
async fn one_that_cannot_be_read_says_so_and_the_others_are_read() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let at = |text: &str| desk.place.join(&name(text));
        let directories = vec![at("closed"), at("a"), at("blind"), at("gone")];
        let read = desk.act(&Folders { directories }).await;
        let is_refused = |within: &Within| *within == Within::Refused;
        assert_eq!(
            read.iter().map(|(_, within)| is_refused(within)).collect::<Vec<_>>(),
            [true, false, true, true]
        );
    }
}

#[tokio::test]
async fn folders_of_any_name_are_found_in_folders_of_any_name() {
    for desk in Desk::both().await {
        let all = nasty();
        let make = |name: &Name| format!("mkdir -p -- ./{0}/{0}; ", plainly(name.bytes()));
        // The longest name twice is a path of its own.
        desk.lay(&all.iter().map(make).collect::<String>()).await;
        let directories: Vec<Path> =
            std::iter::once(desk.place.clone()).chain(all.iter().map(|name| desk.place.join(name))).collect();
        let mut read = desk.act(&Folders { directories }).await.into_iter();
        let mut expected = all.clone();
        expected.sort();
        assert_eq!(names_of(read.next().unwrap().1), expected);
        for (name, (_, within)) in all.iter().zip(read) {
            assert_eq!(within, Within::These(vec![name.clone()]));
        }
        assert!(!desk.is_pwned().await);
    }
}

fn names_of(within: Within) -> Vec<Name> {
    let Within::These(mut names) = within else { panic!("it cannot be read") };
    names.sort();
    names
}

fn sorted(within: Within) -> Vec<String> {
    names_of(within).iter().map(Name::text).collect()
}
