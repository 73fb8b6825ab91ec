import { KINDS } from '../api/kinds.ts';
import type { Kind } from '../api/kinds.ts';
import type { WatchEvent, Watching, WatchOptions } from '../ports/cluster.ts';

/** A cert-manager issuer that a spec names; `namespace` is of the installation. */
export interface IssuerRef {
  readonly kind: 'Issuer' | 'ClusterIssuer';
  readonly namespace: string;
  readonly name: string;
}

type Place = string | undefined;
type Start = (kind: Kind, options: WatchOptions<Place>) => readonly Watching<Place>[];

/**
 * The issuers of a cluster that may not have cert-manager: watched from the first time that a spec
 * names one, and not counted among the watches that the operator needs until they answer.
 */
export class Issuers {
  readonly #start: Start;
  readonly #changed: (namespace: string | undefined, initial: boolean) => void;
  readonly #watchings = new Map<IssuerRef['kind'], readonly Watching<Place>[]>();

  constructor(start: Start, changed: (namespace: string | undefined, initial: boolean) => void) {
    this.#start = start;
    this.#changed = changed;
  }

  /** Whether it exists; undefined while the watch cannot tell. */
  has({ kind, namespace, name }: IssuerRef): boolean | undefined {
    const watchings = this.#watchings.get(kind) ?? this.#watch(kind);
    if (!watchings.every((watching) => watching.hasSynced())) return undefined;
    const place = kind === 'Issuer' ? namespace : undefined;
    return watchings.some((watching) => watching.get(place, name) !== undefined);
  }

  /** Those that answer. */
  *answering(): Iterable<{ readonly kind: string; readonly watching: Watching<unknown> }> {
    for (const [kind, watchings] of this.#watchings)
      for (const watching of watchings) if (watching.hasSynced()) yield { kind, watching };
  }

  close(): void {
    for (const watching of [...this.#watchings.values()].flat()) watching.close();
  }

  #watch(kind: IssuerRef['kind']): readonly Watching<Place>[] {
    const watchings = this.#start(KINDS[kind], {
      metadataOnly: true,
      project: ({ metadata }) => metadata.namespace ?? '',
      onEvent: ({ object, initial }: WatchEvent<Place>) => {
        this.#changed(kind === 'Issuer' ? object : undefined, initial);
      },
    });
    this.#watchings.set(kind, watchings);
    return watchings;
  }
}
