import type { Seed } from '../../products/product.ts';
import type { Rule } from '../rule.ts';

/** A field that the product reads once says what it said then: anything else would look as if it were so. */
export const seeds: Rule = {
  id: 'seeds',
  doc: 'Fields that the product reads only when it first starts say what they said when a spec was first accepted.',
  reasons: ['SeedChanged'],
  online: true,
  *check({ spec, product, facts }) {
    const first = facts.accepted?.seeds;
    if (first === undefined) return;
    for (const { path, value, where } of product.seeds(spec[product.member])) {
      const was = first[path];
      if (was === undefined || was === value) continue;
      yield {
        severity: 'note',
        rule: 'SeedChanged',
        path,
        message: `was ${was} when a spec was first accepted and is ${value} now; the product has kept its own value since it first started`,
        fix: `change it ${where}; to end this note, set the field back to what it was`,
      };
    }
  },
};

/** What the record of acceptance keeps of seeds: value by path. */
export const seedsKept = (seeds: readonly Seed[]): Readonly<Record<string, string>> =>
  Object.fromEntries(seeds.map(({ path, value }) => [path, value]));
