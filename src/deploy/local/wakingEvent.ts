/** What a function is invoked with when nobody says: what its schedule would send, and an empty event for everything else. */
import { randomUUID } from 'node:crypto'
import type { ScheduleFact } from '../../combinators/Fact.js'
import { scheduleIds, schedulerId } from '../eventIds.js'
import type { FunctionOutline } from '../Outline.js'
import { accountId, region } from './events.js'

/** @internal */
export const wakingEvent = (f: FunctionOutline, service: string, stage: string): unknown => {
  const schedule = f.triggers.map((t) => t.fact).find((fact): fact is ScheduleFact => fact._tag === 'Schedule')
  return schedule === undefined ? {} : tick(schedule, f.name, `${service}-${stage}`)
}

// "Amazon EventBridge event structure"; EventBridge Scheduler, where a time zone is named, writes the detail as text.
const tick = ({ input, timezone }: ScheduleFact, name: string, stack: string): unknown => {
  if (input !== undefined) return input
  const rule = `arn:aws:events:${region}:${accountId}:rule/${stack}-${scheduleIds(name, 1)[0]}`
  const schedule = `arn:aws:scheduler:${region}:${accountId}:schedule/default/${stack}-${schedulerId(name, 1)}`
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: timezone === undefined ? 'aws.events' : 'aws.scheduler',
    account: accountId,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region,
    resources: [timezone === undefined ? rule : schedule],
    detail: timezone === undefined ? {} : '{}'
  }
}
