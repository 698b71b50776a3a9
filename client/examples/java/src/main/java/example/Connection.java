package example;

import com.google.gson.Gson;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.protobuf.StatusProto;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How to reach the server, and how to read its errors. */
final class Connection {
  private Connection() {}

  /** A channel to the server at MEDIAGEN_SERVER. */
  static ManagedChannel connect() throws IOException {
    String address = System.getenv().getOrDefault("MEDIAGEN_SERVER", "127.0.0.1:50051");
    ChannelCredentials credentials = credentials();
    return Grpc.newChannelBuilder(address, credentials)
        .defaultServiceConfig(serviceConfig())
        .enableRetry()
        .build();
  }

  /**
   * MEDIAGEN_CA names the file of the authority that signed the server's certificate, if it has
   * one; MEDIAGEN_TOKEN is then sent along, if there is one.
   */
  private static ChannelCredentials credentials() throws IOException {
    String authority = System.getenv("MEDIAGEN_CA");
    if (authority == null) {
      return InsecureChannelCredentials.create();
    }
    ChannelCredentials tls =
        TlsChannelCredentials.newBuilder().trustManager(new File(authority)).build();
    String token = System.getenv("MEDIAGEN_TOKEN");
    return token == null ? tls : CompositeChannelCredentials.create(tls, new BearerToken(token));
  }

  /** Repeats calls that are free, and never one that is paid. */
  @SuppressWarnings("unchecked")
  private static Map<String, ?> serviceConfig() throws IOException {
    try (var stream = Connection.class.getResourceAsStream("/service_config.json");
        var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, Map.class);
    }
  }

  /** Code, reason and fields at fault. */
  static String describe(StatusRuntimeException error) throws InvalidProtocolBufferException {
    String reason = "";
    var fields = new StringBuilder();
    for (var detail : StatusProto.fromThrowable(error).getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        reason = detail.unpack(ErrorInfo.class).getReason();
      } else if (detail.is(BadRequest.class)) {
        for (var fault : detail.unpack(BadRequest.class).getFieldViolationsList()) {
          fields.append(' ').append(fault.getField());
        }
      }
    }
    return (error.getStatus().getCode() + " " + reason + fields).strip();
  }
}
