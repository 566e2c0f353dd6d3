#pragma once

#include <chrono>
#include <cstddef>

// Bounds of one call of a script function, and of the program that runs it. Both sides hold to
// them: the program so that an honest script hears of it, the broker because it trusts nothing
// that comes out of the program.
namespace parley::script_limits {

inline constexpr std::size_t kMessages = 100; // published by one call
inline constexpr std::size_t kMessageBytes
    = 1024 * 1024; // of all their payloads: four of the largest
inline constexpr std::size_t kLogLines = 100;
inline constexpr std::size_t kLogLineBytes = 1024; // cut behind it
inline constexpr std::size_t kValueBytes = 64 * 1024; // of an answer; an attempt keeps no more
inline constexpr std::size_t kErrorBytes = 4 * 1024; // an exception's text
//! One line between the two. A control character takes six bytes as JSON, and so the payloads of a
//! call at most six times their own length.
inline constexpr std::size_t kLineBytes = 8 * 1024 * 1024;
//! The program answers at its time limit; the broker ends it when it has not by then. Some work
//! cannot be interrupted from inside, a regular expression for one.
inline constexpr std::chrono::milliseconds kGrace{250};

} // namespace parley::script_limits
