//! Text that is not typed by single keys: input methods, dead keys, on-screen keyboards, dictation.
//!
//! xterm has a way of its own for this, which waits for timers and loses or doubles text when keys come fast. So
//! these events end here: the hidden text field is the input method's sheet of paper, and [`Sheet`] tells what to
//! type so that the program has what stands there.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{CompositionEvent, Event, HtmlElement, HtmlTextAreaElement, InputEvent, KeyboardEvent};

use super::bindings;
use super::pointer::on;
use crate::browser::Listener;
use crate::typing::Sheet;

/// The key code of a key that an input method has taken (UI Events, section 7.3.1).
const TAKEN: u32 = 229;

/// The terminal's hidden text field, and what is composed in it.
pub(super) struct Composition {
    xterm: Rc<bindings::Terminal>,
    field: HtmlTextAreaElement,
    /// Where the text under way is shown, at the cursor.
    preedit: Option<HtmlElement>,
    sheet: RefCell<Sheet>,
    /// Whether a character is typed before its word is complete.
    at_once: Rc<Cell<bool>>,
    /// Whether a key has ended the composition before the input method does.
    ended_by_key: Cell<bool>,
}

/// What composition hears, until dropped.
pub(super) struct Hearing {
    _heard: Vec<Listener>,
    _moved: Closure<dyn Fn()>,
}

impl Composition {
    /// Takes over; what is returned keeps it so.
    pub(super) fn take_over(
        xterm: &Rc<bindings::Terminal>,
        host: &HtmlElement,
        at_once: &Rc<Cell<bool>>,
    ) -> Option<Hearing> {
        let field = xterm.textarea()?;
        let preedit = host.query_selector(".composition-view").ok().flatten();
        let preedit = preedit.and_then(|preedit| preedit.dyn_into().ok());
        let composition = Rc::new(Self {
            xterm: xterm.clone(),
            field,
            preedit,
            sheet: RefCell::default(),
            at_once: at_once.clone(),
            ended_by_key: Cell::default(),
        });
        fn hear<E: JsCast + AsRef<Event> + 'static>(
            host: &HtmlElement,
            composition: &Rc<Composition>,
            name: &'static str,
            act: fn(&Composition, &E),
        ) -> Listener {
            let composition = composition.clone();
            on(host, name, move |event: E| {
                if AsRef::<Event>::as_ref(&event)
                    .target()
                    .is_some_and(|target| target == *composition.field.as_ref())
                {
                    act(&composition, &event);
                }
            })
        }
        let moved = {
            let composition = composition.clone();
            Closure::<dyn Fn()>::new(move || composition.place())
        };
        xterm.on_cursor_move(moved.as_ref().unchecked_ref());
        let heard = vec![
            hear(host, &composition, "keydown", Self::key),
            hear(host, &composition, "keypress", Self::press),
            hear(host, &composition, "compositionstart", Self::begin),
            hear(host, &composition, "compositionupdate", Self::update),
            hear(host, &composition, "compositionend", Self::end),
            hear(host, &composition, "beforeinput", Self::before_input),
            hear(host, &composition, "input", Self::input),
            hear(host, &composition, "blur", Self::blur),
        ];
        Some(Hearing { _heard: heard, _moved: moved })
    }

    /// A key: the input method's own, or one that ends what was composed.
    fn key(&self, event: &KeyboardEvent) {
        if event.key_code() == TAKEN {
            event.stop_propagation();
            return;
        }
        let is_modifier = matches!(
            event.key().as_str(),
            "Shift" | "Control" | "Alt" | "Meta" | "AltGraph" | "CapsLock" | "Dead"
        );
        if is_modifier {
            return;
        }
        if self.sheet.borrow().is_composing() {
            // The key comes before the end of the composition; what stands there goes first.
            self.settle();
            self.hide();
            self.ended_by_key.set(true);
            // The page's own keys know no input method that would bring the text again.
            if !event.is_trusted() {
                self.clear();
            }
        } else {
            self.clear();
        }
    }

    /// xterm types this character; the field does not need it too.
    fn press(&self, event: &KeyboardEvent) {
        event.prevent_default();
    }

    fn begin(&self, event: &CompositionEvent) {
        event.stop_propagation();
        self.sheet.borrow_mut().begin();
        // The candidates appear where the field is, which follows the cursor only while that is in sight.
        self.xterm.scroll_to_bottom();
    }

    fn update(&self, event: &CompositionEvent) {
        event.stop_propagation();
        if let Some(preedit) = &self.preedit {
            preedit.set_text_content(event.data().as_deref());
            let _ = preedit.class_list().add_1("active");
            self.place();
        }
    }

    /// Shows what is composed where the field is, which has just followed the cursor.
    fn place(&self) {
        let Some(preedit) = self.preedit.as_ref().filter(|preedit| preedit.class_list().contains("active"))
        else {
            return;
        };
        let (from, to) = (self.field.style(), preedit.style());
        let copy = |name: &str, source: &str| {
            // Fails only for a name that is no property.
            let _ = to.set_property(name, &from.get_property_value(source).unwrap_or_default());
        };
        copy("top", "top");
        copy("height", "height");
        copy("line-height", "line-height");
        let options = self.xterm.options();
        let _ = to.set_property("font-family", &options.font_family());
        let _ = to.set_property("font-size", &format!("{}px", options.font_size()));
        // At the right margin it stays inside, and ends there.
        let screen = preedit.closest(".xterm-screen").ok().flatten();
        let room = screen.map_or(0, |screen| screen.client_width()) - preedit.offset_width();
        let left = from.get_property_value("left").unwrap_or_default();
        let _ = to.set_property("left", &format!("min({left}, {}px)", room.max(0)));
    }

    fn end(&self, event: &CompositionEvent) {
        event.stop_propagation();
        self.hide();
        self.settle_again();
    }

    fn before_input(&self, event: &InputEvent) {
        let is_empty = self.field.value().is_empty() && !event.is_composing();
        let typed = match event.input_type().as_str() {
            // There is nothing to take away here, and no change to see; the program has something.
            "deleteContentBackward" if is_empty => "\x7f",
            "insertLineBreak" | "insertParagraph" => "\r",
            _ => return,
        };
        event.prevent_default();
        if !event.is_composing() {
            self.settle();
            self.clear();
            self.type_text(typed);
        }
    }

    fn input(&self, event: &InputEvent) {
        event.stop_propagation();
        if self.at_once.get() {
            self.settle();
            self.hide();
            self.clear();
        } else if !event.is_composing() && !self.sheet.borrow().is_composing() {
            self.settle_again();
        }
    }

    /// xterm empties the field.
    fn blur(&self, _: &Event) {
        self.hide();
        *self.sheet.borrow_mut() = Sheet::default();
    }

    /// As [`Self::settle`], unless the field was emptied for a key that has settled it before.
    fn settle_again(&self) {
        if self.ended_by_key.take() && self.field.value().is_empty() {
            *self.sheet.borrow_mut() = Sheet::default();
        } else {
            self.settle();
        }
    }

    /// Types what brings the program from what it has to what stands in the field.
    fn settle(&self) {
        let typed = self.sheet.borrow_mut().settle(&self.field.value());
        if !typed.is_empty() {
            self.type_text(&typed);
        }
    }

    fn type_text(&self, text: &str) {
        self.xterm.input(text, true);
    }

    fn hide(&self) {
        if let Some(preedit) = &self.preedit {
            let _ = preedit.class_list().remove_1("active");
        }
    }

    fn clear(&self) {
        *self.sheet.borrow_mut() = Sheet::default();
        self.ended_by_key.set(false);
        if !self.field.value().is_empty() {
            self.field.set_value("");
        }
    }
}
