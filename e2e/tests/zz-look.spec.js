import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../support/test.js';
for (const [scheme, locale, width] of [['dark', 'en-US', 1280], ['light', 'zh-CN', 1280], ['dark', 'en-US', 390]]) {
  test.describe(`${scheme} ${width}`, () => {
    test.use({ colorScheme: scheme, locale, viewport: { width, height: 800 } });
    test('look', async ({ page, form, stand, terminal }) => {
      const target = await stand.target('password', '', { rules: 'Defaults !lecture\nUSER ALL=(ALL) ALL', password: 'x' });
      await form.open(); await form.signIn(target); await terminal.prompt();
      const d = await mkdtemp(join(tmpdir(), 'postern-root-'));
      await terminal.run(`printf '\\033]7;file://target${d}\\007'`);
      await page.keyboard.press('Control+,'); await page.keyboard.press('f');
      await page.locator('.instead button.primary').click();
      await expect(page.locator('input[type=password]')).toBeFocused();
      await page.screenshot({ path: `/tmp/x/rb-root-${scheme}-${width}.png` });
      await page.locator('.root-switch').click();
      await page.locator('.crumbs button').first().click();
      await expect(page.locator('#files-list tr')).not.toHaveCount(0);
      await page.locator('#files-list').focus();
      await page.keyboard.press('n');
      await page.getByRole('dialog').locator('input').fill('new');
      await page.keyboard.press('Enter');
      await page.locator('.drawer menu button.primary').click();
      await expect(page.locator('input[type=password]')).toBeFocused();
      await page.screenshot({ path: `/tmp/x/rb-drawer-${scheme}-${width}.png` });
    });
  });
}
