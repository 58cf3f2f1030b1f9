/** The time, as an effect: tests have another. */
import { port } from 'quaich'

export const clock = port('clock', { live: () => (): Date => new Date() })
