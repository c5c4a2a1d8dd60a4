//! Everything the workspace can be told to do by a key, a menu or the palette, and the keys it has at first.

/// One thing to do. What it is about is the pane that has the keyboard, unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Sign in to another target.
    Connect,
    /// Show or hide the sessions and the saved machines.
    Machines,
    /// Show or hide the files of the target.
    Files,
    /// Show or hide what the target is busy with.
    System,
    /// Show or hide the runbooks.
    Runbooks,
    /// Show or hide the scripts that ran, and the one that waits.
    Drawer,
    /// Find a command, a tab or a target by a few letters.
    Palette,
    /// Show every key.
    Keys,
    /// Light or dark.
    Theme,
    /// One more shell of the session, to the right.
    SplitRight,
    /// One more shell of the session, below.
    SplitDown,
    /// One more shell of the session, in a tab of its own.
    Duplicate,
    /// Give the pane in this direction the keyboard.
    FocusLeft,
    FocusDown,
    FocusUp,
    FocusRight,
    /// Move the border of the pane in this direction.
    GrowLeft,
    GrowDown,
    GrowUp,
    GrowRight,
    /// Give all panes of the tab the same room.
    EvenOut,
    /// Let the pane fill the tab, or no longer.
    Zoom,
    /// Close the pane, and end its shell unless it is brought back soon.
    ClosePane,
    /// Bring back the pane that was closed last.
    Reopen,
    /// Take the pane away; its shell runs on.
    Detach,
    /// Give the pane a tab of its own.
    MoveToNewTab,
    /// Move the pane to the next tab.
    MoveToNextTab,
    /// Name the tab.
    RenameTab,
    /// Show the tab beside this one.
    NextTab,
    PreviousTab,
    /// Move the tab by one place.
    MoveTabLeft,
    MoveTabRight,
    /// Find text in the terminal.
    Find,
    /// Go to the prompt above or below, where the shell marks them.
    PromptEarlier,
    PromptLater,
    /// Copy what the last command printed.
    CopyOutput,
    /// Have the shell mark its prompts.
    MarkPrompts,
    /// Type into several panes at once.
    SendToAll,
    /// Show what is typed here before its echo, or no longer.
    Echo,
    /// Copy what is selected.
    Copy,
    /// Copy what the screen shows.
    CopyScreen,
    /// Paste.
    Paste,
    /// Look at the clipboard before it is pasted.
    PasteWithLook,
    /// Select everything in the terminal.
    SelectAll,
    /// Empty the terminal.
    Clear,
    /// Try to reconnect now, or open a new shell where one has ended.
    Again,
    /// End the session, and every shell of it.
    EndSession,
    /// Show the settings.
    Settings,
    /// The size of the text.
    LargerText,
    SmallerText,
    NormalText,
    /// Save what the terminal holds: asked how, as text, as HTML.
    Save,
    SaveText,
    SaveHtml,
    /// Send files to the target.
    Upload,
    /// Fetch a file of the target.
    Download,
    /// Show the files on their way.
    Transfers,
    /// Send the gate key to the program.
    SendGateKey,
}

/// A command, the name it is stored by, and its keys at first: `gate x` is the gate key, then x.
pub(crate) struct Entry {
    pub(crate) command: Command,
    pub(crate) id: &'static str,
    pub(crate) keys: &'static [&'static str],
}

/// Every command, in the order in which they are listed.
pub(crate) const ALL: &[Entry] = &[
    entry(Command::Connect, "connect", &["gate c"]),
    entry(Command::Machines, "machines", &["gate m"]),
    entry(Command::Files, "files", &["gate f"]),
    entry(Command::System, "system", &["gate p"]),
    entry(Command::Runbooks, "runbooks", &["gate b"]),
    entry(Command::Drawer, "drawer", &["gate e"]),
    entry(Command::Palette, "palette", &["gate :"]),
    entry(Command::Keys, "keys", &["gate ?"]),
    entry(Command::Settings, "settings", &["gate s"]),
    entry(Command::Theme, "theme", &[]),
    entry(Command::SplitRight, "split-right", &["gate |"]),
    entry(Command::SplitDown, "split-down", &["gate -"]),
    entry(Command::Duplicate, "duplicate", &["gate +"]),
    entry(Command::FocusLeft, "focus-left", &["gate h"]),
    entry(Command::FocusDown, "focus-down", &["gate j"]),
    entry(Command::FocusUp, "focus-up", &["gate k"]),
    entry(Command::FocusRight, "focus-right", &["gate l"]),
    entry(Command::GrowLeft, "grow-left", &["gate H"]),
    entry(Command::GrowDown, "grow-down", &["gate J"]),
    entry(Command::GrowUp, "grow-up", &["gate K"]),
    entry(Command::GrowRight, "grow-right", &["gate L"]),
    entry(Command::EvenOut, "even-out", &["gate ="]),
    entry(Command::Zoom, "zoom", &["gate z"]),
    entry(Command::ClosePane, "close-pane", &["gate x"]),
    entry(Command::Reopen, "reopen", &["gate u"]),
    entry(Command::Detach, "detach", &["gate d"]),
    entry(Command::MoveToNewTab, "move-to-new-tab", &["gate !"]),
    entry(Command::MoveToNextTab, "move-to-next-tab", &["gate @"]),
    entry(Command::RenameTab, "rename-tab", &["gate n"]),
    entry(Command::NextTab, "next-tab", &["gate ]"]),
    entry(Command::PreviousTab, "previous-tab", &["gate ["]),
    entry(Command::MoveTabLeft, "move-tab-left", &["gate {"]),
    entry(Command::MoveTabRight, "move-tab-right", &["gate }"]),
    entry(Command::Find, "find", &["gate /", "Ctrl+Shift+F"]),
    entry(Command::PromptEarlier, "prompt-earlier", &["gate <", "Ctrl+Shift+ArrowUp"]),
    entry(Command::PromptLater, "prompt-later", &["gate >", "Ctrl+Shift+ArrowDown"]),
    entry(Command::CopyOutput, "copy-output", &["gate Y"]),
    entry(Command::MarkPrompts, "mark-prompts", &["gate M"]),
    entry(Command::SendToAll, "send-to-all", &["gate a"]),
    entry(Command::Echo, "echo", &[]),
    entry(Command::Copy, "copy", &["Ctrl+Shift+C"]),
    entry(Command::CopyScreen, "copy-screen", &["gate y"]),
    entry(Command::Paste, "paste", &["Ctrl+Shift+V"]),
    entry(Command::PasteWithLook, "paste-with-look", &["gate v"]),
    entry(Command::SelectAll, "select-all", &[]),
    entry(Command::Clear, "clear", &[]),
    entry(Command::LargerText, "larger-text", &["Ctrl+=", "Ctrl++"]),
    entry(Command::SmallerText, "smaller-text", &["Ctrl+-"]),
    entry(Command::NormalText, "normal-text", &["Ctrl+0"]),
    entry(Command::Save, "save", &["gate S"]),
    entry(Command::SaveText, "save-text", &[]),
    entry(Command::SaveHtml, "save-html", &[]),
    entry(Command::Upload, "upload", &["gate U"]),
    entry(Command::Download, "download", &["gate D"]),
    entry(Command::Transfers, "transfers", &["gate T"]),
    entry(Command::Again, "again", &["gate Enter"]),
    entry(Command::EndSession, "end-session", &["gate Q"]),
    entry(Command::SendGateKey, "send-gate-key", &[]),
];

const fn entry(command: Command, id: &'static str, keys: &'static [&'static str]) -> Entry {
    Entry { command, id, keys }
}
