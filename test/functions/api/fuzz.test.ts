import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { routes } from '../../../api/routes.ts';
import { registerPipeline } from '../../../platform/pipelines/register-pipeline.ts';
import { chain } from '../../platform/definitions.ts';
import { startTestPlatform, type TestPlatform } from '../../platform/test-platform.ts';
import { apiOf, type CallApi } from './call-api.ts';

vi.hoisted(() => (process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT'));

const numRuns = process.env['SLIPWAY_TEST_FULL'] === undefined ? 300 : 6000;
let test: TestPlatform;
let call: CallApi;

beforeAll(async () => {
  test = await startTestPlatform();
  call = apiOf(test.platform);
  await registerPipeline(test.platform, { project: 'default', file: 'valohai.yaml', definition: chain, code: {} });
});
afterAll(() => test[Symbol.asyncDispose]());

const hostile = fc.constantFrom(
  '..',
  '../../projects/other',
  '%2e%2e%2f',
  '\u0000',
  '__proto__',
  'constructor',
  '#',
  'P#other#RUN#1',
  '${Step_train}',
  '{%$states.input%}',
  '<script>alert(1)</script>',
  'x'.repeat(3000),
  '\ud800',
  'chain',
  '',
);
const text = fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.string());
const words = fc.constantFrom(
  'file',
  'definition',
  'pipeline',
  'code',
  'parameters',
  'inputs',
  'name',
  'size',
  'sha256',
  'version',
);
const value = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(chain),
  fc.constant('a'.repeat(64)),
);
const body = fc.oneof(
  fc.dictionary(words, fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.dictionary(text, value, { maxKeys: 3 })), {
    maxKeys: 6,
  }),
  fc.jsonValue(),
);
const request = fc.record({
  route: fc.constantFrom(...Object.values(routes)),
  parts: fc.array(text, { minLength: 2, maxLength: 2 }),
  body,
  query: fc.dictionary(fc.constantFrom('cursor', 'limit', 'node', 'status', 'pipeline'), text, { maxKeys: 3 }),
  key: fc.option(text, { nil: undefined }),
});

describe('the API under requests that nobody should send', () => {
  it('answers each by its contract, and never by a fault of its own', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ route, parts, body, query, key }) => {
        const rest = [...parts];
        const path = route.path.replaceAll(/\{[^}]+\}/gu, () => encode(rest.shift() ?? ''));
        const { status } = await call(route.method, path, {
          query,
          body,
          ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
        });
        expect([route.success.status, 400, 404, 409, 413]).toContain(status);
      }),
      { numRuns, seed: 4 },
    );
  }, 600_000);
});

/** As a client would, or, for what cannot be encoded, as it is. */
function encode(part: string): string {
  try {
    return encodeURIComponent(part);
  } catch {
    return part;
  }
}
