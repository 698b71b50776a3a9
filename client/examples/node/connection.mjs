import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const proto = fileURLToPath(new URL('../../../proto/', import.meta.url));
const definition = loadSync(
  [
    'mediagen/v1/image_service.proto',
    'mediagen/v1/chat_image_service.proto',
    'mediagen/v1/video_service.proto',
    'google/rpc/status.proto',
    'google/rpc/error_details.proto',
  ],
  { includeDirs: [proto], longs: Number, enums: String, defaults: true, oneofs: true },
);
const services = grpc.loadPackageDefinition(definition).mediagen.v1;

// MEDIAGEN_CA names the file of the authority that signed the server's certificate, if it has one; MEDIAGEN_TOKEN is
// then sent along, if there is one.
function credentialsOfCaller() {
  const { MEDIAGEN_CA: authority, MEDIAGEN_TOKEN: token } = process.env;
  if (!authority) return grpc.credentials.createInsecure();
  const channel = grpc.credentials.createSsl(readFileSync(authority));
  if (!token) return channel;
  const bearer = grpc.credentials.createFromMetadataGenerator((_, done) => {
    const metadata = new grpc.Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    done(null, metadata);
  });
  return grpc.credentials.combineChannelCredentials(channel, bearer);
}

// The three services of the server at MEDIAGEN_SERVER.
export function connect() {
  const credentials = credentialsOfCaller();
  const connectTo = (Service) =>
    new Service(process.env.MEDIAGEN_SERVER ?? '127.0.0.1:50051', credentials, {
      // Repeats calls that are free, and never one that is paid.
      'grpc.service_config': readFileSync(`${proto}mediagen/v1/service_config.json`, 'utf8'),
    });
  return {
    images: connectTo(services.ImageService),
    chats: connectTo(services.ChatImageService),
    videos: connectTo(services.VideoService),
  };
}

// A unary call as a promise.
export function call(client, method, request, options = {}) {
  return new Promise((resolve, reject) =>
    client[method](request, options, (error, answer) => (error ? reject(error) : resolve(answer))),
  );
}

// The details of an error by the name of their message, such as ErrorInfo.
export function detailsOf(error) {
  const [packed] = error.metadata.get('grpc-status-details-bin');
  const details = {};
  for (const { type_url: type, value } of packed ? decode('google.rpc.Status', packed).details : []) {
    const name = type.split('/').pop();
    details[name.split('.').pop()] = decode(name, value);
  }
  return details;
}

function decode(name, bytes) {
  return definition[name].deserialize(bytes);
}
