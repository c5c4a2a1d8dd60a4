// Tables of the network, of disks and of containers.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, test } from '../support/test.js';

// The panel, its table and its drawer.
class Tables {
  constructor(page, work) {
    Object.assign(this, { page, work });
    this.panel = page.locator('.panel.system');
    this.list = page.locator('#board-list');
    this.drawer = this.panel.locator('.drawer');
    this.script = this.drawer.locator('[contenteditable]');
  }

  async open(...names) {
    await this.work.gate('p');
    await expect(this.list).toBeFocused();
    for (const name of names) await this.panel.locator('.topics').getByRole('button', { name, exact: true }).click();
  }

  row(text) {
    return this.list.locator('tbody tr[aria-rowindex]').filter({ hasText: text });
  }

  async filter(text) {
    await this.list.focus();
    await this.page.keyboard.press('/');
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    await expect(this.list).toBeFocused();
  }

  async holds() {
    const { violations } = await new AxeBuilder({ page: this.page }).include('.panel.system').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  }
}

// Something that listens, by a name that is not what it seems.
async function listener(shell) {
  const server =
    'import os, signal, socket; open("/proc/self/comm", "w").write("a <b>$x\\u202eb"); ' +
    'it = socket.create_server(("127.0.0.1", 0)); pid = os.fork(); ' +
    'pid and print("port=%d pid=%d" % (it.getsockname()[1], pid)); pid or signal.alarm(300); pid or signal.pause()';
  const [, port, pid] = (await shell.run(`python3 -c '${server}'`)).match(/port=(\d+) pid=(\d+)/);
  return { port, pid: Number(pid) };
}

const runs = (pid) => {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim()[0] !== 'Z';
  } catch {
    return false;
  }
};

test('a socket is found, looked at, and its process ended by keys', async ({ page, work, shell }) => {
  const { port, pid } = await listener(shell);
  const tables = new Tables(page, work);
  await tables.open('Sockets');
  await tables.filter(port);
  await expect(tables.row(port)).toHaveCount(1);
  await expect(tables.row(port)).toContainText('a <b>$x');
  await expect(tables.row(port)).toContainText(String(pid));
  expect(await tables.row(port).textContent()).not.toContain('\u202e');
  await expect(tables.row(port)).toContainText('LISTEN');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(tables.script).toHaveText(`ss -tanpieom 'sport = :${port}'\n`);
  await expect(tables.drawer).toContainText(`pid=${pid}`);
  await tables.list.focus();
  await page.keyboard.press('Delete');
  await expect(tables.script).toHaveText(`set -eu\nkill -TERM ${pid}\n`);
  expect(runs(pid)).toBe(true);
  await tables.drawer.getByRole('button', { name: /^Run on/ }).click();
  await expect(tables.row(port)).toHaveCount(0);
  expect(runs(pid)).toBe(false);
});

test('the session itself is among what is connected', async ({ page, work, shell }) => {
  const tables = new Tables(page, work);
  await tables.open('Sockets');
  await tables.panel.getByText('connected', { exact: true }).click();
  await tables.filter(String(shell.target.port));
  await expect(tables.row('ESTAB').first()).toBeVisible();
  await tables.panel.getByText('listening', { exact: true }).click();
  await expect(tables.row('LISTEN').first()).toBeVisible();
});

test('which way an address lies is asked, and what is no address is refused', async ({ page, work, shell }) => {
  const tables = new Tables(page, work);
  await tables.open('Sockets', 'Routes');
  await tables.panel.getByRole('button', { name: 'What can be done' }).click();
  await page.getByRole('menuitem', { name: /ip route get/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('127.0.0.1; reboot');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('That is no address.');
  await dialog.getByRole('textbox').fill('127.0.0.1');
  await page.keyboard.press('Enter');
  await expect(tables.script).toHaveText('ip route get 127.0.0.1\n');
  await expect(tables.drawer).toContainText('dev lo');
  expect(shell.target.port).toBeGreaterThan(0);
});

test('taking down the interface of the session waits in red and says so', async ({ page, work, shell }) => {
  const tables = new Tables(page, work);
  await tables.open('Sockets', 'Addresses');
  await tables.row('127.0.0.1').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /down/ }).click();
  await expect(tables.drawer).toHaveAttribute('data-state', 'asks');
  await expect(tables.drawer.locator('button.danger')).toBeVisible();
  await expect(tables.drawer.locator('.touches')).toContainText('This session comes by it');
  await expect(tables.drawer.locator('.touches')).toContainText(String(shell.target.port));
});

test('who may not see the firewall is told', async ({ page, work, shell }) => {
  const tables = new Tables(page, work);
  await tables.open('Sockets', 'Firewall');
  await expect(tables.panel).toContainText('This user may not read this.');
  expect(shell.target.port).toBeGreaterThan(0);
});

test('what is mounted is shown whatever it is called', async ({ page, work, shell }) => {
  const place = mkdtempSync(join(tmpdir(), 'a b\u202egpj$(id)-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1M', 'tmpfs', place]);
  try {
    const tables = new Tables(page, work);
    await tables.open('Mounts');
    await expect(tables.row('/dev/').first()).toBeVisible();
    await tables.panel.getByText('all', { exact: true }).click();
    await tables.filter('$(id)');
    await expect(tables.row('$(id)')).toHaveCount(1);
    expect(await tables.row('$(id)').textContent()).not.toContain('\u202e');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Delete');
    // What is only in memory is gone with it.
    await expect(tables.drawer).toHaveAttribute('data-state', 'asks');
    await expect(tables.script).toContainText('$(printf');
    await tables.drawer.locator('button.danger').click();
    await expect(tables.drawer).toContainText('must be superuser');
    await expect(tables.row('$(id)')).toHaveCount(1);
  } finally {
    execFileSync('umount', [place]);
    rmSync(place, { recursive: true });
  }
  expect(shell.target.port).toBeGreaterThan(0);
});

for (const [colorScheme, locale, names] of [
  ['dark', 'en-US', ['Sockets', 'Addresses', 'Routes', 'Mounts', 'Disks']],
  ['light', 'zh-CN', ['套接字', '地址', '路由', '挂载', '磁盘']],
]) {
  test.describe(() => {
    test.use({ colorScheme, locale });

    test(`every table can be read by everybody (${locale})`, async ({ page, work, shell }) => {
      const tables = new Tables(page, work);
      await tables.open();
      for (const name of names) {
        await tables.panel.locator('.topics').getByRole('button', { name, exact: true }).click();
        await expect(tables.list.locator('tbody tr[aria-rowindex]').first()).toBeVisible();
        await tables.holds();
      }
      await tables.list.locator('tbody tr[aria-rowindex]').first().click();
      await page.keyboard.press('ContextMenu');
      await expect(page.getByRole('menu')).toBeVisible();
      await tables.holds();
      await page.keyboard.press('Escape');
      expect(shell.target.port).toBeGreaterThan(0);
    });
  });
}
