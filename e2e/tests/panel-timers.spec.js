// Timers that are made, changed and deleted; units and crontabs of the system as text.

import AxeBuilder from '@axe-core/playwright';

import { rules } from '../support/panel.js';
import { expect, test } from '../support/services.js';

const path = '/etc/systemd/system';

test('a timer is made by keyboard, runs what was typed, and is gone when it is taken back', async ({ page, busy, machine }) => {
  const dialog = page.getByRole('dialog');
  const field = (name) => dialog.getByLabel(name);
  await busy.open('Services');
  await busy.panel.getByRole('button', { name: 'Timers' }).click();
  await expect(busy.row('nightly')).toHaveCount(1);
  await page.keyboard.press('n');
  await expect(field('Name')).toBeFocused();
  await page.keyboard.type('--now;id');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('A name has letters, digits and - _ . in it');
  await field('Name').fill('greet');
  await field('Command').fill(`x=$(id -un); printf '%s\\n' "$x" '%H' "it's" >/run/greeted`);
  await field('Again every').fill('0s');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('A time span is written 15min');
  await field('Again every').fill('');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(busy.row('greet')).toContainText('waiting');
  expect(machine.inside('systemctl is-enabled greet.timer')).toBe('enabled');
  machine.inside('systemctl start greet.service');
  expect(machine.inside('cat /run/greeted')).toBe("root\n%H\nit's");
  await busy.drawer.getByText('Undo').click();
  await expect(busy.row('greet')).toHaveCount(0);
  expect(machine.inside(`ls ${path} | grep -c greet || true`)).toBe('0');
});

test('a timer runs at another time, systemd says which is none, and a deleted one waits', async ({ page, busy, machine }) => {
  const dialog = page.getByRole('dialog');
  await busy.open('Services');
  await busy.panel.getByRole('button', { name: 'Timers' }).click();
  await busy.menu('nightly', /systemctl enable/);
  await expect(busy.row('nightly')).toContainText('waiting');
  const change = async (times) => {
    await busy.choose('nightly');
    await page.keyboard.press('F2');
    await dialog.getByLabel('At these times').fill(times);
    await page.keyboard.press('Enter');
  };
  await change('25:99');
  await expect(busy.drawer).toContainText('Failed to parse calendar');
  expect(machine.inside(`ls ${path}`)).not.toContain('nightly.timer.d');
  await change('*-*-* 04:30');
  await expect.poll(() => machine.inside(`cat ${path}/nightly.timer.d/override.conf 2>&1 || true`)).toBe(
    '[Timer]\nOnCalendar=\nOnCalendar=*-*-* 04:30',
  );
  await expect(busy.row('nightly')).toContainText('4:30');
  await busy.drawer.getByText('Undo').click();
  await expect(busy.row('nightly')).not.toContainText('4:30');

  await busy.choose('nightly');
  await page.keyboard.press('Shift+Delete');
  await expect(busy.drawer.locator('.touches')).toContainText(`${path}/nightly.service`);
  expect(machine.inside(`ls ${path}`)).toContain('nightly.timer');
  await busy.drawer.getByRole('button', { name: /on/ }).filter({ hasText: 'Delete' }).click();
  await expect(busy.row('nightly')).toHaveCount(0);
  expect(machine.inside(`ls ${path}`)).not.toContain('nightly');
});

test('a unit is edited as text, and its manager reads it anew where the person wants that', async ({ page, busy, machine }) => {
  const editor = busy.panel.locator('.editor');
  const text = editor.locator('.cm-content');
  const reload = async () => {
    await expect(busy.drawer.locator('[contenteditable]')).toHaveText('set -eu\nsystemctl daemon-reload\n');
    await busy.drawer.getByRole('button', { name: /^Run on/ }).click();
  };
  machine.inside("printf '[Service]\\nExecStart=/bin/true\\n' >/run/units/shipped.service");
  machine.inside('systemctl daemon-reload; systemctl start sleeper');
  await busy.open('Services');
  await busy.choose('sleeper');
  await page.keyboard.press('e');
  await expect(text).toBeFocused();
  await expect(text).toContainText('WantedBy=multi-user.target');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('[Unit]\nDescription=Sleeps well\n');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toContainText('is not saved');
  await page.keyboard.press('Escape');
  await expect(text).toBeFocused();
  await page.keyboard.press('Control+s');
  await reload();
  expect(machine.inside(`tail -1 ${path}/sleeper.service`)).toBe('Description=Sleeps well');
  await text.focus();
  await page.keyboard.press('Escape');
  await expect(busy.list).toBeFocused();
  await expect(busy.row('sleeper')).toContainText('Sleeps well');

  // What came with the system is overridden.
  await busy.choose('shipped');
  await page.keyboard.press('e');
  await expect(text).toBeFocused();
  await expect(text).toHaveText('');
  await page.keyboard.type('[Unit]\nDescription=Mine now');
  await page.keyboard.press('Control+s');
  await reload();
  await expect.poll(() => machine.inside('systemctl show -P Description shipped')).toBe('Mine now');
});

test('a crontab of the system is edited as text, and its jobs as rows', async ({ page, busy, machine }) => {
  machine.inside("rm -f /etc/cron.d/*; printf '@daily root x $(touch /run/pwned)\\n' >/etc/cron.d/some");
  await busy.open('Services');
  await busy.panel.getByRole('button', { name: 'Cron', exact: true }).click();
  await busy.list.getByText('x $(touch /run/pwned)').click();
  await page.keyboard.press('F2');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Schedule').fill('5 4 * * *');
  await page.keyboard.press('Enter');
  await expect.poll(() => machine.inside('cat /etc/cron.d/some')).toBe('5 4 * * * root x $(touch /run/pwned)');
  await expect(busy.list).toContainText('5 4 * * *');
  await busy.list.getByText('5 4 * * *').click();
  await page.keyboard.press('e');
  const text = busy.panel.locator('.editor .cm-content');
  await expect(text).toContainText('5 4 * * *');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('@reboot root y');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+s');
  await expect.poll(() => machine.inside('tail -1 /etc/cron.d/some')).toBe('@reboot root y');
  await page.keyboard.press('Escape');
  await expect(busy.list).toContainText('@reboot');
});

test.describe(() => {
  test.use({ services: 'scripts' });

  test('a script of init.d begins with the machine, or not', async ({ busy, machine }) => {
    machine.inside(`mkdir -p /etc/rc{0,1,2,3,4,5,6,S}.d; cat >/etc/init.d/probe <<'SCRIPT'
#!/bin/sh
### BEGIN INIT INFO
# Provides: probe
# Required-Start:
# Required-Stop:
# Default-Start: 2 3
# Default-Stop:
### END INIT INFO
exit 3
SCRIPT
chmod +x /etc/init.d/probe`);
    await busy.open('Services');
    await busy.menu('probe', /update-rc.d/);
    await expect(busy.row('probe')).toContainText('2 3');
    await busy.menu('probe', /update-rc.d/);
    await expect(busy.row('probe')).toContainText('off');
    await busy.drawer.getByText('Undo').click();
    await expect(busy.row('probe')).toContainText('2 3');
  });
});

test.describe(() => {
  test.use({ colorScheme: 'light', locale: 'zh-CN' });

  test('a timer is made in Chinese, and everybody can read how', async ({ page, busy, machine }) => {
    const holds = async (part) => {
      const { violations } = await new AxeBuilder({ page }).include(part).withTags(rules).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    };
    await busy.open('服务');
    await busy.panel.getByRole('button', { name: '定时器' }).click();
    await busy.menu('nightly', /新建定时器/);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('备份');
    await page.keyboard.press('Enter');
    await expect(dialog).toContainText('名称只能包含字母、数字和 - _ .。');
    await holds('dialog');
    await dialog.getByLabel('名称').fill('backup');
    await dialog.getByLabel('用途').fill('每天备份 100%');
    await dialog.getByLabel('命令').fill('true');
    await page.keyboard.press('Enter');
    await expect(busy.row('backup')).toHaveCount(1);
    expect(machine.inside('systemctl show -P Description backup.timer')).toBe('每天备份 100%');
    await busy.choose('backup');
    await page.keyboard.press('e');
    await expect(busy.panel.locator('.editor .cm-content')).toContainText('每天备份 100%%');
    await holds('.panel.system .editor');
  });
});
