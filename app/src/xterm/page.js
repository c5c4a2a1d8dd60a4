// What xterm needs from the page that only JavaScript can give.

// Loads modules when they are first wanted; the import map says where they are.
export const load = (names) => Promise.all(names.map((name) => import(name)));

// Lets xterm style itself under a content security policy without 'unsafe-inline'. It writes <style>
// elements and, in its DOM renderer, style attributes: both are refused there. The same rules in a
// constructed style sheet, and the same declarations through the CSSOM, are not. xterm's own option
// documentOverride does not reach all of these places.
let routed = false;
export function routeStyles() {
  if (routed) return;
  routed = true;
  const create = Document.prototype.createElement;
  document.createElement = function (name, options) {
    return name === 'style' ? adopt(create.call(document, 'template')) : create.call(document, name, options);
  };
  const set = Element.prototype.setAttribute;
  HTMLSpanElement.prototype.setAttribute = function (name, value) {
    if (name === 'style') this.style.cssText = value;
    else set.call(this, name, value);
  };
}

// Turns an inert element into what xterm takes for a <style>; a real one is refused even when it is empty.
function adopt(element) {
  const sheet = new CSSStyleSheet();
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set: (css) => sheet.replaceSync((text = css)),
  });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  document.adoptedStyleSheets.push(sheet);
  return element;
}
