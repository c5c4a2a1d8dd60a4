// Lets the font join characters into ligatures.
//
// Not xterm's own addon: it asks the browser for all fonts of the machine, which one engine knows and which a person
// has to allow, and brings 200 KB that read font files. The browser has shaped the font's text anyway: it is enough to
// say which characters to hand over together. A font that does not join them draws them as before.

// What the common fonts for code join: Fira Code, JetBrains Mono, Cascadia Code, Iosevka, Monaspace. Longest first.
const sequences = [
  '<!--', '-->', '<->', '<-->', '->', '->>', '-<', '-<<', '>-', '>>-', '<-', '<<-', '<-<', '-|', '|->', '<-|',
  '=>', '=>>', '==>', '<=', '<==', '<=>', '<==>', '=<<', '>>=', '>=', '==', '===', '!=', '!==', '=/=', '/=', '=!=',
  '~=', '=~', '!~', '~>', '~~>', '<~', '<~~', '~-', '-~', '~@', ':=', '=:', '::', ':::', ':>', '<:', '||', '|||',
  '|=', '||=', '|>', '||>', '<|', '<||', '<|>', '|}', '{|', '|]', '[|', '&&', '&&&', '&=', '**', '***', '*>', '<*',
  '<*>', '*/', '/*', '//', '///', '/>', '</', '</>', '++', '+++', '+>', '<+', '<+>', '--', '---', '..', '...', '..<',
  '..=', '.=', '.-', '?.', '??', '?=', '??=', '?:', '!!', '<>', '<<', '>>', '<<<', '>>>', '<<=', '>>>=', '##', '###',
  '####', '#{', '#[', '#(', '#?', '#_', '#_(', '#:', '#!', '#=', '$>', '<$', '<$>', ';;', ';;;', '^=', '%%', '__',
  'www', '<#--', '_|_', '<=<', '>=>', '==<', '>==', '<---', '--->', '<===', '===>', '====>',
].sort((a, b) => b.length - a.length);

const pattern = new RegExp(sequences.map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'), 'g');

/** The stretches of a line's text that are drawn together. */
export function ranges(text) {
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => [index, index + found.length]);
}

/** Begins to join; returns what ends it. */
export function join(terminal) {
  const id = terminal.registerCharacterJoiner(ranges);
  return () => terminal.deregisterCharacterJoiner(id);
}
