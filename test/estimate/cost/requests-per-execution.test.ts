import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  perExecution,
  perInputFile,
  perProducerRead,
  perWritingExecution,
  STOP_FLAG_SECONDS,
} from '../../../estimate/cost/requests-per-execution.ts';
import type { Requests } from '../../../estimate/requests.ts';
import { addRequests, noRequests } from '../../../estimate/requests.ts';
import { runtimeIntervals } from '../../../functions/steps/runtime/step-runtime.ts';
import type { NodePlan } from '../../../statemachines/plan/execution-plan.ts';
import type { RuntimeHarness } from '../../functions/steps/runtime/runtime-harness.ts';
import { lambdaContext, startHarness } from '../../functions/steps/runtime/runtime-harness.ts';
import type { LocalStores } from '../../platform/aws/local-stores.ts';

let counted: Requests = noRequests;
const count = (requests: Partial<Requests>) => {
  counted = addRequests(counted, { ...noRequests, ...requests });
};

/** Counts in the units that are billed: a batch is its items, and an item with a place in the index is written twice. */
function counting(local: LocalStores): LocalStores {
  const { documents, s3 } = local;
  const written = (Item: unknown) => (JSON.stringify(Item).includes('"gsi1pk"') ? 2 : 1);
  return {
    ...local,
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
    documents: {
      ...documents,
      get: (input) => (count({ dynamodbReads: 1 }), documents.get(input)),
      query: (input) => (count({ dynamodbReads: 1 }), documents.query(input)),
      put: (input) => (count({ dynamodbWrites: written(input.Item) }), documents.put(input)),
      update: (input) => (count({ dynamodbWrites: 1 }), documents.update(input)),
      batchGet: (input) => {
        for (const { Keys = [] } of Object.values(input.RequestItems ?? {})) count({ dynamodbReads: Keys.length });
        return documents.batchGet(input);
      },
      batchWrite: (input) => {
        for (const writes of Object.values(input.RequestItems ?? {})) {
          for (const { PutRequest } of writes) count({ dynamodbWrites: written(PutRequest?.Item) });
        }
        return documents.batchWrite(input);
      },
    },
    s3: {
      ...s3,
      get: (place) => (count({ s3Reads: 1 }), s3.get(place)),
      open: (place) => (count({ s3Reads: 1 }), s3.open(place)),
      put: (place, ...rest) => (count({ s3Writes: 1 }), s3.put(place, ...rest)),
    },
  };
}

describe('the requests of an execution', () => {
  let harness: RuntimeHarness;
  beforeAll(async () => {
    harness = await startHarness({ watched: counting, intervals: runtimeIntervals });
  });
  afterAll(() => harness[Symbol.asyncDispose]());
  beforeEach(() => {
    counted = noRequests;
  });

  /** Without the plan's own upload, which is the starting of a run. */
  async function requestsOf(step: string, plan: Partial<NodePlan>, runId: string): Promise<Requests> {
    const event = await harness.plan(plan, { runId, node: plan.node ?? 'train' });
    counted = noRequests;
    await harness.step(step)(event, lambdaContext());
    return counted;
  }

  it('are those that the estimate takes for one that prints, and for one that writes a file', async () => {
    expect(await requestsOf('printing', { node: 'a' }, 'requests')).toEqual(perExecution);
    expect(await requestsOf('writing', { node: 'b' }, 'requests')).toEqual(
      addRequests(perExecution, perWritingExecution),
    );
  });

  it('look for the stop flag as often as the estimate takes it', () => {
    expect(runtimeIntervals.stopFlag).toBe(STOP_FLAG_SECONDS * 1000);
  });

  it('are those that the estimate takes for one that reads what another has written', async () => {
    await requestsOf('writing', { node: 'producer' }, 'reading');
    const producer = { node: 'producer', axes: [] };
    const inputs: NodePlan['inputs'] = [
      {
        name: 'data',
        optional: false,
        keepDirectories: 'none',
        download: 'always',
        sources: [{ kind: 'output', producer, pattern: 'numbers.txt' }],
      },
    ];
    expect(await requestsOf('printing', { node: 'consumer', inputs }, 'reading')).toEqual(
      addRequests(addRequests(perExecution, perInputFile), perProducerRead),
    );
  });
});
