/** The faults of a program, all at once: each with its place, what is wrong, and how to mend it. */

/** One fault of a program. @since 0.1.0 */
export interface DefinitionFault {
  /** Where: `POST /todos (createTodo)`. */
  readonly place: string
  /** What is wrong, with the offending value. */
  readonly problem: string
  /** What to write instead. */
  readonly mend: string
}

/** Thrown while a program is being defined, never while it runs. @since 0.1.0 */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError'
  constructor(
    readonly of: string,
    readonly faults: ReadonlyArray<DefinitionFault>
  ) {
    super(`${of} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map(printFault).join('\n')}`)
  }
}

const printFault = (f: DefinitionFault): string => `  ${f.place}: ${f.problem}\n    ${f.mend}`
