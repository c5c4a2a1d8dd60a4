// Services, timers and logs of machines whose systemd or OpenRC really runs.

import AxeBuilder from '@axe-core/playwright';

import { rules } from '../support/panel.js';
import { expect, test } from '../support/services.js';

test('services are listed, and one of them starts, runs and stops', async ({ page, busy, machine }) => {
  await busy.open('Services');
  await expect(busy.row('sleeper')).toContainText('dead');
  await busy.choose('needy');
  await page.keyboard.press('s');
  await expect(busy.drawer.locator('[contenteditable]')).toHaveText('set -eu\nsystemctl start -- needy.service\n');
  expect(machine.inside('systemctl is-active needy || true')).toBe('inactive');
  await busy.drawer.getByRole('button', { name: /^Run on/ }).click();
  await expect(busy.row('needy')).toContainText('running');
  await expect(busy.row('sleeper')).toContainText('running');
  await expect(busy.row('sleeper')).toContainText('Sleeps <img src=x onerror=alert(1)>');

  await busy.choose('sleeper');
  await page.keyboard.press('Delete');
  await expect(busy.drawer.locator('.touches')).toContainText('needy.service');
  await expect(busy.drawer.locator('.touches')).toContainText('sleep 1000');
  await busy.drawer.getByRole('button', { name: /^Run on/ }).click();
  await expect(busy.row('sleeper')).toContainText('dead');
  expect(machine.inside('systemctl is-active needy || true')).toBe('inactive');
});

test('what fails to start says why, and stands among what failed', async ({ page, busy }) => {
  await busy.open('Services');
  await busy.panel.getByText('failed', { exact: true }).first().click();
  await expect(busy.panel).toContainText('Nothing here is “failed”.');
  await busy.panel.getByRole('button', { name: /^Show all \d+$/ }).click();
  await busy.choose('broken');
  await page.keyboard.press('s');
  await busy.drawer.getByRole('button', { name: /^Run on/ }).click();
  await expect(busy.drawer).toContainText('Job for broken.service failed');
  await busy.panel.getByText('failed', { exact: true }).first().click();
  await expect(busy.row('broken')).toHaveCount(1);
  await expect(busy.row('sleeper')).toHaveCount(0);
});

test('a service is enabled at once, and Undo takes it back', async ({ busy, machine }) => {
  await busy.open('Services');
  await busy.menu('sleeper', /systemctl enable/);
  await expect(busy.row('sleeper')).toContainText('enabled');
  expect(machine.inside('systemctl is-enabled sleeper')).toBe('enabled');
  await busy.drawer.getByText('Undo').click();
  await expect(busy.row('sleeper')).toContainText('disabled');
  expect(machine.inside('systemctl is-enabled sleeper || true')).toBe('disabled');
});

test('Enter follows the journal of a service, and its files can be read', async ({ page, busy, machine }) => {
  await busy.open('Services');
  await busy.choose('sleeper');
  await page.keyboard.press('Enter');
  await expect(busy.reader).toContainText('running');
  machine.inside('systemctl start sleeper');
  await expect(busy.reader).toContainText(']: begun');
  machine.inside('systemctl stop sleeper; systemctl start sleeper');
  await expect(busy.reader).toContainText(/: begun[^]*: begun/);
  await page.keyboard.press('Escape');
  await expect(busy.list).toBeFocused();
  await busy.menu('sleeper', /systemctl cat/);
  await expect(busy.reader).toContainText('WantedBy=multi-user.target');
});

test('a timer is enabled and counts, and what it begins can begin now', async ({ page, busy, machine }) => {
  await busy.open('Services');
  await busy.panel.getByRole('button', { name: 'Timers' }).click();
  await expect(busy.row('nightly')).toContainText('dead');
  await busy.menu('nightly', /systemctl enable/);
  await expect(busy.row('nightly')).toContainText('waiting');
  await expect(busy.row('nightly')).toContainText(/\d:\d\d/);
  await busy.choose('nightly');
  await page.keyboard.press('s');
  await busy.drawer.getByRole('button', { name: /^Run on/ }).click();
  await expect.poll(() => machine.inside('ls /run/ran 2>&1 || true')).toBe('/run/ran');
});

test('a log of any name is followed, and only what is looked for', async ({ page, busy, machine }) => {
  machine.inside("printf 'one\ntwo words\n' >'/var/log/$(touch pwned) a.log'");
  await busy.open('Services');
  await busy.panel.getByRole('button', { name: 'Logs' }).click();
  await busy.row('$(touch pwned) a.log').dblclick();
  await expect(busy.reader).toContainText('two words');
  machine.inside("printf 'three\n' >>'/var/log/$(touch pwned) a.log'");
  await expect(busy.reader).toContainText('three');
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill('two W');
  await page.keyboard.press('Enter');
  await expect(busy.reader).toContainText('two words');
  await expect(busy.reader).not.toContainText('three');
  expect(machine.inside('find / -name pwned -not -path "/proc/*" 2>/dev/null | head -1')).toBe('');
});

test.describe(() => {
  test.use({ services: 'openrc' });

  test('services of OpenRC start, and come with their runlevels', async ({ page, busy, machine }) => {
    machine.inside(`cat >/etc/init.d/probe <<'SCRIPT'
#!/sbin/openrc-run
command=/bin/sleep
command_args=1000
command_background=true
pidfile=/run/probe.pid
SCRIPT
chmod +x /etc/init.d/probe; rc-update --update; rc-update add probe default`);
    await busy.open('Services');
    await expect(busy.row('probe')).toContainText('stopped');
    await expect(busy.row('probe')).toContainText('default');
    await busy.choose('probe');
    await page.keyboard.press('s');
    await expect(busy.drawer.locator('[contenteditable]')).toHaveText('set -eu\nrc-service probe start\n');
    await busy.drawer.getByRole('button', { name: /^Run on/ }).click();
    await expect(busy.row('probe')).toContainText('started');
  });
});

for (const [colorScheme, locale, words] of [
  ['dark', 'en-US', { services: 'Services', timers: 'Timers', logs: 'Logs', start: 'Start' }],
  ['light', 'zh-CN', { services: '服务', timers: '定时器', logs: '日志', start: '启动' }],
]) {
  test.describe(() => {
    test.use({ colorScheme, locale });

    test(`services, timers and logs can be read by everybody (${locale})`, async ({ page, busy, machine }) => {
      const holds = async (part) => {
        const { violations } = await new AxeBuilder({ page }).include(part).withTags(rules).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
      };
      machine.inside('systemctl start sleeper nightly.timer; systemctl start broken 2>&1 || true');
      await busy.open(words.services);
      await busy.choose('sleeper');
      await holds('.panel.system');
      await page.keyboard.press('ContextMenu');
      await expect(page.getByRole('menuitem', { name: `${words.start} systemctl start` })).toBeVisible();
      await holds('.panel.system');
      await page.keyboard.press('Escape');
      await busy.panel.getByRole('button', { name: words.timers }).click();
      await busy.choose('nightly');
      await holds('.panel.system');
      await busy.panel.getByRole('button', { name: words.logs }).click();
      await busy.choose('journal');
      await page.keyboard.press('f');
      await expect(page.getByRole('dialog')).toBeVisible();
      await holds('dialog');
    });
  });
}
