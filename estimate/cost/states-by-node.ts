import type { CompiledMachine } from '../../statemachines/asl/compiled-pipeline.ts';

/** The states that call a node's step, by node: a Task whose payload names the node. */
export function statesByNode(machines: readonly CompiledMachine[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { asl } of machines) visit(JSON.parse(asl), found);
  return found;
}

function visit(group: unknown, found: Map<string, string[]>): void {
  const states = field(group, 'States');
  if (typeof states !== 'object' || states === null) return;
  for (const [name, state] of Object.entries(states)) {
    const node = field(field(field(state, 'Arguments'), 'Payload'), 'node');
    if (typeof node === 'string') found.set(node, [...(found.get(node) ?? []), name]);
    visit(field(state, 'ItemProcessor'), found);
    const branches = field(state, 'Branches');
    if (Array.isArray(branches)) for (const branch of branches) visit(branch, found);
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
