package example;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.UUID;
import mediagen.v1.GenerateVideoRequest;
import mediagen.v1.GenerateVideoResponse;
import mediagen.v1.VideoServiceGrpc;
import mediagen.v1.VideoServiceGrpc.VideoServiceBlockingStub;
import mediagen.v1.VideoSpec;
import mediagen.v1.WatchVideoRequest;
import mediagen.v1.WatchVideoResponse;

/** Videos: whole, and in two pieces. */
final class Videos {
  private final VideoServiceBlockingStub service;

  Videos(Channel channel) {
    service = VideoServiceGrpc.newBlockingStub(channel);
  }

  private static GenerateVideoRequest film(String prompt) {
    return GenerateVideoRequest.newBuilder()
        .setRequestId(UUID.randomUUID().toString())
        .setSpec(VideoSpec.newBuilder().setPrompt(prompt))
        .build();
  }

  private static void take(GenerateVideoResponse event, Download download) throws IOException {
    if (event.hasChunk()) {
      download.take(event.getChunk());
    } else if (event.hasEnd()) {
      download.take(event.getEnd());
    }
  }

  void make(Path path) throws IOException {
    var download = new Download(path);
    Iterator<GenerateVideoResponse> events = service.generateVideo(film("waves at night"));
    while (events.hasNext()) {
      GenerateVideoResponse event = events.next();
      if (event.hasStarted()) { // Keep it: it fetches the video again.
        System.out.println("started: " + event.getStarted().getOperation());
      }
      take(event, download);
    }
    System.out.println("video: " + download);
  }

  /** Leaves a video in the middle, and joins it again at the first byte that is missing. */
  void resume(Path path) throws Exception {
    var download = new Download(path);
    String operation = leave(download);
    var rest =
        WatchVideoRequest.newBuilder().setOperation(operation).setByteOffset(download.size());
    Iterator<WatchVideoResponse> events = service.watchVideo(rest.build());
    while (events.hasNext()) {
      WatchVideoResponse event = events.next();
      if (event.hasChunk()) {
        download.take(event.getChunk());
      } else if (event.hasEnd()) {
        download.take(event.getEnd());
      }
    }
    System.out.println("resumed: " + download);
  }

  /** Cancels a stream when its first bytes are there; answers what fetches the others. */
  private String leave(Download download) throws Exception {
    String operation = "";
    var leaving = Context.current().withCancellation();
    Context before = leaving.attach();
    try {
      Iterator<GenerateVideoResponse> events = service.generateVideo(film("a lighthouse at dawn"));
      while (events.hasNext()) {
        GenerateVideoResponse event = events.next();
        if (event.hasStarted()) {
          operation = event.getStarted().getOperation();
        }
        take(event, download);
        if (download.size() > 0) {
          leaving.cancel(null);
        }
      }
    } catch (StatusRuntimeException error) {
      System.out.println("left: " + Connection.describe(error) + ", " + download);
    } finally {
      leaving.detach(before);
      leaving.cancel(null);
    }
    return operation;
  }
}
