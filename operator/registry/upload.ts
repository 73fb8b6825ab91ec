import { OperatorError } from '../lib/errors.ts';
import type { Descriptor } from '../oci/document.ts';
import { Passing } from './client.ts';
import type { Ask, Registry } from './client.ts';
import { discard } from './exchange.ts';
import type { Reply } from './exchange.ts';
import { checkDigest, push } from './repository.ts';
import { TRIES } from './retry.ts';

/** Remembers where uploads stand, so that a later run goes on with them. */
export interface Sessions {
  find(repository: string, digest: string): string | undefined;
  begin(repository: string, digest: string, location: string): void;
  end(repository: string, digest: string): void;
}

/** A blob on its way to a repository. */
export interface Upload {
  readonly registry: Registry;
  readonly repository: string;
  readonly descriptor: Descriptor;
  /** The content from an offset on. */
  readonly chunks: (offset: number, length: number) => AsyncIterable<Uint8Array>;
  /** Most bytes of one request; what is larger is sent in several. */
  readonly chunkBytes: number;
  /** Another repository of the registry that has it. */
  readonly mountFrom?: string | undefined;
  readonly sessions: Sessions;
  /** Bytes that a registry has taken for sure; those sent twice count once. */
  readonly onProgress?: (taken: number) => void;
}

/** How a blob came there. */
export type Arrival = 'mounted' | 'sent';

interface State {
  location: URL;
  offset: number;
  chunk: number;
}

const SMALLEST_CHUNK = 256 * 1024;

/**
 * Brings a blob to a repository: by mounting it, by going on with an upload that was broken off, or from its beginning.
 * After a failure the registry is asked how far it came, and the rest is sent. Throws ERR_REGISTRY.
 */
export async function upload(order: Upload): Promise<Arrival> {
  const { registry, sessions, repository, descriptor } = order;
  let state = await resumed(order);
  if (state === undefined) {
    const begun = await begin(order);
    if (begun === 'mounted') return 'mounted';
    state = begun;
  }
  for (let attempt = 0; ;) {
    const before = state.offset;
    try {
      await sendRest(order, state);
      sessions.end(repository, descriptor.digest);
      return 'sent';
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      attempt = state.offset > before ? 0 : attempt + 1;
      if (attempt >= TRIES) throw await registry.givenUp(named(order), error);
      await registry.wait(attempt, error);
      state = (await resumed(order, state)) ?? (await restart(order, state.chunk));
    }
  }
}

const named = ({
  repository,
  descriptor,
  registry,
}: Upload): Pick<Ask, 'what' | 'method' | 'to'> => ({
  what: `send ${descriptor.digest} to ${repository}`,
  method: 'PUT',
  to: registry.root,
});

/** The upload of an earlier try, and how far it came; undefined when the registry has forgotten it. */
async function resumed(order: Upload, before?: State): Promise<State | undefined> {
  const { registry, repository, descriptor, sessions } = order;
  const url = before?.location ?? rememberedLocation(order);
  if (url === undefined) return undefined;
  const reply = await registry.ask({
    what: `go on with ${descriptor.digest} in ${repository}`,
    method: 'GET',
    to: url,
    scope: push(repository),
    answers: [204, 200, 202, 400, 404, 405, 410, 416],
  });
  await discard(reply);
  const offset = takenOf(reply);
  if (reply.status >= 300 || offset === undefined || offset > descriptor.size) {
    sessions.end(repository, descriptor.digest);
    return undefined;
  }
  order.onProgress?.(offset);
  const chunk = before?.chunk ?? order.chunkBytes;
  return { location: nextLocation(reply, url), offset, chunk };
}

function rememberedLocation({
  registry,
  repository,
  descriptor,
  sessions,
}: Upload): URL | undefined {
  const location = sessions.find(repository, descriptor.digest);
  return location === undefined
    ? undefined
    : (URL.parse(location, registry.root.href) ?? undefined);
}

/** Bytes that a registry has of an upload: `0-9` are ten, and `0-0` is none or one. */
function takenOf({ headers }: Reply): number | undefined {
  const range = headers.range ?? '0-0';
  const [, last] = /^(?:bytes=)?0-(\d{1,15})$/.exec(range) ?? [];
  if (last === undefined) return undefined;
  return last === '0' ? 0 : Number(last) + 1;
}

async function restart(order: Upload, chunk: number): Promise<State> {
  const begun = await begin({ ...order, mountFrom: undefined });
  if (begun === 'mounted') throw new TypeError('Cannot begin an upload: it was mounted unasked');
  return { ...begun, chunk };
}

async function begin(order: Upload): Promise<State | 'mounted'> {
  const { registry, repository, descriptor, mountFrom, sessions, chunkBytes } = order;
  const query =
    mountFrom === undefined
      ? ''
      : `?mount=${descriptor.digest}&from=${encodeURIComponent(mountFrom)}`;
  const what = `begin ${descriptor.digest} in ${repository}`;
  const reply = await registry.ask({
    what,
    method: 'POST',
    to: `v2/${repository}/blobs/uploads/${query}`,
    scope: [
      ...push(repository),
      ...(mountFrom === undefined ? [] : [`repository:${mountFrom}:pull`]),
    ],
    answers: mountFrom === undefined ? [202] : [201, 202],
  });
  await discard(reply);
  if (reply.status === 201) return 'mounted';
  const location = nextLocation(reply, new URL(`v2/${repository}/blobs/uploads/`, registry.root));
  sessions.begin(repository, descriptor.digest, location.href);
  const least = Number(reply.headers['oci-chunk-min-length'] ?? 0);
  return {
    location,
    offset: 0,
    chunk: Math.max(chunkBytes, Number.isSafeInteger(least) ? least : 0),
  };
}

/** Where the next request of an upload goes: an address of its own, or one below the last. */
function nextLocation({ headers }: Reply, before: URL): URL {
  const { location } = headers;
  if (location === undefined) return before;
  const url = URL.parse(location, before.href);
  if (url === null || !['https:', 'http:'].includes(url.protocol))
    throw new OperatorError(
      'ERR_REGISTRY',
      `Cannot send to "${before.host}": it gives an upload no address`,
    );
  return url;
}

/** All but the last chunk by PATCH; the last one, which may be all, with the PUT that ends the upload. */
async function sendRest(order: Upload, state: State): Promise<void> {
  const { size } = order.descriptor;
  while (size - state.offset > state.chunk) await sendChunk(order, state);
  if (!(await finish(order, state))) await sendRest(order, state);
}

async function sendChunk(order: Upload, state: State): Promise<void> {
  const { registry, repository } = order;
  const { offset, chunk } = state;
  const reply = await registry.ask({
    ...request(order, offset, chunk),
    method: 'PATCH',
    to: state.location,
    scope: push(repository),
    answers: [202, 201, 204, 404, 413, 416],
    once: true,
  });
  await discard(reply);
  if (reply.status === 413) {
    smaller(order, state);
    return;
  }
  // Forgotten, or further or less far than thought: it is asked.
  if (reply.status >= 300) throw new Passing(reply, undefined);
  state.location = nextLocation(reply, state.location);
  state.offset = offset + chunk;
  order.onProgress?.(state.offset);
}

/** Ends an upload; false when the registry wants it in smaller pieces. */
async function finish(order: Upload, state: State): Promise<boolean> {
  const { registry, repository, descriptor } = order;
  const url = new URL(state.location);
  url.searchParams.set('digest', descriptor.digest);
  const rest = request(order, state.offset, descriptor.size - state.offset);
  const reply = await registry.ask({
    ...rest,
    method: 'PUT',
    to: url,
    scope: push(repository),
    answers: [201, 200, 204, 404, 413, 416],
    once: true,
  });
  await discard(reply);
  if (reply.status === 413) {
    smaller(order, state);
    return false;
  }
  if (reply.status >= 300) throw new Passing(reply, undefined);
  checkDigest(reply, descriptor.digest, { what: rest.what, at: { registry, repository } });
  order.onProgress?.(descriptor.size);
  return true;
}

function request(
  order: Upload,
  offset: number,
  length: number,
): Pick<Ask, 'what' | 'headers' | 'body'> {
  const { repository, descriptor, chunks } = order;
  return {
    what: `send ${descriptor.digest} to ${repository}`,
    headers: {
      'content-type': 'application/octet-stream',
      ...(length === 0 || length === descriptor.size
        ? {}
        : { 'content-range': `${offset}-${offset + length - 1}` }),
    },
    ...(length === 0 ? {} : { body: { length, chunks: () => chunks(offset, length) } }),
  };
}

/** After a 413: pieces of a quarter, down to a size that everything takes. */
function smaller({ registry, repository, descriptor }: Upload, state: State): void {
  const sent = Math.min(state.chunk, descriptor.size - state.offset);
  if (sent <= SMALLEST_CHUNK)
    throw new OperatorError(
      'ERR_REGISTRY',
      `Cannot send ${descriptor.digest} to ${repository} at "${registry.host}": it takes not even ${sent} bytes at once (status 413)`,
    );
  state.chunk = Math.max(SMALLEST_CHUNK, Math.floor(sent / 4));
}
