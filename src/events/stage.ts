/** The stage that HTTP APIs put before a path, taken off again. REST APIs leave it out of the path by themselves. */

/** The path without `/<stage>`; as it is where it does not start with it, or the stage is `$default`. @internal */
export const withoutStage = (path: string, stage: unknown): string => {
  if (typeof stage !== 'string' || stage === '' || stage === '$default' || !path.startsWith(stage, 1)) return path
  const rest = path.slice(stage.length + 1)
  return rest === '' ? '/' : rest.startsWith('/') ? rest : path
}
