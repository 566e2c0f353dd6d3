#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/types/message.h"

namespace parley {

// Messages of one page of a topic, packed for one row of MessageTable: a row costs SQLite some
// microseconds, whatever it holds, and what leaves a topic leaves it in order. A run of records:
//
//   | size 4 | CRC-32 4 | sequence 8 | time 8 | kind 1 | key 1 | publisher 2 | bytes of these two |
//   payload |
//
// Numbers are little-endian. `size` counts what stands behind it; the CRC covers the topic's number
// and the page, which are not in the record, and what stands behind the CRC. Time is in
// milliseconds since 1970; the lowest bit of `kind` says binary, the others count the hops; `key`
// (idempotency) and `publisher` are numbers of bytes. Thread: any one.
class MessageBlock final
{
public:
    //! Then the next one begins. Some dozens of messages share the cost of a row from there on, and
    //! what is forgotten goes from the disk in parts of this size.
    static constexpr std::size_t kUsualBytes = 64 * 1024;

    void begin(std::int64_t topicId); // empty
    //! \return false, and it is as before, when the message does not fit in or is of another page:
    //! then this block must be stored first. The first one always fits.
    [[nodiscard]] bool add(const PublishedMessage &message);

    std::int64_t topicId() const { return m_topicId; }
    Position last() const { return m_last; } // of its last message
    std::uint32_t messages() const { return m_messages; }
    const std::string &bytes() const { return m_bytes; }

private:
    std::int64_t m_topicId = 0;
    std::uint32_t m_seed = 0; // of the checksums, while it has messages
    std::uint32_t m_messages = 0;
    Position m_last{};
    std::string m_bytes;
};

// Reads what a MessageBlock holds, however it was damaged meanwhile. The bytes are borrowed.
// Thread: any one.
class MessageBlockReader final
{
public:
    MessageBlockReader(std::int64_t topicId, std::uint64_t page, std::string_view bytes);

    //! Reads the next message that is whole into all but the key of \p message, and steps over
    //! those that are not. \return false: there is none.
    [[nodiscard]] bool next(PublishedMessage &message);
    std::size_t bytesLeft() const { return m_rest.size(); }

private:
    std::uint32_t m_seed;
    std::uint64_t m_page;
    std::string_view m_rest;
};

} // namespace parley
