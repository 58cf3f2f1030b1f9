/** Which kind of io-ts codec a value is, by the tag that io-ts gives it. Never by its class: there may be two copies of io-ts. */

/** A codec without the wrappers that io-ts leaves out of a context. @internal */
export const unwrapped = (type: unknown): unknown => {
  const tag = tagOf(type)
  return tag === 'ReadonlyType' || tag === 'ExactType' || tag === 'RefinementType' || tag === 'RecursiveType'
    ? unwrapped((type as { readonly type: unknown }).type)
    : type
}

/** The `_tag` by which io-ts tells its codecs apart; absent on codecs made with `new t.Type`. @internal */
export const tagOf = (type: unknown): string | undefined => {
  const tag = (type as { readonly _tag?: unknown } | undefined)?._tag
  return typeof tag === 'string' ? tag : undefined
}
