import { isScalar, LineCounter, parseDocument, visit } from 'yaml';

/**
 * Numbers that YAML reads in another way than whoever writes a series: `0x4` is zero five times in the notation, and the
 * hexadecimal number 4 to YAML. Each fault is `file:line:column: …`.
 */
export function hexadecimalFaults(content: string, file: string): readonly string[] {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const faults: string[] = [];
  visit(document, {
    Scalar: (_key, node) => {
      if (!isScalar(node) || (node.format !== 'HEX' && node.format !== 'OCT')) return;
      const { line, col } = lines.linePos(node.range?.[0] ?? 0);
      const kind = node.format === 'HEX' ? 'hexadecimal' : 'octal';
      faults.push(
        `${file}:${line}:${col}: ${node.source} is a ${kind} number to YAML: write "${node.source}" in quotes`,
      );
    },
  });
  return faults;
}
