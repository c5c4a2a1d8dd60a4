// The workspace at work, with real programs on a real target.

import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test as base } from '../support/test.js';

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));

const test = base.extend({
  /** A shell in a directory with something in it, that says where it is. */
  shell: async ({ shell }, use) => {
    const home = await shell.run('mktemp -d');
    await shell.run(`mkdir ${home}/app && cd ${home}/app && ${project}`);
    await settle(shell, 'web-01', home);
    await use(Object.assign(shell, { home }));
  },

  /** Takes a picture of the page. */
  picture: async ({ page }, use) =>
    use(async (name) => {
      // The pointer's own marks are not for the picture.
      await page.mouse.move(0, 0);
      await page.evaluate(() => document.fonts.ready);
      await mkdir(images, { recursive: true });
      await page.screenshot({ path: join(images, `${name}.png`), animations: 'disabled' });
    }),
});

const project = [
  'mkdir -p releases/2026-11-1{4,8} shared logs',
  'ln -s releases/2026-11-18 current',
  'printf "listen 443\\n" > deploy.env',
  "printf '#!/bin/bash\\nset -eu\\n' > rollback.sh",
  'chmod +x rollback.sh',
  'truncate -s 8M releases/2026-11-18/bundle.tar.zst',
  'for i in $(seq 400); do echo "2026-11-21T14:0$((i % 10)) request $i GET /api/orders $((i * 37 % 300)) ms $((i % 17 ? 200 : 502))"; done > logs/app.log',
].join(' && ');

const runbooks = [
  [
    'switch.sh',
    `#!/usr/bin/env bash
# @runbook 切换版本
# @about 把 current 指向一个版本，然后让 nginx 重新读取配置。
# @param release path = /srv/app/releases/2026-11-18
# @param service choice(nginx|caddy)
# @param keep number(1..9) = 3
set -euo pipefail
release=$1 service=$2 keep=$3

test -d "$release"
ln -sfn -- "$release" /srv/app/current
sudo -n systemctl reload -- "$service"
# 旧的版本
cd /srv/app/releases
ls -1dt -- */ | tail -n +"$((keep + 1))"
`,
  ],
  ['space.sh', '#!/usr/bin/env bash\n# @runbook 磁盘空间\n# @about 哪些文件系统快满了。\ndf -h --output=target,pcent,avail -x tmpfs\n'],
];

/** Gives a shell the prompt and the title of a machine, and an empty screen. */
async function settle(shell, machine, home) {
  await shell.type(`cd ${home}/app; HOME=${home}; PS1='\\[\\e[32m\\]ops@${machine}\\[\\e[0m\\]:\\w\\$ '; PROMPT_COMMAND='printf "\\e]0;${machine}\\a\\e]7;file://${machine}$PWD\\a"'; clear\n`);
  await expect(shell.page.locator('.pane .title', { hasText: machine }).first()).toBeVisible();
}

async function line(shell, text) {
  await shell.type(`${text}\n`);
  // Programs that stay have no end to wait for.
  await shell.page.waitForTimeout(600);
}

test.describe('dark', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 1280, height: 800 } });

  test('the panel of files, with a deletion that waits', async ({ page, work, shell, picture }) => {
    await line(shell, 'touch -- -rf "\\$(reboot).log" 旧备份.tar.zst; ls -lgo --color=always');
    await work.gate('f');
    const rows = page.locator('#files-list');
    await rows.getByRole('row', { name: /^releases/ }).click();
    for (const name of ['-rf', '$(reboot).log', '旧备份.tar.zst']) {
      await rows.getByRole('row', { name }).click({ modifiers: ['Control'] });
    }
    await rows.press('Shift+Delete');
    await expect(page.locator('.drawer .touches tr')).toHaveCount(4);
    await picture('panel-files');
  });

  test('the monitor and the processes, with some that are to end', async ({ page, work, shell, picture }) => {
    const programs = ['nginx: master process /usr/sbin/nginx', ...Array(4).fill('nginx: worker process'), 'nginx: cache manager process'];
    for (const program of programs) await line(shell, `( exec -a '${program}' sleep 600 & )`);
    await line(shell, 'clear; ls -lgo --color=always');
    await work.gate('p');
    const list = page.locator('#board-list');
    await expect(list).toBeFocused();
    await page.keyboard.press('/');
    await page.keyboard.type('nginx');
    await page.keyboard.press('Enter');
    const worker = list.getByRole('row', { name: /worker/ });
    await expect(worker).toHaveCount(4);
    // A minute's beginning of charts.
    await page.waitForTimeout(24_000);
    await worker.nth(0).click();
    await worker.nth(1).click({ modifiers: ['Control'] });
    await list.press('Delete');
    await expect(page.locator('.drawer .touches')).toContainText('worker');
    await picture('panel-processes');
    // The panel has the keyboard.
    execFileSync('pkill', ['-u', shell.target.user, '-f', '^nginx: ']);
  });

  test('panes, side by side', async ({ page, work, shell, picture }) => {
    await line(shell, 'ls -lgo --color=always');
    const log = await work.split('|');
    await settle(log, 'web-01 log', shell.home);
    await line(log, 'grep --color=always -n " 502" logs/app.log | tail -n 12; tail -f logs/app.log');
    const top = await work.split('-');
    await settle(top, 'web-01 top', shell.home);
    await line(top, 'top -d 2');
    await page.waitForTimeout(2500);
    await work.shown.nth(0).click();
    await line(shell, 'df -h /; cat deploy.env; uptime');
    await picture('workspace');
  });

  test('files on their way', async ({ page, work, shell, stand, picture }) => {
    await line(shell, 'ls -lgo --color=always');
    const drop = async (files) => {
      const dataTransfer = await page.evaluateHandle((files) => {
        const data = new DataTransfer();
        for (const [name, size] of files) data.items.add(new File([new Uint8Array(size)], name));
        return data;
      }, files);
      for (const kind of ['dragenter', 'dragover', 'drop']) await work.panes.first().dispatchEvent(kind, { dataTransfer });
    };
    await drop([['nginx.conf', 1_840], ['deploy.env', 412]]);
    await expect(page.locator('#transfers li[data-phase="failed"]')).toBeVisible();
    await stand.setLine({ slow: 3_000_000 });
    await drop([['site-2.41.1.tar.zst', 64_000_000], ['vm-104-disk-0.qcow2', 48_000_000], ['备份 2026-11.sql.gz', 9_000_000]]);
    await work.gate('T');
    await expect(page.locator('#transfers li', { hasText: 'site-2' })).toContainText('left');
    await page.waitForTimeout(1500);
    await picture('files');
  });

  test('the palette', async ({ page, work, shell, picture }) => {
    await line(shell, 'ls -lgo --color=always');
    await work.split('|');
    await work.gate(':');
    await page.keyboard.type('sp');
    await picture('palette');
  });
});

test.describe('light, in Chinese', () => {
  test.use({ colorScheme: 'light', locale: 'zh-CN', viewport: { width: 1280, height: 800 } });

  test('a runbook asks for its parameters', async ({ page, work, shell, picture }) => {
    await line(shell, 'ls -lgo --color=always');
    await work.gate('b');
    await page.locator('.panel.runbooks input[type="file"]').setInputFiles(
      runbooks.map(([name, text]) => ({ name, mimeType: 'text/x-shellscript', buffer: Buffer.from(text) })),
    );
    const list = page.locator('.runbook-list > li');
    await expect(list).toHaveCount(runbooks.length);
    await list.first().getByRole('button').first().click();
    await page.keyboard.press('Enter');
    await expect(page.locator('.panel.runbooks .script')).toBeFocused();
    await picture('panel-runbooks-zh');
  });

  test('sent to all', async ({ page, work, shell, picture }) => {
    for (const [key, machine] of [['|', 'web-02'], ['-', 'web-03']]) {
      const pane = await work.split(key);
      await settle(pane, machine, shell.home);
    }
    await work.gate('a');
    await page.keyboard.type('uptime; grep -c " 502" logs/app.log');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(800);
    await page.keyboard.type('sudo systemctl reload nginx');
    await picture('send-to-all-zh');
  });
});

test.describe('on a phone', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the keys it lacks', async ({ shell, picture }) => {
    await line(shell, 'ls --color=always');
    await line(shell, 'tail -n 5 logs/app.log');
    await picture('phone');
  });
});
