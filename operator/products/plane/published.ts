import { sha256 } from '../../lib/digest.ts';

/**
 * SHA-256 of what the vendor's chart sets where nobody says otherwise: anybody can look these values up.
 * Source: values.yaml of the vendor's chart 3.5.1.
 */
const CONSTANTS: ReadonlySet<string> = new Set([
  // SECRET_KEY
  '04eae10378b0a2d1c7c4cb7a5435b3b39d6064d992493456850da739cf87d66d',
  // AES_SECRET_KEY
  'a13d0de8c50827b97a1e54ef6e36d4ee058da74cd6472ce536c155a1f4148ab6',
  // LIVE_SERVER_SECRET_KEY
  'e240a293b0f598f29e5bdabbd4e3cdf0bd48beb1be8b28869cc1864713c26f6c',
  // PI_INTERNAL_SECRET
  '877014a924274c2686fac9b06afbb25c62023e070a92bb1d824c7007f6a5d69e',
  // SILO_HMAC_SECRET_KEY
  '7a9f6fa74b4863d64755f6b98689d89c33b377a4965930004b8b64061a4abf06',
  // CURSOR_WEBHOOK_SECRET
  '2b746b552a7519471cc6e87a4a7fc60bed940b690638dc3eaed679c652523e9c',
  // Password of OpenSearch
  'b4b12673bfde056bb6583a14f3056ff3464610a84a82b1e51ed94899f519c660',
]);

/** SHA-256 of passwords that are words, and mean nothing where they stand for something else. */
const PASSWORDS: ReadonlySet<string> = new Set([
  // PostgreSQL and RabbitMQ
  'fad900280ce54a04da3b698f1a7783717b466fedd3ded41fe5fc5a3686f1b180',
  // MinIO
  '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
]);

/** Keys of Secrets that hold a password, by their name. */
const HOLDS_PASSWORD = /pass|secret|token/i;

/** Whether a key of a Secret holds a value that the vendor publishes, as it is or as the password of a URL. */
export const isPublished = (key: string, value: string): boolean =>
  CONSTANTS.has(sha256(value)) ||
  (HOLDS_PASSWORD.test(key) && PASSWORDS.has(sha256(value))) ||
  passwordsOf(value)
    .map(sha256)
    .some((password) => CONSTANTS.has(password) || PASSWORDS.has(password));

/** PostgreSQL takes the password as a parameter as well. */
function passwordsOf(value: string): readonly string[] {
  if (!URL.canParse(value)) return [];
  const { password, searchParams } = new URL(value);
  return [decoded(password), ...searchParams.getAll('password')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
