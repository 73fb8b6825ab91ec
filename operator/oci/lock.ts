import * as z from 'zod';

import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { isDigest } from './digest.ts';
import type { Digest } from './digest.ts';
import { parseJson } from './json.ts';
import { roleOf } from './media-types.ts';
import { isRepository, isTag } from './reference.ts';

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), {
  message: 'is no digest',
});

const image = z.strictObject({
  /** As in the images manifest. */
  key: z
    .string()
    .max(63)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
  variant: z.enum(['FIPS']).optional(),
  /** Path at the source and in the internal registry. */
  repository: z.string().max(255).refine(isRepository, { message: 'is no repository' }),
  tag: z.string().refine(isTag, { message: 'is no tag' }),
  mediaType: z
    .string()
    .max(255)
    .refine((type) => roleOf(type) !== 'blob', { message: 'is no image' }),
  digest,
  size: z.int().min(1),
  /** `linux/amd64`; what the image runs on. */
  platforms: z
    .array(
      z
        .string()
        .max(128)
        .regex(/^[a-z0-9]+(\/[a-z0-9._-]+){1,2}$/),
    )
    .max(64),
});

const lock = z.strictObject({
  kind: z.literal('PlaneReleaseLock'),
  version: z.literal(1),
  product: z.string().min(1).max(63),
  release: z
    .string()
    .max(63)
    .regex(/^v\d+\.\d+\.\d+$/),
  /** Rises with every lock of a staging side: an older one is not taken for a newer. */
  number: z.int().min(1),
  images: z.array(image).min(1).max(512),
});

/** What a release is, to the byte: its images by digest. */
export type ReleaseLock = z.infer<typeof lock>;
/** One image of it. */
export type LockedImage = ReleaseLock['images'][number];

/** Most bytes of a lock: it travels in a ConfigMap. */
const LIMIT = { bytes: 512 * 1024, depth: 6 };

/** `makeplane/web-commercial:v3.1.2`. */
export const lockedName = ({ repository, tag }: Pick<LockedImage, 'repository' | 'tag'>): string =>
  `${repository}:${tag}`;

/** A lock as it is signed: equal content gives equal bytes. */
export const lockText = (content: ReleaseLock): string =>
  `${JSON.stringify(
    { ...lock.parse(content), images: [...content.images].sort(byName) },
    null,
    2,
  )}\n`;

/** Reads a lock. The problem is in words. */
export function readLock(bytes: Uint8Array): Result<ReleaseLock, string> {
  const json = parseJson(bytes, LIMIT);
  if (!json.ok) return json;
  const parsed = lock.safeParse(json.value);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return no(
      `is no release lock of version 1: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`,
    );
  }
  const names = parsed.data.images.map(lockedName);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? ok(parsed.data) : no(`names ${twice} twice`);
}

function byName(a: LockedImage, b: LockedImage): number {
  const [first, second] = [lockedName(a), lockedName(b)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
