import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Feature, TestReference } from '../test/engine/conformance/feature.ts';
import { featureGroups } from '../test/engine/conformance/feature-groups.ts';

const tests = join(import.meta.dirname, '..', 'test', 'engine');

/** The page of what the engine supports. Throws where a row claims something that no test proves. */
export function stepFunctionsPage(): string {
  const cases = featureGroups
    .flatMap(({ features }) => features)
    .reduce((sum, feature) => sum + (feature.kind === 'cases' ? feature.cases.length : 0), 0);
  return [
    '# What the Step Functions engine supports',
    '',
    `Made from the tests in \`test/engine\`: no row is claimed without one. ${String(cases)} conformance cases run whole machines on the virtual clock and compare their whole histories with what the specification, the documentation and recordings of the service say; the other rows name the tests that prove them.`,
    ...featureGroups.flatMap(({ title, features }) => [
      '',
      `## ${title}`,
      '',
      '| feature | supported | proved by |',
      '| --- | --- | --- |',
      ...features.map(row),
    ]),
    '',
  ].join('\n');
}

function row(feature: Feature): string {
  const cells = [cell(feature.name), feature.kind === 'unsupported' ? 'no' : 'yes', cell(proof(feature))];
  return `| ${cells.join(' | ')} |`;
}

function proof(feature: Feature): string {
  switch (feature.kind) {
    case 'cases':
      if (feature.cases.length === 0) throw new Error(`the feature "${feature.name}" has no case`);
      return withNote(`${String(feature.cases.length)} ${feature.cases.length === 1 ? 'case' : 'cases'}`, feature.note);
    case 'tests':
      return withNote(feature.tests.map(testName).join('; '), feature.note);
    case 'unsupported':
      return feature.note;
  }
}

function testName({ file, title }: TestReference): string {
  const text = readFileSync(join(tests, file), 'utf8');
  if (!text.includes(`'${title}'`) && !text.includes(`"${title}"`) && !text.includes(`\`${title}\``)) {
    throw new Error(`test/engine/${file} has no test "${title}", which docs/stepfunctions.md names`);
  }
  return `${file}: ${title}`;
}

const withNote = (text: string, note: string | undefined): string => (note === undefined ? text : `${text}. ${note}`);

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '\\<');
