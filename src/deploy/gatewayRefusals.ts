/**
 * The words in which a gateway itself refuses, one table for both: the responses that the generated file gives to a REST API, and the local
 * gateway. "Gateway response types for API Gateway". It has no status in it: `$context` has none for these templates.
 */
import { chaliceErrorBody, notFound, problem } from '../combinators/HttpError.js'
import type { Settings } from '../router/Settings.js'

/** A refusal: its status, what a REST API calls it and says, and what an HTTP API says. @internal */
export const refusals = {
  badRequest: [400, 'DEFAULT_4XX', 'Bad Request', 'Bad Request'],
  noToken: [401, 'UNAUTHORIZED', 'Unauthorized', 'Unauthorized'],
  noKey: [403, 'INVALID_API_KEY', 'Forbidden', 'Forbidden'],
  denied: [403, 'ACCESS_DENIED', 'User is not authorized to access this resource with an explicit deny', 'Forbidden'],
  notAllowed: [403, 'ACCESS_DENIED', 'User is not authorized to access this resource', 'Forbidden'],
  missing: [404, 'MISSING_AUTHENTICATION_TOKEN', 'Not Found', 'Not Found'],
  tooLarge: [413, 'REQUEST_TOO_LARGE', 'Request Too Long', 'Request Entity Too Large'],
  authorizerFailed: [500, 'AUTHORIZER_FAILURE', null, 'Internal Server Error'],
  authorizerMisled: [500, 'AUTHORIZER_CONFIGURATION_ERROR', null, 'Internal Server Error'],
  functionFailed: [502, 'DEFAULT_5XX', 'Internal server error', 'Internal Server Error']
} as const

/** @internal */
export type Refusal = keyof typeof refusals

type Of = Pick<Settings, 'errorBody' | 'gateway'>

/**
 * The body of most refusals of a REST API; the message is JSON. Without them it is the template: it names variables and is no program, so a
 * service with an `errorBody` of its own gets problem details as well.
 * @internal
 */
export const refusalText = (
  { errorBody }: Of,
  type = '$context.error.responseType',
  message = '$context.error.messageString'
): string =>
  errorBody === chaliceErrorBody
    ? `{"Code":"${type}","Message":${message}}`
    : `{"type":"about:blank","title":${message},"code":"${type}"}`

/** The body for paths that a REST API does not know. @internal */
export const missingText = ({ errorBody }: Of): string =>
  JSON.stringify((errorBody === chaliceErrorBody ? chaliceErrorBody : problem)(notFound()).body)

/** The status and the body of one refusal. @internal */
export const refused = (of: Of, refusal: Refusal): { readonly status: number; readonly body: string } => {
  const [status, type, rest, http] = refusals[refusal]
  if (of.gateway === 'http') return { status, body: JSON.stringify({ message: http }) }
  return { status, body: refusal === 'missing' ? missingText(of) : refusalText(of, type, JSON.stringify(rest)) }
}
