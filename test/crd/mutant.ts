/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Tree = Record<string, unknown> | unknown[];

/** Values that are right somewhere and wrong elsewhere. */
const VALUES: readonly unknown[] = [
  ...[
    '',
    'a',
    'A',
    'latest',
    '1',
    '500m',
    '20Gi',
    '1.5Gi',
    'v3.1.2',
    'x.y',
    'a/b',
    'a b',
    'ä',
    '-',
  ],
  ...[
    'Plane',
    'External',
    'Delete',
    'Issuer',
    'plane.corp.example.com.',
    '10.0.0.1',
    'a'.repeat(64),
  ],
  ...['a'.repeat(300), 'registry:5000/x', 'registry:5000/x__y', 'x//y', 'a\n', '0', '0.5', '1e3'],
  ...[0, 1, -1, 1.5, null, null, null, 100, 101, 3e9, true, false],
  ...[
    [],
    {},
    [{ name: 'a' }],
    [{ name: 'a' }, { name: 'a' }],
    [{}],
    ['a'],
    { a: 'b' },
    { name: 'a' },
  ],
  ...[{ embedded: {} }, { external: {} }, { external: { secretRef: { name: 'a' } } }],
  ...[{ embedded: {}, external: { secretRef: { name: 'a' } } }, { replicas: 1 }, { size: '1Gi' }],
  ...[
    { replicas: 1, scaledBy: 'External' },
    { requests: { cpu: '2' }, limits: { cpu: '1' } },
  ],
  ...[{ requests: { cpu: '0.1' }, limits: { cpu: '100m' } }, { limits: { memory: '1M' } }],
  ...[
    { secretRef: { name: 'a' } },
    { issuerRef: { kind: 'Issuer', name: 'a' } },
    { className: 'a' },
  ],
];
const NAMES = [
  'name',
  'key',
  'tag',
  'size',
  'embedded',
  'external',
  'replicas',
  'scaledBy',
  'storage',
  'x',
];

/** A spec with one to three things changed at random: replaced, removed, added or doubled. */
export function mutant(spec: object, seed: number): Record<string, unknown> {
  const random = numbers(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const tree = structuredClone(spec) as Record<string, unknown>;
  for (let left = 1 + Math.floor(random() * 2); left > 0; left -= 1) {
    const holder = pick(trees(tree));
    const names = Object.keys(holder);
    const name = names.length === 0 || random() < 0.2 ? pick(NAMES) : pick(names);
    change(holder, { name, value: pick(VALUES), kind: random() });
  }
  return tree;
}

function change(
  holder: Tree,
  { name, value, kind }: { readonly name: string; readonly value: unknown; readonly kind: number },
): void {
  if (Array.isArray(holder)) {
    holder.push(kind < 0.5 ? structuredClone(holder[0] ?? value) : value);
    return;
  }
  if (kind < 0.25) Reflect.deleteProperty(holder, name);
  else holder[name] = structuredClone(value);
}

/** The tree and every object or list in it. */
function trees(tree: Tree): readonly Tree[] {
  const inner = Object.values(tree).filter(
    (value): value is Tree => typeof value === 'object' && value !== null,
  );
  return [tree, ...inner.flatMap(trees)];
}
