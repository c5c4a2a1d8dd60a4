// Images in the terminal: drawn from the first on, within bounds, and only if the person wants them.

import { expect, test } from '../support/test.js';

// A sixel of 12 × 6 pixels in red, and a picture of 8 × 8 (PNG).
const sixel = '\\ePq#1;2;100;0;0#1!12~-\\e\\\\';
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';
const iterm = (data) => `\\e]1337;File=inline=1;size=${Buffer.from(data, 'base64').length}:${data}\\a`;

/** What the decoder holds, in megabytes, and how many images that are. */
const kept = (page) =>
  page.evaluate(() => {
    const { addons = [] } = { addons: window.openTerminal._addonManager._addons.map(({ instance }) => instance) };
    const addon = addons.find((addon) => addon._storage);
    return addon ? { usage: addon.storageUsage, images: addon._storage._images.size, limit: addon.storageLimit } : undefined;
  });

const loaded = (page) => page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('addon-image')));

test('the first image is drawn, and nothing is loaded for it before', async ({ page, shell }) => {
  expect(await loaded(page)).toBe(false);
  await shell.run(`printf 'before${sixel}after\\n'`);
  expect(await loaded(page)).toBe(true);
  expect(await kept(page)).toMatchObject({ images: 1 });
  await expect(page.locator('canvas.xterm-image-layer')).toBeVisible();
  // What stood behind it came behind it.
  const drawn = (await shell.everything()).split('\n').filter((line) => /^before/.test(line));
  expect(drawn.join('')).toMatch(/before\s+after|before/);
  await shell.run(`printf '${sixel}'`);
  expect(await kept(page)).toMatchObject({ images: 2 });
});

test('the first image may be one of iTerm’s', async ({ page, shell }) => {
  await shell.run(`printf '${iterm(png)}\\n'`);
  expect(await kept(page)).toMatchObject({ images: 1 });
});

test('a program that asks is told that images can be drawn', async ({ shell }) => {
  const ask = (question) => shell.run(`stty -echo; printf '${question}'; IFS= read -r -d '' -t 2 answers; stty echo; printf '%q\\n' "$answers"`);
  expect(await ask('\\e[c')).toContain('[?62;4;');
  expect(await ask('\\e[16t')).toMatch(/\[6;\d+;\d+t/);
  expect(await ask('\\e[?2;1;0S')).toMatch(/\[?2;0;\d+;\d+S/);
});

test('hostile images cost little and harm nothing', async ({ page, shell }) => {
  test.slow();
  const hostile = [
    // A billion pixels by a repeat count, a picture as wide as no canvas is, and one as high.
    '\\ePq"1;1;40000;40000#1!40000~\\e\\\\',
    '\\ePq#1!70000~\\e\\\\',
    // No picture, half a picture, a wrong size, a header without an end.
    '\\e]1337;File=inline=1;size=4:AAAA\\a',
    iterm(png.slice(0, 40)),
    `\\e]1337;File=inline=1;size=99999999:${png}\\a`,
    '\\e]1337;File=inline=1;size=-1;width=99999999px;height=1e9%%:AAAA\\a',
    '\\e]1337;File=inline=1;width=999999999px;height=999999999px;size=75:' + png + '\\a',
    '\\e]1337;File=\\a\\e]1337;File=:\\a\\e]1337;CurrentDir=/x\\a',
  ];
  for (const image of hostile) await shell.run(`printf '${image}'`);
  // One that does not end, longer than any that is taken.
  await shell.run(`printf '\\ePq'; head -c 9000000 /dev/zero | tr '\\0' '~'; printf '\\e\\\\'`);
  expect(await shell.run('echo calm')).toBe('calm');
  expect(((await kept(page)) ?? { usage: 0 }).usage).toBeLessThan(24);
});

test('a terminal keeps a bounded amount of images', async ({ page, shell }) => {
  test.slow();
  await shell.run(`printf '${sixel}'`);
  // A megapixel each: 4 MB decoded.
  const big = `printf '\\ePq#1'; for i in $(seq 1 166); do printf '!1000~-'; done; printf '\\e\\\\'`;
  await shell.run(`for n in $(seq 1 12); do ${big}; done`);
  const { usage, limit } = await kept(page);
  expect(limit).toBeLessThanOrEqual(24);
  expect(usage).toBeLessThanOrEqual(limit);
});

test('images are left out for those who want none', async ({ page, form, terminal, stand }) => {
  await page.addInitScript(() => localStorage.setItem('postern.settings', '{"images":"left-out"}'));
  await form.open();
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  expect(await terminal.run(`printf 'before${sixel}${iterm(png)}after\\n'`)).toContain('beforeafter');
  expect(await loaded(page)).toBe(false);
  expect(await terminal.run(`stty -echo; printf '\\e[c'; IFS= read -r -d '' -t 2 answers; stty echo; printf '%q\\n' "$answers"`)).not.toContain(';4');
});
