/** Quantities as the API server writes them back: `1024Mi` comes out as `1Gi`, `0.5` as `500m`. */

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const NANO = 10n ** 9n;

/** Billionths, so that every suffix is a whole number of them; undefined for what is no quantity. */
export function nanos(text: string): bigint | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d{0,9}))?([A-Za-z]*)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '0', fraction = '', suffix = ''] = match;
  const factor = factorOf(suffix);
  if (factor === undefined) return undefined;
  const scaled = (BigInt(whole + fraction) * factor) / 10n ** BigInt(fraction.length);
  return sign === '-' ? -scaled : scaled;
}

function factorOf(suffix: string): bigint | undefined {
  const binary = BINARY.indexOf(suffix);
  if (binary > 0) return NANO * 1024n ** BigInt(binary);
  const decimal = DECIMAL.indexOf(suffix);
  return decimal < 0 ? undefined : 1000n ** BigInt(decimal);
}

/** Canonical form: no fraction, the largest suffix that loses nothing (apimachinery, resource/quantity.go). */
export function canonical(value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const text = String(value);
  const amount = nanos(text);
  if (amount === undefined) return value;
  if (amount === 0n) return '0';
  if (!text.endsWith('i')) return withSuffix(amount, DECIMAL, 1000n);
  return amount % NANO === 0n ? withSuffix(amount / NANO, BINARY, 1024n) : value;
}

function withSuffix(amount: bigint, suffixes: readonly string[], base: bigint): string {
  let [rest, at] = [amount, 0];
  while (at < suffixes.length - 1 && rest % base === 0n) {
    rest /= base;
    at += 1;
  }
  return `${rest}${suffixes[at] ?? ''}`;
}
