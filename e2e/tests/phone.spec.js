// A phone held upright: nothing is wider than the screen, and every control can be reached with a finger.

import { expect, test } from '../support/test.js';

const width = 390;
test.use({ viewport: { width, height: 844 }, hasTouch: true, isMobile: true });

/** What sticks out of the screen, or cannot be reached with a finger. */
async function faults(page) {
  return page.evaluate(async (width) => {
    const faults = [];
    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth > width) faults.push(`the page is ${scrollWidth} px wide`);
    const dialog = document.querySelector('dialog[open]');
    for (const control of (dialog ?? document).querySelectorAll('button, a[href], input, summary, textarea')) {
      const isTerminal = control.closest('.xterm') !== null;
      if (isTerminal || control.disabled || !control.checkVisibility({ visibilityProperty: true })) continue;
      // A radio button is hidden behind its label, which is what a finger touches.
      const target = control.matches('[type="radio"], [type="checkbox"], [type="file"]') ? control.closest('label') ?? control : control;
      target.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      const { left, right, top, bottom } = target.getBoundingClientRect();
      const name = control.outerHTML.slice(0, 120);
      if (left < 0 || right > width) faults.push(`${name} reaches from ${left} to ${right} px`);
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (!hit || !(target.contains(hit) || hit.contains(target))) faults.push(`${name} is behind ${hit?.outerHTML.slice(0, 80)}`);
    }
    scrollTo(0, 0);
    return faults;
  }, width);
}

test('a person signs in, types, finds, pastes and ends on a phone', async ({ page, form, terminal, stand }) => {
  await form.open();
  expect(await faults(page)).toEqual([]);
  await page.getByText('Private key', { exact: true }).tap();
  expect(await faults(page)).toEqual([]);
  await page.getByText('Password', { exact: true }).first().tap();
  await page.locator('#jump > summary').tap();
  expect(await faults(page)).toEqual([]);
  await form.place(await stand.target('password'));
  await form.password();
  await page.locator('#connect').tap();
  await expect(form.dialog).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await form.dialog.getByRole('button', { name: 'Accept once' }).tap();
  await terminal.prompt();
  expect(await faults(page)).toEqual([]);

  await page.locator('.xterm-screen').tap();
  const [columns, rows] = await terminal.size();
  expect(await terminal.run('stty size')).toBe(`${rows} ${columns}`);
  await terminal.run(`printf '%0500d\\n' 7; seq 1 200`);
  expect(await faults(page)).toEqual([]);

  await page.getByRole('button', { name: 'Find', exact: true }).tap();
  await page.keyboard.type('123');
  await expect.poll(() => page.evaluate(() => window.openTerminal.getSelection())).toBe('123');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: /^Close/ }).tap();

  await page.evaluate(() => navigator.clipboard.writeText('echo past""ed'));
  await page.getByRole('button', { name: 'Paste' }).tap();
  await terminal.shows('echo past""ed');
  await page.keyboard.press('Enter');
  await terminal.shows(/\npasted\n/);

  await page.getByRole('button', { name: 'End the session' }).tap();
  await expect(form.dialog).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await form.dialog.getByRole('button', { name: 'End it' }).tap();
  await expect(page.locator('#host')).toBeVisible();
  // The target that was just left is in the list now.
  expect(await faults(page)).toEqual([]);
});
