// The panel of what the target is busy with, and the table of its processes.
import { execFileSync } from 'node:child_process';

import AxeBuilder from '@axe-core/playwright';

import { expect, test } from '../support/test.js';

// The panel, its table and its drawer.
class Busy {
  constructor(page, work) {
    Object.assign(this, { page, work });
    this.panel = page.locator('.panel.system');
    this.list = page.locator('#board-list');
    this.foot = this.panel.locator('.foot');
    this.drawer = this.panel.locator('.drawer');
  }

  async open() {
    await this.work.gate('p');
    await expect(this.list).toBeFocused();
  }

  row(text) {
    return this.list.locator('tbody tr[aria-rowindex]').filter({ hasText: text });
  }

  async filter(text) {
    await this.page.keyboard.press('/');
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    await expect(this.list).toBeFocused();
  }
}

// A process of the target that does nothing, and that a test ends.
async function idle(shell, seconds) {
  const said = await shell.run(`sleep ${seconds} & echo pid=$!`);
  return said.match(/pid=(\d+)/)[1];
}

// The target is this machine: what is looked at here is looked at without the panel.
const niceness = (pid) => execFileSync('ps', ['-o', 'ni=', '-p', pid], { encoding: 'utf8' }).trim();
const runs = (pid) => {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).trim()[0] !== 'Z';
  } catch {
    return false;
  }
};

test('a process is found, ended by keys, and the script is shown first', async ({ page, work, shell }) => {
  const pid = await idle(shell, 4242);
  const busy = new Busy(page, work);
  await busy.open();
  await busy.filter('sleep 4242');
  await expect(busy.row('4242')).toHaveCount(1);
  await expect(busy.row('4242')).toContainText(pid);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect(busy.drawer.locator('[contenteditable]')).toHaveText(`set -eu\nkill -TERM ${pid}\n`);
  await expect(busy.drawer.locator('.touches')).toContainText('sleep 4242');
  expect(runs(pid)).toBe(true);
  await busy.drawer.getByRole('button', { name: /^Run on/ }).click();
  await expect(busy.drawer.locator('output')).toHaveText('exit 0');
  await expect(busy.row('4242')).toHaveCount(0);
  expect(runs(pid)).toBe(false);
});

test('what cannot be taken back waits in red', async ({ page, work, shell }) => {
  const pid = await idle(shell, 4243);
  const busy = new Busy(page, work);
  await busy.open();
  await busy.filter('sleep 4243');
  await busy.row('4243').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /kill -KILL/ }).click();
  await expect(busy.drawer).toHaveAttribute('data-state', 'asks');
  await expect(busy.drawer.locator('button.danger')).toBeVisible();
  expect(runs(pid)).toBe(true);
  await busy.drawer.locator('button.danger').click();
  await expect(busy.row('4243')).toHaveCount(0);
});

test('niceness is asked for, checked, and comes with an undo', async ({ page, work, shell }) => {
  const pid = await idle(shell, 4244);
  const busy = new Busy(page, work);
  await busy.open();
  await busy.filter('sleep 4244');
  await busy.row('4244').click();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('spinbutton').or(dialog.getByRole('textbox')).fill('99');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('-20');
  await dialog.getByRole('spinbutton').or(dialog.getByRole('textbox')).fill('19');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(busy.drawer.locator('output')).toHaveText('exit 0');
  expect(niceness(pid)).toBe('19');
  await expect(busy.drawer.locator('menu .grow').getByText('Undo')).toBeVisible();
  process.kill(Number(pid));
});

test('the table reads itself again, keeps its place, and can stand still', async ({ page, work, shell }) => {
  const busy = new Busy(page, work);
  await busy.open();
  await busy.filter('sleep 4245');
  await expect(busy.panel).toContainText('Nothing matches the filter.');
  await work.page.locator('.xterm-helper-textarea').first().focus();
  const pid = await idle(shell, 4245);
  await expect(busy.row('4245')).toHaveCount(1);
  await busy.row('4245').click();
  await expect(busy.foot).toContainText('1 selected');
  // Two more readings: the choice is still there.
  for (let readings = 0; readings < 2; readings += 1) {
    await page.waitForEvent('websocket');
  }
  await expect(busy.row('4245')).toHaveAttribute('aria-selected', 'true');
  process.kill(Number(pid));
  await expect(busy.row('4245')).toHaveCount(0);
  await expect(busy.foot).not.toContainText('selected');
});

test('processes stand as a tree, and mine alone', async ({ page, work, shell }) => {
  const pid = await idle(shell, 4246);
  const user = (await shell.run('id -un')).trim();
  const busy = new Busy(page, work);
  await busy.open();
  await busy.panel.getByText('tree', { exact: true }).click();
  await expect(busy.list).toHaveAttribute('role', 'treegrid');
  await busy.panel.getByText('mine', { exact: true }).click();
  await expect(busy.row('4246')).toHaveAttribute('aria-level', /[2-9]/);
  const users = await busy.list.locator('tbody tr[aria-rowindex] td:nth-child(2)').allTextContents();
  expect(new Set(users.map((name) => name.trim()))).toEqual(new Set([user]));
  process.kill(Number(pid));
});

for (const [colorScheme, locale, seconds] of [['dark', 'en-US', 4247], ['light', 'zh-CN', 4249]]) {
  test.describe(() => {
    test.use({ colorScheme, locale });

    test(`table, menu and question can be read by everybody (${locale})`, async ({ page, work, shell }) => {
      const pid = await idle(shell, seconds);
      const busy = new Busy(page, work);
      await busy.open();
      await busy.filter(`sleep ${seconds}`);
      await busy.row(String(seconds)).click();
      const holds = async () => {
        const { violations } = await new AxeBuilder({ page }).include('.panel.system').analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
      };
      await holds();
      await page.keyboard.press('ContextMenu');
      await expect(page.getByRole('menu')).toBeVisible();
      await holds();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
      await page.keyboard.press('n');
      await expect(page.getByRole('dialog')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      await page.keyboard.press('Escape');
      process.kill(Number(pid));
    });
  });
}

test('what the kernel knows of a process is read in the place of the table', async ({ page, work, shell }) => {
  const pid = await idle(shell, 4248);
  const busy = new Busy(page, work);
  await busy.open();
  await busy.filter('sleep 4248');
  await busy.row('4248').dblclick();
  await expect(busy.panel.locator('.reader')).toContainText('/dev/pts/');
  await page.keyboard.press('Escape');
  await expect(busy.list).toBeFocused();
  await page.keyboard.press('ContextMenu');
  await page.getByRole('menuitem', { name: /limits/ }).click();
  await expect(busy.panel.locator('.reader')).toContainText('Max open files');
  process.kill(Number(pid));
});
