// The workspace of a page: its tabs, its panes, and the keys that arrange them.

import { expect } from '@playwright/test';

import { TerminalOnPage } from './terminal.js';

export class WorkspaceOnPage {
  constructor(page) {
    this.page = page;
    this.tabs = page.getByRole('tab');
    this.panes = page.locator('.pane');
    this.shown = page.locator('.spot:not(.away) > .pane');
    this.palette = page.getByRole('combobox');
  }

  /** Presses the gate key, then this one. */
  async gate(key) {
    await this.page.keyboard.press('Control+,');
    await this.page.keyboard.press(key);
  }

  /** The terminal in the pane of this number, oldest first. */
  terminal(number) {
    return new TerminalOnPage(this.page, number);
  }

  /** Splits the pane that has the keyboard, and waits for the prompt of the new one. */
  async split(key) {
    const before = await this.panes.count();
    await this.gate(key);
    await expect(this.panes).toHaveCount(before + 1);
    const terminal = this.terminal(before);
    await terminal.prompt();
    return terminal;
  }

  /** Where the panes are that are shown, as parts of the window. */
  async places() {
    const boxes = await this.shown.evaluateAll((panes) => panes.map((pane) => pane.getBoundingClientRect().toJSON()));
    return boxes.map(({ x, y, width, height }) => ({ x, y, width, height }));
  }
}
