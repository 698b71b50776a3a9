// The Google Gen AI SDK for JavaScript: the relay's paths, the Gemini API's, and Vertex.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GoogleGenAI } from '@google/genai';
import { UserRefreshClient } from 'google-auth-library';
import { jpegSize, mp4Size, pictureSize, pngSize } from './media.mjs';
import { run, SANDBOX } from './runner.mjs';

const IMAGEN = 'imagen-4.0-generate-001';
const CONTENT = 'gemini-2.5-flash-image';
const TEXT_AND_IMAGE = { responseModalities: ['TEXT', 'IMAGE'] };
const POLL_MILLISECONDS = 200;
const LONGEST_WAIT_MILLISECONDS = 60_000;

const relay = new GoogleGenAI({
  apiKey: 'sandbox',
  httpOptions: { baseUrl: `${SANDBOX}/gemini` },
});
const gemini = new GoogleGenAI({ apiKey: 'sandbox', httpOptions: { baseUrl: SANDBOX } });
// A service account will not do: this SDK asks for its tokens at one fixed address.
const user = new UserRefreshClient({
  clientId: 'sandbox',
  clientSecret: 'sandbox',
  refreshToken: 'sandbox',
  endpoints: { oauth2TokenUrl: `${SANDBOX}/token` },
});
const vertex = new GoogleGenAI({
  vertexai: true,
  project: 'sandbox',
  location: 'us-central1',
  googleAuthOptions: { authClient: user },
  httpOptions: { baseUrl: SANDBOX },
});

const bytes = (base64) => Buffer.from(base64, 'base64');

async function finished(ai, operation) {
  const deadline = Date.now() + LONGEST_WAIT_MILLISECONDS;
  while (!operation.done) {
    assert(Date.now() < deadline, 'the video is done in time');
    await pause(POLL_MILLISECONDS);
    operation = await ai.operations.getVideosOperation({ operation });
  }
  assert.equal(operation.error, undefined);
  return operation.response.generatedVideos;
}

async function downloaded(ai, file) {
  const folder = await mkdtemp(join(tmpdir(), 'interop-'));
  try {
    const downloadPath = join(folder, 'video.mp4');
    await ai.files.download({ file, downloadPath });
    return await readFile(downloadPath);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function assertPictureAndText(parts) {
  const pictures = parts.filter((part) => part.inlineData).map((part) => part.inlineData);
  assert.equal(pictures.length, 1);
  assert.deepEqual(pictureSize(bytes(pictures[0].data), pictures[0].mimeType), [1024, 1024]);
  assert(parts.some((part) => part.text), 'text stands beside the picture');
}

async function imagenOverTheRelay() {
  const answer = await relay.models.generateImages({
    model: IMAGEN,
    prompt: 'a café by the sea 🎨',
    config: { numberOfImages: 2, aspectRatio: '16:9' },
  });
  assert.equal(answer.generatedImages.length, 2);
  for (const { image } of answer.generatedImages) {
    assert.equal(image.mimeType, 'image/png');
    assert.deepEqual(pngSize(bytes(image.imageBytes)), [1408, 768]);
  }
}

async function imagenAsJpegOverTheGeminiApi() {
  const answer = await gemini.models.generateImages({
    model: IMAGEN,
    prompt: 'a red kite',
    config: { numberOfImages: 1, outputMimeType: 'image/jpeg', outputCompressionQuality: 60 },
  });
  const [{ image }] = answer.generatedImages;
  assert.equal(image.mimeType, 'image/jpeg');
  assert.deepEqual(jpegSize(bytes(image.imageBytes)), [1024, 1024]);
}

async function imagenAndUpscaleOnVertex() {
  const model = 'imagegeneration@002';
  const config = { numberOfImages: 1, addWatermark: false, seed: 7 };
  const made = await vertex.models.generateImages({ model, prompt: 'a red kite', config });
  const [{ image }] = made.generatedImages;
  const [width, height] = pngSize(bytes(image.imageBytes));
  const scaled = await vertex.models.upscaleImage({ model, image, upscaleFactor: 'x2' });
  const large = bytes(scaled.generatedImages[0].image.imageBytes);
  assert.deepEqual(pngSize(large), [2 * width, 2 * height]);
}

async function contentAndItsEdit() {
  const chat = relay.chats.create({ model: CONTENT, config: TEXT_AND_IMAGE });
  const first = await chat.sendMessage({ message: 'a lighthouse in a storm' });
  assertPictureAndText(first.candidates[0].content.parts);
  assert(first.usageMetadata.totalTokenCount > 0);
  const edited = await chat.sendMessage({ message: 'make it a calm evening' });
  assertPictureAndText(edited.candidates[0].content.parts);
}

async function contentStream() {
  const parts = [];
  const contents = 'a lighthouse in a storm';
  const request = { model: CONTENT, contents, config: TEXT_AND_IMAGE };
  for await (const chunk of await relay.models.generateContentStream(request)) {
    parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
  }
  assertPictureAndText(parts);
}

async function contentOnVertex() {
  const contents = 'a lighthouse in a storm';
  const request = { model: CONTENT, contents, config: TEXT_AND_IMAGE };
  const answer = await vertex.models.generateContent(request);
  assertPictureAndText(answer.candidates[0].content.parts);
  assert.match(user.credentials.access_token, /^ya29\.sandbox-/);
}

async function veoByFileOverTheRelay() {
  const started = await relay.models.generateVideos({
    model: 'veo-2.0-generate-001',
    prompt: 'waves at night',
    config: { numberOfVideos: 2, durationSeconds: 5 },
  });
  const videos = await finished(relay, started);
  assert.equal(videos.length, 2);
  for (const { video } of videos) {
    assert.deepEqual(mp4Size(await downloaded(relay, video)), [1280, 720, 5]);
  }
}

async function veoInBytesOnVertex() {
  const started = await vertex.models.generateVideos({
    model: 'veo-2.0-generate-001',
    prompt: 'waves at night',
    config: { numberOfVideos: 1, durationSeconds: 6, aspectRatio: '9:16' },
  });
  const [{ video }] = await finished(vertex, started);
  assert.deepEqual(mp4Size(bytes(video.videoBytes)), [720, 1280, 6]);
}

async function errors() {
  const expected = { 429: 429, 503: 503, retired: 404 };
  for (const [tag, status] of Object.entries(expected)) {
    const prompt = `a kite [sandbox:${tag}]`;
    await assert.rejects(relay.models.generateImages({ model: IMAGEN, prompt }), { status });
  }
}

await run('@google/genai (JavaScript)', {
  'imagen over the relay': imagenOverTheRelay,
  'imagen as jpeg over the gemini api': imagenAsJpegOverTheGeminiApi,
  'imagen and upscale on vertex': imagenAndUpscaleOnVertex,
  'content and its edit': contentAndItsEdit,
  'content stream': contentStream,
  'content on vertex': contentOnVertex,
  'veo by file over the relay': veoByFileOverTheRelay,
  'veo in bytes on vertex': veoInBytesOnVertex,
  errors,
});
