import type { FunctionName, FunctionSpec } from '../../functions/manifest.ts';

/** What of an EventBridge event its rules look at. */
export interface CloudEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { readonly status: string; readonly executionArn: string };
}

/** Names of the functions whose manifest asks for the event. */
export function functionsFor(manifest: readonly FunctionSpec[], event: CloudEvent): readonly FunctionName[] {
  return manifest
    .filter(({ events }) =>
      events.some(
        (rule) =>
          rule.kind === 'event' &&
          rule.source === event.source &&
          rule.detailType === event['detail-type'] &&
          rule.statuses.includes(event.detail.status) &&
          !matchesWildcard(rule.exceptExecutions, event.detail.executionArn),
      ),
    )
    .map(({ name }) => name);
}

/** EventBridge's wildcard: `*` stands for any characters, also none. */
function matchesWildcard(wildcard: string, text: string): boolean {
  const literals = wildcard.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${literals.join('.*')}$`, 's').test(text);
}
