// The OpenAI SDK for JavaScript: pictures in a chat, and videos of the reverse model.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { mp4Size, pictureSize } from './media.mjs';
import { run, SANDBOX } from './runner.mjs';

const MODEL = 'gemini-2.5-flash-image-preview';
// Without retries, for a refusal to be seen at once.
const client = new OpenAI({ apiKey: 'sandbox', baseURL: `${SANDBOX}/v1`, maxRetries: 0 });

const chat = (content, more = {}) =>
  client.chat.completions.create({
    model: MODEL,
    messages: [{ role: 'user', content }],
    modalities: ['text', 'image'],
    ...more,
  });

function onePicture(parts) {
  const pictures = parts.filter((part) => part.inlineData?.data).map((part) => part.inlineData);
  assert.equal(pictures.length, 1);
  const [picture] = pictures;
  assert.deepEqual(
    pictureSize(Buffer.from(picture.data, 'base64'), picture.mimeType),
    [1024, 1024],
  );
  return picture;
}

async function pictureAndItsEdit() {
  const answer = await chat('a café by the sea 🎨');
  const parts = answer.choices[0].message.multi_mod_content;
  const picture = onePicture(parts);
  assert(parts.some((part) => part.text), 'text stands beside the picture');
  assert(answer.usage.total_tokens > 0);
  const url = `data:${picture.mimeType};base64,${picture.data}`;
  const edited = await chat([
    { type: 'text', text: 'make it a calm evening' },
    { type: 'image_url', image_url: { url } },
  ]);
  onePicture(edited.choices[0].message.multi_mod_content);
}

async function pictureInAStream() {
  const parts = [];
  let text = '';
  let usage;
  const more = { stream: true, stream_options: { include_usage: true } };
  for await (const chunk of await chat('a lighthouse in a storm', more)) {
    usage = chunk.usage ?? usage;
    for (const { delta } of chunk.choices) {
      text += delta.content ?? '';
      parts.push(...(delta.multi_mod_content ?? []));
    }
  }
  onePicture(parts);
  assert(text, 'text streams, too');
  assert(usage.total_tokens > 0);
}

async function reverseVideoInAStream() {
  let text = '';
  const stream = await client.chat.completions.create({
    model: 'veo-3',
    messages: [{ role: 'user', content: 'waves at night' }],
    stream: true,
  });
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  const links = [...text.matchAll(/\((http[^)\s]+\.mp4)\)/g)].map((match) => match[1]);
  assert(links.length > 0, 'there are links to the video');
  for (const link of links) {
    const file = Buffer.from(await (await fetch(link)).arrayBuffer());
    assert.deepEqual(mp4Size(file), [1280, 720, 8]);
  }
}

async function errors() {
  await assert.rejects(chat('a kite [sandbox:429]'), OpenAI.RateLimitError);
  await assert.rejects(chat('a kite [sandbox:relay-401]'), OpenAI.AuthenticationError);
  await assert.rejects(chat('a kite [sandbox:500]'), OpenAI.InternalServerError);
}

await run('openai (JavaScript)', {
  'picture and its edit': pictureAndItsEdit,
  'picture in a stream': pictureInAStream,
  'reverse video in a stream': reverseVideoInAStream,
  errors,
});
