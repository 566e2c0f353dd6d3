#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "server/base/error.h"

namespace parley {

// A value or an Error. libstdc++ 12 has no std::expected in C++20; the names match it on purpose.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_data(std::move(value)) {}
    Result(Error error) : m_data(std::move(error)) {}

    explicit operator bool() const { return m_data.index() == 0; }
    const T &operator*() const & { return std::get<0>(m_data); }
    T &operator*() & { return std::get<0>(m_data); }
    T &&operator*() && { return std::get<0>(std::move(m_data)); }
    const T *operator->() const { return std::get_if<0>(&m_data); }
    T *operator->() { return std::get_if<0>(&m_data); }
    const Error &error() const { return std::get<1>(m_data); }

private:
    std::variant<T, Error> m_data;
};

// Done, or an Error.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    explicit operator bool() const { return !m_error; }
    const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error{};
};

} // namespace parley
