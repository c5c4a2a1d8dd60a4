// Which language a file is written in, by its name, or by how it begins.

import { StreamLanguage } from '@codemirror/language';
import { c, cpp, java } from '@codemirror/legacy-modes/mode/clike';
import { css } from '@codemirror/legacy-modes/mode/css';
import { diff } from '@codemirror/legacy-modes/mode/diff';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { go } from '@codemirror/legacy-modes/mode/go';
import { javascript, json, typescript } from '@codemirror/legacy-modes/mode/javascript';
import { lua } from '@codemirror/legacy-modes/mode/lua';
import { nginx } from '@codemirror/legacy-modes/mode/nginx';
import { properties } from '@codemirror/legacy-modes/mode/properties';
import { python } from '@codemirror/legacy-modes/mode/python';
import { ruby } from '@codemirror/legacy-modes/mode/ruby';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { standardSQL } from '@codemirror/legacy-modes/mode/sql';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import { html, xml } from '@codemirror/legacy-modes/mode/xml';
import { yaml } from '@codemirror/legacy-modes/mode/yaml';

// Headings, code, emphasis: as much of Markdown as helps to read it.
const markdown = {
  name: 'markdown',
  startState: () => ({ isCode: false }),
  token(stream, state) {
    if (stream.sol() && stream.match(/^\s*(```|~~~)/)) {
      state.isCode = !state.isCode;
      stream.skipToEnd();
      return 'meta';
    }
    if (state.isCode) return stream.skipToEnd(), 'string';
    if (stream.sol() && stream.match(/^#{1,6}\s.*/)) return 'heading';
    if (stream.sol() && stream.match(/^\s*([-*+]|\d+\.|>)\s/)) return 'keyword';
    if (stream.match(/^`[^`]*`/)) return 'string';
    if (stream.match(/^\[[^\]]*\]\([^)]*\)/)) return 'link';
    if (stream.match(/^(\*\*|__)(?=\S).*?\1/)) return 'strong';
    stream.next();
    return null;
  },
};

const byName = [
  [/^(.*\.)?(dockerfile|containerfile)(\..*)?$/, dockerFile],
  [/(^|\.)nginx\b.*\.conf$|^(sites-.*|nginx\.conf|.*\.vhost)$/, nginx],
  [/^(\.?(bash|zsh)(rc|_.*|env)?|\.profile|profile|.*\.(sh|bash|zsh|ksh|envrc))$|^\.env(\..*)?$/, shell],
  [/\.(ya?ml)$/, yaml],
  [/\.(json|jsonc|webmanifest|map)$/, json],
  [/\.toml$|^(cargo|poetry|uv)\.lock$/, toml],
  [/\.(py|pyw)$/, python],
  [/\.(m?js|cjs|jsx)$/, javascript],
  [/\.(m?ts|cts|tsx)$/, typescript],
  [/\.(css|scss|less)$/, css],
  [/\.(html?|xhtml|vue|svelte)$/, html],
  [/\.(xml|svg|plist|rss|xsd|xslt?)$/, xml],
  [/\.rs$/, rust],
  [/\.go$|^go\.(mod|sum)$/, go],
  [/\.sql$/, standardSQL],
  [/\.(c|h)$/, c],
  [/\.(cc|cpp|cxx|hpp|hh)$/, cpp],
  [/\.(java|kt|scala)$/, java],
  [/\.lua$/, lua],
  [/\.(rb|rake)$|^(gemfile|rakefile|vagrantfile)$/, ruby],
  [/\.(diff|patch)$/, diff],
  [/\.(md|markdown)$/, markdown],
  [/\.(ini|cfg|cnf|conf|properties|service|socket|timer|mount|target|path|network|netdev|repo|desktop|editorconfig)$|^\.(gitconfig|npmrc)$/, properties],
];

const byBeginning = [
  [/^#!.*\b(ba|z|k|da|a)?sh\b/, shell],
  [/^#!.*\bpython/, python],
  [/^#!.*\bnode\b/, javascript],
  [/^#!.*\bruby\b/, ruby],
  [/^#!.*\blua/, lua],
  [/^\s*<\?xml/, xml],
  [/^\s*<!doctype html/i, html],
];

/** @param {string} name @param {string} text */
export function languageOf(name, text) {
  const [, mode] =
    byName.find(([pattern]) => pattern.test(name.toLowerCase())) ??
    byBeginning.find(([pattern]) => pattern.test(text.slice(0, 200))) ?? [];
  return mode ? StreamLanguage.define(mode) : [];
}
