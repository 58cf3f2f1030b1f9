/** Physical names and slugs: text that is short enough for AWS, and the same for the same input whatever else a service declares. */
import { createHash } from 'node:crypto'

/** Characters of a Lambda function's name ("CreateFunction": FunctionName), at most. @internal */
export const longestName = 64

/** Characters kept free for a stage that nobody has named yet. @internal */
export const stageRoom = 16

/** Six hexadecimal digits of a text. @internal */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 6)

/** Text of letters, digits, `-` and `_` alone. @internal */
export const slug = (text: string): string => text.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^-+|-+$/g, '')

/** How long the longest stage may be, of those that are known and of one that is not. @internal */
export const roomOf = (stages: ReadonlyArray<string>): number => Math.max(stageRoom, ...stages.map((s) => s.length))

/**
 * The end of a function's name after service and stage: its key, or where the whole might pass 64 characters a shortened one with
 * six digits of its hash. Undefined where service and stage leave no room for that.
 * @internal
 */
export const nameEnd = (service: string, key: string, room: number): string | undefined => {
  const free = longestName - service.length - room - 2
  if (key.length <= free) return key
  const kept = free - 7
  return kept < 4 ? undefined : `${key.slice(0, kept).replace(/[-_]+$/, '')}-${shortHash(key)}`
}
