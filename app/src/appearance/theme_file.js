// Reads the theme files of iTerm2 and of Windows Terminal. Text in, names and colours out; it touches nothing else.
//
// A theme is a name and twenty colours as RRGGBB: background, foreground, cursor, selection, then the sixteen of
// ANSI. What cannot be read is thrown as a text: 'unknown' for a file of another kind, 'many' for too many themes,
// else the name of the colour that is missing or no colour, after the theme's.

/** Most themes of one file. */
const MOST_THEMES = 24;
/** The longest text that is read, in UTF-16 code units: whole settings files stay well below. */
const LONGEST_TEXT = 512 * 1024;
/** Most characters of a theme's name. */
const LONGEST_NAME = 60;

/** Name, colours, name, colours, … of a file with this name and content. */
export function readThemes(fileName, text) {
  if (text.length > LONGEST_TEXT) throw 'unknown';
  const themes = /^\s*</.test(text) ? [iTerm(fileName, text)] : windowsTerminal(fileName, text);
  if (themes.length === 0) throw 'unknown';
  if (themes.length > MOST_THEMES) throw 'many';
  return themes.flat();
}

const nameOf = (name) => name.replace(/\p{C}/gu, '').trim().slice(0, LONGEST_NAME);
const stem = (fileName) => nameOf(fileName.replace(/\.[^.]*$/, '')) || '?';
const hex = (channels) => channels.map((channel) => channel.toString(16).padStart(2, '0')).join('');

// ── iTerm2: a property list in XML, a dictionary of dictionaries ──

function iTerm(fileName, text) {
  const colours = propertyList(text);
  const name = stem(fileName);
  const read = (key, instead) => {
    // Newer files hold a second set for the light and the dark mode; the plain one comes first.
    const colour = colours.get(`${key} Color`) ?? colours.get(`${key} Color (Dark)`) ?? colours.get(`${key} Color (Light)`);
    if (!colour && instead) return instead;
    return colourOf(colour) ?? fail(name, key);
  };
  const [background, foreground] = [read('Background'), read('Foreground')];
  const basic = [background, foreground, read('Cursor', foreground), read('Selection', between(background, foreground))];
  return [name, [...basic, ...Array.from({ length: 16 }, (_, number) => read(`Ansi ${number}`))].join('')];
}

function fail(theme, colour) {
  throw `${theme}: ${colour}`;
}

// Whatever these begin to match they match in the end: what a file leaves open would else be looked for again and
// again, in a time that grows with its square.
const COMMENT = /<!--(?:[^]*?-->|[^]*$)/g;
const TAG = /<(\/?)([a-z]+)(?:\s[^<>]*)?>([^<]*)/g;
const QUOTED_OR_COMMENT = /("(?:[^"\\]|\\[^])*(?:"|\\?$))|\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*$)/g;
const QUOTED_OR_COMMA = /("(?:[^"\\]|\\[^])*(?:"|\\?$))|,(?=\s*[}\]])/g;

// The dictionaries of the outermost dictionary. No entity is ever replaced, so none can grow.
function propertyList(text) {
  const colours = new Map();
  let depth = 0;
  let [key, entry, field] = ['', null, ''];
  for (const [, close, tag, content] of text.replace(COMMENT, '').matchAll(TAG)) {
    if (tag === 'dict') {
      depth += close ? -1 : 1;
      if (depth === 2 && !close) colours.set(key, (entry = new Map()));
    } else if (tag === 'key' && !close) {
      if (depth === 1) key = content.trim();
      else field = content.trim();
    } else if (!close && depth === 2) entry.set(field, content.trim());
  }
  if (colours.size === 0) throw 'unknown';
  return colours;
}

function colourOf(entry) {
  const channels = ['Red', 'Green', 'Blue'].map((name) => entry?.get(`${name} Component`));
  if (!channels.every((channel) => /^[\d.]+(e-?\d+)?$/i.test(channel ?? ''))) return undefined;
  const values = channels.map(Number);
  if (!values.every((value) => value >= 0 && value <= 1)) return undefined;
  const inPage = entry.get('Color Space') === 'P3' ? fromP3(values) : values;
  return hex(inPage.map((value) => Math.round(value * 255)));
}

// Display P3 to sRGB (CSS Color 4, section 17): same curve, another triangle; what lies outside is cut off.
function fromP3(values) {
  const [red, green, blue] = values.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const linear = [
    1.22494018 * red - 0.22494018 * green,
    -0.04205695 * red + 1.04205695 * green,
    -0.01963755 * red - 0.07863605 * green + 1.0982736 * blue,
  ];
  return linear
    .map((v) => Math.min(1, Math.max(0, v)))
    .map((v) => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055));
}

// ── Windows Terminal: a scheme, a list of them, or a whole settings file; JSON with comments ──

const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'purple', 'cyan', 'white'];
const SCHEME = [...ANSI, ...ANSI.map((name) => `bright${name[0].toUpperCase()}${name.slice(1)}`)];

function windowsTerminal(fileName, text) {
  const value = parse(text);
  const schemes = Array.isArray(value) ? value : Array.isArray(value?.schemes) ? value.schemes : [value];
  if (!schemes.every((scheme) => typeof scheme === 'object' && scheme && 'background' in scheme)) throw 'unknown';
  return schemes.map((scheme) => {
    const name = nameOf(typeof scheme.name === 'string' ? scheme.name : '') || stem(fileName);
    const read = (key, instead) => (key in scheme || !instead ? (hexOf(scheme[key]) ?? fail(name, key)) : instead);
    const [background, foreground] = [read('background'), read('foreground')];
    const cursor = read('cursorColor', foreground);
    const selection = read('selectionBackground', between(background, foreground));
    return [name, [background, foreground, cursor, selection, ...SCHEME.map((key) => read(key))].join('')];
  });
}

function parse(text) {
  // Texts are passed over whole, so that what looks like a comment in them stays.
  const kept = (_, quoted) => quoted ?? '';
  const plain = text.replace(QUOTED_OR_COMMENT, kept).replace(QUOTED_OR_COMMA, kept);
  try {
    return JSON.parse(plain);
  } catch {
    throw 'unknown';
  }
}

function hexOf(text) {
  const [, digits] = /^#((?:[\da-f]{3}){1,2})$/i.exec(text) ?? [];
  if (!digits) return undefined;
  return (digits.length === 3 ? digits.replace(/./g, '$&$&') : digits).toLowerCase();
}

// A quarter of the way from one colour to the other: seen on the one, and does not hide the other.
function between(from, to) {
  const channels = (colour) => [0, 2, 4].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const [start, end] = [channels(from), channels(to)];
  return hex(start.map((channel, at) => Math.round(channel + (end[at] - channel) / 4)));
}
