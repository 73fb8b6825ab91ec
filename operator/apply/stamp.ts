import { API_VERSION, DIGEST_ANNOTATION } from '../api/group.ts';
import type { KubeObject, OwnerReference } from '../api/object.ts';
import { digest } from '../lib/digest.ts';
import type { Model } from '../model/model.ts';
import { labels } from '../model/names.ts';
import type { Part, Scale } from '../products/product.ts';

/** An object as it will be applied, with the part it belongs to. */
export interface Desired {
  readonly part: string;
  readonly object: KubeObject;
  /** Digest that the object carries as an annotation. */
  readonly digest: string;
  /** Whose the number of pods is. */
  readonly scale: Scale;
}

/** Gives every object of a part its namespace, common labels, owner and digest. */
export function stamp(model: Model, part: Part): readonly Desired[] {
  return part.objects.map((object) => {
    const owned = withMetadata(model, part, object);
    const content = digest(owned);
    return {
      part: part.name,
      digest: content,
      scale: part.scale ?? 'suggested',
      object: {
        ...owned,
        metadata: {
          ...owned.metadata,
          annotations: { ...owned.metadata.annotations, [DIGEST_ANNOTATION]: content },
        },
      },
    };
  });
}

function withMetadata(model: Model, part: Part, object: KubeObject): KubeObject {
  const { name, labels: own, annotations } = object.metadata;
  return {
    ...object,
    metadata: {
      name,
      namespace: model.namespace,
      labels: { ...labels(model, part.name), ...own },
      ...(annotations === undefined ? {} : { annotations }),
      ...(model.uid === '' ? {} : { ownerReferences: [ownerReference(model)] }),
    },
  };
}

/** Controller reference to the installation: what bears it is removed with it. */
export const ownerReference = ({ name, uid }: Pick<Model, 'name' | 'uid'>): OwnerReference => ({
  apiVersion: API_VERSION,
  kind: 'PlaneInstallation',
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
});
