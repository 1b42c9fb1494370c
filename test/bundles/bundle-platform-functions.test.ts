import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePlatformFunctions } from '../../bundles/bundle-platform-functions.ts';
import { stampSources, unchanged } from '../../bundles/source-stamps.ts';
import { manifest } from '../../functions/manifest.ts';
import { createObjectStore } from '../../platform/aws/object-store.ts';
import { createExecutionStore } from '../../platform/aws/execution-store.ts';
import { nodePlanKey } from '../../platform/runs/run-keys.ts';
import { emptyPlan } from '../functions/steps/runtime/runtime-harness.ts';
import { startLocalStores } from '../platform/aws/local-stores.ts';

let cacheDir: string;
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'slipway-bundles-test-'));
});
afterAll(() => rm(cacheDir, { recursive: true, force: true }));

const functions = manifest
  .filter(({ name }) => name === 'steps-preprocess')
  .map((spec) => ({ ...spec, entry: 'test/functions/steps/runtime/steps/learner.ts' }));

describe('bundlePlatformFunctions', () => {
  it('builds once, and reads only its index until a source changes', async () => {
    const first = await bundlePlatformFunctions({ functions, cacheDir });
    const directory = first.get('steps-preprocess')?.directory ?? '';
    expect((await readdir(directory)).toSorted()).toEqual(['index.mjs', 'step.mjs', 'worker.mjs']);
    const built = (await stat(join(directory, 'index.mjs'))).ctimeMs;
    expect(await bundlePlatformFunctions({ functions, cacheDir })).toEqual(first);
    expect((await stat(join(directory, 'index.mjs'))).ctimeMs).toBe(built);
  });

  it('makes anew what it cannot read', async () => {
    const first = await bundlePlatformFunctions({ functions, cacheDir });
    const index = (await readdir(cacheDir)).filter((name) => name.endsWith('.json'));
    expect(index).toHaveLength(1);
    const path = join(cacheDir, index[0] ?? '');
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.slice(0, 20));
    expect(await bundlePlatformFunctions({ functions, cacheDir })).toEqual(first);
    expect(JSON.parse(await readFile(path, 'utf8'))).toHaveProperty('directories');
  });

  it('makes a function that delivers a step, in a process of its own', async () => {
    await using local = await startLocalStores();
    const { directory } = (await bundlePlatformFunctions({ functions, cacheDir })).get('steps-preprocess') ?? {
      directory: '',
    };
    const objects = createObjectStore(local.s3, local.bucket);
    const event = { project: 'default', runId: 'run', generation: 1, node: 'train', trial: [], attempt: '0.0' };
    await objects.putText(nodePlanKey('default', 'run', 1, 'train'), JSON.stringify(emptyPlan), 'application/json');
    const program = `
      const { handler } = await import(${JSON.stringify(join(directory, 'index.mjs'))});
      const answer = await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 60000 });
      process.stdout.write(JSON.stringify(answer), () => process.exit());`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...local.environment, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' },
    });
    // Only the answer: what the step prints goes to its logs.
    expect(JSON.parse(stdout)).toEqual({ status: 'succeeded' });
    const { documents, tableName } = local;
    const execution = await createExecutionStore({ documents, tableName, objects }).get('default', 'run', 'train', []);
    expect(execution).toMatchObject({ status: 'succeeded', metadata: { accuracy: 0.5, epoch: 99 } });
    expect(execution?.outputs).toHaveLength(4);
  });
});

describe('stampSources', () => {
  it('sees a changed source, and takes a dependency by its version', async () => {
    const source = join(cacheDir, 'source.ts');
    await writeFile(source, 'one');
    const dependency = ['node_modules/zod/index.js', 'node_modules/zod/v4/index.js'];
    const paths = [source, ...dependency.map((path) => join(process.cwd(), path))];
    const stamps = stampSources(paths, Date.now() + 1000);
    expect(stamps.map(([path]) => path)).toEqual(
      [source, join(process.cwd(), 'node_modules/zod/package.json')].toSorted(),
    );
    expect(unchanged(stamps)).toBe(true);
    await utimes(source, 1, 1);
    expect(unchanged(stamps)).toBe(false);
    await rm(source);
    expect(unchanged(stamps)).toBe(false);
  });

  it('takes for changed what was written while it was read', async () => {
    const source = join(cacheDir, 'source.ts');
    const readSince = Date.now() - 1000;
    await writeFile(source, 'one');
    expect(unchanged(stampSources([source], readSince))).toBe(false);
  });
});
