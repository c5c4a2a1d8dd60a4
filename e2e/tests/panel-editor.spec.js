// A file, opened: text that is edited and saved without losing anybody's, and pictures.

import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, rules, test } from '../support/panel.js';

test('a file is edited and saved by keyboard, and the save is taken back', async ({ panel, directory, page }) => {
  const file = join(directory, 'nginx.conf');
  await writeFile(file, 'server {\n  listen 80;\n}\n');
  await chmod(file, 0o640);
  await panel.open();
  await panel.press('ArrowDown', 'Enter');
  const editor = editorOf(panel);
  await expect(editor.text).toBeFocused();
  await expect(editor.text).toContainText('listen 80;');
  await expect(editor.element.locator('.foot')).toContainText('640');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# edited');
  await expect(editor.state).toHaveText('not saved');
  await page.keyboard.press('Control+s');
  await expect(editor.state).toHaveText('');
  expect(await readFile(file, 'utf8')).toBe('server {\n  listen 80;\n}\n# edited');
  expect((await lstat(file)).mode & 0o7777).toBe(0o640);
  expect(await readdir(directory)).toEqual(['nginx.conf']);

  // Saved again, from what it is now; then taken back.
  await page.keyboard.type('!');
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFile(file, 'utf8')).toContain('# edited!');
  await expect(editor.state).toHaveText('');
  await panel.drawer.locator('> summary').click();
  await panel.drawer.locator('> menu').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => readFile(file, 'utf8')).toBe('server {\n  listen 80;\n}\n# edited');
});

test('nothing that was written is lost by Esc, or by leaving the page', async ({ panel, directory, page }) => {
  const file = join(directory, "it's\n$(touch pwned)");
  await writeFile(file, 'one\n');
  await panel.open();
  await panel.press('ArrowDown', 'Enter');
  const editor = editorOf(panel);
  await expect(editor.text).toBeFocused();
  await page.keyboard.type('mine ');
  await page.keyboard.press('Escape');
  await expect(panel.dialog).toContainText('is not saved');
  await page.keyboard.press('Escape');
  await expect(editor.text).toBeFocused();
  // In another panel meanwhile, it stays.
  await panel.work.gate('f');
  await panel.work.gate('f');
  await expect(editor.text).toContainText('mine one');
  const asked = page.waitForEvent('dialog');
  const closing = page.close({ runBeforeUnload: true });
  await (await asked).dismiss();
  await closing;
  await editor.text.focus();
  await page.keyboard.press('Escape');
  await panel.dialog.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => readFile(file, 'utf8')).toBe('mine one\n');
  await expect(editor.state).toHaveText('');
  await page.keyboard.press('Escape');
  await expect(panel.list).toBeFocused();
  expect(await readdir(directory)).toEqual(["it's\n$(touch pwned)"]);
});

test('text that is not saved outlives its session, and so does the history', async ({ panel, directory, page, stand, shell, form }) => {
  const file = join(directory, 'motd');
  await writeFile(file, 'one\n');
  await panel.open();
  await panel.press('Shift+n');
  await panel.answer('other');
  await panel.row('motd').dblclick();
  const editor = editorOf(panel);
  await expect(editor.text).toBeFocused();
  await page.keyboard.type('mine ');
  await expect(editor.state).toHaveText('not saved');
  await stand.cutSessions(shell.target);
  await shell.state('ended');
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await form.signIn(shell.target);
  await shell.prompt();
  await expect(editor.text).toContainText('mine one');
  await editor.text.focus();
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFile(file, 'utf8')).toBe('mine one\n');
  await expect(editor.state).toHaveText('');
  await expect(panel.history.filter({ hasText: 'touch -- other' })).toHaveCount(1);
});

test('what changed meanwhile is not overwritten before the person has chosen', async ({ panel, directory, page }) => {
  const file = join(directory, 'app.env');
  await writeFile(file, 'A=1\n');
  await symlink('app.env', join(directory, 'way'));
  await panel.open();
  await panel.row('way').dblclick();
  const editor = editorOf(panel);
  await expect(editor.text).toBeFocused();
  await page.keyboard.type('#');
  await writeFile(file, 'B=2\n');
  await page.keyboard.press('Control+s');
  await expect(panel.dialog).toContainText('way has changed on the machine');
  expect(await readFile(file, 'utf8')).toBe('B=2\n');
  await panel.dialog.getByRole('button', { name: 'Take theirs' }).click();
  await expect(editor.text).toContainText('B=2');
  await expect(editor.state).toHaveText('');
  await editor.text.focus();
  await page.keyboard.press('Control+z');
  await expect(editor.text).toContainText('#A=1');

  await writeFile(file, 'C=3\n');
  await page.keyboard.press('Control+s');
  await panel.dialog.getByRole('button', { name: 'Save under another name…' }).click();
  await panel.dialog.locator('input').fill('mine.env');
  await page.keyboard.press('Enter');
  await expect.poll(() => readFile(join(directory, 'mine.env'), 'utf8').catch(() => '')).toBe('#A=1\n');
  expect(await readFile(file, 'utf8')).toBe('C=3\n');

  await expect(editor.title).toHaveText('mine.env');
  await writeFile(join(directory, 'mine.env'), 'D=4\n');
  await editor.text.focus();
  await page.keyboard.type('!');
  await page.keyboard.press('Control+s');
  await panel.dialog.getByRole('button', { name: 'Overwrite' }).click();
  await expect.poll(() => readFile(join(directory, 'mine.env'), 'utf8')).toContain('!');
  expect((await lstat(join(directory, 'way'))).isSymbolicLink()).toBe(true);
});

test('line ends, marks and odd characters stay as they were', async ({ panel, directory, page }) => {
  const given = {
    crlf: '\ufeffone\r\ntwo\r\n',
    mixed: 'one\r\ntwo\nthree\rfour\u2028five',
    bare: 'no end',
  };
  for (const [name, text] of Object.entries(given)) await writeFile(join(directory, name), text);
  await panel.open();
  for (const [name, text] of Object.entries(given)) {
    await panel.row(name).dblclick();
    const editor = editorOf(panel);
    await expect(editor.text).toBeFocused();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('x');
    await page.keyboard.press('Control+s');
    await expect.poll(() => readFile(join(directory, name), 'utf8')).toBe(text.replace('o', 'xo').replace('nxo', 'xno'));
    await expect(editor.state).toHaveText('');
    await page.keyboard.press('Escape');
  }
});

test('what is no text, or too long, can be looked at otherwise', async ({ panel, directory, page }) => {
  await writeFile(join(directory, 'binary'), Buffer.from([0x7f, 0x45, 0, 0xff]));
  await writeFile(join(directory, 'latin1'), Buffer.from('caf\xe9\n', 'latin1'));
  execFileSync('bash', ['-c', `cd '${directory}' && head -c 100000000 /dev/zero | tr '\\0' 'x' > long`]);
  await mkdir(join(directory, 'folder'));
  await panel.open();
  const editor = editorOf(panel);
  for (const name of ['binary', 'latin1']) {
    await panel.row(name).dblclick();
    await expect(editor.element).toContainText('no text in UTF-8');
    await page.keyboard.press('Escape');
  }
  await panel.row('long').dblclick();
  await expect(editor.element).toContainText('can be edited here');
  await editor.button('Show how it begins').click();
  await expect(panel.element.locator('.reader h3')).toHaveText('Beginning of long');
  await expect(panel.element.locator('.reader .log')).toContainText('xxxx');
  await panel.page.keyboard.press('Escape');
  await expect(panel.list).toBeFocused();
  // It was a file when the folder was read.
  await rm(join(directory, 'latin1'));
  await panel.row('latin1').dblclick();
  await expect(editor.element).toContainText('No such file');
});

test('what may not be written says so, and is not lost', async ({ panel, directory, page }) => {
  const file = join(directory, 'locked');
  await writeFile(file, 'text\n');
  await panel.open();
  await panel.row('locked').dblclick();
  const editor = editorOf(panel);
  await expect(editor.text).toBeFocused();
  execFileSync('chown', ['-R', 'root:', directory]);
  await page.keyboard.type('mine ');
  await page.keyboard.press('Control+s');
  await expect(editor.element.getByRole('alert')).toContainText('It is not saved.');
  await expect(editor.element.getByRole('alert')).toContainText('Permission denied');
  await expect(editor.state).toHaveText('not saved');
  await expect(editor.text).toContainText('mine text');
  expect(await readdir(directory)).toEqual(['locked']);
});

test('a picture is shown with its size, and made larger', async ({ panel, directory, page }) => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>alert(1)</script><rect width="40" height="30"/></svg>';
  await writeFile(join(directory, 'logo.svg'), svg);
  await writeFile(join(directory, 'broken.png'), 'no picture');
  await panel.open();
  await panel.row('logo.svg').dblclick();
  const editor = editorOf(panel);
  await expect(editor.element.locator('.foot')).toContainText('40 × 30');
  await editor.button('Larger').click();
  await expect.poll(() => editor.element.locator('img').evaluate((img) => img.getBoundingClientRect().width)).toBe(80);
  await editor.button('Close (Esc)').click();
  await panel.row('broken.png').dblclick();
  await expect(editor.element.locator('.foot')).toContainText('This browser cannot show it');
  await page.keyboard.press('Escape');
  await expect(panel.list).toBeFocused();
});

for (const [scheme, language, unsaved] of [['dark', 'en-US', 'not saved'], ['light', 'zh-CN', '未保存']]) {
  test.describe(() => {
    test.use({ colorScheme: scheme, locale: language });

    test(`the editor has no fault that axe finds (${scheme}, ${language})`, async ({ panel, directory, page }) => {
      await writeFile(join(directory, 'deploy.sh'), '#!/bin/bash\n# why\nset -eu\nfor name in "$@"; do echo "${name}" 42; done\n');
      await panel.open();
      await panel.row('deploy.sh').dblclick();
      const editor = editorOf(panel);
      await expect(editor.text).toBeFocused();
      await page.keyboard.type('x');
      await expect(editor.state).toHaveText(unsaved);
      const look = async (what) => {
        const found = await new AxeBuilder({ page }).withTags(rules).analyze();
        expect(found.violations.map(({ id, nodes }) => [what, id, nodes.map(({ html }) => html)])).toEqual([]);
      };
      await look('text');
      await page.keyboard.press('Control+f');
      await expect(editor.element.locator('.cm-search')).toBeVisible();
      await look('search');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await expect(panel.dialog).toBeVisible();
      await look('question');
    });
  });
}

/** The editor of the panel. */
function editorOf(panel) {
  const element = panel.element.locator('.editor');
  return {
    element,
    title: element.locator('h3'),
    state: element.locator('.bar output'),
    text: element.locator('.cm-content'),
    button: (name) => element.getByRole('button', { name }),
  };
}
