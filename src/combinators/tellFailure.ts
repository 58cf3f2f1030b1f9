/** Failures as `errors` declares them: a tag becomes a refusal. Functions whose routes declare none go without, and all their failures are defects. */
import { type ErrorEntry, type Fact, factsOf } from './Fact.js'
import { defect, refuse } from './HttpError.js'

/** What a failure is told as, by the facts of its sentence. @internal */
export type TellsFailures = (facts: ReadonlyArray<Fact>) => (failure: unknown) => unknown

/** @internal */
export const tellsFailures: TellsFailures = (facts) => {
  const table = new Map<string, ErrorEntry>(factsOf(facts, 'Errors').flatMap((f) => Object.entries(f.table)))
  return (failure) => {
    const tag = (failure as { readonly _tag?: unknown } | null | undefined)?._tag
    const entry = typeof tag === 'string' ? table.get(tag) : undefined
    if (entry === undefined || typeof tag !== 'string') return defect(failure)
    if (typeof entry === 'number') return refuse(entry, { code: tag, cause: failure })
    const { status, detail } = entry(failure as never)
    return refuse(status, { code: tag, cause: failure, ...(detail === undefined ? undefined : { message: detail }) })
  }
}
