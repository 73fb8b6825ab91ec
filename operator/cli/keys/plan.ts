import { EXPORTED_ANNOTATION, INSTALLATION_LABEL, KEYS_ANNOTATION } from '../../api/group.ts';
import type { KubeObject } from '../../api/object.ts';
import { OperatorError } from '../../lib/errors.ts';
import { remember, sealOf, writeNote } from '../../model/key-memo.ts';
import type { KeyMemo } from '../../model/key-memo.ts';
import type { Bundle, BundledSecret } from './bundle.ts';
import { dataOf, decoded, keyStates } from './stored.ts';
import type { KeyState, Named } from './stored.ts';

/** A Secret of an export, and what lies under its name. */
export interface Incoming {
  /** Its name in the installation that it is brought to. */
  readonly name: string;
  readonly bundled: BundledSecret;
  /** Undefined when there is no such Secret. */
  readonly present: KubeObject | undefined;
  /** What the accepted record of the installation remembers of it. */
  readonly accepted: KeyMemo | undefined;
}

/** What is to be done with one Secret. */
export interface Step {
  readonly name: string;
  readonly action: 'create' | 'add' | 'none';
  /** Keys that are brought; the others are there already. */
  readonly keys: readonly string[];
  /** Keys that differ and are left as they are: they may be drawn again. */
  readonly left: readonly string[];
  /** Irreplaceable keys that were in use and are neither there nor brought. */
  readonly lacking: readonly string[];
  /** Why nothing at all may be written. */
  readonly problems: readonly string[];
  readonly states: readonly KeyState[];
  /** The Secret as it will be. */
  readonly object: KubeObject;
}

/** Names of an export's Secrets in the installation that they are brought to: another one begins otherwise. */
export function nameIn(to: Named, { installation }: Bundle, { name }: BundledSecret): string {
  if (!name.startsWith(`${installation}-`))
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot import Secret "${name}": its name does not begin with "${installation}-"`,
    );
  return `${to.name}${name.slice(installation.length)}`;
}

/** Compares one Secret of an export with what is there. Pure. */
export function plan(incoming: Incoming, to: Named): Step {
  const { name, bundled, present, accepted } = incoming;
  const there = dataOf(present);
  const has = (key: string): boolean => there[key] !== undefined && there[key] !== '';
  const keys = Object.keys(bundled.data).filter((key) => !has(key));
  const differing = Object.keys(bundled.data).filter(
    (key) => has(key) && there[key] !== bundled.data[key],
  );
  const isIrreplaceable = (key: string): boolean => bundled.irreplaceable.includes(key);
  const memo = memoOf(bundled, bundled.salt);
  const states = keyStates({ name, memo, object: asObject(bundled) });
  return {
    name,
    action: present === undefined ? 'create' : keys.length > 0 ? 'add' : 'none',
    keys,
    lacking: Object.keys(accepted?.fingerprints ?? {}).filter(
      (key) => !has(key) && bundled.data[key] === undefined,
    ),
    left: differing.filter((key) => !isIrreplaceable(key)),
    problems: [
      ...differing
        .filter(isIrreplaceable)
        .map((key) => `key "${key}" of Secret "${name}" is there with another value`),
      ...unlikeAccepted(incoming),
    ],
    states,
    object: written(incoming, to),
  };
}

/** Keys that the operator would take for changed. */
function unlikeAccepted({ name, bundled, accepted }: Incoming): readonly string[] {
  if (accepted === undefined) return [];
  const own = memoOf(bundled, accepted.salt).fingerprints;
  return Object.entries(accepted.fingerprints)
    .filter(([key, known]) => own[key] !== undefined && own[key] !== known)
    .map(
      ([key]) =>
        `key "${key}" of Secret "${name}" is not the one that the installation was accepted with`,
    );
}

function written({ name, bundled, present, accepted }: Incoming, to: Named): KubeObject {
  const memo = memoOf(bundled, accepted?.salt ?? bundled.salt);
  const annotations = {
    ...present?.metadata.annotations,
    [KEYS_ANNOTATION]: writeNote(to.name, memo),
    [EXPORTED_ANNOTATION]: sealOf(memo),
  };
  if (present !== undefined)
    return {
      ...present,
      metadata: { ...present.metadata, annotations },
      data: { ...bundled.data, ...withoutEmpty(dataOf(present)) },
    };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: to.namespace, labels: labelsIn(to, bundled), annotations },
    type: bundled.type,
    data: bundled.data,
  };
}

/** Labels of ours name the installation; a Secret that somebody brought has none of them. */
const labelsIn = (to: Named, { labels }: BundledSecret): Readonly<Record<string, string>> =>
  labels[INSTALLATION_LABEL] === undefined
    ? labels
    : { ...labels, [INSTALLATION_LABEL]: to.name, 'app.kubernetes.io/instance': to.name };

const withoutEmpty = (data: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== ''));

const memoOf = ({ irreplaceable, data }: BundledSecret, salt: string): KeyMemo =>
  remember(
    { salt, fingerprints: {} },
    irreplaceable,
    Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decoded(value)])),
  );

const asObject = ({ name, data }: BundledSecret): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  data,
});
