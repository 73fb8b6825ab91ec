import { postgresPart } from '../../shared/postgres.ts';
import { DATABASE } from '../connections.ts';
import type { PlanePart } from '../context.ts';
import { MAKE_PI_DATABASE } from '../pi-database.ts';
import { secretNames, USER } from '../secrets.ts';
import { benchOf } from '../workload.ts';

/** Embedded PostgreSQL. */
export const postgres: PlanePart = (context) => {
  const { model, inputs } = context;
  if (model.database.kind !== 'embedded') return undefined;
  return postgresPart(benchOf(context), {
    user: USER,
    password: inputs.value(secretNames(model).postgres, 'password'),
    database: DATABASE,
    settings: model.own.components?.postgres,
    folder: 'plane',
    init: MAKE_PI_DATABASE,
  });
};
