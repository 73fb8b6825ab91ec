import type { RenderedContainer, RenderedPod } from './rendered.ts';

/** Volumes that Pod Security `restricted` admits. */
const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

type Security = Readonly<Record<string, unknown>>;

/** A demand of Pod Security `restricted` (Kubernetes 1.33): true when it is not met. */
type Demand<T> = readonly [says: string, broken: (of: T) => boolean];

const OF_POD: readonly Demand<RenderedPod['spec']>[] = [
  ['shares the network of the node', (spec) => Object.hasOwn(spec, 'hostNetwork')],
  ['shares the processes of the node', (spec) => Object.hasOwn(spec, 'hostPID')],
  ['shares the memory of the node', (spec) => Object.hasOwn(spec, 'hostIPC')],
  [
    'sets sysctls',
    ({ securityContext = {} }) => (securityContext as Security)['sysctls'] !== undefined,
  ],
  [
    'mounts a volume of a forbidden kind',
    ({ volumes = [] }) =>
      volumes.some((volume) =>
        Object.keys(volume).some((key) => key !== 'name' && !VOLUMES.has(key)),
      ),
  ],
];

interface Judged {
  readonly container: RenderedContainer;
  readonly own: Security;
  /** The container's setting, or the pod's. */
  readonly set: (member: string) => unknown;
}

const OF_CONTAINER: readonly Demand<Judged>[] = [
  ['is privileged', ({ own }) => own['privileged'] === true],
  ['may gain privileges', ({ own }) => own['allowPrivilegeEscalation'] !== false],
  [
    'keeps or adds capabilities',
    ({ own }) => JSON.stringify(own['capabilities']) !== '{"drop":["ALL"]}',
  ],
  ['may run as root', ({ set }) => set('runAsNonRoot') !== true || set('runAsUser') === 0],
  [
    'has no seccomp profile',
    ({ set }) => (set('seccompProfile') as Security | undefined)?.['type'] !== 'RuntimeDefault',
  ],
  ['sets procMount', ({ own }) => own['procMount'] !== undefined],
  [
    'takes a port of the node',
    ({ container }) => (container.ports ?? []).some((port) => 'hostPort' in port),
  ],
];

/** What Pod Security `restricted` says against a pod template; none when it admits it. */
export function violations({ spec }: RenderedPod): readonly string[] {
  const pod = (spec.securityContext ?? {}) as Security;
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  return [
    ...broken(OF_POD, spec),
    ...containers.flatMap((container) => {
      const own = (container.securityContext ?? {}) as Security;
      return broken(OF_CONTAINER, { container, own, set: (member) => own[member] ?? pod[member] });
    }),
  ];
}

const broken = <T>(demands: readonly Demand<T>[], of: T): readonly string[] =>
  demands.filter(([, isBroken]) => isBroken(of)).map(([says]) => says);
