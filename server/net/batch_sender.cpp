#include "server/net/batch_sender.h"

#include <algorithm>
#include <numeric>

namespace parley {

void BatchSender::send(bool eachOnce)
{
    if (m_entries.empty())
        return;
    order(eachOnce);
    makeSends();
    sendAll();
    noteTaken();
}

void BatchSender::order(bool eachOnce)
{
    m_order.resize(m_entries.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    if (eachOnce)
        return;
    std::ranges::sort(m_order, {}, [this](std::size_t index) {
        return std::pair(m_entries[index].connection->id(),
                         index); // what was added first goes first
    });
}

void BatchSender::makeSends()
{
    m_pieces.clear();
    for (const std::size_t index : m_order) {
        const std::string_view bytes = m_entries[index].bytes;
        m_pieces.push_back(
            uv_buf_init(const_cast<char *>(bytes.data()), static_cast<unsigned>(bytes.size())));
    }
    m_sends.clear();
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        Connection *const connection = m_entries[m_order[i]].connection;
        if (m_sends.empty() || m_sends.back().connection != connection)
            m_sends.push_back({connection, {&m_pieces[i], 1}, 0});
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
    for (const std::size_t index : m_order) {
        Entry &entry = m_entries[index];
        if (entry.connection != send->connection)
            left = (++send)->taken;
        entry.taken = std::min(left, entry.bytes.size());
        left -= entry.taken;
    }
}

} // namespace parley
