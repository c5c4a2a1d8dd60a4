// Trunk's last step: minifies the modules, gives what is loaded names by content and an import map, and writes the
// program's start.
//
// Why not Trunk itself: it copies files under their own names, which must not be cached for ever, its minifier
// cannot read what wasm-bindgen writes, and it starts the program from an inline script, which the page's
// content security policy forbids.

import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { minify } from 'terser';

const staging = process.env.TRUNK_STAGING_DIR;
const page = join(staging, 'index.html');
const isRelease = process.env.TRUNK_PROFILE === 'release';

// The names under which they are imported.
const npm = 'app/node_modules/@xterm';
const modules = {
  xterm: `${npm}/xterm/lib/xterm.mjs`,
  'xterm-addon-fit': `${npm}/addon-fit/lib/addon-fit.mjs`,
  'xterm-addon-search': `${npm}/addon-search/lib/addon-search.mjs`,
  'xterm-addon-unicode-graphemes': `${npm}/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs`,
  'xterm-addon-web-links': `${npm}/addon-web-links/lib/addon-web-links.mjs`,
  'xterm-addon-webgl': `${npm}/addon-webgl/lib/addon-webgl.mjs`,
  'xterm-page': 'app/src/xterm/page.js',
};

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

const imports = {};
for (const [name, file] of Object.entries(modules)) {
  imports[name] = await add(name, readFileSync(file, 'utf8'));
}

const start = (js, wasm) => `\
// Before anything is painted, so that no wrong theme flashes up.
const theme = localStorage.getItem('postern.theme');
if (theme) document.documentElement.dataset.theme = theme;
// A reload in a session wants the terminal at once; elsewhere the page loads it when there is time.
if (location.pathname.startsWith('/sessions/')) {
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
const glue = await add('postern-app', readFileSync(join(staging, js), 'utf8'));
// Trunk named it before wasm-opt went over it.
const optimised = keep('postern-app', 'wasm', readFileSync(join(staging, wasm)));
for (const old of [js, wasm]) rmSync(join(staging, old));
replace(program, `<script type="module" src="${await add('start', start(glue, optimised))}"></script>`);
replace(
  /<script type="?importmap"?><\/script>/,
  `<script type="importmap">${JSON.stringify({ imports })}</script><link rel="modulepreload" href="${imports['xterm-page']}">`,
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
const later = ['xterm-addon-search', 'xterm-addon-webgl'].map((name) => imports[name]);
const isHashed = (file) => /-[0-9a-f]{8,16}\.\w+$/.test(file);
const kept = readdirSync(staging).map((file) => `/${file}`).filter((file) => isHashed(file) && !later.includes(file));
const files = ['/', ...kept.sort(), '/icon.svg'];
const version = createHash('sha256').update(html).update(files.join()).digest('hex').slice(0, 16);
const shell = JSON.stringify({ version, files });
const worker = `self.shell = ${shell};\n${readFileSync('app/install/worker.js', 'utf8')}`;
const { code } = await minify(worker, { ecma: 2022, ...(isRelease ? {} : { compress: false, mangle: false }) });
writeFileSync(join(staging, 'worker.js'), code);

writeFileSync(page, html);
