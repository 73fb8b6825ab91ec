import type { KubeObject } from '../../../operator/api/object.ts';
import { NAMESPACE } from './step.ts';
import type { Step } from './step.ts';

type Data = Readonly<Record<string, unknown>>;

/** Numbers that are the same on every run (Numerical Recipes' linear congruence). */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return this.#state / 2 ** 32;
  }

  often(chance: number): boolean {
    return this.next() < chance;
  }

  one<T>(values: readonly [T, ...T[]]): T {
    return values[Math.floor(this.next() * values.length)] ?? values[0];
  }

  /** Some of the values, in some order. */
  some<T>(values: readonly T[]): readonly T[] {
    const kept = values.filter(() => this.often(0.5));
    return kept
      .map((value) => [this.next(), value] as const)
      .sort(([a], [b]) => a - b)
      .map(([, value]) => value);
  }

  /** The fields, now and then. */
  maybe(chance: number, fields: () => Data): Data {
    return this.often(chance) ? fields() : {};
  }

  labels(): Data {
    return Object.fromEntries(this.some(['a', 'b', 'c']).map((key) => [key, this.one(['1', '2'])]));
  }
}

type Make = (name: string, dice: Dice) => KubeObject;

function container(name: string, dice: Dice): Data {
  const variable = (key: string): Data => ({ name: key, value: dice.one(['1', '2', '']) });
  return {
    name,
    image: dice.one(['registry/a:1', 'registry/a:2']),
    ...dice.maybe(0.5, () => ({ env: dice.some(['A', 'B', 'C']).map(variable) })),
    ...dice.maybe(0.4, () => ({
      ports: dice.some([80, 81]).map((containerPort) => ({ containerPort })),
    })),
    ...dice.maybe(0.3, () => ({ args: dice.some(['x', 'y']) })),
    ...dice.maybe(0.3, () => ({ resources: { requests: { cpu: dice.one(['1000m', '0.5']) } } })),
    ...dice.maybe(0.4, () => ({
      volumeMounts: dice.some(['/a', '/b']).map((mountPath) => ({ name: 'v', mountPath })),
    })),
  };
}

const deployment: Make = (name, dice) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: NAMESPACE, ...dice.maybe(0.5, () => ({ labels: dice.labels() })) },
  spec: {
    paused: true,
    ...dice.maybe(0.5, () => ({ replicas: 0 })),
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, ...dice.labels() } },
      spec: {
        containers: [...new Set([...dice.some(['main', 'side', 'third']), 'main'])].map((part) =>
          container(part, dice),
        ),
        volumes: [
          { name: 'v', emptyDir: {} },
          ...dice.some(['w', 'z']).map((part) => ({ name: part, secret: { secretName: 's' } })),
        ],
        ...dice.maybe(0.3, () => ({ tolerations: dice.some([{ key: 'a' }, { key: 'b' }]) })),
        ...dice.maybe(0.3, () => ({ imagePullSecrets: dice.some([{ name: 'a' }, { name: 'b' }]) })),
      },
    },
  },
});

const networkPolicy: Make = (name, dice) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: NAMESPACE },
  spec: {
    podSelector: dice.often(0.5) ? {} : { matchLabels: dice.labels() },
    ...dice.maybe(0.5, () => ({ policyTypes: dice.some(['Ingress', 'Egress']) })),
    ...dice.maybe(0.6, () => ({
      ingress: dice.some([80, 81]).map((port) => ({
        ports: [{ port }],
        ...dice.maybe(0.6, () => ({
          from: dice.some([
            { podSelector: {} },
            { namespaceSelector: { matchLabels: dice.labels() } },
            { ipBlock: { cidr: '10.0.0.0/8' } },
          ]),
        })),
      })),
    })),
  },
});

const configMap: Make = (name, dice) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE, annotations: dice.labels() as Record<string, string> },
  ...dice.maybe(0.8, () => ({ data: dice.labels() })),
});

const secret: Make = (name, dice) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: NAMESPACE },
  ...dice.maybe(0.5, () => ({ stringData: dice.labels() })),
  ...dice.maybe(0.5, () => ({ data: { a: 'MQ==', ...dice.maybe(0.5, () => ({ b: 'MQ==' })) } })),
});

const account: Make = (name, dice) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: NAMESPACE },
  ...dice.maybe(0.6, () => ({
    imagePullSecrets: dice.some([{ name: 'a' }, { name: 'b' }, { name: 'c' }]),
  })),
});

const MAKERS: readonly Make[] = [deployment, deployment, networkPolicy, configMap, secret, account];

/** Sequences in which three managers apply and replace one object, each time with other fields. */
export function randomCases(count: number): readonly (readonly Step[])[] {
  const dice = new Dice(7);
  return Array.from({ length: count }, (_, index) => {
    const make = MAKERS[index % MAKERS.length] ?? configMap;
    return Array.from({ length: 5 }, (__, step) => ({
      verb: step === 0 ? dice.one(['apply', 'create']) : dice.one(['apply', 'apply', 'replace']),
      manager: dice.one(['one', 'two', 'three']),
      object: make(`random-${index}`, dice),
    }));
  });
}
