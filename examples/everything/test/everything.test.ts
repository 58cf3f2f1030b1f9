/** The everything service has everything: a new kind of fact, of authorizer or of trigger is declared here as well, or this fails. */
import { type AuthorizerScheme, type Fact, factOf, factsOf, lambdas } from 'quaich'
import { render } from 'quaich/deploy'
import { lambdaContext } from 'quaich/testing'
import { everything } from '../src/service.js'

const facts = everything.declarations.flatMap((d) => d.facts)

const everyFact: Readonly<Record<Fact['_tag'], true>> = {
  ApiKey: true,
  Auth: true,
  Authorizer: true,
  Body: true,
  Bracket: true,
  Bucket: true,
  Cors: true,
  Each: true,
  Errors: true,
  EventBridge: true,
  Function: true,
  Headers: true,
  Lambda: true,
  Limits: true,
  MapReply: true,
  MediaTypes: true,
  Message: true,
  Middy: true,
  Params: true,
  Port: true,
  Provide: true,
  Query: true,
  Queue: true,
  Returns: true,
  Route: true,
  RouteResponse: true,
  Schedule: true,
  Stream: true,
  Topic: true,
  Websocket: true
}
// A JWT authorizer is an HTTP API's: `examples/http-api` has one.
const everyScheme: Readonly<Record<Exclude<AuthorizerScheme['_tag'], 'Jwt'>, true>> = {
  BuiltIn: true,
  Cognito: true,
  ExistingLambda: true,
  Iam: true
}

test('every fact is declared, and none that this test does not know', () => {
  expect([...new Set(facts.map((f) => f._tag))].sort()).toEqual(Object.keys(everyFact))
})

test('every authorizer of a REST API guards a route: by header and by query, for tokens and for whole requests', () => {
  const schemes = facts.flatMap((f) => (f._tag === 'Auth' ? [f.scheme] : []))
  expect([...new Set(schemes.map((s) => s._tag))].sort()).toEqual(Object.keys(everyScheme))
  const own = schemes.flatMap((s) =>
    s._tag === 'BuiltIn' ? [[s.type, s.query === undefined ? 'header' : 'query'].join(' ')] : []
  )
  expect(new Set(own)).toEqual(new Set(['token header', 'request header', 'request query']))
})

test('every WebSocket route: connect, disconnect, default, an action, one that answers', () => {
  const routes = everything.declarations.flatMap((d) =>
    factsOf(d.facts, 'Websocket').map((f) => [f.routeKey, factOf(d.facts, 'RouteResponse') !== undefined] as const)
  )
  expect(Object.fromEntries(routes)).toEqual({ $connect: false, $disconnect: false, $default: true, shout: false })
})

test('both kinds of stream, both kinds of queue, schedules by rate, cron and time zone, a bus of its own and the default one', () => {
  const all = <T extends Fact['_tag']>(tag: T) => everything.declarations.flatMap((d) => factsOf(d.facts, tag))
  expect(new Set(all('Stream').map((f) => f.type))).toEqual(new Set(['kinesis', 'dynamodb']))
  expect(new Set(all('Queue').map((f) => String(f.queue).endsWith('.fifo')))).toEqual(new Set([true, false]))
  expect(new Set(all('Schedule').map((f) => [f.expression.split('(')[0], f.timezone !== undefined].join()))).toEqual(
    new Set(['rate,false', 'cron,false', 'cron,true'])
  )
  expect(new Set(all('EventBridge').map((f) => f.bus !== undefined))).toEqual(new Set([true, false]))
})

test('it can be deployed: no fault, the one warning that it means, and room in the template', () => {
  const { faults, warnings, resources } = render(everything)
  expect(faults).toEqual([])
  expect(warnings.map((w) => w.problem)).toEqual([expect.stringContaining('3 cors policies')])
  // As many as osls 4.3.1 packaged.
  expect([everything.functions.length, resources]).toEqual([41, 259])
})

test('its WebSocket authorizer grants the mounted route', async () => {
  const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev/$connect'
  const event = { type: 'REQUEST', methodArn, headers: { Authorization: 'member ada' } }
  expect(await lambdas(everything)['live-memberAuthorizer']?.(event, lambdaContext('live-memberAuthorizer'))).toMatchObject({
    principalId: 'ada',
    policyDocument: { Statement: [{ Effect: 'Allow', Resource: [methodArn] }] }
  })
})
