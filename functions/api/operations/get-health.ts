import type { Routes } from '../../../api/routes.ts';
import type { Operation } from '../operation.ts';

export const getHealth: Operation<Routes['getHealth']> = async ({ version, stage }) => ({
  status: 'ok',
  version,
  stage,
});
