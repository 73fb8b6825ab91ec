import { parse } from 'tldts';

/**
 * Whether a name is a public suffix: a domain below which anybody may register (com, co.uk).
 * The Public Suffix List with its private part, as the package carries it.
 */
export function isPublicSuffix(name: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(name, SETTINGS);
  return publicSuffix === name && (isIcann === true || isPrivate === true);
}

/** Whether the last label of a name is a top-level domain of the internet. */
export function hasPublicTld(name: string): boolean {
  return parse(name.slice(name.lastIndexOf('.') + 1), SETTINGS).isIcann === true;
}

const SETTINGS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };
