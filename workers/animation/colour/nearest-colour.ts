const cacheBits = 15;
const largestSum = 3 * 255;

/**
 * Finds the nearest colour of a palette, by squared distance of red, green and blue. Looks first at colours of about the
 * same brightness, and remembers what it found.
 */
export class NearestColour {
  /** Indices of the palette from dark to bright; what follows is in this order. */
  readonly #order: Uint8Array;
  readonly #red: Int32Array;
  readonly #green: Int32Array;
  readonly #blue: Int32Array;
  /** Red, green and blue added up. */
  readonly #sum: Int32Array;
  /** Where in the order colours of at least this sum begin. */
  readonly #start = new Uint16Array(largestSum + 1);
  /** Colours looked up before, each at its hash; a later one of the same hash takes its place. */
  readonly #known = new Int32Array(1 << cacheBits).fill(-1);
  readonly #answers = new Uint8Array(1 << cacheBits);

  /** @param colours Red, green and blue of 1 to 256 entries. */
  constructor(colours: Uint8Array) {
    const sum = (index: number): number =>
      colours[3 * index] + colours[3 * index + 1] + colours[3 * index + 2];
    this.#order = Uint8Array.from({ length: colours.length / 3 }, (_, index) => index);
    this.#order.sort((one, other) => sum(one) - sum(other));
    this.#red = Int32Array.from(this.#order, (index) => colours[3 * index]);
    this.#green = Int32Array.from(this.#order, (index) => colours[3 * index + 1]);
    this.#blue = Int32Array.from(this.#order, (index) => colours[3 * index + 2]);
    this.#sum = Int32Array.from(this.#order, sum);
    let place = 0;
    for (let least = 0; least <= largestSum; least++) {
      while (place < this.#sum.length && this.#sum[place] < least) place++;
      this.#start[least] = place;
    }
  }

  /** The palette's index for a pixel, whose alpha is not looked at. */
  index(pixel: number): number {
    const colour = pixel & 0xff_ffff;
    const slot = Math.imul(colour, 0x9e37_79b1) >>> (32 - cacheBits);
    if (this.#known[slot] !== colour) {
      this.#known[slot] = colour;
      this.#answers[slot] = this.#search(colour & 0xff, (colour >> 8) & 0xff, colour >> 16);
    }
    return this.#answers[slot];
  }

  #search(red: number, green: number, blue: number): number {
    const sum = red + green + blue;
    const start = this.#start[sum];
    let nearest = 0;
    let least = Infinity;
    // A colour whose sum differs by d is at least d² / 3 away (Cauchy and Schwarz): the others need no look.
    for (let place = start; place < this.#sum.length; place++) {
      const difference = this.#sum[place] - sum;
      if (difference * difference >= 3 * least) break;
      const distance = this.#distance(place, red, green, blue);
      if (distance < least) [least, nearest] = [distance, place];
    }
    for (let place = start - 1; place >= 0; place--) {
      const difference = sum - this.#sum[place];
      if (difference * difference >= 3 * least) break;
      const distance = this.#distance(place, red, green, blue);
      if (distance < least) [least, nearest] = [distance, place];
    }
    return this.#order[nearest];
  }

  #distance(place: number, red: number, green: number, blue: number): number {
    const r = this.#red[place] - red;
    const g = this.#green[place] - green;
    const b = this.#blue[place] - blue;
    return r * r + g * g + b * b;
  }
}
