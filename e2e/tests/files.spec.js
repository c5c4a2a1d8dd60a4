// Files dropped on a terminal, and files fetched by their path: against a real SFTP server, into real directories.

import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, readdir, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, test as base } from '../support/test.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const test = base.extend({
  /** A directory of the target, for this test alone. */
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'postern-files-'));
    // The target's account may be another one than that of the tests.
    await chmod(directory, 0o777);
    await use(directory);
    await rm(directory, { recursive: true, force: true });
  },

  files: async ({ work }, use) => use(new FilesOnPage(work)),
});

class FilesOnPage {
  constructor(work) {
    Object.assign(this, { work, page: work.page });
    this.dialog = work.page.getByRole('dialog');
    this.list = work.page.locator('#transfers');
    this.rows = this.list.locator('li[data-phase]');
    this.bar = work.page.locator('.pane > .bar').first();
    // From now on the browser asks this test for files.
    work.page.on('filechooser', () => {});
  }

  /** Has the shell go to a directory, and say so. */
  async enter(shell, directory, host = 'target') {
    await shell.run(`cd '${directory}'; printf '\\033]7;file://${host}${encodeURI(directory)}\\007'`);
  }

  /** Files of the browser: `{ name, text }`, or `{ name, size }` of bytes that do not repeat in step with any block. */
  data(files) {
    return this.page.evaluateHandle((files) => {
      const data = new DataTransfer();
      for (const { name, text, size } of files) {
        const bytes = text ?? new Uint8Array(size);
        for (let at = 0; at < size; at += 1) bytes[at] = at * 31 + (at >> 13);
        data.items.add(new File([bytes], name, { lastModified: 1_700_000_000_000 }));
      }
      return data;
    }, files);
  }

  /** Drags files over a pane. */
  async drag(files, pane = 0) {
    const dataTransfer = await this.data(files);
    await this.work.panes.nth(pane).dispatchEvent('dragenter', { dataTransfer });
    await this.work.panes.nth(pane).dispatchEvent('dragover', { dataTransfer });
    return dataTransfer;
  }

  async drop(files, pane = 0) {
    const dataTransfer = await this.drag(files, pane);
    await this.work.panes.nth(pane).dispatchEvent('drop', { dataTransfer });
  }

  /** Opens the list by its keys. */
  async open() {
    await this.work.gate('T');
    await expect(this.list).toBeVisible();
  }

  row(name) {
    return this.rows.filter({ hasText: name });
  }

  button(name, label) {
    return this.row(name).getByRole('button', { name: label });
  }
}

/** The bytes of such a file. */
function bytes(size) {
  const all = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1) all[at] = at * 31 + (at >> 13);
  return all;
}

/** More than fits into the buffers on the way. */
const LARGE = 40_000_000;

test('files dropped on a pane go where its shell is, and the bar says so before', async ({ shell, files, directory }) => {
  await files.enter(shell, directory);
  const data = await files.drag([{ name: 'a.txt', text: 'one' }, { name: '备份 2026.txt', text: 'two' }]);
  await expect(files.page.locator('.says-drop')).toContainText(`Drop 2 files into 127.0.0.1:${directory}`);
  await files.work.panes.first().dispatchEvent('drop', { dataTransfer: data });
  await expect(files.page.locator('.says-drop')).toBeHidden();
  await expect(files.bar).toContainText('The files are there');
  expect(await readFile(join(directory, 'a.txt'), 'utf8')).toBe('one');
  expect(await readFile(join(directory, '备份 2026.txt'), 'utf8')).toBe('two');
  expect(await shell.run('ls | wc -l'), 'no partial file is left, and the shell is undisturbed').toBe('2');
  await files.open();
  await expect(files.row('a.txt')).toContainText('SHA-256 equal');
});

test('names are names, whatever they would mean to a shell', async ({ shell, files, directory }) => {
  const names = ['-rf', '$(touch hacked).log', '`id`; rm x', 'new\nline', "it's \"quoted\"", '&?#%2e%2f.txt', '\u202Egpj.exe', 'é'.repeat(100)];
  await files.enter(shell, directory);
  await files.drop(names.map((name) => ({ name, text: name })));
  await expect(files.bar).toContainText('The files are there');
  const there = await readdir(directory);
  expect(there.sort()).toEqual([...names].sort());
  for (const name of names) expect(await readFile(join(directory, name), 'utf8')).toBe(name);
});

test('where the shell does not say where it is, the person is asked', async ({ shell, files, directory }) => {
  await files.drag([{ name: 'a', text: '' }]);
  await expect(files.page.locator('.says-drop')).toContainText('you are asked where');
  await files.drop([{ name: 'a', text: 'asked' }]);
  await expect(files.dialog).toContainText('Upload to');
  await expect(files.dialog).toContainText('5 B');
  await files.page.keyboard.press('Escape');
  expect(await shell.run('echo typed'), 'the keyboard is back in the terminal').toBe('typed');
  await files.drop([{ name: 'a', text: 'asked' }]);
  await files.page.keyboard.type(directory);
  await files.page.keyboard.press('Enter');
  await expect(files.bar).toContainText('The files are there');
  expect(await readFile(join(directory, 'a'), 'utf8')).toBe('asked');
});

test('a directory of another machine, reached from the shell, is not taken for one of the target', async ({ shell, files, directory }) => {
  await files.enter(shell, '/', 'target');
  await files.enter(shell, directory, 'elsewhere');
  await files.drag([{ name: 'a', text: '' }]);
  await expect(files.page.locator('.says-drop')).toContainText('you are asked where');
});

test('by the keyboard alone: files are chosen, sent, and a full path is not needed', async ({ shell, files, directory }) => {
  await files.enter(shell, directory);
  await files.work.gate('U');
  const chooser = files.page.waitForEvent('filechooser');
  await files.page.keyboard.press('Enter');
  await files.dialog.locator('input[type=file]').dispatchEvent('cancel', { bubbles: true });
  await expect(files.dialog, 'a choice that was cancelled leaves the question open').toBeVisible();
  await (await chooser).setFiles([
    { name: 'one', mimeType: 'text/plain', buffer: Buffer.from('1') },
    { name: 'two', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ]);
  await expect(files.dialog).toContainText('two');
  await expect(files.dialog.getByLabel('Directory there')).toHaveValue(directory);
  await files.dialog.getByLabel('Directory there').press('Enter');
  await expect(files.bar).toContainText('The files are there');
  expect(await readFile(join(directory, 'one'), 'utf8')).toBe('1');
  expect(await readFile(join(directory, 'two'), 'utf8')).toBe('');
});

test('what is there already is replaced only when the person says so', async ({ shell, files, directory }) => {
  await writeFile(join(directory, 'a.txt'), 'old');
  await files.enter(shell, directory);
  await files.drop([{ name: 'a.txt', text: 'new' }]);
  await expect(files.row('a.txt')).toContainText('is there already');
  expect(await shell.run('cat a.txt'), 'the list takes no key from the terminal').toBe('old');
  await expect(files.bar.locator('.transfer-chip')).toContainText('1 failed');
  await files.open();
  await files.button('a.txt', 'Replace it').click();
  await expect(files.row('a.txt')).toHaveAttribute('data-phase', 'done');
  expect(await readFile(join(directory, 'a.txt'), 'utf8')).toBe('new');
});

test('a line that is cut halfway is gone on with, and every byte is right', async ({ shell, files, directory, stand }) => {
  await files.enter(shell, directory);
  await stand.setLine({ slow: 8_000_000 });
  await files.drop([{ name: 'big.bin', size: LARGE }]);
  await files.open();
  await expect(files.row('big.bin')).toContainText(/\d MB of 40 MB, .*\/s, .* left/);
  await stand.setLine('closed');
  await expect(files.row('big.bin')).toContainText('away, goes on by itself');
  await stand.setLine('open');
  await expect(files.row('big.bin')).toHaveAttribute('data-phase', 'done');
  expect(sha256(await readFile(join(directory, 'big.bin')))).toBe(sha256(bytes(LARGE)));
  await expect(files.row('big.bin')).toContainText('SHA-256 equal');
});

test('an upload is paused, gone on with, and cancelled without a trace', async ({ shell, files, directory, stand }) => {
  await files.enter(shell, directory);
  await stand.setLine({ slow: 8_000_000 });
  await files.drop([{ name: 'kept.bin', size: LARGE }, { name: 'gone.bin', size: LARGE }]);
  await files.open();
  await expect(files.row('kept.bin')).toContainText(/\d MB of 40 MB/);
  await files.button('kept.bin', 'Pause').click();
  await expect(files.row('kept.bin')).toContainText('paused at');
  await files.button('gone.bin', 'Cancel').click();
  await expect(files.row('gone.bin')).toHaveCount(0);
  await expect.poll(async () => (await readdir(directory)).filter((name) => name.includes('gone'))).toEqual([]);
  await stand.setLine('open');
  await files.button('kept.bin', 'Go on now').click();
  await expect(files.row('kept.bin')).toHaveAttribute('data-phase', 'done');
  expect(sha256(await readFile(join(directory, 'kept.bin')))).toBe(sha256(bytes(LARGE)));
  expect(await readdir(directory)).toEqual(['kept.bin']);
});

test('a page that was reloaded halfway goes on with the file when it is dropped again', async ({ page, shell, files, directory, stand }) => {
  await files.enter(shell, directory);
  await stand.setLine({ slow: 8_000_000 });
  await files.drop([{ name: 'big.bin', size: LARGE }]);
  await files.open();
  await expect(files.row('big.bin')).toContainText(/\d MB of 40 MB, .*\/s, .* left/);
  let asked = 0;
  page.on('dialog', async (dialog) => {
    asked += 1;
    await dialog.accept();
  });
  await page.reload();
  expect(asked, 'the person was asked before').toBe(1);
  await shell.state('live');
  await stand.setLine('open');
  const first = page.waitForRequest((request) => request.method() === 'PUT');
  await files.enter(shell, directory);
  await files.drop([{ name: 'big.bin', size: LARGE }]);
  expect(Number(new URL((await first).url()).searchParams.get('offset'))).toBeGreaterThan(1_000_000);
  await files.open();
  await expect(files.row('big.bin')).toHaveAttribute('data-phase', 'done');
  expect(sha256(await readFile(join(directory, 'big.bin')))).toBe(sha256(bytes(LARGE)));
});

test('a directory that is not there and one that may not be written say what to do', async ({ shell, files }) => {
  await files.enter(shell, '/nowhere/at/all'.replace('/at/all', ''));
  await files.drop([{ name: 'a', text: 'a' }]);
  await expect(files.row('a')).toContainText('/nowhere/a is not there. Check the path.');
  await files.open();
  await expect(files.button('a', 'Try again')).toBeVisible();
  await files.button('a', 'Clear').click();
  await expect(files.list).toContainText('Drop files on a terminal');
});

test('a file that is gone from this computer is told apart from a line that is down', async ({ shell, files, directory }) => {
  const local = join(directory, 'local');
  await writeFile(local, 'x'.repeat(1000));
  await files.enter(shell, directory);
  await files.work.gate('U');
  const chooser = files.page.waitForEvent('filechooser');
  await files.page.keyboard.press('Enter');
  await (await chooser).setFiles(local);
  await expect(files.dialog).toContainText('1 kB');
  await unlink(local);
  await files.dialog.getByRole('button', { name: 'Upload' }).click();
  await expect(files.row('local')).toContainText('cannot be read');
});

test('many files go two at a time, and all arrive', async ({ shell, files, directory }) => {
  await files.enter(shell, directory);
  const many = Array.from({ length: 60 }, (_, at) => ({ name: `file-${at}`, text: `content ${at}` }));
  await files.drop(many);
  await expect(files.bar).toContainText('The files are there');
  expect((await readdir(directory)).length).toBe(60);
  expect(await readFile(join(directory, 'file-59'), 'utf8')).toBe('content 59');
  await files.open();
  await files.list.getByRole('button', { name: 'Clear what is done' }).click();
  await expect(files.rows).toHaveCount(0);
  await files.drop(Array.from({ length: 1001 }, (_, at) => ({ name: `much-${at}`, text: '' })));
  await expect(files.bar).toContainText('More than 1000 files');
});

test('a file whose name is selected is fetched by the browser, whole', async ({ page, shell, files, directory }) => {
  const content = bytes(3_000_000);
  await writeFile(join(directory, 'big file.bin'), content);
  await files.enter(shell, directory);
  await shell.type("clear; echo; echo 'big file.bin'\n");
  await shell.prompt();
  await page.evaluate(() => {
    const { buffer } = window.openTerminal;
    for (let line = 0; line < buffer.active.length; line += 1) {
      if (buffer.active.getLine(line).translateToString(true) === 'big file.bin') window.openTerminal.select(0, line, 12);
    }
  });
  await page.locator('.terminal-host').click({ button: 'right', position: { x: 20, y: 60 } });
  const fetched = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download big file.bin' }).click();
  const download = await fetched;
  expect(download.suggestedFilename()).toBe('big file.bin');
  expect(sha256(await readFile(await download.path()))).toBe(sha256(content));
  await expect(files.bar).toContainText('The file is here');
  await files.open();
  await expect(files.row('big file.bin')).toContainText('3 MB, SHA-256 equal');
});

test('a path is asked for, and one that leads nowhere says so', async ({ page, shell, files, directory }) => {
  await writeFile(join(directory, 'a.txt'), 'content');
  await files.enter(shell, directory);
  await files.work.gate('D');
  await expect(files.dialog).toContainText(`it begins at ${directory}`);
  await page.keyboard.type('nothing.txt');
  await page.keyboard.press('Enter');
  await expect(files.row('nothing.txt')).toContainText(`${directory}/nothing.txt is not there.`);
  const fetched = page.waitForEvent('download');
  await files.work.gate('D');
  await page.keyboard.type('a.txt');
  await page.keyboard.press('Enter');
  expect(await readFile(await (await fetched).path(), 'utf8')).toBe('content');
});

test('a file dropped beside a terminal does not take the place of the page', async ({ page, shell, files }) => {
  const dataTransfer = await files.data([{ name: 'a.html', text: '<p>another page' }]);
  const kept = await page.locator('.tabs').evaluate((tabs, dataTransfer) => {
    const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    return !tabs.dispatchEvent(event);
  }, dataTransfer);
  expect(kept).toBe(true);
  expect(await shell.run('echo here')).toBe('here');
});

for (const [scheme, language] of [['dark', 'en-US'], ['light', 'zh-CN']]) {
  test.describe(() => {
    test.use({ colorScheme: scheme, locale: language });

    test(`the list and its dialogs have no fault that axe finds (${scheme}, ${language})`, async ({ page, shell, files, directory, stand }) => {
      const check = async (what) => {
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
        expect(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      };
      await writeFile(join(directory, 'there.txt'), 'old');
      await files.enter(shell, directory);
      await files.drop([{ name: 'done.txt', text: 'x' }, { name: 'there.txt', text: 'new' }]);
      await expect(files.row('done.txt')).toHaveAttribute('data-phase', 'done');
      await expect(files.row('there.txt')).toHaveAttribute('data-phase', 'failed');
      await stand.setLine({ slow: 1_000_000 });
      await files.drop([{ name: 'big.bin', size: 9_000_000 }, { name: 'paused.bin', size: 9_000_000 }, { name: 'queued.bin', size: 9_000_000 }]);
      await files.open();
      await expect(files.row('queued.bin')).toHaveAttribute('data-phase', 'queued');
      await check('list');
      await page.keyboard.press('Escape');
      await expect(files.list).toBeHidden();
      await files.work.gate('D');
      await check('download');
      await page.keyboard.press('Escape');
      await files.work.gate('U');
      await check('upload');
      await page.keyboard.press('Escape');
    });
  });
}
