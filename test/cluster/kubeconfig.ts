import { readFile, writeFile } from 'node:fs/promises';

export interface KubeconfigOptions {
  readonly file: string;
  readonly server: string;
  readonly caFile: string;
  /** The client certificate's path without `.crt`; the key is beside it. */
  readonly client: string;
}

/** Writes a kubeconfig that stands alone: a container that gets it needs no other file. */
export async function writeKubeconfig(options: KubeconfigOptions): Promise<string> {
  const { file, server, caFile, client } = options;
  const base64 = async (path: string): Promise<string> => (await readFile(path)).toString('base64');
  const name = 'plane-test';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server, 'certificate-authority-data': await base64(caFile) } }],
    users: [
      {
        name,
        user: {
          'client-certificate-data': await base64(`${client}.crt`),
          'client-key-data': await base64(`${client}.key`),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
  await writeFile(file, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return file;
}
