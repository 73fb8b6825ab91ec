import { walk } from '../../bundle/graph.ts';
import type { Graph } from '../../bundle/graph.ts';
import { parcelsOf } from '../../bundle/parcel.ts';
import { readWhole } from '../../bundle/source.ts';
import type { Source } from '../../bundle/source.ts';
import type { WantedImage } from '../../bundle/write.ts';
import { digestOf } from '../../oci/digest.ts';
import type { Digest } from '../../oci/digest.ts';
import type { Console } from '../print.ts';
import { chosen, lockOf, namesOf } from './make.ts';
import { pushLoad } from './push.ts';
import type { PushOptions } from './push.ts';
import { openSources } from './sources.ts';

/** What is mirrored, and from where. */
export interface MirrorOptions extends PushOptions {
  readonly lock: string;
  readonly from: readonly string[];
  readonly charts: readonly string[];
}

/** `images mirror`: the images of a lock from registries, layouts or archives straight into a registry. */
export async function mirrorImages(options: MirrorOptions, console: Console): Promise<number> {
  const { lock, bytes } = await lockOf(options.lock);
  const { from, charts, reach } = options;
  const opened = await openSources({ from, charts, names: namesOf(lock), reach });
  try {
    const images = chosen(lock, opened, charts);
    const { graph, holders } = await gather(images);
    return await pushLoad(
      {
        release: lock.release,
        number: lock.number,
        identity: digestOf(bytes),
        parcels: (prefix) => parcelsOf(images, graph, prefix),
        sourceOf: (digest) => holders.get(digest),
      },
      options,
      console,
    );
  } finally {
    await opened.close();
  }
}

/** Everything below the images of all sources, and who has it. */
async function gather(
  images: readonly WantedImage[],
): Promise<{ readonly graph: Graph; readonly holders: ReadonlyMap<Digest, Source> }> {
  const holders = new Map<Digest, Source>();
  const documents = [];
  const blobs = [];
  for (const source of new Set(images.map((image) => image.source))) {
    const roots = images.filter((image) => image.source === source);
    const graph = await walk(
      source.title,
      roots.map(({ descriptor }) => descriptor),
      (descriptor) => readWhole(source, descriptor),
    );
    documents.push(...graph.documents.filter(({ descriptor }) => !holders.has(descriptor.digest)));
    blobs.push(...graph.blobs.filter(({ digest }) => !holders.has(digest)));
    for (const { digest } of [
      ...graph.documents.map(({ descriptor }) => descriptor),
      ...graph.blobs,
    ])
      if (!holders.has(digest)) holders.set(digest, source);
  }
  return { graph: { documents, blobs }, holders };
}
