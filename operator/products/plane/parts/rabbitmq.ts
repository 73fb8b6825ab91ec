import { image } from '../../../model/image.ts';
import { asEnv, secret } from '../../shared/objects.ts';
import { execProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { secretNames, USER } from '../secrets.ts';
import { stateful } from '../workload.ts';

/** Embedded RabbitMQ: one pod, one volume. */
export const rabbitmq: PlanePart = (context) => {
  const { model, inputs } = context;
  const { embedded } = model.own.broker;
  if (embedded === undefined) return undefined;
  const login = secret(model, 'rabbitmq-env', {
    RABBITMQ_DEFAULT_USER: USER,
    RABBITMQ_DEFAULT_PASS: inputs.value(secretNames(model).rabbitmq, 'password'),
  });
  const part = stateful(context, {
    name: 'rabbitmq',
    // The image's own user.
    user: { uid: 100, gid: 101 },
    ports: { amqp: 5672, management: 15672 },
    // The vendor's 100Mi is below the broker's own disk alarm.
    volume: { name: 'data', size: embedded.size ?? '1Gi' },
    grace: 60,
    container: {
      name: 'rabbitmq',
      image: image(model, 'rabbitmq'),
      ports: { amqp: 5672, management: 15672 },
      envFrom: [asEnv(login)],
      resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '1Gi' } },
      probes: execProbes(['rabbitmq-diagnostics', 'check_port_connectivity'], 30),
      mounts: { data: { path: '/var/lib/rabbitmq' } },
    },
  });
  return { ...part, objects: [login, ...part.objects] };
};
