// Finds text in a terminal and marks it. What matches is decided in a worker; here lines become text, and matches marks.
//
// Why not xterm's own search: it runs a person's pattern in the page, where nothing can end it, forgets matches behind
// one that is no whole word, and goes through a line that is wrapped a thousand times once for each of its rows.

// Most matches that are marked, around the one that is shown.
const MARKED = 1000;
// How long a pattern may take for everything the terminal holds, in milliseconds.
const PATIENCE = 1000;
// How soon output is looked through, in milliseconds.
const PAUSE = 300;
// Most rows that are taken as one line: a file without line ends would be one line of a megabyte.
const ROWS = 500;
// As wide as the scroll bar it lies on, in pixels.
const RULER = 14;

// What is said of a search, besides its numbers.
const FINE = 0;
const MORE = 1;
const UNREADABLE = 2;
const SLOW = 3;

export class Finder {
  #terminal;
  #tell;
  #worker;
  #colours = {};
  #listeners;
  // What is looked for; what the worker looks for; what took it too long, and is not tried again.
  #query;
  #asked;
  #refused;
  // Ends a search that takes too long, and whether another is wanted after it.
  #running;
  #isWanted = false;
  // Begins the next search while there is output.
  #timer;
  // What the matches were found in: where each line begins, how much text each row has.
  #starts = [];
  #lengths = [];
  // A place in it that moves with the text, and where that was.
  #anchor;
  #anchorRow = 0;
  #matches = new Uint32Array();
  #hasMore = false;
  // The match that is shown, where it was when a new search began, and the step to make once that is over.
  #current = -1;
  #shown;
  #way;
  #wentRound = 0;
  #fault = FINE;
  #marks = [];

  /** `tell` is called with the number of the match that is shown (0 for none), how many there are, what else is to be
   * said, and where the last step went round: 1 to the beginning, -1 to the end. */
  constructor(terminal, tell) {
    this.#terminal = terminal;
    this.#tell = tell;
    terminal.options.overviewRuler = { width: RULER };
    const stale = () => this.#refreshSoon();
    this.#listeners = [terminal.onWriteParsed(stale), terminal.onResize(stale), terminal.buffer.onBufferChange(stale)];
  }

  /** Looks for a text, or goes on: 1 to the next, -1 to the one before, 0 to the nearest. */
  look(text, isCase, isWord, isRegex, way) {
    const query = { text, isCase, isWord, isRegex };
    const isSame = JSON.stringify(query) === JSON.stringify(this.#query);
    this.#query = isSame ? this.#query : query;
    this.#wentRound = 0;
    if (text === '') {
      this.#current = -1;
      this.#found(new Uint32Array(), false);
    } else if (isSame && way !== 0 && this.#running === undefined) {
      if (this.#fault) this.#fail(this.#fault);
      else this.#step(way);
    } else {
      this.#way = way;
      this.#search();
    }
  }

  /** Marks matches in these colours; the last is that of the text of the one that is shown. */
  paint(match, now, onNow) {
    this.#colours = { match: { backgroundColor: match }, now: { backgroundColor: now, foregroundColor: onNow } };
    this.#mark();
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#endWorker();
    this.#anchor?.dispose();
    for (const mark of this.#marks) mark.dispose();
    for (const listener of this.#listeners) listener.dispose();
  }

  #refreshSoon() {
    if (!this.#query?.text || this.#query === this.#refused) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#search();
    }, PAUSE);
  }

  #search() {
    this.#isWanted = this.#running !== undefined;
    if (this.#isWanted || !this.#query?.text) return;
    const text = this.#read();
    this.#asked = this.#query;
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage({ text, query: this.#asked });
    this.#running = setTimeout(() => this.#giveUp(), PATIENCE);
  }

  #giveUp() {
    this.#endWorker();
    if (this.#asked === this.#query) {
      this.#refused = this.#query;
      this.#fail(SLOW);
    } else {
      this.#search();
    }
  }

  #startWorker() {
    const worker = new Worker(import.meta.resolve('xterm-find-worker'), { type: 'module' });
    worker.onmessage = ({ data: { matches, hasMore, fault } }) => {
      clearTimeout(this.#running);
      this.#running = undefined;
      if (this.#asked !== this.#query) return this.#search();
      if (fault) this.#fail(UNREADABLE);
      else this.#found(matches, hasMore);
      if (this.#isWanted) this.#refreshSoon();
    };
    return worker;
  }

  #endWorker() {
    clearTimeout(this.#running);
    this.#running = undefined;
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #fail(fault) {
    this.#fault = fault;
    this.#matches = new Uint32Array();
    this.#current = -1;
    this.#mark();
    this.#tell(0, 0, fault, 0);
  }

  // Everything the terminal holds, a line of text for each line that was wrapped into rows.
  #read() {
    const { active } = this.#terminal.buffer;
    const starts = [];
    const lengths = [];
    const texts = [];
    let line = '';
    for (let row = 0, begin = 0; row < active.length; row += 1) {
      const goesOn = row + 1 < active.length && active.getLine(row + 1).isWrapped && row + 1 - begin < ROWS;
      const text = active.getLine(row).translateToString(!goesOn);
      lengths.push(text.length);
      line += text;
      if (!goesOn) {
        starts.push(begin);
        texts.push(line);
        line = '';
        begin = row + 1;
      }
    }
    this.#shown = this.#at(this.#current);
    this.#starts = starts;
    this.#lengths = lengths;
    this.#anchor?.dispose();
    this.#anchor = this.#terminal.registerMarker(0);
    this.#anchorRow = active.baseY + active.cursorY;
    return texts.join('\n');
  }

  // By how many rows everything has moved since it was read; none if nobody can say.
  get #shift() {
    return this.#anchor && !this.#anchor.isDisposed ? this.#anchor.line - this.#anchorRow : undefined;
  }

  // Where a match begins now.
  #at(index) {
    const shift = this.#shift;
    if (index < 0 || 3 * index >= this.#matches.length || shift === undefined) return undefined;
    const [line, begin] = this.#matches.subarray(3 * index);
    const [row, offset] = this.#row(line, begin);
    return row + shift < 0 ? undefined : { row: row + shift, col: this.#column(row + shift, offset) };
  }

  // The row of a place in a line, and the place in that row.
  #row(line, offset) {
    const last = (this.#starts[line + 1] ?? this.#lengths.length) - 1;
    let row = this.#starts[line];
    while (row < last && offset >= this.#lengths[row]) {
      offset -= this.#lengths[row];
      row += 1;
    }
    return [row, offset];
  }

  // The column of a place in the text of a row: wide characters take two cells, composed ones several places.
  #column(row, offset) {
    const line = this.#terminal.buffer.active.getLine(row);
    let column = 0;
    for (let place = 0; line && place < offset && column < line.length; column += 1) {
      const cell = line.getCell(column);
      if (cell.getWidth() > 0) place += cell.getChars().length || 1;
    }
    while (column < (line?.length ?? 0) && line.getCell(column).getWidth() === 0) column += 1;
    return column;
  }

  #found(matches, hasMore) {
    const { viewportY } = this.#terminal.buffer.active;
    const shown = this.#shown && { row: this.#shown.row + (this.#shift ?? 0), col: this.#shown.col };
    this.#matches = matches;
    this.#hasMore = hasMore;
    this.#fault = FINE;
    // What is on the screen comes first.
    this.#current = this.#nearest(shown ?? { row: viewportY, col: 0 });
    const way = this.#way;
    this.#way = undefined;
    if (way) this.#step(way);
    else this.#show(way === 0);
  }

  // The first match at a place or after it, else the last one before.
  #nearest({ row, col }) {
    let [low, high] = [0, this.#matches.length / 3];
    const count = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.#at(middle);
      if (!at || at.row < row || (at.row === row && at.col < col)) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, count - 1);
  }

  #step(way) {
    const count = this.#matches.length / 3;
    const next = this.#current + way;
    this.#wentRound = count === 0 || (next >= 0 && next < count) ? 0 : way;
    this.#current = count === 0 ? -1 : (next + count) % count;
    this.#show(true);
  }

  #show(isMove) {
    const at = this.#at(this.#current);
    const { viewportY } = this.#terminal.buffer.active;
    const { rows } = this.#terminal;
    if (isMove && at && !(at.row >= viewportY && at.row < viewportY + rows)) {
      this.#terminal.scrollToLine(Math.max(0, at.row - (rows >> 1)));
    }
    this.#mark();
    this.#tell(this.#current + 1, this.#matches.length / 3, this.#hasMore ? MORE : FINE, this.#wentRound);
  }

  #mark() {
    for (const mark of this.#marks) mark.dispose();
    this.#marks = [];
    const shift = this.#shift;
    const count = this.#matches.length / 3;
    if (shift === undefined || !this.#colours.match) return;
    const from = Math.max(0, Math.min(this.#current - (MARKED >> 1), count - MARKED));
    for (let index = from; index < Math.min(count, from + MARKED); index += 1) {
      if (index !== this.#current) this.#markOne(index, shift, this.#colours.match, 'bottom');
    }
    // Last, so that it lies above the others.
    if (this.#current >= 0) this.#markOne(this.#current, shift, this.#colours.now, 'top');
  }

  #markOne(index, shift, colours, layer) {
    const [line, begin, end] = this.#matches.subarray(3 * index);
    const { baseY, cursorY } = this.#terminal.buffer.active;
    const [last] = this.#row(line, end - 1);
    let [row, offset] = this.#row(line, begin);
    for (let left = end - begin; row <= last; row += 1, offset = 0) {
      const here = Math.min(left, this.#lengths[row] - offset);
      left -= here;
      const x = this.#column(row + shift, offset);
      const width = this.#column(row + shift, offset + here) - x;
      const marker = row + shift >= 0 && width > 0 && this.#terminal.registerMarker(row + shift - baseY - cursorY);
      if (!marker) continue;
      const overviewRulerOptions = { color: colours.backgroundColor, position: layer === 'top' ? 'full' : 'center' };
      this.#terminal.registerDecoration({ marker, x, width, layer, overviewRulerOptions, ...colours });
      this.#marks.push(marker);
    }
  }
}
