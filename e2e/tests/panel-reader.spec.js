// Reading what a script says: a log that is followed, and a file from its beginning.

import { execFileSync } from 'node:child_process';
import { appendFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, rules, test } from '../support/panel.js';

test('a log is followed: it stays at its end, until somebody scrolls up', async ({ panel, directory }) => {
  const log = join(directory, 'app.log');
  await writeFile(log, Array.from({ length: 300 }, (_, line) => `old ${line + 1}\n`).join(''));
  await panel.open();
  await panel.row('app.log').click();
  await panel.press('f');
  const reader = readerOf(panel);
  await expect(reader.title).toHaveText('Follow app.log');
  await expect(reader.lines).toContainText('old 300');
  await expect(reader.lines).not.toContainText('old 100\n');
  await expect(reader.foot).toContainText('200 lines');
  await expect(reader.state).toHaveText('running');
  await expect.poll(() => reader.fromEnd()).toBeLessThan(30);
  await appendFile(log, 'added\n');
  await expect(reader.lines).toContainText('added');
  await expect.poll(() => reader.fromEnd()).toBeLessThan(30);

  await reader.lines.hover();
  await panel.page.mouse.wheel(0, -600);
  await expect(reader.button('To the end')).toBeVisible();
  await appendFile(log, Array.from({ length: 50 }, (_, line) => `more ${line}\n`).join(''));
  await expect(reader.lines).toContainText('more 49');
  expect(await reader.fromEnd()).toBeGreaterThan(500);
  await reader.button('To the end').click();
  await expect.poll(() => reader.fromEnd()).toBeLessThan(30);

  // A new file of that name is the log from then on.
  await rename(log, `${log}.1`);
  await writeFile(log, 'after the rotation\n');
  await expect(reader.lines).toContainText('after the rotation');
});

test('a log waits while it is paused, is narrowed down, and copied', async ({ panel, directory, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const log = join(directory, 'app.log');
  await writeFile(log, '\x1b[31mGET\x1b[0m /one\nPOST /two\na\x07b\n');
  await panel.open();
  await panel.row('app.log').click({ button: 'right' });
  await panel.menu.getByRole('menuitem', { name: 'Follow tail -F' }).click();
  const reader = readerOf(panel);
  await expect(reader.lines).toHaveText('GET /one\nPOST /two\na␇b\n');
  await reader.button(/^Pause/).click();
  await expect(reader.state).toHaveText('paused');
  await appendFile(log, 'GET /three\n');
  await reader.button('Go on').click();
  await expect(reader.lines).toContainText('GET /three');
  await reader.filter.fill('get');
  await expect(reader.lines).toHaveText('GET /one\nGET /three\n');
  await expect(reader.foot).toContainText('4 lines, 2 of them shown');
  await reader.button('Copy all lines').click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('GET /one\nGET /three\n');
  await page.keyboard.press('Tab');
  await reader.filter.focus();
  await page.keyboard.press('Escape');
  await expect(reader.lines).toContainText('POST /two');
});

test('a log that is closed is not followed any more, and its script is in the history', async ({ panel, directory }) => {
  await writeFile(join(directory, 'app.log'), 'one\n');
  await panel.open();
  await panel.row('app.log').click();
  await panel.press('f');
  const reader = readerOf(panel);
  await expect(reader.lines).toContainText('one');
  const followers = () => execFileSync('bash', ['-c', `pgrep -fc '[t]ail -n 200 -F -- app.log' || true`]).toString().trim();
  await expect.poll(followers).not.toBe('0');
  await reader.button('Show its script').click();
  await expect(panel.script).toContainText('tail -n 200 -F -- app.log');
  await reader.lines.focus();
  await panel.page.keyboard.press('Escape');
  await expect(panel.list).toBeFocused();
  await expect.poll(followers).toBe('0');
  await expect(panel.state).toHaveText('ended by TERM');
});

test('a flood of lines and a line without end leave the page alive', async ({ panel, directory }) => {
  test.slow();
  const log = join(directory, 'app.log');
  await writeFile(log, 'begin\n');
  await panel.open();
  await panel.row('app.log').click();
  await panel.press('f');
  const reader = readerOf(panel);
  await expect(reader.lines).toContainText('begin');
  execFileSync('bash', ['-c', `seq -f 'flood %g' 60000 >> '${log}'`]);
  await expect(reader.lines).toContainText('flood 60000');
  await expect(reader.foot).toContainText(/(9|10)\d{3} lines, 5\d{4} earlier ones not kept/);
  execFileSync('bash', ['-c', `{ head -c 5000000 /dev/zero | tr '\\0' x; echo; echo over; } >> '${log}'`]);
  await expect(reader.lines).toContainText('over');
  await expect.poll(() => reader.fromEnd()).toBeLessThan(30);
  await reader.button('Stop').click();
  await expect(reader.state).toHaveText('ended by TERM');
  await reader.button('Run again').click();
  await expect(reader.state).toHaveText('running');
});

test('what may not be read, and what is no file, says so', async ({ panel, directory }) => {
  await writeFile(join(directory, 'closed.log'), 'one\n');
  await writeFile(join(directory, 'swapped'), 'one\n');
  await panel.open();
  execFileSync('bash', ['-c', `cd '${directory}' && chown root: closed.log && chmod 600 closed.log && rm swapped && mkfifo -m 666 swapped`]);
  await panel.row('swapped').click();
  await panel.press('f');
  const reader = readerOf(panel);
  await expect(reader.lines).toContainText('swapped is not a regular file');
  await expect(reader.state).toHaveText('exit 1');
  await reader.button('Close (Esc)').click();
  await panel.row('closed.log').click();
  await panel.press('f');
  await expect(reader.lines).toContainText('Permission denied');
  await expect(reader.foot).toContainText('This user may not.');
  await reader.button('Run through sudo').click();
  await expect(reader.lines).toContainText('sudo');
});

for (const [scheme, language, title, stop] of [['dark', 'en-US', 'Follow app.log', 'Stop'], ['light', 'zh-CN', '跟踪 app.log', '停止']]) {
  test.describe(() => {
    test.use({ colorScheme: scheme, locale: language });

    test(`the reader has no fault that axe finds (${scheme}, ${language})`, async ({ panel, directory, page }) => {
      await writeFile(join(directory, 'app.log'), 'one\ntwo\n');
      await panel.open();
      await panel.row('app.log').click();
      await panel.press('f');
      const reader = readerOf(panel);
      await expect(reader.title).toHaveText(title);
      await expect(reader.lines).toContainText('two');
      const found = await new AxeBuilder({ page }).withTags(rules).analyze();
      expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await reader.button(stop).click();
      await expect(reader.state).toHaveText(/TERM/);
    });
  });
}

/** The reader of the panel. */
function readerOf(panel) {
  const element = panel.element.locator('.reader');
  const lines = element.locator('.log');
  return {
    element,
    lines,
    title: element.locator('h3'),
    state: element.locator('.bar output'),
    foot: element.locator('.foot'),
    filter: element.getByRole('searchbox'),
    button: (name) => element.getByRole('button', { name }),
    fromEnd: () => lines.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight),
  };
}
