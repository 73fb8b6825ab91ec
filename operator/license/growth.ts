import type { KubeObject } from '../api/object.ts';

/** One part of a product as far as its size goes. */
export interface SizedPart {
  readonly name: string;
  /** `yielded`: somebody else sets the number of pods, without a bound that we know. */
  readonly scale?: 'asked' | 'suggested' | 'yielded';
  readonly objects: readonly KubeObject[];
}

/** How large a spec is: its release, and the most pods that each part with pods may come to. */
export interface Extent {
  readonly version: string;
  readonly parts: Readonly<Record<string, number>>;
}

/** One thing in which a spec asks for more than another. */
export interface Growth {
  /** Name of the part; undefined for an upgrade. */
  readonly part: string | undefined;
  readonly message: string;
}

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet']);

/** Measures rendered parts. An autoscaler counts by the most that it may reach. */
export const extentOf = (version: string, parts: readonly SizedPart[]): Extent => ({
  version,
  parts: Object.fromEntries(
    parts
      .filter(({ objects }) => objects.some(({ kind }) => WORKLOADS.has(kind)))
      .map((part) => [part.name, mostOf(part)]),
  ),
});

function mostOf({ scale, objects }: SizedPart): number {
  const numbers = (kinds: ReadonlySet<string>, field: string, otherwise: number): number[] =>
    objects
      .filter(({ kind }) => kinds.has(kind))
      .map(({ spec }) => {
        const value = (spec as Readonly<Record<string, unknown>> | undefined)?.[field];
        return typeof value === 'number' ? value : otherwise;
      });
  const scaled = numbers(new Set(['HorizontalPodAutoscaler']), 'maxReplicas', Infinity);
  if (scaled.length > 0) return Math.max(...scaled);
  if (scale === 'yielded') return Infinity;
  return numbers(WORKLOADS, 'replicas', 1).reduce((sum, pods) => sum + pods, 0);
}

/**
 * In what a spec grows beyond the accepted one: more pods, another part, a newer release. A patch of a release is no
 * growth, nor is anything that stays within what was accepted: an autoscaler keeps its range.
 */
export function* growthOf(accepted: Extent, asked: Extent): Iterable<Growth> {
  if (isUpgrade(accepted.version, asked.version))
    yield {
      part: undefined,
      message: `is an upgrade from ${accepted.version} to ${asked.version}; patches of ${minorOf(accepted.version)} are permitted`,
    };
  for (const [part, most] of Object.entries(asked.parts)) {
    const before = accepted.parts[part];
    if (before === undefined) yield { part, message: `adds the part "${part}"` };
    else if (most > before)
      yield {
        part,
        message: `raises "${part}" from ${podsOf(before)} to ${podsOf(most)}`,
      };
  }
}

const podsOf = (most: number): string =>
  most === Infinity ? 'any number of pods' : `${most} ${most === 1 ? 'pod' : 'pods'}`;

const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

function isUpgrade(from: string, to: string): boolean {
  const [majorFrom = 0, minorFrom = 0] = numbersOf(from);
  const [majorTo = 0, minorTo = 0] = numbersOf(to);
  return majorTo > majorFrom || (majorTo === majorFrom && minorTo > minorFrom);
}

const numbersOf = (version: string): readonly number[] =>
  version.replace(/^v/, '').split('.').map(Number);
