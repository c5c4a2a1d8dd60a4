// Trunk's last step: gives the modules from npm hashed names and an import map, and writes the program's start.
//
// Why not Trunk itself: it copies files under their own names, which must not be cached for ever, and it
// starts the program from an inline script, which the page's content security policy forbids.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const staging = process.env.TRUNK_STAGING_DIR;
const page = join(staging, 'index.html');

// The names under which Rust imports them, and whether the first screen waits for them.
const modules = [
  { name: 'xterm', file: 'app/node_modules/@xterm/xterm/lib/xterm.mjs', soon: true },
  { name: 'xterm-addon-fit', file: 'app/node_modules/@xterm/addon-fit/lib/addon-fit.mjs', soon: true },
  { name: 'xterm-page', file: 'app/src/xterm/page.js', soon: true },
  { name: 'xterm-addon-search', file: 'app/node_modules/@xterm/addon-search/lib/addon-search.mjs' },
  { name: 'xterm-addon-unicode-graphemes', file: 'app/node_modules/@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs', soon: true },
  { name: 'xterm-addon-web-links', file: 'app/node_modules/@xterm/addon-web-links/lib/addon-web-links.mjs', soon: true },
  { name: 'xterm-addon-webgl', file: 'app/node_modules/@xterm/addon-webgl/lib/addon-webgl.mjs' },
];

function add(name, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const file = `${name}-${hash}.js`;
  writeFileSync(join(staging, file), text);
  return `/${file}`;
}

const imports = {};
const preloads = [];
for (const { name, file, soon } of modules) {
  // Source maps stay behind: the browser would ask for them and find nothing.
  const text = readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  imports[name] = add(name, text);
  if (soon) preloads.push(`<link rel="modulepreload" href="${imports[name]}">`);
}

const start = (js, wasm) => `\
// Before anything is painted, so that no wrong theme flashes up.
const theme = localStorage.getItem('postern.theme');
if (theme) document.documentElement.dataset.theme = theme;
try {
  const { default: start } = await import('${js}');
  await start({ module_or_path: '${wasm}' });
} catch (error) {
  console.error(error);
  document.body.append('Postern could not start in this browser: ' + error);
}
`;

let html = readFileSync(page, 'utf8');
const replace = (pattern, by) => {
  if (!pattern.test(html)) throw new Error(`index.html has no ${pattern}`);
  html = html.replace(pattern, by);
};
replace(/<script type="?importmap"?><\/script>/, () =>
  `<script type="importmap">${JSON.stringify({ imports })}</script>${preloads.join('')}`);
// The minifier sorts attributes and drops quotes.
replace(/<script [^>]*data-wasm[^>]*><\/script>/, (tag) => {
  const [js, wasm] = ['src', 'data-wasm'].map((name) => tag.match(`\\b${name}="?([^" >]+)`)[1]);
  return `<script type="module" src="${add('start', start(js, wasm))}"></script>`;
});
writeFileSync(page, html);
