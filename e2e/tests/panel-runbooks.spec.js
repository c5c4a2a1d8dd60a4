// Runbooks: written, kept, asked for their parameters, run on one target and on many; and scripts saved from the history.

import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, test as base } from '../support/test.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const GREET = `#!/usr/bin/env bash
# @runbook Greet
# @about Says hello, in a file too.
# @param name text = world
# @param times number(1..3) = 1
# @param token secret?
set -eu
printf 'hello %s\\n' "$1"
`;

const test = base.extend({
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'postern-runbooks-'));
    await use(directory);
    await rm(directory, { recursive: true, force: true });
  },

  panel: async ({ work, directory }, use) => {
    const page = work.page;
    const element = page.locator('.panel.runbooks');
    const panel = {
      page,
      element,
      list: element.locator('.runbook-list > li'),
      script: element.locator('.script'),
      alert: element.getByRole('alert'),
      rows: element.locator('table tbody tr'),
      details: element.locator('.result-details'),
      async open() {
        await work.gate('b');
        await expect(page.locator('#runbooks')).toBeFocused();
      },
      /** Takes these texts as files. */
      async take(...texts) {
        const files = await Promise.all(
          texts.map(async (text, number) => {
            const file = join(directory, `${number}.sh`);
            await writeFile(file, text);
            return file;
          }),
        );
        await element.locator('input[type="file"]').setInputFiles(files);
      },
      async saved(act) {
        const [download] = await Promise.all([page.waitForEvent('download'), act()]);
        return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
      },
    };
    await use(panel);
  },
});

/** Opens sessions of so many other targets, each in a tab of its own. */
async function connectTo(count, { page, stand, form }) {
  const before = await page.getByRole('tab').count();
  for (let number = 1; number <= count; number++) {
    const target = await stand.target('password');
    await page.keyboard.press('Control+,');
    await page.keyboard.press('c');
    await expect(page.locator('#host')).toBeEditable();
    await form.signIn(target);
    await expect(page.getByRole('tab')).toHaveCount(before + number);
    await expect(page.locator('.spot:not(.away) .xterm-screen')).toBeVisible();
  }
  await page.locator('.spot:not(.away) .xterm-screen').click();
}

test('a runbook is taken from a file, asked, read, run, and saved as it was', async ({ panel, page }) => {
  await panel.open();
  await expect(panel.element).toContainText('A runbook is a script with a name');
  await panel.take(GREET);
  await expect(panel.list).toHaveText(/Greet.*Says hello, in a file too\./s);
  const { name, text } = await panel.saved(() => panel.element.getByRole('button', { name: 'Save Greet as a file' }).click());
  expect([name, text]).toEqual(['greet.sh', GREET]);

  await page.locator('#runbooks').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(panel.element.getByLabel('name', { exact: true })).toBeFocused();
  await page.keyboard.type(`it's $(touch pwned)`);
  await panel.element.getByLabel('times').fill('9');
  await panel.element.getByLabel('token').fill('hunter2');
  await page.keyboard.press('Enter');
  await expect(panel.element.getByLabel('times')).toBeFocused();
  await expect(panel.element).toContainText('This has to be from 1 to 3.');
  await panel.element.getByLabel('times').fill('2');
  await page.keyboard.press('Enter');

  // It waits, with what was typed in sight, but for the secret.
  await expect(panel.script).toBeFocused();
  await expect(panel.script).toContainText(`set -- 'it'\\''s $(touch pwned)' 2 "$token"`);
  await expect(panel.script).not.toContainText('hunter2');
  await expect(panel.element.locator('.chip input')).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(panel.rows).toHaveCount(1);
  await expect(panel.rows).toContainText('exit 0');
  await expect(panel.details).toContainText(`hello it's $(touch pwned)`);
  expect(await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify(localStorage))).not.toContain('hunter2');

  // It is in the history of the session, like every script.
  await page.keyboard.press('Escape');
  await expect(panel.list).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await page.keyboard.press('e');
  await expect(page.locator('.drawer .history')).toContainText('Runbook Greet');
});

test('a runbook is written, refused where it is wrong, kept across a reload, and deleted', async ({ panel, page }) => {
  await panel.open();
  await panel.element.getByRole('button', { name: 'New runbook' }).click();
  await expect(panel.script).toBeFocused();
  const write = async (text) => {
    await panel.script.fill(text);
    await page.keyboard.press('Control+Enter');
  };
  await write('#!/bin/bash\n# @runbook Broken\n# @param PATH text\nid\n');
  await expect(panel.alert).toContainText('Line 3: “PATH” is no name of a parameter');
  await write('# @runbook Broken\nrm x \u202e# gnp.x\n');
  await expect(panel.alert).toContainText('Line 2: there is a character that nobody can see.');
  await write('# @runbook <b>Whole</b>\nid -un\n');
  await expect(panel.list).toHaveText(/<b>Whole<\/b>/);
  await expect(panel.alert).toBeHidden();
  await page.reload();
  await expect(page.locator('.xterm-screen').first()).toBeVisible();
  await page.getByRole('button', { name: 'Runbooks', exact: true }).first().click();
  await expect(panel.list).toHaveText(/<b>Whole<\/b>/);
  // Another of this name is no way to lose the first.
  await panel.take('# @runbook <b>Whole</b>\nrm -r /\n');
  await expect(panel.alert).toContainText('There is a runbook “<b>Whole</b>” already.');
  await panel.element.getByRole('button', { name: /^Delete/ }).click();
  await panel.element.getByRole('button', { name: /for good/ }).click();
  await expect(panel.list).toHaveCount(0);
});

test('many targets: who said the same, who differs, one that fails is run again alone', async ({ panel, page, stand, form, shell, directory }) => {
  execFileSync('chmod', ['777', directory]);
  await connectTo(2, { page, stand, form });
  await panel.open();
  // Where it runs, by the home of each; the first one differs, and fails until it may go on.
  await panel.take(`# @runbook Compare
set -eu
echo same
if [ "$HOME" = '${shell.target.home}' ]; then
  echo only here
  [ -e '${directory}/go' ] || { echo 'not yet' >&2; exit 3; }
fi
`);
  await panel.list.getByRole('button').first().click();
  for (const chip of await panel.element.locator('.chip input').all()) await chip.check();
  await panel.element.getByRole('button', { name: 'Run on 3 machines' }).click();
  await expect(panel.element.getByRole('status').first()).toContainText('2 done, 1 failed, 0 under way');
  await expect(panel.rows.nth(0)).toContainText('exit 3');
  await expect(panel.rows.nth(0).locator('.tag')).toHaveText('B');
  await expect(panel.rows.nth(1).locator('.tag')).toHaveText('A');
  await expect(panel.details.locator('mark')).toHaveText(['not yet', 'only here']);
  const { name, text } = await panel.saved(() => panel.element.getByRole('button', { name: 'Save the results' }).click());
  expect(name).toMatch(/^results-.*\.txt$/);
  expect(text).toMatch(/Compare, .*== \S+: exit 3, .* \[B\]\nsame\nonly here\n-- stderr\nnot yet\n/s);

  await writeFile(join(directory, 'go'), '');
  await panel.element.getByRole('button', { name: 'Run again where it failed' }).click();
  await expect(panel.element.getByRole('status').first()).toContainText('3 done, 0 failed, 0 under way');
  await expect(panel.rows.nth(0)).toContainText('exit 0');
});

test('eight run at a time, and one that ends makes room for the next', async ({ panel, page, stand, form, shell, directory }) => {
  test.slow();
  execFileSync('chmod', ['777', directory]);
  await connectTo(9, { page, stand, form });
  await panel.open();
  // Each goes on once somebody writes into its gate.
  await panel.take(`# @runbook Gates\nset -eu\ngate=$(mktemp -u '${directory}/XXXXXXXX')\nmkfifo -- "$gate"\nread -r line <"$gate"\n`);
  await panel.list.getByRole('button').first().click();
  for (const chip of await panel.element.locator('.chip input').all()) await chip.check();
  await panel.element.getByRole('button', { name: 'Run on 10 machines' }).click();
  const status = panel.element.getByRole('status').first();
  const waiting = panel.rows.filter({ hasText: 'in line' });
  const gates = async () => (await readdir(directory)).filter((name) => /^\w{8}$/.test(name));
  const open = (gate) => writeFile(join(directory, gate), 'go\n');
  await expect.poll(async () => (await gates()).length).toBe(8);
  await expect(status).toContainText('0 done, 0 failed, 10 under way');
  await expect(waiting).toHaveCount(2);
  const [first, ...others] = await gates();
  await open(first);
  await expect(status).toContainText('1 done, 0 failed, 9 under way');
  await expect(waiting).toHaveCount(1);
  await expect.poll(async () => (await gates()).length).toBe(9);
  for (const gate of others) await open(gate);
  await expect.poll(async () => (await gates()).length).toBe(10);
  for (const gate of await gates()) if (gate !== first && !others.includes(gate)) await open(gate);
  await expect(status).toContainText('10 done, 0 failed, 0 under way');
});

test('one that runs is stopped, with what it began', async ({ panel, page, directory }) => {
  execFileSync('chmod', ['777', directory]);
  await panel.open();
  await panel.take(`# @runbook Long\necho begun\nsleep 1000\ntouch '${directory}/on'\n`);
  await panel.list.getByRole('button').first().click();
  await expect(panel.script).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(panel.rows).toContainText('begun');
  await panel.element.getByRole('button', { name: 'Stop all' }).click();
  await expect(panel.rows).toContainText('ended by TERM');
  expect(await readdir(directory)).not.toContain('on');
});

const asRoot = test.extend({
  shell: async ({ form, terminal, stand }, use) => {
    const target = { ...(await stand.target('password', 'AllowUsers root\nPermitRootLogin yes')), user: 'root' };
    await form.open();
    await form.signIn(target);
    await terminal.prompt();
    await use(Object.assign(terminal, { target }));
  },
});

// OpenSSH before 9.8 passes no signals on to what root runs.
asRoot('one that root runs is stopped too, with what it began', async ({ panel, page, directory }) => {
  await panel.open();
  // Each holds the pipe open as long as it lives.
  execFileSync('mkfifo', [join(directory, 'alive')]);
  await panel.take(`# @runbook Long\nexec 3>'${directory}/alive'\nsleep 1000 &\necho begun\nsleep 1000\ntouch '${directory}/on'\n`);
  await panel.list.getByRole('button').first().click();
  await expect(panel.script).toBeFocused();
  await page.keyboard.press('Control+Enter');
  const alive = readFile(join(directory, 'alive'), 'utf8');
  await expect(panel.rows).toContainText('begun');
  await panel.element.getByRole('button', { name: 'Stop all' }).click();
  await expect(panel.rows).toContainText('ended by TERM');
  expect(await alive).toBe('');
  expect(await readdir(directory)).not.toContain('on');
});

test('scripts of the history become one file that runs by itself, and a runbook', async ({ panel, page, shell, work, directory }) => {
  execFileSync('chown', [`${shell.target.user}:`, directory]);
  await shell.run(`cd '${directory}'; printf '\\033]7;file://target${directory}\\007'`);
  await work.gate('f');
  await expect(page.locator('#files-list')).toBeFocused();
  const drawer = page.locator('.drawer');
  for (const name of ['one two', "it's"]) {
    await page.locator('#files-list').focus();
    await page.keyboard.press('n');
    await page.getByRole('dialog').locator('input').fill(name);
    await page.keyboard.press('Enter');
    await expect(drawer.locator('> summary')).toContainText(name);
    await expect(drawer.locator('> summary output')).toHaveText('exit 0');
  }
  for (const box of await drawer.locator('.history tbody input[type="checkbox"]').all()) await box.check();
  const { name, text } = await panel.saved(() => drawer.getByRole('button', { name: 'Save 2 as a script' }).click());
  expect(name).toMatch(/^postern-[-\d]+\.sh$/);
  for (const made of await readdir(directory)) await rm(join(directory, made), { recursive: true });
  const file = join(tmpdir(), name);
  await writeFile(file, text);
  execFileSync('bash', [file]);
  await rm(file);
  expect((await readdir(directory)).sort()).toEqual(["it's", 'one two']);

  await drawer.getByRole('button', { name: 'Save as runbook' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Make it');
  await page.keyboard.press('Enter');
  await expect(panel.script).toContainText('# @runbook Make it');
  await expect(panel.script).toContainText('mkdir --');
  await page.keyboard.press('Escape');
  await expect(panel.list).toHaveText(/Make it/);
});

for (const [scheme, language] of [['dark', 'en-US'], ['light', 'zh-CN']]) {
  test.describe(`${scheme}, ${language}`, () => {
    test.use({ colorScheme: scheme, locale: language });

    test(`runbooks have no fault that axe finds (${scheme}, ${language})`, async ({ panel, page }) => {
      const check = async () => {
        const found = await new AxeBuilder({ page }).withTags(rules).analyze();
        expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(', ')}`)).toEqual([]);
      };
      await panel.open();
      await panel.take(GREET);
      await expect(panel.list).toHaveCount(1);
      await check();
      await panel.list.getByRole('button').first().click();
      await panel.element.locator('#asked-1-field').fill('x');
      await page.keyboard.press('Enter');
      await expect(panel.element.locator('#asked-1-says')).toHaveText(/whole number|不是整数/);
      await check();
      await panel.element.locator('#asked-1-field').fill('1');
      await page.keyboard.press('Enter');
      await expect(panel.script).toBeFocused();
      await check();
      await page.keyboard.press('Control+Enter');
      await expect(panel.details).toContainText('hello world');
      await check();
    });
  });
}
