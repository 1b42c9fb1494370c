import type { Routes } from '../../../api/routes.ts';
import type { Operation } from '../operation.ts';
import { versionResource } from '../resources/version-resource.ts';

export const listPipelines: Operation<Routes['listPipelines']> = async ({ registry }, { project, query }) => {
  const { items, ...next } = await registry.listLatest(project, query);
  return { items: items.map(versionResource), ...next };
};
