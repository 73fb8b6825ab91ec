import { expect, test } from 'vitest';

import { KINDS } from '../../../operator/api/kinds.ts';
import { RIGHTS, resourceOf, rulesFor } from '../../../operator/api/rights.ts';

const PLACES = ['installations', 'operator', 'cluster'] as const;

test('rights in the cluster are to read alone, but for our own finalizer', () => {
  const writing = rulesFor('cluster').filter(({ verbs }) =>
    verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)),
  );
  expect(writing).toEqual([
    { apiGroups: ['airgapped.dev'], resources: ['planeinstallations'], verbs: ['patch'] },
  ]);
});

test('every right is in exactly one rule', () => {
  const lines = PLACES.flatMap((place) =>
    rulesFor(place).flatMap(({ apiGroups, resources, verbs }) =>
      resources.flatMap((resource) =>
        verbs.map((verb) => `${place} ${apiGroups.join()} ${resource} ${verb}`),
      ),
    ),
  );
  expect(lines).toHaveLength(RIGHTS.reduce((sum, { verbs }) => sum + verbs.length, 0));
  expect(new Set(lines).size).toBe(lines.length);
});

test('no right is granted by a wildcard, and none to escalate', () => {
  const words = PLACES.flatMap(rulesFor).flatMap(({ apiGroups, resources, verbs }) => [
    ...apiGroups,
    ...resources,
    ...verbs,
  ]);
  for (const word of ['*', 'escalate', 'bind', 'impersonate', 'roles', 'rolebindings', 'pods/exec'])
    expect(words).not.toContain(word);
});

test('cluster-scoped kinds are of the cluster, and others are not', () => {
  for (const { kind, place } of RIGHTS)
    if (kind !== KINDS.PlaneInstallation) expect(kind.namespaced).toBe(place !== 'cluster');
});

test('resourceOf names a subresource', () => {
  const right = RIGHTS.find(
    ({ kind, subresource }) => kind === KINDS.PlaneInstallation && subresource === 'status',
  );
  expect(right && resourceOf(right)).toBe('planeinstallations/status');
});
