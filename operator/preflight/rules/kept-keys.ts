import type { Finding } from '../../api/finding.ts';
import { changedKeys, lostKeys } from '../kept.ts';
import type { KeptSecret } from '../kept.ts';
import type { Rule } from '../rule.ts';

/** Where every finding of a generated Secret points: its name follows from it. */
const PATH = 'metadata.name';

/** Keys without which stored data cannot be read are there, and are the ones that it was written with. */
export const keptKeys: Rule = {
  id: 'kept-keys',
  doc: 'Generated keys on which stored data depends must be there and unchanged while that data may exist.',
  reasons: ['KeysMissing', 'KeysChanged'],
  online: true,
  *check({ facts }) {
    for (const kept of facts.kept) {
      yield* missing(kept);
      yield* changed(kept);
    }
  },
};

function* missing(kept: KeptSecret): Iterable<Finding> {
  const { wanted, present, memo, evidence } = kept;
  const keys = lostKeys(kept);
  if (keys.length === 0) return;
  const state = present === undefined ? 'is gone' : `has no usable ${named(keys)}`;
  const why = memo === undefined ? evidence : 'it was in use before';
  yield {
    severity: 'wait',
    rule: 'KeysMissing',
    path: PATH,
    message: `Secret "${wanted.name}" ${state}, and data that needs it may exist${why === undefined ? '' : `: ${why}`}`,
    fix: 'bring it back with "plane-operator keys import", or from a backup of the Secret; nothing new is drawn in its place',
  };
}

function* changed(kept: KeptSecret): Iterable<Finding> {
  const keys = changedKeys(kept);
  if (keys.length === 0) return;
  yield {
    severity: 'wait',
    rule: 'KeysChanged',
    path: PATH,
    message: `${named(keys)} of Secret "${kept.wanted.name}" ${keys.length === 1 ? 'is' : 'are'} no longer what stored data depends on`,
    fix: 'put the values back: delete the Secret and run "plane-operator keys import", or restore a backup of it; pods keep the old values until then',
  };
}

const named = (keys: readonly string[]): string =>
  `${keys.length === 1 ? 'key' : 'keys'} ${keys.map((key) => `"${key}"`).join(', ')}`;
