import { createHash } from 'node:crypto';

/** Names and numbers that a cluster hands out, the same on every run with the same seed. */
export class Ids {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  uid(): string {
    const hex = this.#next();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** What `generateName` and controllers append: five letters that spell no word (apimachinery, util/rand). */
  suffix(): string {
    return safe(this.#next(), 5);
  }

  /** Address number `n` of the service network. */
  clusterIp(): string {
    this.#count += 1;
    return `10.96.${Math.floor(this.#count / 250)}.${(this.#count % 250) + 1}`;
  }

  #next(): string {
    this.#count += 1;
    return createHash('sha256').update(`${this.#seed}/${this.#count}`).digest('hex');
  }
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** The first letters of a hash in the alphabet of generated names. */
export const safe = (hex: string, length: number): string =>
  Array.from({ length }, (_, at) => {
    const byte = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
    return ALPHABET[byte % ALPHABET.length] ?? 'b';
  }).join('');

/** Hash of plain data as controllers put into names: `web-6d5f8c7b9`. */
export const nameHash = (value: unknown, length = 10): string =>
  safe(createHash('sha256').update(JSON.stringify(value)).digest('hex'), length);
