/** Walking parsed data of which nothing is known. */

export type Any = Readonly<Record<string, unknown>>

export const dataOf = (u: unknown): Any => (u ?? {}) as Any
export const at = (u: unknown, ...keys: ReadonlyArray<string>): unknown => keys.reduce<unknown>((v, k) => dataOf(v)[k], u)
export const list = (u: unknown): ReadonlyArray<unknown> => (Array.isArray(u) ? u : [])
export const texts = (u: unknown): ReadonlyArray<string> => list(u).map(textOf)

/** An ARN as text: references in angle brackets. */
export const textOf = (u: unknown): string => {
  if (typeof u !== 'object' || u === null) return String(u)
  const join = at(u, 'Fn::Join')
  if (Array.isArray(join)) return texts(join[1]).join(String(join[0]))
  const [id, attribute] = list(at(u, 'Fn::GetAtt'))
  if (attribute !== undefined) return `<${String(id)}.${String(attribute)}>`
  const sub = at(u, 'Fn::Sub')
  if (typeof sub === 'string') return sub
  const ref = at(u, 'Ref')
  return ref === undefined ? JSON.stringify(u) : `<${String(ref)}>`
}
