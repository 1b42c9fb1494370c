import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { DeploymentDefinition, EndpointDefinition } from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { field, given, givenField, items, keySpan, located, oneOrMore, requiredField } from '../cursor.ts';
import { buildResources } from './build-step-parts.ts';
import type { DeploymentSource, EndpointSource } from '../schema/endpoint-schema.ts';

export function buildEndpoint(cursor: Cursor<EndpointSource>, faults: DiagnosticCollector): EndpointDefinition {
  const { value, node } = cursor;
  const server = field(cursor, 'server-command');
  const wsgi = field(cursor, 'wsgi');
  const resources = field(cursor, 'resources');
  if (server === undefined && wsgi === undefined) {
    faults.error('SL1028', `endpoint "${value.name}" has neither "server-command" nor "wsgi"`, node.span, {
      hint: 'add one of the two',
    });
  } else if (server !== undefined && wsgi !== undefined) {
    faults.error('SL1028', `endpoint "${value.name}" has both "server-command" and "wsgi"`, keySpan(node, 'wsgi'), {
      hint: 'keep one of the two',
    });
  }
  return {
    name: located(requiredField(cursor, 'name')),
    image: located(requiredField(cursor, 'image')),
    serve:
      wsgi === undefined
        ? {
            kind: 'server-command',
            command: {
              value: oneOrMore(server)
                .map((line) => line.value)
                .join('\n'),
              span: server?.node.span ?? node.span,
            },
          }
        : { kind: 'wsgi', command: located(wsgi) },
    ...givenField(cursor, 'port', 'port'),
    files: items(field(cursor, 'files')).map((file) => ({
      name: located(requiredField(file, 'name')),
      path: located(requiredField(file, 'path')),
      ...givenField(file, 'description', 'description'),
    })),
    ...givenField(cursor, 'node-selector', 'nodeSelector'),
    ...given('resources', resources === undefined ? undefined : buildResources(resources)),
    tolerations: (value.tolerations ?? []).map((toleration) =>
      Object.fromEntries(
        Object.entries(toleration).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])),
      ),
    ),
    ...givenField(cursor, 'description', 'description'),
    span: node.span,
  };
}

export function buildDeployment(cursor: Cursor<DeploymentSource>, faults: DiagnosticCollector): DeploymentDefinition {
  const { value, node } = cursor;
  const name = located(requiredField(cursor, 'name'));
  if (typeof value.defaults?.['target'] !== 'string') {
    faults.warning('SL1085', `deployment "${name.value}" has no "defaults.target"`, name.span, {
      hint: 'name the cluster that it deploys to: "defaults: {target: ...}"',
    });
  }
  return { name, ...given('defaults', value.defaults), span: node.span };
}
