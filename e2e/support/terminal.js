// The terminal of a page: what it shows, and what is typed into it.

import { expect } from '@playwright/test';

/** Puts a module before the terminal library that remembers the terminals the page opens. */
export async function watchTerminals(context) {
  await context.route(/\/xterm-[0-9a-f]{16}\.js$/, (route) => {
    const library = `${new URL(route.request().url()).pathname}?itself`;
    const body = `
      import { Terminal } from '${library}';
      export * from '${library}';
      const { open } = Terminal.prototype;
      const terminals = new Map();
      Terminal.prototype.open = function (host) {
        terminals.set(host.closest('.pane') ?? host, this);
        return open.call(this, host);
      };
      window.terminalOf = (pane) => terminals.get(pane);
      // The one that has the keyboard.
      Object.defineProperty(window, 'openTerminal', { get: () => terminals.get(document.querySelector('.pane[aria-current]')) });`;
    return route.fulfill({ contentType: 'text/javascript', body });
  });
}

export class TerminalOnPage {
  /** The terminal that has the keyboard, or the one in the pane of this number, oldest first. */
  constructor(page, number) {
    this.page = page;
    this.number = number;
    this.pane = number === undefined ? page.locator('.pane[aria-current]') : page.locator('.pane').nth(number);
  }

  /** The lines on the screen, without what blanks stand at their ends. */
  screen() {
    return this.#lines(true);
  }

  /** All lines, scrolled away or not. */
  everything() {
    return this.#lines(false);
  }

  #lines(onScreen) {
    return this.page.evaluate(([onScreen, number]) => {
      const terminal = number === undefined ? window.openTerminal : window.terminalOf?.(document.querySelectorAll('.pane')[number]);
      const buffer = terminal?.buffer.active;
      if (!buffer) return '';
      const lines = [];
      for (let at = onScreen ? buffer.baseY : 0; at < buffer.length; at += 1) {
        const line = buffer.getLine(at);
        const text = line.translateToString(true).trimEnd();
        if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
        else lines.push(text);
      }
      return lines.join('\n').trimEnd();
    }, [onScreen, this.number]);
  }

  /** Every cell on the screen with its colours. */
  cells() {
    return this.page.evaluate(() => {
      const { buffer, cols, rows } = window.openTerminal;
      const { baseY } = buffer.active;
      // A cell nothing was written to looks like a blank.
      const look = (cell) => [cell.getChars() || ' ', cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor()];
      const line = (row) => Array.from({ length: cols }, (_, at) => look(buffer.active.getLine(baseY + row).getCell(at)));
      return JSON.stringify(Array.from({ length: rows }, (_, row) => line(row)));
    });
  }

  /** Columns and rows of the terminal. */
  size() {
    return this.page.evaluate((number) => {
      const terminal = number === undefined ? window.openTerminal : window.terminalOf(document.querySelectorAll('.pane')[number]);
      return [terminal.cols, terminal.rows];
    }, this.number);
  }

  /** Gives the window another size, and waits until the terminal has one too. */
  async resize(viewport) {
    const before = await this.size();
    await this.page.setViewportSize(viewport);
    await expect.poll(() => this.size()).not.toEqual(before);
  }

  /** Waits until the screen has this text. */
  async shows(text) {
    await expect.poll(() => this.screen(), { intervals: [20, 50, 100] }).toMatch(text instanceof RegExp ? text : literally(text));
  }

  /** Waits for a shell that can be typed into. */
  async prompt() {
    await this.state('live');
    await this.shows(/\$$/);
  }

  /** Waits until the pane is in this state. */
  async state(state) {
    await expect(this.pane).toHaveAttribute('data-state', state);
  }

  /** Types as a person does. */
  async type(text) {
    await this.page.keyboard.type(text);
  }

  /** Runs a program that reads what is typed, and waits until it does. */
  async feed(program) {
    // Keys that arrive before are read by the shell, in another mode of the terminal, and come through changed.
    await this.type(`echo rea''dy; ${program}\n`);
    await this.shows(/\nready$/);
  }

  /** Types a line, waits for its end, and returns what it printed. */
  async run(command) {
    const mark = Math.random().toString(36).slice(2, 10).padEnd(8, '0');
    await this.type(`${command}; echo ${mark.slice(0, 4)}''${mark.slice(4)}\n`);
    await expect.poll(() => this.everything(), { intervals: [20, 50, 100] }).toMatch(new RegExp(`${mark}\\n\\$`));
    const all = await this.everything();
    const from = all.lastIndexOf(`echo ${mark.slice(0, 4)}''`);
    return all.slice(all.indexOf('\n', from) + 1, all.lastIndexOf(mark)).trimEnd();
  }
}

function literally(text) {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
