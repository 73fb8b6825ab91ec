import { createHash } from 'node:crypto';

import { KINDS, ref } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Cache } from './cache.ts';

/** One key of a Secret, decoded. */
export type SecretValue =
  | { readonly text: string; readonly bytes: number }
  /** With the SHA-256 of its bytes, in hex; of a text it can be made from the text. */
  | { readonly binary: true; readonly bytes: number; readonly digest?: string };

/** The keys of a Secret. */
export type SecretFact = Readonly<Record<string, SecretValue>>;

/** A Secret with what tells one version of it from another. */
export interface StoredSecret {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly fact: SecretFact;
}

/**
 * Reads the few Secrets that installations refer to: once per version, so that a pass over an unchanged
 * installation sends no request. The cache knows the versions; the data is only here.
 */
export class SecretReader {
  readonly #cluster: Cluster;
  readonly #cache: Cache;
  readonly #read = new Map<string, StoredSecret>();

  constructor(cluster: Cluster, cache: Cache) {
    this.#cluster = cluster;
    this.#cache = cache;
  }

  /** The Secret's keys, or undefined when there is no such Secret. */
  async read(
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<SecretFact | undefined> {
    return (await this.stored(namespace, name, signal))?.fact;
  }

  /** The Secret, or undefined when there is no such Secret. */
  async stored(
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<StoredSecret | undefined> {
    const key = `${namespace}/${name}`;
    const seen = this.#cache.get(ref(KINDS.Secret, name, namespace));
    const known = this.#read.get(key);
    if (seen === undefined || seen.deleting) {
      this.#read.delete(key);
      return undefined;
    }
    if (known?.uid === seen.uid && known.resourceVersion === seen.resourceVersion) return known;
    return this.fresh(namespace, name, signal);
  }

  /** The Secret as the API server has it now: for decisions that a cache a moment behind would get wrong. */
  async fresh(
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<StoredSecret | undefined> {
    const secret = await this.#cluster.read(ref(KINDS.Secret, name, namespace), signal);
    if (secret === undefined || secret.metadata.deletionTimestamp !== undefined) return undefined;
    const { uid = '', resourceVersion = '', annotations = {} } = secret.metadata;
    const stored = { uid, resourceVersion, annotations, fact: decodeSecret(secret) };
    this.#read.set(`${namespace}/${name}`, stored);
    return stored;
  }

  /** Forgets every value of a namespace that no installation is in any more. */
  forget(namespace: string): void {
    for (const key of this.#read.keys())
      if (key.startsWith(`${namespace}/`)) this.#read.delete(key);
  }
}

/** `data` of a Secret, decoded; text is what is valid UTF-8 without control characters but line ends and tabs. */
export function decodeSecret(secret: KubeObject): SecretFact {
  const data = (secret['data'] ?? {}) as Readonly<Record<string, string>>;
  const written = (secret['stringData'] ?? {}) as Readonly<Record<string, string>>;
  const encoded = Object.entries(data).map(
    ([key, value]) => [key, Buffer.from(value, 'base64')] as const,
  );
  const plain = Object.entries(written).map(
    ([key, value]) => [key, Buffer.from(value, 'utf8')] as const,
  );
  return Object.fromEntries([...encoded, ...plain].map(([key, bytes]) => [key, decode(bytes)]));
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
// eslint-disable-next-line no-control-regex -- control characters are what makes it binary
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function decode(bytes: Buffer): SecretValue {
  try {
    const text = decoder.decode(bytes);
    if (!CONTROL.test(text)) return { text, bytes: bytes.length };
  } catch {
    // It is no text.
  }
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { binary: true, bytes: bytes.length, digest };
}
