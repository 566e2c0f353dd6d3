#include "server/api/router.h"

#include <optional>

namespace parley {
namespace {

std::vector<std::string_view> split(std::string_view path)
{
    std::vector<std::string_view> parts;
    for (std::size_t at = 1; at <= path.size();) { // behind the first '/'
        const std::size_t end = std::min(path.find('/', at), path.size());
        parts.push_back(path.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

// What the open parts of the pattern stand for; nullopt when the path is another.
std::optional<std::vector<std::string>> match(const std::vector<std::string_view> &pattern,
                                              std::string_view path)
{
    const auto parts = split(path);
    std::vector<std::string> arguments;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (i >= parts.size() || parts[i].empty())
            return std::nullopt;
        if (pattern[i] == "**") {
            const auto offset = static_cast<std::size_t>(parts[i].data() - path.data());
            arguments.emplace_back(path.substr(offset));
            return arguments;
        }
        if (pattern[i] == "*")
            arguments.emplace_back(parts[i]);
        else if (pattern[i] != parts[i])
            return std::nullopt;
    }
    if (parts.size() != pattern.size())
        return std::nullopt;
    return arguments;
}

} // namespace

void Router::add(std::string_view method, std::string_view pattern, Access access, Handle handle,
                 BodyBytes bodyBytes)
{
    m_routes.push_back({std::string(method) + " " + std::string(pattern), method, split(pattern),
                        access, std::move(handle), bodyBytes});
}

Router::Match Router::find(std::string_view method, std::string_view path) const
{
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    Match result;
    for (const Route &route : m_routes) {
        auto arguments = match(route.parts, path);
        if (!arguments)
            continue;
        if (route.method == wanted)
            return {&route, std::move(*arguments)};
        result.error = {ErrorCode::MethodNotAllowed, "this route does not take that method"};
        result.allowed.append(result.allowed.empty() ? "" : ", ").append(route.method);
        if (route.method == "GET")
            result.allowed.append(", HEAD");
    }
    return result;
}

} // namespace parley
