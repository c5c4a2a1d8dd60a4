//! Links in the terminal: only http and https, never opened without the person seeing where they lead.

use std::rc::Rc;

use js_sys::Object;
use wasm_bindgen::prelude::*;
use web_sys::{MouseEvent, PointerEvent, Url};

use super::bindings::LinkHandler;

/// A link that may be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// Where it leads, as the browser reads it.
    pub(crate) url: String,
    /// The host, in the form that cannot be mistaken for another.
    pub(crate) host: String,
    /// Whether the text that is shown may be another than the address (OSC 8).
    pub(crate) is_hidden: bool,
}

/// What a person does with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LinkEvent {
    /// The pointer is over it.
    Over(Link),
    /// The pointer has left it.
    Out,
    /// It was clicked with the modifier that means it.
    Open(Link),
    /// It was touched, which knows no modifier, or it hides its address: ask first.
    Ask(Link),
}

type Tell = Rc<dyn Fn(LinkEvent)>;
type OnLink = Closure<dyn Fn(MouseEvent, String)>;

/// Handlers of one kind of link; they live as long as this does.
pub(super) struct Links {
    handler: LinkHandler,
    activate: OnLink,
    _hover: OnLink,
    _leave: OnLink,
}

impl Links {
    pub(super) fn new(is_hidden: bool, tell: &Tell) -> Self {
        let on = |event: fn(&MouseEvent, Link) -> Option<LinkEvent>| {
            let tell = tell.clone();
            OnLink::new(move |mouse: MouseEvent, text: String| {
                if let Some(event) = read(&text, is_hidden).and_then(|link| event(&mouse, link)) {
                    tell(event);
                }
            })
        };
        let activate = on(clicked);
        let hover = on(|_, link| Some(LinkEvent::Over(link)));
        let leave = on(|_, _| Some(LinkEvent::Out));
        let handler: LinkHandler = Object::new().unchecked_into();
        handler.set_activate(activate.as_ref().unchecked_ref());
        handler.set_hover(hover.as_ref().unchecked_ref());
        handler.set_leave(leave.as_ref().unchecked_ref());
        Self { handler, activate, _hover: hover, _leave: leave }
    }

    pub(super) fn handler(&self) -> &LinkHandler {
        &self.handler
    }

    pub(super) fn activate(&self) -> &js_sys::Function {
        self.activate.as_ref().unchecked_ref()
    }
}

fn read(text: &str, is_hidden: bool) -> Option<Link> {
    let url = Url::new(text).ok()?;
    let is_web = matches!(url.protocol().as_str(), "http:" | "https:");
    is_web.then(|| Link { url: url.href(), host: url.host(), is_hidden })
}

/// A plain click selects or gives the focus; only one with the modifier means the link.
fn clicked(mouse: &MouseEvent, link: Link) -> Option<LinkEvent> {
    let is_touch = mouse.dyn_ref::<PointerEvent>().is_some_and(|pointer| pointer.pointer_type() == "touch");
    let is_meant = mouse.ctrl_key() || mouse.meta_key();
    match (is_meant || is_touch, link.is_hidden || is_touch) {
        (true, false) => Some(LinkEvent::Open(link)),
        (true, true) => Some(LinkEvent::Ask(link)),
        (false, _) => None,
    }
}
