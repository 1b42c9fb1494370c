import type { APIGatewayAuthorizerEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { issueToken } from '../../platform/access/issue-token.ts';
import { createTokenStore } from '../../platform/aws/token-store.ts';
import { registerPipeline } from '../../platform/pipelines/register-pipeline.ts';
import { startRun } from '../../platform/runs/start-run.ts';
import { chain } from '../platform/definitions.ts';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.ts';
import { context } from './api/call-api.ts';

vi.hoisted(() => (process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT'));

let test: TestPlatform;

beforeAll(async () => {
  test = await startTestPlatform();
  // As the functions find them: everything by the environment.
  const environment = { ...test.stores.environment, ...test.environment };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await test[Symbol.asyncDispose]();
});

describe('the authorizer', () => {
  const methodArn = 'arn:aws:execute-api:eu-west-1:000000000000:api/prod/GET/v1/runs';

  async function authorise(event: Pick<APIGatewayAuthorizerEvent, never> & object) {
    const { handler } = await import('../../functions/authorizer/handler.ts');
    return handler(event as APIGatewayAuthorizerEvent, context);
  }

  async function token(livesSeconds?: number) {
    const tokens = createTokenStore(test.stores);
    const issued = await issueToken(
      { tokens, now: () => new Date() },
      { project: 'vision', role: 'operator', ...(livesSeconds === undefined ? {} : { livesSeconds }) },
    );
    return issued;
  }

  it('answers a policy for the whole API, and who it is', async () => {
    const { token: secret, record } = await token();
    const expected = {
      principalId: record.tokenId,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: 'arn:aws:execute-api:eu-west-1:000000000000:api/prod/*/*',
          },
        ],
      },
      context: { project: 'vision', role: 'operator', tokenId: record.tokenId },
    };
    for (const scheme of ['Bearer', 'bearer', 'Token']) {
      const event = { type: 'TOKEN', methodArn, authorizationToken: `${scheme} ${secret}` };
      expect(await authorise(event)).toEqual(expected);
    }
    expect(await authorise({ type: 'REQUEST', methodArn, headers: { ApiKey: secret } })).toEqual(expected);
    const bearer = { type: 'REQUEST', methodArn, headers: { authorization: `Bearer ${secret}` } };
    expect(await authorise(bearer)).toEqual(expected);
  });

  it('knows nobody else', async () => {
    const expired = await token(-1);
    const { token: secret } = await token();
    const wrong = [
      `Bearer ${expired.token}`,
      `Bearer ${secret.slice(0, -1)}`,
      `Bearer ${secret}x`,
      secret,
      `Basic ${secret}`,
      '',
      'Bearer slw_',
      `Bearer slw_${'A'.repeat(43)}`,
    ];
    for (const authorizationToken of wrong) {
      await expect(authorise({ type: 'TOKEN', methodArn, authorizationToken })).rejects.toThrow('Unauthorized');
    }
    await expect(authorise({ type: 'REQUEST', methodArn, headers: null })).rejects.toThrow('Unauthorized');
  });
});

describe('the functions that machines and events call', () => {
  const project = 'default';

  async function start() {
    await registerPipeline(test.platform, { project, file: 'valohai.yaml', definition: chain, code: {} });
    return startRun(test.platform, { project, pipeline: 'chain', parameters: {}, inputs: {} });
  }

  it('finish a run by its status event', async () => {
    test.paths.event = false;
    test.paths.lastState = false;
    const run = await start();
    const event = await test.statusEvent(`${run.runId}-1`, 'SUCCEEDED');
    const { handler } = await import('../../functions/finish-run/handler.ts');
    expect(await handler(event, context)).toEqual({ outcome: 'finished', status: 'succeeded', reason: '' });
    expect(await handler(event, context)).toEqual({ outcome: 'already-finished', status: 'succeeded', reason: '' });
    const last = { project, runId: run.runId, generation: 1 };
    expect(await handler(last, context)).toEqual({ outcome: 'already-finished', status: 'succeeded', reason: '' });
    expect(await handler({ source: 'aws.s3', 'detail-type': 'Object Created', detail: {} }, context)).toEqual({
      outcome: 'ignored',
    });
  });

  it('record a failure that the step could not, once', async () => {
    const { handler } = await import('../../functions/record-failure/handler.ts');
    const event = {
      project,
      runId: '0'.repeat(26),
      generation: 1,
      node: 'train',
      trial: [3],
      error: 'States.Timeout',
      cause: '',
    };
    expect(await handler(event, context)).toEqual({ recorded: 1, fate: 'errored', fates: 3 });
    expect(await handler(event, context)).toEqual({ recorded: 0, fate: 'errored', fates: 3 });
    expect(await handler({ ...event, trials: [[3], [4], [5]] }, context)).toEqual({
      recorded: 2,
      fate: 'errored',
      fates: 3,
    });
    expect(await test.platform.executions.get(project, event.runId, 'train', [3])).toMatchObject({
      executionId: 'train.3',
      status: 'errored',
      reason: 'it did not answer within its time limit',
    });
  });

  it('reconcile what is old enough, and leave the rest', async () => {
    const { handler } = await import('../../functions/reconcile-runs/handler.ts');
    const event = {
      version: '0',
      id: 'id',
      'detail-type': 'Scheduled Event' as const,
      source: 'aws.events',
      account: '000000000000',
      time: '2026-01-01T00:00:00Z',
      region: 'eu-west-1',
      resources: [],
      detail: {},
    };
    expect(await handler(event, { ...context, getRemainingTimeInMillis: () => 300_000 })).toEqual({
      looked: 0,
      finished: 0,
    });
  });
});
