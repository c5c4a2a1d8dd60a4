// Draws images in terminals, within bounds: what a target sends is drawn, or left out, but never too much of it kept.

import { ImageAddon } from 'xterm-addon-image';

// Most pixels of one image; each takes four bytes while it is decoded.
const PIXELS = 4_000_000;
// Longest image as it is sent, in bytes.
const SENT = 8_000_000;
// What the images of one terminal, and of all together, may take, in megabytes. The oldest go first.
const ONE = 24;
const ALL = 96;
// How long a decoder may take to start, in milliseconds.
const START = 5_000;
// How much is handed over at once, in characters.
const PIECE = 65_536;

const open = new Set();

function share() {
  for (const addon of open) addon.storageLimit = Math.max(1, Math.min(ONE, ALL / open.size));
}

/** Loads the decoders into a terminal. What is returned takes the sequence that came before they were there. */
export async function decode(terminal) {
  const addon = new ImageAddon({
    pixelLimit: PIXELS,
    storageLimit: ONE,
    sixelSizeLimit: SENT,
    iipSizeLimit: SENT,
    // The page has decided that already.
    enableSizeReports: false,
  });
  terminal.loadAddon(addon);
  const [sixel, iterm] = ['sixel', 'iip'].map((name) => addon._handlers.get(name));
  spare(iterm);
  await started(sixel);
  const { dispose } = addon;
  addon.dispose = () => {
    open.delete(addon);
    share();
    dispose.call(addon);
  };
  open.add(addon);
  share();
  return {
    sixel(data, parameters) {
      sixel.hook({ params: parameters });
      feed(sixel, data);
      return sixel.unhook(true);
    },
    iterm(data) {
      iterm.start();
      feed(iterm, data);
      return iterm.end(true);
    },
    attributes: (parameters) => addon._xtermGraphicsAttributes(parameters),
    dispose: () => addon.dispose(),
  };
}

// The decoder of sixels comes some moments after the rest, and what arrives before it would be lost.
function started(sixel) {
  return new Promise((done, failed) => {
    let decoder = sixel._dec;
    if (decoder) done();
    Object.defineProperty(sixel, '_dec', {
      get: () => decoder,
      set: (made) => done((decoder = made)),
    });
    setTimeout(failed, START);
  });
}

// A picture that cannot be read is no fault of the page.
function spare(iterm) {
  const { end } = iterm;
  iterm.end = async (isWhole) => {
    try {
      await end.call(iterm, isWhole);
    } catch {
      // There is nothing to draw.
    }
    return true;
  };
}

function feed(handler, data) {
  const piece = new Uint32Array(Math.min(PIECE, data.length));
  for (let at = 0; at < data.length; at += PIECE) {
    const end = Math.min(PIECE, data.length - at);
    for (let index = 0; index < end; index += 1) piece[index] = data.charCodeAt(at + index);
    handler.put(piece, 0, end);
  }
}
