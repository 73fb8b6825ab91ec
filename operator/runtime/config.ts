import * as z from 'zod';

import { OperatorError } from '../lib/errors.ts';

const namespaces = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
);

const Config = z.object({
  /** Namespaces that are watched; empty means all. */
  watchNamespaces: namespaces,
  /** Namespace of the lease. */
  namespace: z.string().min(1),
  identity: z.string().min(1),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error']),
  /** Port of /livez, /readyz and /metrics; 0 takes a free one. */
  port: z.coerce.number().int().min(0).max(65_535),
  host: z.string().min(1),
  workers: z.coerce.number().int().min(1).max(64),
  leaderElection: z.boolean(),
});

/** Settings of `plane-operator run`, read once. */
export type Config = z.infer<typeof Config>;

/** Flags and environment as text, before they are read. */
export type RawConfig = Readonly<Record<keyof Config, string | boolean | number>>;

/** Reads settings. Throws ERR_CONFIG that names every setting that is wrong. */
export function parseConfig(raw: RawConfig): Config {
  const parsed = Config.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new OperatorError(
    'ERR_CONFIG',
    `Cannot use the settings given:\n${z.prettifyError(parsed.error)}`,
  );
}
