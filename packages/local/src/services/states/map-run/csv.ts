/** The values of each record of a delimited text; quoted ones may hold delimiters, line ends and doubled quotes (RFC 4180). */
export function parseCsv(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let value = '';
  let quoted = false;
  const endRecord = () => {
    record.push(value);
    records.push(record);
    record = [];
    value = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') value += character;
      else if (text[at + 1] === '"') {
        value += '"';
        at++;
      } else quoted = false;
    } else if (character === '"' && value === '') quoted = true;
    else if (character === delimiter) {
      record.push(value);
      value = '';
    } else if (character === '\n') endRecord();
    else if (character !== '\r') value += character;
  }
  if (value !== '' || record.length > 0) endRecord();
  return records.filter(([first, ...more]) => first !== '' || more.length > 0);
}
