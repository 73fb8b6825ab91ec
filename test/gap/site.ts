import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lockText } from '../../operator/oci/lock.ts';
import { images } from '../unit/cli/images/run.ts';
import type { Outcome } from '../unit/cli/images/run.ts';
import { Pictures } from '../support/pictures.ts';
import type { Picture } from '../support/pictures.ts';
import type { OciRegistry } from '../support/oci-registry.ts';

/** Four images with a shared base, one of them for two platforms. */
export const RELEASE: readonly Picture[] = [
  { name: 'makeplane/backend-commercial:v3.1.2', layers: ['base', 'python', 'backend'] },
  { name: 'makeplane/web-commercial:v3.1.2', layers: ['base', 'web'] },
  { name: 'makeplane/space-commercial:v3.1.2', layers: ['base', 'space'] },
  {
    name: 'library/postgres:15.7-alpine',
    layers: ['pg'],
    platforms: ['linux/amd64', 'linux/arm64'],
  },
];

/** The same release with one layer of one image changed. */
export const NEXT: readonly Picture[] = RELEASE.map((picture) =>
  picture.name.includes('/web-') ? { ...picture, layers: ['base', 'web2'] } : picture,
);

/** A folder on the connected side. */
export class Site {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Site> {
    return new Site(await mkdtemp(join(tmpdir(), 'plane-gap-')));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** A layout and a lock of some images; returns the layout's content. */
  async stage(name: string, pictures: readonly Picture[], number = 7): Promise<Pictures> {
    const made = new Pictures(pictures);
    await made.write(this.path(name));
    const text = lockText({
      kind: 'PlaneReleaseLock',
      version: 1,
      product: 'Plane',
      release: 'v3.1.2',
      number,
      images: made.roots.map(({ name: full, descriptor }, at) => {
        const [repository = '', tag = ''] = full.split(':');
        const { mediaType, digest, size } = descriptor;
        return {
          key: `image-${at}`,
          repository,
          tag,
          mediaType,
          digest,
          size,
          platforms: ['linux/amd64'],
        };
      }),
    });
    await writeFile(this.path(`${name}.lock.json`), text);
    return made;
  }

  /** A bundle of what was staged. */
  async bundle(name: string, ...more: readonly string[]): Promise<string> {
    const file = this.path(`${name}.tar`);
    await images(
      'bundle',
      '--lock',
      this.path(`${name}.lock.json`),
      '--from',
      this.path(name),
      '-o',
      file,
      ...more,
    );
    return file;
  }

  /** A docker config with the login of a registry. */
  async login({ host, user, password }: OciRegistry): Promise<string> {
    const auth = Buffer.from(`${user}:${password}`).toString('base64');
    await writeFile(this.path('auth.json'), JSON.stringify({ auths: { [host]: { auth } } }));
    return this.path('auth.json');
  }

  /** `images push` with a journal of its own, and what it said at the end. */
  async push(
    file: string,
    to: string,
    ...more: readonly string[]
  ): Promise<Outcome & { readonly done: PushEnd }> {
    const outcome = await images(
      'push',
      file,
      to,
      '--journal',
      this.path('journal.jsonl'),
      '--json',
      ...more,
    );
    return { ...outcome, done: JSON.parse(outcome.out.trim().split('\n').at(-1) ?? '') as PushEnd };
  }
}

/** The last line of a push. */
export interface PushEnd {
  readonly images: Readonly<Record<string, 'there' | 'pushed'>>;
  readonly missingBytes: number;
  readonly sentBlobs: number;
  readonly mountedBlobs: number;
  readonly foundBlobs: number;
  readonly mounts?: boolean;
  readonly requests: number;
  readonly sentBytes: number;
  readonly retries: number;
}

/** Bytes of manifests: sent too, and no blobs. */
export const documentBytes = (sent: number, missing: number): number => sent - missing;
