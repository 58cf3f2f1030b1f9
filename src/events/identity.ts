/**
 * What a gateway has verified about the caller, from the `requestContext` alone: nothing that a client could have sent is read here.
 * It does not decide who may do what.
 */
import type { IamIdentity, Identity } from '../combinators/Request.js'
import { nonEmpty, type Raw, recordOf } from './fields.js'

/** The identity in a payload 1.0 (`authorizer.claims`, `authorizer.principalId`, `identity`). @internal */
export const identity1 = (context: Raw): Identity => {
  const authorizer = recordOf(context['authorizer'])
  const claims = recordOf(authorizer?.['claims'])
  const caller = recordOf(context['identity'])
  return {
    ...(claims === undefined ? fromAuthorizer(authorizer) : { claims }),
    ...iamOf(caller?.['userArn'], {
      accountId: caller?.['accountId'],
      accessKey: caller?.['accessKey'],
      caller: caller?.['caller'],
      user: caller?.['user'],
      cognitoIdentityId: caller?.['cognitoIdentityId'],
      cognitoIdentityPoolId: caller?.['cognitoIdentityPoolId']
    }),
    ...present('apiKey', nonEmpty(caller?.['apiKey']))
  }
}

/** The identity in a payload 2.0 of an HTTP API (`authorizer.jwt`, `.lambda`, `.iam`). @internal */
export const identity2 = (context: Raw): Identity => {
  const authorizer = recordOf(context['authorizer'])
  return {
    ...present('claims', recordOf(recordOf(authorizer?.['jwt'])?.['claims'])),
    ...present('context', recordOf(authorizer?.['lambda'])),
    ...signer2(context)
  }
}

/** Who signed a request of payload 2.0 (`authorizer.iam`): all that a function URL verifies. @internal */
export const signer2 = (context: Raw): Identity => {
  const iam = recordOf(recordOf(context['authorizer'])?.['iam'])
  const cognito = recordOf(iam?.['cognitoIdentity'])
  return iamOf(iam?.['userArn'], {
    accountId: iam?.['accountId'],
    accessKey: iam?.['accessKey'],
    caller: iam?.['callerId'],
    user: iam?.['userId'],
    cognitoIdentityId: cognito?.['identityId'],
    cognitoIdentityPoolId: cognito?.['identityPoolId']
  })
}

const fromAuthorizer = (authorizer: Raw | undefined): Identity => {
  if (authorizer === undefined || typeof authorizer['principalId'] !== 'string') return {}
  const { integrationLatency: _, ...context } = authorizer
  return { context }
}

const iamOf = (arn: unknown, rest: Readonly<Record<Exclude<keyof IamIdentity, 'userArn'>, unknown>>): Identity => {
  const userArn = nonEmpty(arn)
  if (userArn === undefined) return {}
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => nonEmpty(value) !== undefined))
  return { iam: { userArn, ...known } }
}

const present = <K extends keyof Identity>(key: K, value: Identity[K] | undefined): Pick<Identity, K> | undefined =>
  value === undefined ? undefined : ({ [key]: value } as unknown as Pick<Identity, K>)
