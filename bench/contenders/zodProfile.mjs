// The profile of W7 in zod, which is the repository's own: its tests use it.
import { z } from 'zod'

/** Made where it is asked for, so that only the bundles of those who use it hold zod. */
export const ZodProfile = () =>
  z.object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    role: z.enum(['owner', 'admin', 'editor', 'viewer']),
    status: z.enum(['active', 'invited', 'suspended']),
    age: z.number(),
    verified: z.boolean(),
    devices: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['phone', 'tablet', 'laptop', 'desktop', 'watch']),
        label: z.string().nullable(),
        trusted: z.boolean(),
        seen: z.number(),
        tags: z.array(z.string())
      })
    ),
    nickname: z.string().optional(),
    birthday: z.string().nullable().optional(),
    score: z.number().optional(),
    newsletter: z.boolean().optional(),
    languages: z.array(z.string()).optional(),
    theme: z.enum(['light', 'dark', 'system']).optional()
  })
