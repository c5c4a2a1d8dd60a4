// How a terminal looks: themes, fonts, sizes and the bell, for all targets and for one; the settings dialog.

import AxeBuilder from '@axe-core/playwright';

import { expect, test } from '../support/test.js';
import { iTermTheme, windowsTheme } from '../support/themes.js';

const option = (page, name) => page.evaluate((name) => window.openTerminal.options[name], name);
const background = (page) => page.evaluate(() => window.openTerminal.options.theme.background);
const painted = (page) => page.locator('.terminal-host').evaluate((host) => getComputedStyle(host).backgroundColor);
const themes = (page) => page.locator('.themes label');

async function openSettings(page) {
  await page.getByRole('button', { name: /^(Settings|设置)$/ }).click();
  await expect(themes(page)).not.toHaveCount(1);
}

async function close(page) {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

const load = (page, name, text) =>
  page.locator('.import input').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('a theme changes the open terminal at once, and is kept', async ({ page, shell }) => {
  await shell.run('true');
  await openSettings(page);
  await themes(page).filter({ hasText: 'Dracula' }).click();
  expect(await background(page)).toBe('#282a36');
  expect(await painted(page)).toBe('rgb(40, 42, 54)');
  await close(page);
  await page.reload();
  await shell.prompt();
  expect(await background(page)).toBe('#282a36');
  await openSettings(page);
  await page.getByRole('button', { name: 'Back to default' }).click();
  expect(await background(page)).toBe('#ffffff');
});

test('a light and a dark page have themes of their own', async ({ page, shell }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await shell.run('true');
  await openSettings(page);
  await themes(page).filter({ hasText: 'Gruvbox Light' }).click();
  await page.getByText('In a dark page').click();
  await themes(page).filter({ hasText: 'Nord' }).click();
  expect(await background(page)).toBe('#fbf1c7');
  await page.locator('label:has([name="taste"])', { hasText: 'Dark' }).click();
  expect(await background(page)).toBe('#2e3440');
  await page.locator('label:has([name="taste"])', { hasText: 'System' }).click();
  expect(await background(page)).toBe('#fbf1c7');
});

test('themes of iTerm2 and Windows Terminal can be imported, and a broken file says so', async ({ page, shell }) => {
  await shell.run('true');
  await openSettings(page);
  await load(page, 'Grey Day.itermcolors', iTermTheme());
  await expect(themes(page).filter({ hasText: 'Grey Day' })).toHaveCount(1);
  expect(await page.evaluate(() => window.openTerminal.options.theme.brightWhite)).toBe('#0f0f0f');
  await load(page, 'settings.json', JSON.stringify({ schemes: [windowsTheme('First'), windowsTheme('Second')] }));
  await expect(themes(page).filter({ hasText: /First|Second/ })).toHaveCount(2);
  const before = await page.evaluate(() => localStorage.getItem('postern.settings'));
  for (const [text, says] of [
    ['{"name":', /no theme/], [JSON.stringify({ ...windowsTheme('Odd'), red: 'red' }), /Odd: red/], ['x'.repeat(600_000), /too large/],
  ]) {
    await load(page, 'broken.json', text);
    await expect(page.getByRole('alert')).toHaveText(says);
  }
  expect(await page.evaluate(() => localStorage.getItem('postern.settings'))).toBe(before);
  await page.getByRole('button', { name: 'Remove First' }).click();
  await expect(themes(page).filter({ hasText: 'First' })).toHaveCount(0);
});

test('keys make the text larger and smaller, and the pty follows', async ({ page, shell }) => {
  const size = () => shell.size();
  const pty = async () => (await shell.run('stty size')).split(' ').map(Number).reverse();
  const normal = await size();
  const font = await option(page, 'fontSize');
  await page.keyboard.press('Control+=');
  await page.keyboard.press('Control++');
  await expect.poll(size).not.toEqual(normal);
  expect(await option(page, 'fontSize')).toBe(font + 2);
  expect(await pty()).toEqual(await size());
  await page.reload();
  await shell.prompt();
  await expect.poll(() => option(page, 'fontSize')).toBe(font + 2);
  await page.keyboard.press('Control+-');
  await expect.poll(() => option(page, 'fontSize')).toBe(font + 1);
  await page.keyboard.press('Control+0');
  await expect.poll(size).toEqual(normal);
  expect(await pty()).toEqual(normal);
});

test('font, row height, cursor, contrast and ligatures reach the open terminal', async ({ page, shell }) => {
  await shell.run('true');
  await openSettings(page);
  await page.getByLabel('Font', { exact: true }).fill('Liberation Mono');
  expect(await option(page, 'fontFamily')).toMatch(/^"Liberation Mono", /);
  await page.getByLabel('Font', { exact: true }).fill('No Such Font');
  await expect(page.getByText('No Such Font is not on this machine')).toBeVisible();
  await page.getByLabel('Text size').fill('20');
  await page.getByLabel('Row height').fill('1.6');
  const row = await page.locator('.xterm-screen').evaluate((screen) => screen.clientHeight / window.openTerminal.rows);
  expect(row).toBe(32);
  await page.getByText('Bar', { exact: true }).click();
  await page.getByLabel('It blinks').check();
  await page.locator('label:has([name="contrast"])', { hasText: '7' }).click();
  const told = await page.evaluate(() => {
    const { cursorStyle, cursorBlink, minimumContrastRatio } = window.openTerminal.options;
    return [cursorStyle, cursorBlink, minimumContrastRatio];
  });
  expect(told).toEqual(['bar', true, 7]);
  await page.getByLabel('Ligatures').check();
  await close(page);
  await shell.type('clear; echo "a =""=> b"\n');
  await shell.shows('a ==> b');
  await expect(page.locator('.xterm-rows span', { hasText: /^==>$|==> b/ }).first()).toBeVisible();
  await openSettings(page);
  // A size that is none changes nothing.
  await page.getByLabel('Text size').fill('99');
  expect(await option(page, 'fontSize')).toBe(20);
});

test('one target can look different', async ({ page, shell, form, terminal, stand }) => {
  await shell.run('true');
  await openSettings(page);
  await page.locator('label:has([name="scope"])').nth(1).click();
  await themes(page).filter({ hasText: 'Tokyo Night' }).click();
  expect(await background(page)).toBe('#1a1b26');
  await close(page);
  const first = page.url();
  await form.open();
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  expect(await background(page)).toBe('#ffffff');
  await page.goto(first);
  await terminal.prompt();
  expect(await background(page)).toBe('#1a1b26');
  await openSettings(page);
  await page.getByRole('button', { name: 'As for every target' }).click();
  expect(await background(page)).toBe('#ffffff');
});

test('the bell lights the bar and sounds, and seldom', async ({ page, shell }) => {
  await shell.run('true');
  await openSettings(page);
  await page.locator('label:has([name="bell"])', { hasText: 'Sound' }).click();
  await close(page);
  await page.evaluate(() => {
    window.noticed = { lit: 0, sounds: [] };
    new MutationObserver((changes) => {
      window.noticed.lit += changes.filter(({ target }) => target.hasAttribute('data-bell')).length;
    }).observe(document.querySelector('.pane'), { attributeFilter: ['data-bell'] });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...given) {
      window.noticed.sounds.push(this.context.state);
      return start.apply(this, given);
    };
  });
  await shell.run(`printf '\\a%.0s' $(seq 500)`);
  await expect.poll(() => page.evaluate(() => window.noticed.sounds.length)).toBe(1);
  expect(await page.evaluate(() => window.noticed.lit)).toBe(1);
  await expect(page.locator('.pane')).not.toHaveAttribute('data-bell');
});

test('the settings can be used by keyboard alone, and give the keyboard back', async ({ page, shell }) => {
  await shell.run('true');
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('Enter');
  await expect(themes(page)).not.toHaveCount(1);
  const theme = page.locator('[name="theme"]');
  for (let steps = 0; !(await theme.first().evaluate((radio) => radio === document.activeElement)); steps += 1) {
    expect(steps).toBeLessThan(12);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('ArrowDown');
  expect(await background(page)).toBe('#fdf6e3');
  await page.keyboard.press('Escape');
  expect(await shell.run('echo back')).toBe('back');
});

for (const [colorScheme, locale] of [['light', 'en-GB'], ['dark', 'en-GB'], ['light', 'zh-CN'], ['dark', 'zh-CN']]) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale });

    test('the settings have no accessibility faults', async ({ page, shell }) => {
      const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const look = async (axe) => (await axe.withTags(rules).analyze()).violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
      await shell.run('true');
      await openSettings(page);
      expect(await look(new AxeBuilder({ page }))).toEqual([]);
      // The sample is a picture of a theme as its author made it; in the terminal the least contrast mends it.
      const faults = () => look(new AxeBuilder({ page }).exclude('.sample'));
      await themes(page).filter({ hasText: 'Solarized Dark' }).click();
      await load(page, 'broken.json', '{');
      await expect(page.getByRole('alert')).not.toBeEmpty();
      expect(await faults()).toEqual([]);
      await page.locator('#font').fill('No Such Font');
      await page.locator('.settings .scroll').evaluate((scroll) => scroll.scrollTo(0, scroll.scrollHeight));
      expect(await faults()).toEqual([]);
      await page.setViewportSize({ width: 390, height: 780 });
      expect(await page.evaluate(() => document.querySelector('dialog .scroll').scrollWidth)).toBeLessThanOrEqual(390);
      expect(await faults()).toEqual([]);
    });
  });
}
