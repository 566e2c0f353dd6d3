#pragma once

#include <cstdint>

#include <QString>

namespace parley::app {

//! Name of the program that listens on a TCP port of this computer; "" when it cannot be told
//! (another user's process, or a system without /proc). Takes milliseconds: not for the GUI
//! thread's hot paths, called once when the broker's port is taken.
QString portOwner(std::uint16_t port);

//! A port near \p wanted that nobody listens on, else any free one; 0 when there is none.
std::uint16_t freePortNear(std::uint16_t wanted);

} // namespace parley::app
