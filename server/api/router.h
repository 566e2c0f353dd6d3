#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/api/access.h"
#include "server/api/api_call.h"
#include "server/protocol/limits.h"

namespace parley {

// Which resource answers which request. Paths are compared literally, part by part; "*" in a
// pattern stands for one part, and "**" at its end for all that is left (a topic name).
// Thread: I/O loop.
class Router final
{
public:
    using Handle = std::function<void(const CallPtr &)>;
    using BodyBytes = std::size_t (*)(const HttpRequest &head); // the most that it may have
    static std::size_t allowUsualBody(const HttpRequest &) { return limits::kBodyBytes; }
    static std::size_t allowNoBody(const HttpRequest &) { return 0; }

    struct Route {
        std::string name; // "DELETE /v1/tokens/*", for the audit
        std::string_view method; // GET answers HEAD too
        std::vector<std::string_view> parts;
        Access access{};
        Handle handle{};
        BodyBytes bodyBytes{};
    };
    struct Match {
        const Route *route = nullptr; // null: see error
        std::vector<std::string> arguments{};
        Error error{ErrorCode::NotFound, "no such route"};
        std::string allowed{}; // methods of the route, when only the method is wrong: "GET, HEAD"
    };

    //! \p pattern is a literal.
    void add(std::string_view method, std::string_view pattern, Access access, Handle handle,
             BodyBytes bodyBytes = allowUsualBody);
    Match find(std::string_view method, std::string_view path) const;

private:
    std::vector<Route> m_routes;
};

} // namespace parley
