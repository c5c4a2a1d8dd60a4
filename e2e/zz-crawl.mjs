import { createRequire } from 'node:module';
import { Stand } from './support/stand.js';
const { chromium } = createRequire(import.meta.url)('playwright-core');
const stand = await Stand.start();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const until = Date.now() + Number(process.argv[2] ?? 300) * 1000;
async function watchPanes() {
  const { Terminal } = await import('xterm');
  const { open } = Terminal.prototype;
  const terminals = new Map();
  Terminal.prototype.open = function (host) { open.call(this, host); terminals.set(host.closest('.pane'), this); };
  const used = () => { const { buffer: { active } } = terminals.get(document.querySelector('.pane[aria-current]')); return (active.baseY + active.cursorY) * 10_000 + active.cursorX; };
  window.echoAfter = () => {
    const terminal = terminals.get(document.querySelector('.pane[aria-current]'));
    window.echoed = new Promise((resolve) => {
      addEventListener('keydown', ({ timeStamp }) => {
        const before = used();
        window.keyAt = timeStamp;
        const listener = terminal.onRender(() => { if (used() === before) return; listener.dispose(); const { port1, port2 } = new MessageChannel(); port1.onmessage = () => resolve(performance.now() - timeStamp); port2.postMessage(null); });
      }, { capture: true, once: true });
    });
  };
}
function init() {
  window.log = [];
  const note = (...what) => { window.log.push([Math.round(performance.now() * 10) / 10, ...what]); if (window.log.length > 20000) window.log.splice(0, 10000); };
  const Real = WebSocket; let count = 0;
  window.WebSocket = class extends Real {
    constructor(...given) { super(...given); const id = count++; const send = this.send; this.send = (data) => { note('send', id, typeof data === 'string' ? data : 'bytes ' + data.byteLength); return Real.prototype.send.call(this, data); };
      this.addEventListener('message', ({ data }) => note('got', id, typeof data === 'string' ? data : data.byteLength)); this.addEventListener('close', ({ code }) => note('close', id, code)); }
  };
  new PerformanceObserver((list) => { for (const e of list.getEntries()) note('long', Math.round(e.startTime), Math.round(e.duration)); }).observe({ entryTypes: ['longtask'] });
  let last = performance.now();
  const frame = () => { const now = performance.now(); if (now - last > 200) note('framegap', Math.round(now - last)); last = now; requestAnimationFrame(frame); };

}
let round = 0;
while (Date.now() < until) {
  round += 1;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
  const page = await context.newPage();
  await page.addInitScript(init);
  const target = await stand.target('password');
  await page.goto(stand.line);
  await page.waitForSelector('#host:enabled');
  await page.waitForLoadState('networkidle');
  if (process.env.CSS) await page.addStyleTag({ content: process.env.CSS });
  await page.evaluate(watchPanes);
  await page.fill('#host', target.host); await page.fill('#port', String(target.port)); await page.fill('#user', target.user); await page.fill('#password', stand.password);
  await page.press('#password', 'Enter');
  await page.getByRole('button', { name: /Accept once/ }).click();
  const panes = page.locator('.pane');
  await page.waitForFunction(() => document.querySelectorAll('.pane[data-state="live"]').length === 1);
  let count = 1;
  for (const key of ['|', '|', '-', '-', 'h', '-', '-', 'h', '-', '-']) {
    await page.keyboard.press('Control+,'); await page.keyboard.press(key);
    if (key !== 'h') { count += 1; await page.waitForFunction((count) => document.querySelectorAll('.pane[data-state="live"]').length === count, count); }
  }
  for (let at = 0; at < 8; at += 1) { await panes.nth(at).click(); await page.keyboard.type('yes\n'); }
  await panes.nth(8).click();
  const times = [];
  let bad = 0;
  for (let at = 0; at < Number(process.argv[4] ?? 100); at += 1) {
    await page.evaluate(() => window.echoAfter());
    await page.keyboard.press('a');
    const time = await Promise.race([page.evaluate(() => window.echoed), new Promise((ok) => setTimeout(ok, 30000, 99999))]);
    times.push(time);
    if (time > 1000 && bad++ < 2) {
      const log = await page.evaluate(() => { const from = window.keyAt - 30; return window.log.filter(([at]) => at >= from); });
      const key = await page.evaluate(() => window.keyAt);
      console.log('SLOW', round, at, time, 'key at', key, 'entries', log.length);
      const byKind = {};
      for (const [, kind, id] of log) byKind[`${kind}${kind === 'got' || kind === 'send' ? id : ''}`] = (byKind[`${kind}${kind === 'got' || kind === 'send' ? id : ''}`] ?? 0) + 1;
      console.log(JSON.stringify(byKind));
      console.log(log.filter(([, kind, id]) => kind === 'long' || kind === 'framegap' || id === 8).map((x) => x.join(' ')).slice(0, 80).join('\n'));
    }
  }
  times.sort((a, b) => a - b);
  console.log(round, 'p50', times[Math.floor(times.length/2)].toFixed(1), 'p95', times[Math.floor(times.length*0.95)-1].toFixed(1), 'max', times.at(-1).toFixed(1));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.keyboard.press('Control+,'); await page.keyboard.press('+');
  await page.waitForFunction(() => document.querySelectorAll('.pane[data-state="live"]').length === 10);
  const work = async () => { const { metrics } = await devtools.send('Performance.getMetrics'); const of = (n) => metrics.find(({ name }) => name === n).value; return { busy: of('TaskDuration'), script: of('ScriptDuration'), layout: of('LayoutDuration') + of('RecalcStyleDuration'), at: performance.now() / 1000 }; };
  await page.waitForTimeout(1000);
  const n0 = await page.evaluate(() => { const r = window.log.length; window.log = []; return r; });
  const b = await work(); await page.waitForTimeout(5000); const e = await work();
  const log = await page.evaluate(() => window.log.filter(([, kind]) => kind === 'got').reduce((s, [, , , n]) => typeof n === 'number' ? [s[0] + 1, s[1] + n] : s, [0, 0]));
  const pct = (k) => (100 * (e[k] - b[k]) / (e.at - b.at) / 8).toFixed(2);
  console.log('hidden', 'busy', pct('busy'), 'script', pct('script'), 'layout', pct('layout'), 'messages/s/pane', (log[0] / 40).toFixed(1), 'kB/s/pane', (log[1] / 40000).toFixed(0));
  if (process.argv[3]) {
    await devtools.send('Profiler.enable'); await devtools.send('Profiler.setSamplingInterval', { interval: 200 }); await devtools.send('Profiler.start');
    await page.waitForTimeout(4000);
    const { profile } = await devtools.send('Profiler.stop');
    const parent = new Map(); for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
    const nm = new Map(profile.nodes.map((n) => [n.id, n.callFrame.functionName + ':' + n.callFrame.lineNumber + ':' + n.callFrame.columnNumber]));
    const total = {}; profile.samples.forEach((id, i) => { let path = []; for (let x = id; x; x = parent.get(x)) path.push(nm.get(x)); path = path.reverse().slice(1); const key = path.slice(0, 4).join(' > '); total[key] = (total[key] ?? 0) + profile.timeDeltas[i]; });
    console.log(Object.entries(total).sort((a, b) => b[1] - a[1]).slice(0, 30).map(([n, t]) => `${(t / 40000).toFixed(2)}% ${n}`).join('\n'));
    const rc = {}; profile.samples.forEach((id) => { if (!nm.get(id).startsWith('replaceChildren')) return; let path = []; for (let x = id; x; x = parent.get(x)) path.push(nm.get(x)); const k = path.slice(0, 9).join(' < '); rc[k] = (rc[k] ?? 0) + 1; });
    console.log(JSON.stringify(rc, null, 1));
    const self = {}; const dt = profile.timeDeltas; const names = new Map(profile.nodes.map((n) => [n.id, `${n.callFrame.functionName || '(anon)'} ${n.callFrame.url.split('/').pop()}:${n.callFrame.lineNumber}`]));
    profile.samples.forEach((id, i) => { const n = names.get(id); self[n] = (self[n] ?? 0) + dt[i]; });
    console.log(Object.entries(self).sort((a, b) => b[1] - a[1]).slice(0, 25).map(([n, t]) => `${(t / 40000).toFixed(2)}% ${n}`).join('\n'));
  }
  await page.keyboard.press('Control+,'); await page.keyboard.press('Q'); await page.getByRole('dialog').getByRole('button', { name: /End/ }).click(); await page.waitForFunction(() => document.querySelectorAll('.pane[data-state="live"]').length === 0);
  await context.close();
}
await browser.close();
await stand.stop();
