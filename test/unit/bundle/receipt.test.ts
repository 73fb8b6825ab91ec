import { expect, test } from 'vitest';

import { readReceipt, receiptText } from '../../../operator/bundle/receipt.ts';
import { digestOf } from '../../../operator/oci/digest.ts';

const RECEIPT = {
  release: 'v3.1.2',
  number: 7,
  images: [{ name: 'makeplane/web:v3.1.2', digest: digestOf('image') }],
  manifests: [{ repository: 'makeplane/web', digest: digestOf('image') }],
  blobs: [digestOf('layer')],
};

test('a receipt is read as it was written', () => {
  expect(readReceipt(receiptText(RECEIPT))).toEqual({ ok: true, value: RECEIPT });
});

const text = receiptText(RECEIPT);
test.each([
  { why: 'another number', changed: text.replace('number 7', 'number 9') },
  { why: 'a line less', changed: text.replace(/blob .*\n/, '') },
  { why: 'a line behind its end', changed: `${text}blob ${digestOf('x')}\n` },
  { why: 'its end alone', changed: text.slice(text.indexOf('end ')) },
  { why: 'nothing', changed: '' },
])('a receipt with $why is refused', ({ changed }) => {
  expect(readReceipt(changed).ok).toBe(false);
});
