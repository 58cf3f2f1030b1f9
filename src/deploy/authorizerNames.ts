/**
 * The names of authorizers in the generated file: of our own sentences the function's, of the others the one they were given, or one made
 * of what they are. Names never depend on which other authorizers there are.
 */
import { type AuthorizerScheme, type TokenPlace, tokenPlace } from '../combinators/AuthorizerScheme.js'
import type { Text } from '../combinators/CloudFormation.js'
import { canonical } from './data.js'
import { shortHash, slug } from './names.js'
import type { Said } from './said.js'

/** By scheme, in order of use. An own sentence that is not in the service has no name: `check` tells. @internal */
export const authorizerNames = (
  functions: ReadonlyArray<{ readonly name: string; readonly said: ReadonlyArray<Said> }>,
  used: ReadonlyArray<AuthorizerScheme>
): ReadonlyMap<AuthorizerScheme, string> => {
  const names = new Map<AuthorizerScheme, string>()
  for (const scheme of used) {
    const name = nameOf(scheme, functions)
    if (name !== undefined) names.set(scheme, name)
  }
  return names
}

const nameOf = (scheme: AuthorizerScheme, functions: Parameters<typeof authorizerNames>[0]): string | undefined => {
  switch (scheme._tag) {
    case 'Iam':
      return undefined
    case 'BuiltIn':
      return functions.find((f) => f.said.some((s) => s.authorizer === scheme))?.name
    case 'Cognito':
      return scheme.name ?? derived([...scheme.providerArns.map(lastPart), ...unusual(tokenPlace(scheme))])
    case 'ExistingLambda':
      return (
        scheme.name ??
        derived([
          lastPart(scheme.arn),
          ...unusual(tokenPlace(scheme)),
          ...(scheme.ttlSeconds === undefined ? [] : [`${scheme.ttlSeconds}s`])
        ])
      )
    case 'Jwt':
      return (
        scheme.name ??
        derived([plain(scheme.issuer).replace(/^https?:\/\//, ''), ...scheme.audience, ...unusual(tokenPlace(scheme))])
      )
  }
}

const unusual = ({ in: where, name }: TokenPlace): ReadonlyArray<string> =>
  where === 'querystring' ? ['query', name] : name === 'Authorization' ? [] : [name]

const derived = (parts: ReadonlyArray<string>): string => {
  const name = slug(parts.join('-'))
  return name.length <= 100 ? name || shortHash(parts.join(' ')) : `${name.slice(0, 90)}-${shortHash(name)}`
}

// The pool's id, or the function's name: what stands last in their ARNs.
const lastPart = (arn: Text): string => (typeof arn === 'string' ? (arn.split(/[:/]/).at(-1) ?? arn) : plain(arn))

const plain = (text: Text): string => {
  if (typeof text === 'string') return text
  if ('Ref' in text) return text.Ref
  if ('Fn::GetAtt' in text) return text['Fn::GetAtt'][0]
  return `ref-${shortHash(canonical(text))}`
}
