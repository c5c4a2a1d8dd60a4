// Tabs and panes: terminals side by side, arranged by keys and by the mouse, and kept through reloads and restarts.

import AxeBuilder from '@axe-core/playwright';

import { expect, test } from '../support/test.js';
import { WorkspaceOnPage } from '../support/workspace.js';

test('a pane splits in two with a shell each, and keys go to the one that has the keyboard', async ({ shell, work }) => {
  await shell.run('cd /tmp; here=left');
  const right = await work.split('|');
  await right.run('cd /usr; here=right');
  const below = await work.split('-');
  expect(await below.run('echo "[$here]"')).toBe('[]');
  const [left, top, bottom] = await work.places();
  expect(top.x).toBeGreaterThan(left.x + left.width - 2);
  expect(bottom.y).toBeGreaterThan(top.y + top.height - 2);
  await work.gate('h');
  expect(await work.terminal(0).run('echo $here')).toBe('left');
  await work.gate('l');
  expect(await work.terminal(1).run('echo $here')).toBe('right');
});

test('a border is dragged and moved by keys, and both programs learn their sizes', async ({ page, work }) => {
  const right = await work.split('|');
  const left = work.terminal(0);
  const before = await left.size();
  const border = page.getByRole('separator');
  const { x, y, height } = await border.boundingBox();
  await page.mouse.move(x, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x - 200, y + height / 2, { steps: 4 });
  await page.mouse.up();
  // Of 200 pixels, a column having about 8; not of the 150 that it passes by.
  await expect.poll(async () => (await left.size())[0]).toBeLessThan(before[0] - 22);
  const [columns] = await left.size();
  await border.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await left.size())[0]).toBeGreaterThan(columns);
  await page.keyboard.press('Escape');
  const [width, rows] = await right.size();
  expect(await right.run('stty size')).toBe(`${rows} ${width}`);
});

test('a zoomed pane fills the tab, and its neighbours come back as they were', async ({ work }) => {
  await work.split('|');
  const before = await work.places();
  await work.gate('z');
  await expect(work.shown).toHaveCount(1);
  const [zoomed] = await work.places();
  expect(zoomed.width).toBeGreaterThan(before[1].width * 1.8);
  await work.gate('z');
  await expect.poll(() => work.places()).toEqual(before);
});

test('tabs are opened, named, gone through and moved by keys', async ({ page, shell, work }) => {
  await shell.run('tab=first');
  await work.gate('+');
  await expect(work.tabs).toHaveCount(2);
  await work.terminal(1).prompt();
  await work.gate('n');
  await page.keyboard.type('deploy 2.41\n');
  await expect(work.tabs.nth(1)).toHaveText('deploy 2.41');
  await work.gate('1');
  expect(await work.terminal(0).run('echo $tab')).toBe('first');
  await work.gate(']');
  await expect(work.tabs.nth(1)).toHaveAttribute('aria-selected', 'true');
  await work.gate('{');
  await expect(work.tabs.nth(0)).toHaveText('deploy 2.41');
  await expect(work.tabs.nth(0)).toHaveAttribute('aria-selected', 'true');
});

test('a pane moves to another tab and back beside the first, by keys and by the mouse', async ({ page, shell, work }) => {
  await shell.run('who=one');
  const second = await work.split('|');
  await second.run('who=two');
  await work.gate('!');
  await expect(work.tabs).toHaveCount(2);
  expect(await work.terminal(1).run('echo $who')).toBe('two');
  await work.gate('@');
  await expect(work.tabs).toHaveCount(1);
  await expect(work.shown).toHaveCount(2);
  const [left, right] = await work.places();
  await work.panes.nth(1).locator('.title').dragTo(work.panes.nth(0), { targetPosition: { x: left.width / 2, y: 60 } });
  await expect.poll(async () => (await work.places())[0].y).toBeGreaterThan(right.y + 50);
  await expect(work.panes.nth(1).locator('textarea')).toBeFocused();
  expect(await work.terminal(1).run('echo $who')).toBe('two');
});

test('a closed pane comes back with its shell', async ({ page, shell, work }) => {
  await shell.run('cd /');
  const right = await work.split('|');
  await right.run('kept=yes; seq 1 5');
  await work.gate('x');
  await expect(work.panes).toHaveCount(1);
  await expect(page.locator('.status .closed')).toContainText('Closed');
  await page.locator('.status .closed button').click();
  await expect(work.panes).toHaveCount(2);
  await right.state('live');
  expect(await right.run('echo $kept')).toBe('yes');
});

test('the shell of a closed pane is hung up after a while, and the session stays', async ({ page, form, terminal, stand }) => {
  // The minute in which a pane can be brought back takes a moment here.
  await page.addInitScript(() => {
    const { setTimeout } = window;
    window.setTimeout = (call, millis, ...given) => setTimeout(call, millis === 60_000 ? 300 : millis, ...given);
  });
  await form.open();
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  const work = new WorkspaceOnPage(page);
  const right = await work.split('|');
  await right.feed("trap 'touch hung-up' HUP; cat");
  await work.gate('x');
  await expect(work.panes).toHaveCount(1);
  await expect(page.locator('.status .closed')).toBeEmpty();
  await terminal.run('until [ -e hung-up ]; do sleep 0.05; done');
});

test('a closed tab leaves its shells running, to be resumed from the sign-in', async ({ page, shell, work }) => {
  await shell.run('left=running');
  await work.split('|');
  await work.terminal(1).run('left=too');
  await page.locator('.tab .close').click();
  await page.locator('a.resume').click();
  await expect(work.panes).toHaveCount(2);
  const said = [];
  for (const number of [0, 1]) {
    await work.panes.nth(number).click();
    await work.terminal(number).state('live');
    said.push(await work.terminal(number).run('echo $left'));
  }
  expect(said.sort()).toEqual(['running', 'too']);
});

test('two targets stand side by side, and connecting leaves the first as it was', async ({ page, form, shell, stand, work }) => {
  await shell.run('target=first; seq 1 100');
  const before = await shell.screen();
  await page.getByRole('button', { name: 'Connect to a target' }).click();
  await form.signIn(await stand.target('password'));
  await expect(work.tabs).toHaveCount(2);
  await work.terminal(1).prompt();
  expect(await work.terminal(1).run('echo "[$target]"')).toBe('[]');
  await work.gate('1');
  expect(await work.terminal(0).screen()).toBe(before);
  expect(await work.terminal(0).run('echo $target')).toBe('first');
});

test('a reload brings back every tab and pane with its shell', async ({ page, shell, work }) => {
  await shell.run('n=0');
  await work.split('|');
  await work.terminal(1).run('n=1');
  await work.gate('+');
  await work.terminal(2).prompt();
  await work.terminal(2).run('n=2');
  await work.gate('n');
  await page.keyboard.type('third\n');
  await work.gate('1');
  const places = await work.places();
  await page.reload();
  await expect(work.panes).toHaveCount(3);
  await expect(work.tabs.nth(1)).toHaveText('third');
  await expect.poll(() => work.places()).toEqual(places);
  for (const number of [0, 1, 2]) {
    if (number === 2) await work.gate('2');
    else await work.panes.nth(number).click({ position: { x: 60, y: 60 } });
    await work.terminal(number).state('live');
    expect(await work.terminal(number).run('echo $n')).toBe(String(number));
  }
});

test('after the relay is gone for good one sign-in fills every pane again', async ({ page, form, shell, stand, work }) => {
  await work.split('|');
  await stand.stopRelay();
  await stand.startRelay();
  await expect(work.panes.nth(0)).toHaveAttribute('data-state', 'ended');
  await expect(work.panes.nth(1)).toHaveAttribute('data-state', 'ended');
  await work.panes.nth(0).click({ position: { x: 60, y: 60 } });
  await page.keyboard.press('Enter');
  await expect(page.locator('#host')).toHaveValue(shell.target.host);
  await form.password();
  await form.submit();
  await form.acceptOnce();
  await expect(work.panes).toHaveCount(2);
  await work.terminal(0).state('live');
  await work.terminal(1).state('live');
  await expect(work.shown).toHaveCount(2);
});

test('a line goes to the panes that were chosen, and the bar remembers where', async ({ page, work }) => {
  await work.split('|');
  await work.split('-');
  await work.gate('a');
  const bar = page.locator('form.send-all');
  await bar.getByRole('checkbox').nth(1).uncheck();
  await bar.getByRole('textbox').fill('echo to-$((20 + 22))');
  await page.keyboard.press('Enter');
  await work.terminal(0).shows(/^to-42$/m);
  await work.terminal(2).shows(/^to-42$/m);
  expect(await work.terminal(1).screen()).not.toContain('to-42');
  await bar.getByRole('button', { name: 'What went where' }).click();
  await expect(bar.locator('.sent')).toContainText('127.0.0.1, 127.0.0.1');
  await bar.getByRole('textbox').press('ArrowUp');
  await expect(bar.getByRole('textbox')).toHaveValue('echo to-$((20 + 22))');
});

test('keys go to all chosen panes at once, and every one of them is marked', async ({ page, shell, work }) => {
  await work.split('|');
  await work.gate('a');
  await page.locator('form.send-all').getByText('keys', { exact: true }).click();
  await expect(page.locator('.pane.sent-to')).toHaveCount(2);
  await work.panes.nth(1).click({ position: { x: 60, y: 100 } });
  await page.keyboard.type('echo live-$((40 + 2))\n');
  await work.terminal(0).shows(/^live-42$/m);
  await work.terminal(1).shows(/^live-42$/m);
  await page.locator('form.send-all').getByRole('button', { name: 'Stop sending to all' }).click();
  await expect(page.locator('.pane.sent-to')).toHaveCount(0);
  await page.keyboard.type('echo only-$((1 + 1))\n');
  await work.terminal(1).shows(/^only-2$/m);
  expect(await work.terminal(0).screen()).not.toContain('only-2');
});

test('the palette does what a few letters name, and goes to a target that was typed', async ({ page, shell, work }) => {
  await work.gate(':');
  await page.keyboard.type('sprt');
  await expect(page.getByRole('option', { selected: true })).toContainText('Split right');
  await page.keyboard.press('Enter');
  await expect(work.panes).toHaveCount(2);
  await work.terminal(1).prompt();
  await work.gate(':');
  await page.keyboard.type('deploy@web-01:2222');
  await page.keyboard.press('Enter');
  await expect(page.locator('#host')).toHaveValue('web-01');
  await expect(page.locator('#port')).toHaveValue('2222');
  await page.goBack();
  await expect(work.shown).toHaveCount(2);
});

test('keys can be changed, and those that others need are refused', async ({ page, shell, work }) => {
  await work.gate('?');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('zoom');
  await dialog.getByRole('button', { name: 'Change the keys of: Zoom the pane' }).click();
  await page.keyboard.press('Control+w');
  await expect(dialog.getByRole('status')).toContainText('The browser keeps these keys');
  await page.keyboard.press('Control+c');
  await expect(dialog.getByRole('status')).toContainText('Programs in the terminal need these keys');
  await page.keyboard.press('Control+Shift+Z');
  await expect(dialog.locator('kbd').filter({ hasText: 'Ctrl+Shift+Z' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await work.split('|');
  await page.reload();
  await work.terminal(1).state('live');
  await page.keyboard.press('Control+Shift+Z');
  await expect(work.shown).toHaveCount(1);
});

test('the sheet of keys appears when one hesitates, and any other key closes it', async ({ page, shell }) => {
  await page.keyboard.press('Control+,');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toContainText('Split right');
  await page.keyboard.press('q');
  await expect(sheet).toBeHidden();
  expect(await shell.run('echo fine')).toBe('fine');
});

test('leaving the workspace by the back button keeps what its terminals show', async ({ page, shell }) => {
  await shell.run('seq 1 300');
  const before = await shell.everything();
  await page.getByRole('link', { name: /Postern|connect|target/i }).first().click();
  await expect(page.locator('#host')).toBeVisible();
  await page.goBack();
  await shell.state('live');
  expect(await shell.everything()).toBe(before);
});

for (const [scheme, locale] of [['light', 'en'], ['dark', 'zh']]) {
  test(`nothing in the workspace is hard to reach or to read (${scheme}, ${locale})`, async ({ page, shell, work }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate((language) => localStorage.setItem('postern.language', language), locale);
    await page.reload();
    await shell.state('live');
    await work.split('|');
    const check = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
    };
    await work.gate('a');
    await check();
    await work.gate(':');
    await check();
    await page.keyboard.press('Escape');
    await work.gate('?');
    await check();
    await page.keyboard.press('Escape');
    await work.panes.nth(0).locator('.tools button').last().click();
    await check();
  });
}
