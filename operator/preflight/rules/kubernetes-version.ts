import { isSupported, SUPPORTED_KUBERNETES } from '../../model/kubernetes.ts';
import type { Rule } from '../rule.ts';

const { oldest, newest } = SUPPORTED_KUBERNETES;
const RANGE = `1.${oldest} to 1.${newest}`;

/** Fields that say how many pods there are. */
const NUMBERS = new Set(['replicas', 'minReplicas', 'maxReplicas']);

/** On a Kubernetes that nobody tested, what runs is tended, and nothing is added. */
export const kubernetesVersion: Rule = {
  id: 'kubernetes-version',
  doc: `Kubernetes must be one of ${RANGE} for a new installation, a new release, or more pods than were accepted.`,
  reasons: ['KubernetesUnsupported'],
  online: true,
  *check({ spec, facts: { kubernetes, accepted } }) {
    if (kubernetes === undefined || isSupported(kubernetes)) return;
    const { major, minor } = kubernetes;
    const message = `Kubernetes ${major}.${minor} is not one of ${RANGE}`;
    const paths = accepted === undefined ? ['spec'] : [...growth(spec, accepted.spec)];
    for (const path of paths)
      yield {
        severity: 'refuse',
        rule: 'KubernetesUnsupported',
        path,
        message: `${message}: nothing is installed or grows`,
        fix: 'use an operator that supports it, or a cluster that this one supports',
      };
    if (paths.length === 0)
      yield {
        severity: 'note',
        rule: 'KubernetesUnsupported',
        path: 'spec',
        message: `${message}: what was accepted is tended`,
        fix: 'use an operator that supports it before anything is to grow',
      };
  },
};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths that ask for another release, a part more, or more pods of one. */
function* growth(now: Fields, before: Fields, path = 'spec'): Iterable<string> {
  for (const [name, value] of Object.entries(now)) {
    const was = before[name];
    if (isMore(name, value, was)) yield `${path}.${name}`;
    else if (isFields(value)) yield* growth(value, isFields(was) ? was : {}, `${path}.${name}`);
  }
}

function isMore(name: string, value: unknown, was: unknown): boolean {
  if (NUMBERS.has(name) && typeof value === 'number')
    return value > (typeof was === 'number' ? was : 1);
  if (name === 'enabled') return value === true && was !== true;
  if (name === 'profile') return value === 'HighAvailability' && was !== value;
  return name === 'version' && value !== was;
}
