/**
 * Lambda's own Invoke over HTTP ("Invoke", AWS Lambda API reference), for every function of the service: `aws lambda invoke
 * --endpoint-url`, the SDK's client and curl speak it. It asks for no signature, and knows no version but the one.
 */
import { randomUUID } from 'node:crypto'
import { decodeUtf8 } from '../../codecs/strictBytes.js'
import type { AnyService } from '../../router/service.js'
import { physicalName } from '../functionName.js'
import { outlineOf } from '../Outline.js'
import type { Answered } from './answer.js'
import type { Invoke } from './invoke.js'
import { headerOf, type RawReply, type RawRequest } from './RawRequest.js'

/** What Lambda takes for an event and gives for a result: 6 MB ("Lambda quotas"). */
const payloadLimit = 6 * 1024 * 1024

/** Answers `/2015-03-31/functions/{name}/invocations`; nothing for other paths. An empty body is what the function's schedule would send. @internal */
export const invocations = (
  service: AnyService,
  invoke: Invoke,
  stage: string
): ((request: RawRequest) => Promise<Answered> | undefined) => {
  const names = namesOf(service, stage)
  return (request) => {
    const [, escaped] = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/.exec(request.path) ?? []
    if (escaped === undefined) return undefined
    const asked = unqualified(escaped)
    const name = names.get(asked)
    return name === undefined
      ? Promise.resolve({ by: 'gateway', reply: unknown(asked) })
      : answer(request, (event) => invoke(name, event)).then((reply) => ({ by: name, reply }))
  }
}

/** Each function's name by what it may be called: as in AWS, or as in the service, which goes first. @internal */
export const namesOf = (service: AnyService, stage: string): ReadonlyMap<string, string> => {
  const o = outlineOf(service)
  const names = service.functions.map((f) => f.name)
  return new Map([...names.map((n) => [physicalName(n, o, stage), n] as const), ...names.map((n) => [n, n] as const)])
}

// A name, a partial ARN or an ARN, and perhaps a version.
const unqualified = (escaped: string): string => {
  const text = decoded(escaped)
  const [, own] = /^(?:(?:arn:[^:]+:lambda:[^:]+:)?\d{12}:function:)?([^:]+)(?::[^:]+)?$/.exec(text) ?? []
  return own ?? text
}

const decoded = (escaped: string): string => {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return escaped
  }
}

const answer = async (request: RawRequest, run: (event: unknown) => Promise<unknown>): Promise<RawReply> => {
  if (request.method !== 'POST') return failure(405, 'MethodNotAllowedException', 'Invoke is a POST')
  if (request.body.length > payloadLimit)
    return failure(413, 'RequestTooLargeException', `${request.body.length} byte payload is too large for the Invoke operation`)
  const text = decodeUtf8(request.body)
  const event = text === undefined ? 'not UTF-8' : parsed(text)
  if (typeof event === 'string')
    return failure(400, 'InvalidRequestContentException', `Could not parse request body into json: it is ${event}`)
  switch (headerOf(request, 'x-amz-invocation-type') ?? 'RequestResponse') {
    case 'RequestResponse':
      return run(event.value).then(result, failed)
    case 'Event':
      // What it comes to is nobody's to wait for; what fails is in the function's own log.
      run(event.value).catch(() => {})
      return { status: 202, headers: told, body: '' }
    case 'DryRun':
      return { status: 204, headers: told, body: '' }
    default:
      return failure(400, 'InvalidParameterValueException', 'the invocation type is RequestResponse, Event or DryRun')
  }
}

const parsed = (text: string): { readonly value: unknown } | 'not JSON' => {
  try {
    return { value: text === '' ? undefined : JSON.parse(text) }
  } catch {
    return 'not JSON'
  }
}

const told = { 'x-amz-executed-version': '$LATEST' }

const result = (value: unknown): RawReply => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...told },
  body: JSON.stringify(value)
})

// As Lambda's Node runtime tells what a handler throws.
const failed = (e: unknown): RawReply => {
  const { headers, ...reply } = result(
    e instanceof Error
      ? { errorType: e.name, errorMessage: e.message, trace: (e.stack ?? '').split('\n') }
      : { errorType: typeof e, errorMessage: String(e), trace: [] }
  )
  return { ...reply, headers: { ...headers, 'x-amz-function-error': 'Unhandled' } }
}

const failure = (status: number, name: string, message: string): RawReply => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
  body: JSON.stringify({ Type: 'User', Message: message, message })
})

const unknown = (name: string): RawReply =>
  failure(404, 'ResourceNotFoundException', `Function not found: arn:aws:lambda:eu-west-1:123456789012:function:${name}`)
