/** One question to a running product, over HTTP inside the cluster. */
export interface WebRequest {
  readonly method: 'GET' | 'POST';
  /** `http://atlas-server.atlas.svc:3000/api/admin/license`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer of any status that was read to its end, or why there is none. Never a part of an answer. */
export type WebAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | {
      readonly kind: 'failed';
      readonly why: 'unreachable' | 'slow' | 'oversized' | 'redirected';
      /** For people; holds nothing that was sent, and nothing of what was answered. */
      readonly message: string;
    };

/** Asks products. */
export interface Web {
  /** *Guarantees*: bounded in time and size, follows no redirect, uses no proxy, and never rejects. */
  ask(request: WebRequest, signal?: AbortSignal): Promise<WebAnswer>;
}
