import { writeFile } from 'node:fs/promises';

import { platformsOf } from '../../bundle/platforms.ts';
import { fileError } from '../../bundle/refuse.ts';
import { OperatorError } from '../../lib/errors.ts';
import { lockText } from '../../oci/lock.ts';
import type { LockedImage } from '../../oci/lock.ts';
import type { Console } from '../print.ts';
import type { Reach } from './registries.ts';
import { openSources } from './sources.ts';
import type { Opened } from './sources.ts';
import type { Choice, WantedImage } from './wanted.ts';
import { wantedImages } from './wanted.ts';

/** What is locked. */
export interface LockOptions extends Choice {
  readonly release: string;
  readonly number: number;
  readonly from: readonly string[];
  readonly reach: Reach;
  /** File to write; standard output when undefined. */
  readonly output: string | undefined;
}

/** `images lock`: tags to digests. A release with an image that no source has is not locked. */
export async function lockImages(options: LockOptions, console: Console): Promise<number> {
  const wanted = wantedImages(options.release, options);
  const opened = await openSources({
    from: options.from,
    names: wanted.map(({ name }) => ({ name })),
    reach: options.reach,
  });
  try {
    const images = await lockAll(wanted, opened);
    const text = lockText({
      kind: 'PlaneReleaseLock',
      version: 1,
      product: 'Plane',
      release: options.release,
      number: options.number,
      images: [...images],
    });
    await write(text, options.output, console);
    console.error(
      `Locked ${images.length} images of ${options.release}, number ${options.number}\n`,
    );
    return 0;
  } finally {
    await opened.close();
  }
}

async function lockAll(
  wanted: readonly WantedImage[],
  { images }: Opened,
): Promise<readonly LockedImage[]> {
  const missing = wanted.filter(({ name }) => !images.some((image) => image.name === name));
  if (missing.length > 0)
    throw new OperatorError(
      'ERR_BUNDLE',
      `Cannot lock the release: no source has ${missing.length} of its ${wanted.length} images:\n${missing.map(({ key, name }) => `  ${name} (${key})`).join('\n')}`,
    );
  const locked: LockedImage[] = [];
  for (const { key, variant, name } of wanted) {
    const found = images.find((image) => image.name === name);
    if (found === undefined) continue;
    const { mediaType, digest, size } = found.descriptor;
    const colon = name.lastIndexOf(':');
    locked.push({
      key,
      ...(variant === undefined ? {} : { variant }),
      repository: name.slice(0, colon),
      tag: name.slice(colon + 1),
      mediaType,
      digest,
      size,
      platforms: [...(await platformsOf(found.source, found.descriptor))],
    });
  }
  return locked;
}

async function write(text: string, output: string | undefined, console: Console): Promise<void> {
  if (output === undefined) {
    console.out(text);
    return;
  }
  await writeFile(output, text, { flag: 'wx' }).catch((cause: unknown) => {
    throw fileError('write', output, cause);
  });
}
