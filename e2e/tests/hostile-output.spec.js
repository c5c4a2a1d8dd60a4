// What a target sends stays inside its terminal: titles, links, clipboard and markup cannot reach the page.

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';

import { expect, test } from '../support/test.js';

/** Has the target print this, escapes as `printf` reads them. */
const print = (shell, text) => shell.run(`printf '${text.replace(/'/g, `'\\''`)}'`);

test('a title is text, tidy and short', async ({ page, shell }) => {
  await print(shell, '\\e]0;<img src=x onerror=window.owned=1>\\a');
  await expect(page.locator('.pane .title')).toContainText('<img src=x');
  expect(await page.evaluate(() => window.owned)).toBeUndefined();
  expect(await page.locator('.pane .title img').count()).toBe(0);
  await shell.run(`printf '\\e]2;%s\\a' "$(head -c 100000 /dev/zero | tr '\\0' x)"`);
  expect((await page.title()).length).toBeLessThan(300);
  await print(shell, '\\e]2;one\\xe2\\x80\\xaetwo\\a');
  expect(await page.title()).not.toContain('\u202e');
});

test('a title does not outlive its session’s screen', async ({ page, shell }) => {
  await print(shell, '\\e]2;Postern: enter your password\\a');
  await expect(page).toHaveTitle(/enter your password/);
  await page.getByRole('link', { name: /connect to a target/ }).first().click();
  await expect(page).toHaveTitle('Connect · Postern');
});

test('the clipboard is neither read nor written by a target', async ({ page, shell }) => {
  await page.evaluate(() => navigator.clipboard.writeText('mine'));
  await print(shell, `\\e]52;c;${Buffer.from('theirs').toString('base64')}\\a\\e]52;c;?\\a`);
  await shell.run('echo still here');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine');
  expect(await shell.everything()).not.toContain(Buffer.from('mine').toString('base64'));
});

/** Has the target clear the screen and print a link; returns where its text is. */
async function printLink(page, shell, address, text) {
  await print(shell, `\\e[2J\\e[H\\e]8;;${address}\\e\\\\${text}\\e]8;;\\e\\\\\\n`);
  const { x, y } = await page.locator('.xterm-screen').boundingBox();
  return { x: x + 20, y: y + 8 };
}

test('a link whose text is another address is asked about before it is opened', async ({ page, shell }) => {
  const at = await printLink(page, shell, 'https://evil.example/', 'https://bank.example/');
  const question = page.getByRole('dialog');
  await expect(async () => {
    await page.mouse.move(at.x + 40, at.y + 60);
    await page.mouse.move(at.x, at.y, { steps: 5 });
    await page.keyboard.down('Control');
    await page.mouse.click(at.x, at.y);
    await page.keyboard.up('Control');
    await expect(question).toContainText('evil.example', { timeout: 1_000 });
  }).toPass();
  expect(page.context().pages()).toHaveLength(1);
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  expect(await shell.run('echo typed')).toBe('typed');
});

test('a link that is a script is none', async ({ page, shell }) => {
  for (const address of ['javascript:window.owned=1', 'data:text/html,<script>opener.owned=1</script>', 'file:///etc/passwd']) {
    const at = await printLink(page, shell, address, 'click here');
    await page.keyboard.down('Control');
    for (let click = 0; click < 3; click += 1) {
      await page.mouse.move(at.x + click, at.y, { steps: 5 });
      await page.mouse.click(at.x + click, at.y);
    }
    await page.keyboard.up('Control');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(page.context().pages()).toHaveLength(1);
  }
  expect(await page.evaluate(() => window.owned)).toBeUndefined();
});

test('answers that a target asks the terminal for hold nothing the target chose', async ({ shell }) => {
  // Each of these made some terminal type text that the target had put there.
  const questions = ['\\e]0;owned\\a\\e[21t', '\\e]2;owned\\a\\e[20t', '\\eP$qowned\\n\\e\\\\', '\\e]10;owned\\a', '\\e]4;1;owned\\a', '\\e[5n\\x05'];
  const ask = `stty -echo; printf '${questions.join('')}'; IFS= read -r -d '' -t 1 answers; stty echo; printf '%q\\n' "$answers"`;
  const answers = await shell.run(ask);
  expect(answers).toContain('[0n');
  expect(answers).not.toContain('owned');
  expect(answers).not.toContain('\\n');
});

test('escape noise leaves the page as it was', async ({ page, shell }) => {
  await shell.type("head -c 3000000 /dev/urandom | LC_ALL=C tr -d '\\003\\004\\021\\023\\032\\034'; touch made\n");
  await expect.poll(() => existsSync(`${shell.target.home}/made`)).toBe(true);
  // The terminal may be in the middle of anything, and what it answered to questions in the noise is typed.
  await expect(async () => {
    await page.keyboard.press('Control+c');
    await shell.type("printf '\\030'; stty sane; reset; echo cal''m\n");
    await expect.poll(() => shell.screen(), { timeout: 4_000 }).toMatch(/^calm\n\$$/);
  }).toPass();
  expect(await shell.run('echo alive')).toBe('alive');
  await expect(page.locator('.pane')).toHaveAttribute('data-state', 'live');
  expect(await page.locator('dialog[open]').count()).toBe(0);
});

test('a banner is text', async ({ page, form, terminal, stand }, info) => {
  const banner = info.outputPath('banner');
  await writeFile(banner, 'Staff only <img src=x onerror=window.owned=1>\n');
  await form.open();
  await form.signIn(await stand.target('password', `Banner ${banner}`));
  await terminal.prompt();
  await terminal.shows('Staff only <img src=x');
  expect(await page.evaluate(() => window.owned)).toBeUndefined();
  expect(await page.locator('img').count()).toBe(0);
});
