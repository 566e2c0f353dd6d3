#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "server/net/connection.h"
#include "server/net/send_ring.h"

namespace parley {

// What goes out at the end of a turn to many connections, as it lies in memory: what one of them
// gets goes in one send, and all sends in one call of the kernel where it has io_uring. Keeps
// nothing: what was not taken is still the caller's.
// Thread: I/O loop; built and gone where nobody sends.
class BatchSender final
{
public:
    enum class Way {
        Fastest, // io_uring where it can be had, asked for at the first batch that is large enough
        OneByOne,
    };
    //! With fewer a call each is as cheap.
    static constexpr std::size_t kFewestForRing = 4;

    explicit BatchSender(Way way) : m_way(way) {}

    //! \param connection takesBytes(); each may come several times. \p bytes are not empty and stay
    //! where they are until send() is over.
    void add(Connection &connection, std::string_view bytes)
    {
        m_entries.push_back({&connection, bytes, 0});
    }
    std::size_t size() const { return m_entries.size(); }
    //! \param eachOnce no connection was added twice.
    void send(bool eachOnce);
    //! Bytes that the kernel took of the one that was added as the \p index -th.
    std::size_t taken(std::size_t index) const { return m_entries[index].taken; }
    void clear() { m_entries.clear(); }

private:
    struct Entry {
        Connection *connection;
        std::string_view bytes;
        std::size_t taken;
    };

    void sortByConnection();
    void makeSends();
    void sendAll();
    void noteTaken();
    Entry &entryAt(std::size_t place) // in the order in which they are sent
    {
        return m_entries[m_order.empty() ? place : m_order[place]];
    }

    const Way m_way;
    bool m_probed = false;
    std::unique_ptr<SendRing> m_ring; // null: not asked for yet, or not to be had
    std::vector<Entry> m_entries;
    //! Indices of the entries, those of one connection side by side; empty: as they were added.
    std::vector<std::size_t> m_order;
    std::vector<uv_buf_t> m_pieces; // of the entries, in that order
    std::vector<ConnectionSend> m_sends;
};

} // namespace parley
