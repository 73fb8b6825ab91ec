/** The three probes of a container. */
export type Probes = Readonly<Record<'startupProbe' | 'readinessProbe' | 'livenessProbe', object>>;

/** Probes by HTTP: a long start is allowed, then readiness every 10 s and liveness every 30 s. */
export const httpProbes = (
  port: string,
  paths: { readonly ready: string; readonly live: string },
): Probes => ({
  startupProbe: {
    httpGet: { path: paths.ready, port },
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 60,
  },
  readinessProbe: {
    httpGet: { path: paths.ready, port },
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  },
  livenessProbe: {
    httpGet: { path: paths.live, port },
    periodSeconds: 30,
    timeoutSeconds: 5,
    failureThreshold: 3,
  },
});

/** Probes by a command in the container, by default every 10 s with an answer within 5 s. */
export const execProbes = (
  command: readonly string[],
  { period = 10, timeout = 5 }: { readonly period?: number; readonly timeout?: number } = {},
): Probes => {
  const exec = { exec: { command }, timeoutSeconds: timeout };
  return {
    startupProbe: { ...exec, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...exec, periodSeconds: period, failureThreshold: 3 },
    livenessProbe: { ...exec, periodSeconds: 3 * period, failureThreshold: 5 },
  };
};

/** Readiness alone, for a process that has nothing to ask and whose end is the end of its container. */
export const readiness = (action: object): Pick<Probes, 'readinessProbe'> => ({
  readinessProbe: {
    ...action,
    initialDelaySeconds: 10,
    periodSeconds: 30,
    timeoutSeconds: 5,
    failureThreshold: 3,
  },
});

/** Probes by opening the port, for what has no health endpoint. */
export const tcpProbes = (port: string): Probes => ({
  startupProbe: { tcpSocket: { port }, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 60 },
  readinessProbe: {
    tcpSocket: { port },
    periodSeconds: 10,
    timeoutSeconds: 2,
    failureThreshold: 3,
  },
  livenessProbe: { tcpSocket: { port }, periodSeconds: 30, timeoutSeconds: 2, failureThreshold: 3 },
});
