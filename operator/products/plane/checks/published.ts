import type { Finding } from '../../../api/finding.ts';
import type { CheckInput, Inputs, Reference } from '../../product.ts';
import type { PlaneModel } from '../model.ts';
import { isPublished } from '../published.ts';
import { references } from '../references.ts';
import type { PlaneSpec } from '../spec/index.ts';

/** One value of one Secret, and the field by which it comes in. */
interface Place {
  readonly path: string;
  readonly secret: string;
  readonly key: string;
  readonly value: string;
}

/** No Secret that a user brings holds a value that the vendor publishes as a default. */
export function* published({ model, inputs, kept = {} }: CheckInput<PlaneSpec>): Iterable<Finding> {
  for (const { path, secret, key, value } of [...brought(kept), ...named(model, inputs)]) {
    if (!isPublished(key, value)) continue;
    yield {
      severity: 'wait',
      rule: 'PublishedSecret',
      path,
      message: `key "${key}" of Secret "${secret}" holds a value that the vendor publishes as a default`,
      fix: 'give it a random value of your own, and the store behind it as well where it is a password',
    };
  }
}

/** Secrets that the operator would make, had nobody brought them: their name follows from the installation's. */
const brought = (kept: NonNullable<CheckInput<PlaneSpec>['kept']>): readonly Place[] =>
  Object.entries(kept).flatMap(([secret, values]) =>
    Object.entries(values).map(([key, value]) => ({ path: 'metadata.name', secret, key, value })),
  );

function named(model: PlaneModel, inputs: Inputs | undefined): readonly Place[] {
  if (inputs === undefined) return [];
  return [...database(model), ...references(model)].flatMap((reference) =>
    reference.kind === 'Secret'
      ? reference.keys.map((key) => ({
          path: reference.path,
          secret: reference.name,
          key,
          value: inputs.value(reference.name, key),
        }))
      : [],
  );
}

/** The shared field whose value is a login. */
const database = ({ database: store }: PlaneModel): readonly Reference[] =>
  store.kind === 'external'
    ? [
        {
          kind: 'Secret',
          path: 'spec.database.external.secretRef',
          name: store.secret.name,
          keys: [store.secret.key],
        },
      ]
    : [];
