import { MAX_INSTALLATION_NAME } from '../../model/names.ts';
import type { Rule } from '../rule.ts';

/** The name leaves room for the names of children. */
export const nameLength: Rule = {
  id: 'name-length',
  doc: `metadata.name must be at most ${MAX_INSTALLATION_NAME} characters of a-z, 0-9 and "-", beginning with a letter, so that the names of children fit in 63.`,
  reasons: ['NameTooLong'],
  online: false,
  *check({ name }) {
    if (name.length <= MAX_INSTALLATION_NAME && /^[a-z][a-z0-9-]*$/.test(name)) return;
    yield {
      severity: 'refuse',
      rule: 'NameTooLong',
      path: 'metadata.name',
      message: `"${name}" leaves no room for the names of Services and pods`,
      fix: `use at most ${MAX_INSTALLATION_NAME} characters of a-z, 0-9 and "-", beginning with a letter`,
    };
  },
};
