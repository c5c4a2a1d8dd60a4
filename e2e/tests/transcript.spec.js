// The transcript: what a terminal holds as a file, as text and as HTML.

import { readFile } from 'node:fs/promises';

import { expect, test } from '../support/test.js';

/** Saves it, and returns name and content of the file. */
async function save(page, { html = false } = {}) {
  // The gate key, then S.
  await page.keyboard.press('Control+,');
  await page.keyboard.press('Shift+S');
  if (html) await page.getByText('HTML, in colour').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save', exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** What was printed between `<<` and `>>`, each alone on its line. */
const between = (text) => /\n<<\n([^]*?)\n>>\n/.exec(text)[1];

/** Prints a text, whatever it consists of, between its marks. */
async function print(shell, text) {
  const base64 = Buffer.from(text).toString('base64');
  await shell.run(`echo "<""<"; echo ${base64} | base64 -d; echo; echo ">"">"`);
}

const hard = [
  'x'.repeat(150) + ' end of a long line  and  blanks',
  '汉字'.repeat(60),
  `a${'宽'.repeat(120)}z`,
  'emoji 🦀 👩‍🔧 é ñ ｆｕｌｌ',
  '',
  'trailing blanks count   ',
  '<b>&amp;"\'',
].join('\n');

test('the text is what was printed, long lines and wide characters as well', async ({ page, shell }) => {
  await print(shell, hard);
  const { name, text } = await save(page);
  expect(between(text)).toBe(hard);
  expect(name).toMatch(/^postern-test@127\.0\.0\.1-\d+-20\d\d-\d\d-\d\d-\d{6}\.txt$/);
  expect(await shell.run('echo the keyboard is back')).toBe('the keyboard is back');
});

test('what has scrolled away is saved, and lines of another width stay lines', async ({ page, shell }) => {
  await shell.run('seq 1 9000');
  await print(shell, hard);
  await shell.resize({ width: 700, height: 600 });
  const { text } = await save(page);
  expect(text).toContain(`\n${Array.from({ length: 9000 }, (_, at) => at + 1).join('\n')}\n`);
  expect(between(text)).toBe(hard);
});

test('what is selected is saved by itself', async ({ page, shell }) => {
  await shell.run('clear; echo first; echo second; echo third');
  await page.evaluate(() => {
    const { active } = window.openTerminal.buffer;
    const lines = Array.from({ length: active.length }, (_, at) => active.getLine(at).translateToString(true));
    window.openTerminal.select(2, lines.indexOf('first'), window.openTerminal.cols + 4);
  });
  const { text } = await save(page);
  expect(text).toBe('rst\nsecond\n');
});

test('HTML has the colours and the text, and nothing of it is alive', async ({ page, shell, context, stand }) => {
  const hostile = [
    '<script>window.hit = 1</script>', '<img src=x onerror="window.hit = 1">', '</pre></body><style>*{display:none}</style>',
    '\u001b]8;;javascript:window.hit=1\u0007a link\u001b]8;;\u0007', '\u001b]0;</title><script>window.hit = 1</script>\u0007title',
    '\u001b[1;31mred\u001b[0m \u001b[38;2;1;2;3mtrue\u001b[0m \u001b[48;5;196mback\u001b[0m \u001b[7minverse\u001b[0m \u001b[4;9mlines\u001b[0m',
  ].join('\n');
  await print(shell, `${hard}\n${hostile}`);
  const plain = await save(page);
  const { name, text } = await save(page, { html: true });
  expect(name).toMatch(/\.html$/);
  await context.route('**/transcript', (route) => route.fulfill({ contentType: 'text/html', body: text }));
  const shown = await context.newPage();
  await shown.goto(`${stand.line}/transcript`);
  const found = await shown.evaluate(() => ({
    text: document.querySelector('pre').textContent,
    elements: [...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))].sort(),
    attributes: [...new Set([...document.querySelectorAll('body *')].flatMap((element) => element.getAttributeNames()))],
    hit: window.hit,
    colours: [...document.querySelectorAll('pre span')].map(({ textContent, style }) => [textContent, style.color, style.backgroundColor]),
  }));
  expect(found.hit).toBeUndefined();
  expect(found.elements).toEqual(['body', 'head', 'html', 'meta', 'pre', 'span', 'style', 'title']);
  expect(found.attributes).toEqual(['style']);
  expect(between(found.text)).toBe(between(plain.text));
  expect(found.colours).toContainEqual(['true', 'rgb(1, 2, 3)', '']);
  expect(found.colours).toContainEqual(['back', '', 'rgb(255, 0, 0)']);
});

test('a full scrollback in many colours is saved whole', async ({ page, shell }) => {
  await shell.run(`seq 12000 | awk '{ printf "\\033[3%dm%0120d\\033[0m\\n", $1 % 8, $1 }'`);
  const { text } = await save(page, { html: true });
  expect(text.split('\n').length).toBeGreaterThan(10_000);
});
