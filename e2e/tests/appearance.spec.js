// Language, light and dark, keyboard alone, and what an accessibility checker says.

import AxeBuilder from '@axe-core/playwright';

import { expect, test } from '../support/test.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function faults(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const [colorScheme, locale] of [['light', 'en-GB'], ['dark', 'en-GB'], ['light', 'zh-CN'], ['dark', 'zh-CN']]) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale });

    test('the sign-in screen and its questions have no accessibility faults', async ({ page, form, stand }) => {
      await form.open();
      expect(await faults(page)).toEqual([]);
      await page.locator('#connect').click();
      await expect(page.getByRole('alert')).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await page.locator('#jump > summary').click();
      await form.key('no key');
      expect(await faults(page)).toEqual([]);
      await form.place(await stand.target('rounds'));
      await form.askMe();
      await form.submit();
      await expect(form.dialog).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await form.acceptOnce();
      await expect(form.dialog.getByText('Password:')).toBeVisible();
      expect(await faults(page)).toEqual([]);
    });

    test('a refused host key and the list of targets have no accessibility faults', async ({ page, form, terminal, stand }) => {
      const target = await stand.target('password');
      await form.open();
      await form.place(target);
      await form.password();
      await form.submit();
      await form.acceptAlways();
      await terminal.prompt();
      await page.goBack();
      await expect(page.locator('aside tbody tr')).not.toHaveCount(0);
      expect(await faults(page)).toEqual([]);
      await stand.changeHostKey(target);
      await form.place(target);
      await form.password();
      await form.submit();
      await expect(form.dialog).toBeVisible();
      expect(await faults(page)).toEqual([]);
    });

    test('what copies and pastes has no accessibility faults', async ({ page, shell }) => {
      await page.evaluate(() => navigator.clipboard.writeText('one\u001b\ntwo\n'));
      await page.keyboard.press('Control+Shift+V');
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await shell.run(`printf '\\e]52;c;%s\\a' "$(echo offered | base64)"`);
      await page.keyboard.press('Shift+F10');
      await expect(page.getByRole('menu')).toBeVisible();
      expect(await faults(page)).toEqual([]);
    });

    test.describe('on a phone', () => {
      test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

      test('the keys below the terminal, and what the page says without its relay, have no accessibility faults', async ({ page, shell, stand }) => {
        await shell.run('echo here');
        await page.getByRole('toolbar').getByRole('button', { name: 'Ctrl' }).tap();
        expect(await faults(page)).toEqual([]);
        await page.route('**/api/relay', (route) => route.abort());
        await page.goto(stand.line);
        await expect(page.getByRole('alert')).toBeVisible();
        expect(await faults(page)).toEqual([]);
      });
    });

    test('the workspace in all its states has no accessibility faults', async ({ page, shell, form, stand }) => {
      await shell.run('ls --color=always / | head -n 3');
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Control+Shift+F');
      await expect(page.locator('.find input')).toBeFocused();
      await page.keyboard.type('bin');
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+,');
      await page.keyboard.press('Q');
      await expect(form.dialog).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(form.dialog).toBeHidden();
      await stand.setLine('reset');
      await shell.state('reconnecting');
      expect(await faults(page)).toEqual([]);
      await stand.setLine('open');
      await shell.state('live');
      await shell.type('exit 3\n');
      await shell.state('ended');
      expect(await faults(page)).toEqual([]);
    });
  });
}

test('the theme follows the system, can be changed, and is kept', async ({ page, form, stand }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await form.open();
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.getByRole('button', { name: 'Light or dark' }).click();
  await expect.poll(background).toBe(light);
  await page.goto(stand.line);
  await expect.poll(background).toBe(light);
  await page.getByRole('button', { name: 'Light or dark' }).click();
  await expect.poll(background).toBe(dark);
});

test('the language can be changed, is kept, and is told to screen readers', async ({ page, form, stand }) => {
  await form.open();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connect to a target');
  await page.getByText('中文').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/[\u4e00-\u9fff]/);
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await page.goto(stand.line);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/[\u4e00-\u9fff]/);
  await page.locator('#host').fill('');
  await page.locator('#connect').click();
  await expect(page.getByRole('alert')).toHaveText(/[\u4e00-\u9fff]/);
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('the page is Chinese for a Chinese browser', async ({ page, form }) => {
    await form.open();
    await expect(page.locator('#connect')).toHaveText(/[\u4e00-\u9fff]/);
  });
});

test('a person signs in, works and ends with the keyboard alone', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await expect(page.locator('#host')).toBeFocused();
  await page.keyboard.type(`${target.user}@127.0.0.1:${target.port}`);
  const password = page.locator('#password');
  for (let steps = 0; !(await password.evaluate((field) => field === document.activeElement)); steps += 1) {
    expect(steps).toBeLessThan(10);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type(stand.password);
  await page.keyboard.press('Enter');
  await expect(form.dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  const once = form.dialog.getByRole('button', { name: 'Accept once' });
  for (let steps = 0; !(await once.evaluate((button) => button === document.activeElement)); steps += 1) {
    expect(steps).toBeLessThan(10);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await terminal.prompt();
  expect(await terminal.run('echo by keys')).toBe('by keys');
  await page.keyboard.type('exit\n');
  await terminal.state('ended');
});
