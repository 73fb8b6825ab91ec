import type { ConnectionOptions } from 'node:tls';

/** TLS material for the API server; the same object for as long as nothing in it changed. */
export type TlsMaterial = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'servername' | 'rejectUnauthorized'
>;

/** Where the API server is and how we prove who we are. */
export interface Connection {
  readonly server: URL;
  /** Throws ERR_CONFIG when a file of it cannot be read. */
  tls(): TlsMaterial;
  /** Headers that authenticate one request. Throws ERR_CONFIG when they cannot be made. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Makes the next use read credentials and CA anew: after a 401 or a failed verification. */
  refresh(): void;
  /** Namespace of the service account, or of the kubeconfig's context. */
  readonly namespace?: string;
}
