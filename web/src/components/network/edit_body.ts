/** What each tool of the network needs before it can be used, and what it sends. */
import type { LineString, Polygon } from 'geojson'

import type { DraftCell, EditBody } from '@/api/network_types'
import { movedVertex, sharedBorder } from '@/map/border'
import type { Shape } from '@/map/drawing'

/** Tools that draw on the map. `area` draws the polygon in which cells are laid. */
export const DRAWN_TOOLS = ['split', 'vertex', 'edge'] as const
export type DrawnTool = (typeof DRAWN_TOOLS)[number]
export type Tool = DrawnTool | 'area'

/** How many chosen cells a tool wants, and the sentence for another number of them. */
const WANTED: Record<DrawnTool | 'merge', [least: number, most: number, otherwise: string]> = {
  split: [1, 1, 'network.needOne'],
  vertex: [1, 1, 'network.needOne'],
  edge: [2, 2, 'network.needPair'],
  merge: [2, Infinity, 'network.needTwo'],
}

/** The key of the sentence that says what is missing, or null where the tool can begin. */
export function toolLacks(tool: DrawnTool | 'merge', cells: readonly DraftCell[]): string | null {
  const [least, most, otherwise] = WANTED[tool]
  if (cells.length < least || cells.length > most) return otherwise
  return tool === 'edge' && !handlesOf(tool, cells) ? 'network.needNeighbours' : null
}

/** What is laid out with handles when a tool begins; null for tools that draw something new. */
export function handlesOf(tool: Tool, [left, right]: readonly DraftCell[]): Shape | null {
  if (tool === 'edge' && left && right) return sharedBorder(left.geometry, right.geometry)
  if (tool === 'vertex' && left?.geometry.type === 'Polygon') return left.geometry
  return null
}

const edgeBody = ([left, right]: readonly DraftCell[], line: LineString): EditBody | null =>
  left && right
    ? { verb: 'move_edge', left: left.properties.code, right: right.properties.code, line }
    : null

function vertexBody([cell]: readonly DraftCell[], shape: Polygon): EditBody | null {
  const moved = cell && movedVertex(cell.geometry, shape)
  return moved ? { verb: 'move_vertex', ...moved } : null
}

/** The command that a drawn shape means, or null where it means none. */
export function drawnBody(
  tool: Tool,
  cells: readonly DraftCell[],
  shape: Shape | null,
): EditBody | null {
  const [cell] = cells
  if (!shape || !cell) return null
  if (tool === 'vertex') return shape.type === 'Polygon' ? vertexBody(cells, shape) : null
  if (shape.type !== 'LineString') return null
  if (tool === 'edge') return edgeBody(cells, shape)
  return tool === 'split' ? { verb: 'split', cell: cell.properties.code, line: shape } : null
}
