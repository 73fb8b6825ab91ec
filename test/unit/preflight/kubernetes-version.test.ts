import { expect, test } from 'vitest';

import { kubernetesVersion } from '../../../operator/preflight/rules/kubernetes-version.ts';
import { accepted, anInput } from '../../support/rule-input.ts';

type Spec = Readonly<Record<string, unknown>>;

const findings = (minor: string, now: Spec, before?: Spec): readonly string[] => {
  const facts = {
    kubernetes: { major: '1', minor },
    ...(before === undefined ? {} : accepted(before)),
  };
  return [...kubernetesVersion.check(anInput({ spec: now, facts }))].map(
    ({ severity, path }) => `${severity} ${path}`,
  );
};

const parts = (components: object): Spec => ({
  plane: { cache: {}, broker: {}, objectStore: {}, components },
});

test.each(['31', '32', '33', '33+'])('kubernetes-version passes 1.%s', (minor) => {
  expect(findings(minor, {})).toEqual([]);
});

test.each(['30', '34', '34+'])('kubernetes-version refuses a new installation on 1.%s', (minor) => {
  expect(findings(minor, {})).toEqual(['refuse spec']);
});

test('kubernetes-version is silent where the version may not be asked', () => {
  expect([...kubernetesVersion.check(anInput({}))]).toEqual([]);
});

test.each([
  { why: 'what was accepted', now: {}, before: {}, found: ['note spec'] },
  {
    why: 'fewer pods',
    now: parts({ web: { replicas: 1 } }),
    before: parts({ web: { replicas: 3 } }),
    found: ['note spec'],
  },
  {
    why: 'another setting',
    now: { domain: 'other.corp.example.com' },
    before: {},
    found: ['note spec'],
  },
  {
    why: 'more pods of two parts',
    now: parts({ web: { replicas: 4 }, api: { autoscaling: { minReplicas: 2, maxReplicas: 9 } } }),
    before: parts({
      web: { replicas: 3 },
      api: { autoscaling: { minReplicas: 2, maxReplicas: 6 } },
    }),
    found: [
      'refuse spec.plane.components.web.replicas',
      'refuse spec.plane.components.api.autoscaling.maxReplicas',
    ],
  },
  {
    why: 'a part more',
    now: parts({ silo: { enabled: true } }),
    before: {},
    found: ['refuse spec.plane.components.silo.enabled'],
  },
  {
    why: 'two of everything',
    now: { profile: 'HighAvailability' },
    before: {},
    found: ['refuse spec.profile'],
  },
  {
    why: 'another release',
    now: { version: 'v2.0.0' },
    before: { version: 'v1.1.0' },
    found: ['refuse spec.version'],
  },
])('kubernetes-version on an untested one: $why', ({ now, before, found }) => {
  expect(findings('34', now, before)).toEqual(found);
});
