const slotBits = 16;
const mostColours = 1 << 15;
const unused = -1;

/**
 * Counts the colours of pixels. Exact up to 32,768 colours; beyond, colours that differ in the lowest bits only are
 * counted as one, under their mean.
 */
export class ColourHistogram {
  /** How many colours there are. They are numbered from 0, in the order in which they came. */
  size = 0;
  /** Pixels of each colour. */
  readonly count = new Float64Array(mostColours);
  // Sums over those pixels.
  readonly #red = new Float64Array(mostColours);
  readonly #green = new Float64Array(mostColours);
  readonly #blue = new Float64Array(mostColours);
  /** The kept bits of each colour. */
  readonly #keys = new Int32Array(mostColours);
  /** A hash table of colour numbers, open addressing. */
  readonly #slots = new Int32Array(1 << slotBits).fill(unused);
  #keptBits = 0xff_ffff;

  /** True if each colour counted is one that was added, not a mean. */
  get exact(): boolean {
    return this.#keptBits === 0xff_ffff;
  }

  /** Counts a pixel; its alpha is not looked at. */
  add(pixel: number): void {
    this.#add(pixel, 1, pixel & 0xff, (pixel >> 8) & 0xff, (pixel >> 16) & 0xff);
  }

  /** Mean red of a colour, 0 to 255. */
  red(colour: number): number {
    return this.#red[colour] / this.count[colour];
  }

  /** Mean green of a colour, 0 to 255. */
  green(colour: number): number {
    return this.#green[colour] / this.count[colour];
  }

  /** Mean blue of a colour, 0 to 255. */
  blue(colour: number): number {
    return this.#blue[colour] / this.count[colour];
  }

  clear(): void {
    this.#slots.fill(unused);
    this.size = 0;
    this.#keptBits = 0xff_ffff;
  }

  #add(pixel: number, pixels: number, red: number, green: number, blue: number): void {
    let key = pixel & this.#keptBits;
    let slot = this.#slot(key);
    while (this.#slots[slot] === unused && this.size === mostColours) {
      this.#dropBit();
      key = pixel & this.#keptBits;
      slot = this.#slot(key);
    }
    let colour = this.#slots[slot];
    if (colour === unused) {
      colour = this.size++;
      this.#slots[slot] = colour;
      this.#keys[colour] = key;
      this.count[colour] = 0;
      this.#red[colour] = 0;
      this.#green[colour] = 0;
      this.#blue[colour] = 0;
    }
    this.count[colour] += pixels;
    this.#red[colour] += red;
    this.#green[colour] += green;
    this.#blue[colour] += blue;
  }

  /** Where a key stands in the hash table, or the slot that it may take. */
  #slot(key: number): number {
    let slot = Math.imul(key, 0x9e37_79b1) >>> (32 - slotBits);
    for (;;) {
      const colour = this.#slots[slot];
      if (colour === unused || this.#keys[colour] === key) return slot;
      slot = (slot + 1) & ((1 << slotBits) - 1);
    }
  }

  /** Takes together what differs only in the lowest bit that was still kept. */
  #dropBit(): void {
    const before = this.size;
    this.#keptBits &= (this.#keptBits << 1) & 0xfe_fefe;
    this.#slots.fill(unused);
    this.size = 0;
    // A colour's new number is never above its old one, so none is overwritten before it is read.
    for (let colour = 0; colour < before; colour++) {
      this.#add(
        this.#keys[colour],
        this.count[colour],
        this.#red[colour],
        this.#green[colour],
        this.#blue[colour],
      );
    }
  }
}
