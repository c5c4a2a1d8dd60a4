//! What programs tell the page in sequences: prompts, directory, progress, bells, images. Hears and draws; `prompts` and
//! `osc` decide.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::bindings::{self, Marker};
use super::{Terminal, Way};
use crate::browser;
use crate::marks::Stir;
use crate::osc::{self, Said, ShellMark};
use crate::prompts::{Change, Place, Prompts, Signs};

/// A place in the terminal; its mark goes with it.
struct Spot(Marker);

impl Place for Spot {
    fn line(&self) -> Option<u32> {
        u32::try_from(self.0.line()).ok()
    }
}

impl Drop for Spot {
    fn drop(&mut self) {
        self.0.dispose();
    }
}

/// What is known from sequences.
pub(super) struct Sequences {
    prompts: Rc<RefCell<Prompts<Spot>>>,
    typed: Rc<Cell<u64>>,
    output: Rc<Cell<u64>>,
    images: js_sys::Function,
    _closures: [Box<dyn std::any::Any>; 4],
}

impl Sequences {
    /// Begins to hear.
    pub(super) fn hear(
        xterm: &Rc<bindings::Terminal>,
        said: Rc<dyn Fn(Said)>,
        stirred: Rc<dyn Fn(Stir)>,
    ) -> Self {
        let prompts = Rc::new(RefCell::new(Prompts::default()));
        let heard = {
            let (prompts, xterm) = (prompts.clone(), xterm.clone());
            Closure::<dyn Fn(u32, String)>::new(move |number, text: String| match osc::read(number, &text) {
                Some(Said::Shell(mark)) => note(&xterm, &mut prompts.borrow_mut(), mark),
                Some(other) => said(other),
                None => {}
            })
        };
        let (typed, output) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let on_typed = clock(&typed, || {});
        let on_output = {
            let stirred = stirred.clone();
            clock(&output, move || stirred(Stir::Output))
        };
        let on_bell = Closure::<dyn Fn()>::new(move || stirred(Stir::Bell));
        bindings::hear(xterm, &osc::NUMBERS, osc::LONGEST, heard.as_ref().unchecked_ref());
        xterm.on_data(on_typed.as_ref().unchecked_ref());
        xterm.on_write_parsed(on_output.as_ref().unchecked_ref());
        xterm.on_bell(on_bell.as_ref().unchecked_ref());
        let images = bindings::watch_images(xterm);
        let closures: [Box<dyn std::any::Any>; 4] =
            [Box::new(heard), Box::new(on_typed), Box::new(on_output), Box::new(on_bell)];
        Self { prompts, typed, output, images, _closures: closures }
    }

    /// Forgets the prompts of a shell that is gone.
    pub(super) fn forget(&self) {
        self.prompts.take();
    }
}

fn clock(moment: &Rc<Cell<u64>>, then: impl Fn() + 'static) -> Closure<dyn Fn()> {
    let moment = moment.clone();
    Closure::new(move || {
        moment.set(browser::now());
        then();
    })
}

fn note(xterm: &bindings::Terminal, prompts: &mut Prompts<Spot>, mark: ShellMark) {
    let name = match prompts.mark(mark, || bindings::place(xterm).map(Spot)) {
        Change::None => return,
        Change::Prompt => "open",
        Change::Ended(None) => return,
        Change::Ended(Some(0)) => "ok",
        Change::Ended(Some(_)) => "bad",
    };
    if let Some(command) = prompts.last() {
        bindings::mark_prompt(xterm, &command.prompt.0, name);
    }
}

impl Terminal {
    /// Scrolls to the prompt above or below. Returns whether there is one.
    pub(crate) fn go_to_prompt(&self, way: Way) -> bool {
        let top = self.xterm.get_buffer().get_active().get_viewport_y();
        let prompts = self.sequences.prompts.borrow();
        let line = match way {
            Way::Later => prompts.later(top),
            Way::Earlier | Way::Here => prompts.earlier(top),
        };
        if let Some(line) = line {
            self.xterm.scroll_to_line(line);
        }
        line.is_some()
    }

    /// What the last command printed, if the shell marks that.
    pub(crate) fn last_output(&self) -> Option<String> {
        let prompts = self.sequences.prompts.borrow();
        let (from, to) = prompts.last_output()?;
        Some(bindings::text_between(&self.xterm, &from.0, to.map(|to| &to.0)))
    }

    /// What shows whether a program runs.
    pub(crate) fn signs(&self) -> Signs {
        Signs {
            doing: self.sequences.prompts.borrow().doing(),
            is_other_screen: self.is_other_screen(),
            typed: self.sequences.typed.get(),
            output: self.sequences.output.get(),
        }
    }

    fn is_other_screen(&self) -> bool {
        let kind = js_sys::Reflect::get(&self.xterm.get_buffer().get_active(), &"type".into());
        kind.is_ok_and(|kind| kind == "alternate")
    }

    /// Says whether images are drawn.
    pub(crate) fn allow_images(&self, allowed: bool) {
        // It throws nothing.
        let _ = self.sequences.images.call1(&JsValue::NULL, &allowed.into());
    }
}
