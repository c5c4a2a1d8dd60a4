// The line between browser and relay fails; the shell does not.

import { expect, test } from '../support/test.js';
import { Stand } from '../support/stand.js';
import { TerminalOnPage } from '../support/terminal.js';

for (const [what, state] of [['drops', 'reset'], ['stalls without closing', 'stalled']]) {
  test(`a line that ${what} for five seconds under output loses and doubles nothing`, async ({ page, stand, shell }) => {
    test.slow();
    // Slow enough to be cut in the middle.
    await stand.setLine({ slow: 20_000 });
    await shell.type("stty -echo; clear; seq 1 9000; echo en''d\n");
    await shell.shows(/\d\n\d/);
    await stand.setLine(state);
    // The outage itself is what is tested; nothing else waits for time to pass.
    await page.waitForTimeout(5000);
    await stand.setLine('open');
    await expect.poll(() => shell.everything(), { timeout: 60_000 }).toMatch(/\nend\n/);
    const lines = (await shell.everything()).split('\n').filter((line) => /^\d+$/.test(line)).map(Number);
    expect(lines).toEqual(Array.from({ length: 9000 }, (_, at) => at + 1));
  });
}

test('what is typed while the line is down arrives once, in order', async ({ stand, shell }) => {
  await shell.feed('cat > typed');
  await stand.setLine('reset');
  await shell.state('reconnecting');
  await shell.type('one\ntwo\nthree\n');
  await stand.setLine('open');
  await shell.state('live');
  await shell.type('four\n\u0004');
  await shell.prompt();
  expect(await shell.run('cat typed')).toBe('one\ntwo\nthree\nfour');
});

test('the person sees that the line is down, and can try again at once', async ({ page, stand, shell }) => {
  await stand.setLine('reset');
  await shell.state('reconnecting');
  await expect(page.locator('.pane .bar')).toContainText('Reconnecting');
  // A wait long enough that the page does not come back by itself before the click.
  await expect(page.locator('.pane .bar')).toContainText(/ in [4-9] s/);
  await stand.setLine('open');
  await page.getByRole('button', { name: 'Try now' }).click();
  await shell.state('live');
});

test('a reload in vim shows the same screen, and typing goes on', async ({ page, shell }) => {
  await shell.run('seq 1 100 > numbers');
  await shell.type('vim -u NONE -N -c "set number laststatus=2 ruler" numbers\n');
  await shell.shows(/ 1 1\n/);
  await shell.type('50Gonew line\u001b');
  await shell.shows(/new line(.|\n)*51,8/);
  const before = await shell.screen();
  await page.reload();
  await shell.state('live');
  await expect.poll(() => shell.screen()).toBe(before);
  await shell.type('u');
  await expect.poll(() => shell.screen()).not.toContain('new line');
  await shell.type(':q!\n');
  await shell.shows(/\$$/);
});

test('a reload at the prompt keeps the shell and what stood above it', async ({ page, shell }) => {
  await shell.run('mine=kept; echo above');
  await page.reload();
  await shell.prompt();
  await shell.shows('above');
  expect(await shell.run('echo $mine')).toBe('kept');
});

test('a screen whose output the relay has let go is drawn again, to the last colour', async ({ page, form, terminal }) => {
  const own = await Stand.start('--log-bytes', '64KiB');
  try {
    form.stand = own;
    await form.open();
    await form.signIn(await own.target('password'));
    await terminal.prompt();
    const cell = 'printf "\\033[38;2;%d;%d;7;48;2;%d;9;%dm#", c * 3, r * 9, r, c';
    const rows = `awk 'BEGIN { for (r = 0; r < 20; r++) { for (c = 0; c < 80; c++) ${cell}; print "\\033[m" } }'`;
    // The drawing leaves the log, while a counter below it stays on the screen.
    await terminal.type(`clear; ${rows}; for i in $(seq 1 9000); do printf '\\r%06d\\033[K' $i; done; cat\n`);
    await terminal.shows('009000');
    const before = await terminal.cells();
    expect(before).toContain('#');
    await page.reload();
    await terminal.state('live');
    await expect.poll(async () => (await terminal.cells()) === before).toBe(true);
    await page.keyboard.press('Control+c');
    await terminal.prompt();
    expect(await terminal.run('echo alive')).toBe('alive');
  } finally {
    await own.stop();
  }
});

test('two tabs share a shell: the second types, the first watches and can take it back', async ({ page, context, shell }) => {
  await shell.run('echo before');
  // A duplicated tab has the token in its session storage, as the first has.
  const kept = await page.evaluate(() => ({ ...sessionStorage }));
  const second = await context.newPage();
  await second.addInitScript((kept) => Object.entries(kept).forEach(([name, value]) => sessionStorage.setItem(name, value)), kept);
  await second.goto(page.url());
  const other = new TerminalOnPage(second);
  await other.state('live');
  await other.shows('before');
  await shell.state('watching');
  await other.run('echo from the second');
  await shell.shows('from the second');
  await page.bringToFront();
  await page.getByRole('button', { name: 'Type here' }).click();
  await shell.state('live');
  await other.state('watching');
  await shell.run('echo from the first');
  await other.shows('from the first');
});

test('a target that dies is told, and the way back is offered', async ({ page, stand, shell }) => {
  await stand.cutSessions(shell.target);
  await shell.state('ended');
  await expect(page.locator('.pane .bar')).toContainText('broke');
});

test('a relay that shuts down says so, and the page comes back when it does', async ({ page, form, terminal }) => {
  const own = await Stand.start();
  try {
    const target = await own.target('password');
    form.stand = own;
    await form.open();
    await form.signIn(target);
    await terminal.prompt();
    await own.stopRelay();
    await expect(page.locator('.pane .bar')).toContainText('relay restarts');
    // Tries that fail meanwhile are no other reason.
    await expect(page.locator('.pane .bar')).toContainText(/try [3-9] in/);
    await expect(page.locator('.pane .bar')).toContainText('relay restarts');
    await own.startRelay();
    // Sessions live in the relay's memory: the page learns that this one is over, and leads to the sign-in.
    await terminal.state('ended');
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await form.signIn(target);
    await terminal.prompt();
  } finally {
    await own.stop();
  }
});
