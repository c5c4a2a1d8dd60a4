// The end of a shell, and leaving the page while something runs.

import { expect, test } from '../support/test.js';

/** Tries to leave the page; returns whether it asked. The person stays. */
async function asks(page) {
  let asked = false;
  const answer = async (dialog) => {
    asked = dialog.type() === 'beforeunload';
    await dialog.dismiss();
  };
  page.on('dialog', answer);
  await page.close({ runBeforeUnload: true });
  // Whoever was not asked is gone.
  await expect.poll(() => asked || page.isClosed()).toBe(true);
  page.off('dialog', answer);
  return asked;
}

test('the end says the status and how long it took', async ({ page, shell }) => {
  await shell.type('exit 3\n');
  await shell.state('ended');
  await expect(page.locator('.pane > .bar')).toContainText(/exited with status 3 after \d+ s/);
  await page.keyboard.press('Enter');
  await shell.prompt();
});

test('leaving asks once while a program has the screen, and says what happens', async ({ page, shell }) => {
  await shell.type('less /etc/passwd\n');
  await shell.shows('root:');
  expect(await asks(page)).toBe(true);
  await expect(page.locator('.pane > .bar')).toContainText('If you leave, it runs on');
  expect(await asks(page)).toBe(false);
});

test('a shell that is known to wait is left without a question', async ({ page, shell }) => {
  await shell.run(`PS0='\\e]133;C\\a'; PROMPT_COMMAND='printf "\\e]133;D;$?\\a\\e]133;A\\a"'`);
  await shell.run('true');
  expect(await asks(page)).toBe(false);
});

test('a command that is known to run is asked about, however quiet it is', async ({ page, shell }) => {
  await shell.run(`PS0='\\e]133;C\\a'; PROMPT_COMMAND='printf "\\e]133;D;$?\\a\\e]133;A\\a"'`);
  await shell.type("echo sle''eps; sleep 1000\n");
  await shell.shows(/\nsleeps$/);
  expect(await asks(page)).toBe(true);
});

test('an idle shell without marks, and one that has ended, are left without a question', async ({ page, shell }) => {
  await shell.run('ls /');
  await shell.type('exit\n');
  await shell.state('ended');
  expect(await asks(page)).toBe(false);
});
