// Prompts a shell marks: going from one to the other, how commands ended, what they printed, where the shell is.

import AxeBuilder from '@axe-core/playwright';

import { expect, test } from '../support/test.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const press = {
  earlier: 'Control+Shift+ArrowUp',
  later: 'Control+Shift+ArrowDown',
};

/** Presses the gate key, then another. */
async function gate(page, key) {
  await page.keyboard.press('Control+,');
  await page.keyboard.press(key);
}

/** Has the shell mark its prompts by the page's own script. */
async function markPrompts(page, shell) {
  await gate(page, 'M');
  await page.getByRole('dialog').getByRole('button', { name: /^(Run on|在 .* 上运行)/ }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await shell.run('true');
}

/** The first line that is on the screen. */
const top = (page) =>
  page.evaluate(() => {
    const { active } = window.openTerminal.buffer;
    return active.getLine(active.viewportY).translateToString(true);
  });

test('a person reads the script, runs it, and goes from prompt to prompt', async ({ page, shell }) => {
  await gate(page, 'M');
  await expect(page.getByRole('dialog').locator('code')).toContainText('__postern_mark');
  await page.keyboard.press('Escape');
  expect(await shell.run('echo typed')).toBe('typed');
  await markPrompts(page, shell);
  await shell.run('echo first; seq 1 100');
  await shell.run('echo second; seq 1 100');
  await page.keyboard.press(press.earlier);
  expect(await top(page)).toMatch(/\$ echo second/);
  await page.keyboard.press(press.earlier);
  expect(await top(page)).toMatch(/\$ echo first/);
  await page.keyboard.press(press.later);
  expect(await top(page)).toMatch(/\$ echo second/);
  for (let steps = 0; steps < 12; steps += 1) await page.keyboard.press(press.earlier);
  await expect(page.locator('.pane > .bar')).toContainText('No marked prompt that way');
});

test('a prompt shows how its command ended', async ({ page, shell }) => {
  await markPrompts(page, shell);
  await shell.type('clear\n');
  await shell.type('false\n');
  await expect(page.locator('.prompt-mark.bad:visible')).toHaveCount(1);
  await shell.type('true\n');
  await expect(page.locator('.prompt-mark.ok:visible')).not.toHaveCount(0);
  await expect(page.locator('.prompt-mark.open:visible')).toHaveCount(1);
});

test('the output of the last command is copied as it was, wrapped lines whole', async ({ page, shell }) => {
  await gate(page, 'Y');
  await expect(page.locator('.pane > .bar')).toContainText('No output is marked');
  await markPrompts(page, shell);
  const line = 'x'.repeat(400);
  await shell.type(`echo ${line}; echo 日志; printf end\n`);
  await shell.shows(/end\$ $|end\$$/);
  await gate(page, 'Y');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(`${line}\n日志\nend`);
});

test('hostile marks are bounded and leave the page as it was', async ({ page, shell }) => {
  const flood = `for i in $(seq 1 3000); do printf '\\e]133;A\\a\\e]133;C\\a\\e]133;D;%s\\a\\n' $i; done`;
  await shell.run(flood);
  await shell.run(`printf '\\e]133;D;99999999999999999999\\a\\e]7;file://<img src=x>/\\a\\e]633;P;Cwd=\\\\x0a\\a\\e]9;4;1;9999\\a\\e]9;4\\a'`);
  await shell.run(`printf '\\e]7;%s\\a' "$(head -c 200000 /dev/zero | tr '\\0' /)"`);
  expect(await shell.run('echo calm')).toBe('calm');
  expect(await page.locator('.prompt-mark').count()).toBeLessThanOrEqual(200);
});

test('progress and bells are marked, in words too', async ({ page, shell }) => {
  const marks = page.locator('.tab-marks');
  await shell.run(`printf '\\e]9;4;1;40\\a'`);
  await expect(marks).toHaveAccessibleName('working 40 %');
  await shell.run(`printf '\\e]9;4;2\\a'`);
  await expect(marks).toHaveAccessibleName('failed 40 %');
  await shell.run(`printf '\\e]9;4;3\\a'`);
  await expect(marks).toHaveAccessibleName('working');
  await shell.run(`printf '\\e]9;4;4;60\\a'`);
  await expect(marks).toHaveAccessibleName('paused 60 %');
  await shell.run(`printf '\\e]9;4;0\\a'`);
  await expect(marks).toHaveCount(0);
});

test('a bell in a tab that nobody sees is marked in its title until someone looks', async ({ page, shell }) => {
  const see = (isHidden) =>
    page.evaluate((isHidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  await see(true);
  await shell.run(`printf '\\a'`);
  await expect(page).toHaveTitle(/^● /);
  await expect(page.locator('.tab-marks')).toHaveAccessibleName('it rang');
  await see(false);
  await expect(page).not.toHaveTitle(/^● /);
});

for (const [colorScheme, locale] of [['light', 'en-GB'], ['dark', 'zh-CN']]) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale });

    test('the script’s dialog, marks and the find bar have no accessibility faults', async ({ page, shell }) => {
      const faults = async () => {
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      };
      await gate(page, 'M');
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await faults()).toEqual([]);
      await page.keyboard.press('Escape');
      await markPrompts(page, shell);
      await shell.type('clear; seq 1 5\n');
      await shell.type('false\n');
      await shell.run(`printf '\\e]9;4;2;40\\a'; ls /`);
      await page.keyboard.press('Control+Shift+F');
      await page.locator('.find input').fill('s');
      await expect(page.locator('.find output')).toHaveText(/\d/);
      expect(await faults()).toEqual([]);
    });
  });
}
