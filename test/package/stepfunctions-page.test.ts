import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { operationInputs } from '../../engine/wire/operation-inputs.ts';
import { stepFunctionsPage } from '../../scripts/stepfunctions-page.ts';
import { featureGroups } from '../engine/conformance/feature-groups.ts';
import { operationProofs } from '../engine/conformance/operations.ts';

describe('docs/stepfunctions.md', () => {
  it('is what the tests prove', async () => {
    const file = join(import.meta.dirname, '..', '..', 'docs', 'stepfunctions.md');
    const page = await format(stepFunctionsPage(), { ...(await resolveConfig(file)), filepath: file });
    expect(readFileSync(file, 'utf8')).toBe(page);
  });

  it('has a row for every operation of the service', () => {
    expect(Object.keys(operationProofs).toSorted()).toStrictEqual(Object.keys(operationInputs).toSorted());
  });

  it('compares the whole history of every case, of which there are three hundred or more', () => {
    const cases = featureGroups.flatMap(({ features }) =>
      features.flatMap((feature) => (feature.kind === 'cases' ? feature.cases : [])),
    );
    expect(cases.filter(({ expected }) => expected.history === undefined)).toStrictEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(300);
  });
});
