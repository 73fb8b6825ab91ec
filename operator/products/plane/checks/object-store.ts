import type { Finding } from '../../../api/finding.ts';
import type { Inputs } from '../../product.ts';
import { OBJECT_STORE_KEYS } from '../connections.ts';
import type { PlaneModel } from '../model.ts';
import { awaited } from '../../shared/checks/finding.ts';
import { wrongUrl } from '../../shared/checks/url.ts';

const PATH = 'spec.plane.objectStore.external.secretRef';

/** The Secret of an external object store holds values of the right form. */
export function* objectStore({ own }: PlaneModel, inputs: Inputs): Iterable<Finding> {
  const { external } = own.objectStore;
  if (external === undefined) return;
  for (const key of OBJECT_STORE_KEYS) {
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

const matches =
  (form: RegExp, problem: string) =>
  (text: string): string | undefined =>
    form.test(text) ? undefined : problem;

const credential: ValueRule = {
  wrong: matches(/^\S+$/, 'holds white space'),
  fix: 'use the value alone, without a line end',
};

const RULES: Readonly<Record<(typeof OBJECT_STORE_KEYS)[number], ValueRule>> = {
  endpoint: {
    wrong: (text) => wrongUrl(text, { schemes: ['https', 'http'], bare: true }),
    fix: 'use https://host or https://host:port; browsers reach it by the same name',
  },
  region: {
    wrong: matches(/^[a-z0-9][a-z0-9-]*$/, 'is no name of a region'),
    fix: 'use a-z, 0-9 and "-", for example us-east-1, which most stores accept',
  },
  bucket: {
    wrong: matches(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is no name of a bucket'),
    fix: 'use 3 to 63 characters of a-z, 0-9, "." and "-"',
  },
  accessKeyId: credential,
  secretAccessKey: credential,
};
