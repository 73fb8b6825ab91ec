import type { Finding } from '../api/finding.ts';
import { readAccepted } from '../apply/accept.ts';
import { SecretReader } from '../observe/secrets.ts';
import { snapshot } from '../observe/snapshot.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Product } from '../products/product.ts';
import { judge } from '../reconcile/candidate.ts';
import { systemClock } from '../runtime/system.ts';
import type { Manifest } from './input.ts';
import { readInput, readPolicySpec } from './input.ts';
import { checkOffline } from './offline.ts';
import { printFindings } from './print.ts';
import type { Console } from './print.ts';

/** How `check` looks and prints. */
export interface CheckOptions {
  /** A file, a folder, or - for standard input. */
  readonly file: string;
  /** File with the AirgapPolicy; offline alone. */
  readonly policy?: string | undefined;
  readonly output: 'text' | 'json';
  /** Undefined checks offline. */
  readonly cluster: Cluster | undefined;
}

/** `check -f`: what would be refused or waited for; exit status 1 when anything would be. */
export async function check(
  { file, policy: policyFile, output, cluster }: CheckOptions,
  products: readonly Product[],
  console: Console,
): Promise<number> {
  const { manifests, policy: among } = await readInput(file);
  const policy = policyFile === undefined ? among : await readPolicySpec(policyFile);
  const judged: { readonly manifest: Manifest; readonly findings: readonly Finding[] }[] = [];
  for (const manifest of manifests) {
    judged.push({
      manifest,
      findings:
        cluster === undefined
          ? checkOffline(manifest, products, policy)
          : await checkOnline(manifest, products, cluster),
    });
  }
  console.out(
    output === 'json'
      ? asJson(judged)
      : judged.map(({ manifest, findings }) => printFindings(manifest, findings)).join(''),
  );
  if (output === 'text' && cluster === undefined) {
    console.out(
      `Checked offline: Secrets, classes and issuers of the cluster were not looked at${policy === undefined ? ', and no host was judged: give the AirgapPolicy with --policy' : ''}.\n`,
    );
  }
  return judged.some(({ findings }) => findings.some(({ severity }) => severity !== 'note'))
    ? 1
    : 0;
}

/** Everything that a pass would find, by the same code, without writing anything. */
async function checkOnline(
  manifest: Manifest,
  products: readonly Product[],
  cluster: Cluster,
): Promise<readonly Finding[]> {
  const offline = checkOffline(manifest, products);
  if (offline.some(({ severity }) => severity === 'refuse')) return offline;
  const { name, namespace, spec } = manifest;
  const cache = await snapshot(cluster, namespace);
  const installed = cache.installation(namespace, name);
  const record = installed === undefined ? undefined : await readAccepted(installed, cluster);
  const identity = { name, namespace, uid: installed?.uid ?? '' };
  const secrets = new SecretReader(cluster, cache);
  const world = { cluster, cache, secrets, clock: systemClock, products };
  const { findings } = await judge(spec, {
    identity,
    accepted: record?.accepted,
    onceAccepted: installed?.status?.acceptedGeneration !== undefined,
    asksApiServices: true,
    world,
  });
  return findings;
}

const asJson = (
  judged: readonly { readonly manifest: Manifest; readonly findings: readonly Finding[] }[],
): string =>
  `${JSON.stringify(
    judged.map(({ manifest: { source, namespace, name }, findings }) => ({
      source,
      namespace,
      name,
      findings,
    })),
    null,
    2,
  )}\n`;
