/** Thousandths of one, for each suffix of a Kubernetes quantity that the schema admits. */
const MILLI: Readonly<Record<string, bigint>> = {
  m: 1n,
  '': 1_000n,
  k: 1_000n * 10n ** 3n,
  M: 1_000n * 10n ** 6n,
  G: 1_000n * 10n ** 9n,
  T: 1_000n * 10n ** 12n,
  P: 1_000n * 10n ** 15n,
  Ki: 1_000n * 2n ** 10n,
  Mi: 1_000n * 2n ** 20n,
  Gi: 1_000n * 2n ** 30n,
  Ti: 1_000n * 2n ** 40n,
  Pi: 1_000n * 2n ** 50n,
};

/** Digits after the point that are counted: as many as quantities may have. */
const SCALE = 9;

/** Orders two quantities, exactly: negative when `a` is less. Undefined when either is none. */
export function compareQuantities(a: unknown, b: unknown): number | undefined {
  const [left, right] = [amount(a), amount(b)];
  if (left === undefined || right === undefined) return undefined;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Whole units of a quantity, rounded down: bytes of memory, `1Gi` is 1,073,741,824. Throws a TypeError for what is none. */
export function unitsOf(text: string): bigint {
  const value = amount(text);
  if (value === undefined) throw new TypeError(`not a quantity: ${text}`);
  return value / (MILLI[''] ?? 1n) / 10n ** BigInt(SCALE);
}

function amount(text: unknown): bigint | undefined {
  if (typeof text !== 'string') return undefined;
  const [, whole = '', fraction = '', suffix = ''] =
    /^([0-9]{1,20})(?:\.([0-9]{1,9}))?([A-Za-z]*)$/.exec(text) ?? [];
  const unit = MILLI[suffix];
  if (whole === '' || unit === undefined) return undefined;
  return BigInt(whole + fraction.padEnd(SCALE, '0')) * unit;
}
