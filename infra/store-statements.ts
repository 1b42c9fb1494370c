import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionPermission } from '../functions/manifest.ts';
import type { Stores } from './stores.ts';

/** A manifest's permission on a store, each action on what it acts upon alone; undefined: it is about something else. */
export function storeStatements(
  { bucket, table }: Pick<Stores, 'bucket' | 'table'>,
  { actions, resource }: FunctionPermission,
): readonly PolicyStatement[] | undefined {
  switch (resource) {
    case 'bucket':
      return byResources(actions, (action) =>
        action === 's3:ListBucket' ? [bucket.bucketArn] : [bucket.arnForObjects('projects/*')],
      );
    case 'table':
      return byResources(actions, (action) =>
        action === 'dynamodb:Query' ? [table.tableArn, `${table.tableArn}/index/index1`] : [table.tableArn],
      );
    default:
      return undefined;
  }
}

function byResources(
  actions: readonly string[],
  resourcesOf: (action: string) => readonly string[],
): readonly PolicyStatement[] {
  const groups = Map.groupBy(actions, (action) => resourcesOf(action).join());
  return [...groups.values()].map(
    (group) => new PolicyStatement({ actions: group, resources: [...resourcesOf(group[0] ?? '')] }),
  );
}
