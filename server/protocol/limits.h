#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// What the wire allows, with the reason of each figure. Source: README.md of this folder,
// section 9.
namespace parley::limits {

// Requests.
inline constexpr std::size_t kHeaderBytes = 16 * 1024; // a browser with a long cookie stays below
inline constexpr std::size_t kHeaderFields = 100; // browsers send about 20
inline constexpr std::size_t kTargetBytes = 8 * 1024; // RFC 9112, section 3, asks for 8000
inline constexpr std::size_t kBodyBytes = 1024 * 1024; // admin JSON; routes may set less or more
inline constexpr std::chrono::seconds kHeaderTime{10}; // absolute: dribbling does not extend it
inline constexpr std::chrono::seconds kBodyTime{20}; // 1 MiB at 400 kbit/s
inline constexpr std::chrono::seconds kKeepAlive{60}; // longer than a person clicks apart
inline constexpr std::size_t kUnsentBytes = 64 * 1024; // answers nobody reads; then reading pauses

// JSON.
inline constexpr std::size_t kJsonDepth = 32; // no body of this wire is deeper than 6

// WebSocket.
inline constexpr std::size_t kMessageBytes = 256 * 1024; // the whole envelope
inline constexpr std::size_t kFragments = 1024; // per message; empty ones count too
inline constexpr std::size_t kControlBytes = 125; // RFC 6455, section 5.5
inline constexpr std::chrono::seconds kPingInterval{20}; // below the 30 s of common proxies
inline constexpr int kMissedPings = 2; // one lost ping is no proof
inline constexpr std::chrono::seconds kCloseTime{5}; // from our close frame to closing TCP
inline constexpr std::chrono::seconds kHeartbeatInterval{20}; // pushed as a frame, for watchdogs

// Server-Sent Events.
inline constexpr std::chrono::seconds kCommentInterval{15}; // WHATWG's advice for old proxies

// Before a token was shown.
inline constexpr std::chrono::seconds kAuthenticateTime{10}; // from accept, TLS included
inline constexpr std::size_t kUnauthenticated = 256; // connections
inline constexpr std::size_t kUnauthenticatedBytes = 64 * 1024; // buffered by each

// Reading.
inline constexpr std::size_t kSubscriptions = 256; // per connection
inline constexpr std::size_t kSlowReaderBytes
    = 1024 * 1024; // waiting; four of the largest messages
inline constexpr std::chrono::seconds kSlowReaderTime{5}; // without taking anything
inline constexpr std::uint64_t kSkippedReaderGets
    = 16; // newest messages, so that it knows where it is
inline constexpr std::size_t kHistoryItems = 1000; // per answer
inline constexpr std::size_t kDefaultHistoryItems = 100;

} // namespace parley::limits
