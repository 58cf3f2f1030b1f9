/**
 * Every fact in words: the combinator that says it, what it gives to the context, what it may refuse with. A fold over the whole
 * vocabulary, so a new fact does not compile until it is told here. It says nothing of the generated file.
 */

import { type AnyCodec, isStandardSchema } from '../codecs/Codec.js'
import { type AuthorizerScheme, tokenPlace } from '../combinators/AuthorizerScheme.js'
import type { BodyFact, ErrorEntry, Fact } from '../combinators/Fact.js'

// ---- model

/** One fact as people read it. @internal */
export interface Reading {
  /** The function that says it, as it is written in programs: `cors`, `body`. */
  readonly combinator: string
  /** What it was told, in short; empty where that is nothing. */
  readonly says: string
  /** Keys of the context, each with its type as its codec is called. */
  readonly gives: Readonly<Record<string, string>>
  /** Status and reason, one each. */
  readonly refuses: ReadonlyArray<string>
  /** What else it does, to replies or to the function; empty where the rest says all. */
  readonly does: string
}

// ---- constructors

/** A codec as text: io-ts's own name, or the vendor of another validator. @internal */
export const codecText = (codec: AnyCodec | undefined): string =>
  codec === undefined ? 'unknown' : isStandardSchema(codec) ? `a schema of ${codec['~standard'].vendor}` : codec.name

const codecsText = (codecs: Readonly<Record<string, AnyCodec>>): string =>
  `{ ${Object.entries(codecs)
    .map(([k, c]) => `${k}: ${codecText(c)}`)
    .join(', ')} }`

// What CloudFormation fills in, as its YAML writes it in short.
const text = (u: unknown): string => {
  const { Ref: ref, 'Fn::GetAtt': att } = (u ?? {}) as { readonly Ref?: unknown; readonly 'Fn::GetAtt'?: unknown }
  if (typeof ref === 'string') return `!Ref ${ref}`
  if (Array.isArray(att)) return `!GetAtt ${att.join('.')}`
  return typeof u === 'string' ? u : JSON.stringify(u)
}

const reading = (
  combinator: string,
  says: string,
  gives: Readonly<Record<string, string>> = {},
  refuses: ReadonlyArray<string> = [],
  does = ''
): Reading => ({ combinator, says, gives, refuses, does })

const event = (kind: string) => ({ event: kind })

const notSo = (what: string) => `400 ${what} not as declared`

/** @internal */
export const readingOf = (f: Fact): Reading => {
  switch (f._tag) {
    case 'Route': {
      const [method] = f.methods === 'ANY' ? ['ANY'] : f.methods
      const one = f.methods !== 'ANY' && f.methods.length === 1
      const names = [...f.path.matchAll(/\{([^}+]+)\+?\}/g)].map((m) => `${m[1]}: string`)
      return reading(
        one ? (method === 'DELETE' ? 'del' : (method ?? 'GET').toLowerCase()) : f.methods === 'ANY' ? 'any' : 'route',
        one || f.methods === 'ANY' ? f.path : `${f.methods.join('|')} ${f.path}`,
        {
          request: 'HttpRequest',
          params: names.length === 0 ? '{}' : `{ ${names.join(', ')} }`,
          ...(one ? {} : { method: f.methods === 'ANY' ? 'Method' : f.methods.map((m) => `'${m}'`).join(' | ') })
        },
        [
          ...(names.length === 0 ? [] : ['400 a broken escape in the path']),
          '404 an unknown path',
          ...(f.methods === 'ANY' ? [] : ['405 another method'])
        ]
      )
    }
    case 'Params':
      return reading('params', '', { params: codecsText(f.codecs) }, [notSo('a path parameter')])
    case 'Query':
      return reading('query', '', { query: codecsText(f.codecs) }, [notSo('a query parameter')])
    case 'Headers':
      return reading('headers', '', { headers: codecsText(f.codecs) }, [notSo('a header')])
    case 'Body':
      return bodyReading(f)
    case 'MediaTypes':
      return reading('contentTypes', f.mediaTypes.join(', '), {}, ['400 a type given twice', '415 other media types'])
    case 'Limits':
      return reading(
        'limits',
        Object.entries(f)
          .filter(([k]) => k !== '_tag')
          .map(([k, v]) => `${k} ${v}`)
          .join(', '),
        {},
        [
          ...(f.bodyBytes === undefined ? [] : ['413 a larger body']),
          ...(f.jsonDepth === undefined ? [] : ['400 a deeper one']),
          ...(f.jsonValues === undefined ? [] : ['413 more JSON values']),
          ...(f.formKeys === undefined ? [] : ['413 more fields'])
        ]
      )
    case 'Returns':
      return reading(
        'returns',
        Object.entries(f.replies)
          .map(([status, codec]) => `${status}: ${codecText(codec)}`)
          .join(', '),
        {},
        [],
        'encodes replies; one that its codec cannot encode is a 500'
      )
    case 'Errors':
      return reading(
        'errors',
        Object.keys(f.table).join(', '),
        {},
        Object.entries(f.table).map(([tag, entry]) => failureText(tag, entry))
      )
    case 'Cors':
      return reading(
        'cors',
        `${[f.policy.allowOrigin].flat().join(', ')}${f.policy.allowCredentials ? ', with credentials' : ''}`,
        {},
        [],
        'answers preflight requests, and puts its headers on every reply, refusals too'
      )
    case 'Auth':
      return reading(
        'authorize',
        [schemeText(f.scheme), ...(f.scopes.length === 0 ? [] : [`scopes ${f.scopes.join(', ')}`])].join(', '),
        { auth: authText(f.scheme) },
        [
          '401 nobody, or nobody that is known',
          '403 somebody who may not',
          ...(f.scopes.length === 0 ? [] : ['403 without the scope'])
        ]
      )
    case 'ApiKey':
      return reading('apiKey', '', {}, ['403 without a key'])
    case 'Port':
      return reading('use', f.port.key, { [f.port.key]: `the port '${f.port.key}'` })
    case 'Middy':
      return reading(
        'fromMiddy',
        Object.values(f.uses)
          .map((p) => p.key)
          .join(', '),
        {},
        ['what the middleware throws or answers']
      )
    case 'Provide':
      return reading('provide', f.key, { [f.key]: 'what its function gives' }, ['what its function refuses'])
    case 'Bracket':
      return reading(
        'bracket',
        f.key,
        { [f.key]: 'what its function begins with' },
        ['what its function refuses'],
        'sees the reply, a refusal or a failure at the end'
      )
    case 'MapReply':
      return reading('mapReply', '', {}, [], 'changes every reply, refusals too')
    case 'Function':
      return reading(
        'functionSettings',
        Object.entries(f.settings)
          .map(([k, v]) => `${k} ${text(v)}`)
          .join(', '),
        {},
        [],
        'sets the function up, and nothing while it runs'
      )
    case 'Lambda':
      return reading(
        'lambda',
        '',
        event(codecText(f.codec)),
        f.codec === undefined ? [] : ['fails: an event that is not as declared']
      )
    case 'Authorizer':
      return reading('authorizer', schemeText(f.scheme), { token: 'string', methodArn: 'string' }, ['fails as Unauthorized'])
    case 'Schedule':
      return reading(
        'schedule',
        [f.expression, ...(f.timezone === undefined ? [] : [f.timezone])].join(', '),
        event('EventBridgeEvent')
      )
    case 'EventBridge':
      return reading('eventBridge', text(f.pattern), event('EventBridgeEvent'))
    case 'Bucket':
      return reading('s3', `${f.bucket}: ${f.events.join(', ')}`, event('Batch<S3Record>'))
    case 'Topic':
      return reading('sns', text(f.topic), event('Batch<SnsRecord>'))
    case 'Queue':
      return reading('sqs', `${text(f.queue)}, ${f.batchSize} at once`, event('Batch<SqsRecord>'))
    case 'Stream':
      return f.type === 'kinesis'
        ? reading('kinesis', text(f.stream), event('Batch<KinesisRecord>'))
        : reading('dynamodbStream', text(f.stream), event('Batch<DynamoDbRecord>'))
    case 'Websocket':
      return reading('websocket', f.routeKey, event('WebsocketEvent'))
    case 'Each':
      return reading(
        'each',
        '',
        { record: 'one record', ...(f.codec === undefined ? {} : { message: codecText(f.codec) }) },
        f.codec === undefined ? [] : ['fails the record: not as declared']
      )
    case 'RouteResponse':
      return reading('routeResponse', codecText(f.codec), {}, [], 'sends what the function gives back to the client')
    case 'Message':
      return reading('message', '', { message: codecText(f.codec) }, [notSo('a message')])
  }
}

const bodyReading = ({ as, codec, mediaTypes }: BodyFact): Reading => {
  const types = mediaTypes.join(', ')
  switch (as) {
    case 'json':
      return reading('body', types, { body: codecText(codec) }, [
        '400 absent or malformed',
        '413 too large',
        '415 other media types',
        '422 not as declared'
      ])
    case 'form':
      return reading('form', types, { body: codecText(codec) }, [
        '400 malformed',
        '413 too large',
        '415 other media types',
        '422 not as declared'
      ])
    case 'text':
      return reading('text', types, { body: 'string' }, ['400 not UTF-8', '413 too large', '415 other media types'])
    case 'raw':
      return reading('rawBody', types, { body: 'Uint8Array' }, ['400 not base64', '413 too large', '415 other media types'])
  }
}

// What a function makes of a failure is known only once there is one.
const failureText = (tag: string, entry: ErrorEntry): string =>
  typeof entry === 'number' ? `${entry} ${tag}` : `what its function makes of ${tag}`

const schemeText = (s: AuthorizerScheme): string => {
  switch (s._tag) {
    case 'Iam':
      return 'AWS Signature Version 4'
    case 'Cognito':
      return `Cognito user pool, header ${s.header}`
    case 'Jwt':
      return `JWT of ${text(s.issuer)}`
    case 'ExistingLambda':
      return `Lambda authorizer ${text(s.arn)}, ${placeText(s)}`
    case 'BuiltIn':
      return `this service's own authorizer, type ${s.type}, ${placeText(s)}`
  }
}

const placeText = (s: Parameters<typeof tokenPlace>[0]): string => {
  const { in: where, name } = tokenPlace(s)
  return where === 'header' ? `header ${name}` : `query parameter ${name}`
}

const authText = (s: AuthorizerScheme): string => {
  switch (s._tag) {
    case 'Iam':
      return 'IamIdentity'
    case 'Cognito':
    case 'Jwt':
      return 'the claims, decoded'
    case 'ExistingLambda':
    case 'BuiltIn':
      return 'the principal and the context, decoded'
  }
}
