// Puts a page Trunk has built where the relay embeds it, each file with its brotli and gzip form beside it.
//
// A file that did not change is left alone, so that the relay is rebuilt only for a page that differs. A page whose
// first load has grown too heavy is refused.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

// What a browser may have to fetch before the sign-in screen, in bytes of WASM, JS and CSS as brotli.
const budget = 350 * 1024;

const [built, page] = process.argv.slice(2);
const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !path.split(sep).some((part) => part.startsWith(".")));

const forms = new Map();
const sizes = new Map();
for (const path of files(built)) {
  const plain = readFileSync(join(built, path));
  const brotli = brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
  const gzip = gzipSync(plain, { level: 9 });
  forms.set(path, plain);
  // What does not get a tenth smaller (pictures, fonts) is not worth unpacking.
  if (brotli.length < plain.length * 0.9) forms.set(`${path}.br`, brotli);
  if (gzip.length < plain.length * 0.9) forms.set(`${path}.gz`, gzip);
  sizes.set(path, Math.min(brotli.length, plain.length));
}

const sum = (sizes) => sizes.reduce((sum, size) => sum + size, 0);
const kib = (bytes) => `${Math.ceil(bytes / 1024)} KiB`;
// The page names all it starts with; an end-to-end test sees to that. Whatever else there is, is loaded when wanted.
const named = forms.get("index.html").toString().matchAll(/\b(?:href|src)="?\/([^" >]+\.(?:wasm|js|css))\b/g);
const first = [...new Set([...named].map(([, path]) => path))].map((path) => [path, sizes.get(path) ?? NaN]);
const firstLoad = sum(first.map(([, size]) => size));
console.log(`==> page: ${kib(sum([...sizes.values()]))} as brotli, ${kib(firstLoad)} of it before the sign-in screen`);
// Nor may it be unknown.
if (!(firstLoad <= budget) || !first.some(([path]) => path.endsWith(".wasm"))) {
  const list = first.sort(([, one], [, other]) => other - one).map(([path, size]) => `  ${kib(size)} ${path}`);
  console.error(`error: the first load may be ${kib(budget)} at most; load later what is not needed at once\n${list.join("\n")}`);
  process.exit(1);
}

mkdirSync(page, { recursive: true });
for (const path of files(page)) if (!forms.has(path)) rmSync(join(page, path));
for (const [path, bytes] of forms) {
  const target = join(page, path);
  mkdirSync(dirname(target), { recursive: true });
  let before;
  try {
    before = readFileSync(target);
  } catch {
    before = undefined;
  }
  if (!before?.equals(bytes)) writeFileSync(target, bytes);
}
