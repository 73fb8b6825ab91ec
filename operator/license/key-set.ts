import * as z from 'zod';

import type { PublicKey } from './public-key.ts';
import { readPublicKey } from './public-key.ts';
import { REHEARSAL } from './rehearsal.ts';

/** Most keys that one installation is given: each may cost a signature check. */
const MAX_KEYS = 16;

/** One pinned key. Times are milliseconds since the epoch. */
export interface PinnedKey extends PublicKey {
  /** What a token calls it. */
  readonly kid: string;
  /**
   * `retired`: licences issued before `to` stay valid. `compromised`: none is, whatever its date, because whoever holds
   * the key can write any date. A key without dates never retires.
   */
  readonly state: 'active' | 'retired' | 'compromised';
  /** Licences issued before it are not this key's. */
  readonly from: number | undefined;
  /** Licences issued from then on are not this key's. */
  readonly to: number | undefined;
  /** Who has to be named in `iss`; anybody when undefined. */
  readonly issuer: string | undefined;
  /** Made by `license issue`: signs rehearsals and nothing else. */
  readonly isRehearsal: boolean;
}

/** The keys that an installation was given, and what was wrong with the rest. */
export interface KeySet {
  readonly keys: readonly PinnedKey[];
  /** In sentences, without key material. */
  readonly mistakes: readonly string[];
}

/** A text with keys: a public key in PEM, or a list of keys in JSON. */
export interface KeySource {
  /** For messages; that of a PEM is also its `kid`, less the ending: `vendor-2026.pem`. */
  readonly name: string;
  readonly text: string;
}

const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((text) => Date.parse(text));

const listed = z
  .strictObject({
    kid: z.string().min(1).max(128),
    spki: z.string().max(8_192),
    state: z.enum(['active', 'retired', 'compromised']).default('active'),
    from: moment.optional(),
    to: moment.optional(),
    issuer: z.string().min(1).max(256).optional(),
  })
  .refine(({ state, to }) => state !== 'retired' || to !== undefined, {
    message: 'a retired key needs "to", the moment from which it signs no more',
  });
const list = z.strictObject({ keys: z.array(listed).max(MAX_KEYS) });

type Read = { readonly key: PinnedKey } | { readonly mistake: string };

/** Reads every key. One that is wrong is left out and told; it never makes another one count for more. */
export function readKeys(sources: readonly KeySource[]): KeySet {
  const read = sources.flatMap(readSource);
  const mistakes = read.flatMap((one) => ('mistake' in one ? [one.mistake] : []));
  const found = read.flatMap((one) => ('key' in one ? [one.key] : []));
  const clashing = found.filter(({ kid, thumbprint }) =>
    found.some((other) => other.kid === kid && other.thumbprint !== thumbprint),
  );
  const keys = found.filter((key) => !clashing.includes(key)).map((key) => worst(key, found));
  const clashes = [...new Set(clashing.map(({ kid }) => kid))].map(
    (kid) => `two keys are called "${kid}"; neither is used`,
  );
  if (keys.length <= MAX_KEYS) return { keys, mistakes: [...mistakes, ...clashes] };
  return { keys: [], mistakes: [`there are ${keys.length} keys; give at most ${MAX_KEYS}`] };
}

/** A key that is listed twice has the worse of its states: what is compromised under one name is so under all. */
function worst(key: PinnedKey, all: readonly PinnedKey[]): PinnedKey {
  const same = all.filter(({ thumbprint }) => thumbprint === key.thumbprint);
  const compromised = same.some(({ state }) => state === 'compromised');
  const ends = same.flatMap(({ to }) => to ?? []);
  return {
    ...key,
    state: compromised ? 'compromised' : key.state,
    to: ends.length === 0 ? undefined : Math.min(...ends),
  };
}

const readSource = ({ name, text }: KeySource): readonly Read[] =>
  text.trimStart().startsWith('{')
    ? readList(name, text)
    : [pinned(name, { kid: kidOf(name), spki: text, state: 'active' })];

/** `keys/vendor-2026.pem` is called vendor-2026. */
const kidOf = (name: string): string =>
  (name.split('/').at(-1) ?? name).replace(/\.(?:pem|pub|key)$/i, '');

function readList(name: string, text: string): readonly Read[] {
  const parsed = list.safeParse(parse(text));
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({
      mistake: `"${name}" at ${path.length === 0 ? 'the top' : path.join('.')}: ${message}`,
    }));
  return parsed.data.keys.map((entry) => pinned(`${name}, key ${entry.kid}`, entry));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pinned(
  name: string,
  { kid, spki, state, from, to, issuer }: z.output<typeof listed>,
): Read {
  const key = readPublicKey(spki);
  if (!key.ok) return { mistake: `"${name}" ${key.error}` };
  return {
    key: { ...key.value, kid, state, from, to, issuer, isRehearsal: kid.startsWith(REHEARSAL) },
  };
}

/** Whether a public key that stands elsewhere, in a product's settings or beside a token, is none of the pinned ones. */
export function contradicts(pem: string, { keys }: KeySet): boolean {
  const other = readPublicKey(pem);
  return !other.ok || !keys.some(({ thumbprint }) => thumbprint === other.value.thumbprint);
}
