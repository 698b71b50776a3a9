// Cuts base64 media out of a JSON body while it arrives.
#ifndef MEDIAGEN_SERVER_CODEC_PAYLOAD_SPLITTER_H_
#define MEDIAGEN_SERVER_CODEC_PAYLOAD_SPLITTER_H_
// (API sketch; see the task text)
#endif
