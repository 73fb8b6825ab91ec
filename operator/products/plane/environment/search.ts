import { serviceHost } from '../../../model/names.ts';
import type { Inputs } from '../../product.ts';
import type { PlaneModel } from '../model.ts';
import { secretNames, USER } from '../secrets.ts';

/** Keys of the Secret of a site's own OpenSearch. */
export const SEARCH_KEYS = ['url', 'username', 'password'] as const;

/** Length of the vectors that indices have room for, whether there are any or not. */
export const searchDimension = ({ own }: PlaneModel): string =>
  String(own.ai?.embeddings?.dimension ?? 1536);

/** The search in the variables that the product reads: all of them even where it is off. */
export function searchVariables(
  model: PlaneModel,
  inputs: Inputs,
): Readonly<Record<string, string>> {
  const { search } = model.own;
  const { url, username, password } = login(model, inputs);
  return {
    OPENSEARCH_ENABLED: search === undefined ? '0' : '1',
    OPENSEARCH_URL: url,
    OPENSEARCH_USERNAME: username,
    OPENSEARCH_PASSWORD: password,
    OPENSEARCH_INDEX_PREFIX: search?.external?.indexPrefix ?? '',
    OPENSEARCH_EMBEDDING_DIMENSION: searchDimension(model),
  };
}

/** Where it is and who asks. */
type Login = Readonly<Record<(typeof SEARCH_KEYS)[number], string>>;

function login(model: PlaneModel, inputs: Inputs): Login {
  const { embedded, external } = model.own.search ?? {};
  if (embedded !== undefined)
    return {
      // Without TLS, as everything between parts: OpenSearch serves it so because its start script says so.
      url: `http://${serviceHost(model, 'opensearch')}:9200`,
      username: USER,
      password: inputs.value(secretNames(model).opensearch, 'password'),
    };
  const value = (key: string): string =>
    external === undefined ? '' : inputs.value(external.secretRef.name, key);
  return { url: value('url'), username: value('username'), password: value('password') };
}
