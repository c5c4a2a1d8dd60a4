// Theme files of iTerm2 and Windows Terminal, as text and without a browser: what is read, and what is refused.

import { expect, test } from '@playwright/test';

import { readThemes } from '../../app/src/appearance/theme_file.js';
import { builtIn } from '../../app/src/appearance/themes.js';
import { ranges } from '../../app/src/xterm/ligatures.js';
import { iTermTheme, windowsTheme } from '../support/themes.js';

const grey = (level) => level.toString(16).padStart(2, '0').repeat(3);
const greys = [255, 16, 32, 48, ...Array.from({ length: 16 }, (_, number) => number)].map(grey).join('');

const refusal = (name, text) => {
  try {
    return { read: readThemes(name, text) };
  } catch (thrown) {
    return thrown;
  }
};

test('a theme of iTerm2 is read, and named after its file', () => {
  expect(readThemes('Grey Day.itermcolors', iTermTheme())).toEqual(['Grey Day', greys]);
});

test('a theme of iTerm2 without cursor and selection gets them from its text', () => {
  const text = iTermTheme().replaceAll('Cursor Color', 'Badge Color').replaceAll('Selection Color', 'Tab Color');
  const [, colours] = readThemes('x.itermcolors', text);
  expect(colours.slice(0, 24)).toBe(`${grey(255)}${grey(16)}${grey(16)}${grey(195)}`);
});

test('colours of a wider space are brought into that of the page', () => {
  const text = iTermTheme().replace(/(<key>Ansi 9 Color<\/key>\s*<dict>)[^]*?<\/dict>/, `$1
    <key>Color Space</key><string>P3</string>
    <key>Red Component</key><real>0.5</real><key>Green Component</key><real>0.25</real><key>Blue Component</key><real>0.25</real>
  </dict>`);
  const [, colours] = readThemes('x.itermcolors', text);
  expect(colours.slice(6 * 13, 6 * 14)).toBe('893b3e');
});

test('comments and entries of other kinds in a property list are passed over', () => {
  const text = iTermTheme().replace('<dict>', `<dict>
    <!-- <key>Background Color</key><dict></dict> -->
    <key>Version</key><real>2</real><key>Names</key><array><string>a</string></array>`);
  expect(readThemes('Grey Day.itermcolors', text)).toEqual(['Grey Day', greys]);
});

test('a scheme of Windows Terminal is read under its own name', () => {
  expect(readThemes('scheme.json', JSON.stringify(windowsTheme('Grey Day')))).toEqual(['Grey Day', greys]);
});

test('all schemes of a settings file are read, comments and trailing commas or not', () => {
  const text = `// Windows Terminal
    { "profiles": { "list": [ { "name": "a // no comment, \\" }" }, ] }, /* several
      lines */ "schemes": [ ${JSON.stringify(windowsTheme('One'))}, ${JSON.stringify(windowsTheme('Two'))}, ], }`;
  expect(readThemes('settings.json', text)).toEqual(['One', greys, 'Two', greys]);
});

test('a short colour is the long one', () => {
  const [, colours] = readThemes('s.json', JSON.stringify({ ...windowsTheme('Short'), background: '#fff' }));
  expect(colours.slice(0, 6)).toBe('ffffff');
});

test('a colour that is none is named, with its theme', () => {
  for (const wrong of ['#ggg', 'red', '', 5, null, '#12345', '#1234567', 'url(//host)']) {
    expect(refusal('s.json', JSON.stringify({ ...windowsTheme('Odd'), brightRed: wrong }))).toBe('Odd: brightRed');
  }
  for (const wrong of ['2', '-0.1', 'NaN', 'Infinity', '1e400', '', '0x1', '<b/>']) {
    const text = iTermTheme().replace(/(<key>Ansi 3 Color<\/key>\s*<dict>\s*<key>Blue Component<\/key>\s*<real>)[^<]*/, `$1${wrong}`);
    expect(refusal('Odd.itermcolors', text), wrong).toBe('Odd: Ansi 3');
  }
});

test('a missing colour is named, and one bad theme of many lets none in', () => {
  const { green, ...without } = windowsTheme('Second');
  expect(green).toBeDefined();
  expect(refusal('s.json', JSON.stringify({ schemes: [windowsTheme('First'), without] }))).toBe('Second: green');
});

test('files of another kind are refused', () => {
  const others = [
    '', ' ', 'bplist00\u0001', '{', '[]', '{}', '[1]', 'null', '{"schemes":[]}', '{"schemes":[null]}', '<', '<html>',
    '<plist><dict></dict></plist>', '"text"', '{"name":"x"}', '\u0000',
  ];
  for (const text of others) expect(refusal('x', text), text).toBe('unknown');
});

test('deep, long and endless files are refused quickly', () => {
  const openings = [
    '[', '{"a":', '<dict>', '<!--', '<!', '<a', '<a ', '</dict>', '"\\"', '"a', '/*', '//', ',', ', ', ' ', '\\', '<key>&a;',
  ];
  const start = performance.now();
  for (const opening of openings) {
    const text = opening.repeat(500_000 / opening.length);
    for (const hostile of [text, `<${text}`, `"${text}`, `<${'a'.repeat(500_000)}`]) {
      expect(typeof refusal('x', hostile), opening).toBe('string');
    }
  }
  // Each of them takes minutes where time grows with the square.
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(refusal('x', ' '.repeat(600_000) + iTermTheme())).toBe('unknown');
});

test('more themes than anybody has in one file are refused', () => {
  const schemes = Array.from({ length: 25 }, (_, number) => windowsTheme(`Theme ${number}`));
  expect(refusal('s.json', JSON.stringify({ schemes }))).toBe('many');
});

test('a name is text of bounded length without control characters', () => {
  const [name] = readThemes('s.json', JSON.stringify({ ...windowsTheme(`\u001b]0;\u202e${'x'.repeat(999)}`) }));
  expect(name).toMatch(/^[^\p{C}]{1,60}$/u);
  expect(readThemes('\u0007.itermcolors', iTermTheme())[0]).toBe('?');
});

test('entities and prototypes of a hostile file change nothing', () => {
  const bomb = iTermTheme().replace('<plist', '<!DOCTYPE plist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><plist');
  expect(readThemes('Grey Day.itermcolors', bomb)).toEqual(['Grey Day', greys]);
  const text = JSON.stringify(windowsTheme('Proto')).replace('{', '{"__proto__":{"background":"#000"},');
  expect(readThemes('s.json', text)).toEqual(['Proto', greys]);
  expect({}.background).toBeUndefined();
});

test('the themes that come with the page are whole, and each has a name of its own', () => {
  const flat = builtIn();
  const names = flat.filter((_, at) => at % 2 === 0);
  expect(names.length).toBeGreaterThanOrEqual(10);
  expect(new Set(names).size).toBe(names.length);
  for (const colours of flat.filter((_, at) => at % 2 === 1)) expect(colours).toMatch(/^[\da-f]{120}$/);
});

test('characters that fonts join are handed over together, the longest first', () => {
  expect(ranges('a === b => c')).toEqual([[2, 5], [8, 10]]);
  expect(ranges('a-b c=d')).toEqual([]);
  expect(ranges('<!-- -->')).toEqual([[0, 4], [5, 8]]);
});
