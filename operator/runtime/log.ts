import pino from 'pino';

/** Members that never reach a log, wherever they stand. */
const REDACTED = ['password', 'token', 'authorization', 'data', 'stringData', 'license'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** JSON lines on standard output: constant messages, facts as fields. */
export const createLog = (level: string): pino.Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, censor: '(redacted)' },
  });
