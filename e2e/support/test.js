// What every test gets: a stand, a page that reports its own faults, its terminal, and the way in.

import { test as base, expect } from '@playwright/test';

import { Stand } from './stand.js';
import { TerminalOnPage, watchTerminals } from './terminal.js';
import { WorkspaceOnPage } from './workspace.js';

export { expect };

// Chromium says these of every answer that is no success and of every connection that breaks; tests cause both.
// A part of the program that was on its way is fetched again once the line is back.
const ordinary = [
  /^Failed to load resource/,
  /^WebSocket connection to/,
  /^TypeError: WebAssembly compilation aborted: Network error/,
  /^TypeError: Failed to fetch\n.*\/postern-parts-/,
];

export const test = base.extend({
  /** Console errors that a test provokes. */
  provoked: [[], { option: true }],

  /** What the target has of its own: `{}` for crontabs and files of `/etc`, besides these `shell` and `sudo`. */
  own: [undefined, { option: true }],

  /** One stand for each worker. */
  stand: [
    async ({}, use) => {
      const stand = await Stand.start();
      await use(stand);
      await stand.stop();
    },
    { scope: 'worker' },
  ],

  context: async ({ context, stand, provoked }, use) => {
    const faults = [];
    await watchTerminals(context);
    context.on('weberror', (fault) => faults.push(fault.error().message));
    context.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && ![...ordinary, ...provoked].some((known) => known.test(text))) faults.push(text);
    });
    await use(context);
    await stand.setLine('open');
    // A flood that a test has left behind would go on beside the next ones.
    await stand.stopTargets();
    // A policy that blocks something, an exception, a failed import: each is said on the console.
    expect(faults).toEqual([]);
  },

  terminal: async ({ page }, use) => use(new TerminalOnPage(page)),

  form: async ({ page, stand }, use) => use(new SignInForm(page, stand)),

  /** The workspace, signed in. */
  work: async ({ page, shell }, use) => {
    await shell.state('live');
    await use(new WorkspaceOnPage(page));
  },

  /** Signs in to a new target by its password, and waits for the prompt. */
  shell: async ({ form, terminal, stand, own }, use) => {
    const target = await stand.target('password', '', own);
    await form.open();
    await form.signIn(target);
    await terminal.prompt();
    await use(Object.assign(terminal, { target }));
  },
});

/** The sign-in screen, in English or Chinese. */
export class SignInForm {
  constructor(page, stand) {
    this.page = page;
    this.stand = stand;
    this.dialog = page.getByRole('dialog');
    this.says = page.locator('.says');
  }

  async open() {
    await this.page.goto(this.stand.line);
    await expect(this.page.locator('#host')).toBeEditable();
  }

  async place({ host, port, user }) {
    await this.page.locator('#host').fill(host);
    await this.page.locator('#port').fill(String(port));
    await this.page.locator('#user').fill(user);
  }

  async password(password = this.stand.password) {
    await this.page.locator('#password').fill(password);
  }

  async key(text, passphrase = '') {
    await this.page.getByText(/^(Private key|私钥)$/).click();
    await this.page.locator('#key').fill(text);
    if (passphrase) await this.page.locator('#passphrase').fill(passphrase);
  }

  async askMe() {
    await this.page.getByText(/^(Ask me|逐项询问)$/).click();
  }

  async submit() {
    await this.page.locator('#connect').click();
  }

  async acceptOnce() {
    await this.dialog.getByRole('button', { name: /Accept once|仅此一次/ }).click();
  }

  async acceptAlways() {
    await this.dialog.getByRole('button', { name: /Accept always|始终接受/ }).click();
  }

  /** Answers the question that is on the screen. */
  async answer(answer) {
    await this.dialog.locator('input').fill(answer);
    await this.page.keyboard.press('Enter');
  }

  /** Signs in by the password, accepting the host key for once. */
  async signIn(target) {
    await this.place(target);
    await this.password();
    await this.submit();
    await this.acceptOnce();
  }
}
