// What must not compile. The comment names the part of the compiler's message that a user must be able to read.
import * as t from 'io-ts'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import {
  allow, authorize, authorizer, body, cors, created, each, errors, fromMiddy, get, handle, headers, iam, mount, ok, params, port, post, provide, query, returns, routeResponse, service, sqs, use, websocket
} from 'quaich'
import type { Authorizer } from 'quaich'
import { client } from 'quaich/testing'
import * as cats from './north-star/cats.js'

declare const jwt: Authorizer<{ readonly role: string }>
declare const thin: Authorizer<{ readonly sub: string }>
const db = port('db', { live: () => ({ q: 1 }) })
const role = (name: string) => provide('role', ({ auth }: { auth: { role: string } }) => E.right(auth.role === name))
const tenant = provide('tenant', ({ auth, db }: { auth: { role: string }; db: { q: number } }) => E.right(auth.role + db.q))
const Cat = t.type({ name: t.string })

// ---- needs, in pipe and inside flow
// @ts-expect-error  Property 'body' does not exist on type
export const unprovided = pipe(get('/x'), handle(({ body }) => body))
// @ts-expect-error  Property 'auth' is missing
export const wrongOrder = pipe(get('/x'), role('a'), authorize(jwt), handle(() => 1))
// @ts-expect-error  expected: { auth: { role: string
export const thinClaims = pipe(get('/x'), authorize(thin), role('a'), handle(() => 1))
const stack = flow(role('a'), tenant)
// @ts-expect-error  Property 'db' is missing
export const missingInFlow = pipe(get('/x'), authorize(jwt), stack, handle(() => 1))
const stored = flow(use(db), cors())
// @ts-expect-error  Property 'request' is missing
export const queueWithCors = pipe(sqs('orders'), stored, handle(() => undefined))
// @ts-expect-error  'body' is provided twice
export const twice = pipe(post('/x'), body(t.string), body(t.number), handle(() => 1))
// @ts-expect-error  query: 'cursor' is provided twice
export const twiceInQuery = pipe(get('/x'), query({ cursor: t.string }), query({ cursor: t.string }), handle(() => 1))
const tokenOf = (r: { context: { token?: string } }) => void (r.context.token = 't')
// @ts-expect-error  lambda: 'token' is provided twice
export const twiceInLambda = pipe(get('/x'), fromMiddy({ before: tokenOf }), fromMiddy({ before: tokenOf }), handle(() => 1))
// @ts-expect-error  Property 'token' does not exist
export const notAdded = pipe(get('/x'), fromMiddy({ after: tokenOf }), handle(({ lambda }) => lambda.token))
// @ts-expect-error  Property 'idd' is missing
export const noSuchParam = pipe(get('/x/{id}'), params({ idd: t.string }), handle(() => 1))
// @ts-expect-error  Property 'idd' does not exist
export const noSuchKey = pipe(get('/x/{id}'), handle(({ params }) => params.idd))

// ---- failures, however they are wrapped
// @ts-expect-error  undeclared failure
export const undeclared = pipe(post('/x'), errors({ Gone: 410 }), handle(() => E.left({ _tag: 'Conflict' as const })))
// @ts-expect-error  undeclared failure
export const undeclaredInPromise = pipe(get('/x'), handle(async () => E.left({ _tag: 'Conflict' as const })))
// @ts-expect-error  undeclared failure
export const undeclaredInTask = pipe(get('/x'), handle(() => TE.left({ _tag: 'Conflict' as const })))
// @ts-expect-error  a combinator may only refuse with a reply
export const refusesWithText = provide('admin', async () => E.left('no'))
// @ts-expect-error  undeclared failure
export const payloadMissing = pipe(post('/x'), errors({ Dup: (e: { id: string }) => ({ status: 409, detail: e.id }) }), handle(() => E.left({ _tag: 'Dup' as const })))

// ---- replies
// @ts-expect-error  returns() does not declare
export const wrongBody = pipe(post('/x'), returns({ 201: Cat }), handle(() => created({ nam: 'x' })))
// @ts-expect-error  "it declares": Reply<201, { name: string; }>
export const toldWhatIsDeclared = pipe(post('/x'), returns({ 201: Cat }), handle(() => created({ nam: 'x' })))
// @ts-expect-error  returns() does not declare
export const wrongStatus = pipe(post('/x'), body(Cat), returns({ 201: Cat }), handle(({ body }) => ok(body)))

// ---- programs
// @ts-expect-error  what the gateway hands on is text, numbers and booleans
export const nested = authorizer({ context: t.type({ user: t.type({ id: t.string }) }) })
// @ts-expect-error  'listCats' is declared in two modules
export const twins = service('x', {}, cats, { listCats: cats.listCats })
// @ts-expect-error  Property 'auth' is missing
export const needyMount = mount('/a', cats, role('a'))
const open = pipe(get('/x'), cors())
// @ts-expect-error  'open' is never closed: a sentence ends with handle(f)
export const openSentence = service('x', {}, cats, { open })
// @ts-expect-error  'open' is never closed: a sentence ends with handle(f)
export const openInMount = mount('/a', { ...cats, open })
const key = authorizer({ context: t.type({ role: t.string }) })
// An authorizer may stay open, and what is no sentence is passed over.
export const notSentences = service('x', {}, { ...cats, key, Cat, db, cors, helper: (n: number) => n })
// @ts-expect-error  Type 'Fault<"nothing stands behind handle">' is not assignable
export const corsBehindHandle = pipe(get('/x'), handle(() => 1), cors())
// @ts-expect-error  Type 'Fault<"nothing stands behind handle">' is not assignable
export const handledTwice = pipe(get('/x'), handle(() => 1), handle(() => 2))
const c = client(service('x', {}, cats))
// @ts-expect-error  Argument of type '"/dogs"' is not assignable to parameter of type '"/cats"'
export const noSuchRoute = c.get('/dogs', {})
// @ts-expect-error  Type 'number' is not assignable to type 'string'
export const wrongInput = c.post('/cats/{id}', { params: { id: '1' }, body: { name: 1 } })

// ---- what the sketch did not have yet
// @ts-expect-error  a route must reply: return a value, or noContent()
export const silent = pipe(get('/x'), handle(() => {}))
// @ts-expect-error  a route must reply: return a value, or noContent()
export const silentPromise = pipe(get('/x'), handle(async () => undefined))
// @ts-expect-error  headers: 'x-a' is provided twice
export const twiceInHeaders = pipe(get('/x'), headers({ 'x-a': t.string }), headers({ 'x-a': t.string }), handle(() => 1))
// @ts-expect-error  Property 'role' does not exist on type
export const noSuchClaim = pipe(get('/x'), authorize(iam), handle(({ auth }) => auth.role))
// @ts-expect-error  'method' does not exist
export const methodOnGet = pipe(get('/x'), handle(({ method }) => method))
// @ts-expect-error  'each' needs a batch
export const eachOfNothing = pipe(get('/x'), each(), handle(() => 1))
// @ts-expect-error  Property 'event' does not exist
export const eventAfterEach = pipe(sqs('q'), each(), handle(({ event }) => event))
// @ts-expect-error  Property 'nope' does not exist
export const noSuchGrantContext = pipe(authorizer({ context: t.type({ role: t.string }) }), handle(({ nope }) => nope))
// @ts-expect-error  an authorizer answers allow() with the context it declares, or deny
export const yes = pipe(authorizer({ context: t.type({ role: t.string }) }), handle(({ token }) => token === 'x'))
// @ts-expect-error  an authorizer answers allow() with the context it declares, or deny
export const thinGrant = pipe(authorizer({ context: t.type({ role: t.string }) }), handle(() => allow('a', { routes: '*', context: {} })))
// @ts-expect-error  Argument of type '"/cats"' is not assignable to parameter of type '"no route of the service answers PATCH"'
export const noSuchMethod = c.patch('/cats')
// @ts-expect-error  Property 'request' is missing
export const queueWithAuthorizer = pipe(sqs('q'), authorize(jwt), handle(() => 1))
// @ts-expect-error  routeResponse() does not declare
export const wrongAnswer = pipe(websocket('say'), routeResponse(Cat), handle(() => ({ nam: 'x' })))
// @ts-expect-error  "it declares": { name: string; }
export const toldTheAnswer = pipe(websocket('say'), routeResponse(Cat), handle(() => ({ nam: 'x' })))
// @ts-expect-error  routeResponse() does not declare
export const noAnswer = pipe(websocket('say'), routeResponse(Cat), handle(() => {}))
// @ts-expect-error  routeResponse() does not declare
export const replyForAnswer = pipe(websocket('say'), routeResponse(Cat), handle(() => ok({ name: 'x' })))
// @ts-expect-error  Property 'event' is missing
export const answerOfRoute = pipe(get('/x'), routeResponse(Cat), handle(() => ({ name: 'x' })))
