import { expect, test } from 'vitest';

import { IMAGES } from '../../../../operator/products/plane/images.generated.ts';
import { RELEASES } from '../../../../operator/products/plane/releases/index.ts';
import { aCase, casesOf, partsOf } from '../../../golden/cases.ts';
import { containerOf, partOf, podOf } from './rendered.ts';

const rendered = casesOf('Plane').map((of) => ({ of, parts: partsOf(of) }));

test('images of every pod are in the manifest, for the part that runs it', () => {
  const used = rendered.flatMap(({ of, parts }) =>
    parts.filter(podOf).map((part) => {
      const { repository, tag } = imageOf(containerOf(part).image, of.model.images.registry);
      const { overrides, variant = 'Standard' } = of.model.images;
      return { part: part.name, repository, tag, overrides, variant };
    }),
  );
  const unknown = used.filter(({ part, repository, overrides, variant }) => {
    const line = IMAGES.find(({ usedBy }) => usedBy.includes(part));
    const listed = (variant === 'FIPS' ? line?.variants?.FIPS : undefined) ?? line?.repository;
    return repository !== (overrides[line?.key ?? '']?.repository ?? listed);
  });
  expect(unknown).toEqual([]);
});

test('images of the manifest are each run by some part of some case, and by every part that is named', () => {
  const run = new Set(rendered.flatMap(({ parts }) => parts.filter(podOf).map(({ name }) => name)));
  const idle = IMAGES.flatMap(({ key, usedBy }) =>
    usedBy.filter((part) => !run.has(part)).map((part) => `${key} for ${part}`),
  );
  expect(idle).toEqual([]);
});

test('images are named by tags that do not move, the vendor by the release', () => {
  for (const release of RELEASES)
    for (const { repository, tag } of Object.values(release.images)) {
      expect(tag).not.toBe('latest');
      expect(tag).toMatch(/\d/);
      if (repository.startsWith('makeplane/') && repository !== 'makeplane/iframely')
        expect(tag).toBe(release.version);
    }
});

test('images lie in the internal registry under their own path, or where an override says', () => {
  const image = (title: string, part: string): string =>
    containerOf(partOf(partsOf(aCase(title)), part)).image;
  expect(image('default', 'postgres')).toBe(
    'registry.corp.example.com/mirror/library/postgres:15.7-alpine',
  );
  expect(image('sized', 'postgres')).toBe(
    'registry.corp.example.com:5000/mirror/base/postgres:15.7-hardened',
  );
  expect(image('sized', 'migration')).toBe(
    'registry.corp.example.com:5000/mirror/plane/backend:v3.1.4',
  );
});

const imageOf = (image: string, registry: string) => {
  expect(image.startsWith(`${registry}/`)).toBe(true);
  const [repository, tag] = image.slice(registry.length + 1).split(':');
  return { repository, tag };
};
