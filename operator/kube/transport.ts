import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import { OperatorError } from '../lib/errors.ts';
import type { Clock } from '../ports/clock.ts';
import { AgentPool } from './agents.ts';
import { apiError, retryAfterSeconds } from './api-status.ts';
import type { Connection } from './connection.ts';
import { NoAnswer, readAll, send } from './exchange.ts';

/** What goes with a request. */
export interface RequestOptions {
  /** JSON. */
  readonly body?: Buffer | string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
  /** Until the whole answer has to be here, waiting and retries included. Default 30,000. */
  readonly deadlineMs?: number;
  /** Plural of the kind, for metrics. */
  readonly resource?: string;
}

/** A successful answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A successful answer whose body goes on and on. */
export interface Streaming {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: AsyncIterable<Buffer>;
}

/** One request that ended, for metrics. `code` is 0 when there was no answer. */
export interface Requested {
  readonly method: string;
  readonly resource: string;
  readonly code: number;
  readonly seconds: number;
}

/**
 * HTTP to one API server.
 *
 * *Throws*: ApiError for every answer that is not a success, ERR_NOT_CONNECTED when there is no
 * answer, ERR_TIMEOUT after the deadline, the signal's reason when it aborts.
 */
export interface Transport {
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  stream(path: string, options?: RequestOptions): Promise<Streaming>;
  close(): void;
}

export interface TransportOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  /** Version of this program, for User-Agent. */
  readonly version: string;
  /** Connections for requests; watches are not counted. Default 8. */
  readonly maxSockets?: number;
  /** Evenly distributed in [0, 1), for jitter. */
  readonly random?: () => number;
  readonly onRequest?: (requested: Requested) => void;
}

const DEADLINE_MS = 30_000;
const MAX_RETRIES = 3;
/** A longer Retry-After is the queue's to wait for. */
const MAX_WAIT_MS = 10_000;
const UNVERIFIED = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/;
/** Sending one of these twice ends as sending it once; a second POST or PUT would be refused. */
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'PATCH', 'DELETE']);

interface Call extends RequestOptions {
  readonly method: string;
  readonly path: string;
  readonly watches: boolean;
  readonly until: AbortSignal;
}

/** What was tried again already, each at most so often. */
interface Tries {
  reset: boolean;
  credentials: boolean;
  verification: boolean;
  busy: number;
}

/** {@link Transport} on node:https, with connections that are kept. */
export class HttpTransport implements Transport {
  readonly #options: TransportOptions;
  readonly #agents: AgentPool;
  readonly #random: () => number;
  readonly #userAgent: string;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#agents = new AgentPool(options.connection, options.maxSockets ?? 8);
    this.#random = options.random ?? Math.random;
    const arch = process.arch === 'x64' ? 'amd64' : process.arch;
    this.#userAgent = `plane-operator/${options.version} (${process.platform}/${arch})`;
  }

  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort(timeout(method, path));
    }, options.deadlineMs ?? DEADLINE_MS);
    const until =
      options.signal === undefined
        ? deadline.signal
        : AbortSignal.any([options.signal, deadline.signal]);
    try {
      const call = { ...options, method, path, until, watches: false };
      return await this.#retried(call, async (message) => ({
        status: message.statusCode ?? 0,
        headers: message.headers,
        body: await readAll(message, until),
      }));
    } finally {
      clearTimeout(timer);
    }
  }

  stream(path: string, options: RequestOptions = {}): Promise<Streaming> {
    const until = options.signal ?? new AbortController().signal;
    const call = { ...options, method: 'GET', path, until, watches: true };
    return this.#retried(call, (message) =>
      Promise.resolve({
        status: message.statusCode ?? 0,
        headers: message.headers,
        bytes: message as AsyncIterable<Buffer>,
      }),
    );
  }

  close(): void {
    this.#agents.close();
  }

  async #retried<T>(call: Call, read: (message: IncomingMessage) => Promise<T>): Promise<T> {
    const tries: Tries = { reset: false, credentials: false, verification: false, busy: 0 };
    for (;;) {
      try {
        const message = await this.#once(call);
        if (isSuccess(message)) return await read(message);
        const body = await readAll(message, call.until);
        const refusal = { status: message.statusCode ?? 0, headers: message.headers, body };
        if (!(await this.#mayRetryRefusal(call, refusal, tries))) throw apiError(refusal);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        if (!this.#mayRetryFailure(call, error, tries)) throw notConnected(call, error);
      }
    }
  }

  async #once(call: Call): Promise<IncomingMessage> {
    const { clock, connection, onRequest } = this.#options;
    const startedAt = clock.monotonic();
    let code = 0;
    try {
      const signed = await connection.headers();
      const agents = this.#agents.current();
      const message = await send({
        url: new URL(call.path, connection.server),
        method: call.method,
        headers: { ...this.#headers(call), ...signed },
        body: typeof call.body === 'string' ? Buffer.from(call.body) : call.body,
        agent: call.watches ? agents.watches : agents.requests,
        signal: call.until,
      });
      code = message.statusCode ?? 0;
      return message;
    } finally {
      const seconds = (clock.monotonic() - startedAt) / 1_000;
      const method = call.watches ? 'WATCH' : call.method;
      onRequest?.({ method, resource: call.resource ?? '', code, seconds });
    }
  }

  #headers({ accept, contentType, body }: Call): Record<string, string> {
    return {
      'User-Agent': this.#userAgent,
      Accept: accept ?? 'application/json',
      ...(body === undefined
        ? {}
        : {
            'Content-Type': contentType ?? 'application/json',
            'Content-Length': String(Buffer.byteLength(body)),
          }),
    };
  }

  async #mayRetryRefusal(call: Call, { status, headers }: Answer, tries: Tries): Promise<boolean> {
    if (status === 401 && !tries.credentials) {
      tries.credentials = true;
      this.#options.connection.refresh();
      return true;
    }
    const seconds = retryAfterSeconds(headers);
    if (seconds === undefined || (status !== 429 && status !== 503)) return false;
    if (call.watches || tries.busy === MAX_RETRIES || seconds * 1_000 > MAX_WAIT_MS) return false;
    tries.busy += 1;
    const wait = seconds * 1_000 * (1 + this.#random() * 0.25) + this.#random() * 100;
    await this.#options.clock.sleep(wait, call.until);
    return true;
  }

  #mayRetryFailure(call: Call, error: NoAnswer, tries: Tries): boolean {
    if (UNVERIFIED.test(error.code) && !tries.verification) {
      tries.verification = true;
      this.#options.connection.refresh();
      return true;
    }
    const closed = error.reused && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
    if (!closed || tries.reset || !REPEATABLE.has(call.method)) return false;
    tries.reset = true;
    return true;
  }
}

const isSuccess = ({ statusCode = 0 }: IncomingMessage): boolean =>
  statusCode >= 200 && statusCode < 300;

/** Queries may be long and say nothing; the path says what was asked. */
const bare = (path: string): string => path.split('?')[0] ?? path;

const timeout = (method: string, path: string): OperatorError =>
  new OperatorError('ERR_TIMEOUT', `Cannot ${method} "${bare(path)}": no answer in time`);

const notConnected = ({ method, path }: Call, cause: NoAnswer): OperatorError =>
  new OperatorError(
    'ERR_NOT_CONNECTED',
    `Cannot ${method} "${bare(path)}": ${cause.message === '' ? cause.code : cause.message}`,
    { cause },
  );
