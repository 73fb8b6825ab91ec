import type { Finding } from '../../../api/finding.ts';
import type { Inputs } from '../../product.ts';
import { SEARCH_KEYS } from '../environment/search.ts';
import type { PlaneModel } from '../model.ts';
import { awaited } from '../../shared/checks/finding.ts';
import { wrongUrl } from '../../shared/checks/url.ts';

const PATH = 'spec.plane.search.external.secretRef';

/** The Secret of a site's own OpenSearch holds values of the right form. */
export function* search({ own }: PlaneModel, inputs: Inputs): Iterable<Finding> {
  const external = own.search?.external;
  if (external === undefined) return;
  for (const key of SEARCH_KEYS) {
    const { wrong, fix } = RULES[key];
    const problem = wrong(inputs.value(external.secretRef.name, key));
    if (problem !== undefined)
      yield awaited({ path: PATH, message: `key "${key}" ${problem}`, fix });
  }
}

interface ValueRule {
  readonly wrong: (text: string) => string | undefined;
  readonly fix: string;
}

const credential: ValueRule = {
  wrong: (text) => (text === text.trim() ? undefined : 'begins or ends with white space'),
  fix: 'use the value alone, without a line end',
};

const RULES: Readonly<Record<(typeof SEARCH_KEYS)[number], ValueRule>> = {
  url: {
    wrong: (text) => wrongUrl(text, { schemes: ['https', 'http'], bare: true }),
    fix: 'use https://host:port; user and password have keys of their own',
  },
  username: credential,
  password: credential,
};
