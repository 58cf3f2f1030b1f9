/** Faults in the words of this room: a place, what is wrong with the value that is wrong, what to write instead. */
import type { DefinitionFault } from '../router/DefinitionError.js'
import type { Outline } from './Outline.js'

/** @internal */
export type Faults = ReadonlyArray<DefinitionFault>

/** A check: a function from a service to what is wrong with it. @internal */
export type Check = (o: Outline) => Faults

/** @internal */
export const fault = (place: string, problem: string, mend: string): DefinitionFault => ({ place, problem, mend })

/** A fault, if something holds. @internal */
export const faultIf = (wrong: boolean, place: string, problem: string, mend: string): Faults =>
  wrong ? [fault(place, problem, mend)] : []

/** A value as people would write it; long ones cut. @internal */
export const show = (u: unknown): string => {
  const text = JSON.stringify(u) ?? String(u)
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`
}

/** The place of everything that is said of the whole service. @internal */
export const theSettings = 'the settings'
