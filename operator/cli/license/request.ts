import { KINDS, ref } from '../../api/kinds.ts';
import type { InstallationStatus } from '../../api/status.ts';
import { OperatorError } from '../../lib/errors.ts';
import type { Cluster } from '../../ports/cluster.ts';
import { PROGRAM_VERSION } from '../../runtime/version.ts';
import type { Console } from '../print.ts';

/** For which installation a licence is asked. */
export interface RequestOptions {
  readonly namespace: string;
  readonly name: string;
  /** Where status names no tenant yet. */
  readonly tenant: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Spec {
  readonly product?: string;
  readonly version?: string;
  readonly domain?: string;
  readonly license?: { readonly plan?: string };
}

/**
 * `license request`: what a vendor needs to issue a licence, as JSON. Nothing of it is secret: identifiers, dates, and how
 * many pods run. People and credits are counted by the product alone.
 */
export async function request(
  { namespace, name, tenant, now }: RequestOptions,
  cluster: Cluster,
  console: Console,
): Promise<number> {
  const found = await cluster.read(ref(KINDS.PlaneInstallation, name, namespace));
  if (found === undefined)
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot find PlaneInstallation ${namespace}/${name}: there is none`,
    );
  const system = await cluster.read(ref(KINDS.Namespace, 'kube-system'));
  const asked = {
    kind: 'LicenseRequest',
    made: `${new Date(now).toISOString().slice(0, 19)}Z`,
    operator: PROGRAM_VERSION,
    clusterUid: system?.metadata.uid,
    ...installed(found['spec'] ?? {}, found['status'] ?? {}),
    ...(tenant === undefined ? {} : { tenant }),
  };
  console.out(`${JSON.stringify(asked, undefined, 2)}\n`);
  return 0;
}

const installed = (spec: Spec, status: InstallationStatus): object => ({
  tenant: status.license?.tenant,
  product: spec.product,
  version: status.version ?? spec.version,
  domain: spec.domain,
  plan: spec.license?.plan ?? status.license?.plan,
  inUse: (status.components ?? []).flatMap((part) =>
    part.desired === undefined ? [] : [{ part: part.name, pods: part.desired }],
  ),
  current: currentOf(status),
});

function currentOf({ license }: InstallationStatus): object | undefined {
  if (license === undefined) return undefined;
  const { state, jti, plan, addons, limits, expires, keyId } = license;
  return { state, jti, plan, addons, limits, expires, keyId };
}
