import { writeFile } from 'node:fs/promises';

import { CLI_MANAGER, EXPORTED_ANNOTATION } from '../../api/group.ts';
import { OperatorError } from '../../lib/errors.ts';
import { remember, sealOf } from '../../model/key-memo.ts';
import type { Cluster } from '../../ports/cluster.ts';
import { PROGRAM_VERSION } from '../../runtime/version.ts';
import type { Console } from '../print.ts';
import { encrypt } from './bundle.ts';
import type { Bundle, BundledSecret } from './bundle.ts';
import { readText } from './files.ts';
import { recipientOf } from './recipient.ts';
import { dataOf, decoded, keyStates, storedSecrets } from './stored.ts';
import type { Named, NotedSecret } from './stored.ts';

/** What is exported, for whom, and where to. */
export interface ExportOptions extends Named {
  /** PEM file of the recipient's certificate. */
  readonly certificate: string;
  /** File to write, which must not exist; standard output when undefined. */
  readonly output: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * `keys export`: all generated Secrets of an installation, encrypted for the holder of a certificate's private key.
 *
 * *Guarantees*: an incomplete export is not written. That it was exported is noted on each Secret once the file is there.
 */
export async function exportKeys(
  options: ExportOptions,
  cluster: Cluster,
  console: Console,
): Promise<number> {
  const { namespace, name, certificate, output, now } = options;
  const recipient = recipientOf(certificate, await readText(certificate), now);
  const secrets = await storedSecrets(options, cluster);
  refuseIncomplete(options, secrets);
  const bundled = secrets.map(bundle);
  const content: Bundle = {
    kind: 'PlaneKeys',
    version: 1,
    installation: name,
    namespace,
    operatorVersion: PROGRAM_VERSION,
    secrets: bundled,
  };
  await write(`${await encrypt(content, recipient)}\n`, output, console);
  await note(secrets, namespace, cluster);
  const keys = bundled.reduce((sum, { data }) => sum + Object.keys(data).length, 0);
  console.error(
    `Exported ${keys} keys of ${bundled.length} Secrets of ${namespace}/${name} for "${recipient.subject}" (key ${recipient.keyId})${output === undefined ? '' : ` to ${output}`}\n`,
  );
  return 0;
}

function refuseIncomplete({ namespace, name }: Named, secrets: readonly NotedSecret[]): void {
  const wrong = secrets
    .flatMap(keyStates)
    .filter(({ state }) => state === 'MISSING' || state === 'CHANGED');
  if (wrong.length === 0) return;
  const list = wrong.map(({ secret, key, state }) => `${secret} ${key} is ${state}`).join(', ');
  throw new OperatorError(
    'ERR_INPUT',
    `Cannot export the keys of ${namespace}/${name}: ${list}; see "plane-operator explain KeysMissing" and KeysChanged`,
  );
}

const bundle = ({ name, memo, object }: NotedSecret): BundledSecret => ({
  name,
  type: typeof object?.['type'] === 'string' ? object['type'] : 'Opaque',
  labels: { ...object?.metadata.labels },
  salt: memo.salt,
  irreplaceable: Object.keys(memo.fingerprints),
  data: { ...dataOf(object) },
});

async function write(text: string, output: string | undefined, console: Console): Promise<void> {
  if (output === undefined) {
    console.out(text);
    return;
  }
  try {
    // For its owner alone, and never in the place of an older export.
    await writeFile(output, text, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new OperatorError('ERR_INPUT', `Cannot write "${output}": ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Notes what was exported: the seal of these very values, whatever they have become meanwhile. */
async function note(
  secrets: readonly NotedSecret[],
  namespace: string,
  cluster: Cluster,
): Promise<void> {
  for (const { name, memo, object } of secrets) {
    const values = Object.fromEntries(
      Object.entries(dataOf(object)).map(([key, value]) => [key, decoded(value)]),
    );
    const exported = remember(
      { salt: memo.salt, fingerprints: {} },
      Object.keys(memo.fingerprints),
      values,
    );
    await cluster.apply(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name,
          namespace,
          uid: object?.metadata.uid ?? '',
          annotations: { [EXPORTED_ANNOTATION]: sealOf(exported) },
        },
      },
      { manager: CLI_MANAGER },
    );
  }
}
