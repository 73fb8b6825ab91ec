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

/** Probes by a command in the container. */
export const execProbes = (command: readonly string[], timeoutSeconds = 5): Probes => ({
  startupProbe: { exec: { command }, periodSeconds: 5, timeoutSeconds, failureThreshold: 60 },
  readinessProbe: { exec: { command }, periodSeconds: 10, timeoutSeconds, failureThreshold: 3 },
  livenessProbe: { exec: { command }, periodSeconds: 30, timeoutSeconds, failureThreshold: 5 },
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
