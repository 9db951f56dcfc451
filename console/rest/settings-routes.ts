import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, json, problems } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'
import * as schemas from './schemas.ts'
import { iso } from './ticket-json.ts'

const tags = ['settings']

const show = createRoute({
  method: 'get',
  path: '/v1/settings',
  tags,
  summary: 'Shows which configuration and which model are in use',
  responses: { 200: json(schemas.settings, 'The settings'), ...problems() },
})

const retrain = createRoute({
  method: 'post',
  path: '/v1/settings/retrain',
  tags,
  summary: 'Trains the built-in model again, with the corrections made since',
  description: 'Answers when the training has begun; the model in use changes by itself when it is done.',
  responses: { 202: json(z.object({ model: z.string() }), 'Begun; the model still in use'), ...problems(503) },
})

const reload = createRoute({
  method: 'post',
  path: '/v1/settings/reload',
  tags,
  summary: 'Reads the configuration file again',
  description: 'A file with mistakes changes nothing and is answered with all of them.',
  responses: { 200: json(z.object({ version: z.int() }), 'Applied, or as it was'), ...problems(422) },
})

const tagList = createRoute({
  method: 'get',
  path: '/v1/tags',
  tags,
  summary: 'Lists the tags a ticket can have',
  responses: { 200: json(schemas.tagList, 'The tags in use'), ...problems() },
})

const categories = createRoute({
  method: 'get',
  path: '/v1/categories',
  tags,
  summary: 'Lists the categories a ticket can have',
  description: 'What stands for the options of a card’s button that has `needs.list: categories`.',
  responses: { 200: json(schemas.categoryList, 'The categories in use'), ...problems() },
})

export function settingsRoutes({ settings, config, modelVersion, retrain: train, reload: load }: RestDeps): Api {
  const api = createApi()
  api.openapi(show, async (c) => {
    const { configAppliedAt, trained, corrections, training } = await settings.settings()
    const agents = await settings.agents()
    const { version, config: desk } = config()
    return c.json(
      {
        config: { version, appliedAt: configAppliedAt === null ? null : iso(configAppliedAt) },
        model: {
          version: modelVersion(),
          accuracy: trained?.accuracy ?? null,
          examples: trained?.examples ?? 0,
          trainedAt: trained ? iso(trained.at) : null,
          training: training && { ...training, at: iso(training.at) },
        },
        teams: desk.teams.length,
        agents: agents.length,
        categories: desk.categories.length,
        corrections,
      },
      200,
    )
  })
  api.openapi(tagList, (c) =>
    c.json({ tags: (config().config.tags ?? []).map(({ key, labels }) => ({ key, labels: { ...labels } })) }, 200),
  )
  api.openapi(categories, (c) =>
    c.json({ categories: config().config.categories.map(({ key, labels }) => ({ key, labels: { ...labels } })) }, 200),
  )
  api.openapi(retrain, async (c) => {
    await train()
    return c.json({ model: modelVersion() }, 202)
  })
  api.openapi(reload, async (c) => c.json({ version: (await load()).version }, 200))
  return api
}
