import type { Finding } from '../../../api/finding.ts';
import type { Inputs } from '../../product.ts';
import { aiDatabaseUrl, databaseUrl } from '../connections.ts';
import type { Ai } from '../environment/ai.ts';
import type { PlaneModel } from '../model.ts';
import { awaited, refused } from '../../shared/checks/finding.ts';
import type { Problem } from '../../shared/checks/finding.ts';
import { wrongUrl } from '../../shared/checks/url.ts';

/** Plane AI has what it cannot do without. */
export function* ai(model: PlaneModel): Iterable<Finding> {
  const { ai: asked, search } = model.own;
  if (asked === undefined) return;
  if (search === undefined) yield refused(NO_SEARCH);
  if (asked.database === undefined && model.database.kind === 'external')
    yield refused(NO_DATABASE);
  const { model: name = '', endpoint } = asked.embeddings ?? {};
  if (endpoint !== undefined && !name.startsWith('openai/'))
    yield refused({
      path: 'spec.plane.ai.embeddings.model',
      message: `"${name}" is not asked for at an endpoint that is compatible with OpenAI`,
      fix: 'use a name that begins with openai/, or deploy the model in OpenSearch and give its modelID',
    });
}

const NO_SEARCH: Problem = {
  path: 'spec.plane.ai',
  message: 'Plane AI finds what it answers with in OpenSearch, and spec.plane.search is not set',
  fix: 'set spec.plane.search.embedded or spec.plane.search.external',
};

const NO_DATABASE: Problem = {
  path: 'spec.plane.ai.database',
  message: "the database is the site's own, and no second one is given for Plane AI",
  fix: 'make an empty database beside it and name a Secret with its URL',
};

const DATABASE = 'spec.plane.ai.database.secretRef';

/** Secrets of Plane AI hold values of the right form. */
export function* aiValues(model: PlaneModel, inputs: Inputs): Iterable<Finding> {
  const { ai: asked } = model.own;
  if (asked === undefined) return;
  if (asked.database !== undefined) {
    const url = aiDatabaseUrl(model, inputs);
    const problem = wrongUrl(url, FORM) ?? sharedWith(url, model, inputs);
    if (problem !== undefined)
      yield awaited({ path: DATABASE, message: `the connection URL ${problem}`, fix: FIX });
  }
  for (const [path, ref] of keysOf(asked)) {
    const value = inputs.value(ref.name, ref.key ?? 'apiKey');
    if (/\s/.test(value))
      yield awaited({
        path,
        message: `key "${ref.key ?? 'apiKey'}" holds white space`,
        fix: 'use the value alone, without a line end',
      });
  }
}

const FORM = { schemes: ['postgresql', 'postgres'], needs: ['user', 'database'] } as const;
const FIX =
  'use postgresql://user:password@host:port/database of a database for Plane AI alone, user and password percent-encoded';

/** Both would keep their tables in the same place. */
function sharedWith(url: string, model: PlaneModel, inputs: Inputs): string | undefined {
  if (model.database.kind !== 'external') return undefined;
  const plane = databaseUrl(model, inputs);
  return URL.canParse(plane) && placeOf(plane) === placeOf(url)
    ? "names Plane's own database"
    : undefined;
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port === '' ? '5432' : port}${pathname}`;
}

type KeyRef = NonNullable<Ai['model']['secretRef']>;

function* keysOf({ model, embeddings }: Ai): Iterable<readonly [path: string, ref: KeyRef]> {
  if (model.secretRef !== undefined) yield ['spec.plane.ai.model.secretRef', model.secretRef];
  const ref = embeddings?.endpoint?.secretRef;
  if (ref !== undefined) yield ['spec.plane.ai.embeddings.endpoint.secretRef', ref];
}
