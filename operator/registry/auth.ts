import * as z from 'zod';

import { OperatorError } from '../lib/errors.ts';
import { readChallenge } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import type { Login } from './credentials.ts';
import { discard, readBody } from './exchange.ts';
import type { Call, Reply, Wire } from './exchange.ts';

/** What a request may do: `repository:makeplane/web:pull,push`, several of them for a mount. */
export type Scope = readonly string[];

/** Gives the header that a registry wants. */
export interface Auth {
  /** Undefined as long as nothing is known to be wanted. */
  header(scope: Scope): Promise<string | undefined>;
  /** Learns from a 401; false when another try would end the same. */
  refused(reply: Reply, scope: Scope): Promise<boolean>;
}

const answer = z.looseObject({ token: z.string().optional(), access_token: z.string().optional() });

/** Most bytes of a token server's answer. */
const LARGEST = 256 * 1024;

/** Signs in to one registry. A login goes to it and to the token server that it names, never over a connection without TLS unless the registry has none. */
export function openAuth(registry: URL, login: Login | undefined, wire: Wire): Auth {
  const tokens = new Map<string, Promise<string>>();
  let challenge: Challenge | undefined;
  const token = (scope: Scope): Promise<string> => {
    const key = scope.join(' ');
    const known = tokens.get(key);
    if (known !== undefined) return known;
    const fetched = fetchToken({ registry, login, wire, challenge }, scope);
    tokens.set(key, fetched);
    fetched.catch(() => tokens.delete(key));
    return fetched;
  };
  return {
    header: async (scope) => {
      if (challenge === undefined) return undefined;
      if (challenge.scheme === 'bearer') return `Bearer ${await token(scope)}`;
      return login === undefined ? undefined : basic(login);
    },
    refused: async (reply, scope) => {
      await discard(reply);
      const before = challenge;
      challenge = readChallenge(reply.headers['www-authenticate']);
      if (challenge === undefined) return false;
      if (challenge.scheme === 'bearer')
        return tokens.delete(scope.join(' ')) || before === undefined;
      return before === undefined && login !== undefined;
    },
  };
}

function basic(login: Login): string | undefined {
  if ('identityToken' in login) return undefined;
  return `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
}

interface Asking {
  readonly registry: URL;
  readonly login: Login | undefined;
  readonly wire: Wire;
  readonly challenge: Challenge | undefined;
}

async function fetchToken(
  { registry, login, wire, challenge }: Asking,
  scope: Scope,
): Promise<string> {
  if (challenge?.scheme !== 'bearer')
    throw new TypeError('Cannot fetch a token: none was asked for');
  const realm = realmOf(challenge.realm, registry);
  const reply = await wire.send(tokenCall({ realm, service: challenge.service, scope }, login));
  const body = await readBody(reply, LARGEST);
  const value = reply.status === 200 ? tokenIn(body) : undefined;
  if (value === undefined)
    throw new OperatorError(
      'ERR_REGISTRY',
      `Cannot sign in to "${registry.host}": ${realm.host} answered with status ${reply.status} for ${scope.join(' ')}; look at the login in the docker config`,
    );
  return value;
}

interface TokenOrder {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scope: Scope;
}

function tokenCall(order: TokenOrder, login: Login | undefined): Call {
  if (login !== undefined && 'identityToken' in login) return refresh(order, login.identityToken);
  return {
    method: 'GET',
    url: withQuery(order),
    headers: login === undefined ? {} : { authorization: basic(login) ?? '' },
  };
}

function tokenIn(body: Buffer | undefined): string | undefined {
  const parsed = answer.safeParse(json(body));
  const value = parsed.success ? (parsed.data.token ?? parsed.data.access_token) : undefined;
  return value !== undefined && /^[\x21-\x7e]+$/.test(value) ? value : undefined;
}

function realmOf(realm: string, registry: URL): URL {
  const url = URL.parse(realm);
  if (url === null || !['https:', 'http:'].includes(url.protocol) || url.username !== '')
    throw new OperatorError(
      'ERR_REGISTRY',
      `Cannot sign in to "${registry.host}": it names no address to do so`,
    );
  if (url.protocol === 'http:' && registry.protocol === 'https:')
    throw new OperatorError(
      'ERR_REGISTRY',
      `Cannot sign in to "${registry.host}": it sends the login to ${url.host} without TLS`,
    );
  return url;
}

function withQuery({ realm, service, scope }: TokenOrder): URL {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const one of scope) url.searchParams.append('scope', one);
  return url;
}

function refresh({ realm: url, service, scope }: TokenOrder, token: string): Call {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'plane-operator',
    service: service ?? '',
    scope: scope.join(' '),
    refresh_token: token,
  });
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
  };
}

function json(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}
