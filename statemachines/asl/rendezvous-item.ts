import { MOST_WAITERS } from '../plan/structure/join-rendezvous.ts';
import { jsonata, jsonataText, pointsOf } from './jsonata.ts';
import { TABLE_PLACEHOLDER } from './placeholders.ts';
import type { Scope } from './scope.ts';
import type { Retrier, Template } from './states.ts';

/** A redrive may come two weeks after the end of a run, and must find what has happened. */
const REDRIVE_SECONDS = 15 * 24 * 60 * 60;

/** Attribute of the item that says that, and how, the producer has ended. */
export const FATE = 'fate';
/** What a waiter's attribute begins with; the rest is its own. */
export const TOKEN_PREFIX = 't_';

/** Any failure of a write may be a lost answer: the same write again does no harm. Backoff is the service's own, doubling from 1 s. */
export const repeated: Retrier = {
  ErrorEquals: ['States.ALL'],
  MaxDelaySeconds: 60,
  MaxAttempts: 12,
  JitterStrategy: 'FULL',
};

export interface RendezvousItem {
  readonly producer: string;
  readonly group: number;
  readonly over: readonly string[];
}

/**
 * Table and key of one producer's item in one iteration and generation: a retried run begins anew. Trials lie in partitions
 * of their own, since a sweep may have thousands of them.
 *
 * @param nest axes of the Maps around the producer
 * @param part of a group that has more waiters than fit into an item: a JSONata expression
 */
export function itemOf(
  { producer, group }: RendezvousItem,
  nest: readonly string[],
  part?: string,
): Readonly<Record<'TableName' | 'Key', Template>> {
  const trial = nest.map((_, index) => `trial[${index}] & `).join('"." & ');
  const run = '"P#" & project & "#RUN#" & runId & "#" & generation & "#" & ';
  const partition = jsonata(`$states.input.(${run}${trial}${jsonataText(`#${producer}`)})`);
  const item = `RENDEZVOUS#${group}`;
  return {
    TableName: TABLE_PLACEHOLDER,
    Key: {
      pk: { S: partition },
      sk: { S: part === undefined ? item : jsonata(`${jsonataText(`${item}.`)} & ${part}`) },
    },
  };
}

/** Number of iterations in which someone waits. */
export function iterations(over: readonly string[]): string {
  return over.map(pointsOf).join(' * ');
}

/** Which part of its group an iteration waits in. `nest` holds the axes around the waiter, those of `over` innermost. */
export function partOf(over: readonly string[], nest: readonly string[]): string {
  const place = over.reduce((sum, axis, index) => {
    const own = `$states.input.trial[${nest.length - over.length + index}]`;
    return index === 0 ? own : `(${sum}) * ${pointsOf(axis)} + ${own}`;
  }, '');
  return `$floor((${place}) / ${MOST_WAITERS})`;
}

/** When the item may go: long after the run and its last redrive. */
export function expiry({ machine }: Scope): Template {
  return { N: jsonata(`$string($floor($millis() / 1000) + ${machine.plan.timeoutSeconds + REDRIVE_SECONDS})`) };
}
