// Writes what a terminal holds as text or as HTML, a stretch of lines at a time. What a target has printed is hostile:
// in HTML it is nothing but text, links included.

// Lines of one piece. As a Blob a piece leaves the page's own memory.
const PIECE = 500;

/** All lines of the terminal, or what is selected, as a Blob; as HTML with colours, or as text. */
export function transcript(terminal, isHtml, isSelection, title) {
  // In one go: were there pauses, output would come in between, and lines move on.
  const style = isHtml ? new Style(terminal.options.theme) : undefined;
  const block = isSelection ? blockOf(terminal) : undefined;
  const ranges = isSelection ? selection(terminal) : whole(terminal);
  const parts = isHtml ? [head(title, style)] : [];
  if (block !== undefined) parts.push(isHtml ? escape(block) : block, '\n');
  else for (const range of ranges) parts.push(...pieces(lines(range, style)));
  if (isHtml) parts.push('</pre></body></html>\n');
  return new Blob(parts, { type: isHtml ? 'text/html' : 'text/plain' });
}

// A selection that is a block and no run of lines. xterm does not say which it is, but its text tells.
function blockOf(terminal) {
  const text = terminal.getSelection().replace(/\r\n/g, '\n');
  const run = selection(terminal).flatMap((range) => [...lines(range)]).join('');
  const bare = (some) => some.replace(/[^\S\n]+$/gm, '').trimEnd();
  return bare(text) === bare(run) ? undefined : text;
}

function* pieces(lines) {
  let piece = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < PIECE) continue;
    yield new Blob(piece);
    piece = [];
  }
  yield new Blob(piece);
}

// Each row of a range, as text or in this style, with the end of its line if it ends one.
function* lines({ buffer, cols, from, to }, style) {
  for (let at = from.y; at <= to.y; at += 1) {
    const [row, next] = [buffer.getLine(at), at < to.y ? buffer.getLine(at + 1) : undefined];
    const [start, stop] = [at === from.y ? from.x : 0, at === to.y ? to.x : cols];
    // A line too long for the terminal goes on in the next row; it is one line all the same. A wide character
    // that had no room in the last column has left it empty.
    const goesOn = Boolean(next?.isWrapped);
    const hasGap = goesOn && row.getCell(stop - 1)?.getCode() === 0 && next.getCell(0)?.getWidth() === 2;
    const end = stop - Number(hasGap);
    const text = style
      ? style.row(row, start, goesOn ? end : style.end(row, start, end))
      : row.translateToString(!goesOn, start, end);
    yield goesOn ? text : `${text}\n`;
  }
}

// The scrollback with the screen below it, then that of a program that has a screen of its own.
function whole({ buffer: { active, normal, alternate }, cols }) {
  const shown = active.type === 'alternate' ? [normal, alternate] : [normal];
  return shown.map((buffer) => ({ buffer, cols, from: { x: 0, y: 0 }, to: { x: cols, y: last(buffer) } }));
}

// The last line with something in it.
function last(buffer) {
  let line = buffer.length - 1;
  while (line > 0 && buffer.getLine(line).translateToString(true) === '') line -= 1;
  return line;
}

function selection(terminal) {
  const range = terminal.getSelectionPosition();
  return range ? [{ buffer: terminal.buffer.active, cols: terminal.cols, from: range.start, to: range.end }] : [];
}

const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const head = (title, style) => `<!doctype html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>
html { background: ${style.background}; color: ${style.foreground}; }
pre { font: 13px/1.3 ui-monospace, "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
</style></head><body><pre>
`;

const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const NAMES = [...ANSI, ...ANSI.map((name) => `bright${name[0].toUpperCase()}${name.slice(1)}`)];

class Style {
  // Of xterm's theme, whose colours are all #rrggbb.
  constructor(theme) {
    this.background = theme.background;
    this.foreground = theme.foreground;
    this.ansi = NAMES.map((name) => theme[name]);
    this.cell = undefined;
    this.known = new Map();
  }

  // One row as text with its colours.
  row(row, start, end) {
    let [markup, run, style] = ['', '', ''];
    const flush = () => {
      if (run) markup += style ? `<span style="${style}">${escape(run)}</span>` : escape(run);
      run = '';
    };
    for (let x = start; x < end; x += 1) {
      const cell = (this.cell = row.getCell(x, this.cell));
      // The right half of a wide character.
      if (cell.getWidth() === 0) continue;
      const next = this.#of(cell);
      if (next !== style) {
        flush();
        style = next;
      }
      run += cell.getChars() || ' ';
    }
    flush();
    return markup;
  }

  // Where the row's last cell ends that was printed or has a colour.
  end(row, start, stop) {
    for (let x = stop; x > start; x -= 1) {
      const cell = (this.cell = row.getCell(x - 1, this.cell));
      if (cell.getCode() !== 0 || cell.getWidth() === 0 || !cell.isBgDefault()) return x;
    }
    return start;
  }

  // The declarations of a cell; the same cell looks the same again and again.
  #of(cell) {
    if (cell.isAttributeDefault()) return '';
    const key = [
      cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor(), cell.isBold(), cell.isDim(),
      cell.isItalic(), cell.isUnderline(), cell.isInverse(), cell.isInvisible(), cell.isStrikethrough(), cell.isOverline(),
    ].map(Number).join();
    let style = this.known.get(key);
    if (style === undefined) {
      style = this.#declarations(cell);
      // Programs that paint every cell in a colour of its own would fill the memory.
      if (this.known.size > 4096) this.known.clear();
      this.known.set(key, style);
    }
    return style;
  }

  #declarations(cell) {
    let front = this.#front(cell);
    let back = this.#back(cell);
    if (cell.isInverse()) [front, back] = [back ?? this.background, front ?? this.foreground];
    const lines = [cell.isUnderline() && 'underline', cell.isStrikethrough() && 'line-through', cell.isOverline() && 'overline'];
    const decoration = lines.filter(Boolean).join(' ');
    return [
      front && `color:${front}`,
      back && `background:${back}`,
      cell.isBold() && 'font-weight:bold',
      cell.isItalic() && 'font-style:italic',
      cell.isDim() && 'opacity:.6',
      cell.isInvisible() && 'visibility:hidden',
      decoration && `text-decoration:${decoration}`,
    ].filter(Boolean).join(';');
  }

  #front(cell) {
    if (cell.isFgDefault()) return undefined;
    if (cell.isFgRGB()) return rgb(cell.getFgColor());
    // Bold text in one of the first eight colours takes the bright one, as on the screen.
    const number = cell.getFgColor();
    return this.#palette(cell.isBold() && number < 8 ? number + 8 : number);
  }

  #back(cell) {
    if (cell.isBgDefault()) return undefined;
    return cell.isBgRGB() ? rgb(cell.getBgColor()) : this.#palette(cell.getBgColor());
  }

  // The 256 colours: sixteen of the theme, a cube of 6 by 6 by 6, and 24 greys.
  #palette(number) {
    if (number < 16) return this.ansi[number];
    if (number >= 232) return rgb((8 + 10 * (number - 232)) * 0x010101);
    const level = (step) => (step ? 55 + 40 * step : 0);
    const at = number - 16;
    return rgb((level(Math.floor(at / 36)) << 16) | (level(Math.floor(at / 6) % 6) << 8) | level(at % 6));
  }
}

function rgb(number) {
  return `#${number.toString(16).padStart(6, '0')}`;
}

/** Hands a Blob to the person as a file. */
export function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
