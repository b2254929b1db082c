// Opens a workbook with a JavaScript library and saves it: node save.mjs exceljs|sheetjs FROM TO...
import { readFile, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'

const programs = {
  async exceljs(from, targets) {
    const { default: ExcelJS } = await import('exceljs')
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(from)
    for (const to of targets) await book.xlsx.writeFile(to)
  },
  async sheetjs(from, targets) {
    const { read, write } = await import('xlsx')
    const book = read(await readFile(from), { cellStyles: true, cellNF: true })
    for (const to of targets) {
      await writeFile(to, write(book, { type: 'buffer', bookType: extname(to).slice(1), cellStyles: true }))
    }
  },
}

const [program, from, ...targets] = process.argv.slice(2)
await programs[program](from, targets)
