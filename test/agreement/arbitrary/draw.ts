/** How parts of programs are drawn: what may be absent, and what every function may be given. */
import * as fc from 'fast-check'
import type { Also, Given } from '../model/given.js'

/** There once in so many times. */
export const maybe = <A>(a: fc.Arbitrary<A>, onceIn = 2): fc.Arbitrary<A | undefined> =>
  fc.oneof({ weight: onceIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: a })

/** A record of which keys without a value are left out. */
export const record = <A extends object>(of: { readonly [K in keyof A]-?: fc.Arbitrary<A[K] | undefined> }): fc.Arbitrary<A> =>
  fc
    .record(of as Record<string, fc.Arbitrary<unknown>>)
    .map((o) => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as A)

export const names = <A extends { readonly name: string }>(
  prefix: string,
  all: ReadonlyArray<Omit<A, 'name'>>
): ReadonlyArray<A> => all.map((a, i) => ({ ...a, name: `${prefix}${i}` }) as unknown as A)

// ---- what is given

const arn = (service: string, name: string): string => `arn:aws:${service}:eu-west-1:123456789012:${name}`

const alsos: fc.Arbitrary<Also> = record<Also>({
  description: maybe(fc.constantFrom('What it does: all of it, "quoted" # too', "it's"), 4),
  tmp: maybe(fc.constantFrom(512, 1024), 4),
  reserved: maybe(fc.constantFrom(0, 5), 4),
  runtime: maybe(fc.constant('nodejs22.x'), 4),
  architecture: maybe(fc.constantFrom('x86_64', 'arm64'), 4),
  days: maybe(fc.constantFrom(1, 14), 4),
  traced: maybe(fc.constantFrom<'Active' | 'PassThrough'>('Active', 'PassThrough'), 4),
  tags: maybe(fc.constantFrom<Readonly<Record<string, string>>>({ team: 'a' }, { cost: '1', 'with:colon': 'yes' }), 4),
  retries: maybe(fc.constantFrom(0, 2), 4),
  age: maybe(fc.constantFrom(60, 3600), 4),
  successTo: maybe(
    fc.constantFrom(arn('sqs', 'done'), arn('sns', 'done'), arn('lambda', 'function:done'), arn('events', 'event-bus/done')),
    4
  ),
  failureTo: maybe(fc.constantFrom(arn('sqs', 'failed'), arn('sns', 'failed')), 4),
  deadTo: maybe(fc.constantFrom(arn('sqs', 'dead'), arn('sns', 'dead')), 4),
  network: maybe(fc.constant({ groups: ['sg-1'], subnets: ['subnet-1', 'subnet-2'] }), 4),
  layers: maybe(fc.constant([arn('lambda', 'layer:one:1'), arn('lambda', 'layer:two:7')]), 4)
})

export const givens: fc.Arbitrary<Given> = record<Given>({
  memory: maybe(fc.constantFrom(128, 512, 1024)),
  timeout: maybe(fc.constantFrom(3, 10, 29)),
  variables: maybe(
    fc.constantFrom<Readonly<Record<string, string>>>(
      { MODE: 'fast' },
      { LEVEL: '3', EMPTY: '' },
      { TEXT: "it's: #1" },
      { TABLE: '<Table>', QUEUE: '<import far-queue>' }
    )
  ),
  may: maybe(
    fc.constantFrom(
      { actions: ['dynamodb:GetItem'], on: 'arn:aws:dynamodb:eu-west-1:123456789012:table/t' },
      { actions: ['dynamodb:PutItem'], on: '<Table.Arn>' },
      { actions: ['ses:SendEmail', 'ses:SendRawEmail'], on: 'arn:aws:ses:eu-west-1:123456789012:identity/a.example' }
    )
  ),
  url: fc.constant(undefined),
  also: maybe(alsos, 3)
})

/** What a service may say for all of its functions. */
export const shared: fc.Arbitrary<Given> = record<Given>({
  memory: maybe(fc.constant(384)),
  timeout: fc.constant(undefined),
  variables: maybe(fc.constant({ STAGE: 'any' })),
  may: maybe(fc.constant({ actions: ['xray:GetGroups'], on: 'arn:aws:xray:eu-west-1:123456789012:group/g' })),
  url: fc.constant(undefined),
  also: alsos
})
