/**
 * What Slack takes as a `data_visualization` block: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block, read 2026-11-21.
 * The types package does not know the block yet, so its rules are written out here.
 */
import type { Json } from './world.ts'

const TITLE = 50
const LABEL = 20
const AXIS = 50
const SERIES = 6
const POINTS = 20

type Complain = (what: string) => void

export function checkChart(block: Json, complain: Complain): void {
  only(block, ['type', 'title', 'chart', 'block_id'], 'data_visualization', complain)
  checkText(block['title'], TITLE, 'title', complain)
  const chart = block['chart']
  if (!isObject(chart)) return complain('chart must be an object')
  if (chart['type'] === 'pie') return checkPie(chart, complain)
  if (!['bar', 'line', 'area'].includes(String(chart['type']))) return complain(`there is no chart ${chart['type']}`)
  only(chart, ['type', 'series', 'axis_config'], 'chart', complain)
  checkSeries(chart, checkAxis(chart['axis_config'], complain), complain)
}

function checkPie(chart: Json, complain: Complain): void {
  only(chart, ['type', 'segments'], 'chart', complain)
  for (const segment of list(chart['segments'], 1, SERIES, 'segments', complain)) {
    checkText(segment['label'], LABEL, 'label of a segment', complain)
    if (!(Number(segment['value']) > 0)) complain('a segment must be greater than 0')
  }
}

/** @returns the categories, to which every series must keep */
function checkAxis(axis: unknown, complain: Complain): string[] {
  if (!isObject(axis)) {
    complain('axis_config must be an object')
    return []
  }
  only(axis, ['categories', 'x_label', 'y_label'], 'axis_config', complain)
  for (const name of ['x_label', 'y_label']) {
    if (axis[name] !== undefined) checkText(axis[name], AXIS, name, complain)
  }
  const categories = Array.isArray(axis['categories']) ? axis['categories'].map(String) : []
  if (categories.length < 1 || categories.length > POINTS)
    complain(`categories: ${categories.length}, not 1 to ${POINTS}`)
  if (new Set(categories).size !== categories.length) complain('categories must differ')
  for (const category of categories) checkText(category, LABEL, 'a category', complain)
  return categories
}

function checkSeries(chart: Json, categories: string[], complain: Complain): void {
  const series = list(chart['series'], 1, SERIES, 'series', complain)
  for (const each of series) {
    only(each, ['name', 'data'], 'series', complain)
    checkText(each['name'], LABEL, 'name of a series', complain)
    const points = list(each['data'], 1, POINTS, 'data', complain)
    for (const point of points) {
      only(point, ['label', 'value'], 'point', complain)
      if (typeof point['value'] !== 'number' || !Number.isFinite(point['value'])) complain('a point needs a number')
    }
    const labels = points.map((point) => point['label'])
    if (labels.length !== categories.length || !categories.every((category) => labels.includes(category))) {
      complain('every series needs exactly one point for each category')
    }
  }
  if (new Set(series.map((each) => each['name'])).size !== series.length) complain('names of series must differ')
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

function only(value: Json, names: string[], what: string, complain: Complain): void {
  for (const name of Object.keys(value)) if (!names.includes(name)) complain(`${what} has no ${name}`)
}

function checkText(value: unknown, most: number, what: string, complain: Complain): void {
  if (typeof value !== 'string' || value === '') complain(`${what} must be a text`)
  else if (value.length > most) complain(`${what} is ${value.length} long, at most ${most}`)
}

function list(value: unknown, least: number, most: number, what: string, complain: Complain): Json[] {
  const items = Array.isArray(value) ? value.filter(isObject) : []
  if (items.length < least || items.length > most) complain(`${what}: ${items.length}, not ${least} to ${most}`)
  return items
}
