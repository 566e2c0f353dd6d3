#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/protocol/http_request.h"
#include "server/protocol/json_writer.h"

namespace parley {

// What came to the inspector, and what became of it.
struct InspectedRequest {
    std::uint64_t id = 0; // counts from 1
    UtcTime time{};
    std::string peer{}; // "127.0.0.1:50122"
    std::string method{};
    std::string target{};
    std::vector<HttpHeader> headers{}; // names in lower case
    std::string body{}; // at most InspectorLog::kMaxKeptBody
    std::size_t bodyBytes = 0; // all of it
    int status = 0; // of the answer
    std::optional<UtcTime> answeredAt{}; // nullopt: not yet, or the sender did not wait for it
};

// The newest requests, bounded in number and in bytes. Thread: I/O loop.
class InspectorLog final
{
public:
    static constexpr std::size_t kMaxRequests = 500; // an hour of retries of a dozen webhooks
    static constexpr std::size_t kMaxBytes = 8 * 1024 * 1024;
    static constexpr std::size_t kMaxKeptBody = 64 * 1024; // as an attempt keeps of an answer

    //! Values of these headers are not kept. \p isSecret takes a name in lower case.
    void setSecretHeaders(std::function<bool(std::string_view)> isSecret)
    {
        m_isSecret = std::move(isSecret);
    }

    //! \return its id.
    std::uint64_t add(const HttpRequest &request, std::string peer, UtcTime time, int status);
    void answered(std::uint64_t id, UtcTime time); // does nothing when it is gone
    void clear();

    const std::deque<InspectedRequest> &all() const { return m_requests; } // oldest first

private:
    std::string shown(const HttpHeader &header) const;

    std::function<bool(std::string_view)> m_isSecret{}; // beside those that always are
    std::deque<InspectedRequest> m_requests;
    std::size_t m_bytes = 0;
    std::uint64_t m_lastId = 0; // not counted from 1 again when it is cleared
};

void writeInspected(JsonWriter &writer, const InspectedRequest &request);

} // namespace parley
