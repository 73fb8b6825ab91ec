import type { RequestOptions } from 'node:https';

import type { KubeConfig } from '@kubernetes/client-node';

import { OperatorError } from '../lib/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Connection, TlsMaterial } from './connection.ts';

/** Credentials of exec and OIDC plugins end; client-node keeps them until then, so asking is cheap. */
const CREDENTIALS_AGE_MS = 60_000;
const TLS_FIELDS = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'servername', 'rejectUnauthorized'];

/** Which kubeconfig is read. */
export interface KubeconfigOptions {
  /** Path; what kubectl would use when left out (KUBECONFIG, then ~/.kube/config). */
  readonly file?: string;
  readonly context?: string;
  readonly clock: Clock;
}

/**
 * The API server that a kubeconfig names, with every way of signing in that client-node knows.
 * Throws ERR_CONFIG when the file cannot be used.
 */
export async function fromKubeconfig(options: KubeconfigOptions): Promise<Connection> {
  // Loaded late: evaluating client-node costs 66 MB and half a second, and a pod never needs it.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (options.file === undefined) config.loadFromDefault();
    else config.loadFromFile(options.file);
  } catch (cause) {
    throw new OperatorError(
      'ERR_CONFIG',
      `Cannot read the kubeconfig "${options.file ?? 'default'}": ${(cause as Error).message}`,
      { cause },
    );
  }
  if (options.context !== undefined) config.setCurrentContext(options.context);
  const connection = new FromKubeconfig(config, options.clock);
  await connection.headers();
  return connection;
}

class FromKubeconfig implements Connection {
  readonly server: URL;
  readonly namespace?: string;
  readonly #config: KubeConfig;
  readonly #clock: Clock;
  #readAt: number | undefined;
  #tls: TlsMaterial = {};
  #headers: Readonly<Record<string, string>> = {};

  constructor(config: KubeConfig, clock: Clock) {
    const cluster = config.getCurrentCluster();
    if (cluster === null)
      throw new OperatorError(
        'ERR_CONFIG',
        `Cannot use the kubeconfig: context "${config.getCurrentContext()}" names no cluster`,
      );
    if (cluster.proxyUrl !== undefined)
      throw new OperatorError(
        'ERR_CONFIG',
        `Cannot use the kubeconfig: cluster "${cluster.name}" has a proxy-url, which is not supported`,
      );
    this.server = new URL(cluster.server);
    this.#config = config;
    this.#clock = clock;
    const namespace = config.getContextObject(config.getCurrentContext())?.namespace;
    if (namespace !== undefined) this.namespace = namespace;
  }

  tls(): TlsMaterial {
    return this.#tls;
  }

  async headers(): Promise<Readonly<Record<string, string>>> {
    const now = this.#clock.monotonic();
    if (this.#readAt === undefined || now - this.#readAt > CREDENTIALS_AGE_MS) {
      await this.#load();
      this.#readAt = now;
    }
    return this.#headers;
  }

  refresh(): void {
    this.#readAt = undefined;
  }

  async #load(): Promise<void> {
    const options: RequestOptions = {};
    try {
      await this.#config.applyToHTTPSOptions(options);
    } catch (cause) {
      throw new OperatorError(
        'ERR_CONFIG',
        `Cannot sign in as the kubeconfig says: ${(cause as Error).message}`,
        { cause },
      );
    }
    const tls = pickTls(options);
    if (!sameTls(tls, this.#tls)) this.#tls = tls;
    this.#headers = headersOf(options);
  }
}

const pickTls = (options: RequestOptions): TlsMaterial =>
  Object.fromEntries(
    Object.entries(options).filter(
      ([field, value]) => TLS_FIELDS.includes(field) && value !== undefined && value !== null,
    ),
  );

const text = (value: unknown): string =>
  Buffer.isBuffer(value) ? value.toString('latin1') : String(value);

const sameTls = (a: TlsMaterial, b: TlsMaterial): boolean =>
  TLS_FIELDS.every(
    (field) => text(a[field as keyof TlsMaterial]) === text(b[field as keyof TlsMaterial]),
  );

function headersOf({ headers, auth }: RequestOptions): Readonly<Record<string, string>> {
  const found = Object.entries(headers ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const basic =
    typeof auth === 'string'
      ? { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` }
      : {};
  return { ...Object.fromEntries(found), ...basic };
}
