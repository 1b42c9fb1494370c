import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRemote } from '../../cli/connection/find-remote.ts';
import { runWords } from './fake-terminal.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-remote-'));
  await mkdir(join(folder, 'slipway'));
  await writeFile(join(folder, 'slipway/credentials.json'), '{"endpoint":"https://kept.example","token":"slw_kept"}', {
    mode: 0o600,
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('findRemote', () => {
  it('takes an explicit folder before what the environment and the configuration name', async () => {
    const environment = { XDG_CONFIG_HOME: folder };
    const named = { ...environment, SLIPWAY_ENDPOINT: 'https://named.example' };
    expect([
      await findRemote(environment, {}),
      await findRemote(named, {}),
      await findRemote(named, { data: '.slipway' }),
      await findRemote(environment, { data: '.slipway' }),
    ]).toEqual([
      { endpoint: 'https://kept.example', token: 'slw_kept' },
      { endpoint: 'https://named.example', token: undefined },
      undefined,
      undefined,
    ]);
  });

  it('refuses two places at once', async () => {
    const words = ['runs', 'list', '--data', 'here', '--endpoint-url', 'https://there.example'];
    expect(await runWords(words)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'error: --data and --endpoint-url name two different places\nhint:  leave --data out for the API, or --endpoint-url for the local cloud\n',
    });
  });
});
