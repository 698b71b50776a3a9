package example;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import mediagen.v1.ChatImageServiceGrpc;
import mediagen.v1.ChatMessage;
import mediagen.v1.ChatPart;
import mediagen.v1.ChatRole;
import mediagen.v1.ChatSpec;
import mediagen.v1.GenerateImagesRequest;
import mediagen.v1.ImageResult;
import mediagen.v1.ImageServiceGrpc;
import mediagen.v1.ImageSpec;
import mediagen.v1.Media;
import mediagen.v1.StreamChatRequest;
import mediagen.v1.StreamChatResponse;

/**
 * Makes a picture, edits it in a chat, films, reads an error, and resumes a video that it left.
 *
 * <p>Usage: Example FOLDER. The server is at MEDIAGEN_SERVER, or 127.0.0.1:50051.
 */
public final class Example {
  private static final int LONGEST_PICTURE_SECONDS = 660;

  private Example() {}

  /** One JPEG is small enough for one message; StreamImages sends pictures of any size. */
  private static ByteString makePicture(Channel channel, Path path) throws IOException {
    var spec =
        ImageSpec.newBuilder()
            .setPrompt("a lighthouse in a storm")
            .setOutputMimeType("image/jpeg");
    var request =
        GenerateImagesRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString()) // Asked for twice, it is paid once.
            .setSpec(spec)
            .build();
    var answer =
        ImageServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(LONGEST_PICTURE_SECONDS, TimeUnit.SECONDS)
            .generateImages(request);
    Media picture =
        answer.getResultsList().stream()
            .filter(ImageResult::hasImage)
            .map(ImageResult::getImage)
            .findFirst()
            .orElseThrow();
    var checksum = new CRC32C();
    checksum.update(picture.getData().asReadOnlyByteBuffer());
    if ((int) checksum.getValue() != picture.getCrc32C()) {
      throw new IOException("the picture is not what the server sent");
    }
    Files.write(path, picture.getData().toByteArray());
    System.out.println("picture: " + path + ", " + picture.getData().size() + " bytes, whole");
    return picture.getData();
  }

  private static void editPicture(Channel channel, ByteString picture, Path path)
      throws IOException {
    var message =
        ChatMessage.newBuilder()
            .setRole(ChatRole.CHAT_ROLE_USER)
            .addParts(ChatPart.newBuilder().setText("make it a calm evening"))
            .addParts(ChatPart.newBuilder().setImage(Media.newBuilder().setData(picture)));
    var request =
        StreamChatRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setSpec(ChatSpec.newBuilder().addMessages(message))
            .build();
    var download = new Download(path);
    Iterator<StreamChatResponse> events =
        ChatImageServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(LONGEST_PICTURE_SECONDS, TimeUnit.SECONDS)
            .streamChat(request);
    while (events.hasNext()) {
      StreamChatResponse event = events.next();
      if (event.hasChunk()) {
        download.take(event.getChunk());
      } else if (event.hasEnd()) {
        download.take(event.getEnd());
      }
    }
    System.out.println("edited: " + download);
  }

  private static void readError(Channel channel) throws IOException {
    var spec = ImageSpec.newBuilder().setPrompt("a lighthouse").setAspectRatio("7:3");
    try {
      ImageServiceGrpc.newBlockingStub(channel)
          .generateImages(GenerateImagesRequest.newBuilder().setSpec(spec).build());
    } catch (StatusRuntimeException error) {
      System.out.println("refused: " + Connection.describe(error));
    }
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    ManagedChannel channel = Connection.connect();
    try {
      ByteString picture = makePicture(channel, folder.resolve("picture.jpg"));
      editPicture(channel, picture, folder.resolve("edited.jpg"));
      var videos = new Videos(channel);
      videos.make(folder.resolve("video.mp4"));
      readError(channel);
      videos.resume(folder.resolve("resumed.mp4"));
    } finally {
      channel.shutdown().awaitTermination(5, TimeUnit.SECONDS);
    }
  }
}
