import * as z from 'zod';

import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { isDigest } from './digest.ts';
import type { Digest } from './digest.ts';
import { DOCUMENT, parseJson } from './json.ts';
import { isForeign, roleOf } from './media-types.ts';
import type { Role } from './media-types.ts';

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), {
  message: 'is no digest: sha256: and 64 lower-case hex digits',
});
const mediaType = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$/);
const annotations = z.record(z.string(), z.string());
const words = z.array(z.string().max(128)).max(64);

const platform = z.looseObject({
  architecture: z.string().max(64),
  os: z.string().max(64),
  variant: z.string().max(64).optional(),
  'os.version': z.string().max(128).optional(),
  'os.features': words.optional(),
});

const descriptor = z.looseObject({
  mediaType,
  digest,
  size: z.int().min(0),
  annotations: annotations.optional(),
  platform: platform.optional(),
  artifactType: mediaType.optional(),
});

const manifest = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: mediaType.optional(),
  artifactType: mediaType.optional(),
  config: descriptor,
  layers: z.array(descriptor).max(4096),
  subject: descriptor.optional(),
  annotations: annotations.optional(),
});

const index = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: mediaType.optional(),
  artifactType: mediaType.optional(),
  manifests: z.array(descriptor).max(4096),
  subject: descriptor.optional(),
  annotations: annotations.optional(),
});

/** What names content: type, digest, size in bytes. */
export type Descriptor = z.infer<typeof descriptor>;
/** Operating system, architecture and variant, as Go spells them. */
export type Platform = z.infer<typeof platform>;
/** An image index, or Docker's manifest list. */
export type Index = z.infer<typeof index>;
/** An image manifest. */
export type Manifest = z.infer<typeof manifest>;

/** A document that leads to other content. */
export type Document =
  | { readonly role: 'index'; readonly index: Index }
  | { readonly role: 'manifest'; readonly manifest: Manifest };

/** Members that only the other kind of document has: who carries both is read as one by some and as the other by others. */
const OF_OTHERS: Readonly<Record<'index' | 'manifest', readonly string[]>> = {
  index: ['config', 'layers', 'fsLayers', 'history'],
  manifest: ['manifests', 'fsLayers', 'history'],
};

/** Reads an index or a manifest, as which of both its descriptor says. The problem is in words. */
export function readDocument(bytes: Uint8Array, of: string): Result<Document, string> {
  const role = roleOf(of);
  if (role === 'blob') return no(`has the media type ${of}, which is no index and no manifest`);
  const json = parseJson(bytes, DOCUMENT);
  if (!json.ok) return json;
  const problem = confusion(json.value, of, role);
  if (problem !== undefined) return no(problem);
  const parsed = role === 'index' ? index.safeParse(json.value) : manifest.safeParse(json.value);
  if (!parsed.success) return no(wrong(parsed.error));
  return ok(
    role === 'index'
      ? { role, index: parsed.data as Index }
      : { role, manifest: parsed.data as Manifest },
  );
}

/** Why a document could be read as two things. */
function confusion(
  value: unknown,
  expected: string,
  role: Exclude<Role, 'blob'>,
): string | undefined {
  if (typeof value !== 'object' || value === null) return 'is no object';
  const own = 'mediaType' in value ? value.mediaType : undefined;
  if (own !== undefined && own !== expected)
    return `says that it is ${JSON.stringify(own)}, and is named as ${expected}`;
  const other = OF_OTHERS[role].find((name) => name in value);
  return other === undefined ? undefined : `is named as ${expected} and has the member "${other}"`;
}

const wrong = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.length === 0 ? 'it' : path.join('.')}: ${message}`)
    .join('; ');

/** What a document leads to, in its order; what cannot be carried is refused. */
export function childrenOf(document: Document): Result<readonly Descriptor[], string> {
  if (document.role === 'index') return ok(document.index.manifests);
  const { config, layers } = document.manifest;
  const foreign = layers.find((layer) => isForeign(layer.mediaType));
  if (foreign !== undefined)
    return no(`has the layer ${foreign.digest}, which may not be distributed`);
  const nested = [config, ...layers].find((child) => roleOf(child.mediaType) !== 'blob');
  if (nested !== undefined) return no(`names the document ${nested.digest} as a blob`);
  return ok([config, ...layers]);
}

/** `linux/arm64/v8`. */
export const platformText = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, ...(variant === undefined || variant === '' ? [] : [variant])].join('/');
