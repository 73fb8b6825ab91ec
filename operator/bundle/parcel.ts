import type { Digest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/document.ts';
import type { Graph, StoredDocument } from './graph.ts';

/** One image on its way to a registry: where to, and everything below it. */
export interface Parcel {
  /** `makeplane/web-commercial:v3.1.2`. */
  readonly name: string;
  /** Where it goes, with the path of the mirror. */
  readonly repository: string;
  readonly tag: string;
  readonly root: Descriptor;
  /** Children before their parents. */
  readonly documents: readonly StoredDocument[];
  readonly blobs: readonly Descriptor[];
}

/** Everything that goes to each repository. */
export function parcelsOf(
  images: readonly { readonly name: string; readonly descriptor: Descriptor }[],
  graph: Graph,
  prefix: string,
): readonly Parcel[] {
  const known = new Map(graph.documents.map((each) => [each.descriptor.digest, each]));
  return images.map(({ name, descriptor }) => {
    const colon = name.lastIndexOf(':');
    const path = name.slice(0, colon);
    const found = below(descriptor, known);
    return {
      name,
      repository: prefix === '' ? path : `${prefix}/${path}`,
      tag: name.slice(colon + 1),
      root: descriptor,
      documents: graph.documents.filter((each) => found.has(each.descriptor.digest)),
      blobs: [...found.values()].filter(({ digest }) => !known.has(digest)),
    };
  });
}

function below(
  root: Descriptor,
  known: ReadonlyMap<Digest, StoredDocument>,
): ReadonlyMap<Digest, Descriptor> {
  const found = new Map<Digest, Descriptor>();
  const visit = (descriptor: Descriptor): void => {
    if (found.has(descriptor.digest)) return;
    found.set(descriptor.digest, descriptor);
    known.get(descriptor.digest)?.children.forEach(visit);
  };
  visit(root);
  return found;
}
