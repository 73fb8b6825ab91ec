import { createHash } from 'node:crypto';
import { chown, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf, type Layer } from './root-file-system.ts';
import { run } from './run.ts';

/** What is laid over the shared file system, and how it starts. */
export interface Recipe {
  /** Repository and tag as they are asked for, without the host. */
  readonly reference: string;
  /** The one user that the image knows beside root. */
  readonly user?: { readonly name: string; readonly uid: number; readonly gid: number };
  /** Text by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Programs by path: text. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Links by path: what they point to. */
  readonly links?: Readonly<Record<string, string>>;
  /** Folders of the user. */
  readonly folders?: readonly string[];
  readonly config: {
    readonly Entrypoint?: readonly string[];
    readonly Cmd: readonly string[];
    readonly Env: readonly string[];
    readonly WorkingDir?: string;
  };
}

/** An image as a registry serves it. */
export interface Image {
  readonly reference: string;
  readonly manifest: string;
  /** By digest: a file, or the text itself. */
  readonly blobs: ReadonlyMap<string, { readonly file: string } | { readonly text: string }>;
}

const OCI = 'application/vnd.oci.image';
/** The media type of a manifest. */
export const MANIFEST = `${OCI}.manifest.v1+json`;

export const sha256 = (text: string): string =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Builds an image out of the shared layer and one of its own, which stays in the given folder. */
export async function buildImage(recipe: Recipe, base: Layer, folder: string): Promise<Image> {
  const layers = [base, await ownLayer(recipe, folder)];
  const config = JSON.stringify({
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: recipe.config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  });
  const digest = sha256(config);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: `${OCI}.config.v1+json`, digest, size: Buffer.byteLength(config) },
    layers: await Promise.all(layers.map(descriptor)),
  });
  return {
    reference: recipe.reference,
    manifest,
    blobs: new Map<string, { file: string } | { text: string }>([
      ...layers.map((layer) => [layer.digest, { file: layer.file }] as const),
      [digest, { text: config }],
    ]),
  };
}

const descriptor = async ({ file, digest }: Layer): Promise<object> => ({
  mediaType: `${OCI}.layer.v1.tar`,
  digest,
  size: (await stat(file)).size,
});

async function ownLayer(recipe: Recipe, folder: string): Promise<Layer> {
  const name = recipe.reference.replaceAll(/[^a-z0-9.]+/gi, '-');
  const [root, file] = [join(folder, name), join(folder, `${name}.tar`)];
  await mkdir(root, { recursive: true });
  await lay(recipe, root);
  const same = ['--sort=name', '--mtime=@0', '--numeric-owner'];
  await run('tar', '-C', root, ...same, '-cf', file, '.');
  return { file, digest: await digestOf(file) };
}

/** Writes the files of an image below a folder. */
async function lay(recipe: Recipe, root: string): Promise<void> {
  const { files = {}, programs = {}, links = {}, folders = [], user = ROOT } = recipe;
  for (const [path, text] of Object.entries({ ...accounts(recipe), ...files }))
    await put(join(root, path), text, 0o644);
  for (const [path, text] of Object.entries(programs)) await put(join(root, path), text, 0o755);
  for (const [path, target] of Object.entries(links)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await symlink(target, join(root, path));
  }
  for (const path of folders) {
    await mkdir(join(root, path), { recursive: true });
    await chown(join(root, path), user.uid, user.gid);
  }
}

const ROOT = { uid: 0, gid: 0 };

async function put(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode });
}

/** Debian's own accounts have other numbers than the images that are stood in for. */
function accounts({ user }: Recipe): Readonly<Record<string, string>> {
  const passwd = ['root:x:0:0:root:/root:/bin/sh'];
  const group = ['root:x:0:'];
  if (user !== undefined) {
    const { name, uid, gid } = user;
    passwd.push(`${name}:x:${uid}:${gid}:${name}:/var/lib/${name}:/bin/sh`);
    group.push(`${name}:x:${gid}:`);
  }
  return { 'etc/passwd': `${passwd.join('\n')}\n`, 'etc/group': `${group.join('\n')}\n` };
}
