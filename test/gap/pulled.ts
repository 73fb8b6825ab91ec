import { isDigest } from '../../operator/oci/digest.ts';
import { childrenOf, readDocument } from '../../operator/oci/document.ts';
import { roleOf } from '../../operator/oci/media-types.ts';
import { getManifest, hasBlob } from '../../operator/registry/repository.ts';
import type { Registry, RegistryOptions } from '../../operator/registry/client.ts';
import type { Pictures } from '../support/pictures.ts';
import { plainRegistry } from './direct.ts';

/**
 * What is wrong with images in a registry: a tag that leads to nothing or to something else, a manifest without its blobs.
 * A tag that is not there is said, and ends in "is not there".
 */
// eslint-disable-next-line max-params -- the last one is for one caller
export async function whatIsWrong(
  host: string,
  prefix: string,
  { roots }: Pick<Pictures, 'roots'>,
  reach: Partial<RegistryOptions> = {},
): Promise<readonly string[]> {
  const { registry } = plainRegistry(host, reach);
  const wrong: string[] = [];
  try {
    for (const { name, descriptor } of roots) {
      const [path = '', tag = ''] = name.split(':');
      const found = await getManifest({ registry, repository: `${prefix}/${path}` }, tag);
      if (found === undefined) wrong.push(`${name} is not there`);
      else if (found.digest !== descriptor.digest) wrong.push(`${name} is ${found.digest}`);
      else wrong.push(...(await below(registry, `${prefix}/${path}`, found.digest)));
    }
    return wrong;
  } finally {
    registry.close();
  }
}

/** What a manifest names and its repository does not hold. */
async function below(
  registry: Registry,
  repository: string,
  digest: string,
): Promise<readonly string[]> {
  const found = await getManifest({ registry, repository }, digest);
  if (found === undefined) return [`${repository}@${digest} is named and absent`];
  const document = readDocument(found.bytes, found.mediaType);
  const children = document.ok ? childrenOf(document.value) : document;
  if (!children.ok) return [children.error];
  const wrong: string[] = [];
  for (const child of children.value) {
    if (roleOf(child.mediaType) !== 'blob')
      wrong.push(...(await below(registry, repository, child.digest)));
    else if (!isDigest(child.digest) || !(await hasBlob({ registry, repository }, child.digest)))
      wrong.push(`${repository} lacks ${child.digest}`);
  }
  return wrong;
}
