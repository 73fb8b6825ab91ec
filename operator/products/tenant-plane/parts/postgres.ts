import { postgresPart } from '../../shared/postgres.ts';
import type { TenantPlanePart } from '../context.ts';
import { hasPostgres } from '../model.ts';
import { secretNames, USER } from '../secrets.ts';

/** Embedded PostgreSQL. */
export const postgres: TenantPlanePart = ({ model, inputs, bench }) =>
  hasPostgres(model)
    ? postgresPart(bench, {
        user: USER,
        password: inputs.value(secretNames(model).postgres, 'password'),
        database: USER,
        settings: model.own.postgres,
        folder: 'atlas',
      })
    : undefined;
