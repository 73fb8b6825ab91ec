import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the endpoints answer from. Each says what is wrong, or undefined while all is well. */
export interface Probes {
  /** Liveness: only what a restart would mend. Never whether this replica leads. */
  readonly live: () => string | undefined;
  /** Readiness: whether the caches are in step, leading or not. */
  readonly ready: () => string | undefined;
  /** The metrics page, in the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
}

/** A listening server and where it listens. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/livez`, `/healthz`, `/readyz` and `/metrics`. */
export async function serveHealth(
  probes: Probes,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer((request, response) => {
    void answer(request, response, probes);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  probes: Probes,
): Promise<void> {
  const path = request.url?.split('?')[0];
  if (path === '/livez' || path === '/healthz') say(response, probes.live());
  else if (path === '/readyz') say(response, probes.ready());
  else if (path === '/metrics') {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(await probes.metrics());
  } else {
    response.statusCode = 404;
    response.end('no such page: use /livez, /readyz or /metrics\n');
  }
}

function say(response: ServerResponse, trouble: string | undefined): void {
  response.statusCode = trouble === undefined ? 200 : 503;
  response.end(`${trouble ?? 'ok'}\n`);
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
