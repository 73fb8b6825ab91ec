import {
  CLOCK_ANNOTATION,
  FIELD_MANAGER,
  LICENSE_LABEL,
  LICENSE_MEMORY,
  MANAGED_BY,
} from '../api/group.ts';
import { KINDS, ref } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import { stableJson } from '../lib/digest.ts';
import { isOlder } from '../license/choose.ts';
import type { Newest } from '../license/choose.ts';
import { raise, repair, timeOf } from '../license/clock.ts';
import type { HighWater, Witnesses } from '../license/clock.ts';
import { COMPILED_KEYS } from '../license/compiled-keys.ts';
import { readKeys } from '../license/key-set.ts';
import type { KeySet } from '../license/key-set.ts';
import { NO_MEMORY, readMemory, writeMemory } from '../license/memory.ts';
import type { LicenseMemory } from '../license/memory.ts';
import { newestList } from '../license/revocation.ts';
import type { RevocationList } from '../license/revocation.ts';
import type { Evidence } from '../license/assess.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cluster, Watching } from '../ports/cluster.ts';
import type { Cache } from './cache.ts';
import { decodeSecret } from './secrets.ts';

/** Name of the entry in the Secret of the memory. */
const ENTRY = 'memory.json';
/** The mark is written when it has moved by so much, in milliseconds. */
const DAY = 86_400_000;

/** What the licences of all installations are judged with. */
export type Bench = Pick<Evidence, 'keys' | 'revocations' | 'known' | 'time' | 'cluster'>;

/** What a pass has learned of a licence. */
export interface Learned {
  /** UID of the installation. */
  readonly uid: string;
  /** Tenant, or the installation where there is none. */
  readonly tenant: string;
  /** The licence in force, when it was good now. */
  readonly newest: Newest | undefined;
  /** It is bound to other clusters. */
  readonly isElsewhere: boolean;
  readonly list: RevocationList | undefined;
}

interface Held {
  readonly kind: string | undefined;
  readonly name: string;
  readonly clockIsRight: string | undefined;
  readonly texts: Readonly<Record<string, string>>;
}

/** What {@link Licenses} needs. */
export interface LicensesOptions {
  readonly cluster: Cluster;
  readonly cache: Pick<Cache, 'newest'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** The operator's own namespace: whoever may write there decides which keys count. */
  readonly namespace: string;
  /** Keys or lists were changed. */
  readonly onNews: () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Keys, revocation lists and the memory of licences: Secrets of the operator's own namespace with the label
 * `airgapped.dev/license`. They are watched with their data, because there are few and all of it is needed.
 */
export class Licenses {
  readonly #options: LicensesOptions;
  readonly #secrets: Watching<Held>;
  #memory: LicenseMemory | undefined;
  #written: HighWater | undefined;
  #raised: number | undefined;
  #cluster: Promise<string | undefined> | undefined;

  constructor(options: LicensesOptions) {
    this.#options = options;
    this.#secrets = options.cluster.watch(KINDS.Secret, {
      namespace: options.namespace,
      labelSelector: LICENSE_LABEL,
      project,
      onEvent: ({ initial }) => {
        if (!initial) options.onNews();
      },
    });
  }

  /** Resolves when all of it was read once; rejects when closed before. */
  get synced(): Promise<void> {
    return this.#secrets.synced;
  }

  close(): void {
    this.#secrets.close();
  }

  /** Undefined while it cannot be read. */
  async bench(): Promise<Bench | undefined> {
    if (!this.#secrets.hasSynced()) return undefined;
    const held = [...this.#secrets.list()];
    const memory = this.#remembered(held);
    const entries = held
      .filter(({ kind }) => kind === 'keys')
      .flatMap(({ texts }) => Object.entries(texts));
    return {
      keys: keysOf(entries),
      revocations: entries.filter(([name]) => isList(name)).map(([, text]) => text),
      known: memory.list,
      time: timeOf(memory.highWater, this.#witnesses(memory)),
      cluster: await this.#clusterUid(),
    };
  }

  /** What is remembered for one installation. */
  historyOf(uid: string, tenant: string): Pick<Evidence, 'newest' | 'elsewhereSince'> {
    const memory = this.#memory ?? NO_MEMORY;
    return { newest: memory.newest[tenant], elsewhereSince: memory.elsewhere[uid] };
  }

  /** Remembers what a pass has learned: at once what is new of licences, the mark of time once a day. */
  async keep(learned: Learned): Promise<void> {
    const before = this.#memory;
    if (before === undefined) return;
    const after = this.#repaired(withLearned(before, learned, this.#options.clock.now()));
    const moved = raise(after.highWater, this.#witnesses(after));
    this.#raised = this.#options.clock.monotonic();
    this.#memory = { ...after, highWater: moved };
    const isDue = moved.mark >= (this.#written?.mark ?? -DAY) + DAY;
    const isNew =
      stableJson({ ...before, highWater: null }) !== stableJson({ ...after, highWater: null });
    if (isDue || isNew) await this.#write(this.#memory);
  }

  #remembered(held: readonly Held[]): LicenseMemory {
    if (this.#memory === undefined) {
      const text = held.find(({ name }) => name === LICENSE_MEMORY)?.texts[ENTRY];
      this.#memory = (text === undefined ? undefined : readMemory(text)) ?? NO_MEMORY;
      this.#written = this.#memory.highWater;
    }
    return this.#memory;
  }

  /** Somebody has said, by an annotation with the time, that the clock is right: once for each time that they say it. */
  #repaired(memory: LicenseMemory): LicenseMemory {
    const said = [...this.#secrets.list()].find(
      ({ name }) => name === LICENSE_MEMORY,
    )?.clockIsRight;
    if (said === undefined || said === memory.repaired) return memory;
    const isNow = Math.abs(Date.parse(said) - this.#options.clock.now()) <= DAY;
    if (!isNow) return memory;
    return {
      ...memory,
      repaired: said,
      highWater: repair(memory.highWater, this.#witnesses(memory)),
    };
  }

  #witnesses({ newest }: LicenseMemory): Witnesses {
    const { clock, cache } = this.#options;
    const issued = Object.values(newest).map((one) => one.issued);
    return {
      now: clock.now(),
      elapsed: this.#raised === undefined ? undefined : clock.monotonic() - this.#raised,
      cluster: cache.newest(),
      issued: issued.length === 0 ? undefined : Math.max(...issued),
    };
  }

  /** By it a cluster is known; without the right to read the namespace it is not, and licences bound to one are not held to it. */
  #clusterUid(): Promise<string | undefined> {
    this.#cluster ??= this.#options.cluster
      .read(ref(KINDS.Namespace, 'kube-system'))
      .then((found) => found?.metadata.uid)
      .catch((error: unknown) => {
        if (!isApiError(error, 'Forbidden')) this.#cluster = undefined;
        return undefined;
      });
    return this.#cluster;
  }

  /** A memory that cannot be written is no reason to hold anything back. */
  async #write(memory: LicenseMemory): Promise<void> {
    try {
      await this.#options.cluster.apply(
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: {
            name: LICENSE_MEMORY,
            namespace: this.#options.namespace,
            labels: { [LICENSE_LABEL]: 'memory', 'app.kubernetes.io/managed-by': MANAGED_BY },
          },
          type: 'Opaque',
          data: { [ENTRY]: Buffer.from(writeMemory(memory)).toString('base64') },
        },
        { manager: FIELD_MANAGER },
      );
      this.#written = memory.highWater;
    } catch (error) {
      this.#options.onError(error);
    }
  }
}

const isList = (name: string): boolean => name.endsWith('.jwt');

const keysOf = (entries: readonly (readonly [string, string])[]): KeySet =>
  readKeys([
    ...COMPILED_KEYS,
    ...entries.filter(([name]) => !isList(name)).map(([name, text]) => ({ name, text })),
  ]);

function project(secret: KubeObject): Held {
  const { name, labels = {}, annotations = {} } = secret.metadata;
  const fact = decodeSecret(secret);
  return {
    kind: labels[LICENSE_LABEL],
    name,
    clockIsRight: annotations[CLOCK_ANNOTATION],
    texts: Object.fromEntries(
      Object.entries(fact).map(([key, value]) => [key, 'text' in value ? value.text : '']),
    ),
  };
}

function withLearned(memory: LicenseMemory, learned: Learned, now: number): LicenseMemory {
  const { uid, tenant, newest, isElsewhere, list } = learned;
  const known = memory.newest[tenant];
  const isNewer = newest !== undefined && (known === undefined || !isOlder(newest, known));
  const { [uid]: since, ...others } = memory.elsewhere;
  return {
    ...memory,
    newest: isNewer ? { ...memory.newest, [tenant]: only(newest) } : memory.newest,
    elsewhere: isElsewhere ? { ...others, [uid]: since ?? now } : others,
    list: newestList([memory.list, list]),
  };
}

/** Of a licence only what is remembered. */
const only = ({ jti, issued, seq, digest }: Newest): Newest => ({ jti, issued, seq, digest });
