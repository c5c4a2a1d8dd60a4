// How the terminal is drawn: by WebGL on hardware, by elements where there is none or where it is taken away.

import { expect, test } from '../support/test.js';

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
async function ink(page) {
  const picture = (await page.locator('.xterm-screen').screenshot()).toString('base64');
  return page.evaluate(async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (byte) => byte.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    const pixels = new Uint32Array(data.buffer);
    const background = pixels[pixels.length - 1];
    return pixels.filter((pixel) => pixel !== background).length;
  }, picture);
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
