// Measures the page in Chromium and prints one JSON object; `bench/src/rows/page.rs` runs it and makes rows of it.
//
// Times are taken inside the page, by its own clock, so that nothing of this program is in them.

import { createRequire } from 'node:module';

// The end-to-end tests bring Playwright.
const { chromium } = createRequire(new URL('../../e2e/package.json', import.meta.url))('playwright-core');

const { browser: program, relay, target, rounds, text, megabytes, flood } = JSON.parse(process.argv[2]);
const patience = 60_000;

// Resolves window.usable with the time since navigation began, once the form can be typed into, and keeps the time
// when it came to be in the page: before a frame has passed, and so before anything that is put off can begin.
function watchForm() {
  window.usable = new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector('#host:enabled')) return;
      observer.disconnect();
      window.formCameAt = performance.now();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true });
  });
}

// Defines window.promptAfter(key): milliseconds from the next press of that key to the painted prompt.
// It looks where the page cannot know of it: the terminal class is the one the import map names.
async function watchTerminal() {
  const { Terminal } = await import('xterm');
  const { open } = Terminal.prototype;
  let terminal, awaited, pressed, done;
  const look = () => {
    if (pressed === undefined) return;
    const { baseY, cursorX, cursorY, getLine } = terminal.buffer.active;
    const line = getLine.call(terminal.buffer.active, baseY + cursorY);
    // Before it stands what the output ended with, if that was no newline.
    if (!line.translateToString(false, 0, cursorX).endsWith('$ ')) return;
    const since = pressed;
    pressed = undefined;
    // A task that is queued while a frame is made runs when it has been painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - since);
    port2.postMessage(null);
  };
  Terminal.prototype.open = function (...given) {
    terminal = this;
    open.apply(this, given);
    this.onRender(look);
  };
  addEventListener('keydown', (event) => {
    if (event.key !== awaited) return;
    awaited = undefined;
    pressed = event.timeStamp;
  }, true);
  window.promptAfter = (key) => {
    awaited = key;
    // The promise waits in the page: whoever asked has to press the key first.
    window.painted = new Promise((resolve) => (done = resolve));
  };
}

// Body bytes of every module, program and style sheet that was fetched, as they crossed the wire: of those that were
// asked for before the form was there, and of all others.
function bytesFetched() {
  const fetched = performance.getEntriesByType('resource').filter(({ name }) => /\.(js|mjs|wasm|css)$/.test(name));
  const sum = (entries) => entries.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  const bytes = sum(fetched.filter(({ startTime }) => startTime < window.formCameAt));
  return { bytes, more: sum(fetched) - bytes };
}

// Fails with a name instead of waiting for ever.
async function within(what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${patience / 1000} s`)), patience);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function promptAfter(page, what, key, press) {
  await page.evaluate((key) => window.promptAfter(key), key);
  await press();
  return within(`prompt after ${what}`, page.evaluate(() => window.painted));
}

async function round(browser) {
  // A context of its own has an empty cache.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  await page.addInitScript(watchForm);
  await page.goto(relay);
  const open = await within('sign-in form', page.evaluate(() => window.usable));
  await page.waitForLoadState('networkidle');

  await page.evaluate(watchTerminal);
  await page.fill('#host', target.host);
  await page.fill('#port', String(target.port));
  await page.fill('#user', target.user);
  await page.fill('#password', target.password);
  const prompt = await promptAfter(page, 'sign-in', 'Enter', () => page.press('#password', 'Enter'));
  const { bytes, more } = await page.evaluate(bytesFetched);

  await page.keyboard.type(`head -c ${megabytes}000000 ${text}`);
  const shown = await promptAfter(page, 'output', 'Enter', () => page.keyboard.press('Enter'));

  await page.keyboard.type('yes');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(flood);
  const interrupt = await promptAfter(page, 'Ctrl-C', 'c', () => page.keyboard.press('Control+c'));

  await context.close();
  return { open, bytes, more, prompt, paint: megabytes / (shown / 1000), interrupt };
}

const browser = await chromium.launch({
  executablePath: program,
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
try {
  const measured = [];
  for (let at = 0; at < rounds; at += 1) measured.push(await round(browser));
  console.log(JSON.stringify({ rounds: measured }));
} finally {
  await browser.close();
}
