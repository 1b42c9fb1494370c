import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { ScheduleDefinition } from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { givenField, located, requiredField } from '../cursor.ts';
import { quoted } from '../describe-value.ts';
import type { ScheduleSource } from '../schema/pipeline-schema.ts';

const CRON_FIELD = String.raw`[\dA-Za-z*?,\-/#]+`;
/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html: minutes, hours, day of month, month, day of week, year. */
const CRON = new RegExp(String.raw`^cron\(${Array.from({ length: 6 }, () => CRON_FIELD).join(' +')}\)$`, 'u');
const RATE = /^rate\((?:1 (?:minute|hour|day)|[1-9]\d* (?:minutes|hours|days|minute|hour|day))\)$/u;
const AT = /^at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)$/u;

export function buildSchedule(cursor: Cursor<ScheduleSource>, faults: DiagnosticCollector): ScheduleDefinition {
  const { value, node } = cursor;
  if (typeof value === 'string') {
    const expression = { value, node };
    checkExpression(expression, faults);
    return { expression: located(expression), parameters: {}, span: node.span };
  }
  const schedule = { value, node };
  const expression = requiredField(schedule, 'expression');
  checkExpression(expression, faults);
  return {
    expression: located(expression),
    ...givenField(schedule, 'timezone', 'timezone'),
    parameters: value.parameters ?? {},
    span: node.span,
  };
}

function checkExpression(cursor: Cursor<string>, faults: DiagnosticCollector): void {
  const { value, node } = cursor;
  if (CRON.test(value) || RATE.test(value) || AT.test(value)) return;
  const isUnixCron = /^(?:cron\()?\S+(?: +\S+){4}\)?$/u.test(value);
  faults.error('SL1031', `${quoted(value)} is no schedule`, node.span, {
    hint: isUnixCron
      ? 'EventBridge wants six fields: cron(minutes hours day-of-month month day-of-week year), with "?" for one of the two days'
      : 'write rate(1 hour), cron(0 6 * * ? *) or at(2030-01-31T06:00:00)',
  });
}
