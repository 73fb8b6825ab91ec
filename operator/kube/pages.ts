import type { Kind } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import { isApiError } from '../ports/api-error.ts';
import type { ListOptions } from '../ports/cluster.ts';
import { collectionPath, METADATA_LIST, withQuery } from './paths.ts';
import type { Transport } from './transport.ts';

/** Objects a request: at 11 KB each some 5 MB, which parse in some 20 ms. */
const PAGE = 500;

/** One page of a list. */
export interface Page {
  readonly items: readonly KubeObject[];
  /** Of the whole list, the same on each page. */
  readonly resourceVersion: string;
}

interface List {
  readonly metadata: { readonly continue?: string; readonly resourceVersion?: string };
  readonly items: readonly KubeObject[] | null;
}

/** Gives a list page by page. Throws ApiError Expired when paging took longer than the server keeps a version. */
export async function* pages(
  transport: Transport,
  kind: Kind,
  options: ListOptions,
): AsyncGenerator<Page> {
  const { namespace, labelSelector, metadataOnly = false, signal } = options;
  let next: string | undefined;
  do {
    const path = withQuery(collectionPath(kind, namespace), {
      labelSelector,
      limit: PAGE,
      continue: next,
    });
    const { body } = await transport.request('GET', path, {
      signal,
      resource: kind.plural,
      ...(metadataOnly ? { accept: METADATA_LIST } : {}),
    });
    const { metadata, items } = JSON.parse(body.toString('utf8')) as List;
    yield {
      items: (items ?? []).map((item) => typed(item, kind)),
      resourceVersion: metadata.resourceVersion ?? '',
    };
    next = metadata.continue === '' ? undefined : metadata.continue;
  } while (next !== undefined);
}

/** Every page at once. A list that expires between its pages begins anew, three times at most. */
export async function allPages(
  transport: Transport,
  kind: Kind,
  options: ListOptions,
): Promise<readonly KubeObject[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const found: KubeObject[] = [];
      for await (const { items } of pages(transport, kind, options)) found.push(...items);
      return found;
    } catch (error) {
      if (attempt === 3 || !isApiError(error, 'Expired', 'Gone')) throw error;
    }
  }
}

/** Items of lists and of metadata-only answers do not say what they are. */
export const typed = (object: KubeObject, { apiVersion, kind }: Kind): KubeObject => {
  if (object.apiVersion === apiVersion && object.kind === kind) return object;
  return { ...object, apiVersion, kind };
};
