import type { Flow } from '../asl/index.ts';
import { nameInPath } from '../interpreter/path-name.ts';

/**
 * Finds the body of the Map at an interpreter's path (`/Fan#2.0/1/Trials#3.0`: in branch 1 of the Parallel `Fan`, the
 * Map `Trials`), in the machine's query language, which holds wherever a state does not choose its own.
 */
export const flowAt = (root: Flow, path: string): Flow | undefined => {
  let flow: Flow = root;
  const parts = path.split('/').slice(1);
  for (let index = 0; index < parts.length; index += 2) {
    const name = nameInPath(parts[index]?.split('#')[0] ?? '');
    const state = flow.States[name];
    if (state === undefined) return undefined;
    let inner: Flow | undefined;
    if (state.Type === 'Parallel') inner = state.Branches[Number(parts[index + 1])];
    else if (state.Type === 'Map') inner = state.ItemProcessor ?? state.Iterator;
    if (inner === undefined) return undefined;
    flow = { QueryLanguage: root.QueryLanguage ?? 'JSONPath', ...inner };
  }
  return flow;
};
