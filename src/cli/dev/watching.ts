/**
 * The files that programs are made of, watched. A watcher takes a while until it sees anything: what was saved since a program's files were
 * read, and before the watcher was there, counts as well. It knows nothing of programs.
 */

// ---- model

/** What watches some files in the world. @internal */
export interface Watcher {
  /** Resolves once every change is seen. */
  readonly ready: Promise<void>
  readonly end: () => Promise<void>
}

/** What watching needs of the world. @internal */
export interface Watches {
  /** Calls back when a file changed. */
  readonly watch: (files: ReadonlyArray<string>, changed: () => void) => Watcher
  /** When a file was changed last, in milliseconds as `Date.now` has them; nothing where there is none. */
  readonly changedAt: (file: string) => Promise<number | undefined>
}

/** @internal */
export interface Watching {
  /** Watches what is not watched yet of the files that were read from `since` on; resolves once no change is lost. */
  readonly look: (files: ReadonlyArray<string>, since: number) => Promise<void>
  readonly end: () => Promise<void>
}

// ---- constructors

/** @internal */
export const watching = ({ watch, changedAt }: Watches, saved: () => void): Watching => {
  const seen = new Set<string>()
  const watchers: Watcher[] = []
  let ended = false
  return {
    look: async (files, since) => {
      const more = ended ? [] : files.filter((f) => !seen.has(f))
      if (more.length === 0) return
      for (const f of more) seen.add(f)
      const watcher = watch(more, saved)
      watchers.push(watcher)
      await watcher.ready
      const times = await Promise.all(more.map(changedAt))
      if (times.some((time) => time !== undefined && time >= since - tick)) saved()
    },
    end: async () => {
      ended = true
      await Promise.all(watchers.map((w) => w.end()))
    }
  }
}

// A file system's clock goes in steps, and is up to one behind: a program made once too often is better than one that is old.
const tick = 10
