import { judgeDsn } from './dsn.ts';
import { judgeHostPort } from './host-ports.ts';
import type { Bench } from './rule.ts';
import { DSN_SCHEMES } from './tables/dsn.ts';
import { PLAIN_TRANSPORTS } from './tables/transports.ts';
import { HTTP_SCHEMES, judgeUrl, splitUrl } from './urls.ts';
import { refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Whether a text that names a server in some way stays inside: a URL, a connection string, or host[:port]. */
export function judgeEndpoint(text: string, bench: Bench): Verdict {
  const { scheme, authority } = splitUrl(text);
  const lower = scheme?.toLowerCase();
  if (lower === undefined) return judgeHostPort(text, bench);
  if (HTTP_SCHEMES.includes(lower)) return judgeUrl(text, bench);
  if (Object.hasOwn(DSN_SCHEMES, lower)) return judgeDsn(text, bench);
  if (PLAIN_TRANSPORTS.includes(lower)) return judgeHostPort(authority, bench);
  return refuse('SchemeNotAllowed', {
    is: 'the scheme is none that is known to name its host plainly',
    accept: 'use http, https, or the scheme of a known store',
  });
}

/** The URL of a Sentry server, which carries a public key in front of the host. */
export function judgeSentryDsn(text: string, bench: Bench): Verdict {
  const match = /^(https?:\/\/)[A-Za-z0-9]+(?::[A-Za-z0-9]+)?@([^@]*)$/i.exec(text);
  return judgeUrl(match === null ? text : `${match[1] ?? ''}${match[2] ?? ''}`, bench);
}
