//! What each command does.

use leptos::prelude::*;

use super::panels::{Panel, Panels};
use super::send::Send;
use super::transfers::{self, Transfers};
use super::work::{Seat, Sheet, Work};
use crate::command::Command;
use crate::layout::{Axis, Layout, Way};
use crate::route::Screen;
use crate::xterm::{self, Extent, Kind};

impl Work {
    /// Does what a command says, in the pane that has the keyboard where it is about a pane.
    pub(super) fn run(self, command: Command) {
        let in_pane = |act: fn(Self, Seat)| self.focused_now().map_or((), |seat| act(self, seat));
        match command {
            Command::Connect => self.go(Screen::SignIn),
            Command::Machines => self.in_panels(|panels| panels.toggle(Panel::Machines)),
            Command::Files => self.in_panels(|panels| panels.toggle(Panel::Files)),
            Command::System => self.in_panels(|panels| panels.toggle(Panel::System)),
            Command::Runbooks => self.in_panels(|panels| panels.toggle(Panel::Runbooks)),
            Command::Drawer => self.in_panels(Panels::toggle_drawer),
            Command::Palette => self.open_sheet(Sheet::Palette),
            Command::Keys => self.open_sheet(Sheet::Keys),
            Command::Theme => self.theme.toggle(),
            Command::SplitRight => in_pane(|work, seat| work.split(seat, Axis::Row)),
            Command::SplitDown => in_pane(|work, seat| work.split(seat, Axis::Column)),
            Command::Duplicate => in_pane(|work, seat| work.open_tab(&seat.desk.session(), None)),
            Command::FocusLeft => self.arrange(|layout| layout.focus_way(Way::Left)),
            Command::FocusDown => self.arrange(|layout| layout.focus_way(Way::Down)),
            Command::FocusUp => self.arrange(|layout| layout.focus_way(Way::Up)),
            Command::FocusRight => self.arrange(|layout| layout.focus_way(Way::Right)),
            Command::GrowLeft => self.arrange(|layout| layout.grow(Way::Left)),
            Command::GrowDown => self.arrange(|layout| layout.grow(Way::Down)),
            Command::GrowUp => self.arrange(|layout| layout.grow(Way::Up)),
            Command::GrowRight => self.arrange(|layout| layout.grow(Way::Right)),
            Command::EvenOut => self.arrange(Layout::even_out),
            Command::Zoom => self.arrange(Layout::zoom),
            Command::ClosePane => in_pane(|work, seat| work.close(seat.pane)),
            Command::Reopen => self.reopen(),
            Command::Detach => in_pane(|work, seat| work.detach(seat.pane)),
            Command::MoveToNewTab => {
                in_pane(|work, seat| work.arrange(|layout| layout.move_to_new_tab(seat.pane)));
            }
            Command::MoveToNextTab => self.move_to_next_tab(),
            Command::RenameTab => self.rename_tab(),
            Command::NextTab => self.arrange(|layout| layout.step(1)),
            Command::PreviousTab => self.arrange(|layout| layout.step(-1)),
            Command::MoveTabLeft => self.move_tab(-1),
            Command::MoveTabRight => self.move_tab(1),
            Command::Find => in_pane(|_, seat| seat.view.is_finding.set(true)),
            Command::PromptEarlier => in_pane(|_, seat| seat.view.go_to_prompt(xterm::Way::Earlier)),
            Command::PromptLater => in_pane(|_, seat| seat.view.go_to_prompt(xterm::Way::Later)),
            Command::CopyOutput => in_pane(|_, seat| seat.view.copy_last_output()),
            Command::MarkPrompts => in_pane(|_, seat| seat.view.tells.is_marking.set(true)),
            Command::Upload => self.in_transfers(Transfers::ask_upload),
            Command::Download => self.in_transfers(Transfers::ask_download),
            Command::Transfers => transfers::go_to(),
            Command::SendToAll => self.send().map_or((), Send::toggle),
            Command::Echo => in_pane(|_, seat| seat.view.toggle_echo()),
            Command::Copy => in_pane(|_, seat| seat.view.copy()),
            Command::CopyScreen => in_pane(|_, seat| seat.view.copy_screen()),
            Command::Paste => in_pane(|_, seat| seat.view.paste()),
            Command::PasteWithLook => in_pane(|_, seat| seat.view.paste_with_look()),
            Command::SelectAll => in_pane(|_, seat| seat.view.select_all()),
            Command::Clear => in_pane(|_, seat| seat.view.clear()),
            Command::Again => in_pane(|_, seat| seat.view.again()),
            Command::EndSession => in_pane(|_, seat| seat.view.is_ending.set(true)),
            Command::Settings => in_pane(|_, seat| seat.view.is_setting.set(true)),
            Command::LargerText => in_pane(|_, seat| seat.view.larger()),
            Command::SmallerText => in_pane(|_, seat| seat.view.smaller()),
            Command::NormalText => in_pane(|_, seat| seat.view.normal()),
            Command::Save => in_pane(|_, seat| seat.view.is_saving.set(true)),
            Command::SaveText => in_pane(|_, seat| seat.view.save(Kind::Text, Extent::All)),
            Command::SaveHtml => in_pane(|_, seat| seat.view.save(Kind::Html, Extent::All)),
            Command::SendGateKey => in_pane(Self::send_gate_key),
        }
    }

    fn in_panels(self, act: impl FnOnce(Panels)) {
        if let Some(panels) = self.panels() {
            act(panels);
        }
    }

    fn in_transfers(self, act: fn(Transfers, Seat)) {
        if let (Some(transfers), Some(seat)) = (self.transfers(), self.focused_now()) {
            act(transfers, seat);
        }
    }

    fn split(self, seat: Seat, axis: Axis) {
        self.arrange(|layout| _ = layout.split(seat.pane, axis, &seat.desk.session()));
    }

    fn rename_tab(self) {
        if let Some(tab) = untrack(|| self.active_tab()) {
            self.open_sheet(Sheet::Rename(tab.id));
        }
    }

    /// Ctrl+, has no code of its own, so there may be nothing to send.
    fn send_gate_key(self, seat: Seat) {
        if let Some(byte) = untrack(|| self.map(|map| map.gate.control())).flatten() {
            seat.view.typed(vec![byte]);
        }
    }

    /// Moves the active tab so many places.
    fn move_tab(self, places: isize) {
        self.arrange(|layout| {
            let to = layout.active_index().checked_add_signed(places);
            if let (Some(to), Some(tab)) = (to, layout.active().map(|tab| tab.id)) {
                layout.move_tab(tab, to);
            }
        });
    }

    fn move_to_next_tab(self) {
        self.arrange(|layout| {
            let next = (layout.active_index() + 1) % layout.tabs().len().max(1);
            if let (Some(pane), Some(tab)) = (layout.focused(), layout.tabs().get(next).map(|tab| tab.id)) {
                layout.move_to_tab(pane, tab);
            }
        });
    }
}
