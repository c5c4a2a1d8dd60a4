// The panel of what a machine is busy with, on a machine whose systemd or OpenRC really runs.

import { expect, test as base } from './test.js';

export { expect };

export const test = base.extend({
  /** What starts the services of the machine. */
  services: ['systemd', { option: true }],

  machine: async ({ stand, services }, use) => use(await stand.machine(services)),

  /** The panel, on a session of root's. */
  busy: async ({ page, form, terminal, machine }, use) => {
    for (const [name, text] of Object.entries(units)) machine.inside(`printf '%s\n' '${text}' >'/etc/systemd/system/${name}'`);
    await form.open();
    await form.signIn(machine);
    await terminal.prompt();
    await use(new Busy(page, machine));
  },
});

const units = {
  'sleeper.service': `[Unit]
Description=Sleeps <img src=x onerror=alert(1)> \u202e
[Service]
ExecStart=/bin/sh -c "echo begun; exec sleep 1000"
[Install]
WantedBy=multi-user.target`,
  'needy.service': '[Unit]\nRequires=sleeper.service\nAfter=sleeper.service\n[Service]\nExecStart=/bin/sleep 1000',
  'broken.service': '[Service]\nType=oneshot\nExecStart=/bin/false',
  'nightly.service': '[Service]\nType=oneshot\nExecStart=/bin/touch /run/ran',
  'nightly.timer': '[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target',
};

export class Busy {
  constructor(page, machine) {
    Object.assign(this, { page, machine });
    this.panel = page.locator('.panel.system');
    this.list = page.locator('#board-list');
    this.drawer = this.panel.locator('.drawer');
    this.reader = this.panel.locator('.reader');
  }

  async open(topic) {
    this.machine.inside('[ ! -d /run/systemd/system ] || systemctl daemon-reload');
    await this.page.keyboard.press('Control+,');
    await this.page.keyboard.press('p');
    await expect(this.list).toBeFocused();
    // Of its group, the subject shown last stands for the others until it is open.
    await this.panel.getByRole('button', { name: topic }).click();
    await expect(this.panel.getByRole('button', { name: topic })).toHaveAttribute('aria-pressed', 'true');
    await expect(this.list).toBeFocused();
  }

  row(name) {
    // What it is for may follow.
    const names = this.page.locator('td.key').getByText(new RegExp(`^${name.replace(/[$().]/g, '\\$&')}( |$)`));
    return this.list.locator('tbody tr[aria-rowindex]').filter({ has: names });
  }

  async choose(name) {
    await this.row(name).click();
    await expect(this.row(name)).toHaveAttribute('aria-selected', 'true');
  }

  async menu(name, item) {
    await this.row(name).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: item }).click();
  }
}
