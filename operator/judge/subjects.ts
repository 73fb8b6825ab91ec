import type { ListName, Policy } from './policy.ts';
import type { DsnScheme } from './tables/dsn.ts';
import type { ListKind } from './tables/lists.ts';

/** `host[:port]` of a text, not yet looked at. */
export interface Authority {
  /** What stands there, without user and password. */
  readonly text: string;
  /** Whether a user stood in front. */
  readonly userinfo: boolean;
}

/** A URL taken apart at its own delimiters; nothing is decoded. */
export interface UrlParts {
  /** As written, without the colon; undefined when no scheme with `//` begins the text. */
  readonly scheme: string | undefined;
  readonly authority: string;
  /** Path, query and fragment. */
  readonly rest: string;
}

/** A DSN taken apart; nothing is decoded. */
export interface DsnParts {
  readonly text: string;
  readonly scheme: string | undefined;
  readonly of: DsnScheme | undefined;
  /** User and password; undefined without an @ in the authority. */
  readonly userinfo: string | undefined;
  /** One or several `host[:port]`. */
  readonly hosts: string;
  readonly path: string;
  /** Behind the question mark; undefined without one. */
  readonly query: string | undefined;
}

/** A reference to an image: everything before the first slash, and what follows. */
export interface ImageParts {
  readonly text: string;
  readonly registry: string;
  /** Repository, tag and digest. */
  readonly rest: string;
}

/** One entry of a list. */
export interface ListEntry {
  readonly text: string;
  readonly kind: ListKind;
}

/** An entry of a list of a policy, and the policy around it. */
export interface PolicyEntry {
  readonly list: ListName;
  /** As written. */
  readonly entry: string;
  /** In canonical form. */
  readonly text: string;
  readonly policy: Policy;
}

/** One variable of the environment. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** One annotation, its value without quotes. */
export interface Annotation {
  readonly key: string;
  readonly value: string;
}
