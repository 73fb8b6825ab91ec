import type { IncomingHttpHeaders } from 'node:http';

import { ApiError } from '../ports/api-error.ts';
import type { Cause } from '../ports/api-error.ts';

/** `Status` of meta/v1, as far as we read it. */
export interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: {
    readonly causes?: readonly {
      readonly field?: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly retryAfterSeconds?: number;
  };
}

/** Reasons by code, for answers without a `Status`: from a proxy, or of a path that is not served. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Expired',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};
const EXCERPT = 200;

/** The refusal in an answer whose code is not a success. */
export function apiError(answer: {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}): ApiError {
  const { status: code, headers, body } = answer;
  const parsed = parse(body);
  const retryAfter = retryAfterSeconds(headers) ?? parsed?.details?.retryAfterSeconds;
  if (parsed !== undefined) return statusError({ code, ...parsed }, retryAfter);
  const message = body.toString('utf8', 0, EXCERPT).trim();
  return new ApiError({
    code,
    reason: REASONS[code] ?? '',
    message: message === '' ? `API server answered ${code}` : message,
    retryAfter,
  });
}

/** The refusal that a `Status` object tells, alone or inside an ERROR event of a watch. */
export function statusError(status: Status, retryAfter?: number): ApiError {
  const code = status.code ?? 0;
  return new ApiError({
    code,
    reason: status.reason ?? '',
    message: status.message ?? `API server answered ${code}`,
    causes: (status.details?.causes ?? []).map(cause),
    retryAfter: retryAfter ?? status.details?.retryAfterSeconds,
  });
}

const cause = ({
  field,
  reason,
  message = '',
}: {
  readonly field?: string;
  readonly reason?: string;
  readonly message?: string;
}): Cause => ({
  ...(field === undefined ? {} : { field }),
  ...(reason === undefined ? {} : { reason }),
  message,
});

/** Seconds of a Retry-After header. API servers send numbers only, never dates. */
export function retryAfterSeconds(headers: IncomingHttpHeaders): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function parse(body: Buffer): Status | undefined {
  if (body[0] !== 0x7b) return undefined;
  try {
    const status = JSON.parse(body.toString('utf8')) as Status & { readonly kind?: string };
    return status.kind === 'Status' ? status : undefined;
  } catch {
    return undefined;
  }
}
