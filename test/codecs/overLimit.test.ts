/** A value that is larger or deeper than a validator's limits is refused at each place before the validator is called. */
import { type } from 'arktype'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import * as v from 'valibot'
import { z } from 'zod'
import type { AnyCodec } from '../../src/codecs/Codec.js'
import {
  body,
  each,
  eventBridge,
  handle,
  lambda,
  lambdas,
  limits,
  message,
  post,
  service,
  sqs,
  websocket
} from '../../src/index.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'
import { busEvent, functions, invoking, records, socketEvent, sqsRecord } from '../events/support.js'

const log = watchLog()

// ---- validators

interface Validator {
  readonly vendor: string
  /** Any array, and the function that decodes it. */
  readonly make: () => { readonly codec: AnyCodec; readonly validate: jest.Mock }
  readonly jsonValues: number
  /** What a body that is too large is answered with, and what is said of it everywhere. */
  readonly tooLarge: { readonly status: number; readonly words: (jsonValues: number) => string }
}

// A schema may make its `~standard` anew at each read.
const standard = (schema: object): ReturnType<Validator['make']> => {
  const props = Reflect.get(schema, '~standard')
  const validate = jest.fn(props.validate)
  const codec = new Proxy(schema, { get: (s, key) => (key === '~standard' ? { ...props, validate } : Reflect.get(s, key)) })
  return { codec: codec as AnyCodec, validate }
}

const own = (): ReturnType<Validator['make']> => {
  const validate = jest.fn((u: unknown, c: t.Context) => t.array(t.unknown).validate(u, c))
  return { codec: new t.Type<unknown>('Own', (u): u is unknown => Array.isArray(u), validate, t.identity), validate }
}

const bySize: Validator['tooLarge'] = { status: 413, words: (n) => `has over ${n} values` }

const validators: ReadonlyArray<Validator> = [
  { vendor: 'zod', make: () => standard(z.array(z.unknown())), jsonValues: 20_000, tooLarge: bySize },
  { vendor: 'valibot', make: () => standard(v.array(v.unknown())), jsonValues: 20_000, tooLarge: bySize },
  { vendor: 'arktype', make: () => standard(type('unknown[]')), jsonValues: 7000, tooLarge: bySize },
  // Codecs of the built-in engine have no such limit: it holds for those whose own functions decode, and is one of their reasons.
  {
    vendor: 'io-ts',
    make: own,
    jsonValues: 20_000,
    tooLarge: { status: 422, words: (n) => `at most ${n} values` }
  }
]

// ---- places

/** What an invocation ends with: its status or failure, and what it says. */
interface End {
  readonly end: unknown
  readonly said: string
}

interface Place {
  readonly name: string
  readonly send: (codec: AnyCodec, value: unknown) => Promise<End>
  readonly taken: unknown
  readonly tooDeep: unknown
  readonly tooLarge: (v: Validator) => unknown
}

const failed = 'failed'

const ended = async (result: Promise<unknown>): Promise<End> => {
  const end = await result.then(
    () => 'taken',
    () => failed
  )
  return { end, said: JSON.stringify(log()) }
}

const answered = async (result: Promise<unknown>): Promise<End> => {
  const { statusCode, body: text } = (await result) as { readonly statusCode: number; readonly body?: string }
  return { end: statusCode, said: text ?? '' }
}

const places: ReadonlyArray<Place> = [
  {
    name: 'a body',
    send: (codec, value) => {
      const { 'api-x': handler } = lambdas(
        service(
          's',
          {},
          {
            x: pipe(
              post('/x'),
              body(codec),
              handle(() => null)
            )
          }
        )
      )
      const headers = { 'content-type': 'application/json' }
      const event = httpEvent('rest', 'POST', '/x', { rawBody: JSON.stringify(value), headers })
      return answered(handler?.(event, lambdaContext('api-x')) as Promise<unknown>)
    },
    taken: 200,
    tooDeep: 400,
    tooLarge: ({ tooLarge }) => tooLarge.status
  },
  {
    name: 'a queue message',
    send: async (codec, value) => {
      const f = pipe(
        sqs('q'),
        each(codec),
        handle(() => null)
      )
      const end = await invoking(f)(records(sqsRecord('1', JSON.stringify(value)), sqsRecord('2', '[]')))
      return { end, said: JSON.stringify(log()) }
    },
    taken: { batchItemFailures: [] },
    tooDeep: { batchItemFailures: [{ itemIdentifier: '1' }] },
    tooLarge: () => ({ batchItemFailures: [{ itemIdentifier: '1' }] })
  },
  {
    name: 'a socket message',
    send: (codec, value) => {
      const f = pipe(
        websocket('$default'),
        message(codec),
        handle(() => null)
      )
      return answered(invoking(f)(socketEvent('$default', {}, { body: JSON.stringify(value) })))
    },
    taken: 200,
    tooDeep: 400,
    tooLarge: () => 400
  },
  {
    name: 'an event',
    send: (codec, value) =>
      ended(
        invoking(
          pipe(
            lambda(codec),
            handle(() => null)
          )
        )(value)
      ),
    taken: 'taken',
    tooDeep: failed,
    tooLarge: () => failed
  },
  {
    name: 'the detail of an event',
    send: (codec, value) =>
      ended(
        invoking(
          pipe(
            eventBridge({ source: ['shop'] }, { detail: codec }),
            handle(() => null)
          )
        )(busEvent({ detail: value }))
      ),
    taken: 'taken',
    tooDeep: failed,
    tooLarge: () => failed
  }
]

// ---- the table

const table = places.flatMap((place) => validators.map((validator) => [place.name, validator.vendor, place, validator] as const))

/** A value that counts for one more than a limit: an array, and numbers in it. */
const over = (jsonValues: number): unknown => Array.from({ length: jsonValues - 9 }, () => 1)

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

describe.each(table)('%s, %s', (_, __, place, { make, jsonValues, tooLarge, ...validator }) => {
  /** How often the validator was asked about the value: a queue has a second message, which it takes. */
  const asked = ({ mock }: jest.Mock): number => mock.calls.filter(([u]) => (u as ReadonlyArray<unknown>).length > 0).length

  test('a value within the limits is given to the validator', async () => {
    const { codec, validate } = make()
    expect(await place.send(codec, over(jsonValues - 1))).toMatchObject({ end: place.taken })
    expect(asked(validate)).toBe(1)
  })

  test('a value with too many values is not', async () => {
    const { codec, validate } = make()
    const { end, said } = await place.send(codec, over(jsonValues))
    expect(end).toEqual(place.tooLarge({ make, jsonValues, tooLarge, ...validator }))
    expect(said).toContain(tooLarge.words(jsonValues))
    expect(asked(validate)).toBe(0)
  })

  test('a value that lies too deep is not', async () => {
    const { codec, validate } = make()
    const { end, said } = await place.send(codec, nested(65))
    expect(end).toEqual(place.tooDeep)
    expect(said).toContain('is nested over 64 levels deep')
    expect(asked(validate)).toBe(0)
  })
})

// ---- limits that a program declares

test.each(validators.map((validator) => [validator.vendor, validator] as const))(
  'limits and each set other limits for %s',
  async (_, { make, tooLarge }) => {
    const { codec, validate } = make()
    const few = { jsonValues: 20, jsonDepth: 2 }
    const { 'api-x': handler } = functions({
      x: pipe(
        post('/x'),
        limits(few),
        body(codec),
        handle(() => null)
      )
    })
    const post1 = (value: unknown) =>
      handler?.(
        httpEvent('rest', 'POST', '/x', { rawBody: JSON.stringify(value), headers: { 'content-type': 'application/json' } }),
        lambdaContext('api-x')
      ) as Promise<unknown>
    expect(await post1(over(20))).toMatchObject({
      statusCode: tooLarge.status,
      body: expect.stringContaining(tooLarge.words(20))
    })
    expect(await post1(nested(3))).toMatchObject({ statusCode: 400, body: expect.stringContaining('over 2 levels deep') })
    const queue = invoking(
      pipe(
        sqs('q'),
        each(codec, few),
        handle(() => null)
      )
    )
    const three = [over(20), nested(3), over(19)].map((value, i) => sqsRecord(String(i), JSON.stringify(value)))
    expect(await queue(records(...three))).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }, { itemIdentifier: '1' }] })
    expect(log()).toHaveLength(2)
    expect(validate).toHaveBeenCalledTimes(1)
  }
)
