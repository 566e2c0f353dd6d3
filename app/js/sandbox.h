#pragma once

#include <cstdint>

// What the process gives up before it looks at the first byte of a script, so that a fault in the
// engine opens nothing: no more memory than it was given, no file, no network, no other process,
// no code made at run time. Thread: main, before there is another one.
namespace parley::js {

//! Bounds the address space: what is in use now, what the engine takes for itself, and
//! \p megabytes for the script. False when the system refuses.
bool confineMemory(std::uint32_t megabytes);

//! From here on the kernel lets through little more than reading, writing and memory; all else
//! fails with EPERM. Nothing can take it back. False where the system cannot do it.
bool confineSystemCalls();

} // namespace parley::js
