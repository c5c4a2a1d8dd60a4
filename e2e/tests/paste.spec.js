// Pastes as people complained about them: what runs by itself, what is hidden, what is long, and what must not change.

import { createHash } from 'node:crypto';

import { expect, test } from '../support/test.js';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const bracketed = (shell) => shell.run("bind 'set enable-bracketed-paste on'");

async function paste(page, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press('Control+Shift+V');
}

/** Pastes into a program that keeps every byte, agreeing where the page asks, and returns the digest of what came. */
async function through(page, shell, text, { asks = true } = {}) {
  await shell.feed('stty raw -echo; head -c ' + Buffer.byteLength(keys(text)) + ' > pasted; stty sane');
  await paste(page, text);
  if (asks) await page.getByRole('dialog').getByRole('button', { name: /^Paste/ }).click();
  await shell.shows(/\$$/);
  return (await shell.run('sha256sum < pasted')).slice(0, 64);
}

/** What a terminal sends for a text: Enter at the end of a line. */
const keys = (text) => text.replace(/\r?\n/g, '\r');

for (const [name, text, asks] of [
  ['two hundred lines', Array.from({ length: 200 }, (_, at) => `line ${at} of a script; it's "quoted" \\ $HOME`).join('\n'), true],
  ['lines from Windows', 'first\r\nsecond\r\n\r\nthird', true],
  ['tabs and blanks', '\tif x:\t\t# tab\n\t\treturn  1   ', true],
  ['emoji and every script', '👩‍🔧🇨🇳 列出 ภาษาไทย עברית é e\u0301 \u{1f9d1}\u{1f3fd}\u200d\u{1f4bb}', false],
]) {
  test(`${name} arrive as they are`, async ({ page, shell }) => {
    expect(await through(page, shell, text, { asks })).toBe(sha256(keys(text)));
  });
}

test('a megabyte arrives whole, shows how far it is, and leaves the keys behind it in order', async ({ page, shell, stand }) => {
  test.slow();
  const text = Array.from({ length: 20_000 }, (_, at) => `${String(at).padStart(6, '0')} ${'postern '.repeat(6)}\n`).join('');
  await shell.feed('stty -echo; cat > pasted; stty echo');
  await stand.setLine({ slow: 400_000 });
  await paste(page, text);
  await page.getByRole('dialog').getByRole('button', { name: /^Paste/ }).click();
  await expect(page.getByRole('progressbar', { name: 'Pasting' })).toBeVisible();
  await shell.type('last\n\u0004');
  await expect(page.getByRole('progressbar', { name: 'Pasting' })).toBeHidden();
  await stand.setLine('open');
  await shell.shows(/\$$/);
  expect((await shell.run('sha256sum < pasted')).slice(0, 64)).toBe(sha256(`${text}last\n`));
});

for (const how of ['button', 'Ctrl-C']) {
  test(`a long paste is cancelled by ${how}, and its brackets are closed`, async ({ page, shell, stand }) => {
    test.slow();
    // Shows every byte, and stops at the closing bracket: the test ends only if that is sent.
    await shell.feed(`printf '\\e[?2004h'; stty raw -echo; sed -u $'/\\e\\[201~/q' > pasted; stty sane; printf '\\e[?2004l'`);
    await stand.setLine({ slow: 100_000 });
    await paste(page, 'echo no; '.repeat(300_000));
    await page.getByRole('dialog').getByRole('button', { name: /^Paste/ }).click();
    const bar = page.getByRole('progressbar', { name: 'Pasting' });
    await expect(bar).toBeVisible();
    if (how === 'button') await page.locator('.pasting').getByRole('button', { name: 'Cancel' }).click();
    else await page.keyboard.press('Control+c');
    await expect(bar).toBeHidden();
    await stand.setLine('open');
    await page.keyboard.press('Control+j');
    await shell.shows(/\$$/);
    expect(Number(await shell.run('wc -c < pasted'))).toBeLessThan(2_000_000);
    expect(await shell.run(`tail -c 8 pasted | tr -d '\\003\\n' | cat -v`)).toMatch(/\^\[\[201~$/);
  });
}

test('lines that would run are shown first; Enter does not paste them, Ctrl+Enter does', async ({ page, shell }) => {
  await paste(page, 'touch one\ntouch two\n');
  const dialog = page.getByRole('dialog', { name: /^Paste 2 lines into/ });
  await expect(dialog).toContainText('each line would run as it arrives');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  expect(await shell.run('ls | wc -l')).toBe('0');
  await page.keyboard.press('Control+Shift+V');
  await dialog.getByRole('textbox').fill('touch edited\n');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  expect(await shell.run('ls')).toBe('edited');
});

test('a line with an end to it is shown too, and not again in this session if the person says so', async ({ page, work, shell }) => {
  await paste(page, 'touch one\n');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('it would run at once');
  await dialog.getByText('Not again in this session').click();
  await dialog.getByRole('button', { name: /^Paste/ }).click();
  await paste(page, 'touch two\n');
  expect(await shell.run('ls')).toBe('one  two');
  // What cannot be seen is shown all the same.
  await paste(page, 'touch three\u0003');
  await expect(dialog).toContainText('cannot be seen');
  await page.keyboard.press('Escape');
  const beside = await work.split('|');
  await paste(page, 'echo beside\n');
  await beside.shows(/\nbeside\n/);
});

test('a shell with bracketed paste gets lines at once, and nothing in them ends the paste', async ({ page, shell }) => {
  await bracketed(shell);
  await paste(page, 'touch one\ntouch two\n');
  await shell.shows('touch two');
  await page.keyboard.press('Control+c');
  await shell.shows(/\^C\n\$$/);
  await paste(page, 'touch a\u001b[201~\ntouch b\n\u001b[20\u001b[201~1~touch c');
  await shell.shows('touch c');
  await page.keyboard.press('Control+c');
  await shell.shows(/\^C\n\$$/);
  expect(await shell.run('ls | wc -l')).toBe('0');
});

test('control characters are seen as symbols, and pasted only if they are left there', async ({ page, shell }) => {
  await shell.feed('cat -v');
  await paste(page, 'a\u001b[31mb\u0001\u202ec');
  const field = page.getByRole('dialog').getByRole('textbox');
  await expect(field).toHaveValue('a␛[31mb␁␦c');
  await field.fill('a␛[31mbc');
  await page.getByRole('dialog').getByRole('button', { name: 'Paste' }).click();
  await page.keyboard.press('Enter');
  await shell.shows('a^[[31mbc');
});

test('two pastes in a row come one after the other', async ({ page, shell, stand }) => {
  await bracketed(shell);
  await stand.setLine({ slow: 20_000 });
  await paste(page, `: ${'x'.repeat(30_000)}`);
  await paste(page, '; echo sec""ond');
  await page.keyboard.press('Enter');
  await shell.shows(/\nsecond\n/);
});

test('a paste that finds no room is refused with words, and nothing of it is typed', async ({ page, shell }) => {
  await bracketed(shell);
  await paste(page, 'x'.repeat(9 * 1024 * 1024));
  await page.getByRole('dialog').getByRole('button', { name: 'Paste' }).click();
  await expect(page.locator('.title .warn')).toContainText('send it as a file');
  expect(await shell.run('echo clean')).toBe('clean');
});
