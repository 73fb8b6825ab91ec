import { expect, test } from 'vitest';

import type { Finding } from '../../../../operator/api/finding.ts';
import { image } from '../../../../operator/model/image.ts';
import type { ImageSource } from '../../../../operator/model/release.ts';
import type { Part } from '../../../../operator/products/product.ts';
import { aCase, partsOf } from '../../../golden/cases.ts';
import { podOf } from './rendered.ts';

const FIPS = { 'images.variant': 'FIPS' };
const MIRROR = 'registry.corp.example.com/mirror';

interface Ran {
  readonly image: string;
  readonly asks: boolean;
}

/** What runs in the one container of each part that has pods, by part. */
const ran = (parts: readonly Part[]): Readonly<Record<string, Ran>> =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const [container] = podOf(part)?.spec.containers ?? [];
      if (container === undefined) return [];
      const asks = (container.env ?? []).some(
        ({ name, value }) => name === 'PLANE_REQUIRE_FIPS' && value === '1',
      );
      return [[part.name, { image: container.image, asks }] as const];
    }),
  );

/** The repository of the vendor's images becomes that of their FIPS variant; all others stay. */
const asFips = (reference: string): string =>
  reference.replace(/(\/makeplane\/[a-z-]+-commercial)(?=:)/, '$1-fips');

test.each(['minimal', 'everything-on', 'everything-embedded'])(
  'the vendor’s images of %s, and no others, run in their FIPS variant and insist on it',
  (title) => {
    const standard = ran(partsOf(aCase(title)));
    const fips = ran(partsOf(aCase(title, FIPS)));
    const expected = Object.entries(standard).map(([part, { image: reference }]) => {
      const other = asFips(reference);
      return [part, { image: other, asks: other !== reference }];
    });
    expect(fips).toEqual(Object.fromEntries(expected));
    expect(Object.values(standard).filter(({ asks }) => asks)).toEqual([]);
    expect(Object.values(fips).filter(({ asks }) => asks).length).toBeGreaterThan(8);
    expect(fips['migration']).toEqual({
      image: expect.stringMatching(/\/makeplane\/backend-commercial-fips:v3\./) as string,
      asks: true,
    });
  },
);

test('an image of the site stays where an override says it lies', () => {
  const overrides = [{ key: 'web', repository: 'site/web' }];
  const { model } = aCase('minimal', { ...FIPS, 'images.overrides': overrides });
  expect(image(model, 'web')).toMatch(/\/site\/web:v3\./);
});

test('the digest of a standard image is not taken for that of its variant', () => {
  const { model } = aCase('minimal');
  const web: ImageSource = {
    repository: 'makeplane/web-commercial',
    tag: 'v3.1.2',
    digest: 'sha256:0',
    variants: { FIPS: 'makeplane/web-commercial-fips' },
  };
  const release = { ...model.release, images: { web } };
  const images = { ...model.images, registry: MIRROR, overrides: {} };
  expect(image({ release, images }, 'web')).toBe(`${MIRROR}/makeplane/web-commercial@sha256:0`);
  expect(image({ release, images: { ...images, variant: 'FIPS' } }, 'web')).toBe(
    `${MIRROR}/makeplane/web-commercial-fips:v3.1.2`,
  );
});

const notes = (title: string, changes = {}): readonly Finding[] => {
  const { product, model } = aCase(title, { ...FIPS, ...changes });
  return [...product.check({ model, inputs: undefined })].filter(({ rule }) => rule === 'NotFips');
};

test('what runs without a FIPS variant is noted, and what does not run is not', () => {
  const [note, ...others] = notes('minimal');
  expect(note).toMatchObject({ severity: 'note', path: 'spec.images.variant' });
  expect(note?.message).toBe(
    'images without a FIPS variant run as they are: postgres, valkey, rabbitmq, minio, minio-client',
  );
  expect(others).toEqual([]);
  expect(notes('fips').map(({ message }) => message)).toEqual([
    'images without a FIPS variant run as they are: iframely',
  ]);
  expect(notes('fips', { 'plane.components.iframely.enabled': false })).toEqual([]);
  expect(notes('minimal', { 'images.variant': 'Standard' })).toEqual([]);
});
