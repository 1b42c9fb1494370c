import { describe, expect, it } from 'vitest';
import { featureGroups } from './feature-groups.ts';
import { runCase } from './run-case.ts';

const features = featureGroups.flatMap(({ title, features: rows }) =>
  rows.flatMap((row) => (row.kind === 'cases' ? [{ title: `${title}: ${row.name}`, cases: row.cases }] : [])),
);

describe.each(features)('$title', ({ cases }) => {
  it.each(cases)('$name', async (given) => {
    const { actual, expected } = await runCase(given);
    expect(actual).toStrictEqual(expected);
  });
});
