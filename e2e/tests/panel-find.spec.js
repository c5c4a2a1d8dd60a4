// The panel of files beyond the list: archives, times, search, disk usage, and what is read of sizes and digests.

import { createHash } from 'node:crypto';
import { lstat, mkdir, readFile, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { PanelOnPage, expect, rules, test as base } from '../support/panel.js';

class FinderOnPage extends PanelOnPage {
  constructor(work, shell, directory) {
    super(work, shell, directory);
    this.hunt = this.element.locator('.hunt');
    this.found = this.page.locator('#files-found');
    this.hits = this.found.locator('tr[aria-rowindex]');
  }

  async undo() {
    await this.drawer.getByRole('button', { name: 'Undo' }).first().click();
  }

  async search(text) {
    const field = this.hunt.getByRole('searchbox');
    await expect(field).toBeFocused();
    await field.fill(text);
    await this.page.keyboard.press('Enter');
  }
}

const test = base.extend({
  panel: async ({ work, shell, directory }, use) => {
    await use(new FinderOnPage(work, shell, directory));
  },
});

test('files are packed by a dialog, and unpacked into a folder of their own', async ({ panel, directory }) => {
  await mkdir(join(directory, 'site'));
  await writeFile(join(directory, 'site', "it's $(id)"), 'content');
  await writeFile(join(directory, 'notes'), 'notes');
  await panel.open();
  await panel.press('Control+a', 'z');
  await expect(panel.dialog.getByLabel('Name of the archive')).toBeFocused();
  await panel.page.keyboard.press('Control+a');
  await panel.page.keyboard.type('a/b');
  await expect(panel.dialog.getByRole('button', { name: 'Pack' })).toBeDisabled();
  await panel.dialog.getByLabel('Name of the archive').fill('site');
  await panel.dialog.getByText('.tar.zst').click();
  await expect(panel.dialog).toContainText('Makes site.tar.zst.');
  await panel.dialog.getByText('.tar.gz').click();
  await panel.page.getByLabel('Name of the archive').press('Enter');
  await expect(panel.row('site.tar.gz')).toBeVisible();
  await expect(panel.script).toContainText('tar -czf site.tar.gz -- site notes');

  // The folder it would be named after is there: another name is taken.
  await panel.row('site.tar.gz').click({ button: 'right' });
  const line = panel.menu.getByRole('menuitem', { name: 'Unpack' });
  await expect(line).toContainText('tar -x');
  await line.click();
  await expect(panel.row('site copy')).toBeVisible();
  expect(await readFile(join(directory, 'site copy', 'site', "it's $(id)"), 'utf8')).toBe('content');
  await panel.undo();
  await expect(panel.row('site copy')).toHaveCount(0);

  // Of what is no archive nothing can be unpacked.
  await panel.row('notes').click({ button: 'right' });
  await expect(panel.menu).toBeVisible();
  await expect(panel.menu.getByRole('menuitem', { name: 'Unpack' })).toHaveCount(0);
});

test('an archive that is taken or broken is said, and leaves nothing behind', async ({ panel, directory }) => {
  await writeFile(join(directory, 'a'), 'a');
  await writeFile(join(directory, 'a.tar.gz'), 'no archive');
  await panel.open();
  await panel.row('a').click();
  await panel.press('z');
  await panel.dialog.getByRole('button', { name: 'Pack' }).click();
  await expect(panel.says).toContainText('a.tar.gz exists already');
  await writeFile(join(directory, 'b.tar.gz'), 'no archive');
  await panel.press('g');
  await panel.row('b.tar.gz').click();
  await panel.press('x');
  await expect(panel.state).toHaveText(/exit [12]/);
  expect((await readdir(directory)).sort()).toEqual(['a', 'a.tar.gz', 'b.tar.gz']);
});

test('the time of a file is set where its permissions are, and comes back', async ({ panel, directory }) => {
  await writeFile(join(directory, 'old'), '');
  await utimes(join(directory, 'old'), 1_000_000_000, 1_000_000_000);
  await panel.open();
  await panel.row('old').click();
  await panel.press('Alt+Enter');
  await panel.dialog.getByLabel('Modified').fill('2020-02-29T12:34:56');
  await panel.page.keyboard.press('Enter');
  await expect(panel.row('old')).toContainText('2020-02-29 12:34');
  await expect(panel.script).toContainText(/touch -chm -d @\d+ -- old/);
  await panel.undo();
  await expect.poll(async () => (await lstat(join(directory, 'old'))).mtimeMs).toBe(1e12);
});

test('files are found by name, and Enter goes to them', async ({ panel, directory }) => {
  await mkdir(join(directory, 'deep', 'er'), { recursive: true });
  for (const name of ['Site.log', 'deep/er/site <b>', 'deep/other', '.site']) await writeFile(join(directory, name), '');
  await panel.open();
  await panel.press('Control+f');
  await panel.search('site');
  await expect(panel.hits).toHaveText([/^Site\.log/, /^site <b>deep\/er/], { ignoreCase: false });
  await expect(panel.hunt).toContainText('2 found');
  await expect(panel.page.locator('.status .last-script')).toContainText(/find .*-iname '\*site\*'/);
  await panel.page.keyboard.press('ArrowDown');
  await expect(panel.found).toBeFocused();
  await panel.page.keyboard.press('End');
  await expect(panel.hits.last()).toHaveAttribute('aria-selected', 'true');
  await panel.page.keyboard.press('Enter');
  await expect(panel.list).toBeFocused();
  await expect(panel.row('site <b>')).toHaveAttribute('aria-selected', 'true');

  // What was found is still there, and another search begins where one is.
  await panel.press('Control+f');
  await expect(panel.hits).toHaveCount(2);
  await panel.search('*.log');
  await expect(panel.hunt).toContainText('Nothing was found.');
  await panel.page.keyboard.press('Escape');
  await expect(panel.list).toBeFocused();
});

test('lines are found by what they hold, and hostile ones are text', async ({ panel, directory }) => {
  await mkdir(join(directory, 'etc'));
  await writeFile(join(directory, 'etc', 'app.conf'), `# one\nListen 80 ${'x'.repeat(9000)}\n\u202eListen <img src=x onerror=alert(1)>\n`);
  await writeFile(join(directory, 'binary'), 'Listen\0');
  await writeFile(join(directory, '.hidden'), 'listen\n');
  await panel.open();
  await panel.press('Control+f');
  await panel.hunt.getByText('Text', { exact: true }).click();
  await panel.hunt.getByRole('searchbox').focus();
  await panel.search('listen');
  await expect(panel.hits).toHaveCount(2);
  await expect(panel.hits.first()).toContainText(/app\.confetc2Listen 80 x+…/);
  await expect(panel.hits.last()).toContainText('␦Listen <img src=x onerror=alert(1)>');
  await expect(panel.hits.first().locator('mark')).toHaveText('Listen');
  await panel.hunt.getByLabel('Hidden too').check();
  await panel.hunt.getByRole('button', { name: 'Search' }).click();
  await expect(panel.hits).toHaveCount(3);
  await panel.hunt.getByText('Regex').click();
  await panel.hunt.getByRole('searchbox').focus();
  await panel.search('a(');
  await expect(panel.hunt).toContainText('Unmatched (');
});

test('results come while it still looks, and Stop ends it', async ({ panel }) => {
  await panel.open();
  await panel.press('Control+f');
  // Every process of the machine has a directory here, with far more in it than is shown.
  await panel.page.keyboard.press('Escape');
  await panel.element.getByRole('button', { name: 'Type where to go' }).click();
  await panel.page.keyboard.press('Control+a');
  await panel.page.keyboard.type('/proc');
  await panel.page.keyboard.press('Enter');
  await expect(panel.element.locator('.crumbs')).toHaveText('/proc');
  await panel.press('Control+f');
  await panel.search('*');
  await expect(panel.hits.first()).toBeVisible();
  await expect(panel.hunt).toContainText(/10000 found; there are more/);
  expect(await panel.hits.count()).toBeLessThan(120);
  await panel.page.keyboard.press('ArrowDown');
  await panel.page.keyboard.press('End');
  await expect(panel.found).toHaveAttribute('aria-activedescendant', 'found-9999');
  await expect(panel.page.locator('#found-9999')).toBeVisible();

  // What a person ends stays as far as it came.
  await panel.hunt.getByText('Text', { exact: true }).click();
  await panel.hunt.getByRole('searchbox').focus();
  await panel.search('zzz no file holds this');
  await expect(panel.hunt.getByRole('button', { name: 'Stop' })).toBeVisible();
  await panel.hunt.getByRole('button', { name: 'Stop' }).click();
  await expect(panel.hunt).toContainText('then stopped');
});

test('disk usage lies by size, with bars, and goes with the person', async ({ panel, directory }) => {
  await mkdir(join(directory, 'big', 'inner'), { recursive: true });
  await writeFile(join(directory, 'big', 'inner', 'data'), Buffer.alloc(300_000, 'x'));
  await writeFile(join(directory, 'middle'), Buffer.alloc(100_000, 'x'));
  await writeFile(join(directory, 'small'), 'x');
  await panel.open();
  await panel.press('s');
  await expect.poll(() => panel.names()).toEqual(['big', 'middle', 'small']);
  await expect(panel.row('big')).toContainText(/3\d\d kB/);
  await expect(panel.row('big').locator('meter')).toHaveAttribute('value', '1');
  expect(Number(await panel.row('middle').locator('meter').getAttribute('value'))).toBeLessThan(0.5);
  await expect(panel.foot).toContainText(/\d+ kB in all/);
  await panel.press('Home', 'Enter');
  await expect(panel.row('inner')).toContainText(/3\d\d kB/);
  await panel.press('Backspace');
  await expect(panel.row('big')).toContainText(/3\d\d kB/);
  await panel.press('s');
  await expect(panel.list.locator('meter')).toHaveCount(0);
});

test('sizes and digests are a table, and a digest can be copied', async ({ panel, directory, page }) => {
  const name = 'a <b>\n';
  await writeFile(join(directory, name), 'abc');
  await writeFile(join(directory, 'b'), Buffer.alloc(50_000, 'x'));
  await panel.open();
  await panel.press('Control+a');
  await panel.rows.first().click({ button: 'right' });
  await panel.menu.getByRole('menuitem', { name: 'SHA-256' }).click();
  const digest = createHash('sha256').update('abc').digest('hex');
  const one = panel.says.locator('.digests li').filter({ hasText: digest });
  await expect(one.locator('bdi')).toHaveText('a <b>␊');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await one.getByRole('button').click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(digest);
  await panel.press('Control+a');
  await panel.rows.first().click({ button: 'right' });
  await panel.menu.getByRole('menuitem', { name: 'Disk usage du -sh' }).click();
  await expect(panel.says.locator('.sizes tr')).toHaveText([/^b\d\d kB$/, /^a <b>␊\d+(\.\d)? kB$/, /^In all\d\d kB$/]);
});

test('a name is typed where it stands, and Esc leaves it', async ({ panel, directory }) => {
  await writeFile(join(directory, 'notes.txt'), '');
  await panel.open();
  await panel.row('notes.txt').click();
  await panel.press('F2');
  const field = panel.list.getByRole('textbox', { name: 'Rename' });
  await expect(field).toBeFocused();
  await expect.poll(() => field.evaluate((field) => [field.selectionStart, field.selectionEnd])).toEqual([0, 5]);
  await panel.page.keyboard.type('u/v');
  await panel.page.keyboard.press('Enter');
  await expect(panel.list.getByRole('alert')).toContainText('no slash');
  await panel.page.keyboard.press('Escape');
  await expect(panel.row('notes.txt')).toBeVisible();
  await expect(panel.list).toBeFocused();
  await panel.press('F2');
  await panel.page.keyboard.type('read me');
  await panel.page.keyboard.press('Enter');
  await expect(panel.row('read me.txt')).toBeVisible();
  expect(await readdir(directory)).toEqual(['read me.txt']);
});

test('what was cut stays cut until it was pasted', async ({ panel, directory }) => {
  await mkdir(join(directory, 'to'));
  for (const name of ['a', 'b']) await writeFile(join(directory, name), '');
  await panel.open();
  await panel.row('a').click();
  await panel.press('Control+x');
  await expect(panel.foot).toContainText('1 cut, to be pasted');
  await panel.row('b').dragTo(panel.row('to'));
  await expect(panel.row('b')).toHaveCount(0);
  await expect(panel.foot).toContainText('1 cut, to be pasted');
  await panel.row('to').dblclick();
  await expect(panel.row('b')).toBeVisible();
  await panel.press('Control+v');
  await expect(panel.row('a')).toBeVisible();
  await expect(panel.foot).not.toContainText('to be pasted');
});

for (const [scheme, language] of [['dark', 'en-US'], ['light', 'zh-CN']]) {
  test.describe(() => {
    test.use({ colorScheme: scheme, locale: language });

    test(`search, packing and disk usage have no fault that axe finds (${scheme}, ${language})`, async ({ panel, directory, page }) => {
      await mkdir(join(directory, '文件夹'));
      await writeFile(join(directory, '文件夹', '日志.log'), '错误：找不到\n');
      await symlink('nowhere', join(directory, 'broken'));
      await panel.open();
      const look = async (what) => {
        // A colour on its way to another is not the one that is to be read.
        await page.evaluate(() => {
          const moving = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
          return Promise.allSettled(moving.map(({ finished }) => finished)).then(() => {});
        });
        const found = await new AxeBuilder({ page }).withTags(rules).analyze();
        expect(found.violations.map(({ id, nodes }) => [what, id, nodes.map(({ html }) => html)])).toEqual([]);
      };
      await panel.press('s');
      await expect(panel.row('文件夹').locator('meter')).toBeVisible();
      await look('usage');
      await panel.press('s', 'Home', 'F2');
      await expect(panel.list.getByRole('textbox')).toBeFocused();
      await look('rename');
      await page.keyboard.press('Escape');
      await panel.press('Home', 'z');
      await expect(panel.dialog).toBeVisible();
      await look('pack');
      await page.keyboard.press('Escape');
      await panel.press('Control+f');
      await panel.hunt.locator('.segmented label').nth(1).click();
      await panel.hunt.getByRole('searchbox').focus();
      await panel.search('找不到');
      await expect(panel.hits).toHaveText([/日志\.log文件夹1错误：找不到/]);
      await look('search');
    });
  });
}
