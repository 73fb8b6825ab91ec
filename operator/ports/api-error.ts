/** One entry of `status.details.causes`: which field, and what is wrong with it. */
export interface Cause {
  readonly field?: string;
  readonly reason?: string;
  readonly message: string;
}

/** A refusal by the API server, parsed from its `Status` object. */
export class ApiError extends Error {
  /** HTTP status, 0 when there was no answer. */
  readonly code: number;
  /** `NotFound`, `Conflict`, `Invalid`, `Forbidden`, `Expired`, `TooManyRequests` … */
  readonly reason: string;
  readonly causes: readonly Cause[];
  /** Seconds the server asks us to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    status: {
      readonly code: number;
      readonly reason: string;
      readonly message: string;
      readonly causes?: readonly Cause[];
      readonly retryAfter?: number | undefined;
    },
    options?: ErrorOptions,
  ) {
    super(status.message, options);
    this.name = 'ApiError';
    this.code = status.code;
    this.reason = status.reason;
    this.causes = status.causes ?? [];
    this.retryAfter = status.retryAfter;
  }
}

/** Whether an error is a refusal by the API server, of one of these reasons if any are named. */
export function isApiError(error: unknown, ...reasons: readonly string[]): error is ApiError {
  return error instanceof ApiError && (reasons.length === 0 || reasons.includes(error.reason));
}
