import { expect, test } from 'vitest';

import { installationCrd } from '../../../operator/api/crd.ts';
import type { Finding } from '../../../operator/api/finding.ts';
import { parseSpec } from '../../../operator/api/parse.ts';
import { BAD_SPECS, edited, LARGE, SCHEMAS, SMALL } from '../../crd/specs.ts';
import { FINAL, FREE } from '../../crd/changes.ts';

const findings = (spec: unknown): readonly Finding[] => {
  const parsed = parseSpec(SCHEMAS, spec);
  return parsed.ok ? [] : parsed.error;
};

test.each([
  { why: 'the smallest spec', spec: SMALL },
  { why: 'a spec that sets everything', spec: LARGE },
  ...FREE.map(({ why, to }) => ({ why, spec: to })),
  ...FINAL.map(({ why, to }) => ({ why: `${why}, seen alone`, spec: to })),
])('parseSpec accepts $why as it is', ({ spec }) => {
  expect(parseSpec(SCHEMAS, spec)).toEqual({ ok: true, value: spec });
});

test.each(BAD_SPECS)('parseSpec refuses: $why', ({ spec, path, says }) => {
  const found = findings(spec).filter((finding) => finding.path === path);
  expect(found, JSON.stringify(findings(spec))).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity: 'refuse', rule: 'SpecInvalid' });
  if (says !== undefined) expect(found[0]?.fix).toBe(says);
});

test('every CEL rule that looks at one object has a case in the table', () => {
  const rules = JSON.stringify(installationCrd(SCHEMAS)).matchAll(
    /\{"rule":("(?:[^"\\]|\\.)*"),"message":("(?:[^"\\]|\\.)*")\}/g,
  );
  const messages = [...rules]
    .map(([, rule = '""', message = '""']) => [JSON.parse(rule), JSON.parse(message)] as string[])
    .filter(([rule = '']) => !rule.includes('oldSelf') && !rule.includes('self.metadata'))
    .map(([, message]) => message);
  expect(messages.length).toBeGreaterThan(10);
  expect(BAD_SPECS.map(({ says }) => says)).toEqual(expect.arrayContaining([...new Set(messages)]));
});

test('parseSpec says everything at once, each with path, state and what is accepted', () => {
  const spec = {
    ...edited('plane.cache', { embedded: {}, external: {} }),
    version: '3',
    license: 5,
    database: { embeded: {} },
    images: { registry: 'r', overrides: [{ key: 'x', tag: '1' }, { key: 'x' }], pullSecrets: {} },
    ingress: { className: 'nginx', annotations: { 'a b': '' } },
  };
  expect(findings(spec).map(({ path, message, fix }) => `${path} ${message}: ${fix.slice(0, 60)}`))
    .toMatchInlineSnapshot(`
      [
        "spec.version is "3": give text of at most 32 characters that matches ^v[0-9]+\\.[0",
        "spec.images.pullSecrets is an object: give a list of at most 8 entries: Pull secrets for the inter",
        "spec.images.overrides[1] has neither repository nor tag: set repository, tag or both",
        "spec.images.overrides has two entries of the key "x": use every key at most once",
        "spec.license is 5: give an object with secretRef: Licence of the product.",
        "spec.ingress.annotations[a b] has a name that is not accepted: name it as labels and annotations are named: an optional dom",
        "spec.database.embeded is unknown: use one of "embedded", "external"",
        "spec.database has neither embedded nor external: set exactly one of embedded and external",
        "spec.plane.cache.external.secretRef is missing: give an object with name: Secret with the connection URL: re",
        "spec.plane.cache has both embedded and external: set exactly one of embedded and external",
      ]
    `);
});

test('parseSpec refuses a value that stands twice in a set, as the API server does', () => {
  expect(findings(edited('plane.webhooks', { hosts: ['ci.corp', 'git.corp', 'ci.corp'] }))).toEqual(
    [
      expect.objectContaining({
        path: 'spec.plane.webhooks.hosts',
        message: 'has "ci.corp" twice',
        fix: expect.stringMatching(/^use every value at most once/) as string,
      }),
    ],
  );
});

test('parseSpec takes null for absent, as the API server does, but not under an unknown name', () => {
  const spec = { ...edited('database.embedded.size', null), license: null };
  expect(parseSpec(SCHEMAS, spec)).toEqual({ ok: true, value: SMALL });
  expect(findings(edited('domian', null))).toEqual([
    expect.objectContaining({ path: 'spec.domian', message: 'is unknown' }),
  ]);
});

test.each([undefined, null, 'text', 5, []])('parseSpec refuses %j for a spec', (spec) => {
  expect(findings(spec)).toEqual([expect.objectContaining({ path: 'spec' })]);
});

test('parseSpec keeps credentials and long texts out of messages', () => {
  const [url] = findings(edited('domain', 'postgres://user:pa//ss@db/plane'));
  expect(url?.message).toBe('is "postgres://***@db/plane"');
  const [long] = findings(edited('domain', 'A'.repeat(5_000)));
  expect(long?.message).toBe(`is "${'A'.repeat(80)}… (5000 characters)"`);
});
