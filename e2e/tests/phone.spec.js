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

  await page.getByRole('button', { name: 'Find in the terminal' }).tap();
  await page.keyboard.type('123');
  await expect(page.locator('.find output')).toHaveText('1 of 1');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: /^Close/ }).tap();

  await page.evaluate(() => navigator.clipboard.writeText('echo past""ed'));
  await page.getByRole('button', { name: 'Paste' }).tap();
  await terminal.shows('echo past""ed');
  await page.keyboard.press('Enter');
  await terminal.shows(/\npasted\n/);

  await page.getByRole('button', { name: 'More' }).tap();
  await page.getByRole('menuitem', { name: 'End the session' }).tap();
  await expect(form.dialog).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await form.dialog.getByRole('button', { name: 'End it' }).tap();
  await expect(page.locator('#host')).toBeVisible();
  // The target that was just left is in the list now.
  expect(await faults(page)).toEqual([]);
});

test('what became of a shell stands in full on a phone', async ({ page, shell, stand }) => {
  const words = page.locator('.pane > .bar .title > span.clip');
  const inFull = async (said) => {
    await expect(words).toHaveText(said);
    expect(await words.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    const { x, width: wide } = await words.boundingBox();
    expect(x + wide).toBeLessThanOrEqual(width);
    expect(await faults(page)).toEqual([]);
  };
  await stand.setLine('reset');
  await shell.state('reconnecting');
  await inFull(/Reconnecting/);
  await stand.setLine('open');
  await shell.state('live');
  await shell.type('exit 3\n');
  await shell.state('ended');
  await inFull(/^The shell exited with status 3 after/);
});

const keys = (page) => page.getByRole('toolbar', { name: 'Keys' });
const key = (page, name) => keys(page).getByRole('button', { name, exact: true });

test('the keys a phone lacks type into the program, and leave its keyboard open', async ({ page, shell }) => {
  await page.locator('.xterm-screen').tap();
  await shell.feed('cat -v');
  for (const name of ['Esc', '/', '|', '~', '-', 'Up', 'Left', 'Down', 'Right']) await key(page, name).tap();
  await page.keyboard.press('Enter');
  await shell.shows('^[/|~-^[[A^[[D^[[B^[[C');
  expect(await page.evaluate(() => document.activeElement === window.openTerminal.textarea)).toBe(true);
  await key(page, 'Ctrl').tap();
  await expect(key(page, 'Ctrl')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.type('c');
  await shell.shows(/\^C\n\$$/);
  await expect(key(page, 'Ctrl')).toHaveAttribute('aria-pressed', 'false');
  expect(await faults(page)).toEqual([]);
});

test('the arrows go by the program’s cursor mode, and with Ctrl and Alt', async ({ page, shell }) => {
  await page.locator('.xterm-screen').tap();
  await shell.feed(`printf '\\e[?1h'; cat -v`);
  await key(page, 'Up').tap();
  await key(page, 'Ctrl').tap();
  await key(page, 'Right').tap();
  await key(page, 'Alt').tap();
  await page.keyboard.type('b');
  await page.keyboard.press('Enter');
  await shell.shows('^[OA^[[1;5C^[b');
});

test('Ctrl tapped twice stays down until it is tapped again', async ({ page, shell }) => {
  await page.locator('.xterm-screen').tap();
  await shell.feed('stty raw -echo; head -c 3 | od -An -tx1; stty sane');
  await key(page, 'Ctrl').tap();
  await key(page, 'Ctrl').tap();
  await page.keyboard.type('ab');
  await key(page, 'Ctrl').tap();
  await page.keyboard.type('c');
  await shell.shows('01 02 63');
});

test('with Ctrl down a phone’s keyboard need not end its word', async ({ page, context, shell }) => {
  const devtools = await context.newCDPSession(page);
  await page.locator('.xterm-screen').tap();
  await shell.feed('cat');
  await key(page, 'Ctrl').tap();
  await devtools.send('Input.imeSetComposition', { text: 'c', selectionStart: 1, selectionEnd: 1 });
  await shell.shows(/\^C\n\$$/);
  expect(await shell.run('echo clean')).toBe('clean');
});

test('an arrow that is held repeats, and stops with the finger', async ({ page, shell }) => {
  await shell.feed('cat -v');
  const { x, y, width: wide, height } = await key(page, 'Up').boundingBox();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + wide / 2, y: y + height / 2 }] });
  await shell.shows(/(\^\[\[A){4}/);
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  const arrows = async () => (await shell.screen()).split('^[[A').length;
  const seen = [];
  for (const word of ['first', 'second']) {
    await page.keyboard.type(`${word}\n`);
    await shell.shows(new RegExp(`${word}[^]*${word}$`));
    seen.push(await arrows());
  }
  expect(seen[0]).toBe(seen[1]);
});

test('two fingers change the size of the text, and the program learns the new size', async ({ page, context, shell }) => {
  const [before] = await shell.size();
  const devtools = await context.newCDPSession(page);
  const at = (apart) => [{ x: 195 - apart, y: 400, id: 0 }, { x: 195 + apart, y: 400, id: 1 }];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(40) });
  for (const apart of [50, 60, 70]) await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(apart) });
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(async () => (await shell.size())[0]).toBeLessThan(before * 0.7);
  const [columns, rows] = await shell.size();
  await page.locator('.xterm-screen').tap();
  expect(await shell.run('stty size')).toBe(`${rows} ${columns}`);
  expect(await page.evaluate(() => visualViewport.scale)).toBe(1);
});

test('when the keyboard opens the last line stays in sight, and the terminal keeps some rows', async ({ page, shell }) => {
  await shell.run('seq 1 100');
  for (const height of [480, 260]) {
    await shell.resize({ width, height });
    const { y, height: tall } = await page.locator('.xterm-screen').boundingBox();
    const keysTop = (await keys(page).boundingBox()).y;
    expect(y + tall).toBeLessThanOrEqual(keysTop + 1);
    expect((await shell.size())[1]).toBeGreaterThanOrEqual(4);
    expect(await page.evaluate(() => scrollY)).toBe(0);
  }
  expect(await shell.run('echo seen')).toBe('seen');
});
