// Input methods on the real key path: what the browser does when a person composes text.

import { expect, test } from '../support/test.js';

/** An input method: what Chromium is told by the system's. */
async function inputMethod(page) {
  const devtools = await page.context().newCDPSession(page);
  const key = (type, key, code, keyCode = 229) => devtools.send('Input.dispatchKeyEvent', { type, key, code, windowsVirtualKeyCode: keyCode, nativeVirtualKeyCode: keyCode });
  const show = (text, at = text.length) => devtools.send('Input.imeSetComposition', { text, selectionStart: at, selectionEnd: at });
  return {
    /** A key the input method takes. */
    async take(name = 'Process', code = '') {
      await key('rawKeyDown', name, code);
      await key('keyUp', name, code);
    },
    show,
    commit: (text) => devtools.send('Input.insertText', { text }),
    cancel: () => show(''),
    async spell(spelling, chosen) {
      for (let end = 1; end <= spelling.length; end += 1) {
        await key('rawKeyDown', 'Process', `Key${spelling[end - 1].toUpperCase()}`);
        await show(spelling.slice(0, end));
        await key('keyUp', spelling[end - 1], `Key${spelling[end - 1].toUpperCase()}`);
      }
      if (chosen) await devtools.send('Input.insertText', { text: chosen });
    },
    /** Replaces what stands before the cursor, as a correction does. */
    replace: (text, from, to) => devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length, replacementStart: from, replacementEnd: to }),
  };
}

/** What a program reads, up to the end of its line. */
async function reads(page, shell, act) {
  await shell.feed('cat > typed');
  await act();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+d');
  await shell.prompt();
  return shell.run('cat typed');
}

const preedit = '.composition-view.active';

test('Chinese: words, full-width punctuation after them, and keys at once after a commit', async ({ page, shell }) => {
  const ime = await inputMethod(page);
  expect(await reads(page, shell, async () => {
    await ime.spell('nihao', '你好');
    await ime.take();
    await ime.commit('，');
    await ime.spell('shijie', '世界');
    await page.keyboard.type('abc!');
    await ime.spell('zhong', '中');
    await ime.spell('wen', '文');
    await ime.commit('。');
    await ime.commit('《》');
    await page.keyboard.type('Z');
  })).toBe('你好，世界abc!中文。《》Z');
});

test('Japanese: the kana turn into kanji, and only what is chosen is typed', async ({ page, shell }) => {
  const ime = await inputMethod(page);
  expect(await reads(page, shell, async () => {
    for (const shown of ['ｎ', 'に', 'にｈ', 'にほ', 'にほｎ', 'にほん', '日本', '二本', '日本']) await ime.show(shown);
    await ime.commit('日本');
    for (const shown of ['ｇ', 'ご', '語']) await ime.show(shown);
    await ime.commit('語');
    await ime.commit('、');
  })).toBe('日本語、');
});

test('Korean: a consonant moves on to the next syllable, and nothing is doubled', async ({ page, shell }) => {
  const ime = await inputMethod(page);
  expect(await reads(page, shell, async () => {
    for (const shown of ['ㅇ', '아', '안']) await ime.show(shown);
    await ime.commit('안');
    for (const shown of ['ㄴ', '녀', '녕', '녛']) await ime.show(shown);
    await ime.commit('녕');
    for (const shown of ['ㅎ', '하']) await ime.show(shown);
    await ime.commit('하');
    await page.keyboard.type(' ok.');
  })).toBe('안녕하 ok.');
});

test('a key that the input method does not take ends the composition, and comes after it', async ({ page, shell }) => {
  const ime = await inputMethod(page);
  expect(await reads(page, shell, async () => {
    for (const shown of ['ㅎ', '하', '한']) await ime.show(shown);
    // Enter of the real keyboard while the syllable is open.
  })).toBe('한');
});

test('Esc gives a composition up: nothing is typed, not even Esc', async ({ page, shell }) => {
  const ime = await inputMethod(page);
  await shell.feed('cat -v > typed');
  await ime.spell('nihao');
  await expect(page.locator(preedit)).toHaveText('nihao');
  await ime.take('Process', 'Escape');
  await ime.cancel();
  await expect(page.locator(preedit)).toHaveCount(0);
  await ime.spell('hao', '好');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+d');
  await shell.prompt();
  expect(await shell.run('cat typed')).toBe(await shell.run(`printf '好\\n' | cat -v`));
});

test('a composition that loses the focus leaves nothing behind', async ({ page, shell }) => {
  const ime = await inputMethod(page);
  expect(await reads(page, shell, async () => {
    await ime.spell('ni');
    await page.getByRole('button', { name: 'Find in the terminal' }).click();
    await expect(page.locator(preedit)).toHaveCount(0);
    await page.keyboard.press('Escape');
    await ime.spell('hao', '好');
    await page.keyboard.type('!');
  })).toMatch(/^(ni)?好!$/);
});

test('dead keys and AltGr type one character each', async ({ page, context, shell }) => {
  const devtools = await context.newCDPSession(page);
  const press = async (event) => {
    await devtools.send('Input.dispatchKeyEvent', { type: event.text ? 'keyDown' : 'rawKeyDown', ...event });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event, text: undefined });
  };
  const ime = await inputMethod(page);
  expect(await reads(page, shell, async () => {
    // Windows: the dead key types nothing, the next key comes with the whole character.
    await press({ key: 'Dead', code: 'Quote', windowsVirtualKeyCode: 222 });
    await press({ key: 'é', code: 'KeyE', windowsVirtualKeyCode: 69, text: 'é' });
    // macOS and ibus: a composition.
    await press({ key: 'Dead', code: 'KeyN', windowsVirtualKeyCode: 229 });
    await ime.show('˜');
    await ime.commit('ñ');
    // AltGr of a German keyboard, on Linux and on Windows.
    await press({ key: '@', code: 'KeyQ', windowsVirtualKeyCode: 81, text: '@' });
    await press({ key: '€', code: 'KeyE', windowsVirtualKeyCode: 69, text: '€' });
    await press({ key: '{', code: 'Digit7', windowsVirtualKeyCode: 55, text: '{' });
    await press({ key: 'Ä', code: 'Quote', windowsVirtualKeyCode: 222, text: 'Ä' });
  })).toBe('éñ@€{Ä');
});

test('a phone’s keyboard: words are composed, corrected, taken back', async ({ page, shell }) => {
  const ime = await inputMethod(page);
  expect(await reads(page, shell, async () => {
    // Each key is 229, the word is open until a blank follows.
    await ime.spell('ech');
    await ime.commit('echo');
    await ime.take();
    await ime.commit(' ');
    await ime.spell('teh');
    // A suggestion is touched.
    await ime.commit('the');
    await ime.take();
    await ime.commit(' ');
    // Fast keys, all before any timer.
    for (const letter of 'fast') {
      await ime.take();
      await ime.commit(letter);
    }
  })).toBe('echo the fast');
});

test('a phone’s keyboard corrects a word that was typed already, and deletes over an empty field', async ({ page, shell }) => {
  const type = (inputType, value, data = null) => page.evaluate(([inputType, value, data]) => {
    const field = window.openTerminal.textarea;
    const told = { inputType, data, bubbles: true, composed: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Unidentified', keyCode: 229, bubbles: true, cancelable: true }));
    if (!field.dispatchEvent(new InputEvent('beforeinput', told))) return;
    field.value = value;
    field.dispatchEvent(new InputEvent('input', told));
  }, [inputType, value, data]);
  expect(await reads(page, shell, async () => {
    await type('insertText', 'teh', 'teh');
    await type('insertReplacementText', 'the', 'the');
    await type('insertText', 'the ', ' ');
    await type('insertText', 'the x', 'x');
    await type('deleteContentBackward', 'the ');
    await page.keyboard.type('yz');
    // The field is empty now; there is still something to take back.
    await type('deleteContentBackward', '');
    await type('insertText', 'ok', 'ok');
  })).toBe('the yok');
});

test('the text field stands at the cursor: after output, scrolled back, and at the right margin', async ({ page, shell }) => {
  const ime = await inputMethod(page);
  const place = () => page.evaluate(() => {
    const terminal = window.openTerminal;
    const screen = terminal.element.querySelector('.xterm-screen').getBoundingClientRect();
    const field = terminal.textarea.getBoundingClientRect();
    const cell = { width: screen.width / terminal.cols, height: screen.height / terminal.rows };
    const { cursorX, cursorY } = terminal.buffer.active;
    return {
      columns: Math.round((field.left - screen.left) / cell.width) - Math.min(cursorX, terminal.cols - 1),
      rows: Math.round((field.top - screen.top) / cell.height) - cursorY,
    };
  });
  const atCursor = () => expect.poll(place).toEqual({ columns: 0, rows: 0 });
  await atCursor();
  await shell.run('seq 1 300');
  await shell.type('echo ');
  // Only once all of it is echoed does the cursor stay where it is.
  await expect.poll(() => page.evaluate(() => window.openTerminal.buffer.active.cursorX)).toBe('$ echo '.length);
  await atCursor();
  await page.evaluate(() => window.openTerminal.scrollToLine(10));
  await ime.spell('ni');
  await atCursor();
  const offset = await page.evaluate((preedit) => {
    const [shown, field] = [document.querySelector(preedit), window.openTerminal.textarea];
    return shown.getBoundingClientRect().left - field.getBoundingClientRect().left;
  }, preedit);
  expect(offset, 'what is composed stands there too').toBe(0);
  await ime.commit('你');
  await shell.shows('echo 你');
  await page.keyboard.press('Control+c');
  await shell.shows(/\^C\n\$$/);
  const [columns] = await shell.size();
  await shell.type('x'.repeat(columns - 4));
  await shell.shows('x'.repeat(columns - 4));
  await ime.spell('zhongwen');
  await atCursor();
  const [shown, screen] = [await page.locator(preedit).boundingBox(), await page.locator('.xterm-screen').boundingBox()];
  expect(shown.x + shown.width).toBeLessThanOrEqual(screen.x + screen.width + 1);
  await ime.cancel();
  await page.keyboard.press('Control+c');
});

test('in a second pane the text field stands at that pane’s cursor', async ({ page, work, shell }) => {
  const ime = await inputMethod(page);
  await shell.type('echo first');
  const beside = await work.split('|');
  await beside.type('echo ');
  await ime.spell('ni');
  const [left, right] = [await work.shown.nth(0).boundingBox(), await work.shown.nth(1).boundingBox()];
  expect(left.x + left.width).toBeLessThanOrEqual(right.x + 1);
  // Behind the prompt and what was typed, wherever the echo was when the composition began.
  const indent = async () => (await page.locator(preedit).boundingBox()).x - right.x;
  await expect.poll(indent).toBeGreaterThan(50);
  expect(await indent()).toBeLessThan(right.width / 2);
  await ime.commit('你');
  await beside.shows('echo 你');
  await work.terminal(0).shows(/echo first$/);
});
