//! Where a shell's prompts are, how its commands ended, and whether one runs: pure, the terminal lends the places.

pub(crate) mod snippet;

use std::collections::VecDeque;

use crate::osc::ShellMark;
use crate::session::Moment;

/// Most prompts that are remembered. Each costs the terminal some work for every line that scrolls away.
pub(crate) const MOST: usize = 200;
/// Output later than this after the last key comes from a program that runs by itself, in milliseconds.
const OWN_ACCORD: u64 = 1_000;
/// Output longer ago than this says nothing of what runs now, in milliseconds.
const LATELY: u64 = 3_000;

/// A place in the terminal that moves with its text.
pub(crate) trait Place {
    /// The line it is in, counted from the top of the scrollback; none once that is gone.
    fn line(&self) -> Option<u32>;
}

/// One prompt and the command that followed.
#[derive(Debug)]
pub(crate) struct Command<P> {
    /// Where the prompt is.
    pub(crate) prompt: P,
    /// Where the output begins, once it runs.
    output: Option<P>,
    /// Where the output ends, and how.
    end: Option<(P, Option<i32>)>,
}

/// What is known of a shell's prompts, oldest first.
#[derive(Debug)]
pub(crate) struct Prompts<P> {
    commands: VecDeque<Command<P>>,
    doing: Doing,
    /// Whether the shell marks where commands begin; otherwise nobody can say that it waits.
    marks_commands: bool,
}

/// What a shell that marks its prompts does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Doing {
    /// It marks none.
    #[default]
    Unknown,
    /// It waits at its prompt.
    Waiting,
    /// It runs a command.
    Running,
}

/// What changed with a mark.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing to draw.
    None,
    /// There is a new prompt, the last one.
    Prompt,
    /// The last command has ended.
    Ended(Option<i32>),
}

impl<P> Default for Prompts<P> {
    fn default() -> Self {
        Self { commands: VecDeque::new(), doing: Doing::Unknown, marks_commands: false }
    }
}

impl<P: Place> Prompts<P> {
    /// Takes a mark. `here` makes a place out of where the cursor is, if it can.
    pub(crate) fn mark(&mut self, mark: ShellMark, here: impl FnOnce() -> Option<P>) -> Change {
        match mark {
            ShellMark::Prompt => {
                self.doing = Doing::Waiting;
                let Some(place) = here() else { return Change::None };
                let is_drawn_again = self.commands.back().is_some_and(|last| {
                    last.output.is_none() && last.prompt.line().is_some_and(|line| place.line() == Some(line))
                });
                if is_drawn_again {
                    return Change::None;
                }
                self.commands.retain(|command| command.prompt.line().is_some());
                while self.commands.len() >= MOST {
                    self.commands.pop_front();
                }
                self.commands.push_back(Command { prompt: place, output: None, end: None });
                Change::Prompt
            }
            ShellMark::Input => {
                self.doing = Doing::Waiting;
                Change::None
            }
            ShellMark::Output => {
                self.doing = Doing::Running;
                self.marks_commands = true;
                if let Some(last) = self.commands.back_mut().filter(|last| last.output.is_none()) {
                    last.output = here();
                }
                Change::None
            }
            ShellMark::Done(status) => {
                self.doing = Doing::Waiting;
                // Enter at an empty prompt ends nothing.
                let ran = |last: &&mut Command<P>| last.output.is_some() && last.end.is_none();
                let Some(last) = self.commands.back_mut().filter(ran) else { return Change::None };
                last.end = here().map(|place| (place, status));
                if last.end.is_some() { Change::Ended(status) } else { Change::None }
            }
        }
    }

    /// The last command of all.
    pub(crate) fn last(&self) -> Option<&Command<P>> {
        self.commands.back()
    }

    /// What the shell does.
    pub(crate) fn doing(&self) -> Doing {
        if self.marks_commands { self.doing } else { Doing::Unknown }
    }

    /// The line of the next prompt above this line.
    pub(crate) fn earlier(&self, than: u32) -> Option<u32> {
        self.lines().filter(|&line| line < than).max()
    }

    /// The line of the next prompt below this line.
    pub(crate) fn later(&self, than: u32) -> Option<u32> {
        self.lines().filter(|&line| line > than).min()
    }

    /// Where the output of the last command that has any begins, and where it ends if the command has.
    pub(crate) fn last_output(&self) -> Option<(&P, Option<&P>)> {
        let command = self.commands.iter().rev().find(|command| command.output.is_some())?;
        let from = command.output.as_ref().filter(|place| place.line().is_some())?;
        Some((from, command.end.as_ref().map(|(place, _)| place)))
    }

    fn lines(&self) -> impl Iterator<Item = u32> {
        self.commands.iter().filter_map(|command| command.prompt.line())
    }
}

/// What is known of a program that may run in a shell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signs {
    /// What the shell itself says.
    pub(crate) doing: Doing,
    /// Whether a program has switched to the other screen, as editors and pagers do.
    pub(crate) is_other_screen: bool,
    /// When a key was pressed last; 0 if none ever was.
    pub(crate) typed: Moment,
    /// When there was output last.
    pub(crate) output: Moment,
}

impl Signs {
    /// Whether something runs that a person may not want to leave.
    ///
    /// Of a shell that marks its prompts this is known. Of another one it is a guess that errs towards not asking,
    /// for nothing is lost by leaving: what shows a screen of its own runs, and what prints although nobody types.
    pub(crate) fn is_busy(self, now: Moment) -> bool {
        let prints = self.typed > 0
            && self.output > self.typed + OWN_ACCORD
            && now.saturating_sub(self.output) < LATELY;
        match self.doing {
            Doing::Waiting => false,
            Doing::Running => true,
            Doing::Unknown => self.is_other_screen || prints,
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::{Change, Doing, MOST, Place, Prompts, Signs};
    use crate::osc::ShellMark::{Done, Input, Output, Prompt};

    #[derive(Clone, Debug)]
    struct Line(Rc<Cell<Option<u32>>>);

    impl Place for Line {
        fn line(&self) -> Option<u32> {
            self.0.get()
        }
    }

    fn line(number: u32) -> impl FnOnce() -> Option<Line> {
        move || Some(Line(Rc::new(Cell::new(Some(number)))))
    }

    fn output(prompts: &Prompts<Line>) -> Option<(Option<u32>, Option<Option<u32>>)> {
        prompts.last_output().map(|(from, to)| (from.line(), to.map(Line::line)))
    }

    /// A prompt, a command, so many lines of output.
    fn command(prompts: &mut Prompts<Line>, at: u32, output: u32, status: i32) {
        assert_eq!(prompts.mark(Prompt, line(at)), Change::Prompt);
        assert_eq!(prompts.mark(Input, line(at)), Change::None);
        assert_eq!(prompts.mark(Output, line(at + 1)), Change::None);
        assert_eq!(prompts.mark(Done(Some(status)), line(at + 1 + output)), Change::Ended(Some(status)));
    }

    #[test]
    fn a_person_goes_from_prompt_to_prompt() {
        let mut prompts = Prompts::default();
        for at in [0, 10, 20] {
            command(&mut prompts, at, 5, 0);
        }
        assert_eq!((prompts.earlier(20), prompts.earlier(10), prompts.earlier(0)), (Some(10), Some(0), None));
        assert_eq!((prompts.later(0), prompts.later(15), prompts.later(20)), (Some(10), Some(20), None));
    }

    #[test]
    fn the_last_output_is_that_of_the_last_command_that_ran() {
        let mut prompts = Prompts::default();
        assert_eq!(output(&prompts), None);
        command(&mut prompts, 0, 5, 0);
        assert_eq!(prompts.mark(Prompt, line(6)), Change::Prompt);
        assert_eq!(output(&prompts), Some((Some(1), Some(Some(6)))));
        prompts.mark(Output, line(7));
        assert_eq!(output(&prompts), Some((Some(7), None)));
    }

    #[test]
    fn a_shell_is_known_to_wait_or_to_run() {
        let mut prompts = Prompts::default();
        assert_eq!(prompts.doing(), Doing::Unknown);
        prompts.mark(Prompt, line(0));
        // Shells that mark prompts alone would seem to wait for ever.
        assert_eq!(prompts.doing(), Doing::Unknown);
        prompts.mark(Output, line(1));
        assert_eq!(prompts.doing(), Doing::Running);
        prompts.mark(Done(None), line(1));
        assert_eq!(prompts.doing(), Doing::Waiting);
    }

    #[test]
    fn a_prompt_that_is_drawn_again_is_one_and_enter_alone_ends_nothing() {
        let mut prompts = Prompts::default();
        assert_eq!(prompts.mark(Prompt, line(3)), Change::Prompt);
        assert_eq!(prompts.mark(Prompt, line(3)), Change::None);
        assert_eq!(prompts.mark(Done(Some(1)), line(4)), Change::None);
        assert_eq!(prompts.mark(Prompt, line(4)), Change::Prompt);
    }

    #[test]
    fn a_flood_of_marks_is_bounded_and_prompts_that_scrolled_away_are_forgotten() {
        let mut prompts = Prompts::default();
        for at in 0..10_000 {
            prompts.mark(Prompt, line(at));
        }
        assert_eq!(prompts.commands.len(), MOST);
        for command in &prompts.commands {
            command.prompt.0.set(None);
        }
        assert_eq!((prompts.earlier(u32::MAX), output(&prompts)), (None, None));
        prompts.mark(Prompt, line(1));
        assert_eq!(prompts.commands.len(), 1);
    }

    #[test]
    fn marks_out_of_order_and_without_a_place_do_no_harm() {
        let mut prompts = Prompts::<Line>::default();
        for mark in [Done(Some(1)), Output, Input, Done(None), Prompt] {
            assert_eq!(prompts.mark(mark, || None), Change::None);
        }
        assert!(prompts.last().is_none());
    }

    #[test]
    fn a_shell_at_its_prompt_is_left_without_a_question_whatever_it_printed() {
        let signs = Signs { doing: Doing::Waiting, is_other_screen: true, typed: 0, output: 9_000 };
        assert!(!signs.is_busy(9_500));
        assert!(Signs { doing: Doing::Running, ..signs }.is_busy(900_000));
    }

    #[test]
    fn without_marks_only_what_shows_that_it_runs_counts() {
        let idle = Signs { doing: Doing::Unknown, is_other_screen: false, typed: 5_000, output: 5_200 };
        assert!(!idle.is_busy(5_300));
        assert!(!idle.is_busy(60_000));
        assert!(Signs { is_other_screen: true, ..idle }.is_busy(60_000));
        let prints = Signs { output: 20_000, ..idle };
        assert!(prints.is_busy(20_500));
        assert!(!prints.is_busy(40_000));
        // A shell greets whoever signs in, and a page that was reloaded is drawn again.
        assert!(!Signs { typed: 0, ..prints }.is_busy(20_500));
    }
}
