// The drawer beside the list: its keys, and its buttons where there is little room.

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from '../support/panel.js';

test('what waits is run or taken away from the list, by the keys that its buttons name', async ({ panel, directory, page }) => {
  for (const name of ['keep', 'gone']) await writeFile(join(directory, name), 'x');
  await panel.open();
  await panel.row('keep').click();
  await panel.press('Shift+Delete');
  await expect(panel.says).toContainText('keep');
  await page.keyboard.press('Escape');
  await expect(panel.script).toBeHidden();
  await expect(panel.list).toBeFocused();
  await panel.row('gone').click();
  await panel.press('Shift+Delete');
  await expect(panel.says).toContainText('gone');
  // Folded away, it is not meant.
  await panel.drawer.locator('> summary').click();
  await panel.press('Control+Enter');
  await panel.drawer.locator('> summary').click();
  await expect(panel.state).toHaveText('');
  await panel.press('Control+Enter');
  await expect(panel.state).toHaveText('exit 0');
  expect(await readdir(directory)).toEqual(['keep']);
});

for (const width of [1280, 900, 390]) {
  test(`every button of the drawer is in sight in a window of ${width} pixels`, async ({ panel, directory, page }) => {
    await writeFile(join(directory, 'gone'), 'x');
    await panel.open();
    await page.setViewportSize({ width, height: 800 });
    await panel.row('gone').click();
    await panel.press('Shift+Delete');
    await expect(panel.says).toContainText('gone');
    const edge = await panel.drawer.evaluate((drawer) => drawer.getBoundingClientRect().right);
    const buttons = panel.drawer.locator('> menu').getByRole('button');
    await expect(buttons).toHaveCount(5);
    for (const name of ['Delete for good on', 'Send to terminal', 'Copy', 'Save as runbook', 'Cancel']) {
      const box = await buttons.filter({ hasText: name }).boundingBox();
      expect(box.x + box.width, name).toBeLessThanOrEqual(edge);
    }
  });
}

for (const [width, isThere] of [[1280, true], [390, false]]) {
  test(`what goes to the terminal gives it the keyboard, in a window of ${width} pixels`, async ({ panel, directory, page, shell }) => {
    await mkdir(join(directory, 'releases'));
    await panel.open();
    await page.setViewportSize({ width, height: 800 });
    await panel.row('releases').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Go here in the terminal' }).click();
    await shell.shows('cd -- ');
    await expect(page.locator('.pane textarea')).toBeFocused();
    // On a phone it lay over the terminal.
    await expect(panel.element).toBeVisible({ visible: isThere });
  });
}
