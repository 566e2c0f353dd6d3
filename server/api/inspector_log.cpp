#include "server/api/inspector_log.h"

#include <algorithm>

#include "server/api/exported_head.h"
#include "server/base/encoding.h"
#include "server/protocol/utf8_validator.h"

namespace parley {
namespace {

std::size_t bytesOf(const InspectedRequest &request)
{
    constexpr std::size_t kRow = 256; // the row itself
    std::size_t bytes = kRow + request.target.size() + request.body.size();
    for (const HttpHeader &header : request.headers)
        bytes += sizeof(HttpHeader) + header.name.size() + header.value.size();
    return bytes;
}

} // namespace

// Who reads the list may see messages, but not what opens somebody else's door.
std::string InspectorLog::shown(const HttpHeader &header) const
{
    if (!isCredentialHeader(header.name) && !(m_isSecret && m_isSecret(header.name)))
        return header.value;
    const std::size_t space = header.value.find(' ');
    const std::string scheme
        = space == std::string::npos ? "" : header.value.substr(0, space) + ' ';
    return scheme + "(" + std::to_string(header.value.size() - scheme.size()) + " characters)";
}

std::uint64_t InspectorLog::add(const HttpRequest &request, std::string peer, UtcTime time,
                                int status)
{
    InspectedRequest one{++m_lastId,
                         time,
                         std::move(peer),
                         request.method,
                         request.target,
                         {},
                         request.body.substr(0, kMaxKeptBody),
                         request.body.size(),
                         status};
    for (const HttpHeader &header : request.headers)
        one.headers.push_back({header.name, shown(header)});
    m_bytes += bytesOf(one);
    m_requests.push_back(std::move(one));
    while (m_requests.size() > kMaxRequests || m_bytes > kMaxBytes) {
        m_bytes -= bytesOf(m_requests.front());
        m_requests.pop_front();
    }
    return m_lastId;
}

void InspectorLog::answered(std::uint64_t id, UtcTime time)
{
    const auto found = std::lower_bound(
        m_requests.begin(), m_requests.end(), id,
        [](const InspectedRequest &one, std::uint64_t wanted) { return one.id < wanted; });
    if (found != m_requests.end() && found->id == id)
        found->answeredAt = time;
}

void InspectorLog::clear()
{
    m_requests.clear();
    m_bytes = 0;
}

void writeInspected(JsonWriter &writer, const InspectedRequest &request)
{
    writer.beginObject()
        .member("id", request.id)
        .member("time", request.time)
        .member("peer", request.peer)
        .member("method", request.method)
        .member("target", request.target)
        .key("headers")
        .beginArray();
    for (const HttpHeader &header : request.headers)
        writer.beginObject()
            .member("name", header.name)
            .member("value", isValidUtf8(header.value) ? header.value : base64(header.value))
            .endObject();
    writer.endArray();
    if (isValidUtf8(request.body))
        writer.member("body", request.body);
    else
        writer.member("bodyBase64", base64(request.body));
    writer.member("bodyBytes", request.bodyBytes)
        .member("status", request.status)
        .member("answeredAt", request.answeredAt)
        .endObject();
}

} // namespace parley
