// Trunk's last step: minifies the modules, gives what is loaded names by content and an import map, and writes the
// program's start.
//
// Why not Trunk itself: it copies files under their own names, which must not be cached for ever, its minifier
// cannot read what wasm-bindgen writes, it knows of one WASM module only, and it starts the program from an inline
// script, which the page's content security policy forbids.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { build } from 'esbuild';
import { minify } from 'terser';

const staging = process.env.TRUNK_STAGING_DIR;
const page = join(staging, 'index.html');
const isRelease = process.env.TRUNK_PROFILE === 'release';
// What scripts/path/wasm-bindgen has split off.
const split = join(process.env.CARGO_TARGET_DIR, 'wasm-bindgen', isRelease ? 'release' : 'debug', 'split');

// The names under which they are imported.
const npm = 'app/node_modules/@xterm';
const modules = {
  'postern-highlight': 'app/src/pages/workspace/panels/drawer/highlight.js',
  'postern-ligatures': 'app/src/xterm/ligatures.js',
  'postern-theme-file': 'app/src/appearance/theme_file.js',
  'postern-themes': 'app/src/appearance/themes.js',
  'postern-tone': 'app/src/appearance/tone.js',
  'postern-transcript': 'app/src/xterm/transcript.js',
  xterm: `${npm}/xterm/lib/xterm.mjs`,
  'xterm-addon-fit': `${npm}/addon-fit/lib/addon-fit.mjs`,
  'xterm-addon-image': `${npm}/addon-image/lib/addon-image.mjs`,
  'xterm-addon-unicode-graphemes': `${npm}/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs`,
  'xterm-addon-web-links': `${npm}/addon-web-links/lib/addon-web-links.mjs`,
  'xterm-addon-webgl': `${npm}/addon-webgl/lib/addon-webgl.mjs`,
  'xterm-find': 'app/src/xterm/find.js',
  'xterm-find-worker': 'app/src/xterm/find-worker.js',
  'xterm-images': 'app/src/xterm/images.js',
  'xterm-page': 'app/src/xterm/page.js',
};

// What consists of many packages of npm, and becomes one file.
const bundles = { 'postern-editor': 'app/src/editor/editor.js' };

// Writes a file under a name that only this content has.
function keep(name, extension, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const file = `${name}-${hash}.${extension}`;
  writeFileSync(join(staging, file), content);
  return `/${file}`;
}

// xterm comes minified, and still gets smaller by a fourteenth. Licences are kept, source maps stay behind: the
// browser would ask for them and find nothing.
async function add(name, source) {
  const options = isRelease ? { compress: { passes: 2 } } : { compress: false, mangle: false };
  const { code } = await minify(source, { module: true, ecma: 2022, ...options });
  return keep(name, 'js', code);
}

// Found by trying: what is flattened first packs better, and functions in order of use have shorter names.
const smaller = ['--flatten', '--rereloop', '-Oz', '--reorder-functions', '--strip-producers', '--strip-target-features'];

async function addWasm(name, file) {
  if (isRelease) await promisify(execFile)('wasm-opt', [...smaller, file, '-o', file]);
  return keep(name, 'wasm', readFileSync(file));
}

const start = (js, wasm, workspace) => `\
// Before anything is painted, so that no wrong theme flashes up.
const theme = localStorage.getItem('postern.theme');
if (theme) document.documentElement.dataset.theme = theme;
// A reload in a session wants the terminal at once; elsewhere the page loads it when there is time.
if (location.pathname.startsWith('/sessions/')) {
  for (const href of ${JSON.stringify(workspace)}) {
    const early = { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href };
    document.head.append(Object.assign(document.createElement('link'), early));
  }
  for (const name of ['xterm', 'xterm-addon-fit', 'xterm-addon-unicode-graphemes', 'xterm-addon-web-links']) import(name);
}
// What keeps the page for the time without a relay; only secure contexts have it. It waits until the page is there.
if (navigator.serviceWorker) addEventListener('load', () => setTimeout(() => navigator.serviceWorker.register('/worker.js').catch(() => {}), 3000));
try {
  const { default: start } = await import('${js}');
  await start({ module_or_path: '${wasm}' });
} catch (error) {
  console.error(error);
  document.body.append('Postern could not start in this browser: ' + error);
}
`;

let html = readFileSync(page, 'utf8');
// Puts `by` in the place of the one tag the pattern matches.
const replace = (pattern, by) => {
  if (!pattern.test(html)) throw new Error(`index.html has no ${pattern}`);
  html = html.replace(pattern, () => by);
};
// The minifier sorts attributes and drops quotes.
const program = /<script [^>]*data-wasm[^>]*><\/script>/;
const [tag] = html.match(program) ?? [''];
const [js, wasm] = ['src', 'data-wasm'].map((name) => tag.match(`\\b${name}="?([^" >]+)`)?.[1]);

const imports = {};
for (const [name, file] of Object.entries(modules)) {
  imports[name] = await add(name, readFileSync(file, 'utf8'));
}

for (const [name, file] of Object.entries(bundles)) {
  const options = { bundle: true, write: false, format: 'esm', target: 'es2022', external: Object.keys(modules), legalComments: 'none' };
  const { outputFiles } = await build({ entryPoints: [file], ...options });
  imports[name] = await add(name, outputFiles[0].text);
}

// The program: what wasm-bindgen wrote for its first part, and each part that is loaded when it is wanted. They refer
// to each other in a ring, so their names by content are in the import map too.
const parts = Object.fromEntries(
  await Promise.all(
    readdirSync(split)
      .filter((file) => file.endsWith('.wasm'))
      .map(async (file) => [file, await addWasm(file.replace(/\.wasm$/, ''), join(split, file))]),
  ),
);
// Trunk named it before wasm-opt went over it.
const optimised = await addWasm('postern-app', join(staging, wasm));
const named = (source, from, to) => {
  if (!source.includes(from)) throw new Error(`what was split has no ${from}`);
  return source.replaceAll(from, to);
};
let loader = named(readFileSync(join(split, '__wasm_split.js'), 'utf8'), 'from "./postern-app.js"', 'from "postern-app"');
for (const [file, part] of Object.entries(parts)) loader = named(loader, `"./${file}"`, `"${part}"`);
imports['postern-parts'] = await add('postern-parts', loader);
const bound = readFileSync(join(staging, js), 'utf8');
const glue = await add('postern-app', named(bound, 'from "./__wasm_split.js"', 'from "postern-parts"'));
imports['postern-app'] = glue;
for (const old of [js, wasm]) rmSync(join(staging, old));

// The panels come after the first prompt; what else there is, the workspace needs.
const workspace = Object.keys(parts).filter((file) => file !== 'split_panel.wasm').map((file) => parts[file]);
const started = await add('start', start(glue, optimised, workspace));
replace(program, `<script type="module" src="${started}"></script>`);
const early = ['xterm-page', 'postern-highlight', 'postern-parts'].map((name) => `<link rel="modulepreload" href="${imports[name]}">`);
replace(
  /<script type="?importmap"?><\/script>/,
  `<script type="importmap">${JSON.stringify({ imports })}</script>${early.join('')}`,
);
// Trunk's hints to load the program early still have the names from before.
html = html.replaceAll(js, glue).replaceAll(wasm, optimised);

// What makes the page one that can be installed. Its names stay, because browsers remember them.
for (const name of ['icon-192.png', 'icon-512.png', 'icon-maskable.png']) {
  copyFileSync(join('app/install', name), join(staging, name));
}
copyFileSync('app/style/icon.svg', join(staging, 'icon.svg'));
const manifest = JSON.parse(readFileSync('app/install/manifest.json', 'utf8'));
writeFileSync(join(staging, 'manifest.webmanifest'), JSON.stringify(manifest));

// The service worker keeps what the page opens with, and not what is loaded when it is first used.
const later = ['postern-editor', 'xterm-addon-image', 'xterm-addon-webgl'].map((name) => imports[name]);
const isHashed = (file) => /-[0-9a-f]{8,16}\.\w+$/.test(file);
const kept = readdirSync(staging).map((file) => `/${file}`).filter((file) => isHashed(file) && !later.includes(file));
const files = ['/', ...kept.sort(), '/icon.svg'];
const version = createHash('sha256').update(html).update(files.join()).digest('hex').slice(0, 16);
const shell = JSON.stringify({ version, files });
const worker = `self.shell = ${shell};\n${readFileSync('app/install/worker.js', 'utf8')}`;
const { code } = await minify(worker, { ecma: 2022, ...(isRelease ? {} : { compress: false, mangle: false }) });
writeFileSync(join(staging, 'worker.js'), code);

writeFileSync(page, html);
