import type { Finding } from '../../../api/finding.ts';
import type { Inputs } from '../../product.ts';
import { awaited, refused } from '../../shared/checks/finding.ts';
import { aiKey } from '../environment/ai.ts';
import type { TenantPlaneModel } from '../model.ts';

const EMBEDDINGS = 'spec.tenantPlane.embeddings.provider';

/** Nothing is asked for that could only be answered outside, or for which no variable is documented. */
export function* ai({ own }: TenantPlaneModel): Iterable<Finding> {
  if (own.embeddings?.provider === 'OpenAI')
    yield refused({
      path: EMBEDDINGS,
      message:
        'is OpenAI, for which the vendor documents no variable with an address inside: the public service would be asked',
      fix: 'use Fallback, or Bedrock together with ai.bedrock',
    });
  if (own.embeddings?.provider === 'Bedrock' && own.ai?.bedrock === undefined)
    yield refused({
      path: EMBEDDINGS,
      message: 'is Bedrock, whose region and role are documented for ai.bedrock alone',
      fix: 'set ai.bedrock, or use Fallback',
    });
}

/** The key of the provider can be sent in a header. */
export function* aiValues({ own }: TenantPlaneModel, inputs: Inputs): Iterable<Finding> {
  const key = aiKey(own.ai);
  if (key === undefined) return;
  const name = key.ref.key ?? 'apiKey';
  if (!/\s/.test(inputs.value(key.ref.name, name))) return;
  yield awaited({
    path: key.path,
    message: `key "${name}" holds white space`,
    fix: 'use the value alone, without a line end',
  });
}
