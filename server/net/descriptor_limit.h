#pragma once

#include <cstddef>

namespace parley {

//! Descriptors that connections leave to the rest of the program: files of the store that are
//! opened anew, sockets of webhooks, pipes to child processes.
inline constexpr std::size_t kReservedDescriptors = 32;
//! Connections that are taken however few descriptors there are.
inline constexpr std::size_t kLeastConnections = 4;

//! How many connections fit beside what is open now, what is to be, and the reserve. Thread: any.
std::size_t connectionsThatFit(std::size_t openLater);

} // namespace parley
