import type { Verdict } from '../../api/verdict.ts';
import { childName } from '../../model/names.ts';
import type { Advice } from '../product.ts';
import { integrationStatus } from './integrations.ts';
import { isOpen } from './model.ts';
import type { PlaneModel } from './model.ts';
import { SETUP_PORT } from './parts/setup.ts';

/** What an administrator has to know that no object of the cluster shows. */
export const advice = (model: PlaneModel): Advice => ({
  conditions: { SetupComplete: setup(model), TelemetrySetting: telemetry(model) },
  integrations: integrationStatus(model),
});

/** Who the first administrator is stands in the database; what can be known is whether the domain may be served. */
function setup(model: PlaneModel): Verdict {
  if (isOpen(model))
    return { status: 'True', reason: 'DomainOpened', message: 'spec.plane.setup is Open' };
  return {
    status: 'False',
    reason: 'AwaitingAdministrator',
    message: [
      'the domain is not served, because whoever opens God Mode first owns the instance. Become that one:',
      `kubectl -n ${model.namespace} port-forward service/${childName(model, 'setup')} ${SETUP_PORT}`,
      `Open http://localhost:${SETUP_PORT}/god-mode/ in a browser, create the administrator with telemetry unticked. Then serve the domain:`,
      `kubectl -n ${model.namespace} patch plane ${model.name} --type=merge -p '{"spec":{"plane":{"setup":"Open"}}}'`,
    ].join('\n'),
  };
}

/** A row of the database, which nobody but the product reads or writes; its default is on. */
const telemetry = ({ own }: PlaneModel): Verdict =>
  own.telemetryConfirmedOff === true
    ? {
        status: 'True',
        reason: 'TelemetryConfirmedOff',
        message: 'spec.plane.telemetryConfirmedOff says so; the operator cannot see the setting',
      }
    : {
        status: 'Unknown',
        reason: 'TelemetryNotConfirmed',
        message:
          'the product turns telemetry on by default and keeps the setting in its database: switch it off in God Mode under General, then set spec.plane.telemetryConfirmedOff to true; meanwhile it is told to send to a port of its own pod on which nobody listens',
      };
