/**
 * Finds modules for jest: what TypeScript writes as `./x.js` and means as `./x.ts`, and packages that export to `import` alone. Whatever
 * jest finds by itself stays as it is.
 */

/** The part of jest's resolver options that is used. @internal */
export interface ResolverOptions {
  readonly conditions?: ReadonlyArray<string>
  readonly defaultResolver: (request: string, options: ResolverOptions) => string
}

const typescript: Readonly<Record<string, ReadonlyArray<string>>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts']
}

/** @internal */
export const sync = (request: string, options: ResolverOptions): string => {
  const find = (r: string, o = options): string | undefined => {
    try {
      return options.defaultResolver(r, o)
    } catch {
      return undefined
    }
  }
  const [, stem, end] = /^(\.{1,2}\/.*|\/.*)(\.[cm]?jsx?)$/.exec(request) ?? []
  const found =
    find(request) ??
    (stem === undefined
      ? find(request, { ...options, conditions: [...(options.conditions ?? []).filter((c) => c !== 'require'), 'import'] })
      : (typescript[end ?? ''] ?? []).map((e) => find(`${stem}${e}`)).find((f) => f !== undefined))
  // In jest's own words.
  return found ?? options.defaultResolver(request, options)
}

export default { sync }
