// Tables of packages, users, keys and what cron runs: by mouse and keyboard, with what cannot be taken and what may not.
import AxeBuilder from '@axe-core/playwright';

import { expect, test } from '../support/test.js';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7dPZ2v0gM9gXxvnyHYk8Xg2BqUzbqcIuWbIYPdzQxT it\'s <b>$(id)</b>';

// The panel, its tables and its drawer.
class Tables {
  constructor(page, work) {
    Object.assign(this, { page, work });
    this.panel = page.locator('.panel.system');
    this.list = page.locator('#board-list');
    this.drawer = this.panel.locator('.drawer');
    this.dialog = page.getByRole('dialog');
  }

  async open(topic) {
    await this.work.gate('p');
    await expect(this.list).toBeFocused();
    await this.panel.getByRole('navigation').getByRole('button', { name: topic, exact: true }).click();
    await expect(this.list).toBeFocused();
  }

  row(text) {
    return this.list.locator('tbody tr[aria-rowindex]').filter({ hasText: text });
  }

  // Fills in what is asked, in the order of the fields, and sends it.
  async answer(...answers) {
    const fields = this.dialog.locator('input, textarea, select');
    for (const [at, answer] of answers.entries()) {
      await fields.nth(at).fill(answer);
    }
    await this.dialog.locator('button[type=submit]').click();
  }

  async ran(status = 0) {
    await expect(this.drawer.locator('output')).toHaveText(new RegExp(`^(exit|退出码) ${status}$`));
  }

  async undo() {
    await this.drawer.locator('menu .grow').getByRole('button').filter({ hasText: /Undo|撤销/ }).click();
  }

  // What a shell says, while the panel is open.
  async says(shell, command) {
    await this.page.locator('.xterm-helper-textarea').first().focus();
    return shell.run(command);
  }

  async choose(row, line) {
    await row.click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: line }).click();
  }

  async isReadable(part) {
    const { violations } = await new AxeBuilder({ page: this.page }).include(part).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  }
}

test('a key is added, removed and brought back, and nonsense is no key', async ({ page, work, shell }) => {
  const user = (await shell.run('id -un')).trim();
  const tables = new Tables(page, work);
  await tables.open('SSH keys');
  await expect(tables.panel).toContainText('There is nothing.');
  await tables.isReadable('.panel.system');
  await tables.panel.getByRole('button', { name: 'Add a key' }).click();
  await tables.answer(user, '-----BEGIN OPENSSH PRIVATE KEY-----');
  await expect(tables.dialog).toContainText('Never paste a private key.');
  await tables.answer(user, KEY);
  await tables.ran();
  const row = tables.row('SHA256:');
  await expect(row).toContainText('it\'s <b>$(id)</b>');
  expect(await tables.says(shell, 'grep -c SHA ~/.ssh/authorized_keys; stat -c %a ~/.ssh/authorized_keys')).toContain('600');
  await row.click();
  await page.keyboard.press('Delete');
  await expect(row).toHaveCount(0);
  await tables.undo();
  await expect(row).toHaveCount(1);
  await tables.isReadable('.panel.system');
});

test.describe(() => {
  test.use({ locale: 'zh-CN', colorScheme: 'light', own: {} });

  test('a job of cron comes, changes, is switched off and goes', async ({ page, work, shell }) => {
    const tables = new Tables(page, work);
    await tables.open('计划任务');
    await page.keyboard.press('n');
    const command = 'echo "it\'s" <b>$(id)</b> \\% 部署';
    await tables.answer('0 25 * * *', command, '每晚');
    await expect(tables.dialog).toContainText('cron 需要五个字段');
    await tables.isReadable('dialog');
    await tables.answer('0 0 30 2 *', command, '每晚');
    await tables.ran();
    const row = tables.row(command);
    await expect(row).toContainText('0 0 30 2 *');
    expect(await tables.says(shell, 'crontab -l | tail -n 1')).toContain(`0 0 30 2 * ${command}`);
    await row.click();
    await page.keyboard.press('F2');
    await tables.answer('0 0 31 2 *');
    await expect(tables.row('0 0 31 2 *')).toHaveCount(1);
    await tables.choose(row, /停用/);
    await expect(row).toContainText('off');
    await tables.isReadable('.panel.system');
    await row.click();
    await page.keyboard.press('Delete');
    await expect(row).toHaveCount(0);
    await tables.undo();
    await expect(row).toContainText('off');
    expect(await tables.says(shell, 'crontab -l | tail -n 1')).toContain(`#0 0 31 2 * ${command}`);
  });
});

test('packages are found, read, and would be installed by whoever may', async ({ page, work }) => {
  const tables = new Tables(page, work);
  await tables.open('Packages');
  await page.keyboard.press('/');
  await page.keyboard.type('busybox');
  await page.keyboard.press('Enter');
  await expect(tables.list).toBeFocused();
  const installed = tables.row(/^\s*busybox\s.*installed/).first();
  await expect(installed).toBeVisible();
  await installed.dblclick();
  await expect(tables.panel.locator('.reader')).toContainText('Package: busybox');
  await page.keyboard.press('Escape');
  await tables.choose(installed, /Remove(?! with)/);
  await expect(tables.drawer).toHaveAttribute('data-state', 'asks');
  await expect(tables.drawer.locator('.touches')).toContainText('Remv busybox');
  await tables.drawer.locator('button.danger').click();
  await tables.ran(100);
  await expect(tables.drawer).toContainText('Permission denied');
  await tables.isReadable('.panel.system');
});

test('users are seen, and a new one is asked for and refused to whoever may not', async ({ page, work }) => {
  const tables = new Tables(page, work);
  await tables.open('Users');
  await tables.panel.getByText('system', { exact: true }).click();
  await expect(tables.row(/^root/)).toContainText('/root');
  await tables.row(/^root/).dblclick();
  await expect(tables.panel.locator('.reader')).toContainText('uid=0(root)');
  await page.keyboard.press('Escape');
  await expect(tables.list).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await tables.answer('-r root', 'a:b');
  await expect(tables.dialog).toContainText('A name begins with a letter');
  await expect(tables.dialog).toContainText('There can be no colon in it.');
  await tables.isReadable('dialog');
  await tables.answer('deploy', 'it\'s <b>me</b>');
  await tables.ran(1);
  await expect(tables.drawer).toContainText('Permission denied');
  await tables.panel.getByRole('navigation').getByRole('button', { name: 'Groups', exact: true }).click();
  await expect(tables.row(/^root/)).toBeVisible();
});
