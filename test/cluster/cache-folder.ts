import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder of what is built or unpacked once for a user, never removed by a test. */
export function cacheFolder(...path: readonly string[]): string {
  const { PLANE_OPERATOR_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  return join(own ?? join(shared ?? join(homedir(), '.cache'), 'plane-operator'), ...path);
}
