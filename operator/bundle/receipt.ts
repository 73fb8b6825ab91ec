import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { digestOf, isDigest } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { Parcel } from './parcel.ts';

/** What a registry holds after a push: what the next bundle may leave out. */
export interface Receipt {
  readonly release: string;
  readonly number: number;
  /** Every image by name. */
  readonly images: readonly { readonly name: string; readonly digest: Digest }[];
  /** Manifests and indexes with the repository that they are in. */
  readonly manifests: readonly { readonly repository: string; readonly digest: Digest }[];
  /** Everything else, in order. */
  readonly blobs: readonly Digest[];
}

/** The receipt of what was pushed. Names are those of the mirror, without its registry and path. */
export function receiptOf(
  { release, number }: { readonly release: string; readonly number: number },
  parcels: readonly Parcel[],
): Receipt {
  const pathOf = ({ name }: Parcel): string => name.slice(0, name.lastIndexOf(':'));
  const manifests = parcels.flatMap((parcel) =>
    parcel.documents.map(({ descriptor }) => ({
      repository: pathOf(parcel),
      digest: descriptor.digest,
    })),
  );
  const blobs = parcels.flatMap((parcel) => parcel.blobs.map(({ digest }) => digest));
  return {
    release,
    number,
    images: parcels.map(({ name, root }) => ({ name, digest: root.digest })),
    manifests,
    blobs: [...new Set(blobs)],
  };
}

const HEAD = 'PlaneReceipt 1';

/**
 * A receipt as text that can be read before it is carried out: the release, names of images, digests. No address, no
 * login, nothing of the installation. Its last line tells a damaged one.
 */
export function receiptText({ release, number, images, manifests, blobs }: Receipt): string {
  const body = [
    HEAD,
    `release ${release}`,
    `number ${number}`,
    ...images.map(({ name, digest }) => `image ${digest} ${name}`).sort(),
    ...new Set(
      manifests.map(({ repository, digest }) => `manifest ${digest} ${repository}`).sort(),
    ),
    ...blobs.map((digest) => `blob ${digest}`).sort(),
  ]
    .map((line) => `${line}\n`)
    .join('');
  return `${body}end ${digestOf(body)}\n`;
}

/** Reads a receipt. The problem is in words. */
export function readReceipt(text: string): Result<Receipt, string> {
  const cut = text.lastIndexOf('\nend ') + 1;
  const body = text.slice(0, cut);
  if (!body.startsWith(`${HEAD}\n`)) return no('is no receipt of version 1');
  if (text.slice(cut) !== `end ${digestOf(body)}\n`)
    return no('was damaged or changed: its last line does not fit');
  const lines = body
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(' '));
  const of = (word: string): readonly (readonly string[])[] =>
    lines.filter(([first]) => first === word).map(([, ...rest]) => rest);
  const [[release = ''] = []] = of('release');
  const [[number = ''] = []] = of('number');
  const known = ['release', 'number', 'image', 'manifest', 'blob'];
  const good =
    release !== '' &&
    /^[1-9]\d{0,14}$/.test(number) &&
    lines.every(([word = '', digest = '']) =>
      known.slice(2).includes(word) ? isDigest(digest) : known.includes(word),
    );
  if (!good) return no('has a line that is not of a receipt');
  const named = (word: string): readonly (readonly [Digest, string])[] =>
    of(word).flatMap(([digest = '', name = '']) =>
      isDigest(digest) ? [[digest, name] as const] : [],
    );
  return ok({
    release,
    number: Number(number),
    images: named('image').map(([digest, name]) => ({ name, digest })),
    manifests: named('manifest').map(([digest, repository]) => ({ repository, digest })),
    blobs: named('blob').map(([digest]) => digest),
  });
}

/** What the next bundle may leave out. Manifests are small, and always travel: without them nobody could tell what is left out. */
export const blobsOf = ({ blobs }: Receipt): ReadonlySet<Digest> => new Set(blobs);
