// What runs as root: the switch in the panel's bar, and the password of sudo, asked for in place and kept nowhere.

import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, test as base } from '../support/test.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const secret = ` p'ä"ss $(id) 密碼`;
const may = 'Defaults !lecture\nUSER ALL=(ALL:ALL) ALL';

const test = base.extend({
  /** What sudoers says. */
  sudoers: [may, { option: true }],

  shell: async ({ form, terminal, stand, sudoers }, use) => {
    const target = await stand.target('password', '', { sudo: { rules: sudoers, password: secret } });
    await form.open();
    await form.signIn(target);
    await terminal.prompt();
    await use(Object.assign(terminal, { target }));
  },

  /** A directory of root alone, with a file of it. */
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'postern-root-'));
    await writeFile(join(directory, 'shadow copy'), 'x');
    await use(directory);
    await rm(directory, { recursive: true, force: true });
  },

  panel: async ({ work, shell, directory }, use) => {
    const page = work.page;
    const element = page.locator('.panel.files');
    const list = page.locator('#files-list');
    const panel = {
      page,
      element,
      list,
      drawer: element.locator('.drawer'),
      state: element.locator('.drawer > summary output'),
      script: element.locator('.drawer .script'),
      root: element.locator('.root-switch'),
      password: element.locator('input[type="password"]'),
      row: (name) => list.locator('tr').filter({ has: page.locator('.name > bdi').getByText(name, { exact: true }) }),
      async open() {
        await shell.run(`printf '\\033]7;file://target${directory}\\007'`);
        await work.gate('f');
        await expect(element.locator('.crumbs [aria-current="page"]')).toHaveText(directory.split('/').pop());
      },
    };
    await use(panel);
  },
});

test('a folder that only root may read is read as root, with a password that is asked for once', async ({ panel }) => {
  await panel.open();
  await expect(panel.element.locator('.instead')).toContainText('This user may not read this folder.');
  await expect(panel.root).toHaveAttribute('aria-pressed', 'false');
  await panel.element.getByRole('button', { name: 'Read as root' }).click();
  await expect(panel.root).toHaveAttribute('aria-pressed', 'true');
  await expect(panel.root).toHaveText('root');
  await expect(panel.password).toBeFocused();
  await expect(panel.password).toHaveAttribute('autocomplete', 'off');

  await panel.page.keyboard.type('wrong');
  await panel.page.keyboard.press('Enter');
  await expect(panel.element.locator('.ask-password')).toContainText('sudo did not take this password. Type it again.');
  await expect(panel.password).toBeFocused();
  await expect(panel.password).toHaveValue('');
  await panel.page.keyboard.type(secret);
  await panel.page.keyboard.press('Enter');
  await expect(panel.row('shadow copy')).toBeVisible();
  await expect(panel.list).toBeFocused();

  // Everything in this panel runs as root now, and is asked for nothing.
  await panel.page.keyboard.press('ArrowDown');
  await panel.page.keyboard.press('F2');
  const field = panel.list.getByRole('textbox', { name: 'Rename' });
  await expect(field).toBeFocused();
  await field.fill('copy');
  await panel.page.keyboard.press('Enter');
  await expect(panel.row('copy')).toBeVisible();
  await expect(panel.script).toContainText('sudo -n mv -n');
  await panel.root.click();
  await expect(panel.root).toHaveAttribute('aria-pressed', 'false');
  await expect(panel.element.locator('.instead')).toContainText('This user may not read this folder.');
});

test('a script that sudo wants a password for asks in the drawer, and the password is nowhere to be found', async ({ panel, directory, page }) => {
  execFileSync('chmod', ['755', directory]);
  await panel.open();
  await expect(panel.row('shadow copy')).toBeVisible();
  await panel.list.focus();
  await page.keyboard.press('n');
  await page.getByRole('dialog').locator('input').fill('new');
  await page.keyboard.press('Enter');
  await expect(panel.state).toHaveText('exit 1');
  await panel.drawer.getByRole('button', { name: 'Run through sudo' }).click();
  await expect(panel.password).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel.password).toBeHidden();
  expect(await readdir(directory)).toEqual(['shadow copy']);
  await expect(panel.drawer.getByRole('button', { name: 'Give the password' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type(secret);
  await page.keyboard.press('Enter');
  await expect(panel.state).toHaveText('exit 0');
  await expect(panel.password).toBeHidden();
  await expect(panel.row('new')).toBeVisible();
  expect((await stat(join(directory, 'new'))).uid).toBe(0);

  // Undone without being asked again.
  await panel.drawer.getByRole('button', { name: 'Undo' }).first().click();
  await expect(panel.row('new')).toBeHidden();
  await panel.drawer.getByText('readings too').click();
  await expect(panel.drawer.locator('.history')).toContainText('Check the password of sudo');
  const places = await page.evaluate(() => [
    document.documentElement.outerHTML,
    JSON.stringify(Object.entries(localStorage)),
    JSON.stringify(Object.entries(sessionStorage)),
    [...document.querySelectorAll('input')].map((input) => input.value).join(' '),
  ]);
  for (const place of places) expect(place).not.toContain('密碼');
});

test.describe('where sudo does not let the user', () => {
  test.use({ sudoers: 'Defaults !lecture' });

  test('it says so', async ({ panel }) => {
    await panel.open();
    await panel.element.getByRole('button', { name: 'Read as root' }).click();
    await panel.password.fill(secret);
    await panel.page.keyboard.press('Enter');
    await expect(panel.element.locator('.ask-password')).toContainText('sudo does not let this user.');
  });
});

test.describe('in Chinese, in the light', () => {
  test.use({ colorScheme: 'light', locale: 'zh-CN' });

  test('the question for the password has no fault that axe finds', async ({ panel, page }) => {
    await panel.open();
    await panel.element.getByRole('button', { name: '以 root 身份读取' }).click();
    await expect(panel.password).toBeFocused();
    await expect(panel.element).toContainText('sudo 需要你的密码');
    const found = await new AxeBuilder({ page }).withTags(rules).analyze();
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(', ')}`)).toEqual([]);
  });
});
