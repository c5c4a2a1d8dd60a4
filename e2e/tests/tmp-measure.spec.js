import { watchEcho } from '../support/echo.js';
import { expect, test } from '../support/test.js';
for (const mode of ['off', 'auto', 'on', 'off', 'on']) {
  test(`cost ${mode} ${Math.random()}`, async ({ page, form, terminal, stand }) => {
    await page.addInitScript((mode) => {
      localStorage.setItem('postern.settings', JSON.stringify({ echo: { mode } }));
      window.costs = []; window.echoes = [];
      let pressed;
      addEventListener('keydown', () => { pressed = performance.now(); }, true);
      const { send } = WebSocket.prototype;
      WebSocket.prototype.send = function (data) { if (typeof data !== 'string' && pressed) { window.costs.push(performance.now() - pressed); } return send.call(this, data); };
    }, mode);
    await form.open();
    await form.signIn(await stand.target('password'));
    await terminal.prompt();
    await terminal.type('echo ');
    for (let i = 0; i < 100; i++) await page.keyboard.press('a', { delay: 5 });
    await terminal.shows(/a{20}$/);
    const costs = (await page.evaluate(() => window.costs)).slice(10).sort((a, b) => a - b);
    console.log(mode, 'key to send ms p50', costs[costs.length >> 1].toFixed(2), 'p95', costs[Math.floor(costs.length * 0.95)].toFixed(2));
  });
}
