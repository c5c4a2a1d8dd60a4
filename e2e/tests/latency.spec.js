// Typing over a line with a round trip of 200 ms: what is drawn before the echo, where, and until when.

import { drawing, drawn, seen, timeToDraw, watchEcho } from '../support/echo.js';
import { expect, test as base } from '../support/test.js';

const ROUND_TRIP = 200;

const test = base.extend({
  /** What the person has chosen. */
  echo: ['auto', { option: true }],

  /** A shell at the other end of a slow line. */
  far: async ({ page, stand, form, terminal, echo }, use) => {
    await page.addInitScript((mode) => localStorage.setItem('postern.settings', JSON.stringify({ echo: { mode } })), echo);
    await page.addInitScript(watchEcho);
    await stand.setLine({ delay: ROUND_TRIP });
    const target = await stand.target('password');
    await form.open();
    await form.signIn(target);
    await terminal.prompt();
    await use(terminal);
  },
});

/** Lets the line prove that it echoes. */
async function proves(shell, text) {
  await shell.type(text);
  await settled(shell);
  await shell.shows(text.trimEnd());
}

/** Waits until nothing is drawn over the terminal. */
async function settled(shell) {
  await expect.poll(() => drawing(shell.page), { intervals: [20] }).toBe('');
}

test('typed characters are drawn long before their echo', async ({ page, far }) => {
  await expect(page.locator('.echo-mark')).toBeVisible();
  await proves(far, 'echo ');
  const times = [];
  for (const key of 'abcdefghij') {
    const { millis, isEchoed } = await timeToDraw(page, key);
    expect(isEchoed).toBe(false);
    times.push(millis);
  }
  times.sort((one, other) => one - other);
  test.info().annotations.push({ type: 'key to drawn', description: `${times[5].toFixed(1)} ms median` });
  // A frame or two; a machine under load may need some more.
  expect(times[5]).toBeLessThan(ROUND_TRIP / 2);
  await settled(far);
  await far.shows(/\$ echo abcdefghij$/);
});

test('what is confirmed is exactly what the shell has echoed', async ({ page, far }) => {
  await proves(far, 'e');
  await far.type('cho one twoo\u007f three');
  await expect.poll(() => seen(page)).toMatch(/\$ echo one two three$/);
  for (let at = 0; at < 6; at += 1) await page.keyboard.press('ArrowLeft');
  await far.type('x');
  await far.shows(/\$ echo one twox three$/);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await far.shows(/\none two three\n\$$/);
  await settled(far);
  expect(await drawn(page)).toContain('c');
});

test('nothing is drawn at a password prompt', async ({ page, far }) => {
  for (const prompt of ["read -rsp 'Password: ' word", "stty -echo; printf 'Password: '; head -n 1 > word; stty echo"]) {
    await far.type(`${prompt}; echo do''ne\n`);
    await far.shows(/\nPassword:$/);
    const before = (await drawn(page)).length;
    await far.type('0123456789');
    await page.keyboard.press('Backspace');
    await far.type('98765\n');
    await far.shows(/done\n\$$/);
    const since = (await drawn(page)).slice(before);
    expect(since.join('')).not.toMatch(/\d/);
  }
});

test('what a program echoes differently is gone after about a round trip', async ({ page, far }) => {
  const loud = 'n=$((n+1)); if [ $n -gt 3 ]; then c=${c^^}; fi; printf %s "$c"';
  await far.type(`printf '<%s>' on; n=0; while IFS= read -rsn1 c; do ${loud}; done\n`);
  // Before it reads, the terminal itself would echo.
  await far.shows(/<on>$/);
  await settled(far);
  for (const key of 'abc') {
    await far.type(key);
    await far.shows(new RegExp(`${key}$`));
  }
  await far.type('d');
  await far.shows(/abcD$/);
  await settled(far);
  const log = await page.evaluate(() => window.drawn);
  const wrong = log.findIndex(({ text }) => text === 'd');
  expect(wrong).toBeGreaterThan(0);
  expect(log[wrong + 1].at - log[wrong].at).toBeLessThan(2 * ROUND_TRIP);
  // It has lost its credit: the next key waits for its echo.
  await far.type('e');
  await far.shows(/abcDE$/);
  expect((await drawn(page)).slice(wrong)).not.toContain('e');
  await page.keyboard.press('Control+c');
  await far.shows(/\$$/);
});

test('vim gets and shows what is typed', async ({ page, far }) => {
  await far.type('vim -u NONE -N -c "set laststatus=2 ruler" poem\n');
  await far.shows('poem');
  await far.type('i');
  await far.shows('INSERT');
  await far.type('first line');
  expect((await seen(page)).split('\n')[0]).toMatch(/^f?i?r?s?t?/);
  await settled(far);
  await far.shows(/^first line\n/);
  for (let at = 0; at < 4; at += 1) await page.keyboard.press('ArrowLeft');
  await far.type('good ');
  await settled(far);
  await far.shows(/^first good line\n/);
  await far.type('\u001bosecond\u001b:wq\n');
  await far.prompt();
  await settled(far);
  expect(await far.run('cat poem')).toBe('first good line\nsecond');
});

test('a line that goes over the margin is right, forwards and backwards', async ({ page, far }) => {
  const [columns] = await far.size();
  await proves(far, 'echo ');
  const long = 'abcdefghij'.repeat(Math.ceil(columns / 10));
  await far.type(long);
  await settled(far);
  await far.shows(new RegExp(`${long}$`));
  for (let at = 0; at < 15; at += 1) await page.keyboard.press('Backspace');
  await far.type('end');
  await settled(far);
  const rest = `${long.slice(0, -15)}end`;
  await far.shows(new RegExp(`${rest}$`));
  await page.keyboard.press('Enter');
  await far.shows(new RegExp(`\\n${rest}\\n\\$$`));
});

test('wide characters are drawn where they will stand', async ({ page, far }) => {
  await proves(far, 'echo ');
  await page.keyboard.insertText('中文');
  await far.type('x');
  await expect.poll(() => seen(page)).toMatch(/\$ echo 中 ?文 ?x$/);
  await settled(far);
  await page.keyboard.press('Enter');
  await far.shows(/\n中文x\n\$$/);
});

test.describe('switched off', () => {
  test.use({ echo: 'off' });

  test('nothing is drawn', async ({ page, far }) => {
    expect(await far.run('echo slowly')).toBe('slowly');
    expect(await drawn(page)).toEqual([]);
    await expect(page.locator('.echo-mark')).toHaveCount(0);
  });
});

base('on a fast line nothing is drawn', async ({ page, form, terminal, stand }) => {
  await page.addInitScript(watchEcho);
  const target = await stand.target('password');
  await form.open();
  await form.signIn(target);
  await terminal.prompt();
  // Under load this line may be slow for a while, too.
  await expect(async () => {
    const before = (await drawn(page)).length;
    expect(await terminal.run('echo quickly')).toBe('quickly');
    expect((await drawn(page)).slice(before)).toEqual([]);
  }).toPass();
});
