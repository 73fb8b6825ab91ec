import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clusterKind } from '../cluster/open.ts';
import { helmPath, kubectlPath } from '../kubectl/index.ts';
import { issue } from '../support/certificate.ts';
import { CARRIED, WITH_HOSTS, whyNoHelm } from '../support/helm.ts';
import { CHARTS, Site } from './helm-site.ts';
import { newest } from './stage.ts';

/** A block of code of the README. */
interface Block {
  readonly language: 'sh' | 'yaml';
  readonly text: string;
}

/** The blocks of one section, in their order. */
async function blocks(heading: string): Promise<readonly Block[]> {
  const readme = await readFile('README.md', 'utf8');
  const from = readme.indexOf(`## ${heading}\n`);
  const section = readme.slice(from, readme.indexOf('\n## ', from));
  return [...section.matchAll(/```(sh|yaml)\n([\s\S]*?)```/g)].map(
    ([, language, text = '']) => ({ language, text }) as Block,
  );
}

const why =
  whyNoHelm() ?? (clusterKind() === 'embedded' ? undefined : 'needs a cluster of its own');

describe.skipIf(why !== undefined).each(newest)(
  `the day of the install on Kubernetes %s${why === undefined ? '' : `: ${why}`}`,
  (minor) => {
    let site: Site;
    let folder: string;

    /** Runs a block as somebody would who types it, in a folder with what the site gives. */
    const typed = (script: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const [program, ...first] = WITH_HOSTS;
        execFile(
          program,
          [...first, site.registry.hosts, 'bash', '-euo', 'pipefail', '-c', script],
          {
            cwd: folder,
            timeout: 240_000,
            env: {
              PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
              HOME: folder,
              KUBECONFIG: join(folder, 'kubeconfig'),
            },
          },
          (error, stdout, stderr) => {
            if (error === null) resolve(stdout);
            else reject(new Error(`${script}\n${stderr}${stdout}`));
          },
        );
      });

    beforeAll(async () => {
      // The names in the README have no port.
      site = await Site.open({ minor, major: 4, port: 443, namespaces: [] });
      folder = await mkdtemp(join(tmpdir(), 'plane-day-'));
      await site.helm.run(['package', ...CHARTS.map((chart) => `charts/${chart}`), '-d', folder]);
      const { certificate, key } = issue({
        commonName: 'plane.corp.example.com',
        names: ['plane.corp.example.com'],
      });
      const files = {
        'registry-password': site.registry.password,
        'mirror.json': '{"auths":{"registry.corp.example.com":{"auth":"cm9ib3Q6cm9ib3Q="}}}',
        'plane.crt': certificate,
        'plane.key': key,
      };
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      await copyFile(site.registry.caFile, join(folder, 'internal-ca.crt'));
      await copyFile(await site.cluster.kubeconfig(), join(folder, 'kubeconfig'));
      await typed('mkdir bin');
      await symlink(await kubectlPath(minor), join(folder, 'bin', 'kubectl'));
      await symlink(await helmPath(CARRIED[4]), join(folder, 'bin', 'helm'));
    }, 180_000);

    afterAll(async () => {
      await site.close();
      await rm(folder, { recursive: true });
    }, 60_000);

    test('every command of the README does what it says', async () => {
      const all = await blocks('The day of the install');
      expect(all.filter(({ language }) => language === 'sh').length).toBeGreaterThan(5);
      for (const { language, text } of all) {
        const file = /^# (\S+\.yaml)\n/.exec(text)?.[1];
        if (language === 'yaml') {
          expect(file).toBeDefined();
          await writeFile(join(folder, file ?? ''), text);
          continue;
        }
        await typed(text);
        // The pods of the Deployment are pretended: a process does their work, with the rights of their ServiceAccount.
        if (text.includes('helm test plane-operator')) await site.startOperator('plane');
      }
      const left = await site.names('plane', 'deployments,statefulsets,pods,pvc,secrets');
      expect(left.filter((name) => /^(deployment|statefulset|pod)/.test(name))).toEqual([]);
      expect(left).toContain('secret/plane-keys');
      expect(await site.columns()).toContain('Ready');
    }, 600_000);
  },
);
