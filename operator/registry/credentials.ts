import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import * as z from 'zod';

import { OperatorError } from '../lib/errors.ts';

/** A login. */
export type Login =
  | { readonly user: string; readonly password: string }
  /** What `docker login` keeps where a registry wants no password twice. */
  | { readonly identityToken: string };

const entry = z.looseObject({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
});
const config = z.looseObject({
  auths: z.record(z.string(), entry).optional(),
  credHelpers: z.record(z.string(), z.string().regex(/^[A-Za-z0-9._-]+$/)).optional(),
  credsStore: z
    .string()
    .regex(/^[A-Za-z0-9._-]*$/)
    .optional(),
});

/** The file that `docker login`, skopeo and Helm write. */
export const dockerConfigFile = (environment: NodeJS.ProcessEnv): string =>
  environment['REGISTRY_AUTH_FILE'] ??
  join(environment['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json');

/** The login of a registry in a docker config; undefined when it has none, or there is no file of the default name. */
export async function loginOf(
  host: string,
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<Login | undefined> {
  const path = file ?? dockerConfigFile(environment);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (file === undefined && (cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new OperatorError('ERR_INPUT', `Cannot read "${path}": ${(cause as Error).message}`, {
      cause,
    });
  });
  return text === undefined ? undefined : fromConfig(host, path, text);
}

async function fromConfig(host: string, path: string, text: string): Promise<Login | undefined> {
  const parsed = config.safeParse(json(text));
  // What zod says could repeat a password.
  if (!parsed.success)
    throw new OperatorError('ERR_INPUT', `Cannot use "${path}": it is no docker config`);
  const helper = helperOf(host, parsed.data);
  if (helper !== undefined) return fromHelper(helper, host);
  const found = Object.entries(parsed.data.auths ?? {}).find(([name]) => hostOf(name) === host);
  return found === undefined ? undefined : loginIn(found[1]);
}

/** The helper of this registry, or the one for those that have no login in the file. */
function helperOf(
  host: string,
  { auths, credHelpers, credsStore }: z.infer<typeof config>,
): string | undefined {
  const own = credHelpers?.[host];
  if (own !== undefined) return own;
  return auths?.[host]?.auth === undefined && credsStore !== '' ? credsStore : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Older tools write a whole address. */
const hostOf = (name: string): string => name.replace(/^https?:\/\//, '').replace(/\/.*$/, '');

function loginIn({
  auth,
  username,
  password,
  identitytoken,
}: z.infer<typeof entry>): Login | undefined {
  if (identitytoken !== undefined && identitytoken !== '') return { identityToken: identitytoken };
  if (username !== undefined && password !== undefined) return { user: username, password };
  const [user, ...rest] = Buffer.from(auth ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return user === undefined || rest.length === 0 ? undefined : { user, password: rest.join(':') };
}

/** Asks a credential helper, as Docker does. */
function fromHelper(helper: string, host: string): Promise<Login | undefined> {
  return new Promise((resolve) => {
    const child = execFile(
      `docker-credential-${helper}`,
      ['get'],
      { timeout: 30_000 },
      (error, stdout) => {
        const answer = z
          .looseObject({ Username: z.string(), Secret: z.string() })
          .safeParse(json(stdout));
        if (error !== null || !answer.success) resolve(undefined);
        else if (answer.data.Username === '<token>') resolve({ identityToken: answer.data.Secret });
        else resolve({ user: answer.data.Username, password: answer.data.Secret });
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(host);
  });
}
