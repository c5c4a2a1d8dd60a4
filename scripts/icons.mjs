// Draws the icons of the installed page from app/style/icon.svg, with the Chromium of the tests: `node scripts/icons.mjs`.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(`${root}e2e/package.json`)('@playwright/test');
const drawing = readFileSync(`${root}app/style/icon.svg`, 'utf8');

// Part of the edge that the drawing fills: a system may cut a maskable icon to a circle (W3C manifest, "Icon masks").
const icons = [['icon-192', 192, 0.72], ['icon-512', 512, 0.72], ['icon-maskable', 512, 0.5]];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [name, size, part] of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const edge = Math.round(size * part);
  const corner = name === 'icon-maskable' ? 0 : size * 0.2;
  await page.setContent(`<body style="margin:0;display:grid;place-items:center;height:${size}px;background:#14181b;border-radius:${corner}px">
    <div style="width:${edge}px;height:${edge}px">${drawing}</div>`);
  await page.screenshot({ path: `${root}app/install/${name}.png`, omitBackground: true });
}
await browser.close();
