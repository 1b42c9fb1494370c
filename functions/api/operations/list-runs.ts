import type { Routes } from '../../../api/routes.ts';
import type { Operation } from '../operation.ts';
import { runResource } from '../resources/run-resource.ts';

export const listRuns: Operation<Routes['listRuns']> = async ({ runs }, { project, query }) => {
  const { items, ...next } = await runs.list(project, query, query);
  return { items: items.map(runResource), ...next };
};
