/** What sentences share, as source text: ports and authorizers. */
import { guardOf, type Key } from './keys.js'
import { type Program, placed, placedWoken } from './Program.js'
import { entries, json, record, sentence } from './text.js'

export const portsOf = (p: Program): ReadonlyArray<string> =>
  [
    ...new Set(
      [...p.routes, ...p.mounts.flatMap((m) => m.routes)].flatMap((r) => r.stack.flatMap((l) => (l.is === 'use' ? [l.port] : [])))
    ),
    ...new Set(placedWoken(p).flatMap((w) => w.ports))
  ].filter((name, i, all) => all.indexOf(name) === i)

export const port = (name: string): string =>
  `port(${json(name)}, { live: () => 1, environment: { ${variableOf(name)}: ${json(name)} }, iam: [{ actions: ${json(portActions)}, resources: [${json(resourceOf(name))}] }] })`

/** What a port needs: a variable, and two rights. */
export const variableOf = (port: string): string => `PORT_${port.toUpperCase()}`
export const resourceOf = (port: string): string => `arn:aws:s3:::${port}/*`
export const portActions = ['s3:GetObject', 's3:PutObject']

/** The authorizers that a program names, each once. */
export const keysOf = (p: Program): ReadonlyArray<string> => [
  ...new Set([
    ...placed(p).flatMap(({ stack }) => stack.flatMap((l) => (l.is === 'authorize' ? [l.key] : []))),
    ...placedWoken(p).flatMap(({ origin }) => (origin.is === 'socket' && origin.key !== undefined ? [origin.key] : []))
  ])
]

export const keyDeclarations = (name: string, key: Key): ReadonlyArray<readonly [string, string]> => {
  const door = 'door' in key && key.door !== undefined ? { [key.door.in === 'header' ? 'header' : 'query']: key.door.name } : {}
  const claims = 'claims: t.type({ sub: t.string })'
  const options = (fields: Readonly<Record<string, unknown>>, more: string): string => `{ ...${record(fields)}, ${more} }`
  switch (key.is) {
    case 'iam':
      return [[name, 'iam']]
    case 'cognito':
      return [
        [
          name,
          `cognitoUserPool(${options({ name, providerArns: key.pools, issuer: key.issuer, audience: key.audience }, claims)})`
        ]
      ]
    case 'jwt':
      return [
        [name, `jwtAuthorizer(${options({ name, issuer: key.issuer, audience: key.audience, header: key.header }, claims)})`]
      ]
    case 'elsewhere':
      return [
        [
          name,
          `lambdaAuthorizer({ ${entries({ name, arn: key.arn, type: key.type, ...door, ttlSeconds: key.seconds, invokeRole: key.as })}, context: t.type({ role: t.string }) })`
        ]
      ]
    case 'own':
      return [
        [
          name,
          `authorizer({ ${entries({ type: key.type, ...door, ttlSeconds: key.seconds, executionRole: key.as })}, context: t.type({ role: t.string }) })`
        ],
        [
          guardOf(name),
          sentence(
            name,
            `handle(({ token }) => { heard(${json(guardOf(name))}); return token === 'good' ? allow('ada', { routes: '*', context: { role: 'reader' } }) : deny })`
          )
        ]
      ]
  }
}
