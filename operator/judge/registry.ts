import { ADDRESS_RULES } from './addresses.ts';
import { ANNOTATION_RULES } from './annotations.ts';
import { AUTHORITY_RULES } from './authority.ts';
import { DSN_RULES } from './dsn.ts';
import { ENV_RULES } from './env.ts';
import { HOST_RULES } from './hosts.ts';
import { IMAGE_RULES } from './images.ts';
import { LIST_RULES } from './lists.ts';
import { NAME_RULES } from './names.ts';
import { OBJECT_RULES } from './objects/index.ts';
import { POLICY_RULES } from './policy-rules.ts';
import type { RuleTable } from './rule.ts';
import { TEXT_RULES } from './text.ts';
import { UNSET_RULES } from './unset.ts';
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
  env: ENV_RULES,
  annotation: ANNOTATION_RULES,
  unset: UNSET_RULES,
  object: OBJECT_RULES,
};
