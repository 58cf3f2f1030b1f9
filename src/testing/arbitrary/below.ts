/** Where in a value something stands, as texts say it. */

// ---- constructors

/** A key of a path: `items` and `price` give `items.price`. @internal */
export const below = (path: string, key: string): string =>
  path === '' || key.startsWith('[') ? `${path}${key}` : `${path}.${key}`
