package example;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import mediagen.v1.MediaChunk;
import mediagen.v1.MediaEnd;

/**
 * One item of a stream, written to a file; it knows whether all of it came. A second stream goes on
 * where the first one ended.
 */
final class Download {
  private final Path path;
  private final OutputStream file;
  private final CRC32C checksum = new CRC32C();
  private long size;
  private boolean complete;

  Download(Path path) throws IOException {
    this.path = path;
    this.file = Files.newOutputStream(path);
  }

  long size() {
    return size;
  }

  void take(MediaChunk chunk) throws IOException {
    if (chunk.getOffset() != size) {
      throw new IOException("a chunk at " + chunk.getOffset() + " where " + size + " was due");
    }
    chunk.getData().writeTo(file);
    checksum.update(chunk.getData().asReadOnlyByteBuffer());
    size += chunk.getData().size();
  }

  void take(MediaEnd end) throws IOException {
    file.close();
    if (size != end.getSizeBytes() || (int) checksum.getValue() != end.getCrc32C()) {
      throw new IOException(path + " is not what the server sent");
    }
    complete = true;
  }

  @Override
  public String toString() {
    return path + ", " + size + " bytes, " + (complete ? "whole" : "cut");
  }
}
