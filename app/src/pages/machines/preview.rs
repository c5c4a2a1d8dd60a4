//! What a file would bring: every machine with how it stands to those that are here, and what is left out and why.

use leptos::prelude::*;

use super::MOST_ROWS;
use super::import::{Import, Source};
use crate::machines::Machine;
use crate::machines::file::Standing;
use crate::machines::ssh_config::{Config, Why};
use crate::words::{Locale, t_string, td_string, text, use_i18n};

/// The preview.
#[component]
pub(super) fn Preview() -> impl IntoView {
    let i18n = use_i18n();
    let import = expect_context::<Import>();
    let lacking = Memo::new(move |_| import.offer.with(|offer| offer.lacking));
    let config = move || {
        import.source.with(|source| match source {
            Some(Ok(Source::Config(config))) => Some((**config).clone()),
            _ => None,
        })
    };
    let count = move || import.offer.with(|offer| offer.machines.len());
    let rows = move || {
        let machines =
            import.offer.with(|offer| offer.machines.iter().take(MOST_ROWS).cloned().collect::<Vec<_>>());
        machines
            .into_iter()
            .enumerate()
            .map(|(at, (machine, standing))| view! { <Row at machine standing /> })
            .collect_view()
    };
    let more = move || count().saturating_sub(MOST_ROWS);
    view! {
        <Show when=move || { lacking.get() > 0 }>
            <label class="labelled">
                <span>{move || t_string!(i18n, machines.lacking, count = lacking.get())}</span>
                <input
                    id="import-user"
                    type="text"
                    class="mono"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    prop:value=import.user
                    on:input=move |event| {
                        import.turned.set(Vec::new());
                        import.user.set(event_target_value(&event));
                    }
                />
            </label>
        </Show>
        <Show when=move || { count() > 0 }>
            <div class="preview" tabindex="0" role="group" aria-label=text!(i18n, machines.found)>
                <table class="rows">
                    <thead>
                        <tr>
                            <th scope="col">{text!(i18n, machines.name)}</th>
                            <th scope="col">{text!(i18n, targets.target)}</th>
                            <th scope="col" class="w-8">{text!(i18n, machines.here)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <Show when=move || { more() > 0 }>
                <p class="hint">{move || t_string!(i18n, machines.preview_more, count = more())}</p>
            </Show>
        </Show>
        {move || config().map(|config| view! { <LeftOut config /> })}
    }
}

#[component]
fn Row(at: usize, machine: Machine, standing: Standing) -> impl IntoView {
    let i18n = use_i18n();
    let import = expect_context::<Import>();
    let mut place = machine.target.to_string();
    for hop in machine.hops.iter().rev() {
        place.push_str(" ← ");
        place.push_str(&hop.host.to_string());
    }
    let (is_same, shown) = (standing == Standing::Same, standing.clone());
    let says = move || match &shown {
        Standing::New => td_string!(i18n.get_locale(), machines.standing_new),
        Standing::Same => td_string!(i18n.get_locale(), machines.standing_same),
        Standing::Differs(_) => td_string!(i18n.get_locale(), machines.standing_differs),
    };
    let turn = move |_| {
        import.turned.update(|turned| {
            if turned.contains(&at) { turned.retain(|other| *other != at) } else { turned.push(at) }
        });
    };
    view! {
        <tr>
            <td class="key">
                <label class="check name">
                    <input
                        type="checkbox"
                        disabled=is_same
                        prop:checked=move || import.is_taken(at, &standing)
                        on:change=turn
                    />
                    <bdi>{machine.name}</bdi>
                </label>
            </td>
            <td>
                <bdi title=place.clone()>{place.clone()}</bdi>
            </td>
            <td class="prose">{says}</td>
        </tr>
    }
}

/// What of an `ssh_config` is not taken over.
#[component]
fn LeftOut(config: Config) -> impl IntoView {
    let i18n = use_i18n();
    let count = config.left_out.len();
    let unused = config.unused.into_iter().collect::<Vec<_>>().join(", ");
    let has_unused = !unused.is_empty();
    let item = |left: crate::machines::ssh_config::LeftOut| {
        view! {
            <li>
                <span class="num quiet-text">{left.line}</span>
                <code class="clip">{left.what}</code>
                <span>{move || says(i18n.get_locale(), left.why)}</span>
            </li>
        }
    };
    let items = config.left_out.into_iter().map(item).collect_view();
    let items = (count > 0).then(|| {
        view! {
            <h3>{move || t_string!(i18n, machines.left_out, count = count)}</h3>
            <ul class="left-out" tabindex="0" aria-label=text!(i18n, machines.left_out_label)>
                {items}
            </ul>
        }
    });
    view! {
        {items}
        <Show when=move || has_unused>
            <p class="hint">{text!(i18n, machines.unused)} " " <span class="mono">{unused.clone()}</span></p>
        </Show>
    }
}

fn says(l: Locale, why: Why) -> &'static str {
    match why {
        Why::Match => td_string!(l, machines.why_match),
        Why::Include => td_string!(l, machines.why_include),
        Why::ProxyCommand => td_string!(l, machines.why_proxy_command),
        Why::Place => td_string!(l, machines.why_place),
        Why::Jump => td_string!(l, machines.why_jump),
        Why::Loop => td_string!(l, machines.why_loop),
        Why::Quotes => td_string!(l, machines.why_quotes),
        Why::TooMany => td_string!(l, machines.why_too_many),
    }
}
