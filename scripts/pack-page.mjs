// Puts a page Trunk has built where the relay embeds it, each file with its brotli and gzip form beside it.
//
// A file that did not change is left alone, so that the relay is rebuilt only for a page that differs.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [built, page] = process.argv.slice(2);
const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !path.split(sep).some((part) => part.startsWith(".")));

const forms = new Map();
const total = { plain: 0, brotli: 0 };
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
  total.plain += plain.length;
  total.brotli += Math.min(brotli.length, plain.length);
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
const kib = (bytes) => `${Math.ceil(bytes / 1024)} KiB`;
console.log(`==> page: ${kib(total.plain)}, ${kib(total.brotli)} as brotli`);
