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

// Lets xterm go on in a page nobody sees. It hands its input on by timers without delay; browsers put these off there,
// in the end to once a minute, and the flow control would put off the programs with them. Messages are not put off.
let paced = false;
export function keepPace() {
  if (paced) return;
  paced = true;
  const { setTimeout, clearTimeout } = window;
  const { port1, port2 } = new MessageChannel();
  const due = new Map();
  let last = 0;
  port1.onmessage = ({ data }) => {
    const call = due.get(data);
    due.delete(data);
    call?.();
  };
  window.setTimeout = (call, delay, ...given) => {
    if (delay || !document.hidden || typeof call !== 'function') return setTimeout(call, delay, ...given);
    // Numbers of the browser's own timers are positive.
    due.set((last -= 1), () => call(...given));
    port2.postMessage(last);
    return last;
  };
  window.clearTimeout = (number) => due.delete(number) || clearTimeout(number);
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

// Hears operating system commands that mean the page. Those that mean it are brief; longer ones are noise.
export function hear(terminal, numbers, longest, tell) {
  for (const number of numbers) {
    terminal.parser.registerOscHandler(number, (data) => {
      if (data.length <= longest) tell(number, data);
      return true;
    });
  }
}

// A place in the scrollback that moves with its text; none on the other screen, which has no scrollback.
export function place(terminal) {
  const { type, cursorX } = terminal.buffer.active;
  return type === 'normal' ? Object.assign(terminal.registerMarker(0), { column: cursorX }) : undefined;
}

// Draws the mark of a prompt left of its line; it goes with the place.
export function markPrompt(terminal, marker, name) {
  marker.mark?.dispose();
  marker.mark = terminal.registerDecoration({ marker, width: 1 });
  marker.mark?.onRender((element) => element.classList.add('prompt-mark', name));
}

// The text from one place to another, or to the end.
export function textBetween(terminal, from, to) {
  const { normal } = terminal.buffer;
  const last = to?.isDisposed === false ? to : { line: normal.baseY + normal.cursorY, column: normal.cursorX };
  let text = '';
  for (let row = from.line; row <= last.line; row += 1) {
    const line = normal.getLine(row);
    const end = row === last.line ? last.column : undefined;
    const goesOn = row < last.line && normal.getLine(row + 1)?.isWrapped;
    text += line?.translateToString(!goesOn, row === from.line ? from.column : 0, end) ?? '';
    if (!goesOn && row < last.line) text += '\n';
  }
  return text;
}

// How long the first image may keep the output behind it waiting for its decoder, in milliseconds.
const DECODER = 10_000;

// Watches for images. Their decoder is loaded when the first one comes, and the parser waits for it. A program that
// asks first is told that sixel is known, for it would not send any otherwise.
export function watchImages(terminal) {
  let [isOn, decoder] = [true, undefined];
  const late = () => new Promise((_, reject) => setTimeout(reject, DECODER));
  const load = () =>
    (decoder ??= import('xterm-images')
      .then(({ decode }) => decode(terminal))
      .catch((fault) => {
        decoder = undefined;
        throw fault;
      }));
  // True in any case: nobody else knows what to do with it.
  const pass = async (use) => {
    if (!isOn) return true;
    try {
      await use(await Promise.race([load(), late()]));
    } catch {
      // It is left out; the next one may fare better.
    }
    return true;
  };
  const { parser } = terminal;
  parser.registerDcsHandler({ final: 'q' }, (data, parameters) => pass((images) => images.sixel(data, parameters)));
  parser.registerOscHandler(1337, (data) => data.startsWith('File=') && pass((images) => images.iterm(data)));
  parser.registerCsiHandler({ prefix: '?', final: 'S' }, (parameters) => isOn && pass((images) => images.attributes(parameters)));
  parser.registerCsiHandler({ final: 'c' }, ([kind]) => {
    if (isOn && !kind) terminal.input('\x1b[?62;4;9;22c', false);
    return isOn && !kind;
  });
  const allow = (allowed) => {
    isOn = allowed;
    const sizes = { getWinSizePixels: isOn, getCellSizePixels: isOn, getWinSizeChars: isOn };
    terminal.options.windowOptions = { ...terminal.options.windowOptions, ...sizes };
    if (!isOn) decoder = void decoder?.then((images) => images.dispose(), () => {});
  };
  return allow;
}
