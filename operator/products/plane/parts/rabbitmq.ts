import { asEnv, secret } from '../../shared/objects.ts';
import { execProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { secretNames, USER } from '../secrets.ts';
import { memoryLimit, stateful } from '../workload.ts';

/** Embedded RabbitMQ: one pod, one volume. */
export const rabbitmq: PlanePart = (context) => {
  const { model, inputs } = context;
  if (model.own.broker.embedded === undefined) return undefined;
  const login = secret(model, 'rabbitmq-env', {
    RABBITMQ_DEFAULT_USER: USER,
    RABBITMQ_DEFAULT_PASS: inputs.value(secretNames(model).rabbitmq, 'password'),
  });
  const memory = memoryLimit(
    context,
    'rabbitmq',
    context.model.own.components?.rabbitmq?.resources,
  );
  return stateful(context, {
    name: 'rabbitmq',
    settings: context.model.own.components?.rabbitmq,
    image: 'rabbitmq',
    // The user "rabbitmq" of the Alpine image.
    user: { uid: 100, gid: 101 },
    path: '/var/lib/rabbitmq',
    ports: { amqp: 5672, management: 15672 },
    grace: 60,
    objects: [login],
    container: {
      envFrom: [asEnv(login)],
      env: {
        // Told of its own limit: it takes the node's memory for its own otherwise, and its alarm never rings.
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-rabbit total_memory_available_override_value ${memory}`,
      },
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
