// Find in the scrollback: counts, switches, going round, output meanwhile, and patterns that never end.

import { expect, test } from '../support/test.js';

/** The find bar of the pane. */
class Find {
  constructor(page) {
    this.page = page;
    this.input = page.locator('.find input');
    this.count = page.locator('.find output');
  }

  async open() {
    await this.page.keyboard.press('Control+Shift+F');
    await expect(this.input).toBeFocused();
  }

  async switch(name) {
    await this.page.locator('.find').getByRole('button', { name }).click();
    await this.input.focus();
  }
}

test.beforeEach(({ page }, info) => {
  info.find = new Find(page);
});

test('matches are counted, gone through by Enter and Shift+Enter, and going round is said', async ({ page, shell }, { find }) => {
  await shell.run('seq 1 3 | sed "s/^/need""le /"');
  await find.open();
  await find.input.fill('needle');
  await expect(find.count).toHaveText('1 of 3');
  await page.keyboard.press('Enter');
  await expect(find.count).toHaveText('2 of 3');
  await page.keyboard.press('Shift+Enter');
  await expect(find.count).toHaveText('1 of 3');
  await page.keyboard.press('Shift+Enter');
  await expect(find.count).toHaveText('3 of 3, from the end');
  await page.keyboard.press('Enter');
  await expect(find.count).toHaveText('1 of 3, from the top');
  await find.input.fill('no such thing');
  await expect(find.count).toHaveText('none');
  await page.keyboard.press('Escape');
  await expect(find.input).toHaveCount(0);
  expect(await shell.run('echo typed')).toBe('typed');
});

test('case, whole words and regular expressions', async ({ shell }, { find }) => {
  await shell.run('clear; printf "%s\\n" Err""or err""or err""ors "日志 err""or" err""or1');
  await find.open();
  await find.input.fill('error');
  await expect(find.count).toHaveText('1 of 5');
  await find.switch('Match case');
  await expect(find.count).toHaveText('1 of 4');
  await find.switch('Whole word');
  await expect(find.count).toHaveText('1 of 2');
  await find.switch('Regular expression');
  await find.input.fill('err(or|ors)$');
  await expect(find.count).toHaveText('1 of 3');
  await find.input.fill('err(or');
  await expect(find.count).toHaveText('no pattern');
  await expect(find.input).toHaveAttribute('aria-invalid', 'true');
});

test('a pattern that would never end is given up, and the page goes on', async ({ page, shell }, { find }) => {
  await shell.run(`printf '%060d\\n' 0 | tr 0 a`);
  await find.open();
  await find.switch('Regular expression');
  await find.input.fill('(a+)+$b');
  // Keys are heard while it runs, and the page is drawn.
  const begun = Date.now();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(Date.now() - begun).toBeLessThan(800);
  await expect(find.count).toHaveText('takes too long');
  await find.input.fill('a{60}');
  await expect(find.count).toHaveText('1 of 1');
});

test('a long scrollback is searched while output goes on', async ({ page, shell }, { find }) => {
  await shell.run('seq 1 20000');
  await shell.type('while :; do echo mar""ker; sleep 0.05; done\n');
  await find.open();
  await find.input.fill('marker');
  await expect(find.count).toHaveText(/of \d\d/);
  const count = async () => Number((await find.count.textContent()).match(/of (\d+)/)?.[1]);
  const before = await count();
  await expect.poll(count).toBeGreaterThan(before + 10);
  await find.input.fill('1234');
  await expect(find.count).toHaveText(/^\d+ of \d+$/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+c');
  await shell.shows(/\$$/);
});

test('a line without an end is searched as quickly', async ({ shell }, { find }) => {
  await shell.run(`head -c 600000 /dev/zero | tr '\\0' x; echo`);
  await find.open();
  const begun = Date.now();
  await find.input.fill('xxx');
  await expect(find.count).toHaveText(/over 100000|of \d{5,}/);
  expect(Date.now() - begun).toBeLessThan(3_000);
});

test('a match is marked where it is, wide characters before it or not, and in the ruler', async ({ page, shell }, { find }) => {
  await shell.run('clear; echo "日志 needle"');
  await find.open();
  await find.input.fill('needle');
  await expect(find.count).toHaveText(/1 of/);
  await expect(page.locator('.xterm-decoration-overview-ruler')).toHaveCount(1);
  await expect(page.locator('.xterm-decoration').last()).toBeVisible();
});
