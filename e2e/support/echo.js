// What a page draws over its terminal before the target has answered.

/** Remembers everything that is ever drawn, with its time; put into a page before it loads. */
export function watchEcho() {
  window.drawn = [];
  const look = () => {
    const text = [...document.querySelectorAll('.xterm-screen > .echo > span:not(.was, .cursor)')].map((cell) => cell.textContent || ' ').join('');
    if (text !== (window.drawn.at(-1)?.text ?? '')) window.drawn.push({ text, at: performance.now() });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** Everything that was drawn since the page was loaded, in order. */
export const drawn = (page) => page.evaluate(() => window.drawn.map(({ text }) => text));

/** What is drawn now. */
export const drawing = (page) => page.evaluate(() => window.drawn.at(-1)?.text ?? '');

/** The lines of the screen as the person sees them, with what is drawn over them. */
export function seen(page) {
  return page.evaluate(() => {
    const { buffer: { active }, rows, cols } = window.openTerminal;
    const lines = Array.from({ length: rows }, (_, row) => [...active.getLine(active.baseY + row).translateToString(false).padEnd(cols)]);
    const screen = document.querySelector('.xterm-screen');
    const [width, height] = [parseFloat(screen.style.width) / cols, parseFloat(screen.style.height) / rows];
    for (const { style, textContent } of screen.querySelectorAll(':scope > .echo > span')) {
      lines[Math.round(parseFloat(style.top) / height)][Math.round(parseFloat(style.left) / width)] = textContent || ' ';
    }
    return lines.map((line) => line.join('').trimEnd()).join('\n').trimEnd();
  });
}

/** Milliseconds from a key to the frame that shows it, and whether the terminal had it by then. */
export async function timeToDraw(page, key) {
  await page.evaluate((key) => {
    window.shown = new Promise((resolve) => {
      addEventListener('keydown', ({ timeStamp }) => {
        const count = () => {
          const { buffer: { active } } = window.openTerminal;
          const line = active.getLine(active.baseY + active.cursorY).translateToString(true);
          return [line, document.querySelector('.xterm-screen > .echo')?.textContent ?? ''].map((text) => text.split(key).length - 1);
        };
        const [before] = count();
        const look = () => {
          const [echoed, foretold] = count();
          if (echoed > before || foretold > 0) resolve({ millis: performance.now() - timeStamp, isEchoed: echoed > before });
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }, { capture: true, once: true });
    });
  }, key);
  await page.keyboard.press(key);
  return page.evaluate(() => window.shown);
}
