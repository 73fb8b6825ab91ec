import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { SignJWT } from 'jose';

import { OperatorError } from '../../lib/errors.ts';
import { readPublicKey } from '../../license/public-key.ts';
import { REHEARSAL } from '../../license/rehearsal.ts';
import { systemClock } from '../../runtime/system.ts';
import type { Console } from '../print.ts';
import { amountsOf, momentOf, textIfThere } from './values.ts';

/** What `issue` was given. */
export interface IssueFlags {
  readonly directory: string;
  readonly name: string;
  readonly algorithm: 'RS256' | 'ES256' | 'EdDSA';
  readonly now?: string;
  readonly days: string;
  readonly plan: string;
  readonly tenant?: string;
  readonly clusterUid?: readonly string[];
  readonly addon?: readonly string[];
  readonly limit?: readonly string[];
}

/** Days of a licence that is issued: what a reader accepts. */
const DAYS = { least: 1, most: 1_830 };

/**
 * `license issue`: a licence for rehearsals and tests. The key is made once for a folder and stays there; its name and a
 * claim of the licence say what they are, so that neither passes for a released one.
 */
export async function issue(flags: IssueFlags, console: Console): Promise<number> {
  const { directory, name } = flags;
  const now = flags.now === undefined ? systemClock.now() : momentOf(flags.now, '--now');
  const claims = claimsOf(flags, now);
  await mkdir(directory, { recursive: true });
  const key = await keyOf(flags);
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const { algorithms, thumbprint } = publicPart(pem, directory);
  const kid = `${REHEARSAL}${thumbprint.slice(0, 16)}`;
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: algorithms[0] ?? flags.algorithm, typ: 'license+jwt', kid })
    .sign(key);
  const list = { keys: [{ kid, spki: pem, state: 'active' }] };
  await writeFile(join(directory, 'keys.json'), `${JSON.stringify(list, undefined, 2)}\n`);
  const file = join(directory, `${name}.jwt`);
  await create(file, `${token}\n`);
  console.out(`${file}\n`);
  console.error(`For rehearsals only: signed by "${kid}", whose public part is in keys.json\n`);
  return 0;
}

function claimsOf(flags: IssueFlags, now: number): Readonly<Record<string, unknown>> {
  const { days, plan, tenant, clusterUid, addon = [], limit = [] } = flags;
  if (!/^\d{1,4}$/.test(days) || Number(days) < DAYS.least || Number(days) > DAYS.most)
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot issue for "${days}" days: give a whole number from ${DAYS.least} to ${DAYS.most}`,
    );
  const iat = Math.floor(now / 1_000);
  return {
    rehearsal: true,
    jti: randomUUID(),
    iat,
    exp: iat + Number(days) * 86_400,
    plan_id: plan,
    active_addons: addon,
    limits: { users: -1, ...amountsOf(limit, '--limit') },
    ...(tenant === undefined ? {} : { tenant_id: tenant }),
    ...(clusterUid === undefined ? {} : { cluster_uid: clusterUid }),
  };
}

async function keyOf({ directory, algorithm }: IssueFlags): Promise<KeyObject> {
  const file = join(directory, 'private.pem');
  const text = await textIfThere(file);
  if (text !== undefined) {
    try {
      return createPrivateKey(text);
    } catch (cause) {
      throw new OperatorError('ERR_INPUT', `Cannot use "${file}": it is no private key in PEM`, {
        cause,
      });
    }
  }
  const key = GENERATORS[algorithm]();
  await create(file, key.export({ type: 'pkcs8', format: 'pem' }).toString());
  return key;
}

const GENERATORS: Readonly<Record<IssueFlags['algorithm'], () => KeyObject>> = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 3_072 }).privateKey,
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  EdDSA: () => generateKeyPairSync('ed25519').privateKey,
};

function publicPart(
  pem: string,
  directory: string,
): { readonly algorithms: readonly string[]; readonly thumbprint: string } {
  const read = readPublicKey(pem);
  if (read.ok) return read.value;
  throw new OperatorError(
    'ERR_INPUT',
    `Cannot sign with "${join(directory, 'private.pem')}": its public part ${read.error}`,
  );
}

/** Writes a file for its owner alone; never over another. */
async function create(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    throw new OperatorError('ERR_INPUT', `Cannot write "${file}": ${(cause as Error).message}`, {
      cause,
    });
  }
}
