import { OperatorError } from '../../lib/errors.ts';
import { COMPANION_IMAGES, IMAGES } from '../../products/plane/images.generated.ts';
import { RELEASES } from '../../products/plane/releases/index.ts';

/** An image that a release may run, as its source names it. */
export interface WantedImage {
  readonly key: string;
  readonly variant: 'FIPS' | undefined;
  /** `makeplane/web-commercial:v3.1.2`. */
  readonly name: string;
  readonly usedBy: readonly string[];
  /** `always`, or the member of the spec that decides. */
  readonly when: string;
}

/** Which of them: FIPS builds beside the standard ones, and what stands beside an installation. */
export interface Choice {
  readonly fips?: boolean | undefined;
  readonly companions?: boolean | undefined;
}

/** Every image that a spec can make a release run. Throws ERR_INPUT for an unknown release. */
export function wantedImages(
  release: string,
  { fips, companions }: Choice,
): readonly WantedImage[] {
  if (!RELEASES.some(({ version }) => version === release))
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot name the images of release "${release}": it is not known; use ${RELEASES.map(({ version }) => version).join(' or ')}`,
    );
  const own = IMAGES.filter(({ releases }) => releases?.includes(release) ?? true).flatMap(
    ({ key, repository, variants, tag, usedBy, when }) => {
      const version = tag === 'release' ? release : tag;
      const line = (path: string, variant: WantedImage['variant']): WantedImage => ({
        key,
        variant,
        name: `${path}:${version}`,
        usedBy,
        when,
      });
      return [
        line(repository, undefined),
        ...(fips === true && variants?.FIPS !== undefined ? [line(variants.FIPS, 'FIPS')] : []),
      ];
    },
  );
  if (companions !== true) return own;
  return [
    ...own,
    ...COMPANION_IMAGES.map(({ key, repository, tag, when }) => ({
      key,
      variant: undefined,
      name: `${repository}:${tag}`,
      usedBy: ['beside the installation'],
      when,
    })),
  ];
}

/** Newest release that this program knows. */
export const newestRelease = (): string => RELEASES.at(-1)?.version ?? '';
