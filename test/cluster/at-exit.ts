const pending = new Set<() => void>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let armed = false;

/** Runs the clean-up when this process ends, unless the returned function took it back. */
export function atExit(cleanUp: () => void): () => void {
  arm();
  pending.add(cleanUp);
  return () => pending.delete(cleanUp);
}

function arm(): void {
  if (armed) return;
  armed = true;
  process.once('exit', runAll);
  for (const signal of SIGNALS) process.on(signal, endBy);
}

/**
 * Our listener switches the default off, so the signal is raised again when nobody else listens;
 * somebody who does ends in their own way, and the clean-up runs on exit at the latest. It stays
 * until the clean-up is done, since `timeout` and terminals send the same signal more than once.
 */
function endBy(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  runAll();
  process.off(signal, endBy);
  process.kill(process.pid, signal);
}

/** The newest first: a process is ended before the folder it writes to is removed. */
function runAll(): void {
  for (const cleanUp of [...pending].reverse()) {
    pending.delete(cleanUp);
    try {
      cleanUp();
    } catch (error) {
      process.stderr.write(`clean-up failed: ${String(error)}\n`);
    }
  }
}
