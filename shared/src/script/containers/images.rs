//! Which images there are.

use serde_json::Value;

use super::list::{by_engine, engine};
use super::{Deed, Engine, Handle, ImageName, Prune, Pull, RemoveImages, image::Show};
use crate::form::{Answers, Field, Kind, Label, Shape};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools, json};
use crate::table::{Cell, Column, Heading, Layout, Offer, Row, Shown, Subject, Width};

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Images;

/// Lists images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListImages;

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// What keeps it.
    pub engine: Engine,
    /// Its number, without `sha256:`.
    pub id: String,
    /// Its name with its tag; nothing where it has none.
    pub name: String,
    /// How large, in bytes: docker rounds it.
    pub size: Option<u64>,
    /// When it was made, in the engine's words.
    pub created: String,
}

impl Action for ListImages {
    type Outcome = Vec<Image>;

    fn title(&self) -> Title {
        Title::one(Deed::Images, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        if !Engine::ALL.iter().any(|engine| tools.has(engine.tool())) {
            return Err(Missing(Tool::Docker));
        }
        Ok(Engine::each(tools, "images --no-trunc --format '{{json .}}'"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Image>, Failure> {
        let mut images: Vec<Image> = Vec::new();
        for (said, from) in by_engine(ran.output()?)? {
            for thing in json::things(said)? {
                let from = from.unwrap_or_else(|| engine(&thing));
                for image in read(&thing, from).ok_or(Failure::Garbled)? {
                    // `docker` may be podman by another name.
                    if !images.iter().any(|known| known.id == image.id && known.name == image.name) {
                        images.push(image);
                    }
                }
            }
        }
        Ok(images)
    }
}

/// An image with each of its names.
fn read(thing: &Value, engine: Engine) -> Option<Vec<Image>> {
    let id = [json::text(thing, "ID"), json::text(thing, "Id")].concat();
    let id = Handle::parse(id.strip_prefix("sha256:").unwrap_or(&id))?.to_string();
    let size = json::number(thing, "Size").or_else(|| measured(thing.get("Size")?.as_str()?));
    let since = Some(json::text(thing, "CreatedSince")).filter(|since| !since.is_empty());
    let created = since.unwrap_or_else(|| json::text(thing, "CreatedAt"));
    let mut names: Vec<String> = match (json::text(thing, "Repository"), json::text(thing, "Tag")) {
        (repository, tag)
            if !repository.is_empty() && !repository.starts_with('<') && !tag.starts_with('<') =>
        {
            vec![format!("{repository}:{tag}")]
        }
        _ => json::list(thing, "Names").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    };
    if names.is_empty() {
        names.push(String::new());
    }
    let image = |name| Image { engine, id: id.clone(), name, size, created: created.clone() };
    Some(names.into_iter().map(image).collect())
}

/// `187MB`, in units of a thousand, as docker writes it.
fn measured(text: &str) -> Option<u64> {
    let at = text.find(|character: char| character.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(at);
    let power = ["B", "kB", "MB", "GB", "TB"].iter().position(|it| *it == unit)?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let part = format!("{part:0<3}");
    let thousandths =
        whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(part.get(..3)?.parse().ok()?)?;
    Some(thousandths.checked_mul(1000_u64.checked_pow(u32::try_from(power).ok()?)?)? / 1000)
}

impl Image {
    /// What its engine is to be told: its name, or its number where it has none.
    #[must_use]
    pub fn handle(&self) -> Option<Handle> {
        Handle::parse(&self.name).or_else(|| Handle::parse(&self.id))
    }
}

impl Subject for Images {
    type Item = Image;
    type Read = ListImages;

    const LAYOUT: Layout = Layout::of(&[
        Column::of(Heading::Image, Width::Rest, Shown::Always),
        Column::of(Heading::Size, Width::Middling, Shown::Always),
        Column::of(Heading::Created, Width::Large, Shown::Middling),
        Column::of(Heading::Id, Width::Large, Shown::Wide),
        Column::of(Heading::Tool, Width::Middling, Shown::Wide),
    ]);

    fn read(_: &str) -> ListImages {
        ListImages
    }

    fn row(image: &Image, _: &Tools) -> Row {
        let cells = vec![
            Cell::text(if image.name.is_empty() { "<none>" } else { &image.name }),
            image.size.map_or(Cell::Nothing, Cell::Bytes),
            Cell::text(minute(&image.created)),
            Cell::text(image.id.get(..12).unwrap_or(&image.id)),
            Cell::text(image.engine.command()),
        ];
        Row::of(format!("{} {} {}", image.engine.command(), image.id, image.name), cells)
    }

    fn offers(chosen: &[&Image], tools: &Tools) -> Vec<Offer> {
        if chosen.is_empty() {
            let engines = Engine::ALL.into_iter().filter(|engine| tools.has(engine.tool()));
            return engines
                .flat_map(|engine| [pull(engine), Offer::of("image prune", Prune { engine })])
                .collect();
        }
        let images: Vec<Image> = chosen.iter().map(|image| (*image).clone()).collect();
        let mut offers = Vec::new();
        if let [image] = &images[..]
            && let Some(handle) = image.handle()
        {
            offers.push(Offer::of("image inspect", Show { engine: image.engine, image: handle }).to_read());
        }
        offers.push(Offer::of("rmi", RemoveImages { images }).key("Delete"));
        offers
    }
}

/// A moment to its minute, where podman writes one: `2026-11-22T02:16:42Z`.
fn minute(created: &str) -> String {
    match created.split_once('T') {
        Some((day, time)) if created.ends_with('Z') => format!("{day} {}", time.get(..5).unwrap_or(time)),
        Some(_) | None => created.to_owned(),
    }
}

/// Fetches an image, once it is known which.
fn pull(engine: Engine) -> Offer {
    let fields = vec![Field::of(Label::Image, Kind::Shaped(Shape::Image))];
    let pull = move |answers: &Answers| Pull {
        engine,
        // The form has looked at it.
        image: ImageName::parse(answers.of(&Label::Image)).unwrap_or_default(),
    };
    Offer::asking(Deed::Pull(engine), "pull", fields, pull)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Image, ListImages, measured};
    use crate::script::{Action as _, Failure, Ran};

    fn read(text: &str) -> Result<Vec<Image>, Failure> {
        ListImages.outcome(&Ran { stdout: text.into(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn both_engines_images_are_read() {
        // As docker 24 prints it.
        let docker = r#"{"Containers":"N/A","CreatedAt":"2026-10-01 00:00:00 +0000 UTC","CreatedSince":"7 weeks ago","Digest":"<none>","ID":"sha256:aa11bb22","Repository":"nginx","SharedSize":"N/A","Size":"187.5MB","Tag":"1.27","UniqueSize":"N/A","VirtualSize":"187MB"}
{"ID":"sha256:cc33","Repository":"<none>","Tag":"<none>","Size":"4kB","CreatedSince":"now"}"#;
        let images = read(docker).unwrap();
        let [nginx, nameless] = &images[..] else { panic!("{images:?}") };
        assert_eq!(
            (&*nginx.name, nginx.size, &*nginx.created),
            ("nginx:1.27", Some(187_500_000), "7 weeks ago")
        );
        assert_eq!((&*nameless.name, nameless.handle().unwrap().to_string().as_str()), ("", "cc33"));
        let podman = r#"[{"Id":"f0f6d4d8","RepoTags":null,"Size":779380,"Names":["localhost/box:test","localhost/box:old"],"CreatedAt":"2026-11-22T02:16:42Z"}]"#;
        let names: Vec<String> = read(podman).unwrap().into_iter().map(|image| image.name).collect();
        assert_eq!(names, ["localhost/box:test", "localhost/box:old"]);
        assert_eq!(read("{\"Size\":1}"), Err(Failure::Garbled));
    }

    #[test]
    fn dockers_sizes_are_numbers() {
        for (text, bytes) in
            [("0B", Some(0)), ("1.5kB", Some(1500)), ("2GB", Some(2_000_000_000)), ("x", None)]
        {
            assert_eq!(measured(text), bytes, "{text}");
        }
    }
}
