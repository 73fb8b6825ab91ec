/** Codes of failures that a caller is expected to tell apart. */
export type ErrorCode =
  | 'ERR_BUNDLE'
  | 'ERR_CONFIG'
  | 'ERR_INPUT'
  | 'ERR_LEADERSHIP_LOST'
  | 'ERR_NOT_CONNECTED'
  | 'ERR_REGISTRY'
  | 'ERR_TIMEOUT'
  | 'ERR_UNSUPPORTED_KIND';

/** A failure of the world around us: retried with backoff, never shown as the user's mistake. */
export class OperatorError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperatorError';
    this.code = code;
  }
}
