// The panel of files on a page, open in a directory of its own.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test as base } from './test.js';

export { expect };

/** What axe looks for. */
export const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const test = base.extend({
  /** A directory of the target, for this test alone. */
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'postern-panel-'));
    await use(directory);
    await rm(directory, { recursive: true, force: true });
  },

  panel: async ({ work, shell, directory }, use) => {
    const panel = new PanelOnPage(work, shell, directory);
    await use(panel);
  },
});

export class PanelOnPage {
  constructor(work, shell, directory) {
    Object.assign(this, { work, shell, directory, page: work.page });
    this.element = this.page.locator('.panel.files');
    this.list = this.page.locator('#files-list');
    this.rows = this.list.locator('tr[aria-rowindex]:not([aria-rowindex="1"])');
    this.foot = this.element.locator('> .foot');
    this.drawer = this.element.locator('.drawer');
    this.script = this.drawer.locator('.script');
    this.says = this.drawer.locator('.touches');
    this.state = this.drawer.locator('> summary output');
    this.history = this.drawer.locator('.history tbody tr');
    this.dialog = this.page.getByRole('dialog');
    this.menu = this.page.locator('.menu[popover]');
  }

  /** Gives the directory to the user of the session, and opens the panel there. */
  async open() {
    const user = this.shell.target.user;
    execFileSync('chown', ['-hR', `${user}:`, this.directory]);
    await this.shell.run(`cd '${this.directory}'; printf '\\033]7;file://target${this.directory}\\007'`);
    await this.work.gate('f');
    await expect(this.element.locator('.crumbs [aria-current="page"]')).toHaveText(this.directory.split('/').pop());
    await expect(this.list).toBeFocused();
  }

  row(name) {
    return this.rows.filter({ has: this.page.locator('.name > bdi').getByText(name, { exact: true }) });
  }

  names() {
    return this.rows.locator('.name > bdi:first-of-type').allTextContents();
  }

  async press(...keys) {
    await this.list.focus();
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types a new name where the old one stands. */
  async rename(text) {
    const field = this.list.getByRole('textbox', { name: 'Rename' });
    await expect(field).toBeFocused();
    await field.fill(text);
    await this.page.keyboard.press('Enter');
  }

  async answer(text) {
    await expect(this.dialog).toBeVisible();
    await this.dialog.locator('input').first().fill(text);
    await this.page.keyboard.press('Enter');
    await expect(this.dialog).toBeHidden();
  }
}
