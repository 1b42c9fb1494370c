import type { FunctionName, FunctionSpec } from '../../functions/manifest.ts';

/** What of an EventBridge event its rules look at. */
export interface CloudEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { readonly status: string };
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
          rule.statuses.includes(event.detail.status),
      ),
    )
    .map(({ name }) => name);
}
