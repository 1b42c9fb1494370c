import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { compilePipeline } from '../../statemachines/compile.ts';
import type { CompiledPipeline } from '../../statemachines/asl/compiled-pipeline.ts';
import type { CommandContext } from '../command-context.ts';
import { faultError, hasErrors } from './fault-error.ts';
import { loadPipeline } from './load-pipeline.ts';

export interface CompileFileOptions {
  readonly pipeline?: string;
  readonly out?: string;
  readonly json?: true;
}

/** The main machine on stdout, or every machine with the plan in a folder. Same bytes for the same input. */
export async function compileFile(context: CommandContext, file: string, options: CompileFileOptions): Promise<void> {
  const { text, graph } = await loadPipeline(context, file, options.pipeline);
  const { value: compiled, diagnostics } = compilePipeline(text, file, { pipeline: graph.pipeline });
  const errors = diagnostics.filter((diagnostic) => hasErrors([diagnostic]));
  if (compiled === undefined) throw faultError(context, file, text, errors);
  if (options.out !== undefined) await writeMachines(context, compiled, options.out);
  if (options.json === true) context.print(JSON.stringify(jsonOf(compiled)));
  else if (options.out === undefined) context.print(compiled.machines[0]?.asl.trimEnd() ?? '');
}

async function writeMachines(context: CommandContext, compiled: CompiledPipeline, out: string): Promise<void> {
  const folder = resolve(context.terminal.folder, out);
  await mkdir(folder, { recursive: true });
  const files = [
    ...compiled.machines.map(({ name, asl }) => ({ name: `${name}.asl.json`, content: `${asl.trimEnd()}\n` })),
    { name: 'plan.json', content: `${JSON.stringify(compiled.plan, undefined, 2)}\n` },
  ];
  for (const { name, content } of files) {
    await writeFile(join(folder, name), content);
    context.tell(`wrote ${join(out, name)}`);
  }
}

function jsonOf({ pipeline, definitionHash, structureHash, plan, machines }: CompiledPipeline): object {
  return {
    pipeline,
    definitionHash,
    structureHash,
    machines: machines.map(({ asl, ...machine }): object => ({ ...machine, asl: JSON.parse(asl) as unknown })),
    plan,
  };
}
