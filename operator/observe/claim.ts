import type { KubeObject } from '../api/object.ts';

/** What is kept of a PersistentVolumeClaim. */
export interface ClaimFact {
  /** What it asks for; what it may never ask less than. */
  readonly requested: string | undefined;
  /** What it has; absent until it is bound. */
  readonly capacity: string | undefined;
  readonly className: string | undefined;
  readonly bound: boolean;
  /** How far a resize is that has begun: `FileSystemResizePending`, `Resizing`, or an error with its message. */
  readonly resize: Resize | undefined;
}

/** A resize under way, in the words of Kubernetes. */
export interface Resize {
  readonly type: string;
  readonly message: string;
}

/** Conditions of a claim that speak of a resize, the worst first. */
const CONDITIONS = [
  'ControllerResizeError',
  'NodeResizeError',
  'FileSystemResizePending',
  'Resizing',
];

/** Keeps of a claim what its size is about. */
export function claimFact(object: KubeObject): ClaimFact {
  const spec = record(object['spec']);
  const status = record(object['status']);
  return {
    requested: storageOf(record(spec['resources'])['requests']),
    capacity: storageOf(status['capacity']),
    className: text(spec['storageClassName']),
    bound: status['phase'] === 'Bound',
    resize: resizeOf(status['conditions']),
  };
}

/** Sizes in the claim templates of a StatefulSet, by name of the template. */
export function templateSizes(object: KubeObject): Readonly<Record<string, string>> {
  const templates = list(record(object['spec'])['volumeClaimTemplates']).map(record);
  return Object.fromEntries(
    templates.flatMap((template) => {
      const name = text(record(template['metadata'])['name']);
      const size = storageOf(record(record(template['spec'])['resources'])['requests']);
      return name === undefined || size === undefined ? [] : [[name, size] as const];
    }),
  );
}

function resizeOf(conditions: unknown): Resize | undefined {
  const held = list(conditions)
    .map(record)
    .filter(({ status }) => status === 'True');
  const type = CONDITIONS.find((known) => held.some((condition) => condition['type'] === known));
  if (type === undefined) return undefined;
  const message = held.find((condition) => condition['type'] === type)?.['message'];
  return { type, message: text(message) ?? '' };
}

const storageOf = (quantities: unknown): string | undefined => text(record(quantities)['storage']);

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
