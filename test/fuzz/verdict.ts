/** Whether what an invocation came to is what Lambda and whoever invoked it can read: written of AWS's formats, not of our writers. */
import type { Target } from './targets.js'

type Loose = Readonly<Record<string, unknown>>

/** What one invocation came to. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown }

const isRecord = (u: unknown): u is Loose => typeof u === 'object' && u !== null && !Array.isArray(u)
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const visible = /^[\t\x20-\x7e]*$/

const headerFaults = (headers: unknown, isValue: (u: unknown) => boolean, what: string): ReadonlyArray<string> => {
  if (headers === undefined) return []
  if (!isRecord(headers)) return [`${what} are no record`]
  return Object.entries(headers).flatMap(([name, value]) => [
    ...(token.test(name) ? [] : [`${what}: ${JSON.stringify(name)} is no header name`]),
    ...(isValue(value) ? [] : [`${what}: ${name} has the value ${JSON.stringify(value)}`])
  ])
}
const isText = (u: unknown): boolean => typeof u === 'string' && visible.test(u)
const isList = (u: unknown): boolean => Array.isArray(u) && u.length > 0 && u.every(isText)

const httpFaults = (result: unknown): ReadonlyArray<string> => {
  if (!isRecord(result)) return ['the result is no record']
  const { statusCode, headers, multiValueHeaders, cookies, body, isBase64Encoded } = result
  const known = new Set(['statusCode', 'statusDescription', 'headers', 'multiValueHeaders', 'cookies', 'body', 'isBase64Encoded'])
  return [
    ...Object.keys(result).flatMap((key) => (known.has(key) ? [] : [`the result has a key ${key}`])),
    ...(Number.isInteger(statusCode) && Number(statusCode) >= 200 && Number(statusCode) <= 599
      ? []
      : [`the status ${String(statusCode)}`]),
    ...headerFaults(headers, isText, 'headers'),
    ...headerFaults(multiValueHeaders, isList, 'multiValueHeaders'),
    ...(cookies === undefined || isList(cookies) ? [] : ['cookies are no list of texts']),
    ...(typeof body === 'string' ? [] : ['the body is no text']),
    ...(typeof isBase64Encoded === 'boolean' ? [] : ['isBase64Encoded is no boolean'])
  ]
}

const policyFaults = (result: unknown): ReadonlyArray<string> => {
  const { principalId, policyDocument, context } = (result ?? {}) as Loose
  const statements = (policyDocument as Loose | undefined)?.['Statement']
  if (typeof principalId !== 'string' || !Array.isArray(statements) || statements.length === 0) return ['no policy']
  return [
    ...statements.flatMap((s: Loose) => {
      const { Action, Effect, Resource } = s
      const fine =
        Action === 'execute-api:Invoke' &&
        (Effect === 'Allow' || Effect === 'Deny') &&
        Array.isArray(Resource) &&
        Resource.length > 0 &&
        Resource.every((r) => typeof r === 'string' && r.startsWith('arn:') && r.split(':').length >= 6)
      return fine ? [] : [`the statement ${JSON.stringify(s)}`]
    }),
    ...Object.entries((context ?? {}) as Loose).flatMap(([k, v]) =>
      ['string', 'boolean'].includes(typeof v) || Number.isFinite(v) ? [] : [`the context's ${k}`]
    )
  ]
}

const idsIn = (event: unknown): ReadonlyArray<unknown> => {
  const list = (event as { readonly Records?: ReadonlyArray<Record<string, Loose>> }).Records ?? []
  return list.flatMap((r) => [r['messageId'], r['kinesis']?.['sequenceNumber'], r['dynamodb']?.['SequenceNumber']])
}

const batchFaults = (result: unknown, event: unknown): ReadonlyArray<string> => {
  // Topics and buckets take no report, and the test event of S3 has no records.
  if (result === undefined) return []
  const failures = (result as Loose)['batchItemFailures']
  if (!Array.isArray(failures) || Object.keys(result as Loose).length !== 1) return ['no report']
  const ids = failures.map((f: Loose) => f['itemIdentifier'])
  return [
    ...(new Set(ids).size === ids.length ? [] : ['an id twice']),
    ...ids.flatMap((id) =>
      typeof id === 'string' && id !== '' && idsIn(event).includes(id) ? [] : [`the id ${JSON.stringify(id)}`]
    )
  ]
}

const websocketFaults = (result: unknown): ReadonlyArray<string> =>
  isRecord(result) && Number.isInteger(result['statusCode']) && ['string', 'undefined'].includes(typeof result['body'])
    ? headerFaults(result['headers'], isText, 'headers')
    : ['no result of a WebSocket']

/** The errors that an invocation may fail with: ours, by name. A user's own code may throw as well, where its target is known to. */
const signed = (kind: Target['kind'], error: unknown): boolean => {
  const { name, message } = (error ?? {}) as Error
  if (kind === 'http') return false
  if (kind === 'authorizer') return name === 'Error' && message === 'Unauthorized'
  return name === 'EventError' || (kind === 'batch' && name === 'BatchError')
}

/** What is wrong with an outcome; empty when nothing is. */
export const faultsIn = ({ kind }: Target, outcome: Outcome, event: unknown): ReadonlyArray<string> => {
  if ('error' in outcome) return signed(kind, outcome.error) ? [] : [`it failed with ${String(outcome.error)}`]
  const { result } = outcome
  const faults =
    kind === 'http'
      ? httpFaults(result)
      : kind === 'authorizer'
        ? policyFaults(result)
        : kind === 'batch'
          ? batchFaults(result, event)
          : kind === 'websocket'
            ? websocketFaults(result)
            : []
  // What echoes an event has JSON where the event has.
  return [...faults, ...(hasJson(result) || !hasJson(event) ? [] : ['it has no JSON'])]
}

const hasJson = (u: unknown): boolean => {
  try {
    JSON.stringify(u)
    return true
  } catch {
    return false
  }
}
