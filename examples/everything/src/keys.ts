/** Every way to say who may come in, on a REST API: the keys that routes name. */
import * as t from 'io-ts'
import { authorizer, cognitoUserPool, lambdaAuthorizer } from 'quaich'

export const jwt = authorizer({ ttlSeconds: 30, context: t.type({ role: t.string, level: t.number }) })

/** Where no header can be sent: a link that somebody clicks. */
export const link = authorizer({ type: 'request', query: 'key', ttlSeconds: 0, context: t.type({}) })

export const pool = cognitoUserPool({
  name: 'customers',
  providerArns: [
    'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_aaaaaaaaa',
    'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_bbbbbbbbb'
  ],
  claims: t.type({ sub: t.string })
})

export const shared = lambdaAuthorizer({
  name: 'shared',
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shared-authorizer',
  type: 'request',
  ttlSeconds: 0,
  invokeRole: 'arn:aws:iam::123456789012:role/invoke-shared-authorizer',
  context: t.type({ tenant: t.string })
})
