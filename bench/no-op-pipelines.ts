import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder with a sweep of `trials` trials and a chain of three steps, all of which do nothing. */
export async function writeNoOpPipelines(folder: string, trials: readonly number[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'steps.ts'), 'export const nothing = async (): Promise<void> => {};\n');
  for (const count of trials) await writeFile(join(folder, `sweep-${String(count)}.yaml`), sweepOf(count));
  await writeFile(join(folder, 'chain.yaml'), chainOfThree());
}

function sweepOf(count: number): string {
  const values = Array.from({ length: count }, (_, index) => index).join(', ');
  return `- step:
    name: nothing
    handler: steps.ts#nothing
    parameters: [{ name: trial, type: integer, default: 0 }]
- pipeline:
    name: sweep
    parameters: [{ name: trial, default: 0, targets: [nothing.parameter.trial] }]
    sweep:
      parameters: { trial: [${values}] }
    nodes: [{ name: nothing, type: execution, step: nothing }]
    edges: []
`;
}

function chainOfThree(): string {
  const node = (name: string): string => `      - { name: ${name}, type: execution, step: nothing }`;
  return `- step:
    name: nothing
    handler: steps.ts#nothing
- pipeline:
    name: chain
    nodes:
${['first', 'second', 'third'].map(node).join('\n')}
    edges:
      - [first.dependency.*, second.dependency.*]
      - [second.dependency.*, third.dependency.*]
`;
}
