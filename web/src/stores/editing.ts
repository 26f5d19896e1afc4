import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { DraftCell } from '@/api/network_types'
import { drawnBody, handlesOf, type Tool } from '@/components/network/edit_body'
import { startDrawing, type Drawing, type Shape } from '@/map/drawing'
import { paletteOf } from '@/map/palette'

import { useMapStore } from './map'
import { usePrefs } from './prefs'

/** What an editor of the network holds in hand: the chosen cells, a tool, what was drawn with it. */
export const useEditing = defineStore('editing', () => {
  const chosen = shallowRef<DraftCell[]>([])
  const tool = ref<Tool | null>(null)
  const shape = shallowRef<Shape | null>(null)
  let drawing: Drawing | null = null

  const codes = computed(() => chosen.value.map((cell) => cell.properties.code))
  const body = computed(() =>
    tool.value ? drawnBody(tool.value, chosen.value, shape.value) : null,
  )

  function toggle(cell: DraftCell): void {
    const { code } = cell.properties
    chosen.value = codes.value.includes(code)
      ? chosen.value.filter((entry) => entry.properties.code !== code)
      : [...chosen.value, cell]
  }

  /** After an edit a chosen cell has another shape, or is gone. */
  function reread(byCode: ReadonlyMap<string, DraftCell>): void {
    chosen.value = chosen.value.flatMap((cell) => byCode.get(cell.properties.code) ?? [])
  }

  function put(): void {
    drawing?.stop()
    drawing = null
    tool.value = null
    shape.value = null
  }

  function take(next: Tool): void {
    const map = useMapStore().map
    put()
    if (!map) return
    tool.value = next
    drawing = startDrawing(map, paletteOf(usePrefs().dark), (told) => (shape.value = told))
    const handles = handlesOf(next, chosen.value)
    if (handles) drawing.edit(handles)
    else drawing.draw(next === 'area' ? 'polygon' : 'linestring')
  }

  function clear(): void {
    put()
    chosen.value = []
  }

  return { chosen, codes, tool, shape, body, toggle, reread, take, put, clear }
})
