import type { Part } from '../product.ts';
import type { Context, PlanePart } from './context.ts';
import { isOn } from './model.ts';
import type { PlaneModel } from './model.ts';
import type { Optional } from './releases/release.ts';

/** What a spec says of an optional part. */
type Asked<Name extends Optional> = NonNullable<PlaneModel['own']['components']>[Name];

/** A part that is there only where it is switched on. */
export const optional =
  <Name extends Optional>(
    name: Name,
    render: (context: Context, settings: Asked<Name> | undefined) => Part,
  ): PlanePart =>
  (context) =>
    isOn(context.model, name) ? render(context, context.model.own.components?.[name]) : undefined;
