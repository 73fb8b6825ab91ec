import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { OperatorError } from '../lib/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Connection, TlsMaterial } from './connection.ts';

/** Where the kubelet puts the service account. */
const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
/** The kubelet replaces a token long before it ends, so reading it once a minute is enough. */
const TOKEN_AGE_MS = 60_000;

/** What a pod knows of its API server. */
export interface InClusterOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Folder with `token`, `ca.crt` and `namespace`. */
  readonly folder?: string;
}

/** The API server as a pod's service account sees it. Throws ERR_CONFIG outside a pod. */
export function inCluster({ env, clock, folder = FOLDER }: InClusterOptions): Connection {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (host === undefined || host === '')
    throw new OperatorError(
      'ERR_CONFIG',
      'Cannot use the service account: KUBERNETES_SERVICE_HOST is not set; give a kubeconfig',
    );
  return new ServiceAccount({ host, port, folder, clock });
}

class ServiceAccount implements Connection {
  readonly server: URL;
  readonly namespace: string;
  readonly #folder: string;
  readonly #clock: Clock;
  #token: { readonly text: string; readonly readAt: number } | undefined;
  #tls: { readonly ca: string } | undefined;
  #stale = false;

  constructor(options: {
    readonly host: string;
    readonly port: string;
    readonly folder: string;
    readonly clock: Clock;
  }) {
    const host = options.host.includes(':') ? `[${options.host}]` : options.host;
    this.server = new URL(`https://${host}:${options.port}`);
    this.#folder = options.folder;
    this.#clock = options.clock;
    this.namespace = this.#read('namespace');
  }

  tls(): TlsMaterial {
    if (this.#tls === undefined || this.#stale) {
      const ca = this.#read('ca.crt');
      // An unchanged CA keeps its object, so that open connections are kept too.
      if (ca !== this.#tls?.ca) this.#tls = { ca };
      this.#stale = false;
    }
    return this.#tls;
  }

  headers(): Promise<Readonly<Record<string, string>>> {
    const now = this.#clock.monotonic();
    if (this.#token === undefined || now - this.#token.readAt > TOKEN_AGE_MS)
      this.#token = { text: this.#read('token'), readAt: now };
    return Promise.resolve({ Authorization: `Bearer ${this.#token.text}` });
  }

  refresh(): void {
    this.#token = undefined;
    this.#stale = true;
  }

  #read(name: string): string {
    try {
      return readFileSync(join(this.#folder, name), 'utf8').trim();
    } catch (cause) {
      throw new OperatorError(
        'ERR_CONFIG',
        `Cannot read the service account's "${name}" in "${this.#folder}"`,
        { cause },
      );
    }
  }
}
