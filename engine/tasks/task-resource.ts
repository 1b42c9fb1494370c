/** How a Task waits: for the answer, for a task token, or until the started work is done. */
export type TaskPattern = 'requestResponse' | 'waitForTaskToken' | 'sync' | 'sync:2';

export type TaskResource =
  | { readonly kind: 'lambda'; readonly functionArn: string }
  | { readonly kind: 'activity'; readonly activityArn: string }
  | {
      readonly kind: 'integration';
      /** `lambda`, `dynamodb`, `states`, or the service of an `aws-sdk` integration. */
      readonly service: string;
      readonly action: string;
      readonly sdk: boolean;
      readonly pattern: TaskPattern;
      /** As history events name it: `aws-sdk:dynamodb` and `updateItem.waitForTaskToken`. */
      readonly resourceType: string;
      readonly resource: string;
    }
  | {
      readonly kind: 'unsupported';
      readonly pattern: TaskPattern;
      readonly resourceType: string;
      readonly resource: string;
    };

const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]*:\d*:function:/;
const ACTIVITY_ARN = /^arn:aws[a-z-]*:states:[a-z0-9-]*:\d*:activity:[^:]+$/;
const INTEGRATION_ARN = /^arn:aws[a-z-]*:states:[a-z0-9-]*:\d*:(.+)$/;
const PATTERN = /\.(waitForTaskToken|sync:2|sync)$/;

const isPattern = (text: string | undefined): text is TaskPattern =>
  text === 'waitForTaskToken' || text === 'sync' || text === 'sync:2';

const parse = (text: string): TaskResource => {
  if (FUNCTION_ARN.test(text)) return { kind: 'lambda', functionArn: text };
  if (ACTIVITY_ARN.test(text)) return { kind: 'activity', activityArn: text };
  const rest = INTEGRATION_ARN.exec(text)?.[1] ?? '';
  const suffix = PATTERN.exec(rest)?.[1];
  const pattern = isPattern(suffix) ? suffix : 'requestResponse';
  const bare = rest.replace(PATTERN, '');
  const parts = bare.split(':');
  const sdk = parts[0] === 'aws-sdk';
  const [service, action] = sdk ? parts.slice(1) : parts;
  const ending = suffix === undefined ? '' : `.${suffix}`;
  if (service === undefined || action === undefined || parts.length !== (sdk ? 3 : 2)) {
    return { kind: 'unsupported', pattern, resourceType: service ?? '', resource: text };
  }
  return {
    kind: 'integration',
    service,
    action,
    sdk,
    pattern,
    resourceType: sdk ? `aws-sdk:${service}` : service,
    resource: `${action}${ending}`,
  };
};

const resources = new Map<string, TaskResource>();

/** Reads a Task's `Resource`. Resources are few and named in definitions, so each is read once. */
export const parseTaskResource = (text: string): TaskResource => {
  const known = resources.get(text);
  if (known !== undefined) return known;
  const resource = parse(text);
  if (resources.size > 10_000) resources.clear();
  resources.set(text, resource);
  return resource;
};
