#ifndef MEDIAGEN_SANDBOX_HTTP_SOCKET_H_
#define MEDIAGEN_SANDBOX_HTTP_SOCKET_H_

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <string_view>

typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_st SSL;

namespace mediagen::http {

inline constexpr std::chrono::milliseconds kForever = std::chrono::hours(24);

// A door that waits of a Socket can end at: closed when made, and open for good after Open().
// Any thread. Must outlive every wait that uses it.
class Gate {
 public:
  Gate();
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  void Open();
  int fd() const { return fd_; }

 private:
  int fd_;
};

// How a wait ended.
enum class WaitEnd { kReady, kGateOpened, kPeerClosed, kStopped, kTimedOut };

// One accepted TCP connection, with or without TLS. Owns the file descriptor. Used by its
// connection's thread alone; opening the gate `stop` from any thread ends every wait at once.
class Socket {
 public:
  // `tls` may be null. Neither `stop` nor `tls` is owned; both outlive the socket.
  Socket(int fd, const Gate& stop, SSL_CTX* tls);
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // Does the TLS handshake, if there is TLS. False: the connection is of no use.
  bool Handshake();
  bool tls_resumed() const;

  // Bytes read; 0 when the peer is gone or the server stops.
  size_t Read(char* buffer, size_t size);
  // Writes all of it; false when the peer is gone or the server stops.
  bool Write(std::string_view bytes);

  // Waits, without reading, until the gate (if any) opens, the peer closes, or the limit passes.
  WaitEnd Wait(const Gate* gate, std::chrono::milliseconds limit);

  // Closes with RST: the peer's read fails, also for bytes that are still on their way.
  void Reset();
  // Closes with FIN, as a finished connection does.
  void Close();
  // Says FIN, then reads on for a short while: closing with unread bytes would send RST and could
  // destroy the answer on its way to the peer.
  void CloseAfterAnswer();

  bool open() const { return fd_ >= 0; }
  // The peer ended the connection before this side did.
  bool peer_closed() const { return peer_closed_; }

 private:
  WaitEnd WaitFor(short events, const Gate* gate, std::chrono::milliseconds limit);
  bool HasUnreadBytes() const;
  bool PeerClosedBehindUnreadBytes() const;
  // Decides what a failed OpenSSL call asks for; true: try again.
  bool WaitForTls(int result);

  int fd_;
  const Gate& stop_;
  SSL* ssl_ = nullptr;
  bool peer_closed_ = false;
};

}  // namespace mediagen::http

#endif  // MEDIAGEN_SANDBOX_HTTP_SOCKET_H_
