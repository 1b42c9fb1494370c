/** Writes the pages, and the parts of the README, that are made from code; with `--check` it only says which are out of step, and fails. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { definitionJsonSchema } from '../statemachines/definition/valohai/schema/file-schema.ts';
import { errorsPage } from '../statemachines/diagnostics/errors-page.ts';
import { fillIncludes } from './fill-includes.ts';
import { stepFunctionsPage } from './stepfunctions-page.ts';

const root = join(import.meta.dirname, '..');

const pages: Readonly<Record<string, () => string>> = {
  'docs/aws.md': () => fillIncludes(readFileSync(join(root, 'docs/aws.md'), 'utf8'), root),
  'docs/errors.md': errorsPage,
  'docs/stepfunctions.md': stepFunctionsPage,
  'docs/valohai.schema.json': () => JSON.stringify(definitionJsonSchema()),
  'README.md': () => fillIncludes(readFileSync(join(root, 'README.md'), 'utf8'), root),
};

const isCheck = process.argv.includes('--check');
const outOfStep: string[] = [];
for (const [path, make] of Object.entries(pages)) {
  const file = join(root, path);
  const content = await format(make(), { ...(await resolveConfig(file)), filepath: file });
  if (content === currentContent(file)) continue;
  outOfStep.push(path);
  if (!isCheck) writeFileSync(file, content);
}

for (const path of outOfStep) console.log(isCheck ? `${path} is out of step: run "npm run docs"` : `wrote ${path}`);
if (isCheck && outOfStep.length > 0) process.exitCode = 1;

function currentContent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
