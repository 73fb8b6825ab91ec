import { expect, test } from 'vitest';

import { parseSpec } from '../../../../operator/api/parse.ts';
import { PRODUCTS } from '../../../../operator/products/index.ts';
import { namesOf } from '../../../../operator/products/plane/spec/extra-env.ts';
import type { Family } from '../../../../operator/products/plane/spec/extra-env.ts';
import type { Part } from '../../../../operator/products/product.ts';
import { aCase, casesOf, partsOf } from '../../../golden/cases.ts';
import { containerOf, objectsOf, partOf, podOf, valuesOf } from './rendered.ts';

/** A valid value of a variable that most take. */
const valueOf = (name: string): string =>
  ({ LDAP_TLS_REQUIRE_CERT: 'demand', WEBHOOK_DISALLOWED_DOMAINS: 'a.corp.example.com' })[name] ??
  '1';

const FAMILIES: Readonly<Record<Family, readonly (readonly [member: string, part: string])[]>> = {
  django: [
    ['api', 'api'],
    ['worker', 'worker'],
    ['beatWorker', 'beat-worker'],
    ['externalApi', 'external-api'],
    ['workerImporters', 'worker-importers'],
    ['automationConsumer', 'automation-consumer'],
    ['webhookConsumer', 'webhook-consumer'],
    ['agentConsumer', 'agent-consumer'],
    ['outboxPoller', 'outbox-poller'],
  ],
  live: [
    ['live', 'live'],
    ['liveExporter', 'live-exporter'],
  ],
  silo: [['silo', 'silo']],
};

const MEMBERS = (Object.keys(FAMILIES) as Family[]).flatMap((family) =>
  FAMILIES[family].map(([member, part]) => ({ family, member, part })),
);

/** Names that a part reads from its own container and from what it mounts as environment. */
function setFor(part: Part, all: readonly Part[]): readonly string[] {
  const { env = [], envFrom = [] } = containerOf(part);
  const sources = new Set(
    envFrom.map(({ configMapRef, secretRef }) => (configMapRef ?? secretRef)?.name),
  );
  const mounted = objectsOf(all).filter(({ metadata }) => sources.has(metadata.name));
  return [
    ...env.map(({ name }) => name),
    ...mounted.flatMap((object) => Object.keys(valuesOf(object))),
  ];
}

test.each(MEMBERS)(
  'every variable of $family reaches the container of $member, and no other',
  ({ family, member, part }) => {
    const extraEnv = namesOf(family).map((name) => ({ name, value: valueOf(name) }));
    const before = partsOf(aCase('everything-on'));
    const after = partsOf(
      aCase('everything-on', { [`plane.components.${member}.extraEnv`]: extraEnv }),
    );
    expect(containerOf(partOf(after, part)).env).toEqual([
      ...(containerOf(partOf(before, part)).env ?? []),
      ...extraEnv,
    ]);
    const others = (parts: readonly Part[]): readonly Part[] =>
      parts.filter(({ name }) => name !== part);
    expect(others(after)).toEqual(others(before));
  },
);

test.each(casesOf('Plane').map(({ title }) => title))(
  'no variable of %s can take the place of one that we set',
  (title) => {
    // Without what the case itself adds.
    const bare = Object.fromEntries(
      MEMBERS.map(({ member }) => [`plane.components.${member}.extraEnv`, undefined]),
    );
    const parts = partsOf(aCase(title, bare));
    const taken = MEMBERS.flatMap(({ family, part }) => {
      const found = parts.find(({ name }) => name === part);
      if (found === undefined || podOf(found) === undefined) return [];
      const set = new Set(setFor(found, parts));
      return namesOf(family)
        .filter((name) => set.has(name))
        .map((name) => `${part} ${name}`);
    });
    expect(taken).toEqual([]);
  },
);

test('no variable is for an address, a port, a path, a key or a switch of what is switched off', () => {
  const names = (Object.keys(FAMILIES) as Family[]).flatMap(namesOf);
  const leading = /URL$|HOST|PORT$|PATH$|_API$|ENDPOINT|DSN|SECRET|PASSWORD|_KEY$|PROXY|_FILE$/;
  expect(names.filter((name) => leading.test(name))).toEqual([]);
});

test('a name that is not known is refused with those that are', () => {
  const { spec } = aCase('default');
  const plane = spec['plane'] as object;
  const asked = { live: { extraEnv: [{ name: 'HTTPS_PROXY', value: 'x' }] } };
  const parsed = parseSpec(PRODUCTS, { ...spec, plane: { ...plane, components: asked } });
  expect(parsed.ok).toBe(false);
  if (parsed.ok) return;
  expect(parsed.error).toMatchObject([
    { path: 'spec.plane.components.live.extraEnv[0].name', message: 'is "HTTPS_PROXY"' },
  ]);
  for (const name of namesOf('live')) expect(parsed.error[0]?.fix).toContain(name);
});
