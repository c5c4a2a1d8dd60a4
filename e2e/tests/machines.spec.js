// Saved machines: kept, found, grouped, imported, exported, and their secrets sealed.

import { readFile } from 'node:fs/promises';

import AxeBuilder from '@axe-core/playwright';

import { expect, test } from '../support/test.js';

const passphrase = 'correct horse battery';

/** Saved machines as another visit would have left them. */
async function plant(page, list) {
  const stored = { format: 'postern-machines', version: 1, list };
  await page.addInitScript((text) => localStorage.getItem('postern.machines') ?? localStorage.setItem('postern.machines', text), JSON.stringify(stored));
}

const machine = (name, more = {}) => ({ id: name.replace(/\W/g, ''), name, target: { host: `${name}.example.net`, port: 22, user: 'ops' }, ...more });

/** Everything the browser keeps for the page, as one text. */
const kept = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

/** Ticks that the secret is to be kept, and chooses the passphrase. */
async function seal(page) {
  await page.locator('#keep-machine').check();
  await page.locator('#keep-secret').click();
  await page.locator('#vault-new').fill(passphrase);
  await page.locator('#vault-again').fill(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.locator('#keep-secret')).toBeChecked();
}

async function openPanel(page) {
  await page.locator('.rail').getByRole('button', { name: /Machines|机器/ }).click();
  await expect(page.locator('#go-to')).toBeFocused();
}

test('a machine saved while signing in is listed, and a reload still has it', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await form.place(target);
  await form.password();
  await page.locator('#keep-machine').check();
  await form.submit();
  await form.acceptAlways();
  await terminal.prompt();
  await openPanel(page);
  await expect(page.locator('.tree').getByRole('link', { name: target.host })).toHaveCount(2);
  await page.goto(stand.line);
  await page.reload();
  await expect(page.locator('aside').getByRole('button', { name: new RegExp(`${target.user}@`) }).first()).toBeVisible();
  expect(await kept(page)).not.toContain(stand.password);
});

test('a sealed secret survives a reload, a wrong passphrase says so, and nothing is kept in the clear', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await form.place(target);
  await form.password();
  await seal(page);
  await form.submit();
  await form.acceptAlways();
  await terminal.prompt();
  await expect.poll(() => kept(page)).toContain('"secret');
  for (const secret of [stand.password, passphrase]) {
    expect(await kept(page)).not.toContain(secret);
    expect(await kept(page)).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
  }
  await page.goto(stand.line);
  await page.reload();
  await page.locator('aside tbody').getByRole('button', { name: new RegExp(`${target.user}@`) }).first().click();
  await page.locator('#vault-old').fill('wrong horse battery');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This is not the passphrase')).toBeVisible();
  await page.locator('#vault-old').fill(passphrase);
  await page.keyboard.press('Enter');
  await terminal.prompt();
  expect(await terminal.run('echo signed in')).toBe('signed in');
});

test('a session that was cut is signed in to again by one key, with the secret that is kept', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await form.place(target);
  await form.password();
  await seal(page);
  await form.submit();
  await form.acceptAlways();
  await terminal.prompt();
  await expect.poll(() => kept(page)).toContain('"secret');
  await stand.cutSessions(target);
  await expect(page.locator('.pane[data-state="ended"]')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.pane[data-state="live"]')).toBeVisible();
  expect(await terminal.run('echo again')).toBe('again');
});

test('a changed passphrase opens what the old one sealed, and forgetting leaves nothing', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await form.place(target);
  await form.password();
  await seal(page);
  await form.submit();
  await form.acceptAlways();
  await terminal.prompt();
  await openPanel(page);
  await page.getByRole('button', { name: 'Passphrase for secrets' }).click();
  await page.locator('#change-old').fill(passphrase);
  await page.locator('#vault-new').fill('another passphrase');
  await page.locator('#vault-again').fill('another passphrase');
  await page.keyboard.press('Enter');
  await expect(form.dialog).toBeHidden();
  await page.goto(stand.line);
  await page.reload();
  await page.locator('aside tbody').getByRole('button', { name: new RegExp(`${target.user}@`) }).first().click();
  await page.locator('#vault-old').fill('another passphrase');
  await page.keyboard.press('Enter');
  await terminal.prompt();
  await openPanel(page);
  await page.getByRole('button', { name: 'Passphrase for secrets' }).click();
  await page.getByRole('button', { name: 'Forget all 1' }).click();
  await expect.poll(() => kept(page)).not.toContain('"vault');
  expect(await kept(page)).not.toContain('"secret');
});

test('a machine is found and connected to by the keyboard alone', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('password');
  const here = { id: 'here', name: 'Shop front 01', target: { host: target.host, port: target.port, user: target.user } };
  await plant(page, [machine('web-01'), machine('db-01'), here]);
  await form.open();
  await page.locator('h1').click();
  await page.keyboard.press('/');
  await page.keyboard.type('sf01');
  await expect(page.locator('aside tbody').getByText('Shop front 01')).toBeVisible();
  await expect(page.locator('aside tbody').getByText('web-01')).toBeHidden();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('aside tbody button.row', { hasText: 'Shop front 01' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#password')).toBeFocused();
  await page.keyboard.type(stand.password);
  await page.keyboard.press('Enter');
  await form.acceptOnce();
  await terminal.prompt();
});

test('what is typed in the panel as a place offers to connect to it', async ({ page, shell, form, terminal, stand }) => {
  const other = await stand.target('password');
  await openPanel(page);
  await page.keyboard.type(`${other.user}@${other.host}:${other.port}`);
  await expect(page.locator('.tree .quick')).toContainText(`Connect to ${other.user}@${other.host}:${other.port}`);
  await page.keyboard.press('Enter');
  await expect(page.locator('#password')).toBeFocused();
  await form.password();
  await page.keyboard.press('Enter');
  await form.acceptOnce();
  await terminal.prompt();
  expect(shell).toBeTruthy();
});

test('machines stand in groups, move between them, are deleted and come back', async ({ page, shell, stand }) => {
  expect(shell).toBeTruthy();
  await page.evaluate((text) => localStorage.setItem('postern.machines', text), JSON.stringify({
    format: 'postern-machines', version: 1,
    list: [machine('web-01', { group: 'Frankfurt', tags: ['prod'] }), machine('财务库', { group: '广州' }), machine('lab')],
  }));
  await page.reload();
  await shell.state('live');
  await openPanel(page);
  const groups = page.locator('.tree details');
  await expect(groups).toHaveCount(2);
  await page.locator('.tree a', { hasText: 'lab' }).dragTo(groups.first().locator('summary'));
  await expect(groups.first().locator('a')).toHaveCount(2);
  await groups.first().locator('a', { hasText: 'web-01' }).focus();
  await page.keyboard.press('Delete');
  await expect(groups.first().locator('a')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(groups.first().locator('a')).toHaveCount(2);
  await page.locator('.tree a', { hasText: 'web-01' }).focus();
  await page.keyboard.press('F2');
  await page.locator('#machine-name').fill('shop');
  await page.locator('#machine-group').fill('Lab');
  await page.keyboard.press('Enter');
  await expect(groups.locator('summary')).toHaveText([/Frankfurt/, /Lab/, /广州/]);
  await page.locator('.chips').getByText('prod').click();
  await expect(page.locator('.tree details a')).toHaveText([/shop/]);
  expect(stand).toBeTruthy();
});

test('an ssh_config is shown before anything of it is saved, and what is left out says why', async ({ page, form }) => {
  await form.open();
  await page.getByRole('button', { name: 'Import machines' }).click();
  const text = 'Host gate\n  HostName gate.example\n  User jo\nHost web-*\n  ProxyJump gate\nHost web-01 web-02\n  Port 2222\n'
    + 'Host odd\n  ProxyCommand nc %h %p\nInclude other\nMatch all\n  User x\n';
  await page.locator('#import-file').setInputFiles({ name: 'config', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await expect(form.dialog.getByText('User for 3 hosts')).toBeHidden();
  await expect(form.dialog.getByText('User for 2 hosts')).toBeVisible();
  await expect(form.dialog.locator('tbody tr')).toHaveCount(1);
  await page.locator('#import-user').fill('deploy');
  await expect(form.dialog.locator('tbody tr')).toHaveText([/gate\s*jo@gate.example/, /web-01\s*deploy@web-01:2222 ← gate.example/, /web-02/]);
  await expect(form.dialog.locator('.left-out li')).toHaveCount(3);
  expect(await kept(page)).not.toContain('postern.machines');
  await form.dialog.locator('tbody input').last().uncheck();
  await form.dialog.getByRole('button', { name: 'Import 2' }).click();
  await expect(form.dialog.getByText('2 added, 0 replaced.')).toBeVisible();
  await form.dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('aside tbody').getByText('web-01', { exact: true })).toBeVisible();
  await expect(page.locator('aside tbody').getByText('web-02', { exact: true })).toBeHidden();
});

test('what is exported is imported again, and nothing is replaced unasked', async ({ page, form }) => {
  await plant(page, [machine('web-01', { group: 'Frankfurt', tags: ['prod'], note: 'first' }), machine('db-01')]);
  await form.open();
  await page.getByRole('button', { name: 'Export machines' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), form.dialog.getByRole('button', { name: 'Save the file' }).click()]);
  const file = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(file.list.map(({ name }) => name)).toEqual(['web-01', 'db-01']);
  file.list[0].note = 'second';
  file.list.push(machine('new-01'));
  await page.getByRole('button', { name: 'Import machines' }).click();
  await page.locator('#import-file').setInputFiles({ name: 'm.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
  await expect(form.dialog.locator('tbody tr')).toHaveText([/replaces the one here/, /the same is here/, /new/]);
  await form.dialog.getByRole('button', { name: 'Import 1' }).click();
  await expect(form.dialog.getByText('1 added, 0 replaced.')).toBeVisible();
  expect(await kept(page)).not.toContain('second');
});

test('two tabs change the list, and neither loses what the other did', async ({ page, form, context, stand }) => {
  await form.open();
  const other = await context.newPage();
  await other.goto(stand.line);
  await expect(other.locator('#host')).toBeEditable();
  const add = async (tab, name) => {
    await tab.getByRole('button', { name: 'Import machines' }).click();
    const text = `Host ${name}\n  User ops\n`;
    await tab.locator('#import-file').setInputFiles({ name: 'config', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await tab.getByRole('button', { name: 'Import 1' }).click();
    await tab.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  };
  await add(page, 'from-one');
  await expect(other.locator('aside tbody').getByText('from-one', { exact: true })).toBeVisible();
  await add(other, 'from-two');
  for (const tab of [page, other]) await expect(tab.locator('aside tbody button.row', { hasText: 'from-' })).toHaveCount(2);
});

test('a full storage says so and loses nothing', async ({ page, form }) => {
  await plant(page, [machine('web-01')]);
  await form.open();
  await page.evaluate(() => {
    for (let size = 1 << 22; size >= 1; size >>= 1) {
      try {
        for (let n = 0; n < 99; n += 1) localStorage.setItem(`fill ${size} ${n}`, 'x'.repeat(size));
      } catch {
        // Full at this size: go on with a smaller one.
      }
    }
  });
  await page.locator('aside tbody tr', { hasText: 'web-01' }).hover();
  await page.getByRole('button', { name: 'Edit web-01' }).click();
  await page.locator('#machine-note').fill('n'.repeat(500));
  await page.keyboard.press('Enter');
  await expect(form.dialog.getByText('no room left')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.locator('aside tbody').getByText('web-01', { exact: true })).toBeVisible();
});

test('two thousand machines stay quick to search', async ({ page, form }) => {
  await plant(page, Array.from({ length: 2000 }, (_, n) => machine(`web-${n}`, { group: `Group ${n % 3}` })));
  await form.open();
  await expect(page.getByText('1800 more')).toBeVisible();
  await page.locator('aside input[type=search]').focus();
  const millis = await page.evaluate(async () => {
    const input = document.querySelector('aside input[type=search]');
    const begun = performance.now();
    input.value = 'w1999';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - begun;
  });
  await expect(page.locator('aside tbody button.row')).toHaveCount(1);
  expect(millis).toBeLessThan(1000);
});

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function faults(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const [colorScheme, locale] of [['light', 'en-GB'], ['dark', 'en-GB'], ['light', 'zh-CN'], ['dark', 'zh-CN']]) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale });

    test('the panel of machines and its dialogs have no accessibility faults', async ({ page, form, shell }) => {
      await page.evaluate((text) => localStorage.setItem('postern.machines', text), JSON.stringify({
        format: 'postern-machines', version: 1,
        list: [machine('web-01', { group: 'Frankfurt', tags: ['prod'] }), machine('财务库', { group: '广州' }), machine('lab')],
      }));
      await page.reload();
      await shell.state('live');
      await openPanel(page);
      expect(await faults(page)).toEqual([]);
      await page.keyboard.type('ops@web');
      await expect(page.locator('.quick')).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('.tree a', { hasText: 'web-01' }).focus();
      await page.keyboard.press('F2');
      await page.locator('#machine-keep').check();
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      const tools = page.locator('.machine-tools button');
      for (const nth of [0, 1, 2]) {
        await tools.nth(nth).click();
        await expect(form.dialog).toBeVisible();
        if (nth === 0) {
          const text = 'Host a b\n  User x\nHost c\n  ProxyCommand x\nHost d\nForwardAgent yes\n';
          await page.locator('#import-file').setInputFiles({ name: 'config', mimeType: 'text/plain', buffer: Buffer.from(text) });
          await expect(form.dialog.locator('tbody tr')).toHaveCount(2);
        }
        expect(await faults(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(form.dialog).toBeHidden();
      }
      await page.locator('.tree a', { hasText: 'lab' }).focus();
      await page.keyboard.press('Delete');
      await expect(page.locator('.machines .foot [role=status]')).not.toBeEmpty();
      expect(await faults(page)).toEqual([]);
    });
  });
}
