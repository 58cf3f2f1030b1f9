/** What is told of a law that does not hold: enough to mend it, and nothing twice; and what no law may hold against a sound service. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  bytes,
  created,
  get,
  handle,
  mapReply,
  message,
  post,
  rate,
  rawBody,
  reply,
  returns,
  schedule,
  service,
  websocket,
  withHeader
} from '../../../src/index.js'
import { type Law, LawError, neverFails, remembersNothing, repliesAsDeclared } from '../../../src/testing/index.js'

const o = { seed: 42 } as const

const brokenBy = async (law: Law, declarations: object): Promise<string> => {
  const error = await law(service('told', {}, declarations), o).catch((e: unknown) => e)
  if (!(error instanceof LawError)) throw error ?? new Error('it held')
  return error.message
}

test('zero bytes are bytes, as they came and as they are declared', async () => {
  const copy = pipe(
    post('/b'),
    rawBody('image/png'),
    returns({ 200: bytes('image/png') }),
    handle(({ body }) => body)
  )
  expect((await repliesAsDeclared(service('told', {}, { copy }), o)).held).toHaveLength(1)
})

test('a body that is another one as a whole is told without a path', async () => {
  const lost = pipe(
    get('/b'),
    mapReply((r) => reply(r.status, undefined)),
    returns({ 200: t.type({ n: t.number }) }),
    handle(() => ({ n: 1 }))
  )
  expect(await brokenBy(repliesAsDeclared, { lost })).toMatch(/came: {5}200 no body from api-b\n +[^:\s].* expected$/m)
})

test('what answers otherwise each time is told how to say that it means to', async () => {
  let ids = 0
  const add = pipe(
    post('/todos'),
    handle(() => created({ id: ++ids }))
  )
  expect(await brokenBy(remembersNothing, { add })).toContain("if it means to: { stateful: ['add'] }")
})

test('a reply that cannot be printed is told why, as a throw is', async () => {
  const echo = pipe(
    get('/r/{x}'),
    handle(({ params }) => withHeader('x-id', params.x)(reply(200, 'here')))
  )
  expect(await brokenBy(neverFails, { echo })).toContain(
    'because TypeError: the header x-id has a value that no header can carry'
  )
})

test('what fails a plain event is told once, and of the event what differs', async () => {
  const sweep = pipe(
    schedule(rate(5, 'minutes')),
    handle((): void => {
      throw new Error('swept')
    })
  )
  const say = pipe(
    websocket('say'),
    message(t.type({ n: t.number })),
    handle((): void => {
      throw new Error('said')
    })
  )
  const [nightly, spoken] = [await brokenBy(neverFails, { sweep }), await brokenBy(neverFails, { say })]
  expect(nightly).toContain('the event of its schedule to sweep\n')
  expect(nightly.match(/swept/g)).toHaveLength(1)
  expect(spoken).toContain('a message to say: {"')
  expect(spoken).not.toContain('requestContext')
})
