#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::bench {

// The payload that comes next: ten digits that count from 1, then letters up to the size asked for.
// Publisher and subscribers each count for themselves, so a message that is lost, doubled, out of
// order or damaged is seen at once, at the price of one comparison.
class ExpectedPayload
{
public:
    static constexpr std::size_t kDigits = 10;

    explicit ExpectedPayload(std::size_t bytes) : m_text(bytes, 'x')
    {
        m_text.replace(0, kDigits, kDigits, '0');
        next();
    }

    std::string_view text() const { return m_text; }
    std::uint64_t number() const { return m_number; }

    void next()
    {
        ++m_number;
        std::size_t digit = kDigits;
        while (m_text[--digit] == '9')
            m_text[digit] = '0';
        ++m_text[digit];
    }

private:
    std::string m_text;
    std::uint64_t m_number = 0;
};

} // namespace parley::bench
