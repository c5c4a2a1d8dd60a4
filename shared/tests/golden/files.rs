//! Scripts for files beyond the list: archives, times, disk usage, search.

use postern_shared::script::files::{
    By, Compress, DiskUsage, EmptyTrash, Extract, Fetch, Folders, Format, MakeTree, Origin, PutBack, Search,
    SetTime, TrashId, Was, trash,
};
use postern_shared::script::{Name, Path, Tools};

use super::Page;

pub(crate) fn packed(page: &mut Page, tools: &Tools, at: &Path, name: &Name) {
    let named = |name: &Name, suffix: &str| super::name(&[name.bytes(), suffix.as_bytes()].concat());
    for format in Format::MADE {
        let (names, archive) = (vec![name.clone()], named(name, format.suffix()));
        let action = Compress { directory: at.clone(), names, archive, format };
        page.act(&format!("Compress, {}", format.suffix()), &action, tools);
    }
    for suffix in [".tar", ".tar.gz", ".tar.zst", ".tar.xz", ".zip", "[1].zip", ".gz"] {
        let archive = named(name, suffix);
        let (format, into) = Format::of(&archive).unwrap();
        let id = TrashId::parse("2026-11-21T140258-7f3a").unwrap();
        let action = Extract { directory: at.clone(), archive, format, into, id };
        page.act(&format!("Extract, {suffix}"), &action, tools);
    }
    let names = vec![name.clone(), super::name(b"site")];
    page.act("Fetch", &Fetch { directory: at.clone(), names }, tools);
    page.act("Fetch, all of it", &Fetch { directory: at.clone(), names: Vec::new() }, tools);
    let folders = vec![vec![name.clone()], vec![name.clone(), super::name(b"-deep")]];
    page.act("MakeTree", &MakeTree { directory: at.clone(), folders }, tools);
    let had = vec![Was { name: name.clone(), had: 1_000_000_000 }];
    page.act("SetTime", &SetTime { directory: at.clone(), files: had, time: 1_763_733_778 }, tools);
}

pub(crate) fn sought(page: &mut Page, tools: &Tools, at: &Path, name: &Name) {
    let directories = vec![Path::root(), at.clone(), at.join(name)];
    page.act("Folders", &Folders { directories }, tools);
    page.act("DiskUsage", &DiskUsage { directory: at.clone() }, tools);
    for (by, ignores_case, takes_hidden) in [
        (By::Name, true, false),
        (By::Name, false, true),
        (By::Text, true, false),
        (By::Expression, false, true),
    ] {
        let action = Search { directory: at.clone(), by, pattern: name.text(), ignores_case, takes_hidden };
        page.act(&format!("Search, {by:?}"), &action, tools);
    }
}

pub(crate) fn thrown_away(page: &mut Page, tools: &Tools, at: &Path, name: &Name) {
    let folder = trash(tools).join(&super::name(b"2026-11-21T140258-7f3a"));
    page.act("Origin", &Origin::of(&folder, tools).unwrap(), tools);
    page.act("PutBack", &PutBack { folder, names: vec![name.clone()], to: at.clone() }, tools);
    page.act("EmptyTrash", &EmptyTrash, tools);
}
