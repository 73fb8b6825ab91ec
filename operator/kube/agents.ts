import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createSecureContext } from 'node:tls';

import type { Connection, TlsMaterial } from './connection.ts';

/** The API server closes an idle connection after 90 s (net/http.Server.IdleTimeout); we go first. */
const IDLE_MS = 60_000;
/** Interval of TCP keep-alive probes on watches, so that a vanished peer is noticed. */
export const PROBE_MS = 30_000;

/** Kept connections: few for requests, one each for watches. */
export interface Agents {
  readonly requests: HttpAgent;
  readonly watches: HttpAgent;
}

/** Gives agents for the TLS material that is valid now; new ones only when it changed. */
export class AgentPool {
  readonly #connection: Connection;
  readonly #maxSockets: number;
  #tls: TlsMaterial = {};
  #agents: Agents | undefined;

  constructor(connection: Connection, maxSockets: number) {
    this.#connection = connection;
    this.#maxSockets = maxSockets;
  }

  /** Throws ERR_CONFIG when the CA cannot be read. */
  current(): Agents {
    const tls = this.#connection.tls();
    if (this.#agents !== undefined && isSame(tls, this.#tls)) return this.#agents;
    if (this.#agents !== undefined) endIdle(this.#agents.requests);
    this.#tls = tls;
    this.#agents = this.#create(tls);
    return this.#agents;
  }

  /** Ends every connection, also those in use. */
  close(): void {
    this.#agents?.requests.destroy();
    this.#agents?.watches.destroy();
    this.#agents = undefined;
  }

  #create(tls: TlsMaterial): Agents {
    const requests = {
      keepAlive: true,
      maxSockets: this.#maxSockets,
      scheduling: 'lifo',
      timeout: IDLE_MS,
    } as const;
    const watches = { keepAlive: true, keepAliveMsecs: PROBE_MS, scheduling: 'lifo' } as const;
    if (this.#connection.server.protocol === 'http:')
      return { requests: new HttpAgent(requests), watches: new HttpAgent(watches) };
    const { servername, rejectUnauthorized, ...material } = tls;
    // A finished context: with CA and key as options, the agent would build its lookup key of them
    // (some 6 KB of PEM) for each request.
    const secure = {
      secureContext: createSecureContext(material),
      ...(servername === undefined ? {} : { servername }),
      ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    };
    return {
      requests: new HttpsAgent({ ...requests, ...secure }),
      watches: new HttpsAgent({ ...watches, ...secure }),
    };
  }
}

/** Ends what is idle and lets requests under way finish on the old connections. */
function endIdle(agent: HttpAgent): void {
  for (const sockets of Object.values(agent.freeSockets))
    for (const socket of sockets ?? []) socket.destroy();
}

const FIELDS = [
  'ca',
  'cert',
  'key',
  'pfx',
  'passphrase',
  'servername',
  'rejectUnauthorized',
] as const satisfies readonly (keyof TlsMaterial)[];

const isSame = (a: TlsMaterial, b: TlsMaterial): boolean =>
  a === b || FIELDS.every((field) => a[field] === b[field]);
