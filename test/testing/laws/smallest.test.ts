/** A counterexample is as small as people would write it, whoever stands before the handler, and whichever seed has found it. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { allow, authorize, authorizer, body, deny, each, handle, post, service, sqs } from '../../../src/index.js'
import { LawError, neverFails, reportsFailures } from '../../../src/testing/index.js'

const seeds = [2, 5, 8, 16, 35, 39]

const shown = (error: unknown): string | undefined => (error instanceof LawError ? error.broken[0]?.shown : undefined)

const users = authorizer({ context: t.type({ role: t.string }) })
const pay = pipe(
  post('/pay'),
  authorize(users),
  body(t.type({ n: t.number, s: t.string })),
  handle(({ body: { n } }) => {
    if (n < 0) throw new RangeError('below 0')
    return n
  })
)
const usersAuthorizer = pipe(
  users,
  handle(({ token }) => (token === 'Bearer ada' ? allow('ada', { routes: [pay], context: { role: 'clerk' } }) : deny))
)

test.each(seeds)('behind an authorizer the request is made as small as in front of none: seed %i', async (seed) => {
  const error = await neverFails(service('small', {}, { usersAuthorizer, pay }), { seed }).catch((e: unknown) => e)
  const [command] = shown(error)?.split('\n# ') ?? []
  expect(command).toBe(
    `curl -i -X POST "$API"'/pay' \\\n  -H 'content-type: application/json' \\\n  --data-raw '{"n":-1,"s":""}'`
  )
})

test.each(seeds)('of a batch that one message breaks, that one is left: seed %i', async (seed) => {
  let sent = 0
  const paid = pipe(
    sqs('paid.fifo'),
    each(t.type({ pence: t.number })),
    // Every other time.
    handle(({ message }) => (message.pence < 0 && ++sent % 2 === 1 ? E.left('no money') : E.right(undefined)))
  )
  const error = await reportsFailures(service('small', {}, { paid }), { seed }).catch((e: unknown) => e)
  expect(shown(error)).toMatch(/^a batch to paid: \["\{\\"pence\\":-1\}"\]\n/)
})
