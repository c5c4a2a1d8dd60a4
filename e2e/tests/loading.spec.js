// What the browser fetches, and when: little before the sign-in screen, the rest before it is wanted.

import { expect, test } from '../support/test.js';

const part = /\/split_workspace-[0-9a-f]{16}\.wasm$/;
const panel = /\/split_panel-[0-9a-f]{16}\.wasm$/;
const program = /\/postern-app-[0-9a-f]{16}\.wasm$/;

/** Notes when the form came to be there, before anything that is put off can begin. */
function watchForm() {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('#host')) return;
    window.formCameAt = performance.now();
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Lets requests for a file go only when it is told to. */
async function hold(page, file) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(file, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test('until the form is there nothing is fetched that the page does not name', async ({ page, form }) => {
  await page.addInitScript(watchForm);
  await form.open();
  const [fetched, named] = await page.evaluate(() => {
    const before = performance.getEntriesByType('resource').filter(({ startTime }) => startTime < window.formCameAt);
    const links = [...document.querySelectorAll('link[href], script[src]')].map(({ href, src }) => href ?? src);
    return [before.map(({ name }) => name).filter((name) => /\.(js|wasm|css)$/.test(name)), links];
  });
  expect(fetched.some((name) => program.test(name))).toBe(true);
  expect(fetched.filter((name) => !named.includes(name))).toEqual([]);
});

test('the workspace is fetched while the form is read, and then no more', async ({ page, form, terminal, stand }) => {
  const fetched = [];
  page.on('requestfinished', (request) => fetched.push(request.url()));
  await form.open();
  const workspaces = () => fetched.filter((url) => part.test(url)).length;
  await expect.poll(workspaces).toBe(1);
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  expect(workspaces()).toBe(1);
});

test('the panels are fetched once a shell is there', async ({ page, form, terminal, stand }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await form.open();
  await expect.poll(() => fetched.filter((url) => part.test(url)).length).toBe(1);
  expect(fetched.filter((url) => panel.test(url))).toEqual([]);
  const asked = page.waitForRequest(panel);
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  await asked;
  await page.keyboard.press('Control+,');
  await page.keyboard.press('f');
  await expect(page.locator('#files-list')).toBeFocused();
  expect(fetched.filter((url) => panel.test(url))).toHaveLength(1);
});

test('a panel that comes late is waited for, beside the terminal', async ({ page, form, terminal, stand }) => {
  const release = await hold(page, panel);
  await form.open();
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  await page.keyboard.press('Control+,');
  await page.keyboard.press('f');
  await expect(page.getByRole('status').filter({ hasText: 'Loading the panel' })).toBeVisible();
  await terminal.run('echo meanwhile');
  release();
  await expect(page.locator('#files-list')).toBeFocused();
  await expect(page.getByText('Loading the panel')).toHaveCount(0);
});

test('a workspace that comes late is waited for', async ({ page, form, terminal, stand }) => {
  const release = await hold(page, part);
  await form.open();
  await form.signIn(await stand.target('password'));
  await expect(page.getByRole('status').filter({ hasText: 'Loading the terminal' })).toBeVisible();
  release();
  await terminal.prompt();
  await expect(page.getByText('Loading the terminal')).toHaveCount(0);
});

test('a reload in a session fetches the workspace beside the program, and once', async ({ page, shell }) => {
  await shell.run('kept=yes');
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  const release = await hold(page, program);
  const asked = page.waitForRequest(part);
  // The program is an import of the page, so the page is not loaded before it is.
  await page.reload({ waitUntil: 'commit' });
  await asked;
  release();
  await shell.prompt();
  expect(await shell.run('echo $kept')).toBe('yes');
  expect(fetched.filter((url) => part.test(url))).toHaveLength(1);
});

test.describe('while it cannot be had', () => {
  test.use({ provoked: [/Failed to fetch/] });

  test('a workspace is missed in words, and loading the page again goes on', async ({ page, form, terminal, stand }) => {
    await page.route(part, (route) => route.abort());
    await form.open();
    await form.signIn(await stand.target('password'));
    await expect(page.getByRole('alert')).toContainText('The terminal could not be loaded.');
    await page.unroute(part);
    await page.getByRole('button', { name: 'Load again' }).click();
    await terminal.prompt();
  });

  test('a panel is missed in words, and the terminal goes on', async ({ page, form, terminal, stand }) => {
    await page.route(panel, (route) => route.abort());
    await form.open();
    await form.signIn(await stand.target('password'));
    await terminal.prompt();
    await page.keyboard.press('Control+,');
    await page.keyboard.press('f');
    await expect(page.getByRole('alert')).toContainText('The panel could not be loaded.');
    await terminal.run('echo meanwhile');
    await page.unroute(panel);
    // The same keys ask for it once more.
    for (const key of ['f', 'f']) {
      await page.keyboard.press('Control+,');
      await page.keyboard.press(key);
    }
    await expect(page.locator('#files-list')).toBeFocused();
  });
});
