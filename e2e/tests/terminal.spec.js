// The terminal at work: programs that fill the screen, floods, sizes, and the end.

import { expect, test } from '../support/test.js';

test('the pty has the size of the pane, before and after a resize', async ({ page, shell }) => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 900, height: 500 }, { width: 1500, height: 900 }]) {
    await page.setViewportSize(viewport);
    let columns, rows;
    await expect(async () => {
      [columns, rows] = await shell.size();
      expect(await shell.run('stty size')).toBe(`${rows} ${columns}`);
    }).toPass();
  }
});

test('vim paints right after a resize', async ({ shell }) => {
  await shell.run('seq 1 200 > numbers');
  await shell.type('vim -u NONE -N -c "set laststatus=2 ruler" numbers\n');
  await shell.shows(/^1\n2\n3\n/);
  await shell.resize({ width: 800, height: 420 });
  // The status line stands in the last line but one, and every line above is there.
  await expect(async () => {
    const [, rows] = await shell.size();
    const lines = (await shell.screen()).split('\n');
    expect(lines[rows - 2]).toContain('numbers');
    expect(lines.slice(0, rows - 2)).toEqual(Array.from({ length: rows - 2 }, (_, at) => String(at + 1)));
  }).toPass();
  await shell.type('Gohello from vim\u001b');
  await shell.shows('hello from vim');
  await shell.type(':wq\n');
  await shell.prompt();
  expect(await shell.run('tail -n 1 numbers')).toBe('hello from vim');
});

test('top paints right after a resize', async ({ shell }) => {
  await shell.type('top -d 0.5\n');
  await shell.shows(/top - .*load average/);
  await shell.resize({ width: 1000, height: 400 });
  await expect(async () => {
    const [columns, rows] = await shell.size();
    const lines = (await shell.screen()).split('\n');
    expect(lines[0]).toMatch(/^top - /);
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(lines.filter((line) => line.startsWith('top - '))).toHaveLength(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  }).toPass();
  await shell.type('q');
  await shell.shows(/\$$/);
});

test('less paints right after a resize, and scrolls', async ({ shell }) => {
  await shell.type('seq 1 500 | less\n');
  await shell.shows(/^1\n2\n3\n/);
  await shell.resize({ width: 900, height: 360 });
  await expect(async () => {
    const [, rows] = await shell.size();
    const lines = (await shell.screen()).split('\n');
    expect(lines).toEqual([...Array.from({ length: rows - 1 }, (_, at) => String(at + 1)), ':']);
  }).toPass();
  await shell.type('G');
  await shell.shows(/\n500\n\(END\)$/);
  await shell.type('q');
  await shell.shows(/\$$/);
});

test('Ctrl-C under yes brings the prompt', async ({ page, shell }) => {
  await shell.type('yes\n');
  await shell.shows(/y\ny\ny\n/);
  await page.keyboard.press('Control+c');
  await shell.shows(/\^C\n\$$/);
  expect(await shell.run('echo calm')).toBe('calm');
});

test('five megabytes of text are shown to the last line', async ({ shell }) => {
  await shell.type('seq 1 700000; echo th\'\'e end\n');
  await shell.shows(/699999\n700000\nthe end\n\$$/);
  // The scrollback keeps ten thousand lines, without a gap.
  const lines = (await shell.everything()).split('\n').filter((line) => /^\d+$/.test(line)).map(Number);
  expect(lines.length).toBeGreaterThan(9_900);
  expect(lines.every((line, at) => at === 0 || line === lines[at - 1] + 1)).toBe(true);
});

test('fifty megabytes arrive complete, and the terminal can be used afterwards', async ({ page, form, terminal, stand }) => {
  // As long as something arrives it is slow, not stuck.
  test.setTimeout(600_000);
  // Everything a WebSocket brings is kept as it came, beside what the page does with it.
  await page.addInitScript(() => {
    const frames = [];
    window.WebSocket = class extends WebSocket {
      constructor(...given) {
        super(...given);
        this.addEventListener('message', ({ data }) => typeof data !== 'string' && frames.push(data));
      }
    };
    window.bytesSoFar = () => frames.reduce((sum, frame) => sum + frame.byteLength, 0);
    window.hashBetween = async (begin, end) => {
      const all = new Uint8Array(await new Blob(frames).arrayBuffer());
      const text = new TextDecoder('latin1').decode(all);
      const range = all.subarray(text.indexOf(begin) + begin.length, text.lastIndexOf(end));
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', range));
      return [range.length, [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')];
    };
  });
  await form.open();
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  await terminal.run("head -c 37500000 /dev/urandom | base64 > big; sed 's/$/\\r/' big > as-sent");
  const length = Number(await terminal.run('stat -c %s as-sent'));
  expect(length).toBeGreaterThan(50_000_000);
  const sum = await terminal.run('sha256sum < as-sent');
  await terminal.type("printf '<beg''in>'; cat big; printf '<e''nd>\\n'\n");
  let before;
  do {
    before = await page.evaluate(() => window.bytesSoFar());
    await expect
      .poll(async () => /<end>\n\$$/.test(await terminal.screen()) || (await page.evaluate(() => window.bytesSoFar())) > before + 500_000, {
        message: `more after the ${before} bytes that have arrived`,
        timeout: 30_000,
      })
      .toBe(true);
  } while (!/<end>\n\$$/.test(await terminal.screen()));
  expect(await page.evaluate(() => window.hashBetween('<begin>', '<end>'))).toEqual([length, sum.slice(0, 64)]);
  expect(await terminal.run('echo still here')).toBe('still here');
});

test('wide characters, emoji and colours arrive as they were sent', async ({ page, shell }) => {
  await shell.run("printf '\\e[H\\e[2J\\e[38;2;1;2;3m中文 日本語 👩‍👩‍👧 é\\e[m\\n' > text");
  await shell.type('cat text\n');
  await shell.shows(/^中文 日本語 👩‍👩‍👧 é\n\$$/);
  const colour = await page.evaluate(() => {
    const buffer = window.openTerminal.buffer.active;
    for (let at = 0; at < buffer.length; at += 1) {
      const cell = buffer.getLine(at).getCell(0);
      if (cell.getChars() === '中') return [cell.isFgRGB(), cell.getFgColor(), cell.getWidth()];
    }
  });
  expect(colour).toEqual([true, 0x010203, 2]);
});

test('the end of the shell is told with its status, and Enter opens a new one', async ({ page, shell }) => {
  await shell.type('exit 7\n');
  await shell.state('ended');
  await expect(page.locator('.pane .bar')).toContainText('exited with status 7');
  await page.keyboard.press('Enter');
  await shell.state('live');
  expect(await shell.run('echo again')).toBe('again');
});

test('find goes to earlier lines', async ({ page, shell }) => {
  await shell.run('seq 1 2000');
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('1234');
  await expect(page.locator('.find output')).toHaveText('1 of 1');
  const scrolled = () => page.evaluate(() => window.openTerminal.buffer.active.viewportY < window.openTerminal.buffer.active.baseY);
  await expect.poll(scrolled).toBe(true);
  await page.keyboard.press('Escape');
  expect(await shell.run('echo typed')).toBe('typed');
});
