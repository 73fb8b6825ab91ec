import { serviceHost } from '../../../model/names.ts';
import type { PlaneModel } from '../model.ts';

/** Ports that the parts' Services offer to other parts. */
const PORTS = {
  api: 8000,
  admin: 3000,
  live: 3000,
  monitor: 8080,
  iframely: 8061,
  runner: 3000,
  'pi-api': 8000,
} as const;

/** Base URL of a part inside the cluster, without the slash at its end. */
export const inside = (model: PlaneModel, part: keyof typeof PORTS): string =>
  `http://${serviceHost(model, part)}:${PORTS[part]}`;

/** Base URL by which browsers, and some of the product's own calls, come in: always by the scheme that is served. */
export const outside = ({ scheme, domain }: PlaneModel): string => `${scheme}://${domain}`;
