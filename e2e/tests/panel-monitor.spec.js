// The monitor: figures of a real target that come on one channel, while somebody looks.

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

import AxeBuilder from '@axe-core/playwright';

import { expect, test as base } from '../support/test.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const test = base.extend({
  monitor: async ({ work, shell }, use) => {
    await use(new MonitorOnPage(work, shell));
  },
});

class MonitorOnPage {
  constructor(work, shell) {
    Object.assign(this, { work, shell, page: work.page, user: shell.target.user, port: shell.target.port });
    this.element = this.page.locator('.panel.system');
    this.strip = this.element.locator('.monitor');
    this.figures = this.strip.locator('figure');
    this.dialog = this.page.getByRole('dialog');
    this.slider = this.dialog.getByRole('slider');
  }

  /** Opens the panel, and waits for a look that has one before it. */
  async open() {
    await this.work.gate('p');
    await expect(this.figure(/CPU/)).toContainText(/\d %/);
  }

  figure(name) {
    return this.figures.filter({ has: this.page.locator('figcaption').getByText(name) });
  }

  /** The scripts on the target that tell what it is busy with. */
  scripts() {
    const { stdout } = spawnSync('pgrep', ['-u', this.user, '-f', '^bash --norc -c'], { encoding: 'utf8' });
    // Not those of other tests, which have targets of their own, and not those that read the table besides: only the
    // monitor's has a pipe to wait on, open both ways (O_RDWR). What it forks for a moment is not another one.
    const waits = (pid) => {
      try {
        const flags = readFileSync(`/proc/${pid}/fdinfo/10`, 'utf8').match(/flags:\s+\d*(\d)/)[1];
        const isHere = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(` ${this.port}\0`);
        return isHere && flags === '2' && readlinkSync(`/proc/${pid}/fd/10`).startsWith('pipe:');
      } catch {
        return false;
      }
    };
    const found = stdout.split('\n').filter((pid) => pid && waits(pid));
    const parent = (pid) => spawnSync('ps', ['-o', 'ppid=', '-p', pid], { encoding: 'utf8' }).stdout.trim();
    return found.filter((pid) => !found.includes(parent(pid)));
  }

  async look() {
    const found = await new AxeBuilder({ page: this.page }).withTags(rules).analyze();
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
}

test('figures of the target come while the panel is open, and the script ends with it', async ({ monitor, page }) => {
  await monitor.open();
  const cores = availableParallelism();
  await expect(monitor.strip.locator('.cores rect.track')).toHaveCount(cores);
  await expect(monitor.figure(/CPU/)).toContainText(/load \d+\.\d\d \d+\.\d\d \d+\.\d\d/);
  const meminfo = await readFile('/proc/meminfo', 'utf8');
  const total = (Number(meminfo.match(/MemTotal: +(\d+)/)[1]) * 1024) / 1e9;
  await expect(monitor.figure(/Memory/)).toContainText(new RegExp(`of ${total < 9.95 ? total.toFixed(1) : total.toFixed(0)} GB`));
  await expect(monitor.figure(/Network/)).toContainText(/bit\/s/);
  await expect(monitor.figure(/Space/).locator('meter').first()).toHaveAttribute('value', /\d/);
  const label = cores === 1 ? /^1 core at/ : new RegExp(`^${cores} cores, core \\d+ at \\d+ percent$`);
  await expect(monitor.strip.locator('.cores')).toHaveAttribute('aria-label', label);
  expect(monitor.scripts()).toHaveLength(1);

  // What happens there is seen here.
  const drawn = monitor.figure(/Disk/).locator('path').nth(1);
  const before = await drawn.getAttribute('d');
  await expect.poll(() => drawn.getAttribute('d'), { timeout: 15_000 }).not.toBe(before);
  await monitor.element.getByRole('button', { name: 'Close the panel' }).click();
  await expect(monitor.element).toHaveCount(0);
  await expect.poll(() => monitor.scripts()).toEqual([]);

  // Opened again, what was there is there, and the line has a gap.
  await monitor.work.gate('p');
  await expect(monitor.figure(/Memory/)).toContainText('GB');
  await expect.poll(() => monitor.scripts()).toHaveLength(1);
  await page.close();
  await expect.poll(() => monitor.scripts()).toEqual([]);
});

test('standing still, and at another pace', async ({ monitor }) => {
  await monitor.open();
  const [first] = monitor.scripts();
  await monitor.element.getByText('still').click();
  await expect.poll(() => monitor.scripts()).toEqual([]);
  await expect(monitor.figure(/CPU/)).toContainText(/\d %/);
  await monitor.element.getByText('10 s').click();
  await expect.poll(() => monitor.scripts()).toHaveLength(1);
  expect(monitor.scripts()).not.toContain(first);
  await monitor.work.gate('e');
  await monitor.element.getByRole('checkbox', { name: 'readings too' }).check();
  const history = monitor.element.locator('.drawer .history tbody tr');
  await expect(history.filter({ hasText: 'Tell every 10 s' })).toHaveCount(1);
  const ended = history.filter({ hasText: 'Tell every 2 s' });
  await expect(ended).toHaveCount(1);
  await expect(ended.locator('.ok')).toHaveCount(1);
});

test('a figure is read large, by keyboard and by mouse', async ({ monitor, page }) => {
  await monitor.open();
  const cpu = monitor.figure(/CPU/).getByRole('button');
  await cpu.focus();
  await page.keyboard.press('Enter');
  await expect(monitor.slider).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d: CPU \d+ %$/);
  // Points come while it is open.
  await expect.poll(async () => Number(await monitor.slider.getAttribute('aria-valuemax')), { timeout: 15_000 }).toBeGreaterThan(2);
  await monitor.slider.focus();
  await page.keyboard.press('End');
  const end = await monitor.slider.getAttribute('aria-valuetext');
  await page.keyboard.press('Home');
  await expect(monitor.slider).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('ArrowRight');
  await expect(monitor.slider).toHaveAttribute('aria-valuenow', '1');
  const read = await monitor.slider.getAttribute('aria-valuetext');
  expect(read).not.toBe(end);
  await expect(monitor.dialog.locator('.legend thead')).toContainText(read.slice(0, 8));

  await monitor.dialog.getByText('60 min').click();
  await expect(monitor.dialog.locator('.times')).toContainText('−60 min');
  await monitor.dialog.getByRole('combobox').selectOption('Memory');
  await expect(monitor.dialog.locator('.legend')).toContainText('cache');
  const { x, y, width, height } = await monitor.slider.boundingBox();
  await page.mouse.move(x + width - 1, y + height / 2);
  await expect(monitor.slider).toHaveAttribute('aria-valuetext', /used \d.* [GM]B, cache/);
  await monitor.dialog.getByRole('combobox').selectOption('Space');
  await expect(monitor.dialog.getByRole('table')).toContainText('/');
  await page.keyboard.press('Escape');
  await expect(monitor.dialog).toHaveCount(0);
  await expect(cpu).toBeFocused();
});

test('a line that breaks holds the figures, and they go on', async ({ monitor, stand }) => {
  await monitor.open();
  const [script] = monitor.scripts();
  await stand.setLine('closed');
  await expect(monitor.strip).toHaveAttribute('data-state', 'away');
  await expect(monitor.element.getByRole('status').filter({ hasText: 'The line is down' })).toBeVisible();
  await stand.setLine('open');
  await expect(monitor.strip).not.toHaveAttribute('data-state', 'away', { timeout: 20_000 });
  expect(monitor.scripts()).toEqual([script]);
});

test('a script that was killed is said to be gone, and begun again', async ({ monitor }) => {
  await monitor.open();
  const [script] = monitor.scripts();
  execFileSync('kill', ['-KILL', script]);
  await expect(monitor.element).toContainText('The figures stand still.');
  await monitor.element.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => monitor.scripts()).toHaveLength(1);
  await expect(monitor.element).not.toContainText('The figures stand still.');
});

test('what a target calls its places is shown, and does nothing', async ({ monitor, shell }) => {
  const nasty = '/srv/<img src=x onerror=alert(1)>\u202etxt.exe';
  const lines = [
    'Filesystem 1024-blocks Used Available Capacity Mounted on',
    `/dev/sda1 5000000 4900000 100000 98% ${nasty}`,
    'frame 9',
    'end 9 0',
  ];
  const df = Buffer.from(`#!/bin/sh\ncat <<'END'\n${lines.join('\n')}\nEND\n`).toString('base64');
  // In the user's own home, by the user: nothing of it is to get any further.
  await shell.run(`mkdir ~/own && echo ${df} | base64 -d > ~/own/df && chmod +x ~/own/df && echo 'PATH=~/own:$PATH' >> ~/.bashrc`);
  await monitor.open();
  const space = monitor.figure(/Space/);
  await expect(space.locator('bdi')).toHaveText('/srv/<img src=x onerror=alert(1)>\u2426txt.exe');
  await expect(space.locator('meter')).toHaveClass(/warn/);
  await expect(monitor.strip.locator('img')).toHaveCount(0);
});

for (const [scheme, language, words] of [
  ['dark', 'en-US', ['CPU', 'Memory', 'Disk', 'Network', 'Space']],
  ['light', 'zh-CN', ['CPU', '内存', '磁盘', '网络', '空间']],
]) {
  test.describe(`in ${language}, ${scheme}`, () => {
    test.use({ colorScheme: scheme, locale: language });

    test('every state can be read and worked by everybody', async ({ monitor, page }) => {
      await monitor.open();
      await expect(monitor.figures.locator('figcaption button')).toHaveText(words);
      await monitor.look();
      await monitor.figure(words[2]).getByRole('button').click();
      await expect(monitor.slider).toBeVisible();
      await monitor.look();
      await monitor.dialog.getByRole('combobox').selectOption(words[4]);
      await monitor.look();
      await page.keyboard.press('Escape');
    });
  });
}
