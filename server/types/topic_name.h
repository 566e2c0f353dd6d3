#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace parley {

//! A checked topic name such as "friends-publish" or "home/kitchen/light". Names are compared as
//! bytes. The grammar holds only characters that stand for themselves in a URL path, so a name has
//! one spelling everywhere and no percent-encoding can make a second one.
//!
//! Grammar: segments of [A-Za-z0-9._:~-], joined by single '/'; no segment is empty, ".", ".." or
//! ends with a dot. System topics begin with '$' and belong to the broker.
class TopicName
{
public:
    static constexpr std::size_t kMaxLength = 128; // bytes, ASCII only

    static Result<TopicName> parse(std::string_view text); // a topic that people may create
    static Result<TopicName> parseSystem(std::string_view text); // "$events/messages" and its like
    static Result<TopicName> parseAny(std::string_view text); // either

    bool isSystem() const { return m_text.front() == '$'; }
    const std::string &text() const { return m_text; }
    friend auto operator<=>(const TopicName &, const TopicName &) = default;

private:
    explicit TopicName(std::string_view text) : m_text(text) {}

    std::string m_text;
};

} // namespace parley

template <>
struct std::hash<parley::TopicName> {
    std::size_t operator()(const parley::TopicName &name) const noexcept
    {
        return std::hash<std::string>{}(name.text());
    }
};
