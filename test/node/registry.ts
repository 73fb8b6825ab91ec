import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Image, MANIFEST, sha256 } from './image.ts';

/** A registry of the OCI that can only be pulled from. */
export interface Registry {
  readonly url: string;
  /** What was asked for and is not there, as `repository:tag`. */
  readonly missed: ReadonlySet<string>;
  stop(): Promise<void>;
}

/** Serves the images on an address, whatever registry's name a client means. */
export async function startRegistry(images: readonly Image[], address: string): Promise<Registry> {
  const missed = new Set<string>();
  const server = createServer((request, response) => {
    answer(images, missed, { request, response });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    missed,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function answer(images: readonly Image[], missed: Set<string>, { request, response }: Call): void {
  const { pathname } = new URL(request.url ?? '', 'http://registry');
  const [, repository, what, name] =
    /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(pathname) ?? [];
  if (repository === undefined || name === undefined) {
    response.writeHead(pathname === '/v2/' ? 200 : 404).end();
    return;
  }
  const reply = { response, head: request.method === 'HEAD' };
  if (what === 'blobs') {
    sendBlob(images, name, reply);
    return;
  }
  const image = images.find(
    ({ reference, manifest }) =>
      reference === `${repository}:${name}` ||
      (reference.startsWith(`${repository}:`) && sha256(manifest) === name),
  );
  if (image === undefined) {
    missed.add(`${repository}:${name}`);
    response.writeHead(404).end();
  } else sendText(image.manifest, MANIFEST, reply);
}

interface Reply {
  readonly response: ServerResponse;
  readonly head: boolean;
}

function sendText(text: string, type: string, { response, head }: Reply): void {
  response.writeHead(200, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'docker-content-digest': sha256(text),
  });
  response.end(head ? undefined : text);
}

function sendBlob(images: readonly Image[], digest: string, reply: Reply): void {
  const blob = images.map(({ blobs }) => blobs.get(digest)).find((each) => each !== undefined);
  if (blob === undefined) reply.response.writeHead(404).end();
  else if ('text' in blob) sendText(blob.text, 'application/octet-stream', reply);
  else {
    reply.response.writeHead(200, { 'content-type': 'application/octet-stream' });
    if (reply.head) reply.response.end();
    else createReadStream(blob.file).pipe(reply.response);
  }
}
