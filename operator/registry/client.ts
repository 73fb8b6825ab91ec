import { OperatorError } from '../lib/errors.ts';
import { isHost } from '../oci/reference.ts';
import { openAuth } from './auth.ts';
import type { Auth, Scope } from './auth.ts';
import type { Login } from './credentials.ts';
import { discard, openWire } from './exchange.ts';
import type { Body, Call, Reply, Wire, WireOptions } from './exchange.ts';
import { problem } from './problem.ts';
import { delayOf, isBroken, isPassing, TRIES } from './retry.ts';
import type { Pause } from './retry.ts';
import { Window } from './window.ts';

/** How to reach a registry, and as whom. */
export interface RegistryOptions extends WireOptions {
  /** `registry.corp.example.com:5000`. */
  readonly host: string;
  /** No TLS: for a registry on loopback. */
  readonly plainHttp: boolean;
  readonly login: Login | undefined;
  readonly pause: Pause;
}

/** A request to a registry. */
export interface Ask {
  /** For messages: `push makeplane/web`. */
  readonly what: string;
  readonly method: Call['method'];
  /** Below the registry, or an address that it gave. */
  readonly to: string | URL;
  readonly scope: Scope;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** Statuses that are an answer; any other is a problem. */
  readonly answers: readonly number[];
  /** No other try: the caller looks first how far it came. */
  readonly once?: boolean;
}

/** An answer that is of the moment, or a broken connection, where the caller decides. */
export class Passing extends Error {
  readonly reply: Reply | undefined;

  constructor(reply: Reply | undefined, cause: unknown) {
    super(reply === undefined ? (cause as Error).message : `status ${reply.status}`, { cause });
    this.name = 'Passing';
    this.reply = reply;
  }
}

/** What a run came to, for the report. */
export interface Tally {
  readonly requests: number;
  readonly sent: number;
  readonly retries: number;
}

/** One registry: signs in, waits where asked to, tries again what is worth it. */
export class Registry {
  readonly host: string;
  readonly root: URL;
  readonly pause: Pause;
  readonly #wire: Wire;
  readonly #auth: Auth;
  readonly #window: Window;
  #retries = 0;

  constructor(options: RegistryOptions) {
    const { host, plainHttp, login } = options;
    if (!isHost(host))
      throw new OperatorError(
        'ERR_INPUT',
        `Cannot use registry "${host}": it is no host, with or without a port`,
      );
    this.host = host;
    this.root = new URL(`${plainHttp ? 'http' : 'https'}://${host}/`);
    this.pause = options.pause;
    this.#wire = openWire(options);
    this.#auth = openAuth(this.root, login, this.#wire);
    this.#window = new Window(options.connections);
  }

  get tally(): Tally {
    return { ...this.#wire.count, retries: this.#retries };
  }

  close(): void {
    this.#wire.close();
  }

  /** Asks whether it speaks the API, and learns how it wants to be signed in to. */
  async ping(): Promise<void> {
    const { to, ...ask } = { to: 'v2/', what: 'reach the registry', method: 'GET' as const };
    await discard(await this.ask({ ...ask, to, scope: [], answers: [200, 401] }));
  }

  /** Sends a request. The body of the reply is the caller's. Throws ERR_REGISTRY; {@link Passing} with `once`. */
  async ask(ask: Ask): Promise<Reply> {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#window.run(() => this.#try(ask));
      if (!(outcome instanceof Passing)) return outcome;
      this.#window.ease();
      if (ask.once === true) throw outcome;
      if (attempt + 1 >= TRIES) throw await this.givenUp(ask, outcome);
      await this.wait(attempt, outcome);
    }
  }

  /** Waits before another try. */
  async wait(attempt: number, { reply }: Passing): Promise<void> {
    this.#retries += 1;
    const ms = delayOf(attempt, reply, this.pause);
    if (reply !== undefined) await discard(reply);
    await this.pause.sleep(ms);
  }

  /** The error after the last try. */
  async givenUp(
    ask: Pick<Ask, 'what' | 'method' | 'to'>,
    { reply, message, cause }: Passing,
  ): Promise<OperatorError> {
    if (reply !== undefined)
      return problem(ask.what, { method: ask.method, url: this.#url(ask.to) }, reply);
    return new OperatorError(
      'ERR_REGISTRY',
      `Cannot ${ask.what} at "${this.host}": ${message}${hint(cause)}`,
      { cause },
    );
  }

  async #try(ask: Ask): Promise<Reply | Passing> {
    const url = this.#url(ask.to);
    const call = { method: ask.method, url, ...(ask.body === undefined ? {} : { body: ask.body }) };
    try {
      const reply = await this.#signed(call, ask);
      if (ask.answers.includes(reply.status)) {
        this.#window.good();
        return reply;
      }
      if (isPassing(reply.status)) return new Passing(reply, undefined);
      throw await problem(ask.what, call, reply);
    } catch (error) {
      if (!isBroken(error)) throw error;
      const broken = new Passing(undefined, error.cause);
      if (isLasting(error.cause)) throw await this.givenUp(ask, broken);
      return broken;
    }
  }

  /** Sends with what the registry wants to see; a 401 is learned from, twice at most: for a challenge, and for a token that ended. */
  async #signed(call: Call, { headers, scope, answers }: Ask): Promise<Reply> {
    // A login is for the registry alone: an address elsewhere that it sends us to has its own signature.
    const own = call.url.host === this.root.host;
    for (let attempt = 0; ; attempt += 1) {
      const authorization = own ? await this.#auth.header(scope) : undefined;
      const signed = { ...headers, ...(authorization === undefined ? {} : { authorization }) };
      const reply = await this.#wire.send({ ...call, headers: signed });
      if (reply.status !== 401 || !own || attempt >= 2) return reply;
      if (answers.includes(401)) {
        await this.#auth.refused(reply, scope);
        return reply;
      }
      if (!(await this.#auth.refused(reply, scope))) return reply;
    }
  }

  #url(to: string | URL): URL {
    const url = typeof to === 'string' ? new URL(to, this.root) : to;
    if (url.protocol === this.root.protocol || url.protocol === 'https:') return url;
    throw new OperatorError(
      'ERR_REGISTRY',
      `Cannot use "${this.host}": it sends us to ${url.host} without TLS`,
    );
  }
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : '';

const UNTRUSTED = /CERT|SELF_SIGNED|ISSUER|UNABLE_TO/;

/** Whether another try would end the same: an unknown name, or an authority that is not trusted. */
const isLasting = (cause: unknown): boolean =>
  codeOf(cause) === 'ENOTFOUND' || UNTRUSTED.test(codeOf(cause));

/** What a failure of TLS or of a name means, where it is not plain. */
function hint(cause: unknown): string {
  const code = codeOf(cause);
  if (UNTRUSTED.test(code)) return '; give its authority with --ca FILE';
  if (code === 'EPROTO') return '; it may speak without TLS';
  return code === '' ? '' : ` (${code})`;
}
