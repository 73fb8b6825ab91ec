import { childName } from '../../model/names.ts';
import type { GeneratedKey, GeneratedSecret } from '../product.ts';
import { hasPostgres } from './model.ts';
import type { TenantPlaneModel } from './model.ts';
import { volumes } from './volumes.ts';

/** Names of the Secrets that are made once and kept. */
export const secretNames = (
  model: Pick<TenantPlaneModel, 'name'>,
): Readonly<Record<'keys' | 'postgres', string>> => ({
  keys: childName(model, 'keys'),
  postgres: childName(model, 'postgres-login'),
});

/** User and database of the embedded PostgreSQL are no secret. */
export const USER = 'atlas';

/** 32 random bytes in hex, as the vendor's page makes them; kept for ever. */
const KEY: GeneratedKey = { length: 64, hex: true, irreplaceable: true };

/**
 * Keys of the product and the login of the embedded PostgreSQL. What the product encrypts and signs with its keys is
 * documented nowhere, so both count as keys of stored data.
 */
export function generatedSecrets(model: TenantPlaneModel): readonly GeneratedSecret[] {
  const names = secretNames(model);
  const claims = volumes(model).map(({ claim }) => claim);
  return [
    {
      name: names.keys,
      part: 'config',
      keys: { JWT_SECRET: KEY, ENCRYPTION_KEY: KEY },
      claims,
    },
    ...(hasPostgres(model)
      ? [
          {
            name: names.postgres,
            part: 'postgres',
            keys: { password: { length: 32, irreplaceable: true } },
            claims,
          },
        ]
      : []),
  ];
}
