import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { aCase, casesOf, partsOf } from '../../../golden/cases.ts';
import { OUTSIDE_HOSTS } from './outside-hosts.ts';
import { containerOf, objectsOf, podOf, purposeOf, valuesOf } from './rendered.ts';

const parts = partsOf(aCase('default'));
const sets = new Map(
  objectsOf(parts)
    .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
    .map((object) => [purposeOf(object.metadata.name, 'plane'), valuesOf(object)]),
);

/** Everything that any pod of any case may read, as `KEY=value`, empty values left out. */
const everything = casesOf('Plane').flatMap((of) => {
  const rendered = partsOf(of);
  const named = objectsOf(rendered).flatMap((object) => Object.entries(valuesOf(object)));
  const direct = rendered
    .filter(podOf)
    .flatMap((part) => containerOf(part).env ?? [])
    .map(({ name, value }) => [name, value] as const);
  return [...named, ...direct].filter(
    ([, value]) => value !== '' && value !== 'http://127.0.0.1:9',
  );
});
const kinds = casesOf('Plane').flatMap((of) => objectsOf(partsOf(of)).map(({ kind }) => kind));
const images = casesOf('Plane')
  .flatMap((of) => partsOf(of).filter(podOf))
  .map((part) => containerOf(part).image);
const table =
  readFileSync('README.md', 'utf8').split('## What cannot work inside')[1]?.split('\n## ')[0] ?? '';
const features = [...table.matchAll(/^\| ([A-Z][^|]*?) +\|/gm)].map(([, feature]) => feature);

describe.each(OUTSIDE_HOSTS)('$host', ({ rendered = {}, unset, noKind, left }) => {
  test('is dealt with', () => {
    expect([rendered, unset, noKind, left]).not.toEqual([{}, undefined, undefined, undefined]);
  });

  test.each(Object.entries(rendered))('is switched off in %s', (set, values) => {
    expect(sets.get(set)).toMatchObject(values);
  });

  test('has no setting that would switch it on', () => {
    expect(everything.filter(([key]) => unset?.test(key))).toEqual([]);
    expect(kinds.filter((kind) => noKind?.test(kind))).toEqual([]);
  });

  test('is told in the README where something is left', () => {
    if (left !== undefined) expect(features).toContain(left);
  });
});

test('every image comes from the registry of the site, the one way to keep nodes off public ones', () => {
  expect(images.filter((image) => !image.startsWith('registry.corp.example.com'))).toEqual([]);
});
