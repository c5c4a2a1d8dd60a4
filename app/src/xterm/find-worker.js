// Looks for a pattern in lines of text, in a thread of its own: a pattern that never ends is ended with it.

// Most matches that are counted: twelve bytes each.
const MOST = 100_000;
// What belongs to a word.
const LETTER = '[\\p{L}\\p{M}\\p{N}_]';

const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

// With the `u` flag characters beyond the first 65,536 are whole; without it patterns may be less strict.
function compile({ text, isCase, isWord, isRegex }) {
  const source = isRegex ? text : escape(text);
  const flags = isCase ? 'g' : 'gi';
  try {
    return new RegExp(isWord ? `(?<!${LETTER})(?:${source})(?!${LETTER})` : source, `${flags}u`);
  } catch {
    return new RegExp(isWord ? `(?<!\\w)(?:${source})(?!\\w)` : source, flags);
  }
}

/** Line, beginning and end of each match, and whether there are more. */
export function search(lines, query) {
  const pattern = compile(query);
  const matches = [];
  for (let line = 0; line < lines.length; line += 1) {
    pattern.lastIndex = 0;
    for (let match; (match = pattern.exec(lines[line])); ) {
      // Nothing is everywhere, and there is nothing to show.
      if (match[0] === '') {
        pattern.lastIndex += 1;
        continue;
      }
      if (matches.length >= 3 * MOST) return { matches: Uint32Array.from(matches), hasMore: true };
      matches.push(line, match.index, pattern.lastIndex);
    }
  }
  return { matches: Uint32Array.from(matches), hasMore: false };
}

onmessage = ({ data: { text, query } }) => {
  try {
    const found = search(text.split('\n'), query);
    postMessage(found, [found.matches.buffer]);
  } catch {
    postMessage({ fault: 'unreadable' });
  }
};
