/** Policies as the gateway evaluates them, and authorizers that answer nonsense: nothing of it lets anybody in. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { authorizers } from '../../../src/deploy/local/authorizers.js'
import { evaluatePolicy, matches } from '../../../src/deploy/local/evaluatePolicy.js'
import { allow, authorize, authorizer, get, handle, lambdas, service } from '../../../src/index.js'
import { lambdaContext } from '../../../src/testing/index.js'

const arn = 'arn:aws:execute-api:eu-west-1:123456789012:local00000/dev/GET/todos/1'
const say = (Effect: string, Resource: unknown, Action: unknown = 'execute-api:Invoke', more: object = {}) => ({
  Effect,
  Resource,
  Action,
  ...more
})

test.each([
  [[say('Allow', arn)], 'allow'],
  [say('Allow', arn), 'allow'],
  [[say('Allow', ['x', arn])], 'allow'],
  [[say('Allow', '*', '*')], 'allow'],
  [[say('Allow', '*', ['execute-api:*'])], 'allow'],
  [[say('Allow', 'arn:aws:execute-api:*/dev/GET/todos/?')], 'allow'],
  [[say('Allow', 'arn:aws:execute-api:*/dev/GET/todos/??')], 'implicit deny'],
  [[say('Allow', '*', 's3:*')], 'implicit deny'],
  [[say('Allow', arn, 'execute-api:Invoke', { Condition: {} })], 'implicit deny'],
  [[say('Allow', '*'), say('Deny', '*/GET/*')], 'explicit deny'],
  [[say('Deny', '*/PUT/*'), say('Allow', '*', 'execute-api:Invoke', { Sid: 'x' })], 'allow'],
  [[], 'implicit deny'],
  [undefined, 'not a policy'],
  ['Allow', 'not a policy'],
  [[say('allow', '*')], 'not a policy'],
  [[{ Effect: 'Allow', NotResource: 'x', Action: '*' }], 'implicit deny']
])('%j: %s', (Statement, expected) => {
  expect(evaluatePolicy({ Version: '2012-10-17', Statement }, arn)).toBe(expected)
})

test.each([
  ['', '', true],
  ['*', '', true],
  ['a*c', 'abbbc', true],
  ['a*c', 'abbb', false],
  ['*a*b*', 'xxaxxb', true],
  ['a?c', 'ac', false],
  ['a.c', 'abc', false],
  ['(a', '(a', true],
  ['a/${*}', 'a/*', true],
  ['a/${*}', 'a/b', false],
  ['a/${?}${$}', 'a/?$', true],
  ['${*', '${x', true],
  ['$default/*', '$default/x', true]
])('%j matches %j: %s', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected)
})

test('a hostile pattern costs no time', () => {
  expect(matches(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false)
})

const key = authorizer({ context: t.type({}) })
const around = { route: '/todos/{id}', params: { id: '1' }, stage: 'dev', binaryTypes: [] }
const api = service(
  'gates',
  {},
  {
    list: pipe(
      get('/todos/{id}'),
      authorize(key),
      handle(() => 1)
    ),
    gate: pipe(
      key,
      handle(() => allow('x', { routes: '*', context: {} }))
    )
  }
)
const request = {
  method: 'GET',
  path: '/todos/1',
  query: '',
  headers: [['Authorization', 't']] as const,
  body: Buffer.alloc(0),
  sourceIp: ''
}

test.each([
  [{ principalId: 'a', policyDocument: { Statement: [say('Allow', '*')] }, context: { n: 1 } }, 'In', undefined],
  [{ principalId: 'a', policyDocument: {} }, 'Out', 500],
  [{ principalId: 'a' }, 'Out', 500],
  [{ policyDocument: { Statement: [say('Allow', '*')] } }, 'Out', 500],
  [{ principalId: 'a', policyDocument: { Statement: [say('Allow', '*')] }, context: { deep: {} } }, 'Out', 500],
  [null, 'Out', 500],
  ['yes', 'Out', 500],
  [new Error('Unauthorized'), 'Out', 401],
  [new Error('unauthorized'), 'Out', 500]
])('an answer %j: %s %s', async (answer, tag, status) => {
  const gate = authorizers(
    api,
    async () => {
      if (answer instanceof Error) throw answer
      return answer
    },
    () => 0
  )
  const verdict = await gate(key.scheme, request, around)
  expect(verdict._tag).toBe(tag)
  expect(verdict._tag === 'Out' ? verdict.reply.status : undefined).toBe(status)
})

test('an authorizer whose sentence is nowhere in the service lets nobody in', async () => {
  const gate = authorizers(
    api,
    async () => ({}),
    () => 0
  )
  expect(await gate(authorizer({ context: t.type({}) }).scheme, request, around)).toMatchObject({
    _tag: 'Out',
    reply: { status: 501 }
  })
})

test('answers are kept for ttlSeconds, 300 when nothing is said, and apart for each token', async () => {
  let asked = 0
  let now = 0
  const gate = authorizers(
    api,
    async () => {
      asked++
      return { principalId: 'a', policyDocument: { Statement: [say('Allow', '*')] } }
    },
    () => now
  )
  await gate(key.scheme, request, around)
  now = 299_999
  await gate(key.scheme, request, around)
  expect(asked).toBe(1)
  await gate(key.scheme, { ...request, headers: [['authorization', 'u']] }, around)
  expect(asked).toBe(2)
  now = 300_000
  await gate(key.scheme, request, around)
  expect(asked).toBe(3)
})

test.each([
  ['rest', 'token', { type: 'TOKEN', authorizationToken: 't' }],
  ['rest', 'request', { type: 'REQUEST', resource: '/todos/{id}', path: '/todos/1', headers: { authorization: 't' } }],
  ['http', 'token', { version: '1.0', type: 'REQUEST', resource: '/todos/{id}', identitySource: 't' }]
] as const)('a %s API asks an authorizer of type %s with its own kind of event', async (gateway, type, expected) => {
  const key = authorizer({ context: t.type({}), type })
  const own = service(
    'gates',
    { gateway },
    {
      key: pipe(
        key,
        handle(() => allow('a', { routes: '*', context: {} }))
      ),
      x: pipe(
        get('/todos/{id}'),
        authorize(key),
        handle(() => 1)
      )
    }
  )
  const asked: unknown[] = []
  await authorizers(
    own,
    async (_, event) => {
      asked.push(event)
    },
    () => 0
  )(key.scheme, { ...request, headers: [['authorization', 't']] }, around)
  expect(asked).toMatchObject([{ ...expected, methodArn: expect.stringMatching(/^arn:aws:execute-api:.*GET\/todos\/1$/) }])
})

describe.each(['rest', 'http'] as const)('a token in the query of a %s API', (gateway) => {
  const link = authorizer({ context: t.type({}), type: 'request', query: 'key', ttlSeconds: 60 })
  const tokens: unknown[] = []
  const linked = service(
    'linked',
    { gateway },
    {
      link: pipe(
        link,
        handle(({ token }) => {
          tokens.push(token)
          return allow('a', { routes: '*', context: {} })
        })
      ),
      x: pipe(
        get('/todos/{id}'),
        authorize(link),
        handle(() => 1)
      )
    }
  )
  const handlers = lambdas(linked)
  const gate = authorizers(
    linked,
    (name, event) => Promise.resolve(handlers[name]?.(event, lambdaContext(name))),
    () => 0
  )
  const come = async (query: string) => {
    const verdict = await gate(link.scheme, { ...request, query, headers: [['key', 'of a header']] }, around)
    return verdict._tag === 'In' ? 'in' : verdict.reply.status
  }

  test('is what the sentence is asked with, once for each token', async () => {
    expect([await come('key=a%20b&x=1'), await come('key=a%20b'), await come('key=c')]).toEqual(['in', 'in', 'in'])
    expect(tokens).toEqual(['a b', 'c'])
  })

  test.each(['', 'Key=a', 'key=', 'x=1'])('is missing in %j: 401, and nobody is asked', async (query) => {
    tokens.length = 0
    expect(await come(query)).toBe(401)
    expect(tokens).toEqual([])
  })
})
