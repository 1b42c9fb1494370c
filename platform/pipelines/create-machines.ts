import { createHash } from 'node:crypto';
import type { CompiledMachine, CompiledPipeline } from '../../statemachines/asl/compiled-pipeline.ts';
import { invariant } from '../../statemachines/diagnostics/invariant.ts';
import { stateMachineName } from './resource-names.ts';
import type { CreatedStateMachine, StateMachines } from './state-machines.ts';
import { substitutePlaceholders } from './substitute-placeholders.ts';

/** Makes a pipeline's machines, each behind those that it starts, the main one last; answers for that one, or for the first that cannot be made. */
export async function createMachines(
  { stage, machines }: { readonly stage: string; readonly machines: StateMachines },
  { machines: compiled, structureHash }: CompiledPipeline,
  substitutions: Readonly<Record<string, string>>,
): Promise<CreatedStateMachine> {
  const [main, ...children] = compiled;
  invariant(main !== undefined, 'a compiled pipeline has a main machine');
  const known: Record<string, string> = { ...substitutions };
  const create = async (machine: CompiledMachine) => {
    for (const each of machine.functions) {
      if (each.kind === 'machine') known[each.placeholder] = arns.get(each.machine) ?? '';
    }
    const definition = substitutePlaceholders(machine.asl, known);
    return machines.create({ name: stateMachineName(stage, structureHash, sha256(definition)), definition });
  };
  const arns = new Map<string, string>();
  for (const child of children) {
    const created = await create(child);
    if (created.kind !== 'created') return created;
    arns.set(child.name, created.stateMachineArn);
  }
  return create(main);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
