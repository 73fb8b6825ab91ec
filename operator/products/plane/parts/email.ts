import { asEnv, config, exposed, secret, service } from '../../shared/objects.ts';
import { tcpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { inside } from '../environment/urls.ts';
import { intakeOf } from '../model.ts';
import { INTAKE_KEYS } from '../references.ts';
import { owning, stateless } from '../workload.ts';

const FOLDER = '/opt/email';

/** Ports of the pod, which no user but root may open below 1024, and by the same names those that senders know. */
const PORTS = { smtp: 10025, smtps: 10465, submission: 10587 } as const;
const OFFERED = { smtp: 25, smtps: 465, submission: 587 } as const;

/**
 * Lists by which mail is refused, one entry in a line: what the vendor's chart has there is the vendor's own choice.
 * Not empty, because an empty line may be an entry that everything matches.
 */
const LISTS = {
  'spam.txt': 'no-mail-has-this-word\n',
  'domain-blacklist.txt': 'nobody.invalid\n',
} as const;

/** Takes mail in and hands it to the API. */
export const email: PlanePart = (context) => {
  const { model, inputs } = context;
  const intake = intakeOf(model);
  if (intake === undefined) return undefined;
  const api = `${inside(model, 'api')}/intake/email/`;
  const vars = config(model, 'email-vars', {
    SMTP_DOMAIN: intake.domain,
    MAX_ATTACHMENT_SIZE: '10485760',
    EMAIL_SAVE_ENDPOINT: api,
    WEBHOOK_URL: api,
  });
  const lists = config(model, 'email-lists', LISTS);
  const [certificate, key] = INTAKE_KEYS.map((name) =>
    inputs.value(intake.tls.secretRef.name, name),
  ) as [string, string];
  // Named by its content: the vendor has another controller restart the pod when its certificate changes.
  const tls = secret(model, 'email-tls', { 'cert.pem': certificate, 'key.pem': key });
  const list = (file: keyof typeof LISTS) => ({
    path: `${FOLDER}/${file}`,
    subPath: file,
    readOnly: true,
    volume: { configMap: { name: lists.metadata.name } },
  });
  const part = stateless(context, {
    name: 'email',
    image: 'email',
    after: ['api'],
    settings: model.own.components?.email,
    // The vendor's chart fixes the user; the group is the first that Alpine gives such a user.
    user: { uid: 100, gid: 101 },
    ports: PORTS,
    envFrom: [asEnv(vars)],
    probes: tcpProbes('smtp'),
    mounts: {
      spam: list('spam.txt'),
      blacklist: list('domain-blacklist.txt'),
      keys: {
        path: `${FOLDER}/keys`,
        readOnly: true,
        volume: { secret: { secretName: tls.metadata.name } },
      },
    },
  });
  const { serviceType = 'ClusterIP' } = intake;
  const inner = service(model, 'email', OFFERED);
  const entry = serviceType === 'ClusterIP' ? inner : exposed(inner, serviceType);
  return owning(part, vars, lists, tls, entry);
};
