import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { isDigest } from './digest.ts';
import type { Digest } from './digest.ts';

/** An image by name; the registry is left out where the name is the same in every registry. */
export interface Reference {
  /** `registry.corp.example.com:5000`. */
  readonly registry: string | undefined;
  /** `makeplane/web-commercial`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
}

/** distribution-spec 1.1, "Pulling manifests". */
const REPOSITORY =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const LONGEST = 255;

/** Whether a text is a repository's path, as registries take it. */
export const isRepository = (text: string): boolean =>
  text.length <= LONGEST && REPOSITORY.test(text);

/** Whether a text is a tag. */
export const isTag = (text: string): boolean => TAG.test(text);

/** Whether a text is a registry's host, with or without a port. */
export const isHost = (text: string): boolean => HOST.test(text);

/** Reads `[registry/]repository[:tag][@digest]`; the first part is a registry when it has a dot or a port, or is "localhost". */
export function parseReference(text: string): Result<Reference, string> {
  const [name = '', ...digests] = text.split('@');
  const [digest] = digests;
  if (digests.length > 1 || (digest !== undefined && !isDigest(digest)))
    return no('its digest is not sha256: and 64 lower-case hex digits');
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  const tag = tagged ? name.slice(colon + 1) : undefined;
  const { registry, repository } = split(tagged ? name.slice(0, colon) : name);
  const problem = wrongPart({ registry, repository, tag });
  return problem === undefined ? ok({ registry, repository, tag, digest }) : no(problem);
}

function wrongPart({ registry, repository, tag }: Omit<Reference, 'digest'>): string | undefined {
  if (registry !== undefined && !isHost(registry)) return 'its registry is no host';
  if (!isRepository(repository))
    return 'its repository is not of lower-case letters, digits and single . _ - between them';
  return tag === undefined || isTag(tag)
    ? undefined
    : 'its tag is not of at most 128 letters, digits and . _ -';
}

function split(path: string): {
  readonly registry: string | undefined;
  readonly repository: string;
} {
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  if (first === 'localhost' || /[.:]/.test(first))
    return { registry: first, repository: path.slice(slash + 1) };
  return { registry: undefined, repository: path };
}

/**
 * The name under which an image is in every registry: without the registry, and with the `library/` that Docker leaves
 * out. Undefined for what is no name, as a bare tag.
 */
export function mirrorName(text: string): string | undefined {
  const parsed = parseReference(text);
  if (!parsed.ok || parsed.value.tag === undefined) return undefined;
  const { registry, repository, tag } = parsed.value;
  const path =
    registry === undefined && !repository.includes('/') ? `library/${repository}` : repository;
  return `${path}:${tag}`;
}
