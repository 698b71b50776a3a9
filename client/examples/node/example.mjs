// Makes a picture, edits it in a chat, films, reads an error, and resumes a video that it left.
//
// Usage: node example.mjs FOLDER. The server is at MEDIAGEN_SERVER, or 127.0.0.1:50051.

import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';

import { status } from '@grpc/grpc-js';

import { call, connect, detailsOf } from './connection.mjs';
import { crc32c } from './crc32c.mjs';
import { Download } from './download.mjs';

const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000);

// One JPEG is small enough for one message; StreamImages sends pictures of any size.
async function makePicture({ images }, path) {
  const request = {
    requestId: randomUUID(), // Asked for twice, it is paid once.
    spec: { prompt: 'a lighthouse in a storm', outputMimeType: 'image/jpeg' },
  };
  const answer = await call(images, 'generateImages', request, { deadline: inMinutes(11) });
  const picture = answer.results.find((result) => result.outcome === 'image').image;
  if (crc32c(picture.data) !== picture.crc32c) throw new Error('the picture is not what the server sent');
  writeFileSync(path, picture.data);
  console.log(`picture: ${path}, ${picture.data.length} bytes, whole`);
  return picture.data;
}

async function editPicture({ chats }, picture, path) {
  const parts = [{ text: 'make it a calm evening' }, { image: { data: picture } }];
  const request = {
    requestId: randomUUID(),
    spec: { messages: [{ role: 'CHAT_ROLE_USER', parts }] },
  };
  const download = new Download(path);
  for await (const event of chats.streamChat(request, { deadline: inMinutes(11) })) download.take(event);
  console.log(`edited: ${download}`);
}

async function makeVideo({ videos }, path) {
  const download = new Download(path);
  const request = { requestId: randomUUID(), spec: { prompt: 'waves at night' } };
  for await (const event of videos.generateVideo(request)) {
    // Keep it: it fetches the video again.
    if (event.event === 'started') console.log(`started: ${event.started.operation}`);
    download.take(event);
  }
  console.log(`video: ${download}`);
}

async function readError({ images }) {
  const request = { spec: { prompt: 'a lighthouse', aspectRatio: '7:3' } };
  try {
    await call(images, 'generateImages', request, { deadline: inMinutes(11) });
  } catch (error) {
    const { ErrorInfo: info, BadRequest: faults } = detailsOf(error);
    const fields = faults.fieldViolations.map((fault) => fault.field);
    console.log('refused:', status[error.code], info.reason, ...fields);
  }
}

// Leaves a video in the middle, and joins it again at the first byte that is missing.
async function resumeVideo({ videos }, path) {
  const download = new Download(path);
  const request = { requestId: randomUUID(), spec: { prompt: 'a lighthouse at dawn' } };
  const stream = videos.generateVideo(request);
  let operation = '';
  try {
    for await (const event of stream) {
      if (event.event === 'started') operation = event.started.operation;
      download.take(event);
      if (download.size > 0) stream.cancel();
    }
  } catch (error) {
    console.log(`left: ${status[error.code]}, ${download}`);
  }
  const rest = { operation, byteOffset: download.size };
  for await (const event of videos.watchVideo(rest)) download.take(event);
  console.log(`resumed: ${download}`);
}

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const services = connect();
const picture = await makePicture(services, `${folder}/picture.jpg`);
await editPicture(services, picture, `${folder}/edited.jpg`);
await makeVideo(services, `${folder}/video.mp4`);
await readError(services);
await resumeVideo(services, `${folder}/resumed.mp4`);
for (const client of Object.values(services)) client.close();
