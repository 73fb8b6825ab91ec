import type pino from 'pino';

import type { InstallationStatus } from '../api/status.ts';
import type { AcceptedRecord } from '../apply/accept.ts';
import { Memory } from '../apply/memory.ts';
import type { Cache } from '../observe/cache.ts';
import type { Licenses } from '../observe/licenses.ts';
import type { SecretReader } from '../observe/secrets.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Events } from '../ports/events.ts';
import type { Random } from '../ports/random.ts';
import type { Web } from '../ports/web.ts';
import type { Product } from '../products/product.ts';
import type { Tended } from '../status/report.ts';

/** Everything a pass touches. */
export interface World {
  readonly cluster: Cluster;
  readonly cache: Cache;
  readonly secrets: SecretReader;
  readonly licenses: Licenses;
  readonly clock: Clock;
  readonly random: Random;
  /** How running products are asked. */
  readonly web: Web;
  readonly events: Events;
  readonly log: Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;
  readonly products: readonly Product[];
  readonly minds: Minds;
}

/** What the product has answered, and when it is to be asked again. */
export interface Answers {
  /** Digest of everything whose change means another question. */
  readonly about: string;
  readonly verdicts: NonNullable<Tended['answers']>;
  /** In milliseconds since the epoch. */
  readonly until: number;
}

/** What is remembered of one installation between visits; all of it can be learned again. */
export interface Mind {
  readonly memory: Memory;
  /** Names found free of foreign objects. */
  readonly cleared: Set<string>;
  /** Its teardown is done; the watch has not shown yet that it is gone. */
  ended: boolean;
  /** Newest record of acceptance; null when it was looked for and there is none. */
  accepted: AcceptedRecord | null | undefined;
  /** What the running product answered last; undefined before it was asked. */
  answers: Answers | undefined;
  /** Status last written, until the watch has shown it. */
  written:
    | { readonly status: InstallationStatus; readonly resourceVersion: string | undefined }
    | undefined;
}

/** Minds by UID, so that a resource of the same name begins anew. */
export class Minds {
  readonly #minds = new Map<string, Mind>();

  of(uid: string): Mind {
    const known = this.#minds.get(uid);
    if (known !== undefined) return known;
    const mind: Mind = {
      memory: new Memory(),
      cleared: new Set(),
      ended: false,
      accepted: undefined,
      answers: undefined,
      written: undefined,
    };
    this.#minds.set(uid, mind);
    return mind;
  }

  /** Forgets every resource that is not among the living. */
  keep(uids: ReadonlySet<string>): void {
    for (const uid of this.#minds.keys()) if (!uids.has(uid)) this.#minds.delete(uid);
  }
}
