// Colours ranges of a text by the CSS Custom Highlight API: the text stays one node, and can never become markup.

/** @param {Element} element @param {string} colour @param {Uint32Array} ends begin and end of each range, in turns */
export function paint(element, colour, ends) {
  if (!globalThis.CSS?.highlights) return;
  const text = element.firstChild;
  const ranges = [];
  for (let at = 0; text && at + 1 < ends.length; at += 2) {
    if (ends[at + 1] > text.length) break;
    const range = new StaticRange({
      startContainer: text,
      startOffset: ends[at],
      endContainer: text,
      endOffset: ends[at + 1],
    });
    ranges.push(range);
  }
  CSS.highlights.set(colour, new Highlight(...ranges));
}
