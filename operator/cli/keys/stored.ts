import { KEYS_ANNOTATION } from '../../api/group.ts';
import { KINDS, ref } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/object.ts';
import { readAccepted } from '../../apply/accept.ts';
import { OperatorError } from '../../lib/errors.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { readNote } from '../../model/key-memo.ts';
import type { KeyMemo } from '../../model/key-memo.ts';
import type { Cluster } from '../../ports/cluster.ts';

/** An installation by name; its resource may be gone while its Secrets are kept. */
export interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** A generated Secret of an installation. */
export interface NotedSecret {
  readonly name: string;
  readonly memo: KeyMemo;
  /** Undefined when it is remembered and gone. */
  readonly object: KubeObject | undefined;
}

/** How one key compares with what is remembered of it. */
export interface KeyState {
  readonly secret: string;
  readonly key: string;
  /** Undefined for a key that is gone. */
  readonly fingerprint: string | undefined;
  readonly state: 'as remembered' | 'CHANGED' | 'MISSING' | 'may be drawn again';
}

/** Memos of the accepted record; empty where there is no resource or none was accepted. */
export async function memosOf(
  { namespace, name }: Named,
  cluster: Cluster,
): Promise<Readonly<Record<string, KeyMemo>>> {
  const resource = await cluster.read(ref(KINDS.PlaneInstallation, name, namespace));
  const uid = resource?.metadata.uid;
  const record =
    uid === undefined ? undefined : await readAccepted({ namespace, name, uid }, cluster);
  return record?.accepted.keys ?? {};
}

/** Every generated Secret of an installation, in order of name. Throws ERR_INPUT when there is none. */
export async function storedSecrets(
  named: Named,
  cluster: Cluster,
): Promise<readonly NotedSecret[]> {
  const { namespace, name } = named;
  const memos = await memosOf(named, cluster);
  const listed = await cluster.list(KINDS.Secret, { namespace, metadataOnly: true });
  const noted = listed.flatMap(({ metadata }) => {
    const note = readNote(metadata.annotations?.[KEYS_ANNOTATION]);
    return note?.installation === name ? [[metadata.name, note] as const] : [];
  });
  const known: Readonly<Record<string, KeyMemo>> = { ...Object.fromEntries(noted), ...memos };
  if (Object.keys(known).length === 0)
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot find generated Secrets of PlaneInstallation ${namespace}/${name}: none is noted; the operator makes them before a spec is accepted first`,
    );
  return Promise.all(
    Object.entries(known)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([secret, { salt, fingerprints }]) => ({
        name: secret,
        memo: { salt, fingerprints },
        object: await cluster.read(ref(KINDS.Secret, secret, namespace)),
      })),
  );
}

/** Values of a Secret as text; what is no text compares like any other bytes. */
export const dataOf = (object: KubeObject | undefined): Readonly<Record<string, string>> =>
  (object?.['data'] ?? {}) as Readonly<Record<string, string>>;

/** A value of `data`, decoded. */
export const decoded = (value: string): string => Buffer.from(value, 'base64').toString('utf8');

/** Every key of a Secret that is there or remembered, compared. Never a value. */
export function keyStates({ name, memo, object }: NotedSecret): readonly KeyState[] {
  const data = dataOf(object);
  const keys = [...new Set([...Object.keys(memo.fingerprints), ...Object.keys(data)])].sort();
  return keys.map((key) => {
    const value = data[key];
    const now =
      value === undefined || value === '' ? undefined : fingerprint(memo.salt, key, decoded(value));
    return { secret: name, key, fingerprint: now, state: stateOf(now, memo.fingerprints[key]) };
  });
}

function stateOf(now: string | undefined, known: string | undefined): KeyState['state'] {
  if (known === undefined) return 'may be drawn again';
  if (now === undefined) return 'MISSING';
  return now === known ? 'as remembered' : 'CHANGED';
}
