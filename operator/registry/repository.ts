import { OperatorError } from '../lib/errors.ts';
import { digestOf, isDigest } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/document.ts';
import { DOCUMENT } from '../oci/json.ts';
import { ACCEPTED } from '../oci/media-types.ts';
import type { Registry } from './client.ts';
import { BrokenConnection, discard, readBody } from './exchange.ts';
import type { Reply } from './exchange.ts';
import { Passing } from './client.ts';
import { TRIES } from './retry.ts';

const pull = (repository: string): readonly string[] => [`repository:${repository}:pull`];
/** What a push may do; one scope for all of its requests, so that one token serves. */
export const push = (repository: string): readonly string[] => [
  `repository:${repository}:pull,push`,
];

/** Where and for what a repository is asked. */
export interface At {
  readonly registry: Registry;
  readonly repository: string;
  /** Pushing asks for one token that serves reading too. */
  readonly writes?: boolean;
}

const scopeOf = ({ repository, writes }: At): readonly string[] =>
  writes === true ? push(repository) : pull(repository);

/** What a manifest is by tag or digest, without its bytes; undefined when there is none. */
export async function headManifest(at: At, reference: string): Promise<Descriptor | undefined> {
  const reply = await at.registry.ask({
    what: `look for ${at.repository}:${reference}`,
    method: 'HEAD',
    to: `v2/${at.repository}/manifests/${reference}`,
    scope: scopeOf(at),
    headers: { accept: ACCEPTED.join(', ') },
    answers: [200, 404],
  });
  await discard(reply);
  if (reply.status === 404) return undefined;
  const digest = reply.headers['docker-content-digest'];
  const size = Number(reply.headers['content-length']);
  // Not every registry gives the digest with a HEAD.
  if (typeof digest !== 'string' || !isDigest(digest) || !Number.isSafeInteger(size))
    return getManifest(at, reference);
  return { mediaType: mediaTypeOf(reply), digest, size };
}

/** A manifest by tag or digest; undefined when there is none. Throws ERR_REGISTRY when its content is not what it is named by. */
export async function getManifest(
  at: At,
  reference: string,
): Promise<(Descriptor & { readonly bytes: Uint8Array }) | undefined> {
  const what = `read ${at.repository}:${reference}`;
  const reply = await at.registry.ask({
    what,
    method: 'GET',
    to: `v2/${at.repository}/manifests/${reference}`,
    scope: scopeOf(at),
    headers: { accept: ACCEPTED.join(', ') },
    answers: [200, 404],
  });
  if (reply.status === 404) {
    await discard(reply);
    return undefined;
  }
  const bytes = await readBody(reply, DOCUMENT.bytes);
  if (bytes === undefined) throw wrong(what, at, `it is larger than ${DOCUMENT.bytes} bytes`);
  const digest = digestOf(bytes);
  const named = [
    reply.headers['docker-content-digest'],
    isDigest(reference) ? reference : undefined,
  ];
  const other = named.find((name) => name !== undefined && name !== digest);
  if (other !== undefined)
    throw wrong(what, at, `its content has the digest ${digest}, and it is named ${String(other)}`);
  return { mediaType: mediaTypeOf(reply), digest, size: bytes.length, bytes };
}

const mediaTypeOf = ({ headers }: Reply): string =>
  headers['content-type']?.split(';')[0]?.trim() ?? '';

const wrong = (what: string, { registry }: At, state: string): OperatorError =>
  new OperatorError('ERR_REGISTRY', `Cannot ${what} at "${registry.host}": ${state}`);

/** Stores a manifest under a tag or its digest. */
export async function putManifest(
  at: At,
  reference: string,
  { descriptor, bytes }: { readonly descriptor: Descriptor; readonly bytes: Uint8Array },
): Promise<void> {
  const what = `write ${at.repository}:${reference}`;
  const reply = await at.registry.ask({
    what,
    method: 'PUT',
    to: `v2/${at.repository}/manifests/${reference}`,
    scope: push(at.repository),
    headers: { 'content-type': descriptor.mediaType },
    body: bytes,
    answers: [201, 202, 200],
  });
  await discard(reply);
  checkDigest(reply, descriptor.digest, { what, at });
}

/** Removes a manifest; false when it was not there. */
export async function deleteManifest(at: At, digest: Digest): Promise<boolean> {
  const reply = await at.registry.ask({
    what: `delete ${at.repository}@${digest}`,
    method: 'DELETE',
    to: `v2/${at.repository}/manifests/${digest}`,
    scope: [`repository:${at.repository}:pull,push,delete`],
    answers: [202, 200, 204, 404],
  });
  await discard(reply);
  return reply.status !== 404;
}

/** Whether a repository has a blob. */
export async function hasBlob(at: At, digest: Digest): Promise<boolean> {
  const reply = await at.registry.ask({
    what: `look for ${digest} in ${at.repository}`,
    method: 'HEAD',
    to: `v2/${at.repository}/blobs/${digest}`,
    scope: scopeOf(at),
    // Some send a HEAD on to their store.
    answers: [200, 307, 302, 404],
  });
  await discard(reply);
  return reply.status !== 404;
}

/** A registry that stored something else than was sent is not to be trusted with the rest. */
export function checkDigest(
  { headers }: Reply,
  digest: Digest,
  { what, at }: { readonly what: string; readonly at: At },
): void {
  const said = headers['docker-content-digest'];
  if (said !== undefined && said !== digest)
    throw wrong(what, at, `it stored ${String(said)} instead of ${digest}`);
}

/** A blob as it comes; a broken download goes on where it was. What it says is not checked here. */
export async function* getBlob(
  at: At,
  { digest, size }: Descriptor,
  from = 0,
): AsyncGenerator<Uint8Array> {
  const { registry } = at;
  const ask = {
    what: `read ${digest} from ${at.repository}`,
    method: 'GET' as const,
    to: `v2/${at.repository}/blobs/${digest}`,
  };
  let done = from;
  for (let attempt = 0; done < size || size === 0;) {
    const before = done;
    try {
      const reply = await follow(at, ask, done);
      for await (const chunk of bodyOf(reply)) {
        done += chunk.length;
        yield chunk;
      }
      // A body that ends early without an error is a broken connection too.
      if (done >= size) return;
      throw new Passing(undefined, new Error(`the body ended after ${done} of ${size} bytes`));
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      attempt = done > before ? 0 : attempt + 1;
      if (attempt >= TRIES) throw await registry.givenUp(ask, error);
      await registry.wait(attempt, error);
    }
  }
}

/** Asks for a blob, by way of where the registry sends us. */
async function follow(
  at: At,
  ask: { readonly what: string; readonly method: 'GET'; readonly to: string },
  from: number,
): Promise<Reply> {
  const { registry } = at;
  let to: string | URL = ask.to;
  for (let hops = 0; hops < 4; hops += 1) {
    const reply: Reply = await registry.ask({
      ...ask,
      to,
      scope: scopeOf(at),
      ...(from === 0 ? {} : { headers: { range: `bytes=${from}-` } }),
      answers: [from === 0 ? 200 : 206, 301, 302, 303, 307, 308],
    });
    const { location } = reply.headers;
    if (reply.status < 300) return reply;
    await discard(reply);
    if (location === undefined) break;
    to = new URL(location, typeof to === 'string' ? new URL(to, registry.root) : to);
  }
  throw wrong(ask.what, at, 'it sends us on and on');
}

async function* bodyOf({ body }: Reply): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Uint8Array;
  } catch (cause) {
    throw new Passing(undefined, new BrokenConnection(cause));
  }
}
