/** How parts of programs are drawn: what may be absent, and what every function may be given. */
import * as fc from 'fast-check'
import type { Given } from '../model/Program.js'

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

export const givens: fc.Arbitrary<Given> = record<Given>({
  memory: maybe(fc.constantFrom(128, 512, 1024)),
  timeout: maybe(fc.constantFrom(3, 10, 29)),
  variables: maybe(
    fc.constantFrom<Readonly<Record<string, string>>>({ MODE: 'fast' }, { LEVEL: '3', EMPTY: '' }, { TEXT: "it's: #1" })
  ),
  may: maybe(
    fc.constantFrom(
      { actions: ['dynamodb:GetItem'], on: 'arn:aws:dynamodb:eu-west-1:123456789012:table/t' },
      { actions: ['ses:SendEmail', 'ses:SendRawEmail'], on: 'arn:aws:ses:eu-west-1:123456789012:identity/a.example' }
    )
  ),
  url: fc.constant(undefined)
})
