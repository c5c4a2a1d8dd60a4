// The editor's look: the tokens of style/postern.css, so that it is light or dark with the page.

import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export const dress = EditorView.theme({
  '&': { height: '100%', color: 'var(--term-fg)', backgroundColor: 'var(--well)', fontSize: 'var(--text-sm)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.5', fontVariantLigatures: 'none' },
  '.cm-content': { caretColor: 'var(--accent)', paddingBlock: 'var(--s2)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--term-selection)' },
  '.cm-gutters': { color: 'var(--fg-3)', backgroundColor: 'var(--well)', borderRight: '1px solid var(--line)' },
  '.cm-activeLineGutter': { color: 'var(--fg)', backgroundColor: 'var(--hover)' },
  '.cm-activeLine': { backgroundColor: 'var(--hover)' },
  '.cm-specialChar': { color: 'var(--bad)' },
  '.cm-foldPlaceholder': { color: 'var(--fg-3)', backgroundColor: 'var(--hover)', border: 'none' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--select)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-soft)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--hover)' },
  '.cm-searchMatch': { backgroundColor: 'var(--mark)' },
  '.cm-searchMatch-selected': { color: 'var(--on-mark-now)', backgroundColor: 'var(--mark-now)' },
  '.cm-searchMatch-selected *': { color: 'var(--on-mark-now)' },
  '.cm-panels': { color: 'var(--fg)', backgroundColor: 'var(--chrome)', fontFamily: 'var(--font-ui)', zIndex: 2 },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 'var(--s1)', padding: 'var(--s1) var(--s5) var(--s1) var(--s3)' },
  '.cm-panel.cm-search br': { display: 'block', flexBasis: '100%' },
  '.cm-panel.cm-search label': { display: 'inline-flex', alignItems: 'center', gap: 'var(--s1)', minBlockSize: '1.75rem', paddingInline: 'var(--s2)', fontSize: 'var(--text-sm)' },
  '.cm-panel.cm-search input[type=checkbox]': { inlineSize: '1rem', blockSize: '1rem' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': { margin: 0 },
  '.cm-panel.cm-search [name=close]': { blockSize: '1.5rem', inlineSize: '1.5rem', padding: 0, color: 'var(--fg-2)' },
  '.cm-textfield': { inlineSize: 'min(16rem, 100%)', fontSize: 'var(--text-sm)', fontFamily: 'var(--font-mono)', backgroundColor: 'var(--well)', border: '1px solid var(--line-control)', borderRadius: 'var(--r1)' },
  '.cm-button': { fontSize: 'var(--text-sm)', backgroundImage: 'none', backgroundColor: 'var(--raised)', border: '1px solid var(--line-strong)', borderRadius: 'var(--r1)' },
});

export const colours = HighlightStyle.define([
  { tag: [tags.comment, tags.meta], color: 'var(--term-8)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.inserted], color: 'var(--term-2)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.literal], color: 'var(--term-3)' },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--term-5)' },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.heading, tags.definition(tags.variableName)], color: 'var(--term-4)' },
  { tag: [tags.propertyName, tags.attributeName, tags.labelName, tags.link, tags.standard(tags.variableName)], color: 'var(--term-6)' },
  { tag: [tags.deleted, tags.invalid], color: 'var(--term-1)' },
  { tag: [tags.heading, tags.strong], fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
]);
