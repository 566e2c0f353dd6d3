#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "tests/bench/peers/delivery_check.h"
#include "tests/bench/support/failure.h"

namespace parley::bench {

// What arrives on one connection, taken apart as cheaply as checking allows: a client that is slow
// measures itself. Ends the run with a Failure when something is not what was expected.
class WireReader
{
public:
    virtual ~WireReader() = default;

    void feed(std::string_view bytes)
    {
        if (m_rest.empty()) {
            m_rest = bytes.substr(parse(bytes));
        } else {
            m_rest += bytes;
            m_rest.erase(0, parse(m_rest));
        }
    }

    std::uint64_t received() const { return m_received; } // messages, or acknowledgements
    std::string takeAnswer() { return std::exchange(m_answer, {}); } // pongs, to be sent back

protected:
    virtual std::size_t parse(std::string_view bytes) = 0; // bytes that it needs no more

    void answer(std::string_view bytes) { m_answer += bytes; }
    void countOne() { ++m_received; }

private:
    std::uint64_t m_received = 0;
    std::string m_rest; // of a message that has not wholly arrived
    std::string m_answer;
};

// Messages: each must be the one that comes next.
class Reader : public WireReader
{
public:
    explicit Reader(std::size_t payloadBytes) : m_expected(payloadBytes) {}

protected:
    std::size_t payloadBytes() const { return m_expected.text().size(); }

    void deliver(std::string_view payload)
    {
        if (payload != m_expected.text())
            throw Failure("lost, doubled or out of order: message "
                          + std::string(payload.substr(0, ExpectedPayload::kDigits)) + " came for "
                          + std::to_string(received() + 1));
        m_expected.next();
        countOne();
    }

private:
    ExpectedPayload m_expected;
};

// Acknowledgements of one publisher on a topic of its own: they say the sequence that the server
// gave, which counts from 1, so a message lost or stored twice leaves a hole.
class AckReader : public WireReader
{
protected:
    void acknowledge(std::uint64_t sequence)
    {
        if (sequence != received() + 1)
            throw Failure("lost, doubled or out of order: the message that was stored as "
                          + std::to_string(sequence) + " was sent as "
                          + std::to_string(received() + 1));
        countOne();
    }
};

} // namespace parley::bench
