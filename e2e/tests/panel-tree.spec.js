// The tree of folders beside the list of files, and the trash.

import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, rules, test } from '../support/panel.js';

/** The tree on the page of a panel. */
class TreeOnPage {
  constructor(panel) {
    this.page = panel.page;
    this.panel = panel;
    this.element = panel.page.locator('#files-tree');
    this.items = this.element.getByRole('treeitem');
    this.here = this.element.locator('[aria-current="true"]');
    this.cursor = this.element.locator('.cursor');
  }

  /** The rows of this name. */
  row(name) {
    return this.items.filter({ has: this.page.locator('bdi').getByText(name, { exact: true }) });
  }

  /** What is in the folder where the person is: its rows are one deeper. */
  async below() {
    const level = Number(await this.here.getAttribute('aria-level')) + 1;
    return this.element.locator(`[aria-level="${level}"] > bdi`).allTextContents();
  }

  async open() {
    await this.panel.press('t');
    await expect(this.element).toBeFocused();
    await expect(this.here).toHaveText(this.panel.directory.split('/').pop());
  }

  /** Holds what the mouse has taken up over a row: the browser says so when it moves within it. */
  async hold(name) {
    // Readings of other folders may still come, and move the row; and it may lie below what is in sight.
    await expect(async () => {
      await this.row(name).evaluate((row) => row.scrollIntoView({ block: 'nearest' }));
      const { x, y, height } = await this.row(name).boundingBox();
      for (const step of [0, 1, 2]) await this.page.mouse.move(x + 8 + step, y + height / 2);
      await expect(this.row(name)).toHaveClass(/drop/, { timeout: 500 });
    }).toPass();
  }

  turn(name) {
    return this.row(name).locator('.twist').click();
  }
}

test('a tree opens the way to the list, goes where it is clicked, and follows', async ({ panel, directory, page }) => {
  await mkdir(join(directory, 'releases', 'old', 'deep'), { recursive: true });
  await mkdir(join(directory, '.hidden'));
  await mkdir(join(directory, 'empty'));
  await symlink('releases', join(directory, 'current'));
  await writeFile(join(directory, 'file'), '');
  await panel.open();
  const tree = new TreeOnPage(panel);
  await expect(tree.element).toHaveCount(0);
  await panel.element.getByRole('button', { name: 'Tree of folders (t)' }).click();
  await expect(tree.here).toHaveAttribute('aria-level', String(directory.split('/').length));
  await tree.here.locator('.twist').click();
  await expect.poll(() => tree.below()).toEqual(['current', 'empty', 'releases']);
  await expect(tree.row('current')).toHaveAttribute('aria-posinset', '1');
  await expect(tree.row('current')).toHaveAttribute('aria-setsize', '3');

  await tree.row('releases').click();
  await expect.poll(() => panel.names()).toEqual(['old']);
  await expect(tree.here).toHaveText('releases');
  await expect(panel.list).toBeFocused();
  await panel.row('old').dblclick();
  await expect(tree.here).toHaveText('old');
  await expect(tree.row('releases')).toHaveAttribute('aria-expanded', 'true');
  await panel.press('Backspace', 'Backspace');
  await expect(tree.here).toHaveText(directory.split('/').pop());
  await tree.turn('empty');
  await expect(tree.row('empty')).not.toHaveAttribute('aria-expanded');

  // Its readings stand in the history like any, and hidden folders are as in the list.
  await panel.press('.');
  await expect.poll(() => tree.below()).toEqual(['.hidden', 'current', 'empty', 'releases']);
  await page.locator('.status .last-script').click();
  await panel.drawer.getByLabel('readings too').check();
  await expect(panel.history.filter({ hasText: 'Folders in' }).first()).toBeVisible();

  // Only rows in sight are on the page, and this one stands among however many beside it.
  await tree.element.evaluate((list) => list.scrollTo(0, 0));
  await expect(tree.items.first()).toHaveAccessibleName('Home');

  // It is remembered.
  await page.reload();
  await panel.shell.state('live');
  await panel.work.gate('f');
  await expect(tree.element).toBeVisible();
  await panel.press('t');
  await expect(tree.element).toHaveCount(0);
});

test.describe(() => {
  test.use({ locale: 'zh-CN' });

  test('keys go through the tree as through any', async ({ panel, directory, page }) => {
    await mkdir(join(directory, 'alpha', 'inner'), { recursive: true });
    await mkdir(join(directory, 'archive'));
    await mkdir(join(directory, 'beta'));
    await panel.open();
    const tree = new TreeOnPage(panel);
    await tree.open();
    await expect(tree.element).toHaveAccessibleName('文件夹');
    await expect(tree.items.first()).toBeAttached();
    const at = (text) => expect(tree.cursor).toHaveText(text);
    const keys = async (...all) => {
      for (const key of all) await page.keyboard.press(key);
    };
    await at(directory.split('/').pop());
    await keys('ArrowRight');
    await expect(tree.row('beta')).toBeVisible();
    await keys('ArrowRight');
    await at('alpha');
    await keys('ArrowDown');
    await at('archive');
    await page.keyboard.type('be');
    await at('beta');
    await keys('ArrowUp');
    // On past the end and round: whatever else lies beside this directory hardly begins so.
    await page.keyboard.type('alph');
    await at('alpha');
    await keys('ArrowRight');
    await expect(tree.row('inner')).toBeVisible();
    await keys('ArrowRight');
    await at('inner');
    await expect(tree.cursor).toHaveAttribute('id', await tree.element.getAttribute('aria-activedescendant'));
    await keys('ArrowLeft', 'ArrowLeft');
    await expect(tree.row('inner')).toHaveCount(0);
    await keys('ArrowLeft');
    await at(directory.split('/').pop());
    await keys('Home');
    await at('主目录');
    await keys('Escape');
    await expect(panel.list).toBeFocused();
    await keys('Shift+Tab');
    await expect(tree.element).toBeFocused();
    await page.keyboard.type('alp');
    await keys('Enter');
    await expect.poll(() => panel.names()).toEqual(['inner']);
    await expect(panel.list).toBeFocused();
  });
});

test('what deeds make of folders stands in the tree', async ({ panel, directory }) => {
  await mkdir(join(directory, 'one', 'in'), { recursive: true });
  await mkdir(join(directory, 'two'));
  await panel.open();
  const tree = new TreeOnPage(panel);
  await tree.open();
  await tree.here.locator('.twist').click();
  await tree.turn('one');
  await expect(tree.row('in')).toBeVisible();
  await panel.press('n');
  await panel.answer('new');
  await expect.poll(() => tree.below()).toEqual(['new', 'one', 'two']);
  await panel.row('new').click();
  await panel.press('F2');
  await panel.rename('renamed');
  await expect.poll(() => tree.below()).toEqual(['one', 'renamed', 'two']);
  await panel.row('renamed').click();
  await panel.press('Delete');
  await expect.poll(() => tree.below()).toEqual(['one', 'two']);
  await panel.drawer.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => tree.below()).toEqual(['one', 'renamed', 'two']);

  // Moved below a folder that is open: both ends are read again.
  await panel.row('two').dragTo(tree.row('one'));
  await expect.poll(() => readdir(join(directory, 'one'))).toEqual(['in', 'two']);
  await expect.poll(() => tree.below()).toEqual(['one', 'renamed']);
  await expect(tree.row('two')).toHaveAttribute('aria-level', await tree.row('in').getAttribute('aria-level'));
});

test('rows are dropped on the tree, which opens what they are held over', async ({ panel, directory, page }) => {
  await mkdir(join(directory, 'target', 'deep'), { recursive: true });
  await writeFile(join(directory, 'moved'), 'm');
  await writeFile(join(directory, 'copied'), 'c');
  await panel.open();
  const tree = new TreeOnPage(panel);
  await tree.open();
  await tree.here.locator('.twist').click();
  await panel.row('copied').hover();
  await page.mouse.down();
  await tree.hold('target');
  await expect(tree.row('deep')).toBeVisible();
  await page.keyboard.down('Control');
  await tree.hold('deep');
  await page.mouse.up();
  await page.keyboard.up('Control');
  await expect.poll(() => readdir(join(directory, 'target', 'deep'))).toEqual(['copied']);
  expect((await readdir(directory)).sort()).toEqual(['copied', 'moved', 'target']);
  await panel.row('moved').dragTo(tree.row('target'));
  await expect.poll(() => readdir(join(directory, 'target'))).toEqual(['deep', 'moved']);
  await expect(panel.script).toContainText('mv -n --');
  await expect(tree.element.locator('.drop')).toHaveCount(0);
});

test('names from a hostile target are text, and what cannot be read says so in place', async ({ panel, directory }) => {
  await mkdir(join(directory, '<img src=x onerror=alert(1)>'));
  await mkdir(join(directory, '\u202egnp'));
  await mkdir(join(directory, '$(touch pwned)'));
  await mkdir(join(directory, 'a\nb', 'inside'), { recursive: true });
  await mkdir(join(directory, 'closed', 'within'), { recursive: true });
  await panel.open();
  execFileSync('chown', ['-R', 'root:root', join(directory, 'closed')]);
  await chmod(join(directory, 'closed'), 0o711);
  const tree = new TreeOnPage(panel);
  await tree.open();
  await tree.here.locator('.twist').click();
  for (const name of ['<img src=x onerror=alert(1)>', '␦gnp', '$(touch pwned)', 'a␊b']) {
    await expect(tree.row(name)).toBeVisible();
  }
  await tree.turn('a␊b');
  await expect(tree.row('inside')).toBeVisible();
  await tree.turn('closed');
  await expect(tree.row('closed')).toContainText('cannot be read');
  await expect(tree.row('closed')).toHaveAttribute('aria-expanded', 'false');
  // The way through it is shown, and once it may be read, so is what is in it.
  await panel.element.getByRole('button', { name: 'Type where to go' }).click();
  await panel.page.keyboard.press('Control+a');
  await panel.page.keyboard.type(`${directory}/closed/within`);
  await panel.page.keyboard.press('Enter');
  await expect(tree.here).toHaveText('within');
  await chmod(join(directory, 'closed'), 0o755);
  await panel.press('g');
  await expect(tree.row('closed')).not.toContainText('cannot be read');
});

test('thousands of folders are in the tree, and few of them in the document', async ({ panel, directory, page }) => {
  execFileSync('bash', ['-c', `cd '${directory}' && seq -f 'folder%g' 3000 | xargs mkdir`]);
  await panel.open();
  const tree = new TreeOnPage(panel);
  await tree.open();
  await page.keyboard.press('ArrowRight');
  await expect(tree.row('folder1')).toHaveAttribute('aria-setsize', '3000');
  expect(await tree.items.count()).toBeLessThan(120);
  await page.keyboard.type('folder2999');
  await expect(tree.cursor).toHaveText('folder2999');
  await expect(tree.cursor).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(panel.list).toContainText('Nothing is in this folder.');
  await expect(tree.here).toHaveText('folder2999');
});

test('where there is no room the tree lies over the list until something is chosen', async ({ panel, directory, page }) => {
  await mkdir(join(directory, 'folder'));
  await panel.open();
  const tree = new TreeOnPage(panel);
  await page.setViewportSize({ width: 390, height: 780 });
  // The panel learns its width with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await tree.open();
  await page.keyboard.press('Escape');
  await expect(tree.element).toHaveCount(0);
  await expect(panel.list).toBeFocused();
  await tree.open();
  await page.mouse.click(375, 300);
  await expect(tree.element).toHaveCount(0);
  await tree.open();
  await page.keyboard.press('ArrowRight');
  await tree.row('folder').click();
  await expect(tree.element).toHaveCount(0);
  await expect(panel.element.locator('.crumbs [aria-current="page"]')).toHaveText('folder');
  // Once there is room again it is as it was.
  await page.setViewportSize({ width: 1280, height: 780 });
  await expect(tree.element).toHaveCount(0);
});

test('the trash is opened, what is in it is put back, and it is emptied', async ({ panel, directory }) => {
  await writeFile(join(directory, '-rf'), 'first');
  await writeFile(join(directory, "it's $(touch pwned)"), 'second');
  await panel.open();
  const choose = async (name) => {
    await panel.list.press('ContextMenu');
    await panel.menu.getByRole('menuitem', { name }).click();
  };
  await choose('Open the trash');
  await expect(panel.element).toContainText('Nothing was put into the trash yet.');
  await panel.element.getByRole('button', { name: /^Back/ }).click();
  await panel.press('Control+a', 'Delete');
  await expect.poll(() => panel.names()).toEqual([]);
  await choose('Open the trash');
  await expect(panel.rows).toHaveCount(1);
  await panel.press('ArrowDown', 'Enter');
  await expect.poll(() => panel.names()).toEqual(['-rf', "it's $(touch pwned)"]);
  await expect(panel.foot).toContainText(`was in ${directory}`);

  await panel.row("it's $(touch pwned)").click();
  await choose('Put back');
  await expect.poll(() => readdir(directory)).toEqual(["it's $(touch pwned)"]);
  await expect(panel.drawer.locator('> summary strong')).toHaveText(`Put it's $(touch pwned) back into ${directory}`);
  await panel.drawer.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => readdir(directory)).toEqual([]);

  // Nothing is written over.
  await writeFile(join(directory, '-rf'), 'newer');
  await panel.row('-rf').click();
  await choose('Put back');
  await expect(panel.state).toHaveText('exit 1');
  await expect(panel.says).toContainText('exists already');
  expect(await readFile(join(directory, '-rf'), 'utf8')).toBe('newer');
  await rm(directory, { recursive: true });
  await choose('Put back');
  await expect(panel.says).toContainText('It is not there any more.');

  await panel.press('Escape', 'Backspace');
  await expect(panel.rows).toHaveCount(1);
  await panel.press('Escape');
  await choose('Empty the trash…');
  await expect(panel.drawer).toHaveAttribute('data-state', 'asks');
  await expect(panel.says.locator('tr')).toHaveText([/3 files/]);
  await panel.drawer.getByRole('button', { name: /^Empty the trash on/ }).click();
  await expect(panel.list).toContainText('Nothing is in this folder.');
  await mkdir(directory);
});

for (const [scheme, language] of [['dark', 'en-US'], ['light', 'zh-CN']]) {
  test.describe(() => {
    test.use({ colorScheme: scheme, locale: language });

    test(`the tree has no fault that axe finds (${scheme}, ${language})`, async ({ panel, directory, page }) => {
      await mkdir(join(directory, 'folder', 'in'), { recursive: true });
      await mkdir(join(directory, 'closed'));
      await panel.open();
      await chmod(join(directory, 'closed'), 0);
      const tree = new TreeOnPage(panel);
      await tree.open();
      await tree.here.locator('.twist').click();
      await tree.turn('closed');
      await expect(tree.row('closed').locator('.bad')).toBeVisible();
      const found = await new AxeBuilder({ page }).withTags(rules).analyze();
      expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    });
  });
}
