// Between the panel of files and the person's computer: archives that are saved, files dragged out, folders sent.

import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, rules, test as base } from '../support/panel.js';

const test = base.extend({
  /** A directory of the person's computer. */
  computer: async ({}, use) => {
    const computer = await mkdtemp(join(tmpdir(), 'postern-computer-'));
    await use(computer);
    await rm(computer, { recursive: true, force: true });
  },

  strip: async ({ panel }, use) => use(panel.element.locator('.transfer-strip')),
});

/** Begins a drag of a row; returns what its data say. */
async function takeUp(panel, name) {
  const data = await panel.page.evaluateHandle(() => new DataTransfer());
  await panel.row(name).dispatchEvent('dragstart', { dataTransfer: data });
  const address = await data.evaluate((data) => data.getData('DownloadURL'));
  const end = async (effect) => {
    // Only a real drop sets it.
    await data.evaluate((data, value) => Object.defineProperty(data, 'dropEffect', { value }), effect);
    await panel.row(name).dispatchEvent('dragend', { dataTransfer: data });
  };
  return { address, words: await data.evaluate((data) => data.getData('text/plain')), end };
}

/** What the browser does where such a drag is let go of; the relay may not know of the address at once. */
async function fetched(page, url) {
  return page.evaluate(async (url) => {
    for (;;) {
      const response = await fetch(url);
      if (response.ok) return [response.headers.get('content-disposition'), await response.text()];
    }
  }, url);
}

/** Drops what lies on this computer, folders too, as a person does. */
async function drop(panel, onto, paths) {
  const box = await onto.boundingBox();
  const at = { x: box.x + 40, y: box.y + box.height / 2 };
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const devtools = await panel.page.context().newCDPSession(panel.page);
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data });
  }
  await devtools.detach();
}

test('a folder is saved as an archive, by a script that can be read', async ({ panel, directory, computer, strip }) => {
  await mkdir(join(directory, 'site', 'deep'), { recursive: true });
  await writeFile(join(directory, 'site', 'deep', "it's $(touch pwned)\n"), 'content');
  await symlink('deep', join(directory, 'site', 'way'));
  await symlink('site', join(directory, 'link'));
  await panel.open();
  await panel.row('site').click();
  const saving = panel.page.waitForEvent('download');
  await panel.press('d');
  const download = await saving;
  expect(download.suggestedFilename()).toBe('site.tar.gz');
  await download.saveAs(join(computer, 'site.tar.gz'));
  expect(await download.failure()).toBe(null);
  execFileSync('tar', ['-xzf', 'site.tar.gz'], { cwd: computer });
  expect(await readFile(join(computer, 'site', 'way', "it's $(touch pwned)\n"), 'utf8')).toBe('content');

  await expect(panel.script).toContainText('tar -czf - -- site');
  await expect(panel.drawer.locator('> summary strong')).toHaveText('Pack site for your computer as site.tar.gz');
  await expect(panel.state).toHaveText('exit 0');
  await expect(strip.locator('li[data-phase]')).toHaveText(/site\.tar\.gz.*\d B, done/s);
  await expect(strip, 'what is done is in the way no longer than it is news').toHaveCount(0, { timeout: 15_000 });
  expect(await readdir(directory), 'nothing of it stays on the target').toEqual(['link', 'site']);

  // What a link leads to is what is meant by it.
  await panel.row('link').click();
  const linked = panel.page.waitForEvent('download');
  await panel.press('d');
  await (await linked).saveAs(join(computer, 'link.tar.gz'));
  expect(execFileSync('tar', ['-tzf', 'link.tar.gz'], { cwd: computer, encoding: 'utf8' })).toContain('./deep/');
});

test('several things come as one archive, one file as it is, whatever it is called', async ({ panel, directory, computer }) => {
  await writeFile(join(directory, 'a'), 'a');
  await writeFile(join(directory, '-rf'), 'b');
  const odd = Buffer.concat([Buffer.from(`${directory}/odd `), Buffer.from([0xff])]);
  await writeFile(odd, 'bytes');
  await panel.open();
  await panel.press('Control+a');
  const several = panel.page.waitForEvent('download');
  await panel.page.keyboard.press('d');
  const archive = await several;
  expect(archive.suggestedFilename()).toBe(`${directory.split('/').pop()}.tar.gz`);
  await archive.saveAs(join(computer, 'all.tar.gz'));
  const list = execFileSync('tar', ['-tzf', join(computer, 'all.tar.gz')], { encoding: 'utf8' });
  expect(list.trim().split('\n').sort()).toEqual(['-rf', 'a', 'odd \\377']);

  await panel.row('odd \ufffd').click();
  await panel.row('odd \ufffd').click({ button: 'right' });
  const item = panel.menu.getByRole('menuitem', { name: /^Download/ });
  await expect(item).toContainText('sftp');
  const one = panel.page.waitForEvent('download');
  await item.click();
  expect(await readFile(await (await one).path(), 'utf8')).toBe('bytes');
});

test('an archive that lacks something is no file, and the panel says why', async ({ panel, directory, strip }) => {
  await mkdir(join(directory, 'site'));
  execFileSync('dd', ['if=/dev/urandom', `of=${join(directory, 'site', 'a')}`, 'bs=1M', 'count=4', 'status=none']);
  await writeFile(join(directory, 'site', 'secret'), '');
  await panel.open();
  execFileSync('chown', ['root:', join(directory, 'site', 'secret')]);
  await chmod(join(directory, 'site', 'secret'), 0o600);
  await panel.row('site').click();
  const saving = panel.page.waitForEvent('download');
  await panel.press('d');
  expect(await (await saving).failure()).not.toBe(null);
  await expect(panel.state).toHaveText('exit 2');
  await expect(panel.drawer).toHaveAttribute('data-state', 'failed');
  await expect(panel.says).toContainText('site/secret');
  await expect(strip.locator('li[data-phase]')).toContainText(/The script failed, so that the file is not whole\. It said: tar: .*secret.*Permission denied/);
  await expect(strip.getByRole('button', { name: 'Try again' }), 'the script is run again where it stands').toHaveCount(0);
  const { violations } = await new AxeBuilder({ page: panel.page }).include('.panel.files').withTags(rules).analyze();
  expect(violations).toEqual([]);
  await strip.getByRole('button', { name: 'Clear' }).click();
  await expect(strip).toHaveCount(0);
  await expect(panel.list).toBeFocused();
});

test('an archive on its way is stopped, and so is what packs it', async ({ panel, directory, strip }) => {
  await writeFile(join(directory, 'disk.img'), '');
  await truncate(join(directory, 'disk.img'), 200e9);
  await writeFile(join(directory, 'b'), '');
  await panel.open();
  const running = () => execFileSync('sh', ['-c', 'pgrep -fx "tar -czf - -- .*disk.img.*" || :'], { encoding: 'utf8' }).trim();
  for (const stop of [
    () => panel.drawer.getByRole('button', { name: 'Stop' }).click(),
    () => strip.getByRole('button', { name: 'Cancel' }).click(),
  ]) {
    await panel.press('Control+a');
    const saving = panel.page.waitForEvent('download');
    await panel.page.keyboard.press('d');
    const download = await saving;
    await expect(strip.locator('li[data-phase]')).toContainText(/\d .?B, .*\/s/);
    expect(running()).not.toBe('');
    await stop();
    expect(await download.failure()).not.toBe(null);
    await expect.poll(running).toBe('');
    await expect(panel.state).toHaveText(/TERM/);
  }
});

test('a file is dragged out by an address that is good once', async ({ panel, directory, strip }) => {
  const name = 'a:b "c"\n%2e.txt';
  await writeFile(join(directory, name), 'content');
  await writeFile(join(directory, 'other'), 'other');
  await mkdir(join(directory, 'folder'));
  await panel.open();
  const row = 'a:b "c"␊%2e.txt';
  const { address, words, end } = await takeUp(panel, row);
  const [, kind, shown, url] = address.match(/^([^:]*):([^:]*):(.*)$/s);
  expect([kind, shown]).toEqual(['application/octet-stream', 'a_b _c__%2e.txt']);
  expect(words, 'other programs get the path, as ever').toContain(directory);
  const token = await panel.page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage));
  expect(token).not.toContain(url.split('/').pop());
  const [disposition, text] = await fetched(panel.page, url);
  expect(text).toBe('content');
  expect(disposition).toContain("filename*=UTF-8''a%3Ab%20%22c%22%0A%252e.txt");
  expect(await panel.page.evaluate(async (url) => (await fetch(url)).status, url)).toBe(410);
  await end('copy');
  await expect(strip.locator('li[data-phase]')).toContainText('SHA-256 equal');

  // What is let go of nowhere is fetched by nobody, soon.
  const other = await takeUp(panel, 'other');
  const unused = other.address.replace(/^[^:]*:[^:]*:/, '');
  const taken = panel.page.waitForResponse((response) => response.request().method() === 'DELETE');
  await other.end('none');
  await taken;
  expect(await panel.page.evaluate(async (url) => (await fetch(url)).status, unused)).toBe(410);
  // A folder has no bytes of its own.
  expect((await takeUp(panel, 'folder')).address).toBe('');
});

test('folders that are dropped come whole, into folders that a script makes', async ({ panel, directory, computer, strip }) => {
  await mkdir(join(computer, 'site', 'deep', '-rf'), { recursive: true });
  await mkdir(join(computer, 'site', 'empty'));
  await writeFile(join(computer, 'site', 'index.html'), 'index');
  await writeFile(join(computer, 'site', 'deep', '-rf', '$(touch pwned)\n'), 'odd');
  for (let number = 0; number < 150; number += 1) await writeFile(join(computer, 'site', 'deep', `n${number}`), `${number}`);
  await writeFile(join(computer, 'alone'), 'alone');
  await mkdir(join(directory, 'into'));
  await panel.open();
  await drop(panel, panel.row('into'), [join(computer, 'site'), join(computer, 'alone')]);
  await expect(panel.script).toContainText(/mkdir -p --.*site.*site\/deep/s);
  await expect(panel.state).toHaveText('exit 0');
  await expect(strip.getByRole('button', { name: /and \d+ more/ })).toBeVisible();
  await expect(strip.locator('li[data-phase]')).toHaveCount(3);
  const into = join(directory, 'into');
  await expect.poll(async () => (await readdir(join(into, 'site', 'deep')).catch(() => [])).length, { timeout: 60_000 }).toBe(151);
  await expect.poll(() => readdir(into)).toEqual(['alone', 'site']);
  expect(execFileSync('diff', ['-r', join(computer, 'site'), join(into, 'site')], { encoding: 'utf8' })).toBe('');
});

test('a folder is chosen by the keyboard, and what is taken stays as it was', async ({ panel, directory, computer, strip }) => {
  await mkdir(join(computer, 'site', 'deep'), { recursive: true });
  await writeFile(join(computer, 'site', 'deep', 'a'), 'new');
  await mkdir(join(directory, 'site', 'deep'), { recursive: true });
  await writeFile(join(directory, 'site', 'deep', 'a'), 'old');
  await panel.open();
  const choose = async () => {
    const chooser = panel.page.waitForEvent('filechooser');
    await panel.press('Shift+U');
    await (await chooser).setFiles(join(computer, 'site'));
  };
  await choose();
  await expect(strip.locator('li[data-phase]')).toContainText('is there already');
  expect(await readFile(join(directory, 'site', 'deep', 'a'), 'utf8')).toBe('old');
  await strip.getByRole('button', { name: 'Replace it' }).click();
  await expect.poll(() => readFile(join(directory, 'site', 'deep', 'a'), 'utf8')).toBe('new');

  // Where the folders cannot be made nothing is sent.
  await rm(join(directory, 'site'), { recursive: true });
  await writeFile(join(directory, 'site'), 'a file');
  await choose();
  await expect(panel.drawer).toHaveAttribute('data-state', 'failed');
  await expect(panel.says).toContainText('site');
  expect(await readFile(join(directory, 'site'), 'utf8')).toBe('a file');
});

test('more than can be sent is refused whole', async ({ panel, directory, computer }) => {
  await mkdir(join(computer, 'many'));
  for (let number = 0; number < 1000; number += 1) await writeFile(join(computer, 'many', `${number}`), '');
  await panel.open();
  await drop(panel, panel.list, [join(computer, 'many')]);
  await expect(panel.page.locator('.pane > .bar').first()).toContainText('More than 1000 files and folders');
  expect(await readdir(directory)).toEqual([]);
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('the words are there, and what came is in the list', async ({ panel, directory, computer, strip }) => {
    await mkdir(join(computer, '网站'));
    await writeFile(join(computer, '网站', '首页.html'), '你好');
    await panel.open();
    await drop(panel, panel.list, [join(computer, '网站')]);
    await expect(panel.drawer.locator('> summary strong')).toHaveText('为上传内容新建文件夹 网站');
    await expect(strip.locator('li[data-phase]')).toContainText('首页.html');
    await panel.row('网站').dblclick();
    await expect(panel.row('首页.html')).toBeVisible();
    await panel.press('Backspace');
    await panel.row('网站').click({ button: 'right' });
    await expect(panel.menu.getByRole('menuitem', { name: '上传文件夹' })).toBeVisible();
    const saving = panel.page.waitForEvent('download');
    await panel.menu.getByRole('menuitem', { name: /^下载/ }).click();
    expect((await saving).suggestedFilename()).toBe('网站.tar.gz');
    await expect(panel.drawer.locator('> summary strong')).toHaveText('将 网站 打包为 网站.tar.gz 并下载');
    const { violations } = await new AxeBuilder({ page: panel.page }).include('.transfer-strip').withTags(rules).analyze();
    expect(violations).toEqual([]);
  });
});
