#pragma once

#include <string>
#include <utility>

#include "tests/bench/peers/reader.h"

namespace parley::bench {

// Messages that all look alike on the wire: the same head, the payload, the same tail.
class RecordReader : public Reader
{
public:
    RecordReader(std::string head, std::size_t payloadBytes, std::string tail) :
        Reader(payloadBytes), m_head(std::move(head)), m_tail(std::move(tail))
    {
    }

protected:
    std::size_t parse(std::string_view bytes) override
    {
        const std::size_t size = m_head.size() + payloadBytes() + m_tail.size();
        std::size_t done = 0;
        for (;;) {
            const std::string_view rest = bytes.substr(done);
            if (rest.size() >= size && rest.starts_with(m_head)
                && rest.substr(0, size).ends_with(m_tail)) {
                deliver(rest.substr(m_head.size(), payloadBytes()));
                done += size;
            } else if (rest.size() < size
                       && (m_head.starts_with(rest) || rest.starts_with(m_head))) {
                return done; // a part of one
            } else if (const std::size_t other = otherBytes(rest)) {
                done += other;
            } else {
                return done;
            }
        }
    }

    //! The size of something that is no message, at the begin of \p rest; 0 when it has not wholly
    //! arrived. A Failure when it is nothing that the server should say.
    virtual std::size_t otherBytes(std::string_view rest)
    {
        throw Failure("the server says: " + std::string(rest.substr(0, 200)));
    }

private:
    std::string m_head;
    std::string m_tail;
};

} // namespace parley::bench
