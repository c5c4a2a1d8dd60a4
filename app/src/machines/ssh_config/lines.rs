//! Splits an ssh_config into lines of keyword and arguments; it knows no keyword.

/// A line that says something.
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    pub(super) keyword: String,
    /// None where quotes do not end.
    pub(super) arguments: Option<Vec<String>>,
}

/// The lines that are neither empty nor comments.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().enumerate().filter_map(|(index, line)| {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let end = line.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(line.len());
        let (keyword, rest) = line.split_at(end);
        let rest = rest.trim_start();
        // One `=` may stand between, with blanks around it or not.
        let rest = rest.strip_prefix('=').unwrap_or(rest);
        Some(Line { number: index + 1, keyword: keyword.to_owned(), arguments: words(rest) })
    })
}

/// Words as OpenSSH splits them: quotes of both kinds hold blanks, a backslash only quotes, backslash or blank.
fn words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = text.chars().peekable();
    loop {
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        match rest.peek() {
            // What follows is a comment.
            None | Some('#') => return Some(words),
            Some(_) => {}
        }
        let (mut word, mut quote) = (String::new(), None);
        while let Some(c) = rest.next() {
            match (c, quote) {
                ('\\', _) => {
                    let is_escape =
                        |next: &char| matches!(next, '"' | '\'' | '\\') || (quote.is_none() && *next == ' ');
                    word.push(rest.next_if(is_escape).unwrap_or('\\'));
                }
                ('"' | '\'', None) => quote = Some(c),
                (c, Some(open)) if c == open => quote = None,
                (c, None) if c.is_whitespace() => break,
                (c, _) => word.push(c),
            }
        }
        if quote.is_some() {
            return None;
        }
        words.push(word);
    }
}
