import { refKey } from '../api/object.ts';
import type { ObjectMeta, ObjectRef } from '../api/object.ts';
import { markOfMetadata } from '../observe/observed.ts';
import type { Observed } from '../observe/observed.ts';

/** What the next pass should do about an object. */
export type Verdict =
  /** It is as we applied it, or the cache has not caught up with our last apply. */
  | 'skip'
  /** We have not applied this content yet, or it is gone. */
  | 'apply'
  /** We applied this content, and something of it changed since, or we started after it was applied. */
  | 'mend';

interface Entry {
  readonly digest: string;
  /** resourceVersion before and after our apply. */
  readonly before: string | undefined;
  readonly after: string;
  /** Mark of the object as we left it; learned from the watch where metadata does not tell it. */
  readonly mark: string | undefined;
  readonly seen: boolean;
  readonly at: number;
}

/** A created object that the watch has not shown after this many milliseconds is taken to be gone. */
const PATIENCE = 30_000;

/**
 * Remembers what was applied, so that an unchanged object costs no request.
 *
 * *Guarantees*: never by comparing resourceVersions for order, only for equality.
 */
export class Memory {
  readonly #entries = new Map<string, Entry>();

  verdict(
    ref: ObjectRef,
    wanted: { readonly digest: string; readonly now: number },
    observed: Observed | undefined,
  ): Verdict {
    const entry = this.#entries.get(refKey(ref));
    if (entry?.digest !== wanted.digest)
      return observed?.desired === wanted.digest ? 'mend' : 'apply';
    if (observed === undefined)
      return entry.seen || wanted.now - entry.at > PATIENCE ? 'apply' : 'skip';
    const isStale = observed.resourceVersion === entry.before && entry.before !== entry.after;
    return isStale ? 'skip' : this.#compare(ref, entry, observed);
  }

  /** The watch has caught up: whatever differs from how we left the object was somebody else. */
  #compare(ref: ObjectRef, entry: Entry, observed: Observed): Verdict {
    const learned = observed.resourceVersion === entry.after ? observed.mark : undefined;
    const mark = entry.mark ?? learned;
    this.#entries.set(refKey(ref), { ...entry, mark, seen: true, before: undefined });
    return mark === observed.mark ? 'skip' : 'mend';
  }

  remember(
    ref: ObjectRef,
    applied: {
      readonly digest: string;
      readonly before: Observed | undefined;
      readonly meta: ObjectMeta;
      readonly now: number;
    },
  ): void {
    const { digest, before, meta, now } = applied;
    this.#entries.set(refKey(ref), {
      digest,
      before: before?.resourceVersion,
      after: meta.resourceVersion ?? '',
      mark: markOfMetadata(ref.kind, meta),
      seen: before !== undefined,
      at: now,
    });
  }

  forget(ref: ObjectRef): void {
    this.#entries.delete(refKey(ref));
  }
}
