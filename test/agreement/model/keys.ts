/** Who may come in: one of every kind of authorizer, by the name that programs know it by, and what each is given by a good caller. */

/** Where a token is read. */
export interface Door {
  readonly in: 'header' | 'querystring'
  readonly name: string
}

export type Key =
  | { readonly is: 'iam' }
  | {
      readonly is: 'cognito'
      readonly pools: ReadonlyArray<string>
      readonly issuer?: string
      readonly audience?: ReadonlyArray<string>
    }
  | { readonly is: 'jwt'; readonly issuer: string; readonly audience: ReadonlyArray<string>; readonly header?: string }
  | {
      readonly is: 'elsewhere'
      readonly arn: string
      readonly type: 'token' | 'request'
      readonly door?: Door
      readonly seconds?: number
      /** The role that the gateway assumes to ask it. */
      readonly as?: string
    }
  | {
      readonly is: 'own'
      readonly type: 'token' | 'request'
      readonly door?: Door
      readonly seconds?: number
      readonly as?: string
    }

const pool = (id: string): string => `arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_${id}`
const lambda = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`
const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`
const header = (name: string): Door => ({ in: 'header', name })
const parameter = (name: string): Door => ({ in: 'querystring', name })

export const keys = {
  signed: { is: 'iam' },
  pool: {
    is: 'cognito',
    pools: [pool('a')],
    issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
    audience: ['web']
  },
  pools: { is: 'cognito', pools: [pool('b'), pool('c')] },
  tokens: { is: 'jwt', issuer: 'https://id.example', audience: ['web', 'app'] },
  badges: { is: 'jwt', issuer: 'https://badge.example', audience: ['web'], header: 'X-Badge' },
  shared: { is: 'elsewhere', arn: lambda('shared'), type: 'token' },
  sharedRequest: {
    is: 'elsewhere',
    arn: lambda('whole'),
    type: 'request',
    door: header('X-Shared'),
    seconds: 60,
    as: role('caller')
  },
  sharedQuery: { is: 'elsewhere', arn: lambda('asked'), type: 'request', door: parameter('shared'), seconds: 0 },
  own: { is: 'own', type: 'token', as: role('asker') },
  ownRequest: { is: 'own', type: 'request', door: header('X-Door'), seconds: 0 },
  ownQuery: { is: 'own', type: 'request', door: parameter('door'), seconds: 900 }
} as const satisfies Readonly<Record<string, Key>>

export type KeyName = keyof typeof keys

export const keyOf = (name: string): Key => keys[name as KeyName]

/** The sentence of an own authorizer, whose function and name in the file it gives. */
export const guardOf = (name: string): string => `${name}Guard`

export const doorOf = (key: Key): Door =>
  key.is === 'jwt'
    ? header(key.header ?? 'Authorization')
    : key.is === 'elsewhere' || key.is === 'own'
      ? (key.door ?? header('Authorization'))
      : header('Authorization')

/** Seconds that the gateway keeps an answer. */
export const secondsOf = (key: Key): number => (key.is === 'elsewhere' || key.is === 'own' ? (key.seconds ?? 300) : 300)
