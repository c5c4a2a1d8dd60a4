//! Joins what is foretold of typed keys, the terminal it is drawn over, and the clock.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use crate::browser::{self, Timer};
use crate::predict::{Mode, Predictor};
use crate::xterm::{EchoLayer, Terminal};

/// The predictive echo of one terminal.
pub(super) struct Echo(Rc<RefCell<Inner>>);

struct Inner {
    predictor: Predictor,
    layer: Option<EchoLayer>,
    timer: Option<Timer>,
    is_drawn: bool,
}

impl Echo {
    pub(super) fn new(terminal: &Terminal) -> Self {
        let inner = Inner {
            predictor: Predictor::default(),
            layer: EchoLayer::new(terminal),
            timer: None,
            is_drawn: false,
        };
        Self(Rc::new(RefCell::new(inner)))
    }

    /// The person has chosen.
    pub(super) fn set_mode(&self, mode: Mode) {
        self.0.borrow_mut().predictor.set_mode(mode);
        self.draw();
    }

    /// A round trip to the relay took so many milliseconds.
    pub(super) fn line_took(&self, millis: u32) {
        self.0.borrow_mut().predictor.line_took(millis);
    }

    /// Whether typed keys are shown before their echo.
    pub(super) fn is_shown(&self) -> bool {
        self.0.borrow().predictor.is_shown()
    }

    /// The person typed; the answer is under way.
    pub(super) fn typed(&self, bytes: &[u8]) {
        self.0.borrow_mut().look(|predictor, line| match line {
            Some(line) => predictor.typed(bytes, browser::now(), line),
            None => predictor.forget(),
        });
        self.draw();
    }

    /// The terminal has processed output.
    pub(super) fn processed(&self) {
        if !self.0.borrow().predictor.is_waiting() {
            return;
        }
        self.0.borrow_mut().look(|predictor, line| match line {
            Some(line) => predictor.shows(line, browser::now()),
            None => predictor.forget(),
        });
        self.draw();
    }

    /// The screen is another one.
    pub(super) fn forget(&self) {
        self.0.borrow_mut().predictor.forget();
        self.draw();
    }

    fn draw(&self) {
        let mut inner = self.0.borrow_mut();
        let drawing = inner.predictor.drawing();
        // Most keys find nothing drawn and leave nothing drawn.
        if drawing.is_some() || inner.is_drawn {
            if let Some(layer) = &inner.layer {
                layer.draw(drawing.as_ref());
            }
            inner.is_drawn = drawing.is_some();
        }
        let weak = Rc::downgrade(&self.0);
        inner.timer = inner
            .predictor
            .wake_at()
            .and_then(|moment| Timer::after(moment.saturating_sub(browser::now()), move || wake(&weak)));
    }
}

fn wake(weak: &Weak<RefCell<Inner>>) {
    if let Some(inner) = weak.upgrade() {
        // The timer that calls is about to be replaced, and must live until it has called.
        let called = inner.borrow_mut().timer.take();
        inner.borrow_mut().predictor.expire(browser::now());
        Echo(inner).draw();
        drop(called);
    }
}

impl Inner {
    fn look(&mut self, then: impl FnOnce(&mut Predictor, Option<crate::predict::Line>)) {
        if self.predictor.is_on() {
            let line = self.layer.as_mut().and_then(EchoLayer::look);
            then(&mut self.predictor, line);
        }
    }
}
