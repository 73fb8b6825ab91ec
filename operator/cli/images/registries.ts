import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';

import { fileError } from '../../bundle/refuse.ts';
import { OperatorError } from '../../lib/errors.ts';
import { isRepository } from '../../oci/reference.ts';
import { Registry } from '../../registry/client.ts';
import { loginOf } from '../../registry/credentials.ts';
import { systemClock } from '../../runtime/system.ts';

/** How the registries of a command are reached. */
export interface Reach {
  /** PEM file of an authority, trusted beside those of the system. */
  readonly ca?: string | undefined;
  readonly plainHttp?: boolean | undefined;
  /** Docker config; that of the user when undefined. */
  readonly authFile?: string | undefined;
  readonly jobs: number;
}

/** A registry and the path below which a mirror is. */
export interface Place {
  readonly registry: Registry;
  readonly prefix: string;
}

const IDLE_MS = 120_000;

/** Opens `HOST[:PORT][/PATH]`. Throws ERR_INPUT. */
export async function openPlace(text: string, reach: Reach): Promise<Place> {
  const [host = '', ...path] = text.replace(/\/+$/, '').split('/');
  const prefix = path.join('/');
  if (prefix !== '' && !isRepository(prefix))
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot use "${text}": write HOST[:PORT][/PATH], the path in lower case`,
    );
  const registry = new Registry({
    host,
    plainHttp: reach.plainHttp === true,
    ca: reach.ca === undefined ? undefined : authorities(reach.ca),
    connections: reach.jobs,
    idleMs: IDLE_MS,
    login: await loginOf(host, reach.authFile, process.env),
    pause: {
      now: () => systemClock.now(),
      sleep: (ms) => systemClock.sleep(ms),
      random: Math.random,
    },
  });
  return { registry, prefix };
}

function authorities(file: string): string {
  try {
    return [...getCACertificates('default'), readFileSync(file, 'utf8')].join('\n');
  } catch (cause) {
    throw fileError('read', file, cause);
  }
}
