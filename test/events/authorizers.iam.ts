/**
 * A small evaluator of IAM policies ("Policy evaluation logic"), to hold the generated ones against: an explicit Deny wins, an Allow lets
 * in, nothing denies. `*` is any text, slashes too, `?` one character, `${*}`, `${?}` and `${$}` are those characters themselves.
 */

export interface Policy {
  readonly Statement: ReadonlyArray<{
    readonly Effect: string
    readonly Action: string
    readonly Resource: ReadonlyArray<string>
  }>
}

/** Whether a resource pattern means an ARN. */
export const matches = (pattern: string, arn: string): boolean => {
  const tokens = [...pattern.matchAll(/\$\{([*?$])\}|[\s\S]/g)].map((m) => (m[1] === undefined ? { wild: m[0] } : { text: m[1] }))
  let ends: ReadonlySet<number> = new Set([0])
  for (const token of tokens) {
    const next = new Set<number>()
    for (const at of ends)
      if ('wild' in token && token.wild === '*') for (let i = at; i <= arn.length; i++) next.add(i)
      else if (
        at < arn.length &&
        (('wild' in token && token.wild === '?') || arn[at] === ('wild' in token ? token.wild : token.text))
      )
        next.add(at + 1)
    ends = next
  }
  return ends.has(arn.length)
}

/** Whether a policy lets a method ARN in. */
export const allows = (policy: Policy, arn: string): boolean => {
  const effects = policy.Statement.filter((s) => s.Resource.some((r) => matches(r, arn))).map((s) => s.Effect)
  return effects.includes('Allow') && !effects.includes('Deny')
}
