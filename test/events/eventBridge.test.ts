/** Events of buses: patterns are facts, the detail is decoded, and what the codec refuses fails the invocation (sections 12 and 21). */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import * as z from 'zod'
import { EventError, eventBridge, handle, service } from '../../src/index.js'
import { watchLog } from '../chalice/support.js'
import { busEvent, failure, invoking, problemsIn, withCaptured } from './support.js'

const log = watchLog()

const paid = pipe(
  eventBridge({ source: ['shop'] }, { detail: t.type({ id: t.string }) }),
  handle(({ event }) => event.detail.id)
)
const any = pipe(
  eventBridge({ source: ['aws.codebuild'] }),
  handle(({ event }) => event)
)

test('21 on_cw_event: a rule’s event has the attributes of a schedule’s', async () => {
  const event = busEvent({ source: 'shop', 'detail-type': 'Paid', detail: { id: '7' } })
  expect(await invoking(any)(event)).toMatchObject({
    source: 'shop',
    detailType: 'Paid',
    detail: { id: '7' },
    account: '123456789012',
    time: new Date(0)
  })
})

test('12.4 the original is at hand', async () => {
  const event = busEvent()
  const f = pipe(
    eventBridge({ source: ['x'] }),
    handle(({ event: e }) => e.toJSON())
  )
  expect(await invoking(f)(event)).toBe(event)
})

test('the detail is what the codec says', async () => {
  expect(await invoking(paid)(busEvent({ detail: { id: '7', more: 1 } }))).toBe('7')
})

test('the detail may be read by any Standard Schema, at its leisure', async () => {
  const f = pipe(
    eventBridge({ source: ['shop'] }, { detail: z.object({ n: z.number().refine(async (n) => n > 0) }) }),
    handle(({ event }) => event.detail.n + 1)
  )
  expect(await invoking(f)(busEvent({ detail: { n: 1 } }))).toBe(2)
  expect(await failure(invoking(f)(busEvent({ detail: { n: -1 } })))).toBeInstanceOf(EventError)
  expect(log()).toHaveLength(1)
})

test('a detail that is not as declared fails the invocation, and is told without its values', async () => {
  const e = await failure(invoking(paid)(busEvent({ detail: { id: 4711 } })))
  expect(e).toBeInstanceOf(EventError)
  expect(e.message).toContain('id')
  expect(JSON.stringify([e.message, log()])).not.toContain('4711')
})

test.each([[null], [{}], ['x'], [[]], [{ detail: { id: '1' } }], [{ 'detail-type': 1 }]])(
  '93 what is no event of a bus is refused as such: %j',
  async (event) => {
    expect((await failure(invoking(paid)(event))).message).toBe('the event is not an EventBridge event')
    log()
  }
)

test('12.4 keys that are missing or of another type are empty', async () => {
  expect(await invoking(any)({ 'detail-type': 'T', resources: 'x', time: 5 })).toMatchObject({
    id: '',
    source: '',
    resources: [],
    detail: undefined
  })
})

test('a pattern that would match everything is a fault', () => {
  expect(
    problemsIn(() =>
      service(
        's',
        {},
        {
          f: pipe(
            eventBridge({}),
            handle(() => 1)
          )
        }
      )
    )
  ).toHaveLength(1)
})

for (const file of [
  'codebuild-state-change',
  'codedeploy-instance-event',
  'ecr-image-push-event',
  'autoscaling-event-launch-successful'
])
  withCaptured(
    '21 on_cw_event: a captured event is read',
    file,
    async (event: { readonly source: string; readonly detail: object }) => {
      expect(await invoking(any)(event)).toMatchObject({ source: event.source, detail: event.detail })
    }
  )
