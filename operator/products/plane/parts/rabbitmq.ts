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
  return stateful(context, {
    name: 'rabbitmq',
    image: 'rabbitmq',
    // The user "rabbitmq" of the Alpine image.
    user: { uid: 100, gid: 101 },
    path: '/var/lib/rabbitmq',
    size: embedded.size,
    ports: { amqp: 5672, management: 15672 },
    grace: 60,
    objects: [login],
    container: {
      envFrom: [asEnv(login)],
      // Each call starts an Erlang machine of its own: seldom, and with the vendor's patience.
      probes: {
        ...execProbes(['rabbitmq-diagnostics', '-q', 'check_port_connectivity'], {
          timeout: 30,
          period: 30,
        }),
        livenessProbe: {
          exec: { command: ['rabbitmq-diagnostics', '-q', 'ping'] },
          periodSeconds: 60,
          timeoutSeconds: 30,
          failureThreshold: 5,
        },
      },
    },
  });
};
