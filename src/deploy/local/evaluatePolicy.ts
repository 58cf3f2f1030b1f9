/**
 * What a Lambda authorizer's policy says about one request ("IAM JSON policy evaluation": an explicit Deny wins, nothing said is denied).
 * It knows actions, resources and effects; a statement with anything else never allows.
 */

/** @internal */
export type Decision = 'allow' | 'explicit deny' | 'implicit deny' | 'not a policy'

/** @internal */
export const evaluatePolicy = (policy: unknown, arn: string): Decision => {
  const statements = (policy as { readonly Statement?: unknown } | null | undefined)?.Statement
  if (statements === undefined || statements === null) return 'not a policy'
  let decision: Decision = 'implicit deny'
  for (const s of [statements].flat() as ReadonlyArray<unknown>) {
    if (typeof s !== 'object' || s === null) return 'not a policy'
    const { Effect, Action, Resource, ...more } = s as Readonly<Record<string, unknown>>
    if (Effect !== 'Allow' && Effect !== 'Deny') return 'not a policy'
    if (
      !texts(Action).some((p) => matches(p.toLowerCase(), 'execute-api:invoke')) ||
      !texts(Resource).some((p) => matches(p, arn))
    )
      continue
    if (Effect === 'Deny') return 'explicit deny'
    if (Object.keys(more).every((k) => k === 'Sid')) decision = 'allow'
  }
  return decision
}

const texts = (u: unknown): ReadonlyArray<string> => [u].flat().filter((x): x is string => typeof x === 'string')

/**
 * `*` is any run of characters, `?` any one; `${*}`, `${?}` and `${$}` are those characters themselves ("IAM policy elements: variables and
 * tags"). In time linear in each run, whatever the pattern.
 * @internal
 */
export const matches = (pattern: string, text: string): boolean => {
  const signs = pattern.match(/\$\{[*?$]\}|[\s\S]/g) ?? []
  let p = 0
  let star = -1
  let retry = 0
  for (let t = 0; t < text.length; ) {
    const sign = signs[p]
    if (sign === '*') {
      star = p++
      retry = t
    } else if (sign !== undefined && (sign === '?' || (sign.length === 4 ? sign[2] : sign) === text[t])) {
      p++
      t++
    } else if (star !== -1) {
      p = star + 1
      t = ++retry
    } else return false
  }
  return signs.slice(p).every((sign) => sign === '*')
}
