/** Minor versions of Kubernetes 1 that this operator is tested on, both ends included. */
export const SUPPORTED_KUBERNETES = { oldest: 31, newest: 33 } as const;

/** What `GET /version` says, as far as it counts. */
export interface KubernetesVersion {
  readonly major: string;
  /** Some distributions append a sign: `33+`. */
  readonly minor: string;
}

/** Whether it is one that this operator is tested on. */
export function isSupported({ major, minor }: KubernetesVersion): boolean {
  const number = Number.parseInt(minor, 10);
  const { oldest, newest } = SUPPORTED_KUBERNETES;
  return major === '1' && number >= oldest && number <= newest;
}
