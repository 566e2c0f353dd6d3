#pragma once

#include <string>
#include <string_view>

#include "server/base/result.h"

namespace parley {

// Ed25519 (RFC 8032) by OpenSSL; Qt has none. Thread: any.

inline constexpr std::size_t kEd25519SeedBytes = 32; // the private key

//! 32 bytes. InvalidArgument: \p seed has another size.
Result<std::string> ed25519PublicKey(std::string_view seed);
//! 64 bytes. InvalidArgument as above.
Result<std::string> ed25519Sign(std::string_view seed, std::string_view message);

} // namespace parley
