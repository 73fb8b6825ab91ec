import { ADDRESS_RULES } from './addresses.ts';
import { AUTHORITY_RULES } from './authority.ts';
import { DSN_RULES } from './dsn.ts';
import { HOST_RULES } from './hosts.ts';
import { IMAGE_RULES } from './images.ts';
import { LIST_RULES } from './lists.ts';
import { NAME_RULES } from './names.ts';
import { POLICY_RULES } from './policy-rules.ts';
import type { RuleTable } from './rule.ts';
import { TEXT_RULES } from './text.ts';
import { URL_RULES } from './urls.ts';

/** Every rule of the judge. */
export const RULES: RuleTable = {
  text: TEXT_RULES,
  authority: AUTHORITY_RULES,
  host: HOST_RULES,
  name: NAME_RULES,
  address: ADDRESS_RULES,
  url: URL_RULES,
  dsn: DSN_RULES,
  image: IMAGE_RULES,
  list: LIST_RULES,
  policy: POLICY_RULES,
};
