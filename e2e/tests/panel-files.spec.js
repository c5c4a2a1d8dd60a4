// The panel of files: what mouse and keyboard mean is a script, which runs on a real target and can be taken back.

import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, rules, test } from '../support/panel.js';

test('a directory is listed as it is, and walked through by keyboard and mouse', async ({ panel, directory }) => {
  await mkdir(join(directory, 'releases', 'old'), { recursive: true });
  await writeFile(join(directory, 'deploy.log'), 'x'.repeat(2100));
  await writeFile(join(directory, 'file10'), '');
  await writeFile(join(directory, 'file9'), '');
  await writeFile(join(directory, '.env'), '');
  await symlink('releases', join(directory, 'current'));
  await panel.open();
  await expect.poll(() => panel.names()).toEqual(['current', 'releases', 'deploy.log', 'file9', 'file10']);
  await expect(panel.row('deploy.log')).toContainText('2 kB');
  await expect(panel.row('deploy.log')).toContainText('-rw-r--r--');
  await expect(panel.row('current')).toContainText('→ releases');
  await expect(panel.foot).toContainText('5 items, 1 not shown');
  await expect(panel.foot).toContainText(/\d+(\.\d)? .?B free on/);

  await panel.press('.');
  await expect(panel.row('.env')).toBeVisible();
  await panel.press('ArrowDown', 'ArrowDown', 'Enter');
  await expect.poll(() => panel.names()).toEqual(['old']);
  await panel.press('Backspace');
  await expect(panel.row('releases')).toHaveAttribute('aria-selected', 'true');
  await panel.press('Alt+ArrowLeft');
  await expect.poll(() => panel.names()).toEqual(['old']);
  await panel.press('Alt+ArrowRight');
  await panel.row('releases').dblclick();
  await expect.poll(() => panel.names()).toEqual(['old']);
  const crumbs = panel.element.locator('.crumbs');
  await expect(crumbs).toHaveText(`${directory}/releases`);
  await expect(crumbs.locator('[aria-current]')).toHaveText('releases');

  await panel.element.getByRole('button', { name: 'Type where to go' }).click();
  await panel.page.keyboard.press('Control+a');
  await panel.page.keyboard.type('/etc/..//usr');
  await panel.page.keyboard.press('Enter');
  await expect(panel.row('bin')).toBeVisible();
  await crumbs.getByRole('button').first().click();
  await expect(panel.row('etc')).toBeVisible();
});

test('rows are sorted by a click, and narrowed down by what is typed', async ({ panel, directory }) => {
  await writeFile(join(directory, 'a'), 'x'.repeat(10));
  await writeFile(join(directory, 'b'), 'x'.repeat(30));
  await writeFile(join(directory, 'ab'), 'x'.repeat(20));
  await panel.open();
  await panel.list.getByRole('button', { name: 'Size' }).click();
  await expect.poll(() => panel.names()).toEqual(['b', 'ab', 'a']);
  await panel.press('/');
  await panel.page.keyboard.type('A');
  await expect.poll(() => panel.names()).toEqual(['ab', 'a']);
  await panel.page.keyboard.type('zz');
  await expect(panel.list).toContainText('No name in this folder has that in it.');
  await panel.page.keyboard.press('Escape');
  await expect.poll(() => panel.names()).toEqual(['b', 'ab', 'a']);
});

test('a file is renamed by a script that is shown, and by another one back again', async ({ panel, directory }) => {
  const before = "it's $(touch pwned)\n-rf";
  await writeFile(join(directory, before), 'content');
  await panel.open();
  await panel.press('ArrowDown', 'F2');
  await panel.rename('safe name');
  await expect(panel.row('safe name')).toBeVisible();
  await expect(panel.state).toHaveText('exit 0');
  await expect(panel.script).toContainText("mv -n -- 'it'\\''s $(touch pwned)");
  await expect(panel.page.locator('.status .last-script')).toContainText(/mv -n --.*exit 0/s);
  expect(await readdir(directory)).toEqual(['safe name']);

  await panel.drawer.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => readdir(directory)).toEqual([before]);
  expect(await readFile(join(directory, before), 'utf8')).toBe('content');

  // What was changed by hand has no way back that is known.
  await panel.history.last().getByRole('button', { name: 'Rename' }).click();
  await panel.script.fill('echo changed');
  await panel.page.keyboard.press('Control+Enter');
  await expect(panel.says).toContainText('changed');
  await expect(panel.state).toHaveText('exit 0');
  await expect(panel.drawer.locator('> menu').getByRole('button', { name: 'Undo' })).toHaveCount(0);
  // And what ran before stands in the history as it ran.
  await panel.history.last().getByRole('button', { name: 'Rename' }).click();
  await expect(panel.script).toContainText("mv -n -- ");
});

test('a name that is taken is left alone, and the person is told', async ({ panel, directory }) => {
  await writeFile(join(directory, 'a'), 'first');
  await writeFile(join(directory, 'b'), 'second');
  await panel.open();
  await panel.row('a').click();
  await panel.press('F2');
  await panel.rename('b');
  await expect(panel.state).toHaveText('exit 1');
  await expect(panel.drawer).toHaveAttribute('data-state', 'failed');
  await expect(panel.says).toContainText('b exists already');
  await expect(panel.says).toContainText('Choose another name.');
  expect(await readFile(join(directory, 'b'), 'utf8')).toBe('second');
});

test('what goes into the trash comes back', async ({ panel, directory }) => {
  await mkdir(join(directory, 'folder'));
  await writeFile(join(directory, 'folder', 'inside'), 'kept');
  await writeFile(join(directory, '--help'), '');
  await panel.open();
  await panel.press('Control+a', 'Delete');
  await expect.poll(() => readdir(directory)).toEqual([]);
  await expect(panel.list).toContainText('Nothing is in this folder.');
  await expect(panel.drawer.locator('> summary strong')).toHaveText('Put 2 items into the trash');
  await panel.history.first().getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => readdir(directory)).toEqual(['--help', 'folder']);
  expect(await readFile(join(directory, 'folder', 'inside'), 'utf8')).toBe('kept');
});

test('what cannot be taken back waits, and says what it would touch', async ({ panel, directory }) => {
  await mkdir(join(directory, 'folder'));
  for (const name of ['x', 'y', 'z']) await writeFile(join(directory, 'folder', name), name);
  await writeFile(join(directory, '$(reboot).log'), '');
  await writeFile(join(directory, 'stays'), '');
  await panel.open();
  await panel.row('folder').click();
  await panel.row('$(reboot).log').click({ modifiers: ['Control'] });
  await panel.press('Shift+Delete');
  await expect(panel.drawer).toHaveAttribute('data-state', 'asks');
  await expect(panel.drawer.locator('> summary')).toContainText('waits for you');
  await expect(panel.says.locator('tr')).toHaveText([/^folder4 files\d+ kB$/, /^\$\(reboot\)\.logfile0 B$/]);
  expect((await readdir(directory)).length).toBe(3);

  // Esc takes it away; asked again, Ctrl+Enter in the drawer does it.
  await panel.script.focus();
  await panel.page.keyboard.press('Escape');
  expect((await readdir(directory)).length).toBe(3);
  await panel.press('Shift+Delete');
  await panel.script.focus();
  await panel.page.keyboard.press('Control+Enter');
  await expect.poll(() => readdir(directory)).toEqual(['stays']);
  await expect.poll(() => panel.names()).toEqual(['stays']);
});

test('files are copied and moved by keys and by the mouse', async ({ panel, directory }) => {
  await mkdir(join(directory, 'to'));
  await writeFile(join(directory, 'a.tar.gz'), 'a');
  await writeFile(join(directory, 'b'), 'b');
  await panel.open();
  await panel.row('a.tar.gz').click();
  await panel.press('Control+c', 'Control+v');
  await expect(panel.row('a copy.tar.gz')).toBeVisible();
  await panel.press('l');
  await expect(panel.row('a copy 2.tar.gz')).toContainText(`→ ${directory}/a.tar.gz`);
  await panel.drawer.getByRole('button', { name: 'Undo' }).first().click();
  await expect(panel.row('a copy 2.tar.gz')).toHaveCount(0);
  await panel.row('a copy.tar.gz').click();
  await panel.press('Control+x');
  await panel.row('to').dblclick();
  await expect(panel.list).toContainText('Nothing is in this folder.');
  await panel.press('Control+v');
  await expect(panel.row('a copy.tar.gz')).toBeVisible();
  await panel.press('Backspace');
  await panel.row('b').dragTo(panel.row('to'));
  await expect.poll(() => readdir(join(directory, 'to'))).toEqual(['a copy.tar.gz', 'b']);
  expect((await readdir(directory)).sort()).toEqual(['a.tar.gz', 'to']);
});

test('what a name cannot be is refused before anything runs', async ({ panel, directory }) => {
  await panel.open();
  await panel.press('n');
  await panel.dialog.locator('input').fill('a/b');
  await panel.page.keyboard.press('Enter');
  await expect(panel.dialog).toContainText('no slash in it');
  await panel.dialog.locator('input').fill('new folder');
  await panel.page.keyboard.press('Enter');
  await expect(panel.row('new folder')).toBeVisible();
  expect(await readdir(directory)).toEqual(['new folder']);
});

test('the script can be changed before it runs, copied, and typed into the terminal', async ({ panel, directory, shell }) => {
  await writeFile(join(directory, 'a'), '');
  await panel.open();
  await panel.row('a').click();
  await panel.press('Shift+Delete');
  await expect(panel.drawer).toHaveAttribute('data-state', 'asks');
  await panel.script.fill("echo 'not deleted'; echo why >&2; exit 7\n");
  await panel.page.keyboard.press('Control+Enter');
  await expect(panel.state).toHaveText('exit 7');
  await expect(panel.says).toContainText('not deleted');
  await expect(panel.says).toContainText('why');
  expect(await readdir(directory)).toEqual(['a']);

  await panel.script.fill('echo typed');
  await panel.drawer.getByRole('button', { name: 'Send to terminal' }).click();
  await shell.shows('$ echo typed');
  expect(await shell.everything()).not.toMatch(/^typed/m);
});

test('a script that runs is stopped with everything it began', async ({ panel, directory }) => {
  await writeFile(join(directory, 'a'), '');
  await panel.open();
  await panel.row('a').click();
  await panel.press('Shift+Delete');
  await panel.script.fill(`echo begun; sleep 4217 & echo $! > '${directory}/pid'; wait`);
  await panel.page.keyboard.press('Control+Enter');
  await expect(panel.says).toContainText('begun');
  await expect(panel.state).toHaveText('running');
  const pid = (await readFile(join(directory, 'pid'), 'utf8')).trim();
  await panel.drawer.getByRole('button', { name: 'Stop' }).click();
  await expect(panel.state).toHaveText(/ended by TERM/);
  await expect.poll(() => lstat(`/proc/${pid}`).then(() => 'there', () => 'gone')).toBe('gone');
});

test('a script runs on while the line is down, and says how it ended', async ({ panel, directory, stand }) => {
  await writeFile(join(directory, 'a'), '');
  await panel.open();
  await panel.row('a').click();
  await panel.press('Shift+Delete');
  await panel.script.fill(`echo begun; while [ ! -e '${directory}/go' ]; do sleep 0.05; done; echo over`);
  await panel.page.keyboard.press('Control+Enter');
  await expect(panel.says).toContainText('begun');
  await stand.setLine('reset');
  await expect(panel.state).toHaveText('runs on; the line is down');
  await writeFile(join(directory, 'go'), '');
  await stand.setLine('open');
  await expect(panel.state).toHaveText('exit 0');
  await expect(panel.says).toContainText('over');
});

test('what the person may not do is said, with the way through sudo', async ({ panel, directory }) => {
  await writeFile(join(directory, 'a'), '');
  await panel.open();
  execFileSync('chown', ['root:root', directory]);
  await panel.row('a').click();
  await panel.press('Delete');
  await expect(panel.state).toHaveText('exit 1');
  await expect(panel.says).toContainText('Run it through sudo?');
  await panel.drawer.getByRole('button', { name: 'Run through sudo' }).click();
  await expect(panel.script).toContainText(new RegExp(`sudo -n mv -n --[\\s\\\\]+${directory}/a\\b`));
  expect(await readdir(directory)).toEqual(['a']);
});

test('a folder that may not be read, and one that is gone, say so', async ({ panel, directory }) => {
  await mkdir(join(directory, 'closed'));
  await mkdir(join(directory, 'open'));
  await panel.open();
  execFileSync('chown', ['root:root', join(directory, 'closed')]);
  await chmod(join(directory, 'closed'), 0o700);
  await panel.row('closed').dblclick();
  await expect(panel.element).toContainText('This user may not read this folder.');
  await panel.element.getByRole('button', { name: /^Back/ }).click();
  await expect(panel.row('open')).toBeVisible();
  await rm(join(directory, 'open'), { recursive: true });
  await panel.row('open').dblclick();
  await expect(panel.element).toContainText('This folder is not there any more.');
});

test('names from a hostile target are text, and move nothing', async ({ panel, directory }) => {
  await writeFile(join(directory, '<img src=x onerror=alert(1)>'), '');
  await writeFile(join(directory, '\u202egnp.exe'), '');
  await writeFile(join(directory, 'a\x1b[2Jb\nc'), '');
  execFileSync('bash', ['-c', `cd '${directory}' && touch $'bad\\xff'`]);
  await panel.open();
  for (const name of ['<img src=x onerror=alert(1)>', '␦gnp.exe', 'a␛[2Jb␊c', 'bad\ufffd']) {
    await expect(panel.row(name)).toBeVisible();
  }
  // What is not UTF-8 is as good a name as any.
  await panel.row('bad\ufffd').click();
  await panel.press('Delete');
  await expect(panel.row('bad\ufffd')).toHaveCount(0);
  await expect(panel.script).toContainText(`'bad'"$(printf '\\377')"`);
  await panel.drawer.getByRole('button', { name: 'Undo' }).first().click();
  await expect(panel.row('bad\ufffd')).toBeVisible();
});

test('thousands of files scroll, and the cursor goes to the last one', async ({ panel, directory }) => {
  execFileSync('bash', ['-c', `cd '${directory}' && seq -f 'file%g' 5000 | xargs touch`]);
  await panel.open();
  await expect(panel.foot).toContainText('5000 items');
  expect(await panel.rows.count()).toBeLessThan(100);
  await panel.press('End');
  await expect(panel.row('file5000')).toBeVisible();
  await expect(panel.row('file5000')).toHaveAttribute('aria-selected', 'true');
  await panel.press('Home');
  await expect(panel.row('file1')).toBeVisible();
});

test('files from the computer go where they are dropped', async ({ panel, directory }) => {
  await mkdir(join(directory, 'inbox'));
  await panel.open();
  const data = await panel.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['hello'], 'note.txt'));
    return data;
  });
  await panel.row('inbox').dispatchEvent('dragover', { dataTransfer: data });
  await panel.row('inbox').dispatchEvent('drop', { dataTransfer: data });
  await expect.poll(() => readFile(join(directory, 'inbox', 'note.txt'), 'utf8').catch(() => '')).toBe('hello');
});

test('the panel goes where the terminal goes, where the person wants that', async ({ panel, directory, shell }) => {
  await mkdir(join(directory, 'deep', 'er'), { recursive: true });
  await panel.open();
  await panel.element.getByRole('button', { name: 'More' }).click();
  await panel.menu.getByRole('menuitemcheckbox', { name: 'Follow the terminal' }).click();
  await panel.page.locator('.pane .terminal-host').click();
  await shell.run(`cd deep; printf '\\033]7;file://target${directory}/deep\\007'`);
  await expect(panel.row('er')).toBeVisible();
  // And the terminal goes where the panel is: the line is typed, and Enter is left to the person.
  await panel.row('er').click({ button: 'right' });
  await panel.menu.getByRole('menuitem', { name: 'Go here in the terminal' }).click();
  await shell.shows(`$ cd -- ${directory}/deep/er`);
});

test('every script that ran is in the history, to be found and shown again', async ({ panel, directory }) => {
  await writeFile(join(directory, 'a'), '');
  await panel.open();
  for (const name of ['first', 'second']) {
    await panel.press('n');
    await panel.answer(name);
    await expect(panel.row(name)).toBeVisible();
  }
  await expect(panel.history).toHaveText([/Make folder second/, /Make folder first/]);
  const search = panel.drawer.getByRole('searchbox', { name: 'Search the scripts that ran' });
  await search.fill('FIRST');
  await expect(panel.history).toHaveText([/Make folder first/]);
  await panel.history.getByRole('button', { name: 'Make folder first' }).click();
  await expect(panel.script).toContainText('mkdir -- first');
  await search.fill('');
  await panel.drawer.getByRole('checkbox', { name: 'readings too' }).check();
  await expect(panel.history.filter({ hasText: 'List ' }).first()).toBeVisible();
});

test('leaving the page while a script runs asks first', async ({ panel, directory, page }) => {
  await writeFile(join(directory, 'a'), '');
  await panel.open();
  await panel.row('a').click();
  await panel.press('Shift+Delete');
  await panel.script.fill('echo begun; sleep 4218');
  await page.keyboard.press('Control+Enter');
  await expect(panel.says).toContainText('begun');
  const asked = page.waitForEvent('dialog');
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await closing;
  await panel.drawer.getByRole('button', { name: 'Stop' }).click();
  await expect(panel.state).toHaveText(/ended by TERM/);
});

for (const [scheme, language] of [['dark', 'en-US'], ['light', 'zh-CN']]) {
  test.describe(() => {
    test.use({ colorScheme: scheme, locale: language });

    test(`the panel has no fault that axe finds (${scheme}, ${language})`, async ({ panel, directory, page }) => {
      await mkdir(join(directory, 'folder'));
      await writeFile(join(directory, 'a'), 'text');
      await symlink('nowhere', join(directory, 'broken'));
      await panel.open();
      const look = async (what) => {
        const found = await new AxeBuilder({ page }).withTags(rules).analyze();
        expect(found.violations.map(({ id, nodes }) => [what, id, nodes.map(({ html }) => html)])).toEqual([]);
      };
      await look('list');
      await panel.row('a').click();
      await panel.press('Shift+Delete');
      await expect(panel.says.locator('tr')).toHaveCount(1);
      await look('drawer');
      await panel.row('a').click({ button: 'right' });
      await expect(panel.menu).toBeVisible();
      await look('menu');
      await page.keyboard.press('Escape');
      await panel.press('Alt+Enter');
      await expect(panel.dialog).toBeVisible();
      await look('properties');
    });
  });
}
