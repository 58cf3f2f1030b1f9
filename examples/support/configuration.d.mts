export interface Held {
  readonly parameters: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
}

export const startConfiguration: (held: Held) => Promise<{
  readonly env: Readonly<Record<string, string>>
  readonly calls: ReadonlyArray<{ readonly target: string; readonly input: object }>
  readonly stop: () => Promise<void>
}>
