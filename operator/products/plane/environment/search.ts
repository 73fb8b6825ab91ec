import { serviceHost } from '../../../model/names.ts';
import type { Inputs } from '../../product.ts';
import type { PlaneModel } from '../model.ts';
import { secretNames, USER } from '../secrets.ts';

/** Keys of the Secret of a site's own OpenSearch. */
export const SEARCH_KEYS = ['url', 'username', 'password'] as const;

/** Length of the vectors that indices have room for, where the spec gives none. */
export const DIMENSION = '1536';

/** The search in the variables that the product reads: all of them even where it is off. */
export function searchVariables(
  model: PlaneModel,
  inputs: Inputs,
): Readonly<Record<string, string>> {
  const { embedded, external } = model.own.search ?? {};
  if (embedded !== undefined)
    return variables('1', {
      // Without TLS, as everything between parts: OpenSearch serves it so because its start script says so.
      url: `http://${serviceHost(model, 'opensearch')}:9200`,
      username: USER,
      password: inputs.value(secretNames(model).opensearch, 'password'),
    });
  if (external === undefined) return variables('0', { url: '', username: '', password: '' });
  const value = (key: string): string => inputs.value(external.secretRef.name, key);
  return variables('1', {
    url: value('url'),
    username: value('username'),
    password: value('password'),
    prefix: external.indexPrefix,
  });
}

const variables = (
  enabled: '0' | '1',
  {
    url,
    username,
    password,
    prefix = '',
  }: Readonly<Record<(typeof SEARCH_KEYS)[number], string>> & {
    readonly prefix?: string | undefined;
  },
): Readonly<Record<string, string>> => ({
  OPENSEARCH_ENABLED: enabled,
  OPENSEARCH_URL: url,
  OPENSEARCH_USERNAME: username,
  OPENSEARCH_PASSWORD: password,
  OPENSEARCH_INDEX_PREFIX: prefix,
  OPENSEARCH_EMBEDDING_DIMENSION: DIMENSION,
});
