//! A problem as it travels (RFC 9457).

use serde::{Deserialize, Serialize};

use super::Problem;

/// A [`Problem`] as it travels: `application/problem+json` (RFC 9457, section 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemDocument {
    /// Relative URI reference that names the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    detail: String,
    /// Code and facts.
    #[serde(flatten)]
    pub problem: Problem,
}

impl ProblemDocument {
    /// The same with another HTTP status than the problem's own.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}

impl From<Problem> for ProblemDocument {
    fn from(problem: Problem) -> Self {
        Self {
            kind: format!("/problems/{}", problem.code()),
            title: problem.title().into(),
            status: problem.status(),
            detail: problem.detail(),
            problem,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Problem, ProblemDocument};
    use crate::api::TooManyOf;

    #[test]
    fn a_problem_travels_with_code_and_facts_and_comes_back_whole() {
        let problem = Problem::TooMany { of: TooManyOf::SignIns, retry_after: 7 };
        let document = ProblemDocument::from(problem.clone());
        let json = serde_json::to_value(&document).unwrap();
        assert_eq!(json["code"], "too-many");
        assert_eq!(json["status"], 429);
        assert_eq!(json["retry_after"], 7);
        assert_eq!(serde_json::from_value::<ProblemDocument>(json).unwrap().problem, problem);
    }
}
