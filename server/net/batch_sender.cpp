#include "server/net/batch_sender.h"

#include <algorithm>
#include <numeric>

namespace parley {

void BatchSender::send(bool eachOnce)
{
    if (m_entries.empty())
        return;
    m_order.clear();
    if (!eachOnce)
        sortByConnection();
    makeSends();
    sendAll();
    noteTaken();
}

// What was added first to a connection goes first.
void BatchSender::sortByConnection()
{
    m_order.resize(m_entries.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    std::ranges::sort(m_order, {}, [this](std::size_t index) {
        return std::pair(m_entries[index].connection->id(), index);
    });
}

void BatchSender::makeSends()
{
    m_pieces.resize(m_entries.size());
    m_sends.clear();
    for (std::size_t place = 0; place < m_entries.size(); ++place) {
        const Entry &entry = entryAt(place);
        m_pieces[place] = uv_buf_init(const_cast<char *>(entry.bytes.data()),
                                      static_cast<unsigned>(entry.bytes.size()));
        if (m_sends.empty() || m_sends.back().connection != entry.connection)
            m_sends.push_back({entry.connection, {&m_pieces[place], 1}, 0});
        else if (auto &pieces = m_sends.back().pieces; pieces.size() < SendRing::kMostPieces)
            pieces = {pieces.data(), pieces.size() + 1}; // what is too many is not taken
    }
}

void BatchSender::sendAll()
{
    if (m_way == Way::Fastest && m_sends.size() >= kFewestForRing && !std::exchange(m_probed, true))
        m_ring = SendRing::create();
    if (m_ring && m_sends.size() >= kFewestForRing) {
        if (!m_ring->send(m_sends))
            m_ring.reset(); // from now on the other way
        for (const ConnectionSend &one : m_sends)
            one.connection->countSent(one.taken);
        return;
    }
    for (ConnectionSend &one : m_sends)
        one.taken = one.connection->sendNow(one.pieces);
}

// The kernel takes bytes from the front, so the pieces are filled one behind the other.
void BatchSender::noteTaken()
{
    auto send = m_sends.begin();
    std::size_t left = send->taken;
    for (std::size_t place = 0; place < m_entries.size(); ++place) {
        Entry &entry = entryAt(place);
        if (entry.connection != send->connection)
            left = (++send)->taken;
        entry.taken = std::min(left, entry.bytes.size());
        left -= entry.taken;
    }
}

} // namespace parley
