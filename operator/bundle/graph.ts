import type { Digest } from '../oci/digest.ts';
import { childrenOf, readDocument } from '../oci/document.ts';
import type { Descriptor, Document } from '../oci/document.ts';
import { roleOf } from '../oci/media-types.ts';
import { refused } from './refuse.ts';

/** An index or a manifest with its bytes. */
export interface StoredDocument {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
  readonly document: Document;
  readonly children: readonly Descriptor[];
}

/** Everything that some images consist of, each once. */
export interface Graph {
  /** Children before their parents: the order in which a registry takes them. */
  readonly documents: readonly StoredDocument[];
  readonly blobs: readonly Descriptor[];
}

/** Reads a document whole and checked. */
export type ReadDocument = (descriptor: Descriptor) => Promise<Uint8Array>;

/** An index in an index is rare, deeper ones are attacks. */
const DEEPEST = 4;
const MOST = 50_000;

interface Walk {
  readonly title: string;
  readonly read: ReadDocument;
  readonly seen: Map<Digest, Descriptor>;
  readonly documents: StoredDocument[];
  readonly blobs: Descriptor[];
}

/** Everything below some roots. Throws ERR_BUNDLE for what no registry would take or two readers would read as two things. */
export async function walk(
  title: string,
  roots: readonly Descriptor[],
  read: ReadDocument,
): Promise<Graph> {
  const state: Walk = { title, read, seen: new Map(), documents: [], blobs: [] };
  for (const root of roots) {
    if (roleOf(root.mediaType) === 'blob')
      throw refused(
        title,
        `${root.digest} is named as an image and has the media type ${root.mediaType}`,
      );
    await visit(state, root, 1);
  }
  const { documents, blobs } = state;
  return { documents, blobs };
}

async function visit(state: Walk, descriptor: Descriptor, depth: number): Promise<void> {
  const { title, seen, blobs } = state;
  const { digest, size, mediaType } = descriptor;
  const before = seen.get(digest);
  if (before !== undefined) {
    if (before.size !== size)
      throw refused(title, `${digest} is said to have ${before.size} bytes and ${size}`);
    if (roleOf(before.mediaType) !== roleOf(mediaType))
      throw refused(title, `${digest} is named as ${before.mediaType} and as ${mediaType}`);
    return;
  }
  seen.set(digest, descriptor);
  if (seen.size > MOST) throw refused(title, `it names more than ${MOST} things`);
  if (roleOf(mediaType) === 'blob') blobs.push(descriptor);
  else await visitDocument(state, descriptor, depth);
}

async function visitDocument(state: Walk, descriptor: Descriptor, depth: number): Promise<void> {
  const { title, read, documents } = state;
  const { digest, mediaType } = descriptor;
  if (depth > DEEPEST) throw refused(title, `${digest} is an index in more than ${DEEPEST} others`);
  const bytes = await read(descriptor);
  const document = readDocument(bytes, mediaType);
  if (!document.ok) throw refused(title, `${digest} ${document.error}`);
  const children = childrenOf(document.value);
  if (!children.ok) throw refused(title, `${digest} ${children.error}`);
  for (const child of children.value) await visit(state, child, depth + 1);
  documents.push({ descriptor, bytes, document: document.value, children: children.value });
}
