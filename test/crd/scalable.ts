/** Members of `spec.plane.components` that may have any number of pods. */
export const SCALABLE = [
  ...['web', 'admin', 'space', 'live', 'api', 'worker'],
  ...['externalApi', 'workerImporters', 'automationConsumer', 'webhookConsumer', 'agentConsumer'],
  ...['outboxPoller', 'silo', 'liveExporter', 'iframely', 'runner'],
];
