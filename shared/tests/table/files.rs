//! Rows of files beyond the list: times, archives, search, disk usage.

use postern_shared::script::files::{
    By, Compress, DiskUsage, EmptyTrash, Extract, Fetch, Folders, Format, MakeTree, Origin, PutBack, Search,
    SetTime, TrashId, Was, trash,
};
use postern_shared::script::{Name, Path};

use super::{row, tools_without};

pub(crate) fn rows(rows: &mut String, here: &Path, name: &Name) {
    let directory = || here.clone();
    row(rows, "files", "list the folders in some, for the tree", &Folders { directories: vec![directory()] });
    thrown_away(rows, here, name);
    let had = vec![Was { name: name.clone(), had: 1_000_000_000 }];
    row(
        rows,
        "files",
        "change the time",
        &SetTime { directory: directory(), files: had, time: 1_763_733_778 },
    );
    for format in Format::MADE {
        let (names, archive) = (vec![name.clone()], super::name(&format!("notes{}", format.suffix())));
        let action = Compress { directory: directory(), names, archive: archive.clone(), format };
        row(rows, "files", &format!("make a `{}`", format.suffix()), &action);
        let (into, id) = (super::name("notes"), TrashId::parse("2026-11-21-7f3a").unwrap());
        let action = Extract { directory: directory(), archive, format, into, id };
        row(rows, "files", &format!("take a `{}` apart", format.suffix()), &action);
    }
    for (by, label) in [(By::Name, "search by name"), (By::Text, "search by content")] {
        let (ignores_case, takes_hidden) = (true, false);
        let pattern = String::from("notes");
        row(
            rows,
            "files",
            label,
            &Search { directory: directory(), by, pattern, ignores_case, takes_hidden },
        );
    }
    let action = Fetch { directory: directory(), names: vec![name.clone()] };
    row(rows, "files", "pack for your computer", &action);
    let tree = MakeTree { directory: directory(), folders: vec![vec![super::name("site")]] };
    row(rows, "files", "make the folders for what comes from it", &tree);
    row(rows, "files", "disk usage of everything here", &DiskUsage { directory: directory() });
}

fn thrown_away(rows: &mut String, here: &Path, name: &Name) {
    let tools = tools_without(None);
    let folder = trash(&tools).join(&super::name("2026-11-21-7f3a"));
    row(rows, "files", "where files in the trash were", &Origin::of(&folder, &tools).unwrap());
    let (names, to) = (vec![name.clone()], here.clone());
    row(rows, "files", "put back what is in the trash", &PutBack { folder, names, to });
    row(rows, "files", "empty the trash", &EmptyTrash);
}
