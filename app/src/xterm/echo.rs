//! The layer above the terminal's screen where foretold keys are drawn, and the line of the screen they belong to.
//! Nothing is written into the terminal: search, selection, screen readers and the next output know nothing of it.

use std::rc::Rc;

use js_sys::{Object, Reflect, parse_float};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use xterm_js_rs::{Buffer, BufferLine};

use super::{Terminal, bindings};
use crate::predict::{BLANK, Drawing, HALF, Line};

/// Most rows of a line that are looked at; in a longer one nothing is foretold.
const MOST_ROWS: u32 = 8;
/// What stands for several characters in one cell: no key gives it.
const SEVERAL: char = char::REPLACEMENT_CHARACTER;

/// The layer of one terminal. It is in the document only while it shows something.
pub(crate) struct EchoLayer {
    xterm: Rc<bindings::Terminal>,
    layer: HtmlElement,
    /// The line that was looked at last, and its first row in the buffer.
    seen: Option<(Line, u32)>,
}

impl EchoLayer {
    /// Makes one.
    pub(crate) fn new(terminal: &Terminal) -> Option<Self> {
        let layer: HtmlElement = element(&terminal.host, "div")?;
        layer.set_class_name("echo");
        // It says early what the terminal says anyway.
        let _ = layer.set_attribute("aria-hidden", "true");
        Some(Self { xterm: terminal.xterm.clone(), layer, seen: None })
    }

    /// The line that the cursor is in, as the terminal has it now.
    pub(crate) fn look(&mut self) -> Option<Line> {
        let (line, top) = look(&self.xterm)?;
        self.seen = Some((line.clone(), top));
        Some(line)
    }

    /// Draws over the line that was looked at last.
    pub(crate) fn draw(&self, drawing: Option<&Drawing>) {
        let drawn = drawing.zip(self.seen.as_ref()).and_then(|(drawing, (line, top))| {
            let place = Place::of(&self.xterm, *top, line.columns)?;
            self.layer.set_text_content(None);
            self.fill(&place, drawing, line);
            place.screen.append_child(&self.layer).ok()
        });
        if drawn.is_none() {
            self.layer.remove();
        }
    }

    fn fill(&self, place: &Place, drawing: &Drawing, line: &Line) {
        self.colour(place);
        let foretold = |index| drawing.cells.iter().find(|cell| cell.index == index);
        // The terminal's own cursor stays where it was until the echo comes.
        let old = line.cursor.min(line.room.saturating_sub(1));
        if foretold(old).is_none() {
            self.cell(place, old, line.cell(old), width(line, old), "was");
        }
        for cell in &drawing.cells {
            self.cell(place, cell.index, cell.character, cell.width, "");
        }
        let (character, width) = foretold(drawing.cursor).map_or_else(
            || (line.cell(drawing.cursor), width(line, drawing.cursor)),
            |cell| (cell.character, cell.width),
        );
        self.cell(place, drawing.cursor, character, width, "cursor");
    }

    fn cell(&self, place: &Place, index: usize, character: char, width: usize, class: &str) {
        let Some(cell) = element(&self.layer, "span") else { return };
        let row = f64::from(place.top) + (index / place.columns) as f64;
        if !(0.0..place.rows).contains(&row) {
            return;
        }
        cell.set_class_name(class);
        if ![BLANK, HALF, SEVERAL].contains(&character) {
            cell.set_text_content(Some(character.encode_utf8(&mut [0; 4])));
        }
        let style = cell.style();
        for (name, value) in [
            ("left", (index % place.columns) as f64 * place.width),
            ("top", row * place.height),
            ("width", width as f64 * place.width),
            ("height", place.height),
            ("line-height", place.height),
        ] {
            let _ = style.set_property(name, &px(value));
        }
        let _ = self.layer.append_child(&cell);
    }

    /// The terminal's colours, font and cursor may have changed since.
    fn colour(&self, place: &Place) {
        let options = self.xterm.options();
        let read = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).unwrap_or_default();
        let theme = read(&options, "theme");
        let style = self.layer.style();
        for (property, value) in [
            ("--echo-fg", read(&theme, "foreground")),
            ("--echo-bg", read(&theme, "background")),
            ("--echo-cursor", read(&theme, "cursor")),
            ("font-family", read(&options, "fontFamily")),
        ] {
            let _ = style.set_property(property, &value.as_string().unwrap_or_default());
        }
        let size = read(&options, "fontSize").as_f64().unwrap_or(place.height);
        let _ = style.set_property("font-size", &px(size));
        let cursor = read(&options, "cursorStyle").as_string().unwrap_or_default();
        let _ = self.layer.set_attribute("data-cursor", &cursor);
    }
}

impl Drop for EchoLayer {
    fn drop(&mut self) {
        self.layer.remove();
    }
}

/// Where on the screen a line is.
struct Place {
    screen: HtmlElement,
    /// Its first row, counted from the screen's: negative if that has scrolled away.
    top: i32,
    columns: usize,
    rows: f64,
    /// Of a cell, in px.
    width: f64,
    height: f64,
}

impl Place {
    fn of(xterm: &bindings::Terminal, top: u32, columns: usize) -> Option<Self> {
        let buffer = xterm.get_buffer().get_active();
        let base = buffer.get_base_y();
        if buffer.get_viewport_y() != base || columns == 0 {
            return None;
        }
        let screen: HtmlElement =
            xterm.get_element().query_selector(".xterm-screen").ok()??.dyn_into().ok()?;
        let rows = f64::from(xterm.get_rows());
        // The renderer has set them, and to ask the layout would cost more than all the rest.
        let size = |name| Some(parse_float(&screen.style().get_property_value(name).ok()?));
        let (width, height) = (size("width")? / columns as f64, size("height")? / rows);
        let top = i32::try_from(i64::from(top) - i64::from(base)).ok()?;
        (width > 0.0 && height > 0.0).then_some(Self { screen, top, columns, rows, width, height })
    }
}

fn look(xterm: &bindings::Terminal) -> Option<(Line, u32)> {
    let columns = xterm.get_cols();
    let buffer = xterm.get_buffer().get_active();
    let base = buffer.get_base_y();
    let bottom = base + xterm.get_rows();
    let row = base + buffer.get_cursor_y();
    let first = (row.saturating_sub(MOST_ROWS)..=row).rev().find(|&at| !buffer.get_line(at).is_wrapped())?;
    let end = (row + 1..bottom).find(|&at| !buffer.get_line(at).is_wrapped()).unwrap_or(bottom);
    if end - first > MOST_ROWS {
        return None;
    }
    let mut cells = Vec::with_capacity(((end - first) * columns) as usize);
    for at in first..end {
        read(&buffer.get_line(at), columns, &mut cells);
    }
    let is_free = end < bottom && is_empty(&buffer, end, columns);
    let room = cells.len() + if is_free { columns as usize } else { 0 };
    let cursor = ((row - first) * columns + buffer.get_cursor_x()) as usize;
    Some((Line { cells, cursor, columns: columns as usize, room }, first))
}

fn is_empty(buffer: &Buffer, row: u32, columns: u32) -> bool {
    buffer.get_line(row).translate_to_String(true, None, Some(columns)).trim_end().is_empty()
}

fn read(row: &BufferLine, columns: u32, cells: &mut Vec<char>) {
    let text = row.translate_to_String(false, None, Some(columns));
    // One byte a cell: nothing wide, nothing combined.
    if text.len() == columns as usize {
        cells.extend(text.chars());
        return;
    }
    cells.extend((0..columns).map(|column| {
        let Some(cell) = row.get_cell(column, None) else { return BLANK };
        if cell.get_width() == 0 {
            return HALF;
        }
        let characters = cell.get_chars();
        let mut characters = characters.chars();
        match (characters.next(), characters.next()) {
            (None, _) => BLANK,
            (Some(one), None) => one,
            _ => SEVERAL,
        }
    }));
}

fn width(line: &Line, index: usize) -> usize {
    if line.cell(index + 1) == HALF { 2 } else { 1 }
}

fn element(near: &HtmlElement, name: &str) -> Option<HtmlElement> {
    near.owner_document()?.create_element(name).ok()?.dyn_into().ok()
}

fn px(value: f64) -> String {
    let mut text: String = Object::from(JsValue::from_f64(value)).to_string().into();
    text.push_str("px");
    text
}
