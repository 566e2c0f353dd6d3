#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "tests/bench/fanout/delivery_check.h"
#include "tests/bench/support/failure.h"

namespace parley::bench {

// What arrives on one connection, taken apart as cheaply as checking allows: a client that is slow
// measures itself. Ends the run with a Failure when a message is not the one expected.
class Reader
{
public:
    explicit Reader(std::size_t payloadBytes) : m_expected(payloadBytes) {}
    virtual ~Reader() = default;

    void feed(std::string_view bytes)
    {
        if (m_rest.empty()) {
            m_rest = bytes.substr(parse(bytes));
        } else {
            m_rest += bytes;
            m_rest.erase(0, parse(m_rest));
        }
    }

    std::uint64_t received() const { return m_received; } // messages
    std::string takeAnswer() { return std::exchange(m_answer, {}); } // pongs, to be sent back

protected:
    virtual std::size_t parse(std::string_view bytes) = 0; // bytes that it needs no more

    std::size_t payloadBytes() const { return m_expected.text().size(); }
    void answer(std::string_view bytes) { m_answer += bytes; }

    void deliver(std::string_view payload)
    {
        if (payload != m_expected.text())
            throw Failure("lost, doubled or out of order: message "
                          + std::string(payload.substr(0, ExpectedPayload::kDigits)) + " came for "
                          + std::to_string(m_received + 1));
        m_expected.next();
        ++m_received;
    }

private:
    ExpectedPayload m_expected;
    std::uint64_t m_received = 0;
    std::string m_rest; // of a message that has not wholly arrived
    std::string m_answer;
};

} // namespace parley::bench
