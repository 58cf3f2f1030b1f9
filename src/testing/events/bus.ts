/** Events of Amazon EventBridge, schedules among them. */
import { accountId, region } from '../../deploy/local/events.js'
import { testMoment } from '../format.js'
import { type Changes, merged, uuid } from './changes.js'

/** An event as a rule hands it on ("AWS service event metadata"). @since 0.1.0 */
export interface BusEventJson {
  readonly version: string
  readonly id: string
  readonly 'detail-type': string
  readonly source: string
  readonly account: string
  readonly time: string
  readonly region: string
  readonly resources: ReadonlyArray<string>
  readonly detail: unknown
}

/** An event of a bus with a detail. @internal */
export const eventBridge = (detail: unknown, changes: Changes = {}): BusEventJson =>
  merged(
    {
      version: '0',
      id: uuid(0),
      'detail-type': 'Something Happened',
      source: 'test',
      account: accountId,
      time: testMoment.at.toISOString().replace('.000', ''),
      region,
      resources: [],
      detail
    },
    changes
  )

/** What a rule sends at its time. @internal */
export const schedule = (changes: Changes = {}): BusEventJson =>
  eventBridge(
    {},
    merged(
      {
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        resources: [`arn:aws:events:${region}:${accountId}:rule/rule`]
      },
      changes
    )
  )
