// How the terminal is drawn: by WebGL on hardware, by elements where there is none or where it is taken away.

import { expect, test } from '../support/test.js';
import { WorkspaceOnPage } from '../support/workspace.js';

/** Lets the page take Chromium's software renderer for a graphics card. */
function pretendHardware() {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, wish) {
    return getContext.call(this, kind, { ...wish, failIfMajorPerformanceCaveat: false });
  };
  const { getParameter } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.getParameter = function (name) {
    return name === 0x9246 ? 'A graphics card' : getParameter.call(this, name);
  };
}

/** How many pixels of the terminal differ from its background. */
const ink = async (page) => inkOf(page, await page.locator('.xterm-screen').screenshot());

function inkOf(page, picture) {
  return page.evaluate(async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (byte) => byte.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    const pixels = new Uint32Array(data.buffer);
    const background = pixels[pixels.length - 1];
    return pixels.filter((pixel) => pixel !== background).length;
  }, picture.toString('base64'));
}

/** Fills some rows, and waits until they are painted. */
async function paints(page, shell) {
  await shell.run('clear');
  const before = await ink(page);
  await shell.run('for row in 1 2 3 4 5; do printf "%060d\\n" 8; done');
  await expect.poll(() => ink(page)).toBeGreaterThan(before + 2000);
}

test('without a graphics card elements are drawn', async ({ page, shell }) => {
  await paints(page, shell);
  await expect(page.locator('.xterm-rows')).toContainText('0008');
  await expect(page.locator('.xterm-screen canvas')).toHaveCount(0);
});

test('a browser without WebGL draws elements', async ({ page, form, terminal, stand }) => {
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (kind, wish) {
      return kind.startsWith('webgl') ? null : getContext.call(this, kind, wish);
    };
  });
  await form.open();
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  await paints(page, terminal);
  await expect(page.locator('.xterm-rows')).toContainText('0008');
});

test('with a graphics card WebGL draws, and elements take over when it is lost', async ({ page, form, terminal, stand }) => {
  await page.addInitScript(pretendHardware);
  await form.open();
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  await expect(page.locator('.xterm-screen canvas').first()).toBeAttached();
  await expect(page.locator('.xterm-rows')).toHaveCount(0);
  await paints(page, terminal);
  await page.evaluate(() => {
    const canvas = [...document.querySelectorAll('.xterm-screen canvas')].find((canvas) => canvas.getContext('webgl2'));
    canvas.getContext('webgl2').getExtension('WEBGL_lose_context').loseContext();
  });
  await expect(page.locator('.xterm-rows')).toContainText('0008');
  await paints(page, terminal);
  const [columns, rows] = await terminal.size();
  expect(await terminal.run('stty size')).toBe(`${rows} ${columns}`);
});

for (const renderer of ['elements', 'WebGL']) {
  test(`a tab that was out of sight is drawn as it was, with what came meanwhile (${renderer})`, async ({ page, form, terminal, stand }) => {
    if (renderer === 'WebGL') await page.addInitScript(pretendHardware);
    await form.open();
    await form.signIn(await stand.target('password'));
    await terminal.prompt();
    await expect(page.locator('.xterm-rows')).toHaveCount(renderer === 'WebGL' ? 0 : 1);
    const work = new WorkspaceOnPage(page);
    const shown = () => work.shown.locator('.terminal-host').screenshot();
    await terminal.run('for row in 1 2 3 4 5; do printf "%060d\\n" 8; done');
    await work.gate('+');
    await work.terminal(1).prompt();
    await work.gate('[');
    await terminal.shows(/\$$/);
    const before = await shown();
    await work.gate(']');
    await work.gate('[');
    // The cursor blinks: what it covers is compared with itself after a while.
    await expect.poll(async () => (await shown()).equals(before)).toBe(true);
    await terminal.type('sleep 1; for row in 1 2 3 4 5; do printf "%060d\\n" 8; done\n');
    await work.gate(']');
    await expect.poll(() => work.terminal(0).everything()).toMatch(/(0+8\n){5}[^]*(0+8\n){5}\$$/);
    await work.gate('[');
    // Ten rows of sixty digits, each of eight pixels or more.
    await expect.poll(async () => inkOf(page, await shown())).toBeGreaterThan(10 * 60 * 8);
  });
}
