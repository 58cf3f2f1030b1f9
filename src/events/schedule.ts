/** Schedules and patterns of Amazon EventBridge. */

import type { AnyCodec, Decoded } from '../codecs/Codec.js'
import type { JsonLimits } from '../codecs/CodecEngine.js'
import { describeProblem } from '../codecs/safeJson.js'
import type { Text } from '../combinators/CloudFormation.js'
import { type Invocation, left, type Source, type Step, source } from '../combinators/Source.js'
import { isObject, objectAt, type Raw, textAt } from './Batch.js'
import { EventError } from './lambda.js'
import { type Cron, printSchedule, type Rate, scheduleFaults } from './ScheduleExpression.js'

// ---- model

/** An event of EventBridge ("EventBridge event structure"). Text that is absent is empty. @since 0.1.0 */
export interface EventBridgeEvent<D> {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly source: string
  readonly detailType: string
  /** When it happened; an invalid date where the event does not say. */
  readonly time: Date
  readonly resources: ReadonlyArray<string>
  readonly detail: D
  readonly toJSON: () => unknown
}

/** How a schedule runs. @since 0.1.0 */
export interface ScheduleOptions {
  readonly description?: string
  /** What the function is invoked with, instead of the event; the handler finds it as `event.toJSON()`. */
  readonly input?: unknown
  /** An IANA time zone, `Europe/Berlin`: EventBridge Scheduler runs it then. UTC when absent. */
  readonly timezone?: string
  /** Off until it is switched on. */
  readonly enabled?: boolean
}

/** Which bus, and what the detail looks like. @since 0.1.0 */
export interface EventBridgeOptions<S> extends JsonLimits {
  /** A bus by name or ARN: the default one when absent. */
  readonly bus?: Text
  readonly detail?: S
}

/** Which events: `{ source: ['aws.codepipeline'], 'detail-type': ['…'] }` ("EventBridge event patterns"). @since 0.1.0 */
export type EventPattern = Readonly<Record<string, unknown>>

class BusEvent implements EventBridgeEvent<unknown> {
  constructor(
    private readonly event: Raw,
    readonly detail: unknown
  ) {}
  get id(): string {
    return textAt(this.event, 'id') ?? ''
  }
  get account(): string {
    return textAt(this.event, 'account') ?? ''
  }
  get region(): string {
    return textAt(this.event, 'region') ?? ''
  }
  get source(): string {
    return textAt(this.event, 'source') ?? ''
  }
  get detailType(): string {
    return textAt(this.event, 'detail-type') ?? ''
  }
  get time(): Date {
    return new Date(textAt(this.event, 'time') ?? Number.NaN)
  }
  get resources(): ReadonlyArray<string> {
    const { resources } = this.event
    return Array.isArray(resources) ? resources.filter((r) => typeof r === 'string') : []
  }
  toJSON(): unknown {
    return this.event
  }
}

// ---- constructors

// A schedule with an input of its own may be invoked with anything at all.
const openSchedule: Step = () => ({
  enter: (ctx) => {
    const { event } = ctx
    const raw = isObject(event) ? event : {}
    ctx['event'] = Object.assign(new BusEvent(raw, objectAt(raw, 'detail')), isObject(event) ? {} : { toJSON: () => event })
    return undefined
  }
})

/**
 * On a schedule: a rate, a cron, or either as EventBridge's text. In UTC unless a time zone is named.
 * @since 0.1.0
 * @example
 * import { handle, rate, schedule } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const often = pipe(schedule(rate(5, 'minutes')), handle(({ event }) => event.time.toISOString()))
 * expect(often.facts[0]).toEqual({ _tag: 'Schedule', expression: 'rate(5 minutes)', faults: [] })
 */
export const schedule = (
  expression: Rate | Cron | string,
  o: ScheduleOptions = {}
): Source<{ readonly event: EventBridgeEvent<unknown> } & Invocation, unknown, { readonly kind: 'schedule' }> =>
  source(
    [
      {
        _tag: 'Schedule',
        expression: typeof expression === 'string' ? expression : printSchedule(expression),
        faults: scheduleFaults(expression),
        ...o
      }
    ],
    [openSchedule]
  )

/**
 * Events of a bus that match a pattern, their detail decoded by a codec. An event that the codec refuses fails the invocation.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { eventBridge, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const paid = pipe(eventBridge({ source: ['shop'] }, { detail: t.type({ id: t.string }) }), handle(({ event }) => event.detail.id))
 * expect(paid.facts[0]).toMatchObject({ _tag: 'EventBridge', pattern: { source: ['shop'] } })
 */
export const eventBridge: {
  (
    pattern: EventPattern,
    o?: { readonly bus?: Text }
  ): Source<{ readonly event: EventBridgeEvent<unknown> } & Invocation, unknown, { readonly kind: 'eventBridge' }>
  <S extends AnyCodec>(
    pattern: EventPattern,
    o: { readonly bus?: Text; readonly detail: S } & JsonLimits
  ): Source<{ readonly event: EventBridgeEvent<Decoded<S>> } & Invocation, unknown, { readonly kind: 'eventBridge' }>
} = (pattern: EventPattern, { detail, ...o }: EventBridgeOptions<AnyCodec> = {}): never => {
  const open: Step = ({ codecs }) => {
    const decode = detail && codecs.valueDecoder(detail, o)
    return {
      enter: (ctx) => {
        const { event } = ctx
        if (!isObject(event) || typeof event['detail-type'] !== 'string')
          return left(new EventError('the event is not an EventBridge event'))
        if (decode === undefined) {
          ctx['event'] = new BusEvent(event, event['detail'])
          return undefined
        }
        const conclude = (d: Awaited<ReturnType<typeof decode>>) => {
          if ('problem' in d) return left(new EventError(`the detail ${describeProblem(d.problem)}`))
          if (d.issues !== undefined) return left(new EventError(`the detail is not as declared: ${JSON.stringify(d.issues)}`))
          ctx['event'] = new BusEvent(event, d.value)
          return undefined
        }
        const d = decode(event['detail'])
        return d instanceof Promise ? d.then(conclude) : conclude(d)
      }
    }
  }
  return source([{ _tag: 'EventBridge', pattern, ...o, ...(detail === undefined ? undefined : { detail }) }], [open]) as never
}
