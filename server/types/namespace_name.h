#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace parley {

//! A checked name of a group of topics (Momento calls it a cache). Same bytes, same namespace.
class NamespaceName
{
public:
    static constexpr std::size_t kMaxLength = 64; // bytes, ASCII only

    static Result<NamespaceName> parse(std::string_view text);
    static NamespaceName standard(); // "default"

    const std::string &text() const { return m_text; }
    friend auto operator<=>(const NamespaceName &, const NamespaceName &) = default;

private:
    explicit NamespaceName(std::string_view text) : m_text(text) {}

    std::string m_text;
};

} // namespace parley

template <>
struct std::hash<parley::NamespaceName> {
    std::size_t operator()(const parley::NamespaceName &name) const noexcept
    {
        return std::hash<std::string>{}(name.text());
    }
};
