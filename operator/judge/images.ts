import { firstVerdict } from './rule.ts';
import type { Bench, Rule } from './rule.ts';
import type { ImageParts } from './subjects.ts';
import { IMAGE_COMPONENT, IMAGE_DIGEST, IMAGE_TAG, MAX_IMAGE } from './tables/patterns.ts';
import { allow, refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const REST = new RegExp(
  `^${IMAGE_COMPONENT}(?:/${IMAGE_COMPONENT})*(?::${IMAGE_TAG})?(?:@${IMAGE_DIGEST})?$`,
);
const REGISTRY = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[1-9][0-9]{0,4})?$/;

/** What a reference to an image must look like; the first verdict counts. */
export const IMAGE_RULES: readonly Rule<ImageParts>[] = [
  {
    id: 'image-length',
    doc: `A reference has at most ${MAX_IMAGE} characters.`,
    judge: ({ text }) =>
      text.length > MAX_IMAGE
        ? refuse('NotCanonical', {
            is: `the reference has ${text.length} characters`,
            accept: `at most ${MAX_IMAGE} are taken`,
          })
        : undefined,
  },
  {
    id: 'image-registry',
    doc: 'A reference names its registry: the part before the first slash has a dot or a colon, or is localhost.',
    judge: ({ text, registry }) =>
      /^[A-Za-z0-9/_.:@-]*$/.test(text) && !/[.:]/.test(registry) && registry !== 'localhost'
        ? refuse('ImplicitRegistry', {
            is: 'the reference names no registry, so a public one would be asked',
            accept: 'write registry.example.com/repository:tag, with the mirror as registry',
          })
        : undefined,
  },
  {
    id: 'image-registry-form',
    doc: 'The registry is a host in lower case with an optional port.',
    judge: ({ registry }) =>
      REGISTRY.test(registry)
        ? undefined
        : refuse('NotCanonical', {
            is: 'what stands before the first slash is no registry host in lower case',
            accept: 'write host[:port]/repository:tag without scheme; nodes match hosts literally',
          }),
  },
  {
    id: 'image-form',
    doc: 'Repository, tag and digest follow the grammar of the distribution specification; the digest is sha256.',
    judge: ({ rest }) =>
      REST.test(rest)
        ? undefined
        : refuse('NotCanonical', {
            is: 'repository, tag or digest are not well formed',
            accept: 'write repository[:tag][@sha256:64 hexadecimal digits], in lower case',
          }),
  },
  {
    id: 'image-listed',
    doc: 'A reference lies below a listed registry, at a slash.',
    judge: ({ text, registry }, { inside }) =>
      inside.registries.some((entry) => text.startsWith(`${entry}/`))
        ? allow('ListedRegistry', registry, text)
        : undefined,
  },
];

/** Whether an image comes from a listed registry. */
export function judgeImage(text: string, bench: Bench): Verdict {
  const slash = text.indexOf('/');
  const parts = {
    text,
    registry: slash < 0 ? '' : text.slice(0, slash),
    rest: text.slice(slash + 1),
  };
  return (
    firstVerdict(bench.rules.image, parts, bench) ??
    refuse('RegistryNotAllowed', {
      is: `registry "${parts.registry}" or the path on it is not listed`,
      accept: accepted(bench),
      host: parts.registry,
    })
  );
}

const accepted = ({ inside }: Bench): string =>
  inside.registries.length === 0
    ? 'AirgapPolicy allowedRegistries lists none yet'
    : `use an image below ${inside.registries.join(' or ')}`;
