// The editor: CodeMirror, dressed as the page is. Loaded when the first file is opened.

import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from '@codemirror/view';
import { routeStyles } from 'xterm-page';

import { languageOf } from './languages.js';
import { colours, dress } from './look.js';
import { phrases } from './phrases.js';

/** A text on the page that can be edited. */
export class Editor {
  #view;
  #saved;
  #wrap = new Compartment();

  /**
   * @param {Element} parent @param {string} name of the file @param {string} text
   * @param {(isChanged: boolean) => void} changed
   */
  constructor(parent, name, text, changed) {
    routeStyles();
    // A text that mixes line ends keeps them: a carriage return is then a character like any.
    const separator = /\r\n/.test(text) && !/\r(?!\n)|(?<!\r)\n/.test(text) ? '\r\n' : '\n';
    const state = EditorState.create({
      doc: text,
      extensions: [
        EditorState.lineSeparator.of(separator),
        EditorState.phrases.of(phrases(document.documentElement.lang)),
        this.#wrap.of([]),
        lineNumbers(), foldGutter(), highlightActiveLineGutter(), highlightActiveLine(), highlightSpecialChars(),
        history(), drawSelection(), indentOnInput(), bracketMatching(), highlightSelectionMatches(), search({ top: true }),
        keymap.of([...searchKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, indentWithTab]),
        EditorState.tabSize.of(8),
        languageOf(name, text),
        dress, syntaxHighlighting(colours),
        EditorView.contentAttributes.of({ 'aria-label': name, spellcheck: 'false', autocapitalize: 'off' }),
        EditorView.updateListener.of((update) => update.docChanged && changed(this.isChanged())),
      ],
    });
    this.#saved = state.doc;
    this.#view = new EditorView({ state, parent });
    this.#view.scrollDOM.tabIndex = -1;
  }

  text() {
    return this.#view.state.sliceDoc();
  }

  isChanged() {
    return !this.#view.state.doc.eq(this.#saved);
  }

  /** What was taken to be saved is from now on what the text is compared with. */
  taken() {
    const { doc } = this.#view.state;
    return () => (this.#saved = doc);
  }

  wrap(wraps) {
    this.#view.dispatch({ effects: this.#wrap.reconfigure(wraps ? EditorView.lineWrapping : []) });
  }

  /** Takes another text in the place of this one; that can be undone, apart from what was typed just before. */
  replace(text) {
    const { state } = this.#view;
    const changes = { from: 0, to: state.doc.length, insert: state.toText(text) };
    this.#view.dispatch({ changes, annotations: isolateHistory.of('full') });
    this.#saved = this.#view.state.doc;
  }

  find() {
    openSearchPanel(this.#view);
  }

  focus() {
    this.#view.focus();
  }

  close() {
    this.#view.destroy();
  }
}
