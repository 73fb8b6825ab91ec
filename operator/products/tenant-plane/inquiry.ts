import type { Verdict } from '../../api/verdict.ts';
import type { Inquiry, Question } from '../product.ts';
import type { TenantPlaneModel } from './model.ts';
import { SERVER_PORT } from './parts/server.ts';

/** What the running server is asked: whether it is offline, and whether its AI answers. */
export function inquiry({ own }: TenantPlaneModel): Inquiry {
  const ref = own.adminToken?.secretRef;
  return {
    part: 'server',
    port: SERVER_PORT,
    token: ref === undefined ? undefined : { name: ref.name, key: ref.key ?? 'token' },
    questions: own.ai === undefined ? [OFFLINE] : [OFFLINE, aiOf(own.tenantId)],
    known:
      own.ai === undefined
        ? {
            AIAvailable: {
              status: 'False',
              reason: 'AINotConfigured',
              message: 'the spec asks for no AI; everything else works',
            },
          }
        : {},
  };
}

const OFFLINE: Question = {
  condition: 'OfflineVerified',
  method: 'GET',
  path: '/api/admin/license',
  verdict: (status, body) => refusal(status) ?? offline(status, body),
};

const aiOf = (tenantId: string): Question => ({
  condition: 'AIAvailable',
  method: 'POST',
  path: '/api/ai/test',
  headers: { 'x-tenant-id': tenantId },
  body: { test: true },
  verdict: (status) =>
    refusal(status) ??
    (status >= 200 && status < 300
      ? { status: 'True', reason: 'AIAnswers', message: 'the server says that its AI works' }
      : {
          status: 'False',
          reason: 'AIUnavailable',
          message: `the server answers ${status}: the key of the AI provider is missing or wrong, or its address is not reached from the pod`,
        }),
});

/** A token that has expired, or is of nobody who may ask. */
const refusal = (status: number): Verdict | undefined =>
  status === 401 || status === 403
    ? {
        status: 'Unknown',
        reason: 'TokenRejected',
        message: `the server answers ${status}: put a new token of an administrator into the Secret`,
      }
    : undefined;

function offline(status: number, body: unknown): Verdict {
  if (status !== 200 || typeof body !== 'object' || body === null)
    return {
      status: 'Unknown',
      reason: 'ProductUnreachable',
      message: `the server answers ${status} to the question for its licence, and not what is documented`,
    };
  const said = body as { readonly offline_mode?: unknown; readonly status?: unknown };
  if (said.offline_mode !== true)
    return {
      status: 'False',
      reason: 'NotOffline',
      message: 'the server does not say offline_mode: true',
    };
  if (said.status !== 'active')
    return {
      status: 'False',
      reason: 'ProductLicenseInactive',
      message:
        'the server is offline, and does not call its licence active: where LicenseValid is True it checks with another public key than the operator, else the licence itself is no good',
    };
  return {
    status: 'True',
    reason: 'OfflineConfirmed',
    message: 'the server says that it is offline and its licence active',
  };
}
