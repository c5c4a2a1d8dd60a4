// Permissions, owner, time and size of what is selected.

import { chmod, lstat, mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from '../support/panel.js';

test('permissions are set by boxes or digits, and come back', async ({ panel, directory }) => {
  await writeFile(join(directory, 'rollback.sh'), '');
  await chmod(join(directory, 'rollback.sh'), 0o644);
  await panel.open();
  await panel.row('rollback.sh').click();
  await panel.press('Alt+Enter');
  await expect(panel.dialog.getByLabel('Octal')).toHaveValue('644');
  await panel.dialog.getByLabel('Owner: Execute').check();
  await expect(panel.dialog.getByLabel('Octal')).toHaveValue('744');
  await panel.dialog.getByLabel('Octal').fill('755');
  await expect(panel.dialog.getByLabel('Others: Execute')).toBeChecked();
  await panel.page.keyboard.press('Enter');
  await expect(panel.row('rollback.sh')).toContainText('-rwxr-xr-x');
  expect((await lstat(join(directory, 'rollback.sh'))).mode & 0o7777).toBe(0o755);
  await panel.drawer.getByRole('button', { name: 'Undo' }).first().click();
  await expect(panel.row('rollback.sh')).toContainText('-rw-r--r--');
});

test('of several files, only what was set is changed', async ({ panel, directory, page }) => {
  for (const [name, mode] of [['key', 0o600], ['run', 0o755]]) {
    await writeFile(join(directory, name), '');
    await chmod(join(directory, name), mode);
  }
  await panel.open();
  await panel.press('Control+a', 'Alt+Enter');
  await expect(panel.dialog).toContainText('They differ');
  await page.keyboard.press('Enter');
  await expect(panel.dialog).toBeHidden();
  await expect(panel.state).toHaveCount(0);
  await panel.press('Alt+Enter');
  await panel.dialog.getByLabel('Modified').fill('2020-02-29T12:30:15');
  await page.keyboard.press('Enter');
  await expect(panel.state).toHaveText('exit 0');
  const modes = async () => Promise.all(['key', 'run'].map(async (name) => (await stat(join(directory, name))).mode & 0o7777));
  expect(await modes()).toEqual([0o600, 0o755]);
  const times = async () => Promise.all(['key', 'run'].map(async (name) => Math.floor((await stat(join(directory, name))).mtimeMs / 1000)));
  const time = new Date('2020-02-29T12:30:15').getTime() / 1000;
  expect(await times()).toEqual([time, time]);
});

test('several changes are one script, and one undo', async ({ panel, directory, page }) => {
  const file = join(directory, 'notes');
  await writeFile(file, '');
  await chmod(file, 0o644);
  await utimes(file, 1_000_000_000, 1_000_000_000);
  await panel.open();
  await panel.row('notes').click();
  await panel.press('Alt+Enter');
  await panel.dialog.getByLabel('Octal').fill('600');
  await panel.dialog.getByLabel('Modified').fill('2020-02-29T12:30:15');
  await page.keyboard.press('Enter');
  await expect(panel.state).toHaveText('exit 0');
  await expect(panel.script).toContainText(/chmod 600 -- notes[^]*touch -chm -d @\d+ -- notes/);
  expect((await stat(file)).mode & 0o7777).toBe(0o600);
  await panel.drawer.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(async () => (await stat(file)).mode & 0o7777).toBe(0o644);
  await expect.poll(async () => (await stat(file)).mtimeMs).toBe(1_000_000_000_000);
});

test('permissions and owner of everything in a folder are set apart, and wait', async ({ panel, directory, page }) => {
  await mkdir(join(directory, 'tree'), { mode: 0o755 });
  await writeFile(join(directory, 'tree', 'leaf'), '');
  await panel.open();
  await panel.row('tree').click();
  await panel.press('Alt+Enter');
  await panel.dialog.getByLabel('This owner for everything in it, too').check();
  await page.keyboard.press('Enter');
  await expect(panel.drawer).toHaveAttribute('data-state', 'asks');
  await expect(panel.script).toContainText('chown -h -R -- ');
  await expect(panel.script).not.toContainText('chmod');
  await expect(panel.says).toContainText('2 files');
  await page.keyboard.press('Escape');
  await panel.press('Alt+Enter');
  await panel.dialog.getByLabel('Octal').fill('750');
  await panel.dialog.getByLabel('These permissions for everything in it, too').check();
  await page.keyboard.press('Enter');
  await expect(panel.script).toContainText('chmod -R 750 -- tree');
  await expect(panel.says).toContainText('2 files');
  await panel.press('Control+Enter');
  await expect(panel.state).toHaveText('exit 0');
  expect((await lstat(join(directory, 'tree', 'leaf'))).mode & 0o7777).toBe(0o750);
});

test('a tree is measured once somebody wants to know', async ({ panel, directory }) => {
  await mkdir(join(directory, 'tree'));
  await writeFile(join(directory, 'tree', 'leaf'), Buffer.alloc(3_000_000));
  await panel.open();
  await panel.row('tree').click();
  await panel.press('Alt+Enter');
  const size = panel.dialog.locator('.size');
  await expect(size.locator('output')).toHaveText('');
  await size.getByRole('button', { name: 'Measure everything in it' }).click();
  await expect(size.locator('output')).toHaveText('3 MB in all');
  await expect(size.locator('output')).toBeFocused();
});
