import { KINDS, ref } from '../../api/kinds.ts';
import type { Cluster } from '../../ports/cluster.ts';
import type { Console } from '../print.ts';
import { decrypt } from './bundle.ts';
import type { Bundle } from './bundle.ts';
import { readText } from './files.ts';
import { printKeys } from './fingerprint.ts';
import { nameIn, plan } from './plan.ts';
import type { Step } from './plan.ts';
import { memosOf } from './stored.ts';
import type { Named } from './stored.ts';

/** What is imported, and where to. */
export interface ImportOptions {
  /** File that `keys export` wrote. */
  readonly file: string;
  /** PEM file of the recipient's private key. */
  readonly key: string;
  /** The installation that it came from when left out. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/**
 * `keys import`: brings generated Secrets back that are missing, and keys that a Secret lacks; exit status 1 when
 * something else lies in the place of one.
 *
 * *Guarantees*: no value that is there is changed. All is compared before anything is written; a run that was
 * interrupted is finished by the next.
 */
export async function importKeys(
  options: ImportOptions,
  cluster: Cluster,
  console: Console,
): Promise<number> {
  const { file, key } = options;
  const bundle = await decrypt(
    { file, text: await readText(file) },
    { file: key, text: await readText(key) },
  );
  const to = {
    namespace: options.namespace ?? bundle.namespace,
    name: options.name ?? bundle.installation,
  };
  const steps = await plans(bundle, to, cluster);
  console.out(
    `${file}: keys of PlaneInstallation ${bundle.namespace}/${bundle.installation}, exported by version ${bundle.operatorVersion}\n`,
  );
  console.out(printKeys(steps.flatMap(({ states }) => states)));
  const problems = steps.flatMap((step) => step.problems);
  if (problems.length > 0) {
    console.error(
      `Nothing was imported into ${to.namespace}/${to.name}:\n${problems.map((problem) => `  ${problem}\n`).join('')}`,
    );
    return 1;
  }
  for (const step of steps) {
    await carryOut(step, cluster);
    console.out(`${told(step)}\n`);
  }
  return 0;
}

async function plans(bundle: Bundle, to: Named, cluster: Cluster): Promise<readonly Step[]> {
  const memos = await memosOf(to, cluster);
  return Promise.all(
    bundle.secrets.map(async (bundled) => {
      const name = nameIn(to, bundle, bundled);
      const present = await cluster.read(ref(KINDS.Secret, name, to.namespace));
      return plan({ name, bundled, present, accepted: memos[name] }, to);
    }),
  );
}

/** Both refuse what came into being or changed since it was compared. */
async function carryOut({ action, object }: Step, cluster: Cluster): Promise<void> {
  if (action === 'create') await cluster.create(object);
  if (action === 'add') await cluster.replace(object);
}

function told({ name, action, keys, left, lacking }: Step): string {
  const kept = [
    ...(left.length === 0 ? [] : [`; left as they are: ${left.join(', ')}`]),
    ...(lacking.length === 0 ? [] : [`; NOT IN THE FILE: ${lacking.join(', ')}`]),
  ].join('');
  if (action === 'none') return `Secret ${name}: nothing is missing${kept}`;
  const done = action === 'create' ? 'created' : 'completed';
  return `Secret ${name}: ${done} with ${keys.join(', ')}${kept}`;
}
