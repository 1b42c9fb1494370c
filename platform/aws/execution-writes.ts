import type { AttemptKey, AttemptResult, FateKey } from '../runs/execution-store.ts';
import { executionPredecessors } from '../runs/transitions.ts';
import type { Fate } from '../runs/statuses.ts';
import type { DocumentClient } from './document-client.ts';
import { attemptOrder } from './attempt-order.ts';
import { conditionalUpdate, inList, unlessCondition } from './conditional-update.ts';
import type { ExecutionItem } from './execution-item.ts';
import { executionItemKey } from './execution-keys.ts';

export interface ExecutionTable {
  readonly documents: DocumentClient;
  readonly tableName: string;
}

const names = {
  '#status': 'status',
  '#order': 'order',
  '#round': 'round',
  '#trial': 'trial',
  '#generation': 'generation',
  '#attempt': 'attempt',
  '#parameters': 'parameters',
  '#metadata': 'metadata',
} as const;

/** Only the attributes that an expression names may be sent with it. */
function namesIn(...expressions: readonly string[]): Record<string, string> {
  const text = expressions.join(' ');
  return Object.fromEntries(Object.entries(names).filter(([name]) => new RegExp(`${name}\\b`).test(text)));
}

const runningFrom = inList('from', executionPredecessors('running'));

const beginUpdate =
  'SET #status = :begun, #order = :order, #round = :round, #trial = :trial, #generation = :generation, #attempt = :attempt, ' +
  '#parameters = :parameters, startedAt = :startedAt ' +
  'REMOVE outcomeKind, outcomeError, outcomeMessage, #metadata, inputs, outputs, overflow, finishedAt, reason, cacheKey, reusedFrom';

/** A later round (the run was retried) lifts a fate, but never a success; within a round the order of attempts decides. */
const beginCondition =
  'attribute_not_exists(pk) OR (#status <> :succeeded AND #round < :round) OR ' +
  `(#status IN (${runningFrom.names}) AND (#order < :order OR (#order = :order AND attribute_not_exists(outcomeKind))))`;

const beginNames = namesIn(beginUpdate, beginCondition);

export async function beginAttempt(
  table: ExecutionTable,
  key: AttemptKey,
  parameters: string,
  startedAt: string,
  status: 'running' | 'waiting-approval',
): Promise<boolean> {
  const { order, round } = attemptOrder(key.generation, key.attempt);
  return conditionalUpdate(table.documents, {
    TableName: table.tableName,
    Key: executionItemKey(key.project, key.runId, key.node, key.trial),
    UpdateExpression: beginUpdate,
    ConditionExpression: beginCondition,
    ExpressionAttributeNames: beginNames,
    ExpressionAttributeValues: {
      ...runningFrom.values,
      ':begun': status,
      ':succeeded': 'succeeded',
      ':order': order,
      ':round': round,
      ':trial': [...key.trial],
      ':generation': key.generation,
      ':attempt': key.attempt,
      ':parameters': parameters,
      ':startedAt': startedAt,
    },
  });
}

const progressUpdate = 'SET #metadata = :metadata';
const progressCondition = `#order = :order AND #status IN (${runningFrom.names}) AND attribute_not_exists(outcomeKind)`;
const progressNames = namesIn(progressUpdate, progressCondition);

export async function recordProgress(table: ExecutionTable, key: AttemptKey, metadata: string): Promise<boolean> {
  return conditionalUpdate(table.documents, {
    TableName: table.tableName,
    Key: executionItemKey(key.project, key.runId, key.node, key.trial),
    UpdateExpression: progressUpdate,
    ConditionExpression: progressCondition,
    ExpressionAttributeNames: progressNames,
    ExpressionAttributeValues: {
      ...runningFrom.values,
      ':order': attemptOrder(key.generation, key.attempt).order,
      ':metadata': metadata,
    },
  });
}

/** The parts of a result as they lie in the item: either the JSON texts, or the key of the object that holds them. */
export type StoredResult = Pick<ExecutionItem, 'metadata' | 'inputs' | 'outputs' | 'overflow'>;

const succeededFrom = inList('from', executionPredecessors('succeeded'));

/** Each outcome's own expression, so that no unused value is sent. */
export async function finishAttempt(
  table: ExecutionTable,
  key: AttemptKey,
  result: AttemptResult,
  stored: StoredResult,
): Promise<boolean> {
  const { outcome } = result;
  const succeeded = outcome.kind === 'succeeded';
  const from = succeeded ? succeededFrom : runningFrom;
  const values = {
    outcomeKind: outcome.kind,
    finishedAt: result.finishedAt,
    ...(succeeded ? {} : { outcomeError: outcome.error, outcomeMessage: outcome.message }),
    ...(result.cacheKey === undefined ? {} : { cacheKey: result.cacheKey }),
    ...(result.reusedFrom === undefined ? {} : { reusedFrom: result.reusedFrom }),
    ...stored,
  };
  const update = [
    ...(succeeded ? ['#status = :succeeded'] : []),
    ...Object.keys(values).map((name) => `${name === 'metadata' ? '#metadata' : name} = :${name}`),
  ].join(', ');
  const condition = `#order = :order AND #status IN (${from.names}) AND attribute_not_exists(outcomeKind)`;
  return conditionalUpdate(table.documents, {
    TableName: table.tableName,
    Key: executionItemKey(key.project, key.runId, key.node, key.trial),
    UpdateExpression: `SET ${update}`,
    ConditionExpression: condition,
    ExpressionAttributeNames: namesIn(update, condition),
    ExpressionAttributeValues: {
      ...from.values,
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
      ...(succeeded ? { ':succeeded': 'succeeded' } : {}),
      ':order': attemptOrder(key.generation, key.attempt).order,
    },
  });
}

export type ExecutionName = FateKey;

const neverBegun = '0.0';

/** Writes a fate in the item's own generation, or makes the item of an execution that never began. */
export async function setFirstFate(
  table: ExecutionTable,
  key: ExecutionName,
  fate: Fate,
  reason: string,
  at: string,
): Promise<boolean> {
  const from = inList('from', executionPredecessors(fate));
  const update =
    'SET #status = :fate, reason = :reason, finishedAt = :at, #trial = :trial, #generation = :generation, ' +
    '#attempt = if_not_exists(#attempt, :attempt), #order = if_not_exists(#order, :order), ' +
    '#round = if_not_exists(#round, :round), #parameters = if_not_exists(#parameters, :parameters)';
  const condition = `attribute_not_exists(pk) OR (#generation = :generation AND #round <= :latest AND #status IN (${from.names}))`;
  return conditionalUpdate(table.documents, {
    TableName: table.tableName,
    Key: executionItemKey(key.project, key.runId, key.node, key.trial),
    UpdateExpression: update,
    ConditionExpression: condition,
    ExpressionAttributeNames: namesIn(update, condition),
    ExpressionAttributeValues: {
      ...from.values,
      ...fateValues(key, fate, reason, at),
      ':parameters': '{}',
      ':latest': latestRound(key),
    },
  });
}

/** Writes a fate over what an earlier generation left behind; a success stays. */
export async function setLaterFate(
  table: ExecutionTable,
  key: ExecutionName,
  fate: Fate,
  reason: string,
  at: string,
): Promise<boolean> {
  const update =
    'SET #status = :fate, reason = :reason, finishedAt = :at, #trial = :trial, #generation = :generation, ' +
    '#attempt = :attempt, #order = :order, #round = :round ' +
    'REMOVE outcomeKind, outcomeError, outcomeMessage';
  const condition = '#generation < :generation AND #status <> :succeeded';
  return conditionalUpdate(table.documents, {
    TableName: table.tableName,
    Key: executionItemKey(key.project, key.runId, key.node, key.trial),
    UpdateExpression: update,
    ConditionExpression: condition,
    ExpressionAttributeNames: namesIn(update, condition),
    ExpressionAttributeValues: { ...fateValues(key, fate, reason, at), ':succeeded': 'succeeded' },
  });
}

/** Of the executions that whoever writes the fate can mean: the machine may be driven on meanwhile. */
function latestRound({ generation, redriveCount = LAST_REDRIVE }: ExecutionName): string {
  return attemptOrder(generation, `${redriveCount}.0`).round;
}

/** Of the order of attempts: beyond what any machine comes to. */
const LAST_REDRIVE = 999_999;

function fateValues(key: ExecutionName, fate: Fate, reason: string, at: string): Record<string, unknown> {
  const { order, round } = attemptOrder(key.generation, neverBegun);
  return {
    ':fate': fate,
    ':reason': reason,
    ':at': at,
    ':trial': [...key.trial],
    ':generation': key.generation,
    ':attempt': neverBegun,
    ':order': order,
    ':round': round,
  };
}

/** Unless it succeeded after all. */
export async function removeUnsuccessful(
  { documents, tableName }: ExecutionTable,
  { project, runId, node, trial }: Omit<ExecutionName, 'generation'>,
): Promise<void> {
  await unlessCondition(() =>
    documents.delete({
      TableName: tableName,
      Key: executionItemKey(project, runId, node, trial),
      ConditionExpression: '#status <> :succeeded',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':succeeded': 'succeeded' },
    }),
  );
}

export async function removeSuccess(
  { documents, tableName }: ExecutionTable,
  { project, runId, node, trial }: Omit<ExecutionName, 'generation'>,
): Promise<void> {
  await documents.delete({ TableName: tableName, Key: executionItemKey(project, runId, node, trial) });
}
