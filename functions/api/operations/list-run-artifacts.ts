import type { Routes } from '../../../api/routes.ts';
import { findRun } from '../../../platform/runs/get-run.ts';
import type { Operation } from '../operation.ts';

export const listRunArtifacts: Operation<Routes['listRunArtifacts']> = async (platform, { project, params, query }) => {
  const { runId } = params;
  const { node, cursor, limit } = query;
  await findRun(platform.runs, { project, runId });
  let page = await platform.artifacts.listOfRun(project, runId, { limit, ...(cursor === undefined ? {} : { cursor }) });
  for (;;) {
    const items = page.items.filter((item) => node === undefined || (item.reusedBy ?? item.producedBy)?.node === node);
    // A page without any item of this node is no answer yet.
    if (items.length > 0 || page.nextCursor === undefined) return { ...page, items };
    page = await platform.artifacts.listOfRun(project, runId, { limit, cursor: page.nextCursor });
  }
};
