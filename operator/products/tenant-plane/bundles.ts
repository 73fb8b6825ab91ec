import type { KubeObject } from '../../api/object.ts';
import { image } from '../../model/image.ts';
import { config } from '../shared/objects.ts';
import type { Container, Mount } from '../shared/pod.ts';
import type { Context } from './context.ts';
import { BUNDLE_FOLDER } from './environment/index.ts';
import type { TenantPlaneModel } from './model.ts';
import { releaseOf } from './releases/index.ts';

/** What serving bundles adds to the server's pod. */
export interface Bundles {
  /** Copies and checks them before the server starts. */
  readonly init: Container;
  readonly mounts: Readonly<Record<string, Mount>>;
  readonly objects: readonly KubeObject[];
}

/** Where a claim is mounted, and where an image has the files unless the spec says otherwise. */
const SOURCE = '/bundles';
const SUMS = '/etc/plane/bundles';

/**
 * Each pod has a copy of its own, so that any number of pods can serve. What is copied is checked, not what lies there;
 * a file that is missing or other than its digest says stops the pod before the server starts, and a rolling update
 * then leaves the old pods as they are.
 */
const script = (source: string): string => `set -eu
cd ${BUNDLE_FOLDER}
while read -r digest file; do cp ${source}/"$file" .; done < ${SUMS}/SHA256SUMS
sha256sum -c ${SUMS}/SHA256SUMS
`;

/** Bundles of edge agents on a volume of each pod; undefined where the spec has none. */
export function bundlesOf({ model, bench }: Context): Bundles | undefined {
  const { edgeAgents } = model.own;
  if (edgeAgents === undefined) return undefined;
  const sums = config(model, 'bundle-sums', {
    SHA256SUMS: edgeAgents.bundles.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join(''),
  });
  const target: Mount = {
    path: BUNDLE_FOLDER,
    volume: {
      emptyDir: { sizeLimit: edgeAgents.size ?? releaseOf(model.release.version).defaults.bundles },
    },
  };
  return {
    objects: [sums],
    mounts: { 'edge-bundles': { ...target, readOnly: true } },
    init: {
      name: 'edge-bundles',
      image: image(model, sourceImage(model)),
      command: ['sh', '-c', script(edgeAgents.source.image?.folder ?? SOURCE)],
      resources: bench.defaults.resources.server,
      mounts: {
        'edge-bundles': target,
        'bundle-sums': {
          path: SUMS,
          readOnly: true,
          volume: { configMap: { name: sums.metadata.name } },
        },
        ...claimMount(model),
      },
    },
  };
}

/** Key of the image that copies: the one that holds the files, or for files on a claim one that has the tools. */
export const sourceImage = ({ own }: TenantPlaneModel): 'edge-bundles' | 'postgres' =>
  own.edgeAgents?.source.image === undefined ? 'postgres' : 'edge-bundles';

function claimMount({ own }: TenantPlaneModel): Readonly<Record<string, Mount>> {
  const claim = own.edgeAgents?.source.claim;
  if (claim === undefined) return {};
  return {
    'bundle-source': {
      path: SOURCE,
      readOnly: true,
      volume: { persistentVolumeClaim: { claimName: claim.name, readOnly: true } },
    },
  };
}
