#pragma once

#include <memory>
#include <string>

#include "server/net/answer_stream.h"
#include "server/net/connection.h"

namespace parley {

// A connection of HTTP/1.1 whose last answer is written bit by bit; it ends with the connection, so
// it needs no chunks. Owned by its connection. Thread: I/O loop.
class HttpStreamConnection final : public ConnectionHandler, public AnswerStream
{
public:
    explicit HttpStreamConnection(Connection &connection) : m_connection(connection) {}
    void setWriter(std::unique_ptr<AnswerWriter> writer) { m_writer = std::move(writer); }

    // ConnectionHandler
    void received(std::span<char>) override {} // nothing is expected: it is dropped
    void drained() override { m_writer->drained(); }
    void tick(MonotonicTime now) override { m_writer->tick(now); }
    void closed() override { m_writer->closed(); }

    // AnswerStream
    void write(std::string bytes) override { m_connection.write(std::move(bytes)); }
    bool isBlocked() const override { return m_connection.isBlocked(); }
    void end() override { m_connection.closeAfterWrites(); }
    std::uint64_t connectionId() const override { return m_connection.id(); }
    std::string peerAddress() const override { return m_connection.peerAddress(); }

private:
    Connection &m_connection;
    std::unique_ptr<AnswerWriter> m_writer;
};

} // namespace parley
