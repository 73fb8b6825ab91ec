/** What a connection URL has to be. */
export interface UrlRule {
  readonly schemes: readonly string[];
  /** Parts beside the host that must be there. */
  readonly needs?: readonly ('user' | 'database')[];
  /** Parts that must not be there. */
  readonly bare?: boolean;
}

/** What is wrong with a URL, without repeating any of it: it holds a password. */
export function wrongUrl(text: string, rule: UrlRule): string | undefined {
  if (text !== text.trim()) return 'begins or ends with white space';
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  return wrongScheme(url, rule) ?? wrongAuthority(url, rule) ?? wrongRest(url, rule);
}

function wrongScheme({ protocol }: URL, { schemes }: UrlRule): string | undefined {
  const scheme = protocol.slice(0, -1);
  return schemes.includes(scheme) ? undefined : `has the scheme "${scheme}"`;
}

function wrongAuthority(url: URL, { needs = [], bare }: UrlRule): string | undefined {
  const { hostname, username, password } = url;
  if (hostname === '') return 'names no host';
  if (needs.includes('user') && username === '') return 'names no user';
  if (bare === true && username + password !== '') return 'holds a user or password';
  return [username, password].every(isEncoded)
    ? undefined
    : 'has a "%" in user or password that begins no percent-encoded character';
}

function wrongRest({ pathname, search, hash }: URL, rule: UrlRule): string | undefined {
  const path = pathname.replace(/^\//, '');
  if (rule.needs?.includes('database') === true && path === '') return 'names no database';
  if (rule.bare === true && path + search + hash !== '') return 'has a path or query';
  return undefined;
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
