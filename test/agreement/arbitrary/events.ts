/** Sentences that no request wakes, as fast-check arbitraries: every source, with and without each of its options. */
import * as fc from 'fast-check'
import type { Given } from '../model/given.js'
import type { Origin, Woken } from '../model/Program.js'
import { givens, maybe, record } from './draw.js'

const origins: fc.Arbitrary<Origin> = fc.oneof(
  record<Extract<Origin, { is: 'queue' }>>({
    is: fc.constant('queue' as const),
    queue: fc.constantFrom(
      'orders',
      '<Jobs.Arn>',
      '<import far-queue>',
      '<sub arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:subbed>',
      'arn:aws:sqs:eu-west-1:123456789012:far',
      'steps.fifo',
      'turns.fifo'
    ),
    batch: fc.constantFrom(1, 10, 50),
    window: maybe(fc.constantFrom(0, 5)),
    atOnce: maybe(fc.constantFrom(2, 20))
  }),
  record<Extract<Origin, { is: 'topic' }>>({
    is: fc.constant('topic' as const),
    topic: fc.constantFrom('alarms', '<News>', '<import far-topic>', 'arn:aws:sns:eu-west-1:123456789012:far-topic'),
    filter: maybe(fc.constantFrom({ kind: ['a'] }, { kind: ['a', 'b'], size: ['s'] }))
  }),
  record<Extract<Origin, { is: 'bucket' }>>({
    is: fc.constant('bucket' as const),
    bucket: fc.constantFrom('pictures', 'papers'),
    events: fc.constantFrom(['s3:ObjectCreated:*'], ['s3:ObjectRemoved:*'], ['s3:ObjectCreated:Put', 's3:ObjectRemoved:*']),
    prefix: maybe(fc.constantFrom('in/', 'in/deep/')),
    suffix: maybe(fc.constantFrom('.jpg', '.png'))
  }),
  record<Extract<Origin, { is: 'stream' }>>({
    is: fc.constant('stream' as const),
    type: fc.constant('kinesis' as const),
    stream: fc.constantFrom('clicks', '<Clicks.Arn>', 'arn:aws:kinesis:eu-west-1:123456789012:stream/far-clicks'),
    batch: fc.constantFrom(1, 100),
    from: fc.constantFrom('LATEST' as const, 'TRIM_HORIZON' as const),
    window: maybe(fc.constantFrom(1, 30)),
    retries: maybe(fc.constantFrom(0, 3)),
    bisect: maybe(fc.boolean()),
    parallel: maybe(fc.constantFrom(1, 4))
  }),
  record<Extract<Origin, { is: 'stream' }>>({
    is: fc.constant('stream' as const),
    type: fc.constant('dynamodb' as const),
    stream: fc
      .constantFrom('t', 'u', '')
      .map((t) =>
        t === '' ? '<Table.StreamArn>' : `arn:aws:dynamodb:eu-west-1:123456789012:table/${t}/stream/2026-01-01T00:00:00.000`
      ),
    batch: fc.constantFrom(1, 100),
    from: fc.constantFrom('LATEST' as const, 'TRIM_HORIZON' as const),
    window: maybe(fc.constant(2)),
    retries: maybe(fc.constant(7)),
    bisect: maybe(fc.constant(true)),
    parallel: maybe(fc.constant(2))
  }),
  record<Extract<Origin, { is: 'schedule' }>>({
    is: fc.constant('schedule' as const),
    when: fc.constantFrom(
      'rate(1 hour)',
      'rate(5 minutes)',
      'cron(0 12 * * ? *)',
      'cron(15 10 ? * MON-FRI *)',
      'rate(1 minutes)'
    ),
    zone: maybe(fc.constantFrom('Europe/Berlin', 'UTC')),
    input: maybe(fc.constantFrom({ n: 1 }, { text: 'a "b" \\ c', list: [1, null] })),
    off: maybe(fc.constant(true), 3)
  }),
  record<Extract<Origin, { is: 'bus' }>>({
    is: fc.constant('bus' as const),
    pattern: fc.constantFrom<Readonly<Record<string, unknown>>>(
      { source: ['shop'] },
      { source: ['shop'], 'detail-type': ['Paid', 'Sent'] },
      { detail: { n: [{ numeric: ['>', 1] }] } }
    ),
    bus: maybe(fc.constantFrom('default', 'orders', '<Bus>', 'arn:aws:events:eu-west-1:123456789012:event-bus/far'))
  }),
  fc.boolean().map((typed): Origin => ({ is: 'call', typed })),
  record<Extract<Origin, { is: 'socket' }>>({
    is: fc.constant('socket' as const),
    route: fc.constantFrom('$connect', '$connect', '$disconnect', '$default', 'say', 'join'),
    key: maybe(fc.constantFrom('own', 'ownRequest', 'ownQuery', 'sharedRequest', 'shared', 'shared', 'signed', 'signed'), 2),
    typed: fc.boolean(),
    responds: fc.boolean()
  }).map((s): Origin => {
    const { key, ...rest } = s
    const started = rest.route.startsWith('$') && rest.route !== '$default'
    return {
      ...rest,
      ...(key !== undefined && rest.route === '$connect' ? { key } : {}),
      typed: rest.typed && !started,
      responds: rest.responds && !started
    }
  })
)

export const woken: fc.Arbitrary<Omit<Woken, 'name'>> = record<Omit<Woken, 'name'>>({
  origin: origins,
  each: maybe(fc.constantFrom('typed' as const, 'plain' as const), 2),
  given: fc.oneof(fc.constant<Given>({}), givens),
  ports: fc.subarray(['store', 'clock'])
}).map((w) => (['queue', 'topic', 'bucket', 'stream'].includes(w.origin.is) ? w : (({ each: _, ...rest }) => rest)(w)))
