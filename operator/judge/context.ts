/** What is known of the world around a text: read elsewhere, and judged here. */
export interface Context {
  /** Answers of DNS for the host; absent when nobody asked. */
  readonly resolves?: readonly string[];
  /** Names of the Services in the namespace of the installation. */
  readonly services?: readonly string[];
  /** The Service behind a name: its `spec`. */
  readonly service?: unknown;
  /** `spec` of the cert-manager issuer that is referred to; null when there is none. */
  readonly issuer?: unknown;
  /** `spec` of the Traefik Middleware that is referred to. */
  readonly middleware?: unknown;
  /** `spec` of the SecretStore that is referred to. */
  readonly store?: unknown;
}
