//! Which screen an address means.

/// A screen of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// Sign in to a target.
    SignIn,
    /// The terminal of a session.
    Workspace(String),
}

const SESSION: &str = "/sessions/";

impl Screen {
    /// The screen at this path; what is not known is the sign-in.
    pub(crate) fn at(path: &str) -> Self {
        match path.strip_prefix(SESSION) {
            Some(session) if !session.is_empty() && !session.contains('/') => {
                Self::Workspace(session.to_owned())
            }
            _ => Self::SignIn,
        }
    }

    /// The path of this screen.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::SignIn => "/".to_owned(),
            Self::Workspace(session) => format!("{SESSION}{session}"),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::Screen;

    #[test]
    fn every_screen_is_found_at_its_path() {
        for screen in [Screen::SignIn, Screen::Workspace("s-1_A".into())] {
            assert_eq!(Screen::at(&screen.path()), screen);
        }
        for path in ["/sessions/", "/sessions/a/b", "/nothing", ""] {
            assert_eq!(Screen::at(path), Screen::SignIn);
        }
    }
}
