import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openBundle } from '../../../operator/bundle/open.ts';
import type { Bundle } from '../../../operator/bundle/open.ts';
import { openSource } from '../../../operator/bundle/open-source.ts';
import type { Source } from '../../../operator/bundle/source.ts';
import { openVolumes } from '../../../operator/bundle/volumes.ts';
import { writeBundle } from '../../../operator/bundle/write.ts';
import type { BundleRequest, Written } from '../../../operator/bundle/write.ts';
import { Pictures } from '../../support/pictures.ts';
import type { Picture } from '../../support/pictures.ts';

/** Three images: two share a layer, and one is for two platforms. */
export const IMAGES: readonly Picture[] = [
  { name: 'makeplane/web-commercial:v3.1.2', layers: ['base', 'web'] },
  { name: 'makeplane/api-commercial:v3.1.2', layers: ['base', 'api'] },
  { name: 'library/postgres:15.7', layers: ['pg'], platforms: ['linux/amd64', 'linux/arm64'] },
];

/** A folder for one test, with what it makes. */
export class Workshop {
  readonly folder: string;
  private readonly open: { close(): Promise<void> }[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async begin(): Promise<Workshop> {
    return new Workshop(await mkdtemp(join(tmpdir(), 'plane-bundle-')));
  }

  async end(): Promise<void> {
    for (const each of this.open) await each.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async put(name: string, bytes: Uint8Array): Promise<string> {
    await writeFile(this.path(name), bytes);
    return this.path(name);
  }

  /** A layout with these images. */
  layout(pictures: readonly Picture[] = IMAGES, name = 'layout'): Promise<string> {
    return new Pictures(pictures).write(this.path(name));
  }

  /** Opens a source, closed at the end. */
  async source(path: string): Promise<Source> {
    const source = await openSource(path);
    this.open.push(source);
    return source;
  }

  /** A bundle of everything that a source has. */
  async bundle(path: string, change: Partial<BundleRequest> = {}): Promise<Written> {
    const source = await this.source(path);
    return writeBundle({
      release: 'v3.1.2',
      number: 7,
      images: source.roots.map(({ name = '', descriptor }) => ({ name, descriptor, source })),
      files: [{ path: 'files/docs/read-me.txt', bytes: Buffer.from('Read me.\n') }],
      output: this.path('plane.tar'),
      jobs: 4,
      ...change,
    });
  }

  /** Opens a bundle, closed at the end. */
  async opened(file = this.path('plane.tar')): Promise<Bundle> {
    const bytes = await openVolumes(file);
    this.open.push(bytes);
    return openBundle(bytes);
  }
}
