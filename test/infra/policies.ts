import type { TemplateJson } from './synthesise.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** One line an action and resource that a role is allowed: `<policy> <action> <resource>`. */
export function allowances(templates: ReadonlyMap<string, TemplateJson>): readonly Allowance[] {
  const found: Allowance[] = [];
  for (const { Resources } of templates.values()) {
    for (const [id, { Type, Properties }] of Object.entries(Resources)) {
      if (Type !== 'AWS::IAM::Policy') continue;
      const { Statement } = Properties['PolicyDocument'] as { readonly Statement: readonly Statement[] };
      for (const { Action, Resource } of Statement) {
        for (const action of [Action].flat()) {
          for (const resource of [Resource].flat()) {
            found.push({ policy: id.replace(/[0-9A-F]{8}$/, ''), action, resource: flattened(resource) });
          }
        }
      }
    }
  }
  return found;
}

export interface Allowance {
  readonly policy: string;
  readonly action: string;
  readonly resource: string;
}

/** What CloudFormation fills in stands in angle brackets. */
function flattened(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, inner] = ['', ''] as const] = Object.entries(value as Readonly<Record<string, unknown>>);
  switch (name) {
    case 'Fn::Join': {
      const [separator, parts] = inner as readonly [string, readonly unknown[]];
      return parts.map(flattened).join(separator);
    }
    case 'Ref':
      return `<${String(inner).replace(/[0-9A-F]{8}$/, '')}>`;
    case 'Fn::GetAtt':
      return `<${(inner as readonly string[]).map((part) => part.replace(/[0-9A-F]{8}$/, '')).join('.')}>`;
    case 'Fn::ImportValue':
      return `<${flattened(inner).replaceAll(/[0-9A-F]{8}/g, '')}>`;
    default:
      return `<${JSON.stringify(value)}>`;
  }
}
