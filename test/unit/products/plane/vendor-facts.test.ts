import { describe, expect, test } from 'vitest';

import { aCase, partsOf } from '../../../golden/cases.ts';
import type { Case } from '../../../golden/cases.ts';
import {
  containerOf,
  objectsOf,
  partOf,
  podOf,
  purposeOf,
  valuesOf,
  workloadOf,
} from './rendered.ts';
import { EMBEDDED_SEARCH, EXTERNAL_STORE, SET_FACTS } from './vendor-environment.ts';
import type { SetFacts } from './vendor-environment.ts';
import { AI_SETS } from './vendor-environment-ai.ts';
import { OPTIONAL_SETS } from './vendor-environment-optional.ts';
import { PART_FACTS, ROUTES, ROUTES_BESIDE } from './vendor-facts.ts';
import type { PartFacts } from './vendor-facts.ts';
import { AI_FACTS } from './vendor-facts-ai.ts';
import { SEARCH_FACTS } from './vendor-facts-search.ts';
import { ALL_ON, OPTIONAL_FACTS, partNamed } from './vendor-optional.ts';
import type { OptionalFacts } from './vendor-optional.ts';

const OPTIONAL: readonly (readonly [string, OptionalFacts])[] = Object.entries(OPTIONAL_FACTS);
const FACTS: Readonly<Record<string, PartFacts>> = {
  ...PART_FACTS,
  ...SEARCH_FACTS,
  ...AI_FACTS,
  ...Object.fromEntries(OPTIONAL.map(([member, facts]) => [partNamed(member), facts])),
};
const SETS: Readonly<Record<string, SetFacts>> = {
  ...SET_FACTS,
  ...OPTIONAL_SETS,
  ...EMBEDDED_SEARCH,
  ...AI_SETS,
};

// Without spec.trust: with it, every container of the vendor has its variables and mount beside.
const of = aCase('default', {
  trust: undefined,
  'plane.search': { embedded: {} },
  'plane.ai': {
    model: { url: 'http://llm.llm.svc/v1', name: 'llama3' },
    embeddings: { model: 'openai/a', endpoint: { url: 'http://llm.llm.svc/v1' } },
  },
  ...ALL_ON,
});
const parts = partsOf(of);
const purpose = (name: string): string => purposeOf(name, of.model.name);

describe.each(Object.entries(FACTS))('%s is what the vendor runs', (name, facts) => {
  const part = partOf(parts, name);
  const container = containerOf(part);
  const { differs = {} } = facts;

  test('as this kind', () => {
    expect(workloadOf(part)?.kind).toBe(facts.kind);
  });

  test('from this image', () => {
    const tag = differs.tag?.is ?? facts.tag ?? of.model.release.version;
    expect(container.image).toBe(`registry.corp.example.com/mirror/${facts.repository}:${tag}`);
  });

  test('by this command', () => {
    const run = [...(container.command ?? []), ...(container.args ?? [])];
    // What a script of ours does is another test's subject.
    const script = run.indexOf('-c') + 1;
    expect(script === 0 ? run : run.slice(0, script)).toEqual(differs.run?.is ?? facts.run);
  });

  test('on these ports', () => {
    expect((container.ports ?? []).map(({ containerPort }) => containerPort)).toEqual(facts.ports);
  });

  test('with this environment in this order', () => {
    const sources = (container.envFrom ?? []).map(({ configMapRef, secretRef }) =>
      purpose(configMapRef?.name ?? secretRef?.name ?? ''),
    );
    expect(sources).toEqual(differs.envFrom?.is ?? facts.envFrom);
    expect((container.env ?? []).map((variable) => variable.name)).toEqual(
      differs.env?.is ?? facts.env,
    );
  });

  test('with these resources and this volume', () => {
    const { requests, limits } = container.resources as Record<
      'requests' | 'limits',
      Record<'cpu' | 'memory', string>
    >;
    if (facts.resources !== undefined)
      expect([requests, limits].map(({ memory, cpu }) => `${memory}/${cpu}`)).toEqual(
        facts.resources,
      );
    // The chart leaves stores without, so that they are the first to be evicted.
    expect([requests.memory, requests.cpu, limits.memory]).not.toContain(undefined);
    const mount = container.volumeMounts?.find((each) => each.name === 'data');
    expect(mount?.mountPath).toBe(facts.volume);
  });
});

test('every part with pods has its facts', () => {
  const names = parts.filter(podOf).map(({ name }) => name);
  expect(names.sort()).toEqual(Object.keys(FACTS).sort());
});

test.each(OPTIONAL)('%s runs where nobody says anything, or not', (member, facts) => {
  const names = partsOf(aCase('default')).map(({ name }) => name);
  expect(names.includes(partNamed(member))).toBe(facts.differs?.enabled?.is ?? facts.enabled);
});

const expectedKeys = ({ keys, without = {}, beside = {} }: SetFacts): readonly string[] =>
  [...keys.filter((key) => !Object.hasOwn(without, key)), ...Object.keys(beside)].sort();

const keysOf = (of: Case, set: string): readonly string[] =>
  objectsOf(partsOf(of))
    .filter(({ metadata }) => purpose(metadata.name) === set)
    .flatMap((object) => Object.keys(valuesOf(object)))
    .sort();

test.each(Object.entries(SETS))(
  '%s has the keys that the product reads, and none beside without a reason',
  (set, facts) => {
    expect(keysOf(of, set)).toEqual(expectedKeys(facts));
  },
);

test('an external object store has its keys', () => {
  expect(keysOf(aCase('everything-external'), 'doc-store-secrets')).toEqual(
    expectedKeys(EXTERNAL_STORE),
  );
});

test.each(['default', 'everything-external'])(
  'the search of %s, off or external, has its keys',
  (title) => {
    const { keys } = SET_FACTS['opensearch-secrets']!;
    expect(keysOf(aCase(title), 'opensearch-secrets')).toEqual(expectedKeys({ keys }));
  },
);

test('every set has its facts', () => {
  const known = [
    ...Object.keys(SETS),
    'postgres-init',
    'valkey-conf',
    'bucket-env',
    'email-lists',
    'email-tls',
  ];
  const sets = objectsOf(parts)
    .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
    .map(({ metadata }) => purpose(metadata.name));
  expect(sets.sort()).toEqual(known.sort());
});

test('the domain leads where the vendor’s does, by the ports of Services', () => {
  interface Path {
    readonly path: string;
    readonly pathType: string;
    readonly backend: {
      readonly service: { readonly name: string; readonly port: { readonly name: string } };
    };
  }
  const { rules } = partOf(parts, 'ingress').objects[0]!['spec'] as {
    readonly rules: readonly { readonly http: { readonly paths: readonly Path[] } }[];
  };
  const routes = rules.flatMap(({ http }) =>
    http.paths.map(({ path, pathType, backend: { service } }) => {
      expect(pathType).toBe('Prefix');
      const part = purpose(service.name);
      const port = containerOf(partOf(parts, part)).ports?.find(
        ({ name }) => name === service.port.name,
      );
      return [path, part, port?.containerPort] as const;
    }),
  );
  const vendors = routes.filter(([path]) => !Object.hasOwn(ROUTES_BESIDE, path));
  expect([...vendors].sort()).toEqual([...ROUTES].sort());
  expect(routes.map(([path]) => path).filter((path) => Object.hasOwn(ROUTES_BESIDE, path))).toEqual(
    Object.keys(ROUTES_BESIDE),
  );
});
