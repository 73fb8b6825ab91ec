import { chartSource } from '../../bundle/chart-source.ts';
import { openSource } from '../../bundle/open-source.ts';
import { refused } from '../../bundle/refuse.ts';
import { registrySource } from '../../bundle/registry-source.ts';
import type { Source } from '../../bundle/source.ts';
import type { WantedImage as Chosen } from '../../bundle/write.ts';
import type { Digest } from '../../oci/digest.ts';
import { mirrorName } from '../../oci/reference.ts';
import { openPlace } from './registries.ts';
import type { Reach } from './registries.ts';

/** Sources that were opened, and every image in them by name. */
export interface Opened {
  readonly images: readonly Chosen[];
  close(): Promise<void>;
}

/** Where images are taken from. */
export interface From {
  /** `[NAME=]PATH`, or `registry:HOST[/PATH]`. */
  readonly from: readonly string[];
  /** Packaged charts. */
  readonly charts?: readonly string[];
  /** What registries are asked for. */
  readonly names: readonly { readonly name: string; readonly digest?: Digest }[];
  readonly reach: Reach;
}

const REGISTRY = 'registry:';

/** Opens what `--from` and `--chart` give. The first source that has a name counts. Throws ERR_INPUT, ERR_BUNDLE, ERR_REGISTRY. */
export async function openSources({ from, charts = [], names, reach }: From): Promise<Opened> {
  const sources: Source[] = [];
  const images: Chosen[] = [];
  const close = async (): Promise<void> => {
    for (const source of sources) await source.close();
  };
  try {
    for (const spec of from) {
      const { name, path } = split(spec);
      const source = path.startsWith(REGISTRY)
        ? await openRegistry(path.slice(REGISTRY.length), names, reach)
        : await openSource(path);
      sources.push(source);
      images.push(...named(source, name));
    }
    for (const chart of charts) {
      const source = await chartSource(chart);
      sources.push(source);
      images.push(...named(source, undefined));
    }
    return { images, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openRegistry(text: string, images: From['names'], reach: Reach): Promise<Source> {
  const place = await openPlace(text, reach);
  return registrySource({ ...place, images, jobs: reach.jobs });
}

function split(spec: string): { readonly name: string | undefined; readonly path: string } {
  const [name = '', ...rest] = spec.split('=');
  const full = rest.length === 0 ? undefined : mirrorName(name);
  return full === undefined
    ? { name: undefined, path: spec }
    : { name: full, path: rest.join('=') };
}

function named(source: Source, name: string | undefined): readonly Chosen[] {
  if (name !== undefined) {
    const [only, ...others] = source.roots;
    if (only === undefined || others.length > 0)
      throw refused(
        source.title,
        `it holds ${source.roots.length} images, so that NAME= could mean any of them`,
      );
    return [{ name, descriptor: only.descriptor, source }];
  }
  const found = source.roots.flatMap((root) =>
    root.name === undefined ? [] : [{ name: root.name, descriptor: root.descriptor, source }],
  );
  if (found.length === 0 && source.roots.length > 0)
    throw refused(
      source.title,
      'its images have no full names; write NAME=SOURCE, as in library/postgres:15.7=postgres.tar',
    );
  return found;
}
