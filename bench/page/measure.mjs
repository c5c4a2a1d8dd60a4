// Measures the page in Chromium and prints one JSON object; `bench/src/rows/page.rs` runs it and makes rows of it.
//
// Times are taken inside the page, by its own clock, so that nothing of this program is in them.

import { createRequire } from 'node:module';

// The end-to-end tests bring Playwright.
const { chromium } = createRequire(new URL('../../e2e/package.json', import.meta.url))('playwright-core');

const { browser: program, relay, target, rounds, text, megabytes, day, flood, folders } = JSON.parse(process.argv[2]);

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

// Defines window.echoAfter(): milliseconds from the next key to the painted echo, in the pane that has the keyboard.
async function watchPanes() {
  const { Terminal } = await import('xterm');
  const { open } = Terminal.prototype;
  const terminals = new Map();
  Terminal.prototype.open = function (host) {
    open.call(this, host);
    terminals.set(host.closest('.pane'), this);
  };
  const used = () => {
    const { buffer: { active } } = terminals.get(document.querySelector('.pane[aria-current]'));
    return (active.baseY + active.cursorY) * 10_000 + active.cursorX;
  };
  window.echoAfter = () => {
    const terminal = terminals.get(document.querySelector('.pane[aria-current]'));
    window.echoed = new Promise((resolve) => {
      addEventListener('keydown', ({ timeStamp }) => {
        const before = used();
        const listener = terminal.onRender(() => {
          if (used() === before) return;
          listener.dispose();
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          port2.postMessage(null);
        });
      }, { capture: true, once: true });
    });
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
async function within(what, promise, patience = 60_000) {
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

async function promptAfter(page, what, key, press, patience) {
  await page.evaluate((key) => window.promptAfter(key), key);
  await press();
  return within(`prompt after ${what}`, page.evaluate(() => window.painted), patience);
}

async function command(page, key) {
  await page.keyboard.press('Control+,');
  await page.keyboard.press(key);
}

// The 95th of a hundred times from a key to its painted echo, in a ninth pane beside eight under `yes`.
async function echoBesideFloods(page) {
  const panes = page.locator('.pane');
  const splits = ['|', '|', '-', '-', 'h', '-', '-', 'h', '-', '-'];
  let count = 1;
  for (const key of splits) {
    await command(page, key);
    if (key !== 'h') await within('pane', page.waitForFunction((count) => document.querySelectorAll('.pane[data-state="live"]').length === count, (count += 1)));
  }
  for (let at = 0; at < 8; at += 1) {
    await panes.nth(at).click();
    await page.keyboard.type('yes\n');
  }
  await panes.nth(8).click();
  const times = [];
  for (let at = 0; at < 100; at += 1) {
    await page.evaluate(() => window.echoAfter());
    await page.keyboard.press('a');
    times.push(await within('echo', page.evaluate(() => window.echoed)));
  }
  return times.sort((one, other) => one - other)[94];
}

// What part of the time the page's thread works, in percent, while all its floods are in a hidden tab.
async function workWhenHidden(page) {
  const devtools = await page.context().newCDPSession(page);
  // Processor time: what the thread waits for a core is not its own.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await command(page, '+');
  await within('tab', page.waitForFunction(() => document.querySelectorAll('.pane[data-state="live"]').length === 10));
  const work = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return { busy: metrics.find(({ name }) => name === 'TaskDuration').value, at: performance.now() / 1000 };
  };
  await page.waitForTimeout(flood);
  const before = await work();
  await page.waitForTimeout(5 * flood);
  const after = await work();
  return (100 * (after.busy - before.busy)) / (after.at - before.at) / 8;
}

// Defines window.listedAfter(name): milliseconds from the next double click to the painted list that begins with it.
function watchList() {
  window.listedAfter = (name) => {
    window.listed = new Promise((resolve) => {
      addEventListener('dblclick', ({ timeStamp }) => {
        const look = () => {
          const first = document.querySelector('#files-list tbody tr[aria-rowindex="2"]');
          if (first?.querySelector('bdi')?.textContent !== name) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - timeStamp);
            port2.postMessage(null);
          });
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
      }, { capture: true, once: true });
    });
  };
}

// Milliseconds from one frame to the next, each, while the list is scrolled through.
async function scrolledFrames(frames, pixels) {
  const list = document.querySelector('#files-list');
  const times = [];
  let last;
  for (let at = 0; at <= frames; at += 1) {
    const now = await new Promise((resolve) => requestAnimationFrame(resolve));
    if (last !== undefined) times.push(now - last);
    last = now;
    list.scrollTop += pixels;
  }
  return times;
}

const percentile = (times, part) => times.sort((one, other) => one - other)[Math.ceil(times.length * part) - 1];

// The panel of files: a folder and a long one, opened by a double click; then that one, scrolled through.
async function listFolders(page) {
  await page.evaluate(watchList);
  await command(page, 'f');
  const panel = page.locator('.panel.files');
  // It shows the login directory first.
  await panel.locator('.crumbs [aria-current]').waitFor();
  await panel.getByRole('button', { name: 'Type where to go' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(`${folders}\n`);
  const row = (name) => panel.locator('#files-list bdi').getByText(name, { exact: true });
  const open = async (name) => {
    await row(name).waitFor();
    await page.evaluate(() => window.listedAfter('entry-00000'));
    await row(name).dblclick();
    return within(`list of ${name}`, page.evaluate(() => window.listed));
  };
  const times = [];
  for (let at = 0; at < 20; at += 1) {
    times.push(await open('short'));
    await panel.locator('#files-list').press('Backspace');
  }
  const long_folder = await open('long');
  const frames = await page.evaluate(`(${scrolledFrames})(180, 200)`);
  await command(page, 'f');
  return { folder: percentile(times, 0.95), long_folder, scroll: percentile(frames, 0.95) };
}

// Opens the page, with what it takes to watch it.
async function openPage(browser) {
  // A context of its own has an empty cache.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.addInitScript(watchForm);
  await page.goto(relay);
  const open = await within('sign-in form', page.evaluate(() => window.usable));
  await page.waitForLoadState('networkidle');
  await page.evaluate(watchTerminal);
  await page.evaluate(watchPanes);
  return { page, open };
}

// Milliseconds from the Enter that signs in to the prompt.
async function signIn(page) {
  await page.fill('#host', target.host);
  await page.fill('#port', String(target.port));
  await page.fill('#user', target.user);
  await page.fill('#password', target.password);
  return promptAfter(page, 'sign-in', 'Enter', () => page.press('#password', 'Enter'));
}

// Ends the session: floods that are left behind would go on beside what is measured next.
async function close(page) {
  await command(page, 'Q');
  await page.getByRole('dialog').getByRole('button', { name: /End/ }).click();
  await within('end', page.waitForFunction(() => !document.querySelector('.pane[data-state="live"]')));
  await page.context().close();
}

// By how many 10^6 bytes the heap of the page has grown after the output of a day: JavaScript, buffers, WebAssembly and
// what the document holds, without garbage. The terminal's scrollback is in it: it was empty before.
async function growthInADay(browser) {
  const { page } = await openPage(browser);
  await signIn(page);
  const devtools = await page.context().newCDPSession(page);
  const heap = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage');
    return (usedSize + embedderHeapUsedSize + backingStorageSize) / 1e6;
  };
  const before = await heap();
  await page.keyboard.type(`while cat ${text}; do :; done 2>&- | head -c ${day}`);
  // A page slower than this has failed.
  await promptAfter(page, 'a day', 'Enter', () => page.keyboard.press('Enter'), 1_800_000);
  const growth = (await heap()) - before;
  await close(page);
  return growth;
}

async function round(browser) {
  const { page, open } = await openPage(browser);
  const prompt = await signIn(page);
  const { bytes, more } = await page.evaluate(bytesFetched);

  await page.keyboard.type(`head -c ${megabytes}000000 ${text}`);
  const shown = await promptAfter(page, 'output', 'Enter', () => page.keyboard.press('Enter'));

  await page.keyboard.type('yes');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(flood);
  const interrupt = await promptAfter(page, 'Ctrl-C', 'c', () => page.keyboard.press('Control+c'));

  const listed = await listFolders(page);

  const beside = await echoBesideFloods(page);
  const hidden = await workWhenHidden(page);

  await close(page);
  return { open, bytes, more, prompt, paint: megabytes / (shown / 1000), interrupt, beside, hidden, ...listed };
}

const browser = await chromium.launch({
  executablePath: program,
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
try {
  const measured = [];
  for (let at = 0; at < rounds; at += 1) measured.push(await round(browser));
  const growth = await growthInADay(browser);
  console.log(JSON.stringify({ rounds: measured, growth }));
} finally {
  await browser.close();
}
